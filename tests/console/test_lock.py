"""The locked desk: what nobody may read there, what lives on, and who comes back in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from console.idle import Idle
from console.pages.act import ActSheet
from console.pages.deeds import preferences
from console.pages.identity import IdentitySheet
from console.pages.lock import LockPage
from console.settings import Settings
from db.domain import commands as verb
from tests.plugins.seats import Loop, Seat, until
from tests.plugins.visible import read_out, shown
from tests.server.room import PASSWORD, Desk, Room
from widgets.banner import Banner
from widgets.masked import Masked

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NAME, PHONE, TEXT = "Rahmawati Penuntut", "0812-7788-9900", "Selokan Mampetbanjir depan rumah"
DRAFT = "Sudah kutelepon, kataruddin datang besok"
SECRETS = (NAME, PHONE, TEXT, "Mampetbanjir", DRAFT)


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti at a desk that is live."""
    made = sit()
    loop.run(made.enter(room.url, "siti", PASSWORD))
    return made


@pytest.fixture
def colleague(room: Room) -> Desk:
    """Somebody whose desk brings reports."""
    return room.desk("agus")


async def opened(seat: Seat, room: Room, colleague: Desk, **more: str) -> str:
    """The page of a case whose reporter has left a name."""
    case = room.received(colleague, TEXT, **more)
    await until(lambda: seat.program.book.slot(case) is not None, "the case is shown")
    view = await seat.program.desk.view(case)
    assert view is not None
    report = view.case.reports[0].id
    await seat.program.sync.put_identity(case, report, NAME, PHONE)
    seat.frame.open_case(case)
    await until(lambda: seat.frame.case_page.view is not None, "the case is open")
    return report


async def revealed(seat: Seat, report: str) -> None:
    """Its reporter, shown for a reason."""
    seat.frame.look(report)
    await seat.press("menelepon pelapor")
    await seat.press(Key.Key_Return)
    await until(lambda: NAME in shown(), "the reporter is shown")


async def lock(seat: Seat) -> LockPage:
    """Covered with the key."""
    await seat.press(Key.Key_L, CTRL)
    await until(lambda: seat.program.locked, "the desk is locked")
    page = seat.program.guard.page
    assert page is not None
    return page


async def open_lock(seat: Seat, password: str = PASSWORD, login: str = "") -> None:
    """With keys alone: the password goes where the keys are."""
    if login:
        field = seat.find(QLineEdit, "Nama pengguna")
        field.setFocus()
        field.selectAll()
        await seat.press(login)
        await seat.press(Key.Key_Tab)
    await seat.press(password)
    await seat.press(Key.Key_Return)


async def unlocked(seat: Seat) -> None:
    await until(lambda: not seat.program.locked, "the desk is open")


def window_of(widget: QWidget) -> QWindow:
    """What the system knows of it."""
    window = widget.windowHandle()
    assert window is not None
    return window


async def by_the_system(touch: Callable[[], None]) -> None:
    """Keys and mouse as they come to a window, and not within a task: they let events happen."""
    done: list[bool] = []

    def touched() -> None:
        touch()
        done.append(True)

    QTimer.singleShot(0, touched)
    await until(lambda: bool(done), "the touch has come")


def said(seat: Seat) -> str:
    """What the lock page says went wrong."""
    page = seat.program.guard.page
    assert page is not None
    (banner,) = page.findChildren(Banner)
    return banner.accessibleName() if banner.isVisible() else ""


def leaks() -> list[str]:
    """What is not for a passer-by, and can be read or heard."""
    words = shown() + read_out()
    return [secret for secret in SECRETS if secret in words]


# --- what is covered ---


