"""From the board to forwarded with real keys on a real server, and every other key of the desk."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from console.pages import acts
from console.pages.act import ActSheet
from console.pages.forward import ForwardSheet
from console.pages.help import KeysHelp
from console.pages.intake import IntakeSheet
from console.pages.place_sheet import PlaceSheet
from db import feed
from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.states import State
from resources import path
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Desk, Room
from widgets.key_hint import KeyHint
from widgets.toast import Toast

SHEETS = {"forward": ForwardSheet, "place": PlaceSheet}
Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
Journey = Callable[[], Coroutine[Any, Any, None]]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people."""
    pack = tmp_path / "pack"
    shutil.copytree(path("cities", CITY), pack)
    agencies = pack / "agencies.toml"
    before, mark, after = agencies.read_text("utf-8").partition('id = "dlh"')
    ways = after.replace('delivery = ["console", "phone"]', 'delivery = ["email", "phone"]', 1)
    agencies.write_text(before + mark + ways, "utf-8")  # it has no address, so nothing arrives
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", pack)
    yield room
    room.stop()


class Officer:
    """Somebody at the desk, who counts the keys they hit, and a colleague who brings reports."""

    def __init__(self, room: Room, seat: Seat, colleague: Desk) -> None:
        self.room, self.seat, self.colleague = room, seat, colleague
        self.keys = 0

    def report(self, text: str = "Sampah menumpuk", **more: Any) -> str:
        """A case that came in by another desk."""
        return self.room.received(self.colleague, text, **more)

    async def shows(self, *cases: str) -> None:
        """Wait until the board has them."""
        book = self.seat.program.book
        await until(lambda: all(book.slot(case) is not None for case in cases), "cases are shown")
        await self.seat.rest()

    async def at(self, case: str) -> None:
        """The case is the chosen one on the board."""
        await self.shows(case)
        self.seat.frame.go("board")
        self.seat.frame.board.choose(case)
        await until(lambda: self.seat.frame.board.current_id() == case, "the case is chosen")

    async def hit(
        self,
        key: Qt.Key | str,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """One key of the way."""
        self.keys += 1
        await self.seat.press(key, modifier)

    async def case(self, case: str) -> Case:
        """As the server's feed has brought it to this desk."""
        found = await self.seat.program.sync.cache.case(case)
        assert found is not None
        return found

    async def until_state(self, case: str, state: State) -> Case:
        """Wait until the server has decided so."""
        for _ in range(1000):
            found = await self.seat.program.sync.cache.case(case)
            if found is not None and found.state is state:
                return found
            await self.seat.rest()
        raise AssertionError(f"{case} never became {state}")

    async def sheet(self, kind: type[Any], of: str = "") -> Any:
        """The sheet that opened."""
        name = f"{kind.__name__} {of} is open"
        await until(lambda: isinstance(self.seat.frame.sheet, kind), name)
        await self.seat.rest()
        return self.seat.frame.sheet

    async def no_sheet(self) -> None:
        """The sheet has gone."""
        await until(lambda: self.seat.frame.sheet is None, "the sheet is closed")
        await self.seat.rest()

    def toast(self) -> str:
        """What the short message says, "" when there is none."""
        (toast,) = self.seat.frame.findChildren(Toast)
        return toast.accessibleName() if toast.isVisible() else ""


@pytest.fixture
def officer(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Officer:
    """Siti at a desk that is live."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    return Officer(room, seat, room.desk("agus"))


def test_the_usual_case_takes_two_keys(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report(category="sampah")
        await officer.at(case)
        await officer.hit(Key.Key_F)
        await officer.sheet(ForwardSheet)
        await officer.hit(Key.Key_Return)
        await officer.no_sheet()
        done = await officer.until_state(case, State.FORWARDED)
        assert [task.opd for task in done.tasks] == ["dlh"]
        assert officer.keys == 2

    loop.run(journey())


def test_both_keys_may_come_in_one_breath(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report(category="sampah")
        await officer.at(case)
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, Key.Key_F)
        await asyncio.sleep(0)  # the sheet's case is being read when Enter comes
        QTest.keyClick(target, Key.Key_Return)
        await officer.until_state(case, State.FORWARDED)
        assert officer.seat.frame.case_page.view is None, "Enter was meant for the sheet"

    loop.run(journey())


def test_a_case_whose_category_its_words_tell_takes_two_keys(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report("Lampu jalan mati di depan SD")
        await officer.at(case)
        await officer.hit(Key.Key_F)
        await officer.sheet(ForwardSheet)
        await officer.hit(Key.Key_Return)
        done = await officer.until_state(case, State.FORWARDED)
        assert done.category == "lampu-pju"
        assert officer.keys == 2

    loop.run(journey())


def test_without_a_category_it_takes_four_keys(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report("Mohon dicek ke lokasi")
        await officer.at(case)
        await officer.hit(Key.Key_F)
        sheet = await officer.sheet(ForwardSheet)
        await officer.hit(Key.Key_Return)
        assert sheet.isVisible()
        assert "kategori" in sheet.banner.accessibleName()
        assert isinstance(QApplication.focusWidget(), QComboBox)
        await officer.hit(Key.Key_S)  # the first category in S
        await officer.hit(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await officer.until_state(case, State.FORWARDED)
        assert officer.keys <= 4

    loop.run(journey())


def test_without_a_place_it_takes_four_keys(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report(category="sampah", place=Place())
        await officer.at(case)
        await officer.hit(Key.Key_F)
        await officer.sheet(ForwardSheet)
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        assert line.accessibleName() == "Mengapa kasus ini tidak punya lokasi"
        await officer.hit("-")
        await officer.hit(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        done = await officer.until_state(case, State.FORWARDED)
        assert done.place.no_place == "-"
        assert officer.keys <= 4

    loop.run(journey())


def test_a_digit_forwards_to_another_agency(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report(category="sampah")
        await officer.at(case)
        await officer.hit(Key.Key_F)
        sheet = await officer.sheet(ForwardSheet)
        second = sheet._choices()[1].key
        await officer.hit("2")
        done = await officer.until_state(case, State.FORWARDED)
        assert [task.opd for task in done.tasks] == [second] != ["dlh"]
        assert officer.keys == 2

    loop.run(journey())


STAGES: dict[State, Callable[[Officer], str]] = {}


def stage(state: State) -> Callable[[Callable[[Officer], str]], Callable[[Officer], str]]:
    """How a case comes to a state, by the colleague's hands."""

    def known(make: Callable[[Officer], str]) -> Callable[[Officer], str]:
        STAGES[state] = make
        return make

    return known


@stage(State.RECEIVED)
def received(officer: Officer) -> str:
    return officer.report(category="sampah")


def failed(body: dict[str, Any], case: str) -> bool:
    """Whether it says that the case has not come to its agency."""
    return (body["case"], body["act"].get("step")) == (case, "failed")


@stage(State.FORWARDED)
def forwarded(officer: Officer) -> str:
    case = received(officer)
    officer.colleague.do(case, verb.Forward(("dlh",), "sampah", "complaint"), 0)
    end = time.monotonic() + 60
    while not any(failed(body, case) for body in officer.colleague.bodies()):
        assert time.monotonic() < end, "the room does not hear that it has not arrived"
        time.sleep(0.05)
    return case


@stage(State.ACCEPTED)
def accepted(officer: Officer) -> str:
    case = forwarded(officer)
    officer.colleague.do(case, verb.Accept("Ibu Dewi"), 1)
    return case


@stage(State.AWAITING_VALIDATION)
def awaiting(officer: Officer) -> str:
    case = accepted(officer)
    officer.room.desk("budi").do(case, verb.Finish("Beres", without_proof="kamera rusak"), 1)
    return case


@stage(State.RESOLVED)
def resolved(officer: Officer) -> str:
    case = awaiting(officer)
    officer.colleague.do(case, verb.Validate(), 1)
    return case


@stage(State.RETURNED)
def returned(officer: Officer) -> str:
    case = received(officer)
    officer.colleague.do(case, verb.AskReporter("RT berapa?"), 0)
    return case


@stage(State.MERGED)
def merged(officer: Officer) -> str:
    case, into = received(officer), received(officer)
    officer.colleague.do(case, verb.Merge(into))
    return case


@pytest.mark.parametrize("login", ["siti", "budi"])
def test_every_act_can_be_begun_by_key_and_from_the_page(
    room: Room, loop: Loop, sit: Callable[..., Seat], login: str
) -> None:
    seat = sit()
    loop.run(seat.enter(room.url, login, PASSWORD))
    officer = Officer(room, seat, room.desk("agus"))
    begun: set[str] = set()

    def choosers() -> list[QFileDialog]:
        return seat.program.findChildren(QFileDialog)

    async def begin(act: acts.Act) -> None:
        """Its sheet opens, or for undo something is said; Esc brings back to the page."""
        if act.key == "undo":
            await until(lambda: officer.toast() != "", "undo says what it did")
        elif act.key == "attach":
            await until(lambda: bool(choosers()), "files can be chosen")
            choosers()[0].reject()
            await until(lambda: not choosers(), "the chooser is gone")
            await seat.open_again()
        else:
            sheet = await officer.sheet(SHEETS.get(act.key, ActSheet), act.key)
            assert sheet.accessibleName().startswith(act.word)
            await officer.hit(Key.Key_Escape)
            await officer.no_sheet()
        begun.add(act.key)

    async def journey() -> None:
        for make in STAGES.values():
            case = make(officer)
            known = await _known(officer, case)
            seat.frame.open_case(case)
            await until(partial(_shows, seat, case), "the page is open")
            for act in acts.offered(known, seat.program.desk.author):
                if act.shortcut:
                    seat.frame.case_page.setFocus()
                    *shift, letter = act.shortcut.split("+")
                    held = Qt.KeyboardModifier.ShiftModifier if shift else _NONE
                    await officer.hit(Qt.Key[f"Key_{letter}"], held)
                    await begin(act)
                elif act.key not in begun:
                    _choose(seat, act.word)
                    await begin(act)

    loop.run(journey())
    author = seat.program.desk.author
    every = {
        act.key
        for act in acts.all_acts()
        if author.role in verb.LAWS[act.verb].roles and (login == "budi" or not act.supervisor)
    }
    assert begun == every


async def _known(officer: Officer, case: str) -> Case:
    """The case once everything the server has decided is here."""
    cache, head = officer.seat.program.sync.cache, officer.colleague.page()["head"]
    for _ in range(500):
        cursor = await cache.read(feed.cursor)
        if cursor is not None and cursor.seq >= head:
            return await officer.case(case)
        await officer.seat.rest()
    raise AssertionError("the desk never caught up")


def _shown(seat: Seat) -> str:
    view = seat.frame.case_page.view
    return "" if view is None else view.case.id


def _shows(seat: Seat, case: str) -> bool:
    return _shown(seat) == case


def _choose(seat: Seat, word: str) -> None:
    """Choose an act on the case page without its key: its button, or the menu of the rest."""
    page = seat.frame.case_page
    buttons = [b for b in page.findChildren(QPushButton) if b.isVisible() and b.text() == word]
    if buttons:
        buttons[0].click()
        return
    actions = [action for menu in page.findChildren(QMenu) for action in menu.actions()]
    named = [action for action in actions if action.text().partition("\t")[0] == word]
    assert named, f"no way to {word} without its key"
    named[0].trigger()


def test_moving_about_with_keys(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        cases = [officer.report(f"Sampah {n}", category="sampah") for n in range(3)]
        far = forwarded(officer)
        await officer.shows(*cases, far)
        board = officer.seat.frame.board
        await until(lambda: board._listings[board._active].rowCount() == 3, "three stand in Ruang")
        officer.seat.frame.go("board")
        row = [board._listings[board._active].id_at(n) for n in range(3)]
        await officer.at(str(row[0]))
        for key, expected in (
            (Key.Key_J, row[1]), (Key.Key_Down, row[2]), (Key.Key_K, row[1]), (Key.Key_Up, row[0]),
        ):  # fmt: skip
            await officer.hit(key)
            assert board.current_id() == expected
        await officer.hit(Key.Key_Right)
        assert board.current_id() == far
        await officer.hit(Key.Key_Left)
        assert board.current_id() == row[0]

        await officer.hit(Key.Key_T)
        assert board._views.currentWidget() is board._table
        assert board.current_id() == row[0]
        await officer.hit(Key.Key_J)
        assert board.current_id() in (*row, far)
        await officer.hit(Key.Key_T)
        assert board._views.currentWidget() is not board._table

        await officer.at(str(row[0]))
        await officer.hit(Key.Key_Return)
        await until(lambda: _shown(officer.seat) == row[0], "the case is open")
        await officer.hit(Key.Key_Escape)
        assert officer.seat.frame._pages.currentWidget() is board
        await officer.hit(Key.Key_G)
        await officer.hit(Key.Key_K)
        assert officer.seat.frame._pages.currentWidget() is officer.seat.frame.outbox
        await officer.hit(Key.Key_G)
        await officer.hit(Key.Key_B)
        assert officer.seat.frame._pages.currentWidget() is board

    loop.run(journey())


def test_slash_searches_and_letters_are_words_then(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        fire = officer.report("Pohon tumbang menutup jalan", category="pohon")
        other = officer.report("Sampah menumpuk", category="sampah")
        await officer.at(other)
        frame = officer.seat.frame
        await officer.hit("/")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        assert field.accessibleName() == "Cari kasus"
        await officer.hit("fantjkz?")  # every letter a key of the desk elsewhere
        assert field.text() == "fantjkz?"
        assert frame.sheet is None
        assert frame.board._views.currentWidget() is not frame.board._table
        field.clear()
        await officer.hit("pohon")
        await officer.hit(Key.Key_Return)
        room_lane = frame.board._listings[frame.board._active]
        await until(lambda: [room_lane.id_at(0), room_lane.rowCount()] == [fire, 1], "it is found")
        await officer.hit(Key.Key_Escape)
        assert QApplication.focusWidget() is not field, "Esc leaves the search"
        await officer.hit(Key.Key_F)
        await officer.sheet(ForwardSheet)

    loop.run(journey())


def test_no_key_of_the_desk_fires_while_somebody_writes(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report(category="sampah")
        await officer.at(case)
        letters = "".join(sorted(a.lower() for a in acts.by_shortcut())) + "jktgb/?"
        await officer.hit(Key.Key_N)
        note = await officer.sheet(ActSheet)
        await officer.hit(letters)
        assert officer.seat.frame.sheet is note
        field = QApplication.focusWidget()
        assert isinstance(field, QPlainTextEdit)
        assert field.toPlainText() == letters
        await officer.hit(Key.Key_Escape)
        await officer.no_sheet()
        await officer.hit(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        intake = await officer.sheet(IntakeSheet)
        await officer.hit(letters)
        assert officer.seat.frame.sheet is intake
        assert officer.seat.frame._pages.currentWidget() is officer.seat.frame.board
        assert not _helps(officer.seat)

    loop.run(journey())


def test_the_question_mark_shows_every_key(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        await officer.hit("?")
        await until(lambda: bool(_helps(officer.seat)), "the help is open")
        (help_page,) = _helps(officer.seat)
        said = {label.text() for label in help_page.findChildren(QLabel)}
        for act in acts.all_acts():
            if act.shortcut:
                assert any(act.word in text for text in said), act.word
        assert len(help_page.findChildren(KeyHint)) >= len(acts.by_shortcut())
        for key in ("?", Key.Key_Escape):
            await until(help_page.isActiveWindow, "the help has the keys")
            await officer.hit(key)
            await until(lambda: not _helps(officer.seat), "the help is closed")
            await officer.seat.open_again()
            await officer.hit("?")
            await until(lambda: bool(_helps(officer.seat)), "the help is open again")
            (help_page,) = _helps(officer.seat)

    loop.run(journey())


def _helps(seat: Seat) -> list[KeysHelp]:
    return seat.program.findChildren(KeysHelp)


def test_no_two_acts_share_a_key(officer: Officer) -> None:
    """Qt calls neither of two shortcuts with the same keys."""
    keys = Counter(
        shortcut.key().toString() for shortcut in officer.seat.frame.findChildren(QShortcut)
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_z_takes_back_what_the_toast_offers(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        first, second = (officer.report(f"Sampah {n}", category="sampah") for n in range(2))
        officer.colleague.do(second, verb.Note("dari rekan"))
        await officer.at(first)
        await officer.hit(Key.Key_F)
        await officer.sheet(ForwardSheet)
        await officer.hit(Key.Key_Return)
        await officer.no_sheet()
        await officer.until_state(first, State.FORWARDED)
        assert "Teruskan" in officer.toast()
        assert officer.seat.frame.board.current_id() == second
        await officer.hit(Key.Key_Z)
        await officer.until_state(first, State.RECEIVED)
        assert "Dibatalkan" in officer.toast()
        assert len((await officer.case(second)).acts) == 1
        await officer.at(second)
        await officer.hit(Key.Key_Z)
        await until(lambda: "tindakan orang lain" in officer.toast(), "another's act is not undone")

    loop.run(journey())


def test_another_look_leaves_the_work_in_hand_alone(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report(category="sampah")
        await officer.at(case)
        for name, value in (("theme", "light"), ("text_scale", 1.3), ("theme", "dark")):
            officer.seat.program._prefer(name, value)
            await officer.seat.rest()
        await officer.at(case)
        await officer.hit(Key.Key_F)
        await officer.sheet(ForwardSheet)
        await officer.hit(Key.Key_Return)
        await officer.until_state(case, State.FORWARDED)
        await until(lambda: not officer.seat.program.desk.items(), "nothing waits any more")

    loop.run(journey())


def test_everything_on_the_desk_has_a_name_for_screen_readers(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        case = officer.report(category="sampah")
        await officer.at(case)
        for key in (Key.Key_F, Key.Key_N):
            await officer.hit(key)
            await until(lambda: officer.seat.frame.sheet is not None, "the sheet is open")
            await officer.seat.rest()
            assert nameless(officer.seat.program) == []
            await officer.hit(Key.Key_Escape)
            await officer.no_sheet()

    loop.run(journey())


def nameless(window: QWidget) -> list[str]:
    """Controls that keys reach and that say nothing of themselves."""
    controls = (QLineEdit, QPlainTextEdit, QComboBox, QPushButton, QToolButton)
    return [
        repr(part)
        for part in window.findChildren(QWidget)
        if isinstance(part, controls)
        and part.isVisible()
        and part.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not part.accessibleName()
        and not getattr(part, "text", lambda: "")()
        and not isinstance(part.parent(), QComboBox)
    ]
