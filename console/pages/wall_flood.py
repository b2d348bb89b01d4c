"""A flood of reports: how many came, how many problems they are, and for how many officers."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRectF
from PySide6.QtGui import QPainter

from console.pages.wall_page import Moment, WallPage, is_tall, parted
from console.pages.wall_words import lasted, number
from db.domain.brief import milliseconds
from db.domain.wall import Flooding
from widgets.wall_ink import MEDIUM, SEMIBOLD


class FloodPage(WallPage):
    """Shown while there is one, and at once when it begins."""

    key = "flood"

    def title(self) -> str:
        return self.tr("Banjir laporan")

    def told(self, moment: Moment) -> str:
        flood = moment.picture.figures.flood
        if flood is None:
            return ""
        cells = ". ".join(f"{figure} {word}" for figure, word in self._cells(flood))
        return f"{self._since(flood, moment)}. {cells}. {self._foldings(flood)[0]}"

    def paint(self, painter: QPainter, box: QRectF, moment: Moment) -> None:
        flood = moment.picture.figures.flood
        if flood is None:
            return
        ink, unit, theme = self.ink, self.ink.unit, self.ink.theme
        head = QRectF(box.left(), box.top(), box.width(), 2.2 * unit)
        ink.plate(painter, head, theme.plate.fill)
        words = head.adjusted(unit / 2, 0, -unit / 2, 0)
        whole = self._since(flood, moment)
        said = ink.longest((whole, whole.split(",")[0]), words.width(), 1.05 * unit)
        size = ink.fitting([said], words.width(), 1.3 * unit)
        ink.text(painter, words, said, size, weight=SEMIBOLD, colour=theme.plate.on)
        foot = QRectF(box.left(), box.bottom() - 1.5 * unit, box.width(), 1.5 * unit)
        folding = ink.longest(self._foldings(flood), foot.width())
        ink.text(painter, foot, folding, colour=theme.text.secondary)
        middle = QRectF(
            box.left(), head.bottom() + unit / 2, box.width(),
            foot.top() - head.bottom() - unit,
        )  # fmt: skip
        cells, gap = self._cells(flood), unit / 2
        if is_tall(middle) or middle.width() < 3 * middle.height():
            rows = parted(middle, 2, gap, across=False)
            boxes = [cell for row in rows for cell in parted(row, 2, gap)]
        else:
            boxes = parted(middle, 4, gap)
        texts = [figure for figure, _ in cells]
        high = min(boxes[0].height() - 2 * unit, 7 * unit)
        size = ink.fitting(texts, boxes[0].width() - unit, high)
        for (figure, word), cell in zip(cells, boxes, strict=True):
            ink.plate(painter, cell, theme.surface.raised)
            inner = cell.adjusted(unit / 2, unit / 4, -unit / 2, -unit / 4)
            below = QRectF(inner.left(), inner.bottom() - 1.4 * unit, inner.width(), 1.4 * unit)
            above = QRectF(inner.left(), inner.top(), inner.width(), below.top() - inner.top())
            ink.text(painter, above, figure, size, weight=SEMIBOLD)
            short = ink.longest((word, word.split(",")[0]), below.width())
            ink.text(painter, below, short, weight=MEDIUM, colour=theme.text.secondary)

    def _cells(self, flood: Flooding) -> list[tuple[str, str]]:
        return [
            (number(flood.reports), self.tr("laporan")),
            (number(flood.cases), self.tr("kasus")),
            (QLocale().toString(flood.each, "f", 1), self.tr("per petugas, 10 menit")),
            (number(flood.officers), self.tr("petugas jaga")),
        ]

    def _since(self, flood: Flooding, moment: Moment) -> str:
        local = flood.since.astimezone(self.zone)
        said = self.tr("Banjir laporan sejak {hour:02}.{minute:02}, {age}")
        age = lasted((moment.now_ms - milliseconds(flood.since)) // 1000)
        return said.format(hour=local.hour, minute=local.minute, age=age)

    def _foldings(self, flood: Flooding) -> tuple[str, str]:
        """Whether reports are folded, the longer sentence first."""
        if flood.folding:
            whole = self.tr("Laporan tentang masalah yang sama digabung otomatis")
            return whole, self.tr("Digabung otomatis")
        return self.tr("Penggabungan otomatis dimatikan kepala regu"), self.tr("Tidak digabung")
