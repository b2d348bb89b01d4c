"""This month against the last one, area by area: what is asked, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QColor

from console.case_model import Wanted
from console.pages.map_trends import Trends
from db.domain.area_levels import Counted, Level
from db.domain.months import LEAST, Months, months, step
from widgets.figure_list import Figure
from widgets.map_legend import Legend, Step
from widgets.theme import Theme

translate = QCoreApplication.translate

_LEAD = timedelta(days=14)
"""Before the last month: without a case in all of it, history begins later."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Cases of both months by the area they carry, and which filter they passed."""

    months: Months
    wanted: Wanted
    now: dict[str, int]
    before: dict[str, int]
    whole: bool = True
    """Whether the desk knows all of the last month: cases came in before it, too."""

    @property
    def span(self) -> tuple[int, int]:
        """This month's part, ms."""
        return _ms(self.months.begin), _ms(self.months.end)


async def compared(trends: Trends, zone: ZoneInfo, wanted: Wanted) -> Compared | None:
    """What the desk knows by now, None when it cannot be told."""
    spans = months(datetime.fromtimestamp(await trends.until() / 1000, zone))
    now = await trends.by_area(_ms(spans.begin), _ms(spans.end), wanted)
    before = await trends.by_area(_ms(spans.begin_before), _ms(spans.end_before), wanted)
    earlier = _ms(spans.begin_before - _LEAD)
    lead = await trends.by_area(earlier, _ms(spans.begin_before), Wanted())
    if now is None or before is None or lead is None:
        return None
    return Compared(spans, wanted, dict(now), dict(before), any(lead.values()))


_SAME = 2
"""The step that is neither less nor more."""


class MonthsTold:
    """What is shown of it at one level of areas."""

    def __init__(self, theme: Theme, level: Level, found: Compared) -> None:
        self._theme, self._level, self._months = theme, level, found.months
        self.now, self.before = level.count(found.now), level.count(found.before)
        self._whole = found.whole
        self._steps = {
            code: step(*self._pair(code)) if found.whole else None for code in level.areas
        }

    def _pair(self, code: str) -> tuple[int, int]:
        return self.now.by_area[code], self.before.by_area[code]

    @property
    def fills(self) -> dict[str, QColor]:
        """By area; too few cases have the colour of nothing."""
        changes, nothing = self._theme.layer.changes, self._theme.surface.window
        return {c: nothing if n is None else changes[n] for c, n in self._steps.items()}

    @property
    def hatched(self) -> frozenset[str]:
        """Areas that have less than before: blue and copper are alike to who sees no colours."""
        return frozenset(c for c, n in self._steps.items() if n is not None and n < _SAME)

    @property
    def words(self) -> dict[str, str]:
        """By area, where there is enough to compare."""
        return {c: _of(*self._pair(c)) for c, n in self._steps.items() if n is not None}

    @property
    def said(self) -> dict[str, str]:
        """By area, for who hovers."""
        word = translate("months", "{area}: {now} bulan ini, {before} bulan lalu; {change}")
        return {
            code: word.format(
                area=area.name, now=now, before=before, change=self._change(now, before)
            )
            for code, area in self._level.areas.items()
            for now, before in (self._pair(code),)
        }

    def _change(self, now: int, before: int) -> str:
        if self._whole:
            return change_of(now, before)
        return translate("months", "bulan lalu belum utuh, tidak dibandingkan")

    def listed(self) -> list[str]:
        """Areas with any cases: what has risen most first, what is too little to tell last."""
        some = [code for code in self._level.areas if any(self._pair(code))]

        def order(code: str) -> tuple[bool, float, str]:
            now, before = self._pair(code)
            risen = (now + 0.5) / (before + 0.5)  # as good as the share, and defined for none
            return self._steps[code] is None, -risen, self._level.areas[code].name

        return sorted(some, key=order)

    def rows(self) -> list[Figure]:
        """The list; at its end what lies in no area."""
        fills, areas = self.fills, self._level.areas
        rows = [
            Figure(areas[c].name, _of(*self._pair(c)), self._change(*self._pair(c)), fills[c])
            for c in self.listed()
        ]
        without = self.now.without, self.before.without
        if any(without):
            nowhere = translate("months", "tidak ada di warna mana pun")
            rows.append(Figure(translate("months", "Tanpa wilayah"), _of(*without), nowhere))
        return rows

    def legend(self) -> Legend:
        """Which days are compared, and what the colours mean."""
        steps = (
            translate("months", "kurang dari separuh"),
            translate("months", "turun lebih dari 20 %"),
            translate("months", "kurang lebih sama"),
            translate("months", "naik lebih dari 25 %"),
            translate("months", "lebih dari 2 kali"),
        )
        shown = [
            Step(colour, text, hatched=n < _SAME)
            for n, (colour, text) in enumerate(zip(self._theme.layer.changes, steps, strict=True))
        ][::-1]
        few = translate("months", "terlalu sedikit (di bawah {n})").format(n=LEAST)
        title = translate("months", "Masuk {now} banding {before}")
        return Legend(
            title.format(
                now=_days(self._months.begin, self._months.end),
                before=_days(self._months.begin_before, self._months.end_before),
            ),
            (*shown, Step(self._theme.surface.window, few)),
            (self._extent(), *self._caution(), self._sums(self.now, self.before)),
        )

    def _extent(self) -> str:
        word = translate("months", "{days} hari tiap bulan, sampai pukul {time}")
        return word.format(days=self._months.days, time=f"{self._months.end:%H.%M}")

    def _caution(self) -> tuple[str, ...]:
        caution = translate("months", "Riwayat belum mencakup seluruh bulan lalu")
        return () if self._whole else (caution,)

    def _sums(self, now: Counted, before: Counted) -> str:
        word = translate("months", "{now} kasus, sebelumnya {before}; {n} tanpa wilayah")
        return word.format(now=now.total, before=before.total, n=now.without)


def change_of(now: int, before: int) -> str:
    """How much more or less, in words; no share of too few."""
    if step(now, before) is None:
        return translate("months", "terlalu sedikit untuk dibandingkan")
    if not before:
        return translate("months", "bulan lalu tidak ada")
    percent = round(100 * (now - before) / before)
    if not percent:
        return translate("months", "sama seperti bulan lalu")
    rose, fell = translate("months", "naik {n} %"), translate("months", "turun {n} %")
    return (rose if percent > 0 else fell).format(n=abs(percent))


def _of(now: int, before: int) -> str:
    return f"{now} / {before}"


def _days(begin: datetime, end: datetime) -> str:
    """As in "1–26 Nov"; `end` itself is not among them."""
    last = max(begin, end - timedelta(microseconds=1))
    month = QLocale().toString(begin.date(), "MMM")  # type: ignore[call-overload]
    return f"{begin.day}–{last.day} {month}" if last.day > begin.day else f"{begin.day} {month}"


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
