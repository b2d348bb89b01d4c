"""A basemap beneath the cases: what is asked of it, and what has come."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

MOST_KEPT = 240
"""Pictures, 256 kB each where a px is one: a screen and what is around it."""


class Pane(NamedTuple):
    """A tile of the ground: TILE px of the plane at a scale (px for the whole plane), painted with
    `ratio` px of the device for one. `left` and `top` are its corner in px of that scale."""

    scale: float
    ratio: float
    column: int
    row: int
    left: float
    top: float


class PlaceName(NamedTuple):
    """A name at a point of the plane. `rank` 0 is the most important; `room` is how much of the
    plane it may take, 0 for no bound; `tilt` degrees, as a street runs."""

    text: str
    x: float
    y: float
    rank: int
    room: float = 0.0
    tilt: float = 0.0


class Picture(NamedTuple):
    """What a pane looks like; None where the basemap has nothing, so that the areas stay."""

    image: QImage | None
    names: Sequence[PlaceName] = ()


class Basemap(Protocol):
    """Paints panes somewhere else. `came` carries Pane and Picture, also anew when there is more
    to show; `changed` says that it is another map now; `attribution` is whose work it is, "" while
    it shows nothing at all."""

    @property
    def came(self) -> SignalInstance: ...
    @property
    def changed(self) -> SignalInstance: ...
    @property
    def attribution(self) -> str: ...
    def want(self, panes: Sequence[Pane], asker: object = None) -> None:
        """These are in view and not there, the most wanted first; whoever asks has no other wish
        any more."""
        ...


class Base:
    """The pictures of a basemap, for the tiles of the ground; the last ones are kept."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._source: Basemap | None = None
        self._kept: OrderedDict[Pane, Picture] = OrderedDict()
        self._fresh: set[Pane] = set()
        self._wanted: dict[float, Sequence[Pane]] = {}
        self._asked: frozenset[Pane] = frozenset()

    @property
    def attribution(self) -> str:
        """Whose work it is, "" when there is none."""
        return self._source.attribution if self._source is not None else ""

    @property
    def any_fresh(self) -> bool:
        """Whether there is any picture that the ground has not been painted with."""
        return bool(self._fresh)

    def show(self, source: Basemap | None) -> None:
        """Another basemap, or none; what there was of the old one is forgotten."""
        self._source = source if source is not None and source.attribution else None
        self._kept.clear()
        self._fresh.clear()
        self._wanted, self._asked = {}, frozenset()

    def come(self, pane: Pane, picture: Picture) -> None:
        """A picture is ready; those that another map has asked for are left to that."""
        if self._source is None or not (pane in self._kept or pane in self._asked):
            return
        self._kept[pane] = picture
        self._kept.move_to_end(pane)
        self._fresh.add(pane)
        self._wanted.pop(pane.ratio, None)  # it may be forgotten one day, and be asked for again
        while len(self._kept) > self._most:
            self._fresh.discard(self._kept.popitem(last=False)[0])

    def fresh(self, pane: Pane) -> bool:
        """Whether there is a picture that the ground has not been painted with."""
        return pane in self._fresh

    def take(self, pane: Pane) -> Picture | None:
        """The picture to paint the ground with, if there is one."""
        self._fresh.discard(pane)
        if pane in self._kept:
            self._kept.move_to_end(pane)
        return self._kept.get(pane)

    def lacks(self, pane: Pane) -> bool:
        """Whether the basemap has not said yet what is there."""
        return self._source is not None and pane not in self._kept

    def want(self, panes: Sequence[Pane], ratio: float) -> None:
        """Ask for these of one ratio, unless that was the last wish.

        A wish for paper stands beside that of the screen, which is painted meanwhile.
        """
        if self._source is not None and panes != self._wanted.get(ratio):
            self._wanted[ratio] = panes
            others = (pane for pane in self._asked if pane.ratio != ratio)
            self._asked = frozenset((*panes, *others))
            self._source.want(panes, (self, ratio))
