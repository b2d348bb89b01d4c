"""Many cases at once: chosen by key, seen before it is done, told for each, taken back as one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from console.pages import bulk, words
from console.pages.bulk_sheet import BulkSheet
from console.pages.forward import ForwardSheet
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.city import City
from db.domain.states import State
from tests.console.cases import case_named
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.outcome_list import DONE, NOT, UNDONE, WILL

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
COUNT = 4


@pytest.fixture
def cases(room: Room) -> list[str]:
    """Cases in the room, of which the last has no place."""
    desk = room.desk("agus")
    placed = [room.received(desk, category="sampah") for _ in range(COUNT - 1)]
    return [*placed, room.received(desk, category="sampah", place=Place())]


@pytest.fixture
def seat(room: Room, cases: list[str], loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti with the cases on her board, the first one chosen."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    book = seat.program.book
    loop.run(until(lambda: all(book.slot(c) is not None for c in cases), "the cases are here"))
    seat.frame.board.focus_cases()
    return seat


async def preview(seat: Seat) -> BulkSheet:
    await until(lambda: isinstance(seat.frame.sheet, BulkSheet), "the preview is shown")
    sheet = seat.frame.sheet
    assert isinstance(sheet, BulkSheet)
    return sheet


def hows(sheet: BulkSheet) -> list[str]:
    return [outcome.how for outcome in sheet.list.outcomes()]


async def noted(seat: Seat, text: str) -> BulkSheet:
    """A note on all that is chosen, up to its result."""
    await seat.press("n")
    await until(lambda: seat.frame.sheet is not None, "the form is shown")
    await seat.press(text)
    await seat.press(Qt.Key.Key_Return, CTRL)
    sheet = await preview(seat)
    assert hows(sheet) == [WILL] * COUNT
    await seat.press(Qt.Key.Key_Return)
    await until(lambda: WILL not in hows(sheet), "all is stored")
    return sheet


async def sent(seat: Seat) -> None:
    await until(lambda: not seat.program.desk.items(), "the outbox is empty")


async def are_taken_back(seat: Seat, cases: list[str]) -> None:
    """The note of each, and its undoing, are in its history."""
    for case in cases:
        view = await seat.program.desk.view(case)
        assert view is not None
        assert [change.kind for change in view.history] == ["undone", "noted", "received"]


def test_shift_and_j_choose_more_and_the_board_says_how_many(seat: Seat, loop: Loop) -> None:
    board = seat.frame.board
    loop.run(seat.press(Qt.Key.Key_J, SHIFT))
    loop.run(seat.press(Qt.Key.Key_J, SHIFT))
    assert len(board.selected_ids()) == 3
    loop.run(seat.press(Qt.Key.Key_K, SHIFT))
    assert len(board.selected_ids()) == 2
    chip = next(b for b in board.findChildren(QPushButton) if b.text() == "2 dipilih")
    assert chip.isVisible()
    loop.run(seat.press(Qt.Key.Key_A, CTRL))
    assert len(board.selected_ids()) == COUNT
    loop.run(seat.press(Qt.Key.Key_Escape))
    assert board.selected_ids() == [board.current_id()]
    assert not chip.isVisible()


def test_a_note_on_all_is_taken_back_as_one(seat: Seat, cases: list[str], loop: Loop) -> None:
    async def night() -> None:
        await seat.press(Qt.Key.Key_A, CTRL)
        sheet = await noted(seat, "banjir")
        assert hows(sheet) == [DONE] * COUNT
        await sent(seat)
        await until(sheet.isEnabled, "the sheet may be used")
        await seat.press("z")
        await until(lambda: hows(sheet) == [UNDONE] * COUNT, "all is taken back")
        await sent(seat)
        await are_taken_back(seat, cases)

    loop.run(night())


def test_what_is_taken_back_while_it_is_being_stored_is_taken_back_whole(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        await seat.press(Qt.Key.Key_A, CTRL)
        await seat.press("n")
        await until(lambda: seat.frame.sheet is not None, "the form is shown")
        await seat.press("banjir")
        await seat.press(Qt.Key.Key_Return, CTRL)
        sheet = await preview(seat)
        sheet.confirmed.emit()
        while not seat.program.desk.items():
            await asyncio.sleep(0)  # the first is stored, the others are not yet
        seat.frame.undo_bulk()
        await until(lambda: "dibatalkan" in seat.frame._toast.accessibleName(), "it is told")
        await sent(seat)
        await are_taken_back(seat, cases)

    loop.run(night())


def test_what_somebody_has_acted_on_since_stays_and_says_so(
    seat: Seat, room: Room, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        await seat.press(Qt.Key.Key_A, CTRL)
        await noted(seat, "banjir")
        await sent(seat)
        await seat.press(Qt.Key.Key_Escape)
        view = await seat.program.desk.view(cases[1])
        assert view is not None
        await seat.program.desk.do(view.case, verb.Note("sudah ditelepon"))
        await seat.press(Qt.Key.Key_Z, SHIFT)
        sheet = await preview(seat)
        await until(lambda: DONE not in hows(sheet), "all that may be is taken back")
        assert sorted(hows(sheet)) == [NOT] + [UNDONE] * (COUNT - 1)
        (kept,) = (one for one in sheet.list.outcomes() if one.how == NOT)
        assert kept.text.startswith("Tetap berlaku")

    loop.run(night())


def test_a_forward_is_seen_before_and_told_for_each(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        await seat.press(Qt.Key.Key_A, CTRL)
        view = await seat.program.desk.view(cases[0])
        assert view is not None
        await seat.press("f")
        await until(lambda: isinstance(seat.frame.sheet, ForwardSheet), "the form is shown")
        form = seat.frame.sheet
        assert isinstance(form, ForwardSheet)
        assert form.accessibleName() == f"Teruskan · {COUNT} kasus"
        # While she thinks, two of them are forwarded: one as she will, one elsewhere.
        await seat.program.desk.do(view.case, verb.Forward(("dlh",), "sampah", "complaint"))
        view = await seat.program.desk.view(cases[1])
        assert view is not None
        await seat.program.desk.do(view.case, verb.Forward(("dishub",), "sampah", "complaint"))
        form.sent.emit(verb.Forward(("dlh",), "sampah", "complaint", "", Place(no_place="lupa")))
        sheet = await preview(seat)
        assert sorted(hows(sheet)) == [NOT] * 2 + [WILL] * (COUNT - 2)
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: WILL not in hows(sheet), "all is stored")
        assert sorted(hows(sheet)) == [DONE] * (COUNT - 2) + [NOT] * 2
        reasons = {one.text.split(";")[0] for one in sheet.list.outcomes() if one.how == NOT}
        assert len(reasons) == 2
        assert "Sudah begitu" in reasons
        await sent(seat)
        for case in cases:
            found = await seat.program.desk.view(case)
            assert found is not None
            assert found.case.state is State.FORWARDED

    loop.run(night())


def test_an_act_for_one_case_is_not_done_to_many(seat: Seat, loop: Loop) -> None:
    loop.run(seat.press(Qt.Key.Key_A, CTRL))
    loop.run(seat.press("d"))
    assert seat.frame.sheet is None
    assert "Hanya untuk satu kasus" in seat.frame._toast.accessibleName()


def test_nothing_done_means_nothing_to_take_back(seat: Seat, loop: Loop) -> None:
    loop.run(seat.press(Qt.Key.Key_Z, SHIFT))
    assert seat.frame.sheet is None
    assert "Belum ada tindakan massal" in seat.frame._toast.accessibleName()


def test_each_case_keeps_its_own_category_kind_place_and_facts(city: City) -> None:
    lead = replace(case_named("a"), category=None)
    own = replace(
        case_named("b"), category="sampah", report_class="request", place=Place(text="Jl. Melati")
    )
    reply = next(reply for reply in city.replies if reply.act == "forward")
    text = words.fill(reply.text, replace(lead, category="jalan"), city, "dlh", "Siti").strip()
    given = verb.Forward(("dlh",), "jalan", "complaint", text, Place(no_place="lupa"))
    made = bulk.act_on(own, given, lead, city, "Siti")
    assert isinstance(made, verb.Forward)
    assert (made.category, made.report_class, made.place) == ("sampah", "request", None)
    assert own.number in made.note
    assert lead.number not in made.note
    by_hand = bulk.act_on(own, replace(given, note="segera"), lead, city, "Siti")
    assert isinstance(by_hand, verb.Forward)
    assert by_hand.note == "segera"
    nowhere = bulk.act_on(case_named("c"), given, lead, city, "Siti")
    assert isinstance(nowhere, verb.Forward)
    assert nowhere.place == Place(no_place="lupa")


def test_why_a_place_is_missing_is_asked_if_one_case_has_none() -> None:
    placed = replace(case_named("a"), place=Place(text="Jl. Melati"))
    assert bulk.lead_of([placed, case_named("b")]).id == "b"
    assert bulk.lead_of([placed]).id == "a"
