"""Where a window stands, so that it is found again: on which monitor, and where on that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication


class Monitor(NamedTuple):
    """A monitor by name; `area` is what windows may cover of it, in px of the whole desktop."""

    name: str
    size: QSize
    area: QRect


class Spot(NamedTuple):
    """A place on a monitor, in px from the corner of its area; `full`: all of it."""

    monitor: str
    left: int
    top: int
    width: int
    height: int
    full: bool = False


def monitors_now() -> list[Monitor]:
    """The monitors of this machine."""
    screens = QGuiApplication.screens()
    return [Monitor(one.name(), one.size(), one.availableGeometry()) for one in screens]


def these(monitors: Sequence[Monitor]) -> str:
    """A name for this set of monitors, however they stand to each other."""
    each = (f"{one.name} {one.size.width()}x{one.size.height()}" for one in monitors)
    return ", ".join(sorted(each))


def spot_of(window: QRect, monitors: Sequence[Monitor], *, full: bool = False) -> Spot:
    """Where a window stands: on the monitor that shows most of it."""
    on = max(monitors, key=lambda one: _size(one.area & window))
    corner = window.topLeft() - on.area.topLeft()
    return Spot(on.name, corner.x(), corner.y(), window.width(), window.height(), full)


def place_of(spot: Spot, monitors: Sequence[Monitor]) -> QRect | None:
    """Where a window stands again, all of it in sight; None where its monitor is gone."""
    on = next((one for one in monitors if one.name == spot.monitor), None)
    if on is None:
        return None
    width, height = min(spot.width, on.area.width()), min(spot.height, on.area.height())
    left = min(max(0, spot.left), on.area.width() - width)
    top = min(max(0, spot.top), on.area.height() - height)
    return QRect(on.area.topLeft() + QPoint(left, top), QSize(width, height))


def first_spot(main: QRect, taken: Sequence[str], monitors: Sequence[Monitor]) -> Spot:
    """Where a window stands that never stood anywhere: all of a monitor that nothing is on yet.

    `main` is the program's own window, `taken` are monitors with other windows. Where none is left
    it stands over the right part of `main`, a little lower.
    """
    home = spot_of(main, monitors)
    free = [one for one in monitors if one.name != home.monitor and one.name not in taken]
    if free:
        return Spot(free[0].name, 0, 0, free[0].area.width(), free[0].area.height(), full=True)
    width, height = home.width * 2 // 3, home.height * 5 // 6
    return home._replace(
        left=home.left + home.width - width, top=home.top + home.height // 8,
        width=width, height=height,
    )  # fmt: skip


def spot_from(given: Any) -> Spot | None:
    """A spot as JSON gave it back; None for what is none."""
    match given:
        case [str(), int(), int(), int(width), int(height), bool()] if width > 0 < height:
            return Spot(*given)
        case _:
            return None


def _size(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())
