"""Fingers on a map: one draws it along, two pinch it; taps choose, come nearer or go away."""

from __future__ import annotations

import time
from math import hypot, log2
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEventPoint, QTouchEvent

from widgets.map_hand import Hand

_SLIP = 12.0
"""Px a finger may move and still have tapped."""
_TAP_S, _TWICE_S = 0.3, 0.35
_TWICE_PX = 40.0


class Pinched(Protocol):
    """The map, as fingers see it; points are px of the view."""

    def move_by(self, dx: float, dy: float) -> None: ...
    def zoom_now(self, zoom: float, at: QPointF) -> None: ...
    def zoom_by(self, steps: float, at: QPointF | None = None) -> None: ...


class Fingers:
    """Turns touches into what a hand does, and two at once into a pinch about their middle."""

    def __init__(self, hand: Hand, view: Pinched) -> None:
        self._hand, self._view = hand, view
        self._at: dict[int, QPointF] = {}
        self._began = self._moved = 0.0
        self._two = False
        self._tapped: tuple[float, QPointF] | None = None

    def take(self, event: QTouchEvent, zoom: float) -> None:
        """All fingers that are down, at the zoom of now."""
        if event.type() is QEvent.Type.TouchCancel:
            self._hand.give_up()
            self._at, self._two = {}, False
            return
        if event.type() is QEvent.Type.TouchBegin:
            self._began, self._moved, self._two = time.monotonic(), 0.0, False
        before = dict(self._at)
        lifted = self._follow(event)
        if len(before) < 2 <= len(self._at) and not self._two:
            self._two = True
            self._hand.give_up()  # what one finger has begun
        if self._two:
            self._pinch(before, zoom)
        elif self._at:
            self._one(before)
        if event.type() is QEvent.Type.TouchEnd:
            self._end(lifted)

    def _follow(self, event: QTouchEvent) -> QPointF:
        """Where fingers are now; the place where the last one was lifted."""
        lifted = QPointF()
        for point in event.points():
            if point.state() is QEventPoint.State.Released:
                self._at.pop(point.id(), None)
                lifted = point.position()
            else:
                self._at[point.id()] = point.position()
            away = point.position() - point.pressPosition()
            self._moved = max(self._moved, hypot(away.x(), away.y()))
        return lifted

    def _one(self, before: dict[int, QPointF]) -> None:
        (finger, at), *_ = self._at.items()
        if finger not in before:
            self._hand.press(at)
        elif self._moved > _SLIP:
            self._hand.move(at)

    def _pinch(self, before: dict[int, QPointF], zoom: float) -> None:
        both = [finger for finger in self._at if finger in before][:2]
        if len(both) < 2:
            return
        (was, other_was), (now, other) = ([of[f] for f in both] for of in (before, self._at))
        step = (now + other - was - other_was) / 2
        self._view.move_by(step.x(), step.y())
        wide, wide_was = (hypot(v.x(), v.y()) for v in (now - other, was - other_was))
        if wide > 1 and wide_was > 1:
            self._view.zoom_now(zoom + log2(wide / wide_was), (now + other) / 2)

    def _end(self, at: QPointF) -> None:
        """All fingers are up: a tap, a second one, or one of two fingers."""
        now = time.monotonic()
        tapped = now - self._began < _TAP_S and self._moved <= _SLIP
        last, self._tapped, self._at = self._tapped, None, {}
        if self._two:
            if tapped:
                self._view.zoom_by(-2, at)
        elif tapped and last is not None and _twice(last, now, at):
            self._hand.give_up()
            self._hand.twice(at)
        else:
            self._hand.release(at)
            if tapped:
                self._tapped = now, at


def _twice(last: tuple[float, QPointF], now: float, at: QPointF) -> bool:
    when, where = last
    return now - when < _TWICE_S and (at - where).manhattanLength() < _TWICE_PX
