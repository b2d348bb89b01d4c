"""The status marks: a state as shape, colour and word, painted once for each size."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF


class Inks(Protocol):
    """The two colours a mark is drawn with."""

    @property
    def fill(self) -> QColor: ...
    @property
    def line(self) -> QColor: ...


class Mark(NamedTuple):
    """How a state is shown: name of its shape and its colour."""

    shape: str
    colour: str


MARKS: Mapping[str, Mark] = {
    "received": Mark("circle", "red"),
    "forwarded": Mark("striped", "red"),
    "accepted": Mark("triangle", "yellow"),
    "on_site": Mark("pin", "yellow"),
    "scheduled": Mark("calendar", "yellow"),
    "awaiting_validation": Mark("diamond", "yellow"),
    "resolved": Mark("tick", "green"),
    "closed": Mark("seal", "green"),
    "returned": Mark("arrow", "grey"),
    "not_ours": Mark("barred", "grey"),
    "archived": Mark("box", "grey"),
    "merged": Mark("joined", "grey"),
}
_UNKNOWN = Mark("ring", "grey")


def mark_of(state: str) -> Mark:
    """Shape and colour of a state; one not known here is an empty grey ring, never a wrong one."""
    return MARKS.get(state, _UNKNOWN)


def word_of(state: str) -> str:
    """The state in the operator's language."""
    words = {
        "received": QCoreApplication.translate("State", "Masuk"),
        "forwarded": QCoreApplication.translate("State", "Diteruskan"),
        "accepted": QCoreApplication.translate("State", "Diterima OPD"),
        "on_site": QCoreApplication.translate("State", "Di lapangan"),
        "scheduled": QCoreApplication.translate("State", "Terjadwal"),
        "awaiting_validation": QCoreApplication.translate("State", "Menunggu validasi"),
        "resolved": QCoreApplication.translate("State", "Selesai ditangani"),
        "closed": QCoreApplication.translate("State", "Selesai"),
        "returned": QCoreApplication.translate("State", "Dikembalikan"),
        "not_ours": QCoreApplication.translate("State", "Bukan wewenang"),
        "archived": QCoreApplication.translate("State", "Arsip"),
        "merged": QCoreApplication.translate("State", "Digabung"),
    }
    return words.get(state, state)


def colour_word_of(colour: str) -> str:
    """A status colour in the operator's language, for menus and screen readers."""
    words = {
        "red": QCoreApplication.translate("Colour", "Merah"),
        "yellow": QCoreApplication.translate("Colour", "Kuning"),
        "green": QCoreApplication.translate("Colour", "Hijau"),
        "grey": QCoreApplication.translate("Colour", "Abu-abu"),
    }
    return words.get(colour, colour)


class Marks:
    """Paints marks in a theme's status colours and keeps the pictures."""

    def __init__(self, inks: Mapping[str, Inks]) -> None:
        self._inks = dict(inks)
        self.pixmap = lru_cache(maxsize=512)(self._pixmap)
        """pixmap(state, size in px, device pixel ratio, colour): cached.

        ``colour`` is for a merged case, which wears its master's; empty means the state's own.
        """

    def _pixmap(self, state: str, size: int, ratio: float, colour: str = "") -> QPixmap:
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / 16, size / 16)
        mark = mark_of(state)
        ink = self._inks[colour or mark.colour]
        line = QPen(ink.line, 1.6)
        line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        line.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(line)
        painter.setBrush(ink.fill)
        _SHAPES[mark.shape](painter)
        painter.end()
        return pixmap


# Every shape is drawn on a grid of 16 x 16 with pen and brush already set.


def _polygon(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _circle(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(2, 2, 12, 12))


def _ring(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(2, 2, 12, 12))


def _striped(painter: QPainter) -> None:
    _ring(painter)
    disc = QPainterPath()
    disc.addEllipse(QRectF(2, 2, 12, 12))
    painter.setClipPath(disc)
    pen = painter.pen()
    pen.setWidthF(2.1)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLines([QLineF(at, 15, at + 14, 1) for at in (-8.4, -3.7, 1.0, 5.7)])


def _triangle(painter: QPainter) -> None:
    painter.drawPolygon(_polygon((8, 2.2), (14.4, 13.4), (1.6, 13.4)))


def _pin(painter: QPainter) -> None:
    path = QPainterPath()
    path.addPolygon(_polygon((8, 2.2), (14.4, 13.4), (1.6, 13.4), (8, 2.2)))
    path.addEllipse(QPointF(8, 9.5), 3.5, 3.5)
    painter.drawPath(path)


def _calendar(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(2, 3.2, 12, 10.8), 1.6, 1.6)
    painter.setBrush(painter.pen().color())
    painter.drawRect(QRectF(2.6, 3.8, 10.8, 2.4))
    painter.drawLines([QLineF(5, 1.6, 5, 3.4), QLineF(11, 1.6, 11, 3.4)])
    painter.drawRect(QRectF(8.7, 9.4, 1.8, 1.8))


def _diamond(painter: QPainter) -> None:
    painter.drawPolygon(_polygon((8, 1.4), (14.6, 8), (8, 14.6), (1.4, 8)))


def _tick_line(painter: QPainter, colour: QColor | None, width: float) -> None:
    pen = painter.pen()
    pen.setWidthF(width)
    if colour is not None:
        pen.setColor(colour)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(_polygon((4.6, 8.3), (7, 10.8), (11.5, 5.6)))


def _tick(painter: QPainter) -> None:
    pen = painter.pen()
    pen.setWidthF(2.6)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(_polygon((2.2, 8.6), (6.2, 12.8), (13.8, 3.6)))


def _seal(painter: QPainter) -> None:
    """A disc with the tick cut out of it, so that it shows on any background."""
    painter.drawEllipse(QRectF(1.8, 1.8, 12.4, 12.4))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    _tick_line(painter, QColor(Qt.GlobalColor.black), 2.2)


def _arrow(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = painter.pen()
    pen.setWidthF(2.2)
    painter.setPen(pen)
    painter.drawPolyline(_polygon((6.4, 2.6), (2.6, 6.4), (6.4, 10.2)))
    path = QPainterPath(QPointF(2.8, 6.4))
    path.lineTo(10.2, 6.4)
    path.cubicTo(QPointF(14.6, 6.4), QPointF(14.6, 13.2), QPointF(10.2, 13.2))
    path.lineTo(7.4, 13.2)
    painter.drawPath(path)


def _barred(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = painter.pen()
    pen.setWidthF(2.0)
    painter.setPen(pen)
    painter.drawEllipse(QRectF(2, 2, 12, 12))
    painter.drawLine(QLineF(4.1, 4.1, 11.9, 11.9))


def _box(painter: QPainter) -> None:
    painter.drawRect(QRectF(1.8, 2.6, 12.4, 2.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(_polygon((2.9, 6.4), (2.9, 13.6), (13.1, 13.6), (13.1, 6.4)))
    painter.drawLine(QLineF(6.3, 9, 9.7, 9))


def _joined(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(1.4, 4, 8, 8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(6.6, 4, 8, 8))


_SHAPES: Mapping[str, Callable[[QPainter], None]] = {
    "circle": _circle,
    "ring": _ring,
    "striped": _striped,
    "triangle": _triangle,
    "pin": _pin,
    "calendar": _calendar,
    "diamond": _diamond,
    "tick": _tick,
    "seal": _seal,
    "arrow": _arrow,
    "barred": _barred,
    "box": _box,
    "joined": _joined,
}
