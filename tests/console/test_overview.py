"""Ringkasan counts every late case and every promise, whatever else there is to say of a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QTreeWidget
from pytestqt.qtbot import QtBot

from console.pages.overview import OverviewPage
from db.domain import commands as verb
from db.domain.handover import Handover
from tests.db.domain.small_city import BUDI, CITY, DLH, FORWARD, MAYOR, MINUTE, SYSTEM, Book
from tests.db.domain.test_handover import handed
from widgets.theme import load_theme


@pytest.fixture
def page(qtbot: QtBot) -> OverviewPage:
    async def nothing() -> Handover:
        return handed(Book())

    made = OverviewPage(load_theme("dark"), CITY, MAYOR, nothing)
    qtbot.addWidget(made)
    return made


def moved() -> Book:
    """A case with its second agency; the first has not heard that it is theirs no longer."""
    book = Book()
    book.received()
    book.do("a", FORWARD)
    since = book["a"].tasks[0].forwarded_at
    book.pass_time(MINUTE)
    book.do("a", verb.Reassign(("dlh",), "Sampah, bukan jalan"), BUDI)
    book.do("a", verb.Accept("Ayu"), DLH)
    news = verb.Deliver("pu", "webhook", "failed", since, withdrawn=True, job="one")
    book.do("a", news, by=SYSTEM)
    return book


def late(book: Book) -> Book:
    """The same after its last deadline."""
    book.now = max(run.due for run in book["a"].clocks if run.ended is None) + MINUTE
    return book


def told(page: OverviewPage, book: Book) -> tuple[str, str, bool]:
    """Late cases, promises, and whether all is said to be well."""
    page.show_outlook(handed(book))
    calm = [one for one in page.findChildren(QLabel) if one.text() == "Semua tepat waktu"]
    well = any(one.isVisibleTo(page) for one in calm)
    return page._counts["late"].text(), page._notes["promised"].text(), well


def test_a_late_case_is_late_though_news_of_it_went_astray(page: OverviewPage) -> None:
    assert told(page, moved()) == ("0", "dari 0 janji", True)
    assert told(page, late(moved())) == ("1", "dari 0 janji", False)
    (lines,) = page.findChildren(QTreeWidget)
    assert lines.topLevelItemCount() == 2


def test_a_promise_of_a_late_case_is_a_promise(page: OverviewPage) -> None:
    book = moved()
    book.do("a", verb.Schedule("Ditambal", book.now + timedelta(days=400)), DLH)
    assert told(page, book) == ("0", "dari 1 janji", False)
    assert told(page, late(book)) == ("1", "dari 1 janji", False)
