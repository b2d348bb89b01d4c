"""How far the history was once, kept beside the database: a restored one is found out by it."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from db.journal import Mark

_NAME = "mark.json"


class MarkFile:
    """The last mark this machine's server has seen, and the epochs that ended before it.

    By these a backup that is put back a second time is found out: it brings an ended epoch back,
    of which the mark itself says nothing. It need not be on disk at once.
    """

    def __init__(self, folder: Path) -> None:
        self._path, self._name = folder / _NAME, secrets.token_hex(4)
        self._kept: Mark | None = None
        self._ended: frozenset[str] = frozenset()

    def read(self) -> Mark | None:
        """The mark, if there is one that can be read."""
        try:
            epoch, seq, chain, *ended = json.loads(self._path.read_text("utf-8"))
            self._ended = frozenset(map(str, ended))
        except (OSError, ValueError, TypeError):
            return None  # an aid, not a record: without it a desk's cursor tells the same
        held = Mark(epoch, seq, chain)
        self._kept = held if [type(one) for one in held] == [str, int, str] else None
        return self._kept

    def over(self, epoch: str) -> bool:
        """Whether this epoch ended once, as far as is known here."""
        return epoch in self._ended

    def keep(self, mark: Mark) -> None:
        """Keep the mark. OSError when it cannot be."""
        if mark == self._kept:
            return
        before = {self._kept.epoch} if self._kept is not None else set()
        ended = (self._ended | before) - {mark.epoch}
        part = self._path.with_suffix(f".{self._name}.part")  # several servers may share the folder
        part.write_text(json.dumps([*mark, *sorted(ended)]), "utf-8")
        part.replace(self._path)
        self._kept, self._ended = mark, ended
