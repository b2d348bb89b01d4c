"""What may lean on what: the contracts in pyproject.toml, and what each floor may import at all."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# For each floor, the modules it may import beside the standard library; the longest prefix of a
# file's path decides. A name stands for itself and everything under it.
MAY_IMPORT: dict[str, set[str]] = {
    "resources": {"resources"},
    "db/domain": {"holidays", "msgspec", "db.domain"},
    "db": {"sqlalchemy", "alembic", "db"},
    # numpy comes with pyqtgraph and paints the map; qtawesome draws the glyphs of icons.py.
    "widgets": {
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtSvg",
        "PySide6.QtWidgets",
        "numpy",
        "pyqtgraph",
        "qtawesome",
        "resources",
        "widgets",
    },
    # The web framework, its measures, its passwords, its spreadsheets and its progress bars.
    "server": {
        "argon2",
        "fastapi",
        "openpyxl",
        "platformdirs",
        "prometheus_client",
        "pydantic",
        "rich",
        "starlette",
        "uvicorn",
        "db",
        "resources",
        "server",
    },
    # Sums over columns of numbers.
    "server/figures": {"db", "numpy", "server"},
    # Pages of a report: in a process of its own, too.
    "server/press.py": {"fpdf", "resources"},
    # Decoders of photos: in a process of its own, see server/washing.py.
    "server/photo.py": {"PIL", "pi_heif", "server"},
    "server/demo/pictures.py": {"PIL"},
    # argon2 locks the last session's data behind its password while the server is away.
    "console": {
        "argon2",
        "PySide6",
        "numpy",
        "platformdirs",
        "qasync",
        "rich",
        "db",
        "resources",
        "widgets",
        "console",
    },
    # Whether a part of the screen is still there after something was awaited.
    "console/async_slot.py": {"PySide6", "shiboken6"},
    # The file format of those who made it.
    "console/pmtiles_file.py": {"pmtiles", "PySide6", "console"},
    "console/api.py": {"requests", "PySide6", "db", "console"},
    # Spreadsheets of figures.
    "console/figure_files.py": {"openpyxl", "db", "console"},
    # The local lock: a password is checked without the server.
    "console/session.py": {"argon2", "db", "console"},
    # shiboken6, a part of PySide6: whether a widget is still there after something was awaited.
    "console/pages": {
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtSvg",
        "PySide6.QtWidgets",
        "shiboken6",
        "widgets",
        "db.domain",
        "console.async_slot",
        "console.case_model",
        "console.clock",
        "console.desk",
        "console.lane_filter",
        "console.pages",
    },
}


def imported(tree: ast.Module, file: str) -> Iterator[tuple[int, str]]:
    """(line, full dotted name) of each import; ``from a import b`` gives ``a.b``."""
    package = file.removesuffix("/__init__.py").removesuffix(".py").split("/")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # One dot is the package of this file: itself, if it is an __init__.py.
            dots = node.level - file.endswith("__init__.py")
            start = package[: len(package) - dots] if node.level else []
            origin = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def floor_of(file: str) -> str:
    """The longest entry of MAY_IMPORT that this file belongs to."""
    return max(
        (floor for floor in MAY_IMPORT if file == floor or file.startswith(floor + "/")), key=len
    )


def strangers(file: str, source: ast.Module) -> list[str]:
    """What this file imports and its floor may not."""
    allowed = MAY_IMPORT[floor_of(file)]
    return [
        f"{file}:{line} imports {name}"
        for line, name in imported(source, file)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == way or name.startswith(way + ".") for way in allowed)
    ]


def clocks_and_files(file: str, source: ast.Module) -> list[str]:
    """Calls that read the machine's clock or a file."""
    calls = [node for node in ast.walk(source) if isinstance(node, ast.Call)]
    return [
        f"{file}:{call.lineno} calls {ast.unparse(call.func)}"
        for call in calls
        if (isinstance(call.func, ast.Name) and call.func.id == "open")
        or (isinstance(call.func, ast.Attribute) and call.func.attr in {"now", "today", "utcnow"})
    ]


def test_the_contracts_of_import_linter_are_kept(project: Path) -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())",
        ],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_each_floor_imports_only_what_it_may(product: dict[str, ast.Module]) -> None:
    assert [told for file, tree in product.items() for told in strangers(file, tree)] == []


def test_the_domain_reads_no_clock_and_no_file(product: dict[str, ast.Module]) -> None:
    domain = {file: tree for file, tree in product.items() if file.startswith("db/domain/")}
    assert domain
    assert [told for file, tree in domain.items() for told in clocks_and_files(file, tree)] == []


@pytest.mark.parametrize(
    ("file", "source", "found"),
    [
        ("console/sync.py", "import requests", "requests"),
        ("console/api.py", "import requests", None),
        ("console/pages/case.py", "from console import cache", "console.cache"),
        ("console/pages/case.py", "from .. import cache", "console.cache"),
        ("console/pages/case.py", "from ..desk import Desk", None),
        ("console/pages/__init__.py", "from . import case", None),
        ("console/pages/case.py", "from PySide6.QtNetwork import QTcpSocket", "QTcpSocket"),
        ("db/domain/case.py", "from db import store", "db.store"),
        ("db/domain/case.py", "from db.domain import states", None),
        ("db/store.py", "from sqlalchemy import select", None),
        ("server/app.py", "from sqlalchemy import select", "sqlalchemy"),
        ("widgets/lane.py", "from db.domain import case", "db.domain.case"),
    ],
)
def test_a_stranger_is_seen(file: str, source: str, found: str | None) -> None:
    told = strangers(file, ast.parse(source))
    assert [found in line for line in told if found] == ([True] if found else [])
    assert bool(told) == bool(found)


@pytest.mark.parametrize("source", ["datetime.now(UTC)", "date.today()", "open('x')"])
def test_a_clock_or_file_in_the_domain_is_seen(source: str) -> None:
    assert len(clocks_and_files("db/domain/x.py", ast.parse(source))) == 1
