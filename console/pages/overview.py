"""Ringkasan: the start page of whoever looks and does not act: numbers, late cases, promises."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QLocale, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from console.async_slot import async_slot
from console.pages.handover_lines import HandoverLines
from console.pages.sum_row import MARKS
from console.pages.words import local_time
from db.domain.case import Actor
from db.domain.city import City
from db.domain.handover import Handover, Line, Why
from db.domain.states import Colour
from widgets.empty import Empty
from widgets.labels import label
from widgets.marks import colour_word_of
from widgets.theme import Theme

LATE = frozenset({Why.SILENT, Why.BREACHED})
PROMISED = frozenset({Why.PROMISE_DUE, Why.PROMISE})
_TOLD = LATE | PROMISED | {Why.DUE}
_AGAIN_MS = 30_000
_SOON_MS = 400

Outlook = Callable[[], Awaitable[Handover]]


class OverviewPage(QWidget):
    """`opened` names a case. Counted from this desk's cache, so it is there without the server."""

    opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        who: Actor,
        outlook: Outlook,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._outlook = theme, city, outlook
        self._looking = False
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        head = QHBoxLayout()
        agency = city.agencies.get(who.opd or "")
        of = agency.name if agency is not None else city.name
        title = self.tr("Ringkasan · {of}").format(of=of)
        head.addWidget(label(title, theme.fonts.title, self), 1)
        self._when = label("", theme.fonts.secondary, self, "secondary")
        head.addWidget(self._when)
        column.addLayout(head)
        column.addLayout(self._figures(theme))
        self._lines = HandoverLines(theme, city, self)
        self._lines.setAccessibleName(self.tr("Lewat tenggat dan janji"))
        self._lines.looked.connect(self.opened)
        column.addWidget(self._lines, 1)
        self._calm = Empty(theme, self)
        column.addWidget(self._calm, 1)
        self._calm.show_loading(self.tr("Menghitung …"))
        self._lines.hide()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.look)
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self.stir)
        self._again.start()

    def begin(self) -> None:
        """The place has come to the front."""
        self.look()
        (self._lines if self._lines.isVisible() else self).setFocus()

    def current_id(self) -> str:
        """The case whose line is chosen, "" for none."""
        return self._lines.current() if self._lines.isVisible() else ""

    def step(self, rows: int) -> None:
        """To the next line."""
        self._lines.step(rows)

    @Slot()
    def stir(self) -> None:
        """Cases may stand otherwise by now."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    @async_slot
    async def look(self) -> None:
        """Count anew; one at a time."""
        if self._looking:
            return
        self._looking = True
        try:
            found = await self._outlook()
        finally:
            self._looking = False
        if isValid(self):  # the whole desk may have gone meanwhile
            self.show_outlook(found)

    def show_outlook(self, found: Handover) -> None:
        """Show these numbers and lines."""
        counts, number = found.counts, QLocale().toString
        lines = tuple(_fronted(line) for line in found.lines if _has(line, _TOLD))
        told = replace(found, lines=lines, waiting=())
        late = sum(_has(line, LATE) for line in lines)
        today = sum(_has(line, {Why.PROMISE_DUE}) for line in lines)
        promises = sum(_has(line, PROMISED) for line in lines)
        for shade in Colour:
            self._counts[shade].setText(number(getattr(counts, shade.value)))
        self._counts["all"].setText(number(counts.received))
        self._counts["late"].setText(number(late))
        self._notes["late"].setText(self.tr("dari {n} terbuka").format(n=number(found.open)))
        self._counts["promised"].setText(number(today))
        self._notes["promised"].setText(self.tr("dari {n} janji").format(n=number(promises)))
        at: datetime = found.made_at
        said = self.tr("Dihitung {time} dari data di meja ini")
        self._when.setText(said.format(time=local_time(at, self._city, at)))
        self._lines.show_handover(told, (), ticks=False)
        self._lines.setVisible(bool(told.lines))
        self._calm.setVisible(not told.lines)
        hint = self.tr("Tidak ada yang lewat tenggat dan tidak ada janji yang jatuh tempo.")
        self._calm.show_empty("check-circle-outline", self.tr("Semua tepat waktu"), hint)

    def _figures(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.m)
        self._counts: dict[str, QLabel] = {}
        self._notes: dict[str, QLabel] = {}
        row.addWidget(self._tile("all", self.tr("Laporan"), self.tr("semua yang masuk")), 1)
        for shade in Colour:
            row.addWidget(self._tile(shade.value, colour_word_of(shade.value), "", shade), 1)
        row.addWidget(self._tile("late", self.tr("Lewat tenggat"), " "), 1)
        row.addWidget(self._tile("promised", self.tr("Janji jatuh tempo"), " "), 1)
        return row

    def _tile(self, key: str, word: str, note: str, shade: Colour | None = None) -> QFrame:
        theme = self._theme
        tile = QFrame(self)
        tile.setProperty("kind", "panel")
        column = QVBoxLayout(tile)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.s)
        column.setSpacing(theme.space.xs)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s)
        if shade is not None:
            mark = QLabel(tile)
            mark.setPixmap(theme.marks.pixmap(MARKS[shade], 14, self.devicePixelRatioF()))
            head.addWidget(mark)
        head.addWidget(label(word, theme.fonts.secondary_strong, tile, "secondary"), 1)
        column.addLayout(head)
        figure = label("–", theme.fonts.title, tile)
        figure.setAccessibleDescription(word)
        column.addWidget(figure)
        self._counts[key] = figure
        below = label(note, theme.fonts.secondary, tile, "secondary")
        column.addWidget(below)
        self._notes[key] = below
        return tile


def _has(line: Line, whys: Collection[Why]) -> bool:
    """Whether any of its reasons is one of these; its gravest may be another."""
    return any(reason.why in whys for reason in line.reasons)


def _fronted(line: Line) -> Line:
    """The line under the gravest of the reasons that this page tells of."""
    return replace(line, reasons=tuple(sorted(line.reasons, key=lambda one: one.why not in _TOLD)))
