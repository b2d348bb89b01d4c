"""One page of a wall: painted anew for each moment, told in words to who listens."""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from db.domain.city import City
from db.domain.wall import Picture
from db.domain.wall_figures import Standing
from widgets.wall_ink import Ink


class Moment(NamedTuple):
    """What is shown at an instant (server time, ms): the picture and what it comes to."""

    picture: Picture
    standing: Standing
    now_ms: int


class WallPage(QWidget):
    """A page has a `key` for the command line; `title` and `told` are in the language spoken."""

    key = ""

    def __init__(self, ink: Ink, city: City, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ink, self.city, self.zone = ink, city, ZoneInfo(city.zone)
        self.moment: Moment | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def title(self) -> str:
        """What stands above it."""
        raise NotImplementedError

    def told(self, moment: Moment) -> str:
        """The page in a sentence or two, for screen readers."""
        raise NotImplementedError

    def paint(self, painter: QPainter, box: QRectF, moment: Moment) -> None:
        """Fill the box."""
        raise NotImplementedError

    def show_moment(self, moment: Moment) -> None:
        """Another second, or other figures."""
        self.moment = moment
        self.setAccessibleName(self.title())
        self.setAccessibleDescription(self.told(moment))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Everything at once: a page changes as a whole, once a second."""
        if self.moment is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRectF(self.rect()), self.moment)
        painter.end()


def parted(box: QRectF, parts: int, gap: float, *, across: bool = True) -> list[QRectF]:
    """A box in equal parts, side by side or one below the other."""
    if across:
        wide = (box.width() - gap * (parts - 1)) / parts
        return [
            QRectF(box.left() + n * (wide + gap), box.top(), wide, box.height())
            for n in range(parts)
        ]
    high = (box.height() - gap * (parts - 1)) / parts
    return [
        QRectF(box.left(), box.top() + n * (high + gap), box.width(), high) for n in range(parts)
    ]


def split(box: QRectF, part: float, gap: float, *, across: bool = True) -> tuple[QRectF, QRectF]:
    """A box in two, the first so great a part of it."""
    if across:
        wide = (box.width() - gap) * part
        return (
            QRectF(box.left(), box.top(), wide, box.height()),
            QRectF(box.left() + wide + gap, box.top(), box.width() - wide - gap, box.height()),
        )
    high = (box.height() - gap) * part
    return (
        QRectF(box.left(), box.top(), box.width(), high),
        QRectF(box.left(), box.top() + high + gap, box.width(), box.height() - high - gap),
    )


def is_tall(box: QRectF) -> bool:
    """Whether things go one below the other."""
    return box.height() > box.width()
