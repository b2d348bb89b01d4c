"""What a wall shows before it may show anything: its code, or that it looks for the server."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.wall_ink import CENTRE, MEDIUM, SEMIBOLD, Ink


class WallDoor(QWidget):
    """A title, a large line in the middle, and what is to be done."""

    def __init__(self, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = ink
        self._title, self._large, self._lines = "LIVE Room", "", ("", "")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)

    def show_code(self, code: str, command: str) -> None:
        """The server does not know this wall: whoever runs it types the command there."""
        self._show(
            self.tr("Dinding ini belum terdaftar"), code, self.tr("Ketik di server:"), command
        )

    def show_searching(self, server: str, trouble: str) -> None:
        """Nothing is known yet; `trouble` is the key of what stands in the way."""
        said = {
            "untrusted": self.tr("Sertifikat server tidak dikenal; beri --fingerprint"),
            "outdated": self.tr("Program dinding ini perlu diperbarui"),
            "store": self.tr("Disk komputer dinding ini tidak bisa ditulisi"),
            "busy": self.tr("Server sedang menyiapkan angka"),
        }
        why = said.get(trouble, self.tr("Server belum menjawab") if trouble else "")
        self._show(self.tr("Menunggu server"), "…", why, server)

    def _show(self, title: str, large: str, *lines: str) -> None:
        shown = (title, large, (lines[0], lines[1]))
        if shown != (self._title, self._large, self._lines):
            self._title, self._large, self._lines = shown
            self.setAccessibleName(f"{title}: {large}")
            self.setAccessibleDescription(" ".join(lines))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, unit = self._ink, self._ink.unit
        painter, box = QPainter(self), QRectF(self.rect()).adjusted(unit, unit, -unit, -unit)
        painter.fillRect(self.rect(), ink.theme.surface.window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = box.center().y()
        above = QRectF(box.left(), middle - 6 * unit, box.width(), 2 * unit)
        ink.text(painter, above, self._title, 1.4 * unit, weight=MEDIUM, align=CENTRE)
        large = QRectF(box.left(), middle - 3.4 * unit, box.width(), 4 * unit)
        size = ink.fitting([self._large], large.width(), large.height())
        ink.text(painter, large, self._large, size, weight=SEMIBOLD, align=CENTRE)
        soft, main = ink.theme.text.secondary, ink.theme.text.main
        lines = [(line, soft) for line in ink.lines(self._lines[0], box.width())]
        lines += [(line, main) for line in ink.lines(self._lines[1], box.width())]
        for n, (line, colour) in enumerate(lines):
            below = QRectF(box.left(), middle + (1.6 + 1.5 * n) * unit, box.width(), 1.4 * unit)
            ink.text(painter, below, line, colour=colour, align=CENTRE)
        painter.end()
