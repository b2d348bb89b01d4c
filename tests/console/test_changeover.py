"""A handover at its edges: cut off while it is written, a disk that is full, acts on their way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from console.changeover import Changeover
from console.drafts import Drafts, of_handovers
from console.handing import collect
from console.logbook import Logbook
from db.domain import commands as verb
from db.domain.case import Case
from db.domain.logbook import Kept
from db.domain.states import State
from db.store import FaultKey, StoreFault
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room, forward

Seats = Callable[..., Seat]
FULL = StoreFault("logbook", FaultKey.DISK_FULL)


def changeover(seat: Seat) -> Changeover:
    assert seat.program._workplace is not None
    return seat.program._workplace.changeover


@pytest.fixture
def cases(room: Room) -> list[str]:
    """Three cases; an agency has one of them."""
    siti = room.desk("siti")
    ids = [room.received(siti, text) for text in ("Sampah menumpuk", "Lampu mati", "Got mampet")]
    assert siti.do(ids[0], forward("dlh"), 0)["outcome"] == "accepted"
    return ids


async def drafting(seat: Seat, room: Room, login: str = "siti") -> Changeover:
    """Signed in, and the handover is drafted."""
    await seat.enter(room.url, login, PASSWORD)
    await until(lambda: len(seat.program.book) == 3, "the cases are here")
    changes = changeover(seat)
    await changes.draft()
    return changes


def cut_off(seat: Seat, tmp_path: Path, name: str) -> None:
    """The power fails: what is on the disk now is what the program `name` will find."""
    shutil.copytree(seat.folder, tmp_path / name)


async def on_disk(seat: Seat, person: str, remark: str) -> None:
    def there() -> bool:
        held = of_handovers(seat.folder).read(person)
        return held is not None and held.remark == remark

    await until(there, "what was typed is on the disk")


def test_remarks_outlive_a_power_cut_and_stay_their_officers_own(
    room: Room, cases: list[str], loop: Loop, sit: Seats, tmp_path: Path
) -> None:
    seat = sit()

    async def typed() -> None:
        await drafting(seat, room)
        seat.frame.go("shift")
        page = seat.frame.shift.handover
        await until(lambda: bool(page.lines.current()), "a line is in hand")
        await seat.rest()
        seat.find(QPlainTextEdit, "Catatan untuk kasus ini").setFocus()
        await seat.press("Sudah ditelepon")
        seat.find(QPlainTextEdit, "Catatan umum").setFocus()
        await seat.press("Pompa satu mati")
        await on_disk(seat, "siti", "Pompa satu mati")

    loop.run(typed())
    cut_off(seat, tmp_path, "after")
    after = Seat(loop, tmp_path / "after")

    async def found() -> None:
        changes = await drafting(after, room)
        assert changes.current.remark == "Pompa satu mati"
        assert list(changes.current.remarks.values()) == ["Sudah ditelepon"]
        after.frame.go("shift")
        await until(lambda: bool(after.frame.shift.handover.lines.current()), "it is shown")
        assert after.find(QPlainTextEdit, "Catatan umum").toPlainText() == "Pompa satu mati"
        await after.program.sync.sign_out()
        assert await after.program.enter(room.url, "agus", PASSWORD, "Meja 1")
        await changes.draft()
        assert (changes.current.remark, changes.current.remarks) == ("", {})
        await after.close()

    loop.run(found())


def test_a_signed_draft_does_not_come_back(
    room: Room,
    cases: list[str],
    loop: Loop,
    sit: Seats,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the power failed before the draft was cleared away."""
    seat = sit()
    monkeypatch.setattr(Drafts, "forget", lambda *_: None)

    async def signed() -> None:
        changes = await drafting(seat, room)
        changes.remark("Pompa satu mati")
        await on_disk(seat, "siti", "Pompa satu mati")
        await changes.sign()

    loop.run(signed())
    cut_off(seat, tmp_path, "after")
    after = Seat(loop, tmp_path / "after")

    async def next_one() -> None:
        await after.enter(room.url, "siti", PASSWORD)
        changes = changeover(after)
        assert changes.current.given is not None
        assert changes.current.given.handover is not None
        assert changes.current.given.handover.remark == "Pompa satu mati"
        changes.start_anew()
        await changes.draft()
        assert changes.current.remark == ""
        await after.close()

    loop.run(next_one())


def test_what_was_typed_last_is_kept_when_the_window_is_closed(
    room: Room, cases: list[str], loop: Loop, sit: Seats
) -> None:
    seat = sit()

    async def closed() -> None:
        changes = await drafting(seat, room)
        changes.remark("Baru saja diketik")
        await seat.close()

    loop.run(closed())
    held = of_handovers(seat.folder).read("siti")
    assert held is not None
    assert held.remark == "Baru saja diketik"


