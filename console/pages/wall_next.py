"""What falls due next: the deadlines that can still be kept, the soonest on top."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from console.pages.clock_words import rule_name
from console.pages.wall_page import Moment, WallPage
from console.pages.wall_words import area_of, kind_of, number, owner_of
from db.domain.wall import Shown
from db.domain.wall_figures import next_due
from widgets.countdown import figure
from widgets.marks import word_of
from widgets.wall_ink import CENTRE, MEDIUM, RIGHT, SEMIBOLD

_ROW, _TALL_ROW = 2.9, 4.2
_NARROW = 24.0
"""Smallest letters that go into a line for the time left to stand beside what it is about."""
_GAP = 0.25
_TIME = 1.6


class NextPage(WallPage):
    """Each row: time left, what and where, who has it, and which promise it is."""

    key = "next"

    def title(self) -> str:
        return self.tr("Tenggat berikutnya")

    def told(self, moment: Moment) -> str:
        rows = next_due(moment.picture, moment.now_ms)[:5]
        if not rows:
            return self._none()
        return ". ".join(
            f"{figure(row.due - moment.now_ms)}: {self._what(row)}, {self._whose(row)[0]}"
            for row in rows
        )

    def paint(self, painter: QPainter, box: QRectF, moment: Moment) -> None:
        ink, unit = self.ink, self.ink.unit
        rows = next_due(moment.picture, moment.now_ms)
        foot = QRectF(box.left(), box.bottom() - 1.3 * unit, box.width(), 1.3 * unit)
        if rows:
            room = box.height() - foot.height()
            columns = 2 if box.width() > 60 * unit else 1
            narrow = box.width() < _NARROW * unit
            high = (_TALL_ROW if narrow else _ROW) * unit
            fit = max(1, int(room / high))
            wide = (box.width() - (columns - 1) * unit / 2) / columns
            shown = rows[: fit * columns]
            left = [figure(row.due - moment.now_ms) for row in shown]
            time = max(ink.width(one, _TIME * unit, SEMIBOLD) for one in left)
            for n, row in enumerate(shown):
                at = QRectF(
                    box.left() + n // fit * (wide + unit / 2),
                    box.top() + n % fit * high, wide, high - _GAP * unit,
                )  # fmt: skip
                paint = self._paint_tall if narrow else self._paint_row
                paint(painter, at, row, left[n], time)
        else:
            ink.text(painter, box, self._none(), 1.4 * unit, weight=MEDIUM, align=CENTRE)
        said = self.tr("{late} sudah lewat, {n} akan jatuh tempo")
        said = said.format(late=number(moment.standing.late), n=number(len(rows)))
        ink.text(painter, foot, said, colour=ink.theme.text.secondary)

    def _paint_row(
        self, painter: QPainter, box: QRectF, row: Shown, left: str, wide: float
    ) -> None:
        ink, unit, soft = self.ink, self.ink.unit, self.ink.theme.text.secondary
        ink.plate(painter, box, ink.theme.surface.raised)
        inner = box.adjusted(unit / 2, unit / 8, -unit / 2, -unit / 8)
        time = QRectF(inner.left(), inner.top(), wide, inner.height())
        ink.text(painter, time, left, _TIME * unit, weight=SEMIBOLD, align=RIGHT)
        mark = QRectF(time.right() + unit / 2, inner.center().y() - 0.6 * unit, 1.2 * unit, unit)
        ink.mark(painter, mark.left(), mark.top(), 1.2 * unit, row.state)
        words = QRectF(
            mark.right() + unit / 2, inner.top(), inner.right() - mark.right() - unit / 2,
            inner.height(),
        )  # fmt: skip
        above = QRectF(words.left(), words.top(), words.width(), words.height() / 2)
        below = above.translated(0, above.height())
        ink.text(painter, above, self._what(row), 1.1 * unit, weight=MEDIUM)
        ink.text(painter, below, ink.longest(self._whose(row), below.width()), colour=soft)

    def _paint_tall(
        self, painter: QPainter, box: QRectF, row: Shown, left: str, wide: float
    ) -> None:
        """The time left and whose it is on top, below it what, then where."""
        ink, unit, soft = self.ink, self.ink.unit, self.ink.theme.text.secondary
        ink.plate(painter, box, ink.theme.surface.raised)
        inner = box.adjusted(unit / 2, unit / 8, -unit / 2, -unit / 8)
        top = QRectF(inner.left(), inner.top(), inner.width(), 1.5 * unit)
        ink.text(painter, top, left, _TIME * unit, weight=SEMIBOLD)
        ink.mark(
            painter, top.left() + wide + unit / 2, top.center().y() - unit / 2, unit, row.state
        )
        beside = top.adjusted(wide + 2 * unit, 0, 0, 0)
        ink.text(painter, beside, ink.longest(self._whose(row), beside.width()))
        what = QRectF(
            inner.left(), top.bottom(), inner.width(), (inner.bottom() - top.bottom()) / 2
        )
        ink.text(painter, what, kind_of(row, self.city), 1.1 * unit, weight=MEDIUM)
        where = what.translated(0, what.height())
        ink.text(painter, where, area_of(row, self.city), colour=soft)

    def _what(self, row: Shown) -> str:
        return f"{kind_of(row, self.city)} · {area_of(row, self.city)}"

    def _whose(self, row: Shown) -> list[str]:
        """Who has it, how it stands and which promise it is; the longer sentence first."""
        parts = [owner_of(row, self.city), word_of(row.state), rule_name(row.rule, self.city)]
        return [" · ".join(filter(None, parts[:many])) for many in (3, 2, 1)]

    def _none(self) -> str:
        return self.tr("Tidak ada tenggat yang menunggu")
