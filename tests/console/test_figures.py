"""Figures on a desk: what is shown, what is kept and for whom, and what goes into a file."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.faults import Offline
from console.figure_files import write_tables
from console.figures import KEPT, _Shelf
from console.pages import figures_words as told
from console.pages.figures import FiguresPage
from console.pages.figures_source import Query, Told
from console.pages.figures_words import Period
from db.domain import commands as verb
from db.domain.spreadsheets import Table
from db.store import StoreFault
from server.figures.asked import Asked
from server.figures.sums import Sums
from tests.db.domain.small_city import CITY, FORWARD, NOW, PU, Book
from tests.plugins.seats import Loop, until
from tests.server.figures.test_sums import WALL, cube_of
from widgets.theme import Theme, load_theme

TODAY = NOW + timedelta(hours=3)


def the_city() -> Book:
    """Three reports, of which an agency has one."""
    book = Book()
    for id in ("a", "b", "c"):
        book.received(id)
    book.do("a", FORWARD)
    book.do("a", verb.Accept("Joko"), PU)
    return book


@dataclass
class Server:
    """Answers as the real sums of a small city do; `away`: nothing comes."""

    book: Book = field(default_factory=the_city)
    away: bool = False
    asked: list[Query] = field(default_factory=list)
    written: list[Table] = field(default_factory=list)

    async def ask(self, query: Query) -> Told:
        self.asked.append(query)
        if self.away:
            raise Offline("no_route")
        cube, words = cube_of(self.book, ("a", "b", "c"))
        days = [date.fromisoformat(query[name]) for name in ("from", "to")]
        asked = Asked(days[0], days[1], "city", {}, query["by"])
        return Told(Sums(cube, words, WALL, CITY, asked, TODAY).answer(), TODAY)

    async def cases(self, query: Query) -> tuple[tuple[str, ...], int]:
        self.asked.append(query)
        return ("a", "b"), 2

    async def write(self, path: Path, tables: Sequence[Table]) -> None:
        self.written += tables

    async def report(self, kind: str, query: Query, path: Path) -> None:
        raise Offline("no_route")


@dataclass
class Slow(Server):
    """The same, while `answers` is set."""

    answers: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answers.set()

    async def ask(self, query: Query) -> Told:
        await self.answers.wait()
        return await super().ask(query)


@pytest.fixture
def theme(qapp: object) -> Theme:
    return load_theme("dark")


@pytest.fixture
def loop(qapp: Any) -> Any:
    made = Loop(qapp)
    yield made
    made.close()
    assert not made.faults, made.faults


def shown(loop: Loop, qtbot: QtBot, theme: Theme, server: Server) -> FiguresPage:
    """The page with its first answer."""
    page = FiguresPage(theme, CITY, lambda: TODAY, server)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    loop.run(_begun(page))
    return page


async def _begun(page: FiguresPage) -> None:
    page.begin()
    for _ in range(5):
        await asyncio.sleep(0)


def texts(page: FiguresPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_the_sum_and_its_parts_are_always_there(loop: Loop, qtbot: QtBot, theme: Theme) -> None:
    page = shown(loop, qtbot, theme, Server())
    said = texts(page)
    assert "3 laporan masuk | 2 | 1 | 0 | 0 | = |" in said
    assert "3 masalah berbeda · sampai akhir periode 3 = 2 + 1 + 0 + 0" in said
    assert "1 dari 3" in said  # followed up, of those that are the city's


def test_days_and_groups_lead_to_their_cases(loop: Loop, qtbot: QtBot, theme: Theme) -> None:
    server = Server()
    page = shown(loop, qtbot, theme, server)
    listed: list[tuple[str, object, int]] = []
    page.listed.connect(lambda *found: listed.append(found))
    trend = page._charts._trend
    trend.setFocus()
    QTest.keyClick(trend, Qt.Key.Key_End)
    assert "3 masuk, 0 selesai, 3 terbuka" in trend.accessibleDescription()
    QTest.keyClick(trend, Qt.Key.Key_Return)
    loop.run(asyncio.sleep(0.01))
    day = TODAY.date().isoformat()
    assert (server.asked[-1]["from"], server.asked[-1]["to"]) == (day, day)
    page.open_current()
    loop.run(asyncio.sleep(0.01))
    assert server.asked[-1]["opd"] == "pu"
    assert [found[1:] for found in listed] == [(("a", "b"), 2)] * 2


def test_without_an_answer_it_says_why_and_what_to_do(
    loop: Loop, qtbot: QtBot, theme: Theme
) -> None:
    page = shown(loop, qtbot, theme, Server(away=True))
    assert page.shown is None
    assert "Belum ada angka di meja ini" in texts(page)
    said: list[str] = []
    page.said.connect(said.append)
    page.export()
    assert said == ["Belum ada angka untuk disimpan."]


def test_what_is_shown_goes_into_a_file_with_city_and_period(
    loop: Loop, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    server = Server()
    page = shown(loop, qtbot, theme, server)
    page.write(str(tmp_path / "angka.csv"))
    loop.run(asyncio.sleep(0.01))
    summary, days, groups = server.written
    rows = {row[0]: row[1] for row in summary.rows}
    assert rows["Kota"] == CITY.name
    assert rows["Laporan masuk dalam periode"] == 3
    assert rows["merah"] == 2
    assert sum(int(row[1] or 0) for row in days.rows[1:]) == 3
    assert [row[0] for row in groups.rows[1:]] == ["PU"]


def asked_by(page: FiguresPage) -> str:
    """What the figures on the page are parted by."""
    return page._question.by if page._question is not None else ""


def test_a_file_says_what_is_shown_while_another_answer_is_on_its_way(
    loop: Loop, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    server = Slow()
    page = shown(loop, qtbot, theme, server)
    server.answers.clear()
    page.choose(period="7", by="channel")
    page.write(str(tmp_path / "angka.csv"))
    loop.run(until(lambda: bool(server.written), "it is written"))
    summary, days, groups = server.written
    rows = {row[0]: row[1] for row in summary.rows}
    first, last = days.rows[1][0], days.rows[-1][0]
    assert rows["Periode"] == f"{first} … {last}"
    assert len(days.rows) == 31
    assert [row[0] for row in groups.rows[1:]] == ["PU"]
    page.open_current()
    loop.run(until(lambda: server.asked[-1].get("opd") == "pu", "its cases are asked for"))
    assert server.asked[-1]["from"] == first
    server.answers.set()
    loop.run(until(lambda: asked_by(page) == "channel", "the other answer is shown"))
    server.written.clear()
    page.write(str(tmp_path / "angka.csv"))
    loop.run(until(lambda: bool(server.written), "it is written"))
    summary, days, groups = server.written
    assert len(days.rows) == 8
    assert [row[0] for row in groups.rows[1:]] == ["LAKSA"]


TABLES = [
    Table("Ringkasan", [["Kota", "=1+1"], ["Masuk", 3]]),
    Table("Per hari: 1/2", [["Hari", "n"], ["2026-11-26", None]]),
]


def test_a_csv_and_an_xlsx_hold_the_same(tmp_path: Path) -> None:
    write_tables(tmp_path / "angka.csv", TABLES)
    with (tmp_path / "angka.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Ringkasan"], ["Kota", "'=1+1"], ["Masuk", "3"], [],
            ["Per hari: 1/2"], ["Hari", "n"], ["2026-11-26", ""],
        ]  # fmt: skip
    write_tables(tmp_path / "angka.xlsx", TABLES)
    book = load_workbook(tmp_path / "angka.xlsx")
    assert book.sheetnames == ["Ringkasan", "Per hari  1 2"]
    cell = book["Ringkasan"]["B1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    with pytest.raises(StoreFault):
        write_tables(tmp_path / "nowhere" / "angka.csv", TABLES)


ANSWER: Mapping[str, Any] = {"sum": {}, "standing": {}, "days": {}, "ages": [], "groups": []}


def test_last_answers_are_kept_for_whom_they_were_told(tmp_path: Path) -> None:
    file, at = tmp_path / "figures.json", datetime(2026, 11, 26, 12, tzinfo=UTC)
    shelf = _Shelf(file)
    for n in range(KEPT + 5):
        shelf.put("siti/officer", f"/figures?{n}", ANSWER, at)
    again = _Shelf(file)
    assert again.kept("siti/officer", f"/figures?{KEPT}") == Told(ANSWER, at, kept=True)
    assert again.kept("siti/officer", "/figures?0") is None
    assert again.kept("budi/supervisor", f"/figures?{KEPT}") is None
    file.write_text("{", "utf-8")
    assert _Shelf(file).kept("siti/officer", f"/figures?{KEPT}") is None


def test_periods_and_what_they_are_compared_with() -> None:
    today = date(2026, 3, 1)
    assert told.period_of("7", today) == Period(date(2026, 2, 23), today)
    assert told.period_of("month", today) == Period(today, today)
    last = told.period_of("last_month", today)
    assert last == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert last.before() == Period(date(2026, 1, 4), date(2026, 1, 31))
    assert last.a_year_before().first.weekday() == last.first.weekday()


def test_a_share_always_says_of_what() -> None:
    assert told.share(1, 4) == "25 % dari 4"
    assert told.share(0, 0) == told.percent(0, 0) == told.NONE
    assert told.duration(None) == told.NONE
    half = QLocale().toString(2.5, "f", 1)
    assert (told.duration(600), told.duration(9000)) == ("10 mnt", f"{half} jam")