def test_nothing_of_any_case_is_shown_or_read_out(
    room: Room, loop: Loop, seat: Seat, colleague: Desk
) -> None:
    async def journey() -> None:
        report = await opened(seat, room, colleague)
        await revealed(seat, report)
        seat.frame.ask("note")
        await until(lambda: isinstance(seat.frame.sheet, ActSheet), "the note's sheet is open")
        await seat.press(DRAFT)
        QGuiApplication.clipboard().setText(f"{NAME} {PHONE}")
        assert set(leaks()) == set(SECRETS), "all of it could be read before"
        heard: list[bool] = []
        seat.program.locked_changed.connect(heard.append)
        await lock(seat)
        assert leaks() == []
        assert heard == [True]
        assert QGuiApplication.clipboard().text() == ""
        await open_lock(seat)
        await unlocked(seat)
        assert heard == [True, False]
        words = shown()
        assert NAME not in words, "the reporter is forgotten"
        assert TEXT in words
        assert DRAFT in words, "what was being written is not"
        at = QApplication.focusWidget()
        assert isinstance(at, QPlainTextEdit)
        await seat.press("!")
        assert at.toPlainText() == f"{DRAFT}!", "and goes on where it stopped"

    loop.run(journey())


def test_other_windows_are_hidden_and_come_back(
    room: Room, loop: Loop, seat: Seat, colleague: Desk
) -> None:
    async def journey() -> None:
        await opened(seat, room, colleague)
        dialog = QDialog(seat.frame)
        QLabel(TEXT, dialog)
        dialog.open()
        torn_off = QLabel(NAME)
        torn_off.show()
        dialog.activateWindow()
        await until(dialog.isActiveWindow, "another window has the keys")
        await by_the_system(lambda: QTest.keyClick(window_of(dialog), Key.Key_L, CTRL))
        await until(lambda: seat.program.locked, "the key reaches every window")
        assert leaks() == []
        late = QLabel(PHONE)
        late.show()
        late.activateWindow()
        await until(lambda: not late.isVisible(), "one that opens meanwhile is hidden, too")
        assert leaks() == []
        await until(seat.program.isActiveWindow, "the keys are back")
        await open_lock(seat)
        await unlocked(seat)
        assert dialog.isVisible()
        assert dialog.isModal()
        assert torn_off.isVisible()
        dialog.close()
        for label in (torn_off, late):
            label.close()
            label.deleteLater()

    loop.run(journey())


def test_who_is_away_is_on_no_case(room: Room, loop: Loop, seat: Seat, colleague: Desk) -> None:
    told: list[tuple[str | None, str]] = []

    async def journey() -> None:
        await opened(seat, room, colleague)
        view = seat.frame.case_page.view
        assert view is not None
        presence = seat.program.sync.beside.presence
        with pytest.MonkeyPatch.context() as heard:
            heard.setattr(presence, "attend", lambda case, mode: told.append((case, mode)))
            await lock(seat)
            await open_lock(seat)
            await unlocked(seat)
            seat.frame.ask("note")
            await until(lambda: seat.frame.sheet is not None, "the note's sheet is open")
            await lock(seat)
            await open_lock(seat)
            await unlocked(seat)
            case = view.case.id
            away, looks, writes = (None, "view"), (case, "view"), (case, "edit")
            assert told == [away, looks, writes, away, writes]
            told.clear()
            await lock(seat)
            await open_lock(seat, login="agus")
            await unlocked(seat)
            assert (case, "edit") not in told, "the next officer is on no case"

    loop.run(journey())


# --- what lives on ---


def test_counters_alarms_and_outbox_live_on(
    room: Room, loop: Loop, seat: Seat, colleague: Desk
) -> None:
    async def journey() -> None:
        await opened(seat, room, colleague)
        page = await lock(seat)

        def words() -> str:
            return " ".join(label.text() for label in page.findChildren(QLabel))

        red = next(
            each for each in page.findChildren(QLabel) if each.accessibleDescription() == "Merah"
        )
        await until(lambda: red.text() == "1", "one report is counted")
        for n in range(40):
            room.received(colleague, f"{TEXT} {n}")
        act = verb.Receive("darurat-1", "phone", TEXT, priority="emergency")
        assert colleague.do("gawat-1", act)["outcome"] == "accepted"
        await until(lambda: red.text() == "42", "a storm is counted")
        await until(lambda: "Alarm menunggu: 1 darurat 1" in words(), "the alarm is told")
        assert "42 laporan di papan" in words()
        assert leaks() == []
        view = await seat.program.desk.view("gawat-1")
        assert view is not None
        room.stop()
        await seat.program.desk.do(view.case, verb.Note("tes"))
        await until(lambda: "1 perintah Anda menunggu" in words(), "the outbox is told")
        pill = next(b for b in page.findChildren(QPushButton) if "Sambungan" in b.accessibleName())
        await until(lambda: "Luring" in pill.text(), "the lost server is told")

    loop.run(journey())
    room.start()


