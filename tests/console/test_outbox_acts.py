"""What the officer does about commands that came too late, too old, or from a colleague."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from console.desk import BadFile, Desk
from db import people, sessions
from db.domain import commands as verb
from db.domain.commands import LAWS
from db.domain.states import State
from db.outbox import Outbox
from db.store import StoreFault
from server.people import TRUSTED
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Room

FORWARD = verb.Forward(("dlh",), "sampah", "complaint")
TO_DPUPR = verb.Forward(("dpupr",), "sampah", "complaint")
PHONE = "0812 3456 7890"


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti, signed in and live."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    return seat


def new_case(room: Room, seat: Seat, loop: Loop) -> str:
    case = room.received(room.desk("agus"), category="sampah")
    loop.run(until(lambda: seat.program.book.slot(case) is not None, "the case is here"))
    return case


def said(seat: Seat) -> str:
    page = seat.frame.outbox
    return "\n".join(x.toolTip() or x.text() for x in page.findChildren(QLabel) if x.isVisible())


def buttons(seat: Seat) -> list[str]:
    page = seat.frame.outbox
    return [b.text() for card in page._cards for b in card.buttons]


def states(desk: Desk) -> list[str]:
    return [item.state for item in desk.items()]


async def overtaken(room: Room, seat: Seat, case: str) -> None:
    """Siti's forward to DLH comes after Agus's to DPUPR, and she looks at her outbox."""
    desk = seat.program.desk
    view = await desk.view(case)
    assert view is not None
    room.desk("agus").do(case, TO_DPUPR, 0)
    await desk.do(view.case, FORWARD)
    await until(lambda: states(desk) == ["rejected"], "it came too late")
    seat.frame.go("outbox")
    await until(lambda: "Agus" in said(seat), "the winner is named")


def test_the_loser_of_a_race_sees_who_won_and_reassigns_by_keys_alone(
    room: Room, seat: Seat, loop: Loop
) -> None:
    case, desk = new_case(room, seat, loop), seat.program.desk

    async def played() -> None:
        await overtaken(room, seat, case)
        assert "Agus (meja 1) lebih dulu meneruskannya ke DPUPR" in said(seat)
        assert "Terusan Anda ke DLH tidak dijalankan" in said(seat)
        assert buttons(seat) == ["Buka kasus", "Biarkan di DPUPR", "Alihkan ke DLH"]
        seat.frame.outbox.focus_first()
        await seat.press(Qt.Key.Key_Right)
        await seat.press(Qt.Key.Key_Right)
        await seat.press(Qt.Key.Key_Return)
        sheet = seat.frame.sheet
        assert sheet is not None
        (reason,) = sheet.findChildren(QPlainTextEdit)
        await seat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert seat.frame.sheet is sheet, "without a reason nothing is sent"
        assert states(desk) == ["rejected"]
        reason.setFocus()
        await seat.press("Tumpukan sampah, bukan jalan")
        await seat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: desk.items() == (), "the new command is settled, the old one gone")
        view = await desk.view(case)
        assert view is not None
        assert [task.opd for task in view.case.tasks] == ["dlh"]
        assert view.case.assignment_no == 2

    loop.run(played())


def test_the_loser_of_a_race_may_leave_it_to_the_winner_by_keys_alone(
    room: Room, seat: Seat, loop: Loop
) -> None:
    case, desk = new_case(room, seat, loop), seat.program.desk

    async def played() -> None:
        await overtaken(room, seat, case)
        await seat.press(Qt.Key.Key_Right)
        focused = seat.program.focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.text() == "Biarkan di DPUPR"
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: desk.items() == (), "it is left at that")
        view = await desk.view(case)
        assert view is not None
        assert [task.opd for task in view.case.tasks] == ["dpupr"]

    loop.run(played())


def test_a_forward_too_old_is_asked_about_and_a_note_never(
    room: Room, seat: Seat, loop: Loop
) -> None:
    case, desk = new_case(room, seat, loop), seat.program.desk

    async def played() -> None:
        view = await desk.view(case)
        assert view is not None
        room.clock.ahead += timedelta(hours=13)  # made this morning, decided tonight
        note = await desk.do(view.case, verb.Note("menyusul"))
        old = await desk.do(view.case, FORWARD)
        await until(lambda: states(desk) == ["rejected"], "the note went, the forward is asked")
        assert note.command.id not in {item.command.id for item in desk.items()}
        seat.frame.go("outbox")
        assert "Sudah 13 jam menunggu" in said(seat)
        assert buttons(seat)[-1] == "Kirim lagi"
        await until(lambda: seat.program.clock.now() > old.command.made_at + timedelta(hours=12),
                    "the desk's clock has followed the server's")  # fmt: skip
        seat.frame.outbox.focus_first()
        seat.frame.outbox.move_lane(2)
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: desk.items() == (), "one key sends it again")
        again = await desk.view(case)
        assert again is not None
        assert again.case.state is State.FORWARDED
        made = next(c for c in again.history if c.kind == "forwarded")
        assert made.id != old.command.id
        assert made.made_at is not None
        assert made.made_at - old.command.made_at > timedelta(hours=12)

    loop.run(played())


def test_commands_of_a_revoked_session_are_given_again_by_a_supervisor(
    room: Room, seat: Seat, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    case, desk, file = new_case(room, seat, loop), seat.program.desk, tmp_path / "out.json"
    boss = sit("boss")

    async def played() -> None:
        room.stop()
        await until(lambda: not desk.online, "the server is gone")
        view = await desk.view(case)
        assert view is not None
        await desk.do(view.case, FORWARD)
        after = await desk.view(case)
        assert after is not None
        await desk.do(after.case, verb.Note(f"Warga menelepon dari {PHONE}"))
        call = verb.Receive("report-77", "phone", "Lampu mati di gang")
        await desk.take_call(call)
        assert await desk.export(file) == 3
        text = file.read_text("utf-8")
        assert "Warga menelepon" in text
        assert PHONE not in text
        assert "3456" not in text
        assert json.loads(text)["commands"][0]["command"]["author"]["name"] == "Siti"

        room.start()  # at another address: siti's desk never reaches it
        await boss.enter(room.url, "budi", PASSWORD)
        await until(lambda: boss.program.book.slot(case) is not None, "the case is here")
        assert buttons(boss) == []
        boss.frame.outbox.brought.emit(str(file))
        await until(lambda: boss.frame.sheet is not None, "they are shown first")
        await boss.press(Qt.Key.Key_Return)
        his = boss.program.desk
        await until(lambda: len(boss.program.book) == 2, "all of them are given")
        await until(lambda: his.items() == (), "all of them are taken")
        seen = await his.view(case)
        assert seen is not None
        assert seen.case.state is State.FORWARDED
        forwarded, named, noted = reversed(seen.history[:3])
        assert forwarded.by.id == "budi"
        assert isinstance(named.act, verb.Note)
        assert named.act.text.startswith("Dikirim ulang atas nama Siti (Meja 1)")
        assert isinstance(noted.act, verb.Note)
        assert noted.act.text.startswith("Warga menelepon dari •")

    loop.run(played())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "is not JSON"),
        ('{"format": "other"}', "format"),
        ('{"format": "liveroom-outbox/1", "city": "bandung"}', "belongs elsewhere"),
        (json.dumps({"format": "liveroom-outbox/1", "city": CITY, "commands": [{}]}),
         "commands[0]"),
        (json.dumps({"format": "liveroom-outbox/1", "city": CITY, "commands": ["fly"]}),
         "commands[0]"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_the_place(
    seat: Seat, loop: Loop, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(BadFile) as bad:
        loop.run(seat.program.desk.read_export(tmp_path / "bad.json"))
    assert said in str(bad.value)


@pytest.mark.expects_log("console trouble")
def test_what_was_given_again_at_the_same_desk_is_not_done_twice_when_its_author_returns(
    room: Room, seat: Seat, loop: Loop, tmp_path: Path
) -> None:
    case, file = new_case(room, seat, loop), tmp_path / "out.json"

    def enabled(active: bool) -> None:
        store = room.store()
        with store.write() as conn:
            people.set_active(conn, "siti", active)
            sessions.revoke_person(conn, "siti", room.clock())
        store.close()

    async def played() -> None:
        desk = seat.program.desk
        enabled(False)
        await asyncio.sleep(TRUSTED + 0.1)
        view = await desk.view(case)
        assert view is not None
        await desk.do(view.case, FORWARD)
        await desk.do(view.case, verb.Note("menyusul"))
        await until(lambda: not desk.online, "her session is told to be over")
        assert states(desk) == ["queued"] * 2
        assert await desk.export(file) == 2

        assert await seat.program.enter(room.url, "budi", PASSWORD, "Meja 1")
        desk = seat.program.desk
        await until(lambda: desk.online, "budi is live")
        given = await desk.give_again(await desk.read_export(file))
        assert [one.refused for one in given] == [None, None]
        await until(lambda: states(desk) == ["withdrawn"] * 2, "his are taken, hers are shown")
        again = await desk.give_again(await desk.read_export(file))
        assert {one.refused.key for one in again if one.refused} == {"given_already"}
        seen = await desk.view(case)
        assert seen is not None
        assert seen.case.state is State.FORWARDED

        enabled(True)
        assert await seat.program.enter(room.url, "siti", PASSWORD, "Meja 1")
        desk = seat.program.desk
        await until(lambda: desk.online, "siti is back")
        call = await desk.take_call(verb.Receive("report-78", "phone", "Lampu mati"))
        await until(lambda: seat.program.book.slot(call.command.case) is not None, "hers go again")
        await until(lambda: states(desk) == ["withdrawn"] * 2, "and these never do")
        later = await desk.view(case)
        assert later is not None
        assert [one.id for one in later.history] == [one.id for one in seen.history]
        seat.frame.go("outbox")
        await until(lambda: "dikirim ulang" in said(seat), "the page says so")

    loop.run(played())


@pytest.mark.expects_log("system trouble|console trouble")
def test_a_colleagues_waiting_command_is_told_apart_and_a_supervisor_gives_it_again(
    room: Room, seat: Seat, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(room, seat, loop)
    monkeypatch.setattr("console.sync.ABSENT_AFTER_MS", 0)

    async def left_by_siti() -> None:
        """Her session ends before her note goes out, and Budi sits down at the desk."""
        store = room.store()
        with store.write() as conn:
            people.set_active(conn, "siti", False)
            sessions.revoke_person(conn, "siti", room.clock())
        store.close()
        await asyncio.sleep(TRUSTED + 0.1)
        desk = seat.program.desk
        view = await desk.view(case)
        assert view is not None
        await desk.do(view.case, verb.Note("sudah ditelepon"))
        await until(lambda: not desk.online, "her session is told to be over")
        assert await seat.program.enter(room.url, "budi", PASSWORD, "Meja 1")

    async def played() -> None:
        await left_by_siti()
        desk = seat.program.desk
        await until(lambda: desk.online, "budi is live")
        await until(lambda: "author_gone" in seat.program.health.alarms, "siti is asked for")
        assert "perintah Siti menunggu" in seat.frame.trouble.accessibleName()
        seat.frame.go("outbox")
        assert "Perintah petugas lain · 1" in said(seat)
        assert "Minta Siti masuk di meja ini, atau kirim atas nama Anda." in said(seat)
        assert buttons(seat) == ["Buka kasus", "Kirim atas nama saya"]
        seat.frame.outbox._cards[0].buttons[-1].click()
        await until(lambda: states(desk) == ["withdrawn"], "it is given again and taken")
        await until(lambda: seat.program.health.alarms == (), "nobody is asked for any more")
        view = await desk.view(case)
        assert view is not None
        notes = [one.act.text for one in view.history if isinstance(one.act, verb.Note)]
        assert any("sudah ditelepon" in note and "Siti" in note for note in notes)

    loop.run(played())


async def taken_over(room: Room, seat: Seat, case: str) -> Desk:
    """Siti forwards it as her account ends; what she could not send waits when budi sits down."""
    store = room.store()
    with store.write() as conn:
        people.set_active(conn, "siti", False)
        sessions.revoke_person(conn, "siti", room.clock())
    store.close()
    await asyncio.sleep(TRUSTED + 0.1)
    desk = seat.program.desk
    view = await desk.view(case)
    assert view is not None
    await desk.do(view.case, FORWARD)
    await until(lambda: not desk.online, "her session is told to be over")
    assert await seat.program.enter(room.url, "budi", PASSWORD, "Meja 1")
    desk = seat.program.desk
    await until(lambda: desk.online, "budi is live")
    return desk


@pytest.mark.expects_log("system trouble|console trouble|store_")
def test_when_the_disk_fails_as_it_is_given_again_then_it_is_not_sent_twice(
    room: Room, seat: Seat, loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(room, seat, loop)

    async def played() -> None:
        desk = await taken_over(room, seat, case)
        log = next(tmp_path.rglob("outbox.log"))
        before, sync = log.read_bytes().count(b"\n"), os.fsync

        def full(descriptor: int) -> None:
            if log.read_bytes().count(b"\n") > before + 1:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            sync(descriptor)

        (old,) = [item.command for item in desk.items()]
        with monkeypatch.context() as broken, suppress(StoreFault):
            broken.setattr(os, "fsync", full)
            await desk.give_again([old])
        view = await desk.view(case)
        assert view is not None
        waits = [item.command.id for item in desk.items() if item.state != "withdrawn"]
        assert waits == [old.id]
        assert {one.by.name for one in view.history} == {"Agus"}

    loop.run(played())


@pytest.mark.expects_log("system trouble|console trouble|store_")
@pytest.mark.parametrize("failing", [1, 2])
def test_whichever_write_fails_as_it_is_given_again_a_restart_sends_it_in_one_name(
    room: Room,
    seat: Seat,
    loop: Loop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failing: int,
) -> None:
    case = new_case(room, seat, loop)

    async def played() -> None:
        desk = await taken_over(room, seat, case)
        room.stop()
        (old,) = [item.command for item in desk.items()]
        log, writes, sync = next(tmp_path.rglob("outbox.log")), [0], os.fsync

        def full(descriptor: int) -> None:
            if os.path.samestat(os.fstat(descriptor), log.stat()):
                writes[0] += 1
                if writes[0] >= failing:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            sync(descriptor)

        with monkeypatch.context() as broken, suppress(StoreFault):
            broken.setattr(os, "fsync", full)
            await desk.give_again([old])
        assert writes[0] > 0
        shutil.copytree(log.parent, tmp_path / "restarted")
        after = Outbox.open(tmp_path / "restarted")
        waits = [(row.author, row.command.act.__class__) for row in after.waiting()]
        after.close()
        hers, his = [("siti", verb.Forward)], [("budi", verb.Forward), ("budi", verb.Note)]
        assert waits == (hers if failing == 1 else his)

    loop.run(played())


@pytest.mark.expects_log("console trouble")
@pytest.mark.parametrize(
    "held",
    [verb.Note("menyusul"), verb.Edit("priority", "normal", "urgent"), FORWARD],
    ids=["note", "edit", "forward"],
)
def test_what_was_held_back_goes_when_it_is_sent_again(
    room: Room, seat: Seat, loop: Loop, held: verb.Verb
) -> None:
    case, desk = new_case(room, seat, loop), seat.program.desk

    async def played() -> None:
        view = await desk.view(case)
        assert view is not None
        lost = await desk.do(view.case, verb.Attach(("ab" * 32,)))  # a photo that is nowhere
        kept = await desk.do(view.case, held)
        await until(lambda: states(desk) == ["parked"] * 2, "both are held back")
        await desk.dismiss(lost.command.id)
        seat.frame.go("outbox")
        assert buttons(seat)[-1] == "Kirim lagi"
        seat.frame.outbox._cards[0].buttons[-1].click()
        await until(lambda: desk.items() == (), "it is taken")
        assert room.case(case).acts[-1].kind == LAWS[type(held)].past
        assert kept.command.id not in {act.change for act in room.case(case).acts}

    loop.run(played())
