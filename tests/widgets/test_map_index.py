"""The map's index after changes is as if it had been made afresh."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import widgets.map_index
from widgets.map_index import NO_CASE, MapIndex, Window

GROUPS = 6
WINDOWS = (
    (Window(0.2, 0.2, 0.8, 0.7), 4),
    (Window(-0.1, -0.1, 1.1, 1.1), 2),
    (Window(0.45, 0.45, 0.55, 0.55), 12),
    (Window(0.4999, 0.4999, 0.5001, 0.5001), 18),
)


class Town:
    """Cases that come, go, move and change at random; many of them on one spot."""

    def __init__(self, seed: int, count: int) -> None:
        self._dice = np.random.default_rng(seed)
        self.x, self.y, self.group = np.zeros(0), np.zeros(0), np.zeros(0, np.uint8)
        self.resize(count)

    def resize(self, count: int) -> None:
        more = max(0, count - len(self.x))
        self.x = np.append(self.x[:count], self._somewhere(more))
        self.y = np.append(self.y[:count], self._somewhere(more))
        self.group = np.append(self.group[:count], self._some_group(more))

    def _somewhere(self, count: int) -> NDArray[np.float64]:
        wide = self._dice.choice([0.0, 1e-5, 0.02, 0.3], count)
        return np.asarray(0.5 + wide * self._dice.normal(0, 1, count))

    def _some_group(self, count: int) -> NDArray[np.uint8]:
        groups = self._dice.choice([*range(GROUPS), NO_CASE], count)
        return np.asarray(groups.astype(np.uint8))

    def change(self, count: int) -> None:
        """Some move, some change, some come or go; where a case is not, there is no point."""
        moved, other = (self._dice.integers(0, len(self.x), count) for _ in range(2))
        self.x[moved], self.y[moved] = self._somewhere(count), self._somewhere(count)
        self.group[other] = self._some_group(count)

    def told(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.uint8]]:
        gone = self.group == NO_CASE
        return np.where(gone, np.nan, self.x), np.where(gone, np.nan, self.y), self.group.copy()


def same(index: MapIndex, town: Town) -> None:
    afresh = MapIndex(*town.told(), GROUPS)
    assert len(index) == len(afresh) == (town.group != NO_CASE).sum()
    for window, bits in WINDOWS:
        found, wanted = index.heaps(window, bits), afresh.heaps(window, bits)
        for name in ("first", "many", "left", "top", "mix"):
            assert np.array_equal(getattr(found, name), getattr(wanted, name)), name
        assert found.x == pytest.approx(wanted.x, abs=1e-9)
        assert found.y == pytest.approx(wanted.y, abs=1e-9)
        for first, many, some in zip(found.first, found.many, found.some, strict=True):
            members = index.members(int(first), found.long)
            assert len(members) == many
            assert some in members
            assert sorted(members) == sorted(afresh.members(int(first), wanted.long))
            assert all(int(first) <= index.place(one) < int(first) + found.long for one in members)
    assert [index.has(n) for n in range(-1, len(town.x))] == [False, *(town.group != NO_CASE)]


@pytest.mark.parametrize("piece", [1_000, 90])
@pytest.mark.parametrize("seed", range(4))
def test_an_index_that_follows_changes_is_as_one_made_afresh(
    seed: int, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(widgets.map_index, "LOOSE", 60)  # merged every third time or so
    monkeypatch.setattr(widgets.map_index, "PIECE", piece)  # at once, or while more changes
    dice = np.random.default_rng(seed)
    town = Town(seed, 300)
    index = MapIndex(*town.told(), GROUPS)
    merged = 0
    for turn in range(25):
        town.change(int(dice.integers(0, 20)))
        if turn % 4 == 3:
            town.resize(len(town.x) + int(dice.integers(-8, 16)))
        before = index._sorted
        index.follow(*town.told())
        merged += index._sorted is not before
        same(index, town)
    assert 2 < merged < 20


def test_all_may_go_and_all_may_come_at_once() -> None:
    town = Town(9, 500)
    index = MapIndex(*town.told(), GROUPS)
    nothing = np.zeros(0)
    index.follow(nothing, nothing, np.zeros(0, np.uint8))
    assert len(index) == 0
    assert len(index.heaps(*WINDOWS[1]).many) == 0
    index.follow(*town.told())
    same(index, town)


def test_what_stays_as_it_is_is_left_alone() -> None:
    town = Town(5, 200)
    index = MapIndex(*town.told(), GROUPS)
    parts = index._sorted, index._came, index._gone
    index.follow(*town.told())
    assert (index._sorted, index._came, index._gone) == parts
