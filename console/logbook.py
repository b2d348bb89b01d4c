"""The shift log on this desk's disk: what was signed here stays until the server has it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from console.private_file import write_private
from db.domain import wire
from db.domain.logbook import Kept
from db.store import StoreFault

KEEP = timedelta(days=35)
"""So long an entry that the server has can still be read here without it."""

_NAME = re.compile(r"[0-9a-f-]{36}")


class Logbook:
    """A folder in the data folder, a file for each entry, mode 0600. One worker thread."""

    def __init__(self, folder: Path, name: str = "logbook") -> None:
        self._folder = folder / name

    def read(self) -> tuple[list[Kept], list[Path]]:
        """Every entry that is here, the oldest first, and the files that cannot be read.

        Those are left where they are. What was cut off while it was written was never signed, and
        goes.
        """
        found, damaged = list[Kept](), list[Path]()
        for path in sorted(self._folder.glob("*.json")):
            try:
                found.append(wire.load(Kept, path.read_bytes()))
            except (OSError, wire.BadWire):
                damaged.append(path)
        for path in self._folder.glob("*.json.new"):
            _remove(path)
        return sorted(found, key=lambda kept: (kept.entry.at, kept.entry.id)), damaged

    def put(self, kept: Kept) -> None:
        """Keep an entry; on return it outlives a power cut.

        Raises StoreFault, and a new entry is not there then.
        """
        if not _NAME.fullmatch(kept.entry.id):
            raise ValueError(f"{kept.entry.id!r} is no id of an entry")
        path = self._folder / f"{kept.entry.id}.json"
        new = not path.exists()
        try:
            write_private(path, wire.dump(kept))
        except OSError as fault:
            if new:  # or it would be signed after the next start, and once more by then
                _remove(path)
            raise StoreFault.of(fault, path) from fault

    def sweep(self, now: datetime) -> None:
        """Forget what the server has had for long; what it has not is never forgotten."""
        for kept in self.read()[0]:
            if kept.recorded_at is not None and kept.entry.at < now - KEEP:
                _remove(self._folder / f"{kept.entry.id}.json")


def _remove(path: Path) -> None:
    """Tried again another time where the disk does not let it go."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