def test_after_a_start_without_the_server_alarms_stand_for_who_sits_here(
    room: Room, loop: Loop, sit: Callable[..., Seat], colleague: Desk
) -> None:
    async def before(seat: Seat) -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        act = verb.Receive("darurat-1", "phone", TEXT, priority="emergency")
        assert colleague.do("gawat-1", act)["outcome"] == "accepted"
        await until(lambda: len(seat.program.desk.watching.alarms()) == 1, "the alarm stands")
        await seat.close()

    async def after(seat: Seat) -> None:
        await seat.open(room.url)
        await until(lambda: seat.program.book.slot("gawat-1") is not None, "the board is shown")
        assert await seat.program.enter_offline("siti", PASSWORD)
        await until(lambda: len(seat.program.desk.watching.alarms()) == 1, "the alarm stands again")

    loop.run(before(sit()))
    room.stop()
    loop.run(after(sit()))
    room.start()


# --- who comes in ---


def test_a_wrong_password_is_refused_then_slowed(loop: Loop, seat: Seat) -> None:
    now = [1000.0]
    seat.program.keeper._patience._seconds = lambda: now[0]

    async def journey() -> None:
        page = await lock(seat)
        opens = page.findChildren(QPushButton)[-1]
        for _ in range(3):
            await open_lock(seat, "salah")
            await until(lambda: "Kata sandi salah" in said(seat), "it is refused")
        await until(lambda: opens.text() == "Tunggu 2 dtk", "and slowed")
        assert not opens.isEnabled()
        await open_lock(seat)
        assert seat.program.locked, "not even the right one is looked at"
        seat.find(QLineEdit, "Kata sandi").clear()
        now[0] += 2
        await until(opens.isEnabled, "the wait is over")
        await open_lock(seat, "salah lagi")
        await until(lambda: opens.text() == "Tunggu 4 dtk", "the next wait is longer")
        seat.find(QLineEdit, "Kata sandi").clear()
        now[0] += 4
        await until(opens.isEnabled, "the wait is over")
        await open_lock(seat)
        await unlocked(seat)
        assert seat.program.keeper.wait() == 0
        assert "4 kata sandi salah dicoba" in shown(), "whoever comes back is told"

    loop.run(journey())


def test_without_the_server_its_officer_comes_in(room: Room, loop: Loop, seat: Seat) -> None:
    async def journey() -> None:
        await lock(seat)
        room.stop()
        await until(lambda: seat.program.sync.status.link.value == "offline", "the server is gone")
        await open_lock(seat, "salah")
        await until(lambda: "Kata sandi salah" in said(seat), "it is refused")
        await open_lock(seat)
        await unlocked(seat)
        assert seat.program.desk.author.id == "siti"

    loop.run(journey())
    room.start()


async def both_have_been_here(seat: Seat, room: Room) -> None:
    """Agus was at this desk before, and Siti writes a note while the server is away."""
    program, keeper = seat.program, seat.program.keeper
    await seat.open(room.url)
    assert await program.enter(room.url, "agus", PASSWORD, "Meja 1")
    assert await program.enter(room.url, "siti", PASSWORD, "Meja 1")
    await until(lambda: program.sync.status.link.value == "live", "siti is here")
    await until(lambda: keeper.draining() == (), "agus has left nothing")