def test_what_was_typed_last_is_its_officers_own_when_another_sits_down(
    room: Room, cases: list[str], loop: Loop, sit: Seats
) -> None:
    seat = sit()

    async def changed() -> None:
        changes = await drafting(seat, room)
        await seat.program.sync.sign_out()
        changes.remark("Punya Siti")
        assert await seat.program.enter(room.url, "agus", PASSWORD, "Meja 1")
        await changes.draft()
        assert changes.current.remark == ""
        changes.remark("Punya Agus")
        await on_disk(seat, "agus", "Punya Agus")
        await on_disk(seat, "siti", "Punya Siti")

    loop.run(changed())


def test_a_full_disk_signs_nothing_and_keeps_the_remarks(
    room: Room, cases: list[str], loop: Loop, sit: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = sit()

    def full(*_: object) -> None:
        raise FULL

    async def signed() -> None:
        changes = await drafting(seat, room)
        changes.remark("Pompa satu mati")
        with monkeypatch.context() as patch:
            patch.setattr(Logbook, "put", full)
            with pytest.raises(StoreFault):
                await changes.sign()
        assert changes.current.given is None
        assert changes.current.remark == "Pompa satu mati"
        assert Logbook(seat.folder).read() == ([], [])
        await changes.sign()
        assert len(Logbook(seat.folder).read()[0]) == 1

    loop.run(signed())


@pytest.mark.expects_log("console trouble")
def test_a_receipt_that_the_server_has_stands_though_the_disk_is_full_by_then(
    room: Room, cases: list[str], loop: Loop, sit: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, put, told = sit(), Logbook.put, list[str]()

    def full_later(log: Logbook, kept: Kept) -> None:
        if kept.recorded_at is not None:
            raise FULL
        put(log, kept)

    async def received() -> None:
        changes = await drafting(seat, room)
        seat.program.sync.noticed.connect(lambda key, _: told.append(key))
        given = await changes.sign()
        assert given.entry.handover is not None
        kept = changes.kept
        await until(
            lambda: bool((one := kept(given.entry.id)) and one.recorded_at), "the server has it"
        )
        changes.current.opened.update(given.entry.handover.critical)
        with monkeypatch.context() as patch:
            patch.setattr(Logbook, "put", full_later)
            receipt = await changes.receive("agus", PASSWORD, "")
        assert changes.current.receipt == receipt.entry
        assert "store_disk_full" in told
        entries = (await changes.day(changes.today())).entries
        assert [one.entry.id for one in entries] == [given.entry.id, receipt.entry.id]

    loop.run(received())


@pytest.mark.expects_log("console trouble")
def test_a_damaged_entry_is_told_at_the_next_start(
    room: Room, cases: list[str], loop: Loop, sit: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, told = sit(), list[str]()
    bad = seat.folder / "logbook" / "0b7c2f0e-6a53-4b1e-9a44-6f1c5e2f9d11.json"
    bad.parent.mkdir()
    bad.write_bytes(b"{")

    async def started() -> None:
        seat.program.sync.noticed.connect(lambda _, facts: told.append(facts.get("path", "")))
        await seat.enter(room.url, "siti", PASSWORD)
        assert str(bad) in told

    loop.run(started())


def test_the_sums_of_a_handover_add_up_with_acts_on_their_way(
    room: Room, cases: list[str], loop: Loop, sit: Seats
) -> None:
    """A merge and a new call wait in the outbox: every report is counted, and counted once."""
    seat = sit()

    async def case_of(id: str) -> Case:
        view = await seat.program.desk.view(id)
        assert view is not None
        return view.case

    async def offline() -> None:
        changes = await drafting(seat, room)
        desk = seat.program.desk
        room.stop()
        await until(lambda: seat.program.sync.status.link.value == "offline", "the line is dead")
        await desk.do(await case_of(cases[1]), verb.Merge(cases[2]))
        call = verb.Receive("panggilan-1", "phone", "Got mampet lagi")
        joined = await desk.take_call(call, cases[2])
        draft = await changes.draft()
        sums = {one.state: (one.cases, one.reports) for one in draft.standing}
        assert sums == {
            State.FORWARDED: (1, 1),
            State.RECEIVED: (1, 3),
            State.MERGED: (2, 0),
        }
        await desk.undo(await case_of(joined.command.case))
        ledger = await collect(seat.program.sync, draft.made_at)
        assert dict(ledger.standing)[State.RECEIVED] == (2, 3)
        assert dict(ledger.standing)[State.MERGED] == (1, 0)

    loop.run(offline())


def test_what_is_written_while_another_is_on_its_way_follows_it(
    room: Room, cases: list[str], loop: Loop, sit: Seats
) -> None:
    seat = sit()

    async def written() -> None:
        changes = await drafting(seat, room)
        ids = [(await changes.note(text)).entry.id for text in ("satu", "dua", "tiga")]

        def there() -> bool:
            return all((one := changes.kept(id)) and one.recorded_at for id in ids)

        await until(there, "the server has all three, without waiting for the next round")

    loop.run(written())
