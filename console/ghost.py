"""What stays of a case in an officer's row after a colleague has taken the case away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from widgets.roles import LEFT, Card


@dataclass(slots=True)
class Ghost:
    """A row without a case. It stands before place `at`, where a case of this `key` would be."""

    case: str
    card: Card
    key: Any
    at: int


def ghost_of(card: Card, key: Any, at: int, *, known: bool) -> Ghost:
    """What the card was, and whose turn it is now where that is `known`; no clock of it runs."""
    left = card._replace(flags=card.flags | LEFT, due=0, warn=0)
    return Ghost(card.id, left if known else left._replace(state="", owner=""), key, at)
