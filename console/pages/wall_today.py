"""Today against the same weekday of the four weeks before: is this a day like others?"""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from console.pages.wall_page import Moment, WallPage, is_tall, parted, split
from console.pages.wall_words import number, short_day, short_weekday, weekday
from db.domain.wall import Day
from db.domain.wall_figures import so_far, summed
from widgets.wall_ink import CENTRE, MEDIUM, RIGHT, SEMIBOLD

_STEPS = (10, 20, 30, 40, 60, 80)


class TodayPage(WallPage):
    """What came in since midnight by the city's clock."""

    key = "today"

    def title(self) -> str:
        return self.tr("Hari ini")

    def told(self, moment: Moment) -> str:
        days = moment.picture.figures.days
        if not days:
            return ""
        said = self.tr("{n} laporan masuk hari ini; biasanya {mean} pada {day} sampai jam ini")
        mean, came = self._mean(moment), so_far(days, self._now(moment), self.zone)
        return said.format(n=number(int(came[0])), mean=number(mean), day=weekday(days[0].day))

    def _now(self, moment: Moment) -> datetime:
        """When all that is counted was true: at the end of its day where another has begun."""
        at, (today, *_) = moment.picture.at.astimezone(self.zone), moment.picture.figures.days
        return at if at.date() <= today.day else datetime.combine(today.day, time.max, self.zone)

    def _mean(self, moment: Moment) -> int:
        """Of the weeks before, up to this time of day."""
        before = so_far(moment.picture.figures.days, self._now(moment), self.zone)[1:]
        return round(sum(before) / len(before)) if before else 0

    def paint(self, painter: QPainter, box: QRectF, moment: Moment) -> None:
        days = moment.picture.figures.days
        if not days:
            return
        gap = self.ink.unit / 2
        if is_tall(box):
            side, chart = split(box, 0.5, gap, across=False)
        else:
            side, chart = split(box, 0.4, gap)
        self._paint_side(painter, side, moment, days)
        self._paint_chart(painter, chart, moment, days)

    # --- in numbers ---

    def _paint_side(
        self, painter: QPainter, box: QRectF, moment: Moment, days: tuple[Day, ...]
    ) -> None:
        ink, unit, soft = self.ink, self.ink.unit, self.ink.theme.text.secondary
        below = QRectF(box.left(), box.bottom() - 6.6 * unit, box.width(), 6.6 * unit)
        words = QRectF(box.left(), below.top() - 2.9 * unit, box.width(), 2.6 * unit)
        above = QRectF(box.left(), box.top(), box.width(), words.top() - box.top())
        came = number(sum(days[0].hours))
        size = ink.fitting([came], above.width(), above.height())
        ink.text(painter, above, came, size, weight=SEMIBOLD, colour=ink.theme.accent.text)
        lines = (
            self.tr("laporan masuk"),
            self.tr("biasanya {n} sampai jam ini").format(n=number(self._mean(moment))),
        )
        for said, row in zip(lines, parted(words, 2, 0, across=False), strict=True):
            ink.text(painter, row, said, weight=MEDIUM)
        head = QRectF(below.left(), below.top(), below.width(), 1.3 * unit)
        day, then, whole = self._columns(head)
        names = (weekday(days[0].day), short_weekday(days[0].day))
        ink.text(painter, day, ink.longest(names, day.width()), colour=soft)
        ink.text(painter, then, self.tr("hingga kini"), colour=soft, align=RIGHT)
        ink.text(painter, whole, self.tr("sehari"), colour=soft, align=RIGHT)
        now = so_far(days, self._now(moment), self.zone)
        for n, one in enumerate(days[1:]):
            row = QRectF(below.left(), head.bottom() + n * 1.3 * unit, below.width(), 1.3 * unit)
            day, then, whole = self._columns(row)
            ink.text(painter, day, short_day(one.day))
            ink.text(painter, then, number(round(now[n + 1])), weight=SEMIBOLD, align=RIGHT)
            ink.text(painter, whole, number(sum(one.hours)), align=RIGHT)

    def _columns(self, box: QRectF) -> list[QRectF]:
        first, rest = split(box, 0.3, 0)
        return [first, *split(rest, 0.58, 0)]

    # --- as a picture ---

    def _paint_chart(
        self, painter: QPainter, box: QRectF, moment: Moment, days: tuple[Day, ...]
    ) -> None:
        ink, unit, theme = self.ink, self.ink.unit, self.ink.theme
        ink.plate(painter, box, theme.surface.raised)
        sums = [summed(day) for day in days]
        top = _round_up(max(10, *(each[-1] for each in sums)))
        left = ink.width(number(top), unit) + unit
        area = box.adjusted(left, unit, -unit, -1.7 * unit)
        self._paint_axes(painter, box, area, top)
        for each in sums[1:]:
            points = [_at(area, hour, many, top) for hour, many in enumerate(each)]
            ink.line(painter, points, theme.text.disabled, unit / 12)
        mean = [sum(each[hour] for each in sums[1:]) / max(1, len(sums) - 1) for hour in range(25)]
        points = [_at(area, hour, many, top) for hour, many in enumerate(mean)]
        ink.line(painter, points, theme.text.secondary, unit / 9, dashed=True)
        now = self._now(moment)
        passed = now.hour + now.minute / 60
        points = [_at(area, hour, sums[0][hour], top) for hour in range(now.hour + 1)]
        points.append(_at(area, passed, sums[0][-1], top))
        ink.line(painter, points, theme.accent.text, unit / 5)
        painter.setBrush(theme.accent.text)
        painter.drawEllipse(points[-1], unit / 4, unit / 4)

    def _paint_axes(self, painter: QPainter, box: QRectF, area: QRectF, top: int) -> None:
        ink, unit, theme = self.ink, self.ink.unit, self.ink.theme
        for many in (0, top // 2, top):
            at = _at(area, 0, many, top)
            end = QPointF(area.right(), at.y())
            ink.line(painter, [at, end], theme.line.border, max(1.0, unit / 30))
            words = QRectF(box.left() + unit / 4, at.y() - unit / 2, area.left() - box.left()
                           - unit / 2, unit)  # fmt: skip
            ink.text(painter, words, number(many), colour=theme.text.secondary, align=RIGHT)
        every = 6 if area.width() > 12 * unit else 12
        for hour in range(0, 25, every):
            x = _at(area, hour, 0, top).x()
            words = QRectF(x - 1.5 * unit, area.bottom() + unit / 4, 3 * unit, 1.2 * unit)
            text = f"{hour:02}"
            ink.text(painter, words, text, colour=theme.text.secondary, align=CENTRE)


def _at(area: QRectF, hour: float, many: float, top: int) -> QPointF:
    return QPointF(
        area.left() + area.width() * hour / 24, area.bottom() - area.height() * many / top
    )


def _round_up(value: int) -> int:
    """The next of 10, 20, 30, 40, 60, 80, 100, 200 …"""
    ten = 1
    while value > _STEPS[-1] * ten:
        ten *= 10
    return next(step * ten for step in _STEPS if step * ten >= value)
