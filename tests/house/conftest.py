"""The project's own Python files, parsed once."""

import ast
import subprocess
from pathlib import Path, PurePosixPath

import pytest

PRODUCT = ("console", "db", "resources", "server", "widgets")


@pytest.fixture(scope="session")
def kept_files(project: Path) -> list[PurePosixPath]:
    """Every file that is or would be kept in git, relative to the project."""
    ran = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )
    names = sorted(set(filter(None, ran.stdout.split("\0"))))
    return [PurePosixPath(name) for name in names if (project / name).is_file()]


@pytest.fixture(scope="session")
def trees(project: Path, kept_files: list[PurePosixPath]) -> dict[str, ast.Module]:
    """Every Python file by its path from the project's root, e.g. ``db/domain/case.py``."""
    return {
        str(file): ast.parse((project / file).read_text("utf-8"), filename=str(file))
        for file in kept_files
        if file.suffix == ".py"
    }


@pytest.fixture(scope="session")
def product(trees: dict[str, ast.Module]) -> dict[str, ast.Module]:
    """The files of the product itself, without tests, benchmarks and packaging."""
    return {file: tree for file, tree in trees.items() if file.split("/")[0] in PRODUCT}
