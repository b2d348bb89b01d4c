"""What lies within a line that a hand drew is the same, asked of one point or of many at once."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from widgets.map_sweep import Sweep, within
from widgets.theme import Theme


@pytest.mark.parametrize("box", [True, False], ids=["box", "lasso"])
@pytest.mark.parametrize("seed", range(20))
def test_many_points_at_once_are_judged_as_each_alone(dark: Theme, seed: int, box: bool) -> None:
    dice = np.random.default_rng(seed)
    at = dice.uniform(0, 400, (3 + seed, 2))
    at[0], at[-1] = dice.uniform(0, 150, 2), dice.uniform(250, 400, 2)
    first, *others = (QPointF(*one) for one in at)
    sweep = Sweep(dark, first, box=box)
    for one in others:
        sweep.go_on(one)
    path = sweep.path()
    x, y = dice.uniform(-20, 420, (2, 500))
    alone = [path.contains(QPointF(*one)) for one in zip(x, y, strict=True)]
    assert within(path, x, y).tolist() == alone
    assert any(alone)


def test_of_no_points_none_lies_within(dark: Theme) -> None:
    sweep = Sweep(dark, QPointF(0, 0), box=True)
    sweep.go_on(QPointF(9, 9))
    assert within(sweep.path(), np.zeros(0), np.zeros(0)).tolist() == []
