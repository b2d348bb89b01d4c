"""The fault of something on the wire that is not what it must be."""

from __future__ import annotations


class BadWire(ValueError):
    """Something on the wire is not what it must be. `place` is its path, `reason` a sentence."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place or 'body'}: {self.reason}"

    def within(self, step: str) -> None:
        """Put a step in front of the place: readers learn where they are only when one fails."""
        self.place = step + self.place


class UnknownKind(BadWire):
    """A verb this version does not know: it is never skipped, the program must be updated."""
