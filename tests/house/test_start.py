"""What is loaded when: the sign-in page waits for nothing it does not show."""

import subprocess
import sys
from pathlib import Path

import pytest


def loaded_with(module: str, project: Path) -> set[str]:
    """Every module there is after importing one in a fresh interpreter."""
    code = f"import sys, {module}; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


@pytest.mark.parametrize(
    ("module", "late"),
    [
        (
            "console.__main__",
            {
                "sqlalchemy",
                "console.workplace",
                "console.pages.frame",
                "db.store",
                "console.alarms",
            },
        ),
        (
            "console.workplace",
            {
                "requests",
                "alembic",
                "numpy",
                "pyqtgraph",
                "holidays",
                "rich",
                "PySide6.QtMultimedia",
            },
        ),
    ],
)
def test_what_is_not_needed_yet_is_not_loaded(project: Path, module: str, late: set[str]) -> None:
    loaded = loaded_with(module, project)
    assert module in loaded
    assert loaded & late == set()
