"""What an operator reads can be translated: Qt's own tool finds the sentences."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

CONTEXTS = {
    "Banner", "Card", "CaseTable", "Colour", "Column", "Countdown", "FilterBar", "Lane", "Masked",
    "OptionList", "Picker", "Pill", "Rail", "State", "Timeline", "Verbs",
}  # fmt: skip


def test_lupdate_finds_every_context(project: Path, tmp_path: Path) -> None:
    files = [str(file) for file in (project / "widgets").glob("*.py")]
    out = tmp_path / "words.ts"
    tool = [sys.executable, "-c", "from PySide6.scripts.pyside_tool import lupdate; lupdate()"]
    subprocess.run([*tool, *files, "-ts", str(out)], check=True, capture_output=True)
    found = {
        context.findtext("name"): len(context.findall("message"))
        for context in ElementTree.parse(out).iter("context")
    }
    assert set(found) >= CONTEXTS
    assert "" not in found, "a sentence without a context: call QCoreApplication.translate in full"
    assert found["State"] == 12
