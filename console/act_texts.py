"""What an officer typed, looked at before it is kept: personal data masked, odd signs refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from db.domain import wire
from db.domain.case import Place
from db.domain.commands import Command, Verb
from db.domain.personal import mask_personal
from db.domain.refused import Refused

AnyVerb = TypeVar("AnyVerb", bound=Verb)

_FREE_TEXT = ("text", "note", "reason", "plan", "without_proof", "name")
_PLACES = ("place", "new_place")


def check_wire(command: Command) -> None:
    """What no server takes is refused here: stored, it would come back from the disk as a fault."""
    try:
        wire.decode(Command, wire.encode(command))
    except wire.BadWire as fault:
        texts = [str(getattr(command.act, name, "")) for name in _FREE_TEXT]
        longest = max(map(len, texts))
        if longest > wire.MAX_TEXT:
            raise Refused("text_too_long", length=longest, limit=wire.MAX_TEXT) from fault
        raise Refused("bad_wire", place=fault.place, detail=fault.reason) from fault


def masked(act: AnyVerb) -> tuple[AnyVerb, tuple[str, ...]]:
    """The act with NIK, phone numbers and e-mail masked in its free text, and what was found."""
    found: list[str] = []
    clean: dict[str, str | Place] = {}
    for name in (*_FREE_TEXT, *_PLACES):
        held = getattr(act, name, "")
        if not held:
            continue
        text, kinds = _masked_place(held) if isinstance(held, Place) else mask_personal(held)
        if kinds:
            clean[name] = text
            found.extend(kinds)
    changed: AnyVerb = replace(act, **clean) if clean else act  # type: ignore[arg-type]
    return changed, tuple(dict.fromkeys(found))


def _masked_place(place: Place) -> tuple[Place, tuple[str, ...]]:
    """Callers say where it is by whom to ask for: their numbers stand in there, too."""
    text, kinds = mask_personal(place.text)
    no_place, more = mask_personal(place.no_place)
    return replace(place, text=text, no_place=no_place), (*kinds, *more)
