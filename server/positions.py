"""How far the consoles of each agency have come, and what was opened there, as they show it.

The call centre of an agency and its head are apart: what is told to one the other has not heard.
"""

from __future__ import annotations

from collections.abc import Callable

from db.domain.case import Actor
from db.domain.states import Role

Place = tuple[str, Role]
"""An agency, and who of it."""

_THERE = (Role.OPD_OPERATOR, Role.AGENCY_HEAD)


class Positions:
    """Kept in memory: a console that comes back says again where it stands.

    Lives in the event loop. `told` is called when there is something new; `epoch` is the history
    of this moment: how far somebody came in another one says nothing about its deliveries.
    """

    def __init__(self, told: Callable[[], None], epoch: Callable[[], str]) -> None:
        self._told, self._epoch = told, epoch
        self._of = epoch()
        self._reached: dict[Place, int] = {}
        self.news: dict[Place, int] = {}
        """The seq up to which they have taken everything, where it has grown."""
        self.opened: set[tuple[Place, str]] = set()
        """Who, and the case that they have opened."""

    def took(self, actor: Actor, epoch: str, seq: int) -> None:
        """A console has everything up to this seq."""
        place = _place(actor)
        if place is None or epoch != self._epoch():
            return
        self.forget_ended()
        if seq > self._reached.get(place, -1):
            self._reached[place] = self.news[place] = seq
            self._told()

    def forget_ended(self) -> None:
        """Once the history is another one, nobody has taken anything of it yet."""
        if self._of != self._epoch():
            self._of = self._epoch()
            self._reached.clear()
            self.news.clear()

    def opens(self, actor: Actor, case: str | None) -> None:
        """Somebody there has a case in front of them."""
        place = _place(actor)
        if place is not None and case and (place, case) not in self.opened:
            self.opened.add((place, case))
            self._told()

    def took_by(self, actor: Actor) -> Callable[[int], None]:
        """The same for one who follows: told of each line that has gone through."""
        epoch = self._epoch()
        return lambda seq: self.took(actor, epoch, seq)


def _place(actor: Actor) -> Place | None:
    return (actor.opd, actor.role) if actor.opd is not None and actor.role in _THERE else None
