"""The program as it was one protocol step ago, taken out of the history of this checkout."""

from __future__ import annotations

import os
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from tests.faults.network_desk import Desk
from tests.journeys.processes import Site

BEFORE = "23be371"
"""The last commit before the wire could say more (SCHEMA 1)."""

ROOT = Path(__file__).resolve().parents[2]


def taken_out(folder: Path) -> Path | None:
    """The tree of that commit; None where the history does not reach back to it."""
    done = subprocess.run(
        ["git", "-C", str(ROOT), "archive", BEFORE], capture_output=True, check=False
    )
    if done.returncode:
        return None
    with tarfile.open(fileobj=BytesIO(done.stdout)) as tree:
        tree.extractall(folder, filter="data")
    return folder


def running_from(root: Path) -> dict[str, str]:
    """Variables by which Python takes our packages from another tree, wherever it is started."""
    return {**os.environ, "PYTHONPATH": str(root), "PYTHONSAFEPATH": "1"}


class OldDesk(Desk):
    """The desk of the tree before."""

    def __init__(self, folder: Path, tree: Path) -> None:
        self.root = tree
        self.script = tree / "tests" / "journeys" / "desk_process.py"
        super().__init__(folder)


class OldSite(Site):
    """The server of the tree before; `renew` puts this program in its place."""

    def __init__(self, folder: Path, tree: Path) -> None:
        super().__init__(folder)
        self._now = {name: self.env.get(name) for name in ("PYTHONPATH", "PYTHONSAFEPATH")}
        self.env |= running_from(tree)

    def renew(self) -> None:
        """Stop it, and start the server of this tree on the same database and port."""
        self.stop()
        for name, value in self._now.items():
            self.env.pop(name)
            if value is not None:
                self.env[name] = value
        self.start()
