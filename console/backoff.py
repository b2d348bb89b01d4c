"""How long to wait before trying again: doubling, capped, and never all desks at once."""

from __future__ import annotations

CAP = 60.0
"""Seconds; nothing waits longer before another try."""

FIRST = 0.5

STOPPED_AGAIN = 300.0
"""Seconds after which a desk that is too old asks once more: the server may have been put back."""

_MASK = 2**64 - 1


def draw(seed: int) -> tuple[int, float]:
    """The next seed and a number in [0, 1); the same seed always gives the same (SplitMix64)."""
    seed = (seed + 0x9E3779B97F4A7C15) & _MASK
    mixed = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return seed, ((mixed ^ (mixed >> 31)) >> 11) / 2**53


def delay(failures: int, seed: int, asked: float = 0.0) -> tuple[int, float]:
    """The next seed and the seconds to wait after so many failures in a row (from 1).

    `asked` is what the server asked for, if it did; it is kept to, within the cap.
    """
    seed, chance = draw(seed)
    longest = min(CAP, FIRST * 2 ** min(failures, 16))
    return seed, min(CAP, max(asked, longest * (0.5 + chance / 2)))


def around(seconds: float, seed: int) -> tuple[int, float]:
    """The next seed and a time within a fifth of `seconds`."""
    seed, chance = draw(seed)
    return seed, seconds * (0.8 + 0.4 * chance)