async def noted(seat: Seat, case: str, text: str) -> None:
    """A note on the case, stored."""
    view = await seat.program.desk.view(case)
    assert view is not None
    await seat.program.desk.do(view.case, verb.Note(text))


async def authors(desk: Desk, *texts: str) -> list[str]:
    """Who the server says wrote these notes, once it has them all."""
    found: dict[str, str] = {}
    for _ in range(400):
        notes = [body for body in desk.bodies() if body["act"].get("text") in texts]
        found = {body["act"]["text"]: str(body["by"]["id"]) for body in notes}
        if len(found) == len(texts):
            break
        await asyncio.sleep(0.05)
    return [found.get(text, "") for text in texts]


def test_the_next_officer_comes_in_and_each_outbox_stays_its_own(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    seat, port = sit(), int(room.url.rsplit(":", 1)[1])

    async def journey() -> None:
        await both_have_been_here(seat, room)
        program, case = seat.program, room.received(room.desk("agus"), TEXT)
        await until(lambda: program.book.slot(case) is not None, "the case is shown")
        room.stop()
        await until(lambda: program.sync.status.link.value == "offline", "the server is gone")
        await noted(seat, case, "dari siti")
        seat.frame.board.choose(case)
        seat.frame.ask("note")
        await until(lambda: isinstance(seat.frame.sheet, ActSheet), "the note's sheet is open")
        await seat.press(DRAFT)
        page = await lock(seat)
        hints = [label.text() for label in page.findChildren(QLabel)]
        assert not any("belum disimpan hilang" in hint for hint in hints)
        seat.find(QLineEdit, "Nama pengguna").setText("budi")
        hints = [label.text() for label in page.findChildren(QLabel)]
        assert any("belum disimpan hilang" in hint for hint in hints), "the next one is told"
        await open_lock(seat, login="budi")
        await until(lambda: "Tidak cocok" in said(seat), "a stranger stays out")
        await open_lock(seat, login="agus")
        await unlocked(seat)
        assert program.desk.author.id == "agus"
        assert DRAFT not in shown() + read_out()
        status = program.sync.status
        assert (status.waiting, status.others_waiting) == (0, 1)
        await noted(seat, case, "dari agus")
        room.start(port)
        desk = room.desk("budi")
        assert await authors(desk, "dari siti") == ["siti"]
        await until(lambda: program.sync.status.link.value == "denied", "agus is asked for")
        assert program.sync.status.waiting == 1
        await lock(seat)
        await open_lock(seat)
        await unlocked(seat)
        assert await authors(desk, "dari siti", "dari agus") == ["siti", "agus"]
        await until(lambda: program.keeper.draining() == (), "nobody has left anything")

    loop.run(journey())


def test_with_the_server_any_officer_comes_in_at_once(room: Room, loop: Loop, seat: Seat) -> None:
    async def journey() -> None:
        seat.frame.take_call()
        await lock(seat)
        await open_lock(seat, "salah", login="budi")
        await until(lambda: "kata sandi salah" in said(seat), "the server refuses")
        await open_lock(seat, login="budi")
        await unlocked(seat)
        assert seat.program.desk.author.id == "budi"
        assert seat.frame.sheet is None, "what siti was doing is not shown to him"
        await until(lambda: seat.program.sync.status.link.value == "live", "the desk is live")
        await seat.press(Key.Key_L, CTRL)
        await until(lambda: seat.program.locked, "his desk locks, too")
        await open_lock(seat)
        await unlocked(seat)

    loop.run(journey())


def test_who_sees_other_cases_needs_the_server(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    seat = sit()

    async def journey() -> None:
        await seat.open(room.url)
        assert await seat.program.enter(room.url, "budi", PASSWORD, "Meja 1")
        assert await seat.program.enter(room.url, "siti", PASSWORD, "Meja 1")
        room.stop()
        await until(lambda: seat.program.sync.status.link.value == "offline", "the server is gone")
        await lock(seat)
        await open_lock(seat, login="budi")
        await until(lambda: "melihat kasus lain" in said(seat), "the board is not thrown away")
        await seat.press(Key.Key_Escape)
        assert seat.find(QLineEdit, "Nama pengguna").text() == "siti"
        await open_lock(seat)
        await unlocked(seat)
        assert seat.program.desk.author.id == "siti"

    loop.run(journey())
    room.start()


def test_an_unsigned_handover_is_not_for_the_next_officer(
    room: Room, loop: Loop, seat: Seat
) -> None:
    async def journey() -> None:
        seat.frame.go("shift")
        current = seat.program.changeover
        await until(lambda: current.current.draft is not None, "the draft is made")
        current.remark(DRAFT)
        await lock(seat)
        assert DRAFT not in shown() + read_out()
        await open_lock(seat, login="agus")
        await unlocked(seat)
        assert current.current.remark == ""
        seat.frame.go("shift")
        await until(lambda: current.current.by == "agus", "agus makes his own")
        assert DRAFT not in shown()
        await lock(seat)
        await open_lock(seat, login="siti")
        await unlocked(seat)
        seat.frame.go("shift")
        await until(lambda: DRAFT in shown(), "siti goes on with hers")

    loop.run(journey())


# --- when nobody is here ---


class Hands:
    """Clocks in the test's hands: `boot` in seconds, `wall` in ms."""

    def __init__(self, idle: Idle) -> None:
        self.boot, self.wall = 1000.0, 1e12
        idle._boot, idle._wall = (lambda: self.boot), (lambda: self.wall)
        idle.touch()

    def pass_by(self, seconds: float) -> None:
        self.boot += seconds
        self.wall += seconds * 1000


def test_it_locks_once_nobody_has_touched_anything_for_long_enough(loop: Loop, seat: Seat) -> None:
    program, idle = seat.program, seat.program.guard.idle

    async def journey() -> None:
        assert idle.limit == 5 * 60, "five minutes where nobody chose otherwise"
        seat.frame.prefer("lock_minutes", 2)
        hands = Hands(idle)
        for touch in (
            lambda: QTest.keyClick(window_of(program), Key.Key_J),  # a shortcut takes it
            lambda: QTest.mouseMove(window_of(program), QPoint(40, 40)),
        ):
            hands.pass_by(119)
            program.ticker.ticked.emit()
            assert not program.locked
            await by_the_system(touch)
        hands.pass_by(119)
        program.ticker.ticked.emit()
        assert not program.locked
        hands.pass_by(1)
        program.ticker.ticked.emit()
        assert seat.program.guard.page is not None, "it is covered"
        assert "sesudah 2 menit tanpa sentuhan" in shown()
        hands.pass_by(1000)
        await open_lock(seat)
        await unlocked(seat)
        program.ticker.ticked.emit()
        assert not program.locked, "it begins anew"

    loop.run(journey())


@pytest.mark.parametrize("clock", ["boot", "wall"])
def test_it_is_locked_after_the_machine_slept(clock: str, loop: Loop, seat: Seat) -> None:
    program, hands = seat.program, Hands(seat.program.guard.idle)

    async def journey() -> None:
        if clock == "boot":
            hands.boot += 4000
        else:
            hands.wall += 4000 * 1000
        await by_the_system(lambda: QTest.keyClick(window_of(program), Key.Key_G))
        assert program.locked, "the key that wakes it shows nothing"

    loop.run(journey())


def test_it_never_locks_by_itself_where_somebody_chose_that(loop: Loop, seat: Seat) -> None:
    program = seat.program

    async def journey() -> None:
        seat.frame.prefer("lock_minutes", 0)
        Hands(program.guard.idle).pass_by(100_000)
        program.ticker.ticked.emit()
        assert not program.locked
        await lock(seat)

    loop.run(journey())


class Counting(Idle):
    """Notes the kind of each event it is asked about."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.heard.append(event.type().name)
        return super().eventFilter(watched, event)

    heard: ClassVar[list[str]] = []


def test_a_paint_costs_the_idle_watch_nothing(loop: Loop, seat: Seat) -> None:
    idle, board = Counting(seat.program), seat.frame.board

    async def journey() -> None:
        idle.look()
        idle.heard.clear()
        for _ in range(30):
            board.repaint()
            board.update()
            await seat.rest()
        assert idle.heard == []
        await by_the_system(lambda: QTest.mouseMove(window_of(seat.program), QPoint(60, 60)))
        assert "MouseMove" in idle.heard, "it does listen"

    loop.run(journey())


def test_every_choice_of_minutes_is_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert settings.lock_minutes == 5
    offered = [one.value for one in preferences() if one.name == "lock_minutes"]
    assert offered == [2, 5, 10, 15, 30, 0]
    for minutes in offered:
        settings.keep("lock_minutes", minutes)
        assert Settings(tmp_path).lock_minutes == minutes
    settings.begin_with("lock_minutes", 10)
    assert settings.lock_minutes == 0, "who has chosen is not asked again"


# --- who reported ---


def test_a_reporter_is_forgotten_once_the_page_is_left(
    room: Room, loop: Loop, seat: Seat, colleague: Desk
) -> None:
    async def journey() -> None:
        report = await opened(seat, room, colleague)
        view = seat.frame.case_page.view
        assert view is not None
        await revealed(seat, report)
        seat.frame.go("board")
        assert NAME not in read_out()
        seat.frame.go("case")
        assert NAME not in shown()
        await revealed(seat, report)
        seat.frame.open_case(view.case.id)
        await seat.rest()
        assert NAME not in shown(), "opened anew, it is asked for anew"

    loop.run(journey())


def test_a_reporter_is_forgotten_once_the_case_closes(
    room: Room, loop: Loop, seat: Seat, colleague: Desk
) -> None:
    async def journey() -> None:
        report = await opened(seat, room, colleague, report_class="information")
        view = seat.frame.case_page.view
        assert view is not None
        await revealed(seat, report)
        colleague.do(view.case.id, verb.Note("masih terbuka"))
        page = seat.frame.case_page
        await until(lambda: page.view is not None and page.view is not view, "it has moved on")
        assert NAME in shown(), "while it is open, the officer goes on calling"
        done = colleague.do(view.case.id, verb.Answer("Sudah dijawab"), view.case.assignment_no)
        assert done["outcome"] == "accepted", done
        await until(lambda: NAME not in shown(), "then it is forgotten")
        await revealed(seat, report)  # also of a case that is over, when asked for

    loop.run(journey())


@pytest.mark.parametrize("leaves", ["sheet", "page", "lock"])
def test_an_answer_that_comes_too_late_is_dropped(
    leaves: str, room: Room, loop: Loop, seat: Seat, colleague: Desk
) -> None:
    async def journey() -> None:
        report = await opened(seat, room, colleague)
        desk, answered = seat.program.desk, asyncio.Event()
        asked = desk.look

        async def slowly(report: str, reason: str) -> dict[str, str]:
            found = await asked(report, reason)
            await answered.wait()
            return found

        with pytest.MonkeyPatch.context() as slow:
            slow.setattr(desk, "look", slowly)
            seat.frame.look(report)
            await seat.press("menelepon pelapor")
            await seat.press(Key.Key_Return)
            if leaves == "sheet":
                await seat.press(Key.Key_Escape)
            elif leaves == "page":
                seat.frame.go("board")
            else:
                await lock(seat)
            answered.set()
            await seat.rest()
            assert NAME not in shown() + read_out()
            if leaves == "lock":
                await open_lock(seat)
                await unlocked(seat)
                assert isinstance(seat.frame.sheet, IdentitySheet)
                assert "menelepon pelapor" in shown(), "the reason is still there"
                assert "Minta lagi" in shown()
            else:
                assert seat.frame.sheet is None
                seat.frame.go("case")
            masks = seat.frame.findChildren(Masked)
            assert masks
            assert NAME not in shown()

    loop.run(journey())
