"""The operator's hands: what is stored, what is refused before that, what the screen is told."""

from __future__ import annotations

import asyncio
import errno
import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from console.cache import CacheLost
from console.desk import CaseView, Desk
from console.pages.act import ActSheet
from db import identities
from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.refused import Refused
from db.domain.states import State
from db.domain.wire import MAX_TEXT
from db.store import Conn, FaultKey, StoreFault
from db.tables import kept_cases
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.filter_bar import Filters
from widgets.roles import CARD, NO_PLACE, PENDING, Card

FORWARD = verb.Forward(("dlh",), "sampah", "complaint")
PHONE = "0812 3456 7890"


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti, signed in and live."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    return seat


@pytest.fixture
def desk(seat: Seat) -> Desk:
    return seat.program.desk


@pytest.fixture
def case(room: Room, seat: Seat, loop: Loop) -> str:
    """A case that came in by another desk."""
    case = room.received(room.desk("agus"), category="sampah")
    loop.run(until(lambda: seat.program.book.slot(case) is not None, "the case is here"))
    return case


def viewed(desk: Desk, case: str, loop: Loop) -> CaseView:
    view = loop.run(desk.view(case))
    assert view is not None
    return view


def card(seat: Seat, case: str) -> Card:
    for listing in seat.frame.board._listings.values():
        row = listing.row_of(case)
        if row >= 0:
            found: Card = listing.index(row).data(CARD)
            return found
    raise AssertionError(f"{case} lies in no lane")


def on_disk(folder: Path, text: str) -> list[str]:
    """Files of the desk that hold this text."""
    return [file.name for file in folder.iterdir() if text.encode() in file.read_bytes()]


