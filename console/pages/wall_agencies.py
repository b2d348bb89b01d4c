"""How soon each agency takes on what it is sent: who keeps the city waiting stands on top."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from console.pages.wall_page import Moment, WallPage
from console.pages.wall_words import about, agency, lasted, number
from db.domain.states import State
from db.domain.wall import LATELY, Agency
from widgets.wall_ink import CENTRE, LEFT, MEDIUM, RIGHT, SEMIBOLD

_ROW = 1.75
_ROOMY = 26.0
"""Smallest letters that go into a line for all columns to fit."""


class AgenciesPage(WallPage):
    """Waiting now, and times to acceptance of the last days."""

    key = "agencies"

    def title(self) -> str:
        return self.tr("Penerimaan OPD")

    def told(self, moment: Moment) -> str:
        rows = self._rows(moment)
        if not rows:
            return self._none()
        took = self.tr("{opd}: {waiting} menunggu, separuh diterima dalam {half}")
        none = self.tr("{opd}: {waiting} menunggu, belum ada yang diterima")
        return ". ".join(
            (took if one.accepted else none).format(
                opd=agency(one.opd, self.city), waiting=one.waiting, half=lasted(one.half)
            )
            for one in rows
        )

    def _rows(self, moment: Moment) -> list[Agency]:
        """The longest wait first, then the slowest."""
        found = moment.picture.figures.agencies
        return sorted(found, key=lambda one: (not one.waiting, one.oldest, -one.half, one.opd))

    def paint(self, painter: QPainter, box: QRectF, moment: Moment) -> None:
        ink, unit, rows = self.ink, self.ink.unit, self._rows(moment)
        if not rows:
            ink.text(painter, box, self._none(), 1.4 * unit, weight=MEDIUM, align=CENTRE)
            return
        roomy = box.width() > _ROOMY * unit
        high = _ROW * unit
        head = QRectF(box.left(), box.top(), box.width(), 1.4 * unit)
        self._paint_head(painter, head, roomy)
        foot = QRectF(box.left(), box.bottom() - 1.3 * unit, box.width(), 1.3 * unit)
        fit = max(1, int((foot.top() - head.bottom()) / high))
        for n, one in enumerate(rows[:fit]):
            row = QRectF(box.left(), head.bottom() + n * high, box.width(), high - unit / 8)
            self._paint_row(painter, row, one, moment, roomy)
        self._paint_foot(painter, foot, len(rows) - fit)

    def _columns(self, box: QRectF, roomy: bool) -> list[QRectF]:
        """Agency, waiting, the longest wait; then, where there is room, half, nine of ten, of."""
        parts = (0.26, 0.17, 0.16, 0.16, 0.15, 0.10) if roomy else (0.42, 0.33, 0.25)
        inner, found = box.adjusted(self.ink.unit / 2, 0, -self.ink.unit / 2, 0), list[QRectF]()
        left = inner.left()
        for part in parts:
            wide = inner.width() * part
            found.append(QRectF(left, inner.top(), wide - self.ink.unit / 3, inner.height()))
            left += wide
        return found

    def _paint_head(self, painter: QPainter, box: QRectF, roomy: bool) -> None:
        words = [
            self.tr("OPD"),
            self.tr("Menunggu"),
            self.tr("Terlama"),
            self.tr("Separuh"),
            self.tr("9 dari 10"),
            self.tr("Dari"),
        ]
        soft = self.ink.theme.text.secondary
        for n, column in enumerate(self._columns(box, roomy)):
            align = LEFT if n == 0 else RIGHT
            self.ink.text(painter, column, words[n], colour=soft, align=align)

    def _paint_row(
        self, painter: QPainter, box: QRectF, one: Agency, moment: Moment, roomy: bool
    ) -> None:
        ink, unit, theme = self.ink, self.ink.unit, self.ink.theme
        ink.plate(painter, box, theme.surface.raised)
        oldest = about((moment.now_ms - one.oldest) // 1000) if one.oldest else "–"
        took = one.accepted > 0
        texts = [
            agency(one.opd, self.city),
            number(one.waiting),
            oldest,
            about(one.half) if took else "–",
            about(one.most) if took else "–",
            number(one.accepted),
        ]
        for n, column in enumerate(self._columns(box, roomy)):
            strong = SEMIBOLD if n < 3 else MEDIUM
            if n == 1 and one.waiting:
                wide = ink.width(texts[1], 1.15 * unit, SEMIBOLD)
                at = column.right() - wide - 1.2 * unit
                ink.mark(painter, at, box.center().y() - 0.4 * unit, 0.8 * unit, State.FORWARDED)
            align = LEFT if n == 0 else RIGHT
            ink.text(painter, column, texts[n], 1.15 * unit, weight=strong, align=align)

    def _paint_foot(self, painter: QPainter, box: QRectF, more: int) -> None:
        whole = self.tr("Dari diteruskan sampai diterima, {days} hari terakhir")
        said = [whole.format(days=LATELY.days)]
        short = self.tr("{days} hari terakhir").format(days=LATELY.days)
        if more > 0:
            others = self.tr("{n} OPD lain").format(n=more)
            said, short = [f"{said[0]} · {others}"], f"{short} · {others}"
        line = self.ink.longest([*said, short], box.width())
        self.ink.text(painter, box, line, colour=self.ink.theme.text.secondary)

    def _none(self) -> str:
        said = self.tr("Tidak ada kasus yang diteruskan dalam {days} hari terakhir")
        return said.format(days=LATELY.days)
