"""Cases on the plane so that a view asks only for what it shows, however many there are.

They are sorted along a curve that runs through the plane square by square, so that every square of
a grid, coarse or fine, is one stretch of it; running sums tell what a stretch holds. A view costs
by the squares it shows.

A change costs by what has changed: the sorted cases stay as they are, beside them stand a few that
came since and a few that are to be subtracted. Only when these grow many, all is merged, a piece
with each change that follows, so that nothing has to wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BITS = 26
"""The finest grid: squares of 0.6 m at the equator."""

NO_CASE = 255
"""The group of a number that is no case."""

LOOSE = 8_000
"""So many cases may stand beside the sorted ones, before they are merged."""

PIECE = 50_000
"""So many of the sorted ones are merged at a time."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.uint64]
Groups = NDArray[np.uint8]


class Window(NamedTuple):
    """A part of the plane, x and y from 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


class Heaps(NamedTuple):
    """What lies in the squares of a grid, a row for each square that holds any.

    A square is the stretch of the curve from `first`, `long` positions long; `some` is the number
    of a case in it. `x`, `y` are the middle of what is there, `left`, `top` the corner of its
    square; `mix` counts by group.
    """

    first: Codes
    long: int
    many: Ints
    some: Ints
    x: Floats
    y: Floats
    left: Floats
    top: Floats
    mix: Ints


class MapIndex:
    """Points by number, with a group each: 0 to `groups` - 1, or NO_CASE."""

    def __init__(self, x: Floats, y: Floats, group: Groups, groups: int) -> None:
        self._groups = groups
        self.x, self.y, self._group = np.zeros(0), np.zeros(0), np.zeros(0, np.uint8)
        self._changed = self._nothing()
        """Since the rest was sorted."""
        self._merge: _Merge | None = None
        self._sorted = self._came = self._gone = _sorted(self._changed.old, groups)
        self.follow(x, y, group)

    def __len__(self) -> int:
        return len(self._sorted.order) + len(self._came.order) - len(self._gone.order)

    def has(self, number: int) -> bool:
        """Whether a number is a case."""
        return 0 <= number < len(self._group) and int(self._group[number]) != NO_CASE

    def follow(self, x: Floats, y: Floats, group: Groups) -> None:
        """Take these, number by number, in the place of what was there."""
        self._make_room(len(group))
        given = slice(0, len(group))
        differs = self._group != NO_CASE  # what lies beyond those given is gone
        moved = (x != self.x[given]) | (y != self.y[given])
        differs[given] = (group != self._group[given]) | (moved & (group != NO_CASE))
        changed = np.flatnonzero(differs)
        if not len(changed):
            return
        for one in (self._changed, self._merge.missed) if self._merge else (self._changed,):
            still = changed[(self._group[changed] != NO_CASE) & ~one.loose[changed]]
            one.old = one.old.and_(self._points(still))
            one.loose[changed] = True
        self._group[changed] = NO_CASE
        changed = changed[: np.searchsorted(changed, len(group))]
        self.x[changed], self.y[changed] = x[changed], y[changed]
        self._group[changed] = group[changed]
        self._part()

    def _make_room(self, count: int) -> None:
        more = count - len(self._group)
        if more > 0:
            more += count // 8  # not anew for each case that comes
            self.x, self.y = np.append(self.x, np.zeros(more)), np.append(self.y, np.zeros(more))
            self._group = np.append(self._group, np.full(more, NO_CASE, np.uint8))
            self._changed.make_room(more)
            if self._merge:
                self._merge.missed.make_room(more)

    def _part(self) -> None:
        """What has changed stands beside what is sorted, or is sorted with it."""
        came = self._beside()
        if self._merge is None and np.count_nonzero(self._changed.loose) > LOOSE:
            self._merge = _Merge(self._sorted, self._changed, came, self._nothing())
        if self._merge is not None and self._merge.go_on(self._points):
            self._sorted, self._changed = self._merge.into, self._merge.missed
            self._merge = None
            came = self._beside()
        self._came = _sorted(came, self._groups)
        self._gone = _sorted(self._changed.old, self._groups)

    def _beside(self) -> _Points:
        loose = np.flatnonzero(self._changed.loose)
        return self._points(loose[self._group[loose] != NO_CASE])

    def _nothing(self) -> _Changes:
        return _Changes(np.zeros(len(self._group), bool), self._points(np.zeros(0, np.int64)))

    def _points(self, numbers: NDArray[Any], codes: Codes | None = None) -> _Points:
        """These numbers as they are now."""
        x, y = self.x[numbers], self.y[numbers]
        if codes is None:
            codes = _curve(x, y)
        return _Points(codes, numbers.astype(np.uint32), x, y, self._group[numbers])

    # --- what is where ---

    def heaps(self, window: Window, bits: int) -> Heaps:
        """What a window shows in squares of a grid of 2^bits squares a side."""
        squares, first_x, first_y, across = _squares(window, bits)
        order = np.argsort(squares)  # along the curve they are found many times faster
        first, long = squares[order] << np.uint64(2 * (BITS - bits)), 4 ** (BITS - bits)
        runs = [part.runs(first, long) for part in (self._sorted, self._came, self._gone)]
        (stays, came, gone) = (end - start for start, end in runs)
        held = np.flatnonzero(stays + came - gone)
        many = (stays + came - gone)[held]
        (x, y, mix), (x_came, y_came, mix_came), (x_gone, y_gone, mix_gone) = (
            part.sums(start[held], end[held])
            for part, (start, end) in zip(
                (self._sorted, self._came, self._gone), runs, strict=True
            )
        )  # fmt: skip
        return Heaps(
            first[held],
            long,
            many,
            self._some(first[held], long, [(start[held], end[held]) for start, end in runs]),
            (x + x_came - x_gone) / many,
            (y + y_came - y_gone) / many,
            (order[held] % across + first_x) / 2**bits,
            (order[held] // across + first_y) / 2**bits,
            mix + mix_came - mix_gone,
        )

    def counts(self, window: Window, bits: int) -> tuple[Ints, Window]:
        """How many points each square holds that a window touches, rows from above; and the part
        of the plane that these squares cover.
        """
        squares, left, top, across = _squares(window, bits)
        first, long = squares << np.uint64(2 * (BITS - bits)), 4 ** (BITS - bits)
        order = np.argsort(first)
        many = np.empty(len(first), np.int64)
        (stays, came, gone) = (
            np.subtract(*part.runs(first[order], long)[::-1])
            for part in (self._sorted, self._came, self._gone)
        )
        many[order] = stays + came - gone
        rows, side = many.reshape(-1, across), 2**bits
        right, bottom = left + across, top + len(rows)
        return rows, Window(left / side, top / side, right / side, bottom / side)

    def _some(self, first: Codes, long: int, runs: Sequence[tuple[Ints, Ints]]) -> Ints:
        """A number of each square: of those that nothing has left, the first."""
        (start, end), (came, came_end), (gone, gone_end) = runs
        some = np.full(len(first), -1)
        whole, more = (end > start) & (gone_end == gone), came_end > came
        some[whole] = self._sorted.order[start[whole]]
        some[more] = self._came.order[came[more]]
        for n in np.flatnonzero(some < 0):
            some[n] = self.members(int(first[n]), long)[0]
        return some

    def members(self, first: int, long: int) -> list[int]:
        """Numbers of the points in a stretch of the curve."""
        at = np.array([first], np.uint64)
        stays, came = self._sorted.between(at, long), self._came.between(at, long)
        numbers: list[int] = np.append(stays[~self._changed.loose[stays]], came).tolist()
        return numbers

    def inside(self, window: Window) -> list[int]:
        """Numbers of all points in a part of the plane."""
        x, y = self.x, self.y
        within = (x >= window.left) & (x <= window.right) & (y >= window.top) & (y <= window.bottom)
        found: list[int] = np.flatnonzero(within & (self._group != NO_CASE)).tolist()
        return found

    def near(self, x: float, y: float, radius: float) -> list[int]:
        """Numbers of all points so near to a point of the plane."""
        far = np.hypot(self.x - x, self.y - y)
        found: list[int] = np.flatnonzero((far <= radius) & (self._group != NO_CASE)).tolist()
        return found

    def place(self, number: int) -> int:
        """Where on the curve a number stands."""
        return int(self.places([number])[0])

    def places(self, numbers: Sequence[int]) -> Codes:
        """The same for many."""
        at = np.array(numbers, np.int64)
        return _curve(self.x[at], self.y[at])


class _Points(NamedTuple):
    """Some points: where on the curve, which number, where on the plane, and of which group."""

    codes: Codes
    numbers: NDArray[np.uint32]
    x: Floats
    y: Floats
    group: Groups

    def at(self, where: Ints | slice) -> _Points:
        """Some of these."""
        return _Points(
            self.codes[where], self.numbers[where], self.x[where], self.y[where], self.group[where]
        )

    def and_(self, others: _Points) -> _Points:
        """These, then the others."""
        return _Points(
            np.append(self.codes, others.codes),
            np.append(self.numbers, others.numbers),
            np.append(self.x, others.x),
            np.append(self.y, others.y),
            np.append(self.group, others.group),
        )


class _Sorted:
    """Points along the curve, and sums of all that lies before each."""

    def __init__(self, count: int, groups: int) -> None:
        self.codes, self.order = np.empty(count, np.uint64), np.empty(count, np.uint32)
        self._x, self._y = np.zeros(count + 1), np.zeros(count + 1)
        self._mix = np.zeros((groups, count + 1), np.uint32)
        self.groups = groups

    def fill(self, at: int, points: _Points) -> int:
        """These come next, from a place on; the place after them."""
        # This sort takes runs that are in order as they are: merging costs no more than copying.
        order = np.argsort(points.codes, kind="stable")
        here, sums = slice(at, at + len(order)), slice(at + 1, at + len(order) + 1)
        self.codes[here], self.order[here] = points.codes[order], points.numbers[order]
        self._x[sums] = self._x[at] + np.cumsum(points.x[order])
        self._y[sums] = self._y[at] + np.cumsum(points.y[order])
        group = points.group[order]
        for one, mix in enumerate(self._mix):
            mix[sums] = mix[at] + np.cumsum(group == one, dtype=np.uint32)
        return at + len(order)

    def runs(self, first: Codes, long: int) -> tuple[Ints, Ints]:
        """Where stretches of the curve begin and end."""
        start = np.searchsorted(self.codes, first, "left")
        return start, np.searchsorted(self.codes, first + np.uint64(long), "left")

    def sums(self, start: Ints, end: Ints) -> tuple[Floats, Floats, Ints]:
        """Sums of x and of y in runs, and how many of each group."""
        mix = (self._mix[:, end] - self._mix[:, start]).T.astype(np.int64)
        return self._x[end] - self._x[start], self._y[end] - self._y[start], mix

    def between(self, first: Codes, long: int) -> NDArray[np.uint32]:
        """Numbers in one stretch."""
        (start,), (end,) = self.runs(first, long)
        return self.order[start:end]


def _sorted(points: _Points, groups: int) -> _Sorted:
    made = _Sorted(len(points.codes), groups)
    made.fill(0, points)
    return made


class _Changes:
    """Numbers that have changed since some moment, and those of them that were cases then, as they
    were."""

    def __init__(self, loose: NDArray[np.bool_], old: _Points) -> None:
        self.loose, self.old = loose, old

    def make_room(self, more: int) -> None:
        """For so many numbers more."""
        self.loose = np.append(self.loose, np.zeros(more, bool))

    def undo(self, points: _Points) -> None:
        """Make of these what they were at that moment."""
        late = np.flatnonzero(self.loose[points.numbers])
        if len(late):
            order = np.argsort(self.old.numbers)
            at = order[np.searchsorted(self.old.numbers, points.numbers[late], sorter=order)]
            points.x[late], points.y[late] = self.old.x[at], self.old.y[at]
            points.group[late] = self.old.group[at]


class _Merge:
    """Sorts those that came in among those that stay, as they all are when it begins."""

    def __init__(self, whole: _Sorted, changed: _Changes, came: _Points, none: _Changes) -> None:
        self._whole, self._leaves = whole, changed.loose.copy()
        order = np.argsort(came.codes)
        self._came = came.at(order)
        stay = len(whole.order) - len(changed.old.numbers)
        self.into = _Sorted(stay + len(order), whole.groups)
        self.missed = none
        """What changes while it is under way."""
        self._at = self._filled = 0

    def go_on(self, points: Callable[[NDArray[Any], Codes], _Points]) -> bool:
        """Do a piece, asking for points as they are now; whether all is done."""
        end = self._at + PIECE
        numbers, codes = self._whole.order[self._at : end], self._whole.codes[self._at : end]
        stays = ~self._leaves[numbers]
        stay = points(numbers[stays], codes[stays])
        self.missed.undo(stay)
        last = end >= len(self._whole.order)
        first = len(self._came.codes) if last else self._before(self._whole.codes[end])
        come, self._came = self._came.at(slice(first)), self._came.at(slice(first, None))
        self._filled = self.into.fill(self._filled, stay.and_(come))
        self._at = end
        return last

    def _before(self, code: np.uint64) -> int:
        return int(np.searchsorted(self._came.codes, code))


def _span(low: float, high: float, side: int) -> tuple[int, int]:
    """The first and last square of a row, at most as many as there are."""
    return max(0, min(side - 1, int(low * side))), max(0, min(side - 1, int(high * side)))


def _squares(window: Window, bits: int) -> tuple[Codes, int, int, int]:
    """Squares of a grid that a window touches, row by row; the first column and row, and how many
    squares a row has.
    """
    side = 2**bits
    first_x, last_x = _span(window.left, window.right, side)
    first_y, last_y = _span(window.top, window.bottom, side)
    across = np.arange(first_x, last_x + 1, dtype=np.uint64)
    down = np.arange(first_y, last_y + 1, dtype=np.uint64)
    squares = (_spread(across)[None, :] | (_spread(down) << np.uint64(1))[:, None]).ravel()
    return squares, first_x, first_y, len(across)


def _curve(x: Floats, y: Floats) -> Codes:
    side = float(2**BITS)
    across = np.clip(x * side, 0, side - 1).astype(np.uint64)
    down = np.clip(y * side, 0, side - 1).astype(np.uint64)
    codes: Codes = _spread(across) | (_spread(down) << np.uint64(1))
    return codes


def _spread(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A zero between each two bits."""
    spread = values
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread
