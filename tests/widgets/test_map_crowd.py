"""Cases on a picture: gathered so that marks can be told apart, and looked at in columns."""

from __future__ import annotations

import numpy as np

from widgets.map_crowd import Crowd
from widgets.map_names import Heap, Standing
from widgets.map_sight import Sight
from widgets.map_spare import Spare
from widgets.theme import Theme

SIGHT = Sight(0.79, 0.51, 16.0, 1920, 1080)
"""Near enough for single cases; squares are 32 px wide there, gathered ones 64."""


def crowd(theme: Theme, *counts: int) -> Crowd:
    """A picture after so many cases, spread evenly over it, and then so many, and so on."""
    made = Crowd(theme)
    window = SIGHT.window()
    for count in counts:
        dice = np.random.default_rng(count)
        x = window.left + dice.random(count) * (window.right - window.left)
        y = window.top + dice.random(count) * (window.bottom - window.top)
        made.set_cases(x, y, np.zeros(count))
        made.find(SIGHT, 1.0, Spare(0), still=True)
        assert made.standing.many.sum() == count
    return made


def test_a_carpet_of_marks_is_gathered_wider(dark: Theme) -> None:
    assert len(crowd(dark, 500).standing) > 400
    assert len(crowd(dark, 20_000).standing) < 600


def test_what_has_been_gathered_stays_so_until_few_would_be_left(dark: Theme) -> None:
    alone, gathered = crowd(dark, 750).standing, crowd(dark, 20_000, 750).standing
    assert len(gathered) < 0.8 * len(alone)
    assert len(crowd(dark, 20_000, 500).standing) == len(crowd(dark, 500).standing)


def test_heaps_in_columns_are_the_same_heaps() -> None:
    heaps = [Heap(10.0, 20.0, 15.0, 64, 3), Heap(14.0, 20.0, 13.0, 128, 1)]
    standing = Standing.of(heaps)
    assert list(standing) == heaps == [standing[0], standing[1]]
    assert list(standing[1:]) == heaps[1:]
    assert list(standing.and_(Standing.of(heaps[:1]))) == [*heaps, heaps[0]]
    assert [standing.at(x, 20.0, 2) for x in (10.0, 13.0, 60.0)] == [*heaps, None]
    assert Standing.of([]).at(0.0, 0.0, 2) is None
