"""What an officer at a desk was told and has done, kept outside of everything that may be lost."""

from __future__ import annotations

from collections.abc import Mapping

from db.domain.commands import Command
from tests.sim.broken import Broken
from tests.sim.desk_files import Row


class Watched:
    """The memory of a desk's officers.

    `shown` are the commands said to be stored, `told` those said to be rejected, `dismissed` those
    an officer is done with. `top` is how far the screen has been in each history. `rotten` is a
    case that was damaged in the cache and not found yet. `withheld` was given again by another.
    """

    def __init__(self, desk: str) -> None:
        self.desk = desk
        self.shown: dict[str, Command] = {}
        self.open: set[str] = set()
        self.told: set[str] = set()
        self.dismissed: set[str] = set()
        self.asked_again: set[str] = set()
        self.withheld: set[str] = set()
        self.answers: dict[tuple[str, str], tuple[str, int]] = {}
        self.top: dict[str, int] = {}
        self.checked = ("", 0)
        self.rotten = self.was_rotten = ""

    def stored(self, command: Command) -> None:
        """The officer was told that it is stored."""
        self.shown[command.id] = command
        self.open.add(command.id)

    def opened(self, rows: Mapping[str, Row]) -> None:
        """1, 14: the outbox was read; everything that was shown as stored must be in it."""
        lost = self.shown.keys() - rows.keys()
        if lost:
            raise Broken(f"1: {self.desk} lost {sorted(lost)} that were shown as stored")
        self.open = set(self.shown) - self.dismissed
        self.withheld = {id for id, row in rows.items() if row.state == "withdrawn"}

    def emptied(self) -> None:
        """The cache is a new one."""
        self.top.clear()
        self.checked = ("", 0)
        self.rotten = ""
