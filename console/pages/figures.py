"""Angka: what the city's reports add up to over a period, by day and group, and what took long."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Denied, Fault, StoreFault
from console.pages import figures_export, links, words
from console.pages import figures_words as told
from console.pages.chooser import file_chooser
from console.pages.figures_charts import Charts
from console.pages.figures_head import Head, Question
from console.pages.figures_league import League
from console.pages.figures_source import Source, Told
from console.pages.figures_tiles import SumLine, Tiles
from db.domain.case import Case
from db.domain.city import City
from widgets.empty import Empty
from widgets.theme import Theme

AGAIN_MS = 60_000
"""After so long what is on screen is asked for again."""

Find = Callable[[Sequence[str]], Awaitable[list[Case]]]


class FiguresPage(QWidget):
    """`listed` carries (title, ids, total): the cases behind a number; `said` a short message.
    `report_asked` comes where there are `reports`.
    """

    listed = Signal(str, object, int)
    said = Signal(str)
    report_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        now: Callable[[], datetime],
        source: Source,
        parent: QWidget | None = None,
        *,
        everything: bool = False,
        reports: bool = False,
    ) -> None:
        super().__init__(parent)
        self._city, self._now, self._source = city, now, source
        self._zone = ZoneInfo(city.zone)
        self._asked = 0
        self._told: Told | None = None
        self._before: Told | None = None
        self._question: Question | None = None
        self._head = Head(theme, city, self, everything=everything, reports=reports)
        self._head.report_asked.connect(self.report_asked)
        self._head.changed.connect(self.ask)
        self._head.export_asked.connect(self.export)
        self._build(theme, city)
        self._timer = QTimer(self, interval=AGAIN_MS)
        self._timer.timeout.connect(self._again)
        self._timer.start()

    def _build(self, theme: Theme, city: City) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.m)
        column.setSpacing(theme.space.s)
        column.addWidget(self._head)
        self._stack = QStackedWidget(self)
        column.addWidget(self._stack, 1)
        self._empty = Empty(theme, self)
        self._empty.show_loading(self.tr("Angka dihitung …"))
        self._empty.acted.connect(self.ask)
        self._stack.addWidget(self._empty)
        whole = QWidget(self)
        self._stack.addWidget(whole)
        inner = QVBoxLayout(whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.space.s)
        self._sum, self._tiles = SumLine(theme, whole), Tiles(theme, whole)
        inner.addWidget(self._sum)
        inner.addWidget(self._tiles)
        self._charts = Charts(theme, whole)
        self._charts.opened.connect(self._day_opened)
        self._league = League(theme, city, whole)
        self._league.opened.connect(self._group_opened)
        grid = QGridLayout()
        grid.setSpacing(theme.space.m)
        grid.addWidget(self._charts.days, 0, 0)
        grid.addWidget(self._charts.calendar, 0, 1)
        grid.addWidget(self._league, 1, 0)
        grid.addWidget(self._charts.times, 1, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(1, 1)
        inner.addLayout(grid, 1)

    @property
    def shown(self) -> Told | None:
        """What is on screen."""
        return self._told

    def begin(self) -> None:
        """The officer comes here: ask anew, keys go to the period."""
        self._head.focus_first()
        self.ask()

    def choose(self, *, period: str, by: str) -> None:
        """Another period, parted by something else."""
        self._head.choose(period=period, by=by)

    def step(self, days: int) -> None:
        """Another day in hand; counted from the last where none is."""
        self._charts.step(days)

    @Slot()
    def _again(self) -> None:
        if self.isVisible():
            self.ask()

    @async_slot
    async def ask(self) -> None:
        """Ask for what the controls say; an answer that comes late for another question is left."""
        self._asked += 1
        mine = self._asked
        question = self._head.question(self._today())
        before = self._head.compared(question.period)
        queries = [question.query, *([self._head.query(before)] if before is not None else [])]
        try:
            answers = [await self._source.ask(query) for query in queries]
        except (Fault, StoreFault) as fault:
            if mine == self._asked and isValid(self):
                self._refuse(fault)
            return
        if mine == self._asked and isValid(self):  # else the desk was built anew meanwhile
            self._show(question, answers[0], answers[1] if before is not None else None)

    def _show(self, question: Question, now: Told, then: Told | None) -> None:
        self._question, self._told, self._before = question, now, then
        answer = now.answer
        self._sum.show_sum(answer["sum"], answer["standing"])
        self._tiles.show_figures(answer, then.answer if then is not None else None)
        self._charts.show_answer(answer, then.answer if then is not None else None)
        self._league.show_groups(question.by, answer["groups"])
        self._head.say(self._age(now))
        self._stack.setCurrentIndex(1)

    def _refuse(self, fault: Fault | StoreFault) -> None:
        """Nothing was ever told here of this: say why, keep the controls."""
        if isinstance(fault, StoreFault):
            self.said.emit(links.store_fault(fault))
            return
        self._told = self._question = None
        self._head.say("")
        if isinstance(fault, Denied):
            self._empty.show_error(
                self.tr("Server tidak memberi angka ini"), self.tr("Masuk lagi, lalu coba lagi.")
            )
        else:
            self._empty.show_error(
                self.tr("Belum ada angka di meja ini"),
                self.tr(
                    "Server tidak terjangkau atau masih menghitung. Angka yang pernah dibuka tetap "
                    "dapat dilihat tanpa server."
                ),
                self.tr("Coba lagi"),
            )
        self._stack.setCurrentIndex(0)

    def _age(self, now: Told) -> str:
        at = words.local_time(now.at, self._city, self._now())
        if not now.kept:
            return self.tr("per {at}").format(at=at)
        old = words.age(self._now() - now.at)
        return self.tr("Luring · angka dari {at} ({age})").format(at=at, age=old)

    # --- what is behind a number ---

    @Slot(str)
    def _day_opened(self, day: str) -> None:
        title = self.tr("Masuk {day}").format(day=told.day(day))
        if self._question is not None:
            self._list(title, {**self._question.query, "from": day, "to": day})

    @Slot(str)
    def _group_opened(self, key: str) -> None:
        asked = self._question
        if asked is not None:
            name = told.group_name(asked.by, key, self._city)
            title = self.tr("Masuk · {name}").format(name=name)
            self._list(title, {**asked.query, **asked.narrowed(key)})

    @async_slot
    async def _list(self, title: str, query: Mapping[str, str]) -> None:
        try:
            ids, total = await self._source.cases(query)
        except Fault:
            if not isValid(self):
                return
            self.said.emit(self.tr("Daftar kasus di balik angka butuh server."))
            return
        if isValid(self):
            self.listed.emit(title, ids, total)

    def open_current(self) -> None:
        """The cases of the group that is chosen."""
        key = self._league.current_key()
        if key is not None:
            self._group_opened(key)

    # --- into a file ---

    @Slot()
    def export(self) -> None:
        """Ask where to, then write what is shown."""
        if self._question is None:
            self.said.emit(self.tr("Belum ada angka untuk disimpan."))
            return
        title, accept = self.tr("Simpan angka"), self.tr("Simpan")
        dialog = file_chooser(self, title, "XLSX (*.xlsx);;CSV (*.csv)", accept)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(_suffix(name)))
        period = self._question.period
        days = f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
        dialog.selectFile(self.tr("angka-{city}-{days}").format(city=self._city.id, days=days))
        dialog.fileSelected.connect(self.write)
        dialog.open()

    @async_slot
    async def write(self, path: str) -> None:
        """Write what is shown, with city, period, filters and age above."""
        if self._told is None or self._question is None:
            return
        period, by, _, filters = self._question
        head = {
            self.tr("Kota"): self._city.name,
            self.tr("Periode"): f"{period.first.isoformat()} … {period.last.isoformat()}",
            self.tr("Saringan"): filters,
            self.tr("Menurut server"): f"{self._told.at.astimezone(self._zone):%Y-%m-%d %H:%M}",
        }
        found = figures_export.tables(self._told.answer, by, head, self._city)
        try:
            await self._source.write(Path(path), found)
        except StoreFault as fault:
            self.said.emit(links.store_fault(fault))
            return
        self.said.emit(self.tr("Tersimpan: {path}").format(path=path))

    def _today(self) -> date:
        return self._now().astimezone(self._zone).date()


def _suffix(name: str) -> str:
    return "csv" if name.startswith("CSV") else "xlsx"
