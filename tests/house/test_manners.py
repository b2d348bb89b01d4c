"""Manners that a program can see: late imports, swallowed faults, names kept out of the tree."""

import ast
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

# Outside modules that the console may load after its first paint, since they cost start-up time.
LATE_IN_CONSOLE = {"numpy", "pyqtgraph", "requests", "PySide6.QtMultimedia"}
OURS = {"console", "db", "resources", "server", "widgets"}

# The two places that may catch everything: there a bug is reported, not swallowed.
OUTERMOST = {"console/crash.py", "server/app.py"}

# In two halves, so that this file does not hold what it looks for.
REGISTRY_HOSTS = [
    "".join(halves)
    for halves in [
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("proxy.golang", ".org"),
        ("crates", ".io"),
        ("deb.debian", ".org"),
        ("conda", ".anaconda.org"),
    ]
]


def late_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, module) of each import that runs inside a function."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.lineno, node.module or "."


def may_load_late(file: str, module: str) -> bool:
    """Whether this file may import this module inside a function."""
    return file.startswith("console/") and any(
        module == name or module.startswith(name + ".") for name in LATE_IN_CONSOLE
    )


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """Whether it is a bare ``except``, or one of Exception or BaseException."""
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in caught
    )


def swallowers(file: str, tree: ast.Module) -> list[str]:
    """Where this file catches everything."""
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return [f"{file}:{handler.lineno}" for handler in handlers if catches_everything(handler)]


def test_no_import_hides_in_a_function(product: dict[str, ast.Module]) -> None:
    hidden = [
        f"{file}:{line} imports {module} inside a function"
        for file, tree in product.items()
        for line, module in late_imports(tree)
        if not may_load_late(file, module)
    ]
    assert hidden == []


def test_nothing_of_ours_is_ever_loaded_late() -> None:
    assert {name.split(".")[0] for name in LATE_IN_CONSOLE}.isdisjoint(OURS)


def test_requests_is_imported_in_the_api_alone(product: dict[str, ast.Module]) -> None:
    importers = {
        file
        for file, tree in product.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "requests")
        or (
            isinstance(node, ast.Import)
            and any(alias.name.split(".")[0] == "requests" for alias in node.names)
        )
    }
    assert importers <= {"console/api.py"}


def test_everything_is_caught_in_the_outermost_places_only(trees: dict[str, ast.Module]) -> None:
    found = [
        told
        for file, tree in trees.items()
        if file not in OUTERMOST
        for told in swallowers(file, tree)
    ]
    assert found == []


def test_tests_and_packaging_are_no_packages(kept_files: list[PurePosixPath]) -> None:
    found = [
        str(file)
        for file in kept_files
        if file.name == "__init__.py" and file.parts[0] in {"tests", "packaging"}
    ]
    assert found == []


def test_no_file_names_a_package_registry(project: Path, kept_files: list[PurePosixPath]) -> None:
    found = [
        f"{file} names {host}"
        for file in kept_files
        for host in REGISTRY_HOSTS
        if host.encode() in (project / file).read_bytes()
    ]
    assert found == []


def test_the_locks_carry_a_hash_for_each_package_and_no_index(project: Path) -> None:
    locks = sorted((project / "packaging").glob("requirements-*.txt"))
    assert [lock.stem for lock in locks] == [
        "requirements-linux",
        "requirements-macos",
        "requirements-windows",
    ]
    for lock in locks:
        entries = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
        bare = [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
        assert bare == [], lock.name


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("import os", []),
        ("def f():\n    import os", ["os"]),
        ("class A:\n    async def f(self):\n        from db import store", ["db"]),
    ],
)
def test_a_late_import_is_seen(source: str, modules: list[str]) -> None:
    assert [module for _, module in late_imports(ast.parse(source))] == modules


def test_late_loads_are_for_the_console_alone() -> None:
    assert may_load_late("console/photos.py", "numpy.linalg")
    assert not may_load_late("server/app.py", "numpy")
    assert not may_load_late("console/app.py", "console.pages.map")


@pytest.mark.parametrize(
    ("caught", "seen"),
    [("", 1), (" Exception", 1), (" (OSError, BaseException)", 1), (" OSError as fault", 0)],
)
def test_a_swallower_is_seen(caught: str, seen: int) -> None:
    tree = ast.parse(f"try:\n    f()\nexcept{caught}:\n    pass")
    assert len(swallowers("x.py", tree)) == seen
