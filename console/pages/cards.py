"""Cards for lanes and table: the book's columns in the words of the city."""

from __future__ import annotations

from console.case_model import CaseBook, Slot
from console.pages import words
from db.domain.city import City
from widgets.roles import Card


class Cards:
    """Makes the card of a slot. Words are looked up once for each code, not for each card."""

    def __init__(self, book: CaseBook, city: City) -> None:
        self._book, self._city = book, city
        self._rules = city.clock_names
        self._owners: dict[tuple[str, str], str] = {}
        self._made: dict[Slot, Card] = {}
        self._made_of: object = None

    def __call__(self, slot: Slot) -> Card:
        """The card of one case; called for what is on screen only, again at every tick."""
        as_they_are = self._book.columns.stamp
        if self._made_of is not as_they_are or len(self._made) > _KEPT:
            self._made, self._made_of = {}, as_they_are
        known = self._made.get(slot)
        if known is None:
            known = self._made[slot] = self._card(slot)
        return known

    def _card(self, slot: Slot) -> Card:
        book, city = self._book.columns, self._city
        category = city.categories.get(book.word("category", slot))
        area = city.areas.get(book.word("area", slot))
        channel = book.word("channel", slot)
        rule = book.word("rule", slot)
        state = book.word("state", slot)
        return Card(
            id=book.ids[slot],
            number=book.numbers[slot],
            state=state,
            title=book.titles[slot],
            category=words.category_name(category) if category else "",
            icon=category.icon if category else "help-circle-outline",
            area=area.name if area else "",
            channel=city.channels.get(channel, channel),
            owner=self._owner(state, book.word("opds", slot)),
            due=book.due(slot),
            warn=book.warn(slot),
            rule=self._rules.get(rule, rule),
            reports=book.reports[slot],
            photos=book.media[slot],
            flags=book.flags[slot],
            arrived=book.first_at[slot],
        )

    def _owner(self, state: str, opds: str) -> str:
        known = self._owners.get((state, opds))
        if known is None:
            known = self._owners[state, opds] = words.owner(state, opds, self._city)
        return known


_KEPT = 512
