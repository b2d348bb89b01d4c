"""The test suite notices a log line and a Qt warning that nobody announced."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CASES = {
    "logs": "import logging\ndef test() -> None:\n    logging.getLogger('db').warning('disk full')",
    "announced": (
        "import logging, pytest\n"
        "@pytest.mark.expects_log('disk .ull')\n"
        "def test() -> None:\n    logging.getLogger('db').warning('disk full')"
    ),
    "qt": "from PySide6.QtCore import qWarning\ndef test() -> None:\n    qWarning('no such slot')",
    "warns": "import warnings\ndef test() -> None:\n    warnings.warn('old', DeprecationWarning)",
}


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        ("logs", {"passed": 1, "errors": 1}),
        ("announced", {"passed": 1}),
        ("qt", {"failed": 1}),
        ("warns", {"failed": 1}),
    ],
)
def test_what_nobody_announced_fails(
    pytester: pytest.Pytester, project: Path, case: str, outcome: dict[str, int]
) -> None:
    pytester.makepyprojecttoml((project / "pyproject.toml").read_text("utf-8"))
    pytester.makeconftest((project / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(**{f"test_{case}": CASES[case]})
    pytester.runpytest_subprocess(f"test_{case}.py").assert_outcomes(**outcome)
