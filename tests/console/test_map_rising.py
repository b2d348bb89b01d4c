"""What rises, beside the map: told as it was found, with as many cases behind it as told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from console.case_model import CaseBook, Wanted
from console.pages.filter_options import offer_options
from console.pages.map import MapPage
from console.pages.map_layers import Layer
from db.domain.brief import Brief, brief
from db.domain.case import Place
from db.domain.city import City
from db.domain.hotspots import Look, Rising
from db.domain.states import State
from tests.console.cases import NOW, case_named
from tests.console.test_map import Register, put, settle
from tests.plugins.seats import Loop, until
from widgets.filter_bar import FilterBar, Filters
from widgets.theme import Theme

CIKOKOL, TANGERANG = "36.71.01.1005", "36.71.01"
HOUR = 3_600_000
NOW_MS = int(NOW.timestamp() * 1000)
FOUND = Look((Rising("lampu-pju", CIKOKOL, 3, 0.4, 1e-6, 2),), 40, 8)


class Records:
    """What came in, as the cache would tell it."""

    def __init__(self) -> None:
        self.look: Look | None = FOUND
        self.known = NOW_MS
        self.asked: list[int] = []
        self.spans: list[tuple[Collection[str], frozenset[str], int, int]] = []
        self.rows: list[Brief] = []

    async def until(self) -> int:
        return self.known

    async def rising(self, until: int) -> Look | None:
        self.asked.append(until)
        return self.look

    async def cases(self, since: int, until: int, wanted: Wanted) -> Sequence[Brief]:
        self.spans.append((wanted.categories, frozenset(wanted.areas), since, until))
        return self.rows

    async def by_area(self, since: int, until: int, wanted: Wanted) -> Mapping[str, int] | None:
        return {}


def came(id: str, **more: object) -> Brief:
    at = Place(lat=-6.18, lng=106.64, area=CIKOKOL)
    case = replace(case_named(id), place=at, category="lampu-pju", **more)  # type: ignore[arg-type]
    return brief(case)


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    """Numbers and days as the room reads them."""
    usual = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian))
    yield
    QLocale.setDefault(usual)


@pytest.fixture
def records() -> Records:
    made = Records()
    made.rows = [came("a"), came("b"), came("done", state=State.CLOSED)]
    return made


@pytest.fixture
def page(qtbot: QtBot, loop: Loop, dark: Theme, city: City, records: Records) -> MapPage:
    register, book = Register(), CaseBook()
    at = Place(lat=-6.18, lng=106.64, area=CIKOKOL)
    put(book, register, *(replace(case_named(id), place=at) for id in ("a", "b")))
    bar = FilterBar(dark)
    offer_options(bar, city)
    qtbot.addWidget(bar)
    made = MapPage(dark, book, city, lambda: NOW_MS, register.of, bar, {}, trends=records)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    settle(loop, made)
    loop.run(until(lambda: not made.rising._looking, "the look is over"))
    return made


def test_what_rises_is_listed_with_what_is_usual_and_since_when(page: MapPage) -> None:
    (row,) = page.rising.list.figures()
    assert row.name == "Cikokol · Lampu PJU padam"
    assert row.figure == "3"
    assert row.text == "biasanya 0,4 per pekan · sejak Jum 20 Nov"
    assert "7 hari sampai Min 22 Nov 13.00, dibanding 8 pekan" in page.rising.state
    assert "paling banyak 1 %" in page.rising.list.toolTip()


def test_it_is_worked_out_as_of_a_whole_hour_that_the_desk_knows(
    qtbot: QtBot, loop: Loop, page: MapPage, records: Records
) -> None:
    assert records.asked == [NOW_MS // HOUR * HOUR]
    page.rising.look()
    assert len(records.asked) == 1  # a minute has not passed
    records.known -= 30 * HOUR  # the server has long been away
    page.rising._looked_at -= 60_000
    page.rising.look()
    loop.run(until(lambda: len(records.asked) == 2, "it is asked for again"))
    loop.run(until(lambda: not page.rising._looking, "the look is over"))
    assert "sampai Sab 21 Nov 07.00" in page.rising.state


def test_its_area_is_outlined_and_told_to_who_hovers(page: MapPage) -> None:
    ground = page.view._scene.ground
    assert ground is not None
    assert ground._dress.outlined == {CIKOKOL}
    assert "Lampu PJU padam, 3 dalam 7 hari, biasanya 0,4" in page.layers._told(CIKOKOL)
    page.show_layer("open")
    assert ground._dress.outlined == {CIKOKOL}
    told = page.layers._told(CIKOKOL).splitlines()
    assert told[0] == "Cikokol: 2 kasus terbuka"
    assert len(told) == 2


def test_enter_lists_as_many_cases_as_were_told(
    loop: Loop, page: MapPage, records: Records
) -> None:
    opened = QSignalSpy(page.opened)
    page.show_layer("heat")
    page.show_rising()
    QTest.keyClick(page.rising.list, Qt.Key.Key_Return)
    loop.run(until(lambda: page.behind._lane is not None, "the cases are listed"))
    end = NOW_MS // HOUR * HOUR
    assert records.spans == [(("lampu-pju",), frozenset({CIKOKOL}), end - 7 * 24 * HOUR, end)]
    assert len(page.behind._rows.rows) == 3 == page.rising.rising[0].many
    filters = page.filters.filters()
    assert (filters.category, filters.area) == (("lampu-pju",), (CIKOKOL,))
    assert page.layers.layer is Layer.CASES
    assert page._side.below is page.behind
    lane = page.behind._lane
    assert lane is not None
    QTest.keyClick(lane.view, Qt.Key.Key_Return)
    assert opened.count() == 1
    page.behind.left.emit()
    assert not page.filters.filters().active
    assert page._side.lane.isVisible()


def test_the_filters_of_a_rise_go_with_its_list_however_it_is_left(
    loop: Loop, page: MapPage, records: Records
) -> None:
    mine, other = Filters(text="jalan"), Filters(text="lampu")
    page.filters.set_filters(mine)
    page.rising.asked.emit(FOUND.rising[0])
    page.rising.asked.emit(FOUND.rising[0])
    assert page.filters.filters().category == ("lampu-pju",)
    page.show_layer("months")
    assert page.filters.filters() == mine

    page.filters.set_filters(other)
    page.layers.asked.emit("Cikokol", 0, NOW_MS, Wanted())
    loop.run(until(lambda: page.behind._lane is not None, "the cases are listed"))
    page.behind.left.emit()
    assert page.filters.filters() == other


def test_filters_that_are_chosen_while_a_rise_is_shown_stay(page: MapPage) -> None:
    page.rising.asked.emit(FOUND.rising[0])
    page.filters.set_filters(Filters(text="lampu"))
    page.behind.left.emit()
    assert page.filters.filters() == Filters(text="lampu")


def test_a_kecamatan_has_the_cases_of_its_kelurahan(
    loop: Loop, page: MapPage, records: Records, city: City
) -> None:
    one = replace_area(FOUND, TANGERANG)
    page.rising._look = one
    page.rising.found.emit(one.rising)
    parts = {area.code for area in city.areas.values() if area.parent == TANGERANG}
    ground = page.view._scene.ground
    assert ground is not None
    assert ground._dress.outlined == parts
    page.rising._list_cases(one.rising[0])
    loop.run(until(lambda: bool(records.spans), "the cases are asked for"))
    assert records.spans[-1][1] == parts | {TANGERANG}


def test_nothing_rises_or_nothing_can_be_said(page: MapPage, records: Records, loop: Loop) -> None:
    said = QSignalSpy(page.said)
    for look, word in (
        (Look((), 40, 8), "Tidak ada yang naik melebihi kebetulan."),
        (Look((), 0, 0), "Riwayat belum cukup: perlu 6 pekan."),
    ):
        records.look = look
        page.rising._looked_at -= 60_000
        before = len(records.asked)
        page.rising.look()
        loop.run(until(lambda before=before: len(records.asked) > before, "it is asked for"))  # type: ignore[misc]
        loop.run(until(lambda: not page.rising._looking, "the look is over"))
        assert page.rising.state.startswith(word)
        assert not page.rising.list.isVisible()
        page.show_rising()
        assert said.at(said.count() - 1) == [page.rising.state]


def test_what_cannot_be_read_leaves_what_was_known(
    page: MapPage, records: Records, loop: Loop
) -> None:
    records.look = None
    page.rising._looked_at -= 60_000
    page.rising.look()
    loop.run(until(lambda: not page.rising._looking, "the look is over"))
    assert len(page.rising.list.figures()) == 1


def replace_area(look: Look, area: str) -> Look:
    return look._replace(rising=tuple(one._replace(area=area) for one in look.rising))
