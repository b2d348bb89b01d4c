"""A replica with its time in the test's hands."""

from __future__ import annotations

from typing import TypeVar

from console import replica
from console.replica_events import Cursor, Effect, Entry, Event, Page, Woke

T = TypeVar("T")


class Driven:
    """Hands events to the replica and remembers what it asked for."""

    def __init__(self, state: replica.State) -> None:
        self.state = state
        self.now = 1000.0
        self._asked: list[Effect] = []

    @property
    def turn(self) -> int:
        """Of the stream or pull that is under way."""
        return self.state.feed.turn

    def do(self, *events: Event) -> list[Effect]:
        """What the replica asks for when these happen."""
        effects: list[Effect] = []
        for event in events:
            self.state, asked = replica.step(self.state, event, self.now)
            effects += asked
        self._asked += effects
        return effects

    def pass_time(self, seconds: float) -> list[Effect]:
        """What it asks for when nothing happens for so long."""
        self.now += seconds
        return self.do(Woke())

    def wait(self) -> list[Effect]:
        """What it asks for at the moment it wanted to be woken."""
        due = replica.next_wake(self.state)
        assert due is not None, "it waits for nothing"
        self.now = max(self.now, due)
        return self.do(Woke())

    def asked(self, kind: type[T]) -> list[T]:
        """Everything of one kind that it asked for so far."""
        return [effect for effect in self._asked if isinstance(effect, kind)]


def at(seq: int) -> Cursor:
    """A cursor of the history E."""
    return Cursor("E", seq, f"chain {seq}")


def page(first: int, to: int, *, head: int | None = None, chain: str | None = None) -> Page:
    """A page of the history E."""
    return Page("E", first, to, max(first, to) if head is None else head, chain or f"chain {to}")


def entry(
    id: str, *, depends_on: str | None = None, author: str = "sari", needs: tuple[str, ...] = ()
) -> Entry:
    """A queued command."""
    return Entry(id, "case", author, depends_on, needs=needs)
