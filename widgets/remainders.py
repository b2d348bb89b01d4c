"""What was painted last of each case's time left, so that a tick repaints only what it changed."""

from typing import Final

from widgets.countdown import Left, left
from widgets.roles import Card

_KEPT: Final = 1024  # far more than rows on any screen
_MINUTE, _HOUR = 60_000, 3_600_000
FOREVER: Final = 2**62


class Remainders:
    """The remainders a painter has put on the screen, by case."""

    def __init__(self) -> None:
        self._painted: dict[str, tuple[Left, int]] = {}

    def paint(self, card: Card, now: int) -> Left:
        """The remainder at ``now`` (ms), remembered as painted."""
        remainder = left(card.due, card.warn, card.rule, now)
        if len(self._painted) > _KEPT:
            self._painted.clear()
        self._painted[card.id] = (remainder, now)
        return remainder

    def changed(self, card: Card, now: int) -> tuple[Left | None, Left] | None:
        """What was painted (if anything) and what should be; None while they are the same."""
        before, at = self._painted.get(card.id, (None, 0))
        if before is not None and _steady(card, at, now):
            return None
        remainder = left(card.due, card.warn, card.rule, now)
        return None if remainder == before else (before, remainder)


def quiet_until(card: Card, now: int) -> int:
    """The instant (ms) before which what is left of a card looks as it does at ``now``."""
    before = card.due - now
    if not card.due:
        return FOREVER
    if -_HOUR < before < _HOUR:  # seconds are shown
        return 0
    minutes = abs(before) // _MINUTE
    until = card.due - minutes * _MINUTE if before > 0 else card.due + (minutes + 1) * _MINUTE
    return min(until, card.warn) if now < card.warn else until


def _steady(card: Card, at: int, now: int) -> bool:
    """Whether no minute has passed between two instants, nor anything that shows seconds.

    True in doubt is wrong, False in doubt only costs time: the words are worked out and compared.
    """
    before, after = card.due - at, card.due - now
    if -_HOUR < after < _HOUR or (card.warn and at < card.warn <= now):
        return False
    return (before > 0) is (after > 0) and abs(before) // _MINUTE == abs(after) // _MINUTE