@pytest.mark.expects_log("console trouble")
def test_a_cache_torn_under_the_board_is_fetched_anew(
    seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    def torn(conn: object) -> None:
        raise StoreFault("cache.db", FaultKey.DAMAGED, "a page is torn")

    cache = seat.program.sync.cache
    with pytest.raises(CacheLost):
        loop.run(cache.read(torn))

    async def back() -> None:
        while await cache.case(case) is None:
            await asyncio.sleep(0.01)

    loop.run(back())
    loop.run(until(lambda: seat.program.book.slot(case) is not None, "the case is on the board"))


def test_a_look_begun_before_an_act_came_back_never_shows_the_case_without_it(
    seat: Seat, desk: Desk, case: str, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = seat.program.sync.cache
    before = viewed(desk, case, loop).case
    slow = cache.read

    async def slowly(question: Callable[[Any], Any]) -> Any:
        found = await slow(question)
        await until(lambda: not desk.items(), "the act is decided and back")
        return found

    async def looked() -> CaseView | None:
        await desk.do(before, FORWARD)
        with monkeypatch.context() as patch:
            patch.setattr(cache, "read", slowly)
            return await desk.view(case)

    view = loop.run(looked())
    assert view is not None
    assert (view.case.state, view.pending) == (State.FORWARDED, ())
    assert view.history[0].kind == "forwarded"


def test_the_filter_finds_an_old_case_however_many_newer_ones_hold_the_word(
    seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    def crowd(conn: Conn) -> None:
        """Newer cases that are found by the same words as this one."""
        names = [column.name for column in kept_cases.columns if column.name not in _OWN]
        copied = ", ".join(f'"{name}"' for name in names)
        numbers = "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 2500)"
        conn.exec_driver_sql(
            f"{numbers} INSERT INTO cases (id, number, {copied})"
            f" SELECT id || n, number || n, {copied} FROM cases, k"
        )
        conn.exec_driver_sql(
            "INSERT INTO case_words (rowid, text) SELECT rowid, 'Sampah' FROM cases"
            f" WHERE id <> '{case}'"
        )

    loop.run(seat.program.sync.cache.write(crowd))
    found = loop.run(desk.find("samp"))
    assert case in found
    assert len(found) == 2501
    assert len(loop.run(desk.search("samp", 50))) == 50
    assert loop.run(desk.find("tiada")) == loop.run(desk.find("?")) == frozenset()


_OWN = ("id", "number")


def test_an_act_is_stored_then_decided_and_the_view_follows(
    seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    done = loop.run(desk.do(viewed(desk, case, loop).case, FORWARD))
    assert (done.command.case, done.command.expect, done.masked) == (case, 0, ())
    loop.run(until(lambda: not desk.items(), "it is decided and back"))
    view = viewed(desk, case, loop)
    assert (view.case.state, view.known, view.pending) == (State.FORWARDED, True, ())
    assert [change.kind for change in view.history] == ["forwarded", "received"]
    assert view.history[0].id == done.command.id


def test_without_the_server_an_act_is_pending_on_view_and_card(
    room: Room, seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    room.stop()
    loop.run(until(lambda: seat.program.sync.status.link.value == "offline", "offline"))
    loop.run(desk.do(viewed(desk, case, loop).case, FORWARD))
    loop.run(seat.rest())
    view = viewed(desk, case, loop)
    assert [change.kind for change in view.pending] == ["forwarded"]
    assert [change.kind for change in view.history] == ["received"]
    shown = card(seat, case)
    assert (shown.state, shown.flags) == ("forwarded", PENDING | NO_PLACE)
    second = loop.run(desk.do(view.case, verb.Note("tolong segera")))
    assert second.command.depends_on == desk.items()[0].command.id
    loop.run(desk.undo(viewed(desk, case, loop).case))
    assert [item.state for item in desk.items()] == ["queued"] * 3
    room.start()


@pytest.mark.parametrize(
    ("act", "key"),
    [
        (verb.Forward((), "sampah", "complaint"), "opd_missing"),
        (verb.Forward(("pluto",), "sampah", "complaint"), "unknown_opd"),
        (verb.Note("   "), "text_missing"),
        (verb.Accept("Ibu Dewi"), "illegal_state"),
        (verb.Archive("spam"), "not_allowed"),
        (verb.Note("x" * (MAX_TEXT + 1)), "text_too_long"),
        (verb.Note("a\x00b"), "bad_wire"),
        (verb.Note("a\ud800b"), "bad_wire"),
        (verb.Merge("nowhere"), "unknown_case"),
    ],
)
def test_what_the_rules_refuse_is_never_stored(
    seat: Seat, desk: Desk, case: str, loop: Loop, act: verb.Verb, key: str
) -> None:
    before = (seat.folder / "outbox.log").read_bytes()
    with pytest.raises(Refused) as no:
        loop.run(desk.do(viewed(desk, case, loop).case, act))
    assert no.value.key == key
    assert desk.items() == ()
    assert (seat.folder / "outbox.log").read_bytes() == before


def test_nothing_to_undo_is_said_so(desk: Desk, case: str, loop: Loop) -> None:
    with pytest.raises(Refused, match="undo_not_last"):
        loop.run(desk.undo(viewed(desk, case, loop).case))


def test_personal_data_in_words_is_masked_before_it_reaches_the_disk(
    seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    note = verb.Note(f"Hubungi {PHONE} atau sari@example.id")
    done = loop.run(desk.do(viewed(desk, case, loop).case, note))
    assert set(done.masked) == {"phone", "email"}
    assert done.command.act == verb.Note("Hubungi ••• atau •••")
    assert on_disk(seat.folder, PHONE) == []
    assert on_disk(seat.folder, "sari@example.id") == []


@pytest.mark.parametrize(
    "place",
    [Place(f"Depan rumah Bu Sari {PHONE}"), Place(no_place=f"Tanyakan ke {PHONE}")],
    ids=["text", "no_place"],
)
def test_personal_data_in_the_place_of_a_call_is_masked_before_it_reaches_the_disk(
    room: Room, seat: Seat, desk: Desk, loop: Loop, place: Place
) -> None:
    room.stop()
    act = verb.Receive(str(uuid.uuid4()), "phone", "Pohon tumbang", place=place)
    done = loop.run(desk.take_call(act))
    assert done.masked == ("phone",)
    assert on_disk(seat.folder, PHONE) == []
    assert on_disk(seat.folder, "•••") != []
    room.start()


def test_a_call_opens_a_case_and_the_caller_is_on_the_server_alone(
    room: Room, seat: Seat, desk: Desk, loop: Loop
) -> None:
    act = verb.Receive(str(uuid.uuid4()), "phone", "Pohon tumbang", place=Place("Jl. Veteran"))
    done = loop.run(desk.take_call(act))
    assert loop.run(desk.tell_identity(done.command.case, act.report, "Bu Ratna", PHONE))
    known = loop.run(desk.look(act.report, "menelepon balik"))
    assert (known["name"], known["phone"]) == ("Bu Ratna", PHONE)
    store = room.store()
    with store.read() as conn:
        (look,) = identities.looks(conn, act.report)
    store.close()
    assert (look.who, look.reason) == ("siti", "menelepon balik")
    assert on_disk(seat.folder, "Bu Ratna") == []
    assert on_disk(seat.folder, PHONE) == []
    assert viewed(desk, done.command.case, loop).case.number.startswith("TNG-")


def test_a_report_without_a_name_has_nobody_to_show(desk: Desk, case: str, loop: Loop) -> None:
    report = viewed(desk, case, loop).case.reports[0].id
    assert not any(loop.run(desk.look(report, "ingin tahu")).values())


def test_a_full_disk_is_told_and_nothing_counts_as_stored(
    seat: Seat, desk: Desk, case: str, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def journey() -> None:
        seat.frame.board.choose(case)
        seat.frame.ask("note")
        await until(lambda: isinstance(seat.frame.sheet, ActSheet), "the sheet is open")
        await seat.rest()
        await seat.press("catatan penting")
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            sheet = seat.frame.sheet
            assert isinstance(sheet, ActSheet)
            sheet._send()
            await until(lambda: sheet.banner.isVisible(), "it is told")
        assert "Belum tersimpan. Cakram penuh" in sheet.banner.accessibleName()
        assert "outbox" in sheet.banner.accessibleName()
        assert desk.items() == ()
        sheet._send()
        await until(lambda: seat.frame.sheet is None, "with room on the disk it is stored")
        await until(lambda: not desk.items(), "it is decided")

    loop.run(journey())
    assert viewed(desk, case, loop).history[0].act == verb.Note("catatan penting")


def test_a_store_that_fails_raises_the_fault(
    desk: Desk, case: str, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = viewed(desk, case, loop)

    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(StoreFault) as fault:
        loop.run(desk.do(view.case, FORWARD))
    assert fault.value.key is FaultKey.IO
    monkeypatch.undo()
    assert desk.items() == ()


def test_what_lost_a_conflict_waits_until_the_officer_leaves_it(
    room: Room, seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    view = viewed(desk, case, loop)
    room.desk("agus").do(case, verb.Forward(("dpupr",), "sampah", "complaint"), 0)
    lost = loop.run(desk.do(view.case, FORWARD))
    loop.run(until(lambda: [i.state for i in desk.items()] == ["rejected"], "it is rejected"))
    (item,) = desk.items()
    assert (item.command.id, item.reason) == (lost.command.id, "assignment_changed")
    assert item.facts["opd"] == "dpupr"
    loop.run(until(lambda: card(seat, case).state == "forwarded", "the winner's act is here"))
    with pytest.raises(Refused, match="illegal_state"):
        loop.run(desk.send_again(item.command))
    assert [one.command.id for one in desk.items()] == [lost.command.id], "it waits for an act"
    loop.run(desk.dismiss(lost.command.id))
    loop.run(until(lambda: desk.items() == (), "the officer left it at that"))


def test_mine_are_the_cases_i_acted_on(desk: Desk, case: str, loop: Loop) -> None:
    assert loop.run(desk.mine()) == frozenset()
    loop.run(desk.do(viewed(desk, case, loop).case, verb.Note("satu")))
    assert loop.run(desk.mine()) == {case}
    loop.run(until(lambda: not desk.items(), "it is decided"))
    assert loop.run(desk.mine()) == {case}


def test_a_case_nobody_here_knows_has_no_view(desk: Desk, loop: Loop) -> None:
    assert loop.run(desk.view("nowhere")) is None


def test_one_lost_case_that_cannot_be_brought_back_holds_up_no_other(
    desk: Desk, case: str, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = viewed(desk, case, loop).case

    def lost(channel: str) -> Case:
        id = str(uuid.uuid4())
        report = replace(known.reports[0], id=str(uuid.uuid4()), case=id, channel=channel)
        return replace(known, id=id, reports=(report,))

    bad, good = lost("merpati"), lost(known.reports[0].channel)

    async def both(_: object) -> list[Case]:
        return [bad, good]

    monkeypatch.setattr(desk._sync.lost_cases, "cases", both)
    with pytest.raises(Refused, match="unknown_channel"):
        loop.run(desk.bring_back())
    assert loop.run(desk.view(bad.id)) is None
    assert viewed(desk, good.id, loop).case.text == known.text


async def noted(seat: Seat, text: str) -> None:
    """A note on the case in hand, by keys alone, up to the server."""
    await seat.press("n")
    await until(lambda: isinstance(seat.frame.sheet, ActSheet), "the sheet is open")
    await seat.press(text)
    await seat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: seat.frame.sheet is None, "the note is stored")
    await until(lambda: not seat.program.desk.items(), "the server has it")


def test_an_undo_offered_for_a_note_never_parts_the_merged_case_it_was_written_on(
    room: Room, seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    other = room.received(room.desk("agus"), category="sampah")
    loop.run(until(lambda: seat.program.book.slot(other) is not None, "the other is here"))

    async def written() -> None:
        view = await desk.view(other)
        assert view is not None
        await desk.do(view.case, verb.Merge(case))
        await until(lambda: not desk.items(), "it is merged")
        seat.frame.open_case(other)
        await until(lambda: seat.frame.case_page.view is not None, "it is on the page")
        await noted(seat, "Sudah ditelepon")
        await seat.press("z")
        await until(lambda: "Dibatalkan" in seat.frame._toast.accessibleName(), "it is undone")
        await until(lambda: not desk.items(), "the server has that")

    loop.run(written())
    assert viewed(desk, other, loop).case.state is State.MERGED
    assert [one.kind for one in viewed(desk, case, loop).history[:2]] == ["undone", "noted"]


def test_an_undo_that_is_offered_no_more_is_not_meant_by_the_key(
    room: Room, seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    other = room.received(room.desk("agus"), category="sampah")
    loop.run(until(lambda: seat.program.book.slot(other) is not None, "the other is here"))

    async def written() -> None:
        view = await desk.view(other)
        assert view is not None
        await desk.do(view.case, verb.Note("Nanti saja"))
        await until(lambda: not desk.items(), "the server has it")
        seat.frame.board.choose(case)
        await noted(seat, "Sudah ditelepon")
        seat.frame.say("Ini hal lain.")
        seat.frame.board.choose(other)
        await seat.press("z")
        await until(lambda: "Dibatalkan" in seat.frame._toast.accessibleName(), "it is undone")

    loop.run(written())
    assert [one.kind for one in viewed(desk, case, loop).case.acts] == ["noted"]
    assert viewed(desk, other, loop).case.acts == ()


def test_the_no_of_an_agency_is_taken_back_though_the_case_has_gone(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    siti, seat = room.desk("siti"), sit()
    case = room.received(siti, category="sampah")
    assert siti.do(case, FORWARD, 0)["outcome"] == "accepted"

    async def undone() -> None:
        await seat.enter(room.url, "dewi", PASSWORD)
        desk, book, toast = seat.program.desk, seat.program.book, seat.frame._toast
        await until(lambda: book.slot(case) is not None, "the case is here")
        view = await desk.view(case)
        assert view is not None
        seat.frame._hands.say_done(
            view.case.number, await desk.do(view.case, verb.Bounce("bukan kami"))
        )
        await until(lambda: book.slot(case) is None and not desk.items(), "it has gone")
        await seat.press("z")
        await until(lambda: "Pembatalan tersimpan" in toast.accessibleName(), "it is said")
        await until(lambda: book.slot(case) is not None and not desk.items(), "it is back")

    loop.run(undone())
    assert [task.opd for task in room.case(case).tasks] == ["dlh"]


def test_what_the_toast_offers_is_undone_also_where_no_case_is_left(
    seat: Seat, desk: Desk, case: str, loop: Loop
) -> None:
    async def sent() -> None:
        seat.frame.board.choose(case)
        await noted(seat, "Sudah ditelepon")
        seat.frame.board.filters.set_filters(Filters(channel=("walk_in",)))
        await until(lambda: seat.frame.board.current_id() == "", "no case is left")
        await seat.press("z")
        await until(lambda: "Dibatalkan" in seat.frame._toast.accessibleName(), "it is undone")

    loop.run(sent())
    assert viewed(desk, case, loop).case.acts == ()


def test_who_called_about_what_is_hidden_from_the_officer_is_kept(
    room: Room, seat: Seat, desk: Desk, loop: Loop
) -> None:
    act = verb.Receive(str(uuid.uuid4()), "phone", "Dipukul suami", category="kdrt")

    async def called() -> str:
        case = (await desk.take_call(act)).command.case
        assert await desk.tell_identity(case, act.report, "Bu Ratna", PHONE)
        assert await desk.view(case) is None
        return case

    case = loop.run(called())
    assert room.case(case).secret
    path = f"/reports/{act.report}/identity"
    told = {"case": case, "name": "Pak Lain", "phone": "", "email": "", "nik": ""}
    assert room.desk("agus").http.put(path, json=told).status_code == 404
    look = {"reason": "menelepon kembali"}
    assert room.desk("siti").http.post(f"{path}/look", json=look).status_code == 404
    found = room.desk("budi").http.post(f"{path}/look", json=look).json()
    assert (found["name"], found["phone"]) == ("Bu Ratna", PHONE)
