"""One act on many cases: what it means for each of them, and how that came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from console.desk import Done, StoreFault
from console.pages import words
from console.pages.acts import Act
from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.city import City
from db.domain.commands import Verb
from db.domain.refused import Refused
from db.domain.suggest import guess_category


@dataclass(frozen=True, slots=True)
class Part:
    """One case of many: the act as it is for this one, why it may not be, what was stored.

    `needless`: somebody has done the same before.
    """

    case: Case
    act: Verb
    needless: bool = False
    no: Refused | StoreFault | None = None
    done: Done | None = None
    undone: bool = False

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return not self.needless and self.no is None and self.done is None

    @property
    def stands(self) -> bool:
        """Whether it was done and has not been taken back."""
        return self.done is not None and not self.undone


def lead_of(cases: Sequence[Case]) -> Case:
    """The case whose sheet stands for all: one without a place, so that why is asked once.

    Which agency's task is meant is asked for no one; the rules refuse where that is not clear.
    """
    lead = next((case for case in cases if _nowhere(case.place)), cases[0])
    return replace(lead, tasks=lead.tasks[:1])


def form_of(act: Act) -> Act:
    """The act without what differs from case to case: prepared texts hold one case's own facts."""
    return act._replace(reply="")


def act_on(case: Case, given: Verb, lead: Case, city: City, officer: str) -> Verb:
    """What was filled in for the leading case, as it is for this one.

    A case keeps its own category, kind and place; what was written by hand goes to all.
    """
    if not isinstance(given, verb.Forward):
        return given
    category = case.category or guess_category(case.text, city) or given.category
    note = given.note
    if note == _template(replace(lead, category=given.category), given, city, officer):
        note = _template(replace(case, category=category), given, city, officer)
    place = given.place if _nowhere(case.place) else None
    return verb.Forward(given.opds, category, case.report_class, note, place)


def taking_back(part: Part) -> Verb:
    """The act that brings back what was before a part was done.

    The law undoes no parting: what stood in another case is put there again.
    """
    assert part.done is not None
    if isinstance(part.act, verb.Unmerge):
        return verb.Merge(part.case.master or "")
    return verb.Undo(part.done.command.id)


def means(act: Verb, act_word: str, city: City) -> str:
    """What an act will do to a case, in a few words."""
    if isinstance(act, verb.Forward):
        name = words.category_name(city.categories[act.category])
        return f"{words.agencies(','.join(act.opds), city)} · {name}"
    if isinstance(act, verb.Reassign):
        return f"{act_word} · {words.agencies(','.join(act.opds), city)}"
    return act_word


def _template(case: Case, given: verb.Forward, city: City, officer: str) -> str:
    reply = next((reply for reply in city.replies if reply.act == "forward"), None)
    return (
        "" if reply is None else words.fill(reply.text, case, city, given.opds[0], officer).strip()
    )


def _nowhere(place: Place) -> bool:
    return not (place.area or place.text or place.no_place or place.lat is not None)
