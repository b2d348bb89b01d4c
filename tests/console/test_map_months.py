"""This month against the last one, on the map: figures with what they are of, and their cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.case_model import CaseBook, Wanted
from console.pages.filter_options import offer_options
from console.pages.map import MapPage
from console.pages.map_months import change_of
from db.domain.brief import Brief
from db.domain.city import City
from db.domain.hotspots import Look
from tests.console.cases import NOW
from tests.console.test_map import Register, placed, put, settle
from tests.console.test_map_rising import came
from tests.plugins.seats import Loop, until
from widgets.filter_bar import FilterBar
from widgets.theme import Theme

CIKOKOL, SUKARASA, TANGERANG = "36.71.01.1005", "36.71.01.1001", "36.71.01"
NOW_MS = int(NOW.timestamp() * 1000)  # 22 November, 13.00 in Tangerang


class Records:
    """What came in, as the cache would tell it."""

    def __init__(self) -> None:
        self.this = {CIKOKOL: 14, SUKARASA: 2, TANGERANG: 1, "": 3}
        self.last = {CIKOKOL: 20, SUKARASA: 3}
        self.wanted: list[Wanted] = []
        self.listed: list[tuple[int, int, Wanted]] = []
        self.lost = False
        self.earlier = {"": 1}

    async def until(self) -> int:
        return NOW_MS

    async def rising(self, until: int) -> Look | None:
        return Look((), 0, 0)

    async def cases(self, since: int, until: int, wanted: Wanted) -> Sequence[Brief]:
        self.listed.append((since, until, wanted))
        return [came(f"n{n}") for n in range(14)]

    async def by_area(self, since: int, until: int, wanted: Wanted) -> Mapping[str, int] | None:
        self.wanted.append(wanted)
        if self.lost:
            return None
        if until == NOW_MS:
            return self.this
        return self.last if until - since > 15 * 86_400_000 else self.earlier


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    """Numbers and days as the room reads them."""
    usual = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian))
    yield
    QLocale.setDefault(usual)


@pytest.fixture
def records() -> Records:
    return Records()


@pytest.fixture
def page(qtbot: QtBot, loop: Loop, dark: Theme, city: City, records: Records) -> MapPage:
    register, book, bar = Register(), CaseBook(), FilterBar(dark)
    put(book, register, placed("a"))
    offer_options(bar, city)
    qtbot.addWidget(bar)
    made = MapPage(dark, book, city, lambda: NOW_MS, register.of, bar, {}, trends=records)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    settle(loop, made)
    made.show_layer("months")
    loop.run(until(lambda: made.layers.told, "the months are compared"))
    return made


def listed(page: MapPage) -> list[tuple[str, str, str]]:
    return [(row.name, row.figure, row.text) for row in page._areas.figures()]


def test_each_figure_stands_beside_what_it_is_of(page: MapPage) -> None:
    assert listed(page) == [
        ("Cikokol", "14 / 20", "turun 30 %"),
        ("Sukarasa", "2 / 3", "terlalu sedikit untuk dibandingkan"),
        ("Tanpa wilayah", "4 / 0", "tidak ada di warna mana pun"),
    ]
    told = page.view.accessibleDescription()
    assert told.startswith("Masuk 1–22 Nov banding 1–22 Okt.")
    assert "22 hari tiap bulan, sampai pukul 13.00" in told
    assert "20 kasus, sebelumnya 23; 4 tanpa wilayah" in told
    assert page.layers._told(CIKOKOL) == "Cikokol: 14 bulan ini, 20 bulan lalu; turun 30 %"


def test_colours_tell_less_and_more_and_too_few(page: MapPage) -> None:
    ground = page.view._scene.ground
    assert ground is not None
    assert ground._dress.fills[CIKOKOL] == page._theme.layer.less1
    assert ground._dress.fills[SUKARASA] == page._theme.surface.window
    assert ground._dress.words == {CIKOKOL: "14 / 20"}


def test_a_kecamatan_has_all_of_its_cases(page: MapPage) -> None:
    page.switch_areas()
    assert listed(page)[0] == ("Tangerang", "17 / 23", "turun 26 %")
    assert listed(page)[1][:2] == ("Tanpa wilayah", "3 / 0")


def test_a_month_that_is_not_wholly_known_is_not_compared(
    loop: Loop, page: MapPage, records: Records
) -> None:
    records.earlier = {}
    page.layers.look()
    loop.run(until(lambda: "belum utuh" in listed(page)[0][2], "it is told"))
    told = ("Cikokol", "14 / 20", "bulan lalu belum utuh, tidak dibandingkan")
    assert told in listed(page)
    assert "Riwayat belum mencakup seluruh bulan lalu" in page.view.accessibleDescription()
    ground = page.view._scene.ground
    assert ground is not None
    fills = {colour.name() for colour in ground._dress.fills.values()}
    assert fills == {page._theme.surface.window.name()}


def test_it_follows_the_filters_of_the_map(loop: Loop, page: MapPage, records: Records) -> None:
    wanted = Wanted(categories=("lampu-pju",))
    page._book.narrow(wanted)
    loop.run(until(lambda: wanted in records.wanted, "it is asked for with the filter"))
    loop.run(until(lambda: not page.layers._comparing, "it is compared"))
    assert page.layers._months is not None
    assert page.layers._months.wanted == wanted


def test_what_cannot_be_read_leaves_what_was_known(
    loop: Loop, page: MapPage, records: Records
) -> None:
    before, asked = listed(page), len(records.wanted)
    records.lost = True
    page.layers.look()
    loop.run(until(lambda: len(records.wanted) > asked, "it is asked for"))
    loop.run(until(lambda: not page.layers._comparing, "it is over"))
    assert listed(page) == before


def test_enter_lists_the_cases_of_this_month(loop: Loop, page: MapPage, records: Records) -> None:
    page._areas.choose_row(0)
    page._areas.setFocus()
    QTest.keyClick(page._areas, Qt.Key.Key_Return)
    loop.run(until(lambda: page.behind._lane is not None, "the cases are listed"))
    ((since, end, wanted),) = records.listed
    assert end == NOW_MS
    assert end - since == (21 * 24 + 13) * 3_600_000
    assert wanted == replace(Wanted(), areas=(CIKOKOL,))
    assert len(page.behind._rows.rows) == 14
    page.behind.left.emit()
    assert page._areas.isVisible()
    assert not page.filters.filters().active


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (3, 6, "terlalu sedikit untuk dibandingkan"),
        (12, 0, "bulan lalu tidak ada"),
        (0, 12, "turun 100 %"),
        (12, 12, "sama seperti bulan lalu"),
        (15, 12, "naik 25 %"),
    ],
)
def test_a_change_in_words(now: int, before: int, words: str) -> None:
    assert change_of(now, before) == words
