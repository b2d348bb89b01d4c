"""The last sealed place of the server's history, shown back to a server that has fallen behind it.

A server restored from a backup does not know that it is. The seal shows that it was further once;
a number alone would be anybody's word.
"""

from __future__ import annotations

from console.api import Proof


class Proofs:
    """Remembers one place. Main thread."""

    def __init__(self) -> None:
        self._at = ("", 0)
        self._proof: Proof | None = None
        self._behind = False

    def showed(self, epoch: str, seq: int, chain: str, seal: str) -> None:
        """The server showed this place; without a seal there is nothing to show back."""
        self._at, self._behind = (epoch, seq), False
        self._proof = Proof(chain, seal) if seal else None

    def refused(self, since: int, head: int) -> None:
        """The server would not go on from `since` and named its head, -1 for none."""
        self._behind = self._behind or 0 <= head < since

    def of(self, epoch: str, since: int) -> Proof | None:
        """What to show with the next request from this cursor, if the server is behind it."""
        return self._proof if self._behind and self._at == (epoch, since) else None
