"""What the server tells whole, under a version, and this desk keeps until it tells another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

from console.faults import BadAnswer
from console.private_file import write_private
from db.domain.bad_wire import BadWire
from db.domain.wire import decode

T = TypeVar("T")


class Piece(Generic[T]):
    """One such piece of a `kind`, in `file`. Any worker thread, one at a time."""

    def __init__(self, name: str, kind: type[T], file: Path) -> None:
        self._name, self._kind, self.file = name, kind, file

    def remembered(self) -> tuple[str, T] | None:
        """(version, content); None for what is not there or cannot be read: it is fetched anew."""
        with suppress(OSError, ValueError, KeyError, TypeError):  # BadWire is a ValueError
            data = json.loads(self.file.read_text("utf-8"))
            return str(data["version"]), decode(self._kind, data[self._name])
        return None

    def taken(self, told: tuple[str, Mapping[str, Any]] | None) -> tuple[str, T] | None:
        """(version, content) of an answer, once it is kept; None where nothing is newer.

        Raises BadAnswer for what makes no sense and OSError for what cannot be kept.
        """
        if told is None:
            return None
        version, plain = told
        try:
            content = decode(self._kind, plain)
        except BadWire as fault:
            raise BadAnswer(f"{self._name} cannot be read: {fault}", self._name) from fault
        held = {"version": version, self._name: plain}
        write_private(self.file, json.dumps(held, ensure_ascii=False))
        return version, content
