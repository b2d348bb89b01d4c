"""The desk's map: the same cases, filters and choice as the board, and nothing that is secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

import console.pages.map
from console.case_model import CaseBook, Wanted
from console.desk import flags_of
from console.pages.filter_options import offer_options
from console.pages.map import MapPage
from db.domain.brief import brief
from db.domain.case import Case, Place
from db.domain.city import City
from db.domain.states import State
from tests.console.cases import NOW, case_named
from tests.plugins.seats import Loop, until
from widgets.filter_bar import FilterBar, Filters
from widgets.theme import Theme

NOW_MS = int(NOW.timestamp() * 1000)


class Register:
    """Where cases are, as the cache would tell it."""

    def __init__(self) -> None:
        self.points: dict[str, tuple[float, float]] = {}
        self.asked: list[list[str]] = []

    async def of(self, cases: Sequence[str]) -> Mapping[str, tuple[float, float]]:
        self.asked.append(list(cases))
        return {case: self.points[case] for case in cases if case in self.points}


def put(book: CaseBook, register: Register, *cases: Case) -> None:
    for case in cases:
        if case.place.lat is not None and case.place.lng is not None:
            register.points[case.id] = (case.place.lat, case.place.lng)
    book.put([(brief(case), flags_of(brief(case))) for case in cases])


def placed(id: str, north: float = 0.0, **more: object) -> Case:
    at = Place(lat=-6.18 + north, lng=106.64, area="36.71.01.1005")
    return replace(case_named(id), place=at, **more)  # type: ignore[arg-type]


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def book(register: Register) -> CaseBook:
    book = CaseBook()
    put(
        book, register,
        placed("a"), placed("b", 0.02), placed("c", -0.02, state=State.FORWARDED),
        case_named("nowhere"),
        placed("hidden", 0.03, secret=True),
        replace(case_named("hidden and nowhere"), secret=True),
        placed("gone", 0.01, state=State.MERGED),
    )  # fmt: skip
    return book


@pytest.fixture
def others(qtbot: QtBot, dark: Theme, city: City) -> FilterBar:
    """The filter bar of the board."""
    bar = FilterBar(dark)
    offer_options(bar, city)
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def page(
    qtbot: QtBot,
    loop: Loop,
    dark: Theme,
    book: CaseBook,
    city: City,
    register: Register,
    others: FilterBar,
) -> MapPage:
    made = MapPage(dark, book, city, lambda: NOW_MS, register.of, others, {})
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    settle(loop, made)
    return made


def settle(loop: Loop, page: MapPage) -> None:
    loop.run(until(lambda: page.settled, "the map shows everything"))


def shown(page: MapPage) -> set[str]:
    return {case for case in page._book.columns if page.shows(case)}


def number(page: MapPage, case: str) -> int:
    found = page._places.number(case)
    assert found >= 0
    return found


def point(page: MapPage, case: str) -> tuple[float, float]:
    at = number(page, case)
    return page._places.x[at], page._places.y[at]


def beside(page: MapPage) -> list[str | None]:
    return [page._astray.id_at(row) for row in range(len(page._astray.rows))]


def test_every_case_is_on_the_map_or_beside_it_and_no_secret_one(page: MapPage) -> None:
    assert shown(page) == {"a", "b", "c"}
    assert beside(page) == ["nowhere"]
    page.view.grab()
    assert sum(heap.many for heap in page.view.heaps()) == 3


def test_what_becomes_secret_or_loses_its_point_leaves(
    loop: Loop, page: MapPage, book: CaseBook, register: Register
) -> None:
    put(book, register, placed("a", secret=True), replace(case_named("b"), seq=9))
    page.moved(frozenset({"a", "b"}))
    settle(loop, page)
    assert shown(page) == {"c"}
    assert sorted(filter(None, beside(page))) == ["b", "nowhere"]


def test_points_are_asked_for_once_and_anew_when_a_case_moves(
    loop: Loop, page: MapPage, book: CaseBook, register: Register
) -> None:
    asked = len(register.asked)
    book.changed.emit()
    settle(loop, page)
    assert len(register.asked) == asked
    put(book, register, placed("a", 0.05))
    page.moved(frozenset({"a"}))
    settle(loop, page)
    assert register.asked[asked:] == [["a"]]
    assert point(page, "a")[1] < point(page, "b")[1]  # farther north now


def test_a_point_that_could_not_be_read_is_asked_for_again(
    loop: Loop, page: MapPage, book: CaseBook, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(_cases: Sequence[str]) -> Mapping[str, tuple[float, float]]:
        raise OSError("the cache is gone")

    put(book, register, placed("new", 0.01))
    with monkeypatch.context() as patch:
        patch.setattr(page, "_points_of", lost)
        with pytest.raises(OSError, match="the cache is gone"):
            loop.run(page._ask(["new"]))
    settle(loop, page)
    assert register.asked[-1] == ["new"]
    assert "new" in shown(page)


def test_many_points_are_asked_for_piece_by_piece(
    loop: Loop, page: MapPage, book: CaseBook, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.pages.map, "_PIECE", 4)
    asked = len(register.asked)
    put(book, register, *(placed(f"new {n}", n / 1000) for n in range(10)))
    settle(loop, page)
    assert [len(cases) for cases in register.asked[asked:]] == [4, 4, 2]
    assert len(shown(page)) == 13


def test_filters_are_those_of_the_board_both_ways(
    loop: Loop, page: MapPage, book: CaseBook, others: FilterBar
) -> None:
    some = Filters(colour=("red",))
    others.set_filters(some)
    assert page.filters.filters() == some
    page.filters.clear()
    assert others.filters() == Filters()
    book.narrow(Wanted(states=("forwarded",)))
    settle(loop, page)
    assert shown(page) == {"c"}


def test_a_map_opened_later_is_filtered_as_the_board_is(
    qtbot: QtBot,
    loop: Loop,
    dark: Theme,
    book: CaseBook,
    city: City,
    register: Register,
    others: FilterBar,
) -> None:
    book.narrow(Wanted(states=("forwarded",)))
    late = MapPage(dark, book, city, lambda: NOW_MS, register.of, others, {})
    qtbot.addWidget(late)
    late.show()
    settle(loop, late)
    assert shown(late) == {"c"}
    assert beside(late) == []


def test_choosing_goes_both_ways(page: MapPage) -> None:
    chosen, opened, said = (QSignalSpy(s) for s in (page.chosen, page.opened, page.said))
    page.choose("b")
    assert page.current_id() == "b"
    assert (page.view.sight.x, page.view.sight.y) == pytest.approx(point(page, "b"))
    page.view.chosen.emit(number(page, "a"))
    assert page.current_id() == "a"
    assert chosen.at(0) == ["a"]
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert opened.at(0) == ["a"]
    page.step(1)
    assert page.current_id() != "a"
    page.choose("hidden")
    assert said.count() == 1
    assert page.current_id() != "hidden"


def test_enter_presses_the_button_in_focus(loop: Loop, page: MapPage) -> None:
    page.choose("a")
    settle(loop, page)
    opened, asked = QSignalSpy(page.opened), QSignalSpy(page.base_asked)
    (base,) = [b for b in page.findChildren(QPushButton) if b.text() == "Alas peta"]
    base.setFocus()
    QTest.keyClick(base, Qt.Key.Key_Return)
    assert (asked.count(), opened.count()) == (1, 0)


def test_cases_on_one_spot_are_taken_in_turn(page: MapPage) -> None:
    numbers = [number(page, case) for case in ("a", "b", "c")]
    seen = []
    for _ in range(4):
        page.view.gathered.emit(numbers)
        seen.append(page.current_id())
    assert seen == ["a", "b", "c", "a"]


def test_a_case_that_comes_or_changes_pulses_once(
    loop: Loop, page: MapPage, book: CaseBook, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulsed: list[list[str]] = []
    monkeypatch.setattr(
        page.view, "pulse", lambda numbers: pulsed.append([page._places.case(n) for n in numbers])
    )
    put(book, register, placed("new", 0.04), placed("a", state=State.FORWARDED), placed("b", 0.02))
    page.moved(frozenset({"new", "a", "b"}))
    settle(loop, page)
    assert sorted(case for cases in pulsed for case in cases) == ["a", "new"]


def test_the_choice_stays_when_cases_come_and_go(
    loop: Loop, page: MapPage, book: CaseBook, register: Register
) -> None:
    page.mark("c")
    put(book, register, placed("new", 0.01))
    settle(loop, page)
    assert page.current_id() == "c"
    book.put([], ["c"])
    settle(loop, page)
    assert not page._side.card.isVisible()


def test_what_is_told_of_a_mark_and_of_a_ring(page: MapPage) -> None:
    alone = page._explained(number(page, "a"), {"received": 1})
    assert alone.startswith("KT a · Masuk")
    ring = page._explained(number(page, "a"), {"received": 2, "forwarded": 1})
    assert ring == "3 kasus: 2 Masuk, 1 Diteruskan"


def test_a_hidden_map_costs_nothing_and_is_true_when_shown(
    loop: Loop, page: MapPage, book: CaseBook, register: Register
) -> None:
    page.hide()
    asked = len(register.asked)
    put(book, register, placed("new", 0.01))
    settle(loop, page)
    assert len(register.asked) == asked
    assert "new" not in shown(page)
    page.show()
    settle(loop, page)
    assert "new" in shown(page)
