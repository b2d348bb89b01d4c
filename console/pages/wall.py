"""The face of a wall: pages that take turns under the room's clock, and how old it all is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from console.pages.wall_agencies import AgenciesPage
from console.pages.wall_flood import FloodPage
from console.pages.wall_map import WallMapPage
from console.pages.wall_next import NextPage
from console.pages.wall_page import Moment, WallPage
from console.pages.wall_summary import SummaryPage
from console.pages.wall_today import TodayPage
from console.pages.wall_words import clock_text, lasted, long_day, short_day, weekday
from db.domain.brief import milliseconds
from db.domain.city import City
from db.domain.wall import Picture
from db.domain.wall_figures import standing_of
from widgets.wall_ink import LEFT, MEDIUM, RIGHT, SEMIBOLD, Ink

PAGES: tuple[type[WallPage], ...] = (SummaryPage, WallMapPage, AgenciesPage, TodayPage, NextPage)
"""In the order of `KEYS` in wall_keys.py."""

SILENT = 3.5
"""Seconds without a word from the server until what is shown counts as old. It speaks every two,
and a wall looks every second: within five it is told, also on a busy machine."""

SLOWER = 4
"""In quiet hours pages stay so many times as long."""

_DIM = 150


class Seen(NamedTuple):
    """What a wall knows at an instant: `silent` seconds since the server was last heard.

    `beat` counts seconds that never jump; `quiet`: these are the hours in which the room rests.
    """

    picture: Picture
    now_ms: int
    silent: float
    verified: bool
    quiet: bool
    beat: float


class WallFace(QWidget):
    """One screen of the room. It takes no key and no click."""

    def __init__(
        self,
        ink: Ink,
        city: City,
        keys: Sequence[str],
        seconds: float,
        first: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ink, self._city, self._zone = ink, city, ZoneInfo(city.zone)
        made = {page.key: page for page in PAGES}
        self._pages: list[WallPage] = [made[key](ink, city, self) for key in keys]
        self._flood = FloodPage(ink, city, self)
        self._seconds, self._at, self._turned = seconds, first % len(keys), -1.0
        self._seen: Seen | None = None
        self._flooding = False
        self._dim = _Dim(self)
        for page in (*self._pages, self._flood):
            page.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)

    @property
    def page(self) -> WallPage:
        """What is shown now."""
        return self._turns[self._at]

    @property
    def stale(self) -> bool:
        """Whether it says that what it shows is old."""
        return self._seen is not None and self._seen.silent > SILENT

    @property
    def _turns(self) -> list[WallPage]:
        return [self._flood, *self._pages] if self._flooding else self._pages

    def show_seen(self, seen: Seen) -> None:
        """Another second: turn the page when its time is over, at once when a flood begins."""
        was, self._seen = self.stale, seen
        before = self.page
        self._turn(seen)
        if self.page is not before or self.page.isHidden():
            before.hide()
            self.page.show()
            self._dim.raise_()
        if was != self.stale or self.page is not before:
            self._place()
        self._dim.setVisible(seen.quiet)
        moment = Moment(seen.picture, standing_of(seen.picture, seen.now_ms), seen.now_ms)
        self.page.show_moment(moment)
        self.setAccessibleName(f"{self._city.name}: {self.page.title()}")
        self.setAccessibleDescription(self._old() if self.stale else self._updated())
        self.update()

    def _turn(self, seen: Seen) -> None:
        flooding = seen.picture.figures.flood is not None
        if flooding != self._flooding:
            self._flooding = flooding
            self._at = 0 if flooding else max(0, self._at - 1)
            self._turned = seen.beat
        stays = self._seconds * (SLOWER if seen.quiet else 1)
        if self._turned < 0:
            self._turned = seen.beat
        if seen.beat - self._turned >= stays:
            self._at, self._turned = (self._at + 1) % len(self._turns), seen.beat

    # --- where things are ---

    def _rows(self) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        """Head, banner, page and foot; without need of a banner it has no height."""
        unit = self._ink.unit
        box = QRectF(self.rect()).adjusted(unit / 2, unit / 3, -unit / 2, -unit / 4)
        head = QRectF(box.left(), box.top(), box.width(), 3.1 * unit)
        high = 3.2 * unit if self.stale else 0.0
        banner = QRectF(box.left(), head.bottom(), box.width(), high)
        foot = QRectF(box.left(), box.bottom() - 1.3 * unit, box.width(), 1.3 * unit)
        top = banner.bottom() + unit / 4
        body = QRectF(box.left(), top, box.width(), foot.top() - top - unit / 6)
        return head, banner, body, foot

    def _place(self) -> None:
        self.page.setGeometry(self._rows()[2].toRect())
        self._dim.setGeometry(self.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ink.theme.surface.window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._seen is not None:
            head, banner, _, foot = self._rows()
            self._paint_head(painter, head, self._seen)
            if self.stale:
                self._paint_banner(painter, banner)
            self._paint_foot(painter, foot)
        painter.end()

    def _paint_head(self, painter: QPainter, box: QRectF, seen: Seen) -> None:
        ink, unit, soft = self._ink, self._ink.unit, self._ink.theme.text.secondary
        now = datetime.fromtimestamp(seen.now_ms / 1000, self._zone)
        time = clock_text(now.hour, now.minute, now.second)
        above = QRectF(box.left(), box.top(), box.width(), 1.8 * unit)
        below = QRectF(box.left(), above.bottom(), box.width(), 1.2 * unit)
        room = ink.width(time, 1.6 * unit, SEMIBOLD) + unit
        title, left = self.page.title(), above.adjusted(0, 0, -room, 0)
        size = ink.fitting([title], left.width(), 1.6 * unit)
        ink.text(painter, left, title, size, weight=SEMIBOLD)
        ink.text(painter, above, time, 1.6 * unit, weight=SEMIBOLD, align=RIGHT)
        wide = below.width() - ink.width(self._city.name, unit, MEDIUM) - unit
        dates = [long_day(now.date()), f"{weekday(now.date())}, {short_day(now.date())}"]
        unsure = [self.tr("Jam belum diverifikasi"), self.tr("Jam belum pasti")]
        date = ink.longest(dates if seen.verified else unsure, wide)
        ink.text(painter, below, self._city.name, weight=MEDIUM, colour=soft, align=LEFT)
        ink.text(painter, below, date, colour=soft, align=RIGHT)

    def _paint_banner(self, painter: QPainter, box: QRectF) -> None:
        """Inverse video: red and yellow mean cases."""
        ink, unit, theme = self._ink, self._ink.unit, self._ink.theme
        ink.plate(painter, box, theme.plate.fill)
        inner = box.adjusted(unit / 2, unit / 6, -unit / 2, -unit / 6)
        age = self._age()
        size = ink.fitting([age], inner.width() * 0.55, 2.4 * unit)
        wide = ink.width(age, size, SEMIBOLD) + unit / 2
        ink.text(painter, inner, age, size, weight=SEMIBOLD, colour=theme.plate.on, align=RIGHT)
        words = inner.adjusted(0, 0, -wide, 0)
        above = QRectF(words.left(), words.top(), words.width(), words.height() / 2)
        lost = (self.tr("Tidak tersambung"), self.tr("Terputus"))
        said = ink.longest(lost, 0.92 * words.width(), 1.1 * unit)
        ink.text(painter, above, said, 1.1 * unit, weight=SEMIBOLD, colour=theme.plate.on)
        below = above.translated(0, above.height())
        ink.text(painter, below, self.tr("Umur angka ini:"), colour=theme.plate.on)

    def _paint_foot(self, painter: QPainter, box: QRectF) -> None:
        ink, unit, theme = self._ink, self._ink.unit, self._ink.theme
        ink.text(painter, box, self._updated(), colour=theme.text.secondary)
        step, radius = unit * 0.8, unit * 0.2
        left = box.right() - step * len(self._turns) + radius
        painter.setPen(Qt.PenStyle.NoPen)
        for n in range(len(self._turns)):
            here = n == self._at
            painter.setBrush(theme.accent.text if here else theme.line.strong)
            wide = radius * (2 if here else 1)
            painter.drawEllipse(QRectF(left + n * step - wide, box.center().y() - wide, 2 * wide,
                                       2 * wide))  # fmt: skip

    # --- words ---

    def _age(self) -> str:
        assert self._seen is not None, "nothing is shown yet"
        return lasted((self._seen.now_ms - milliseconds(self._seen.picture.at)) // 1000)

    def _old(self) -> str:
        return self.tr("Tidak tersambung. Umur angka ini: {age}").format(age=self._age())

    def _updated(self) -> str:
        if self._seen is None:
            return ""
        at = self._seen.picture.at.astimezone(self._zone)
        time = clock_text(at.hour, at.minute, at.second)
        return self.tr("Diperbarui {time}").format(time=time)


class _Dim(QWidget):
    """A veil for the night."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, _DIM))
        painter.end()
