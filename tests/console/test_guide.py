"""Finding one's way with real keys: the command palette, all keys, and other keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QKeySequenceEdit,
    QLabel,
    QListView,
    QPushButton,
    QWidget,
)

from console.pages import acts
from console.pages.act import ActSheet
from console.pages.deed import Deed
from console.pages.deeds import FILTERS, caps, desk_deeds
from console.pages.forward import ForwardSheet
from console.pages.help import KeysHelp
from console.pages.key_editor import KeyEditor
from console.pages.keys import Keys, clashes
from console.pages.palette import Palette
from console.settings import Settings
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Desk, Room
from widgets.key_hint import KeyHint
from widgets.toast import Toast

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


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


async def at(seat: Seat, case: str) -> None:
    """The case is the chosen one on the board."""
    await until(lambda: seat.program.book.slot(case) is not None, "the case is shown")
    seat.frame.board.choose(case)
    await until(lambda: seat.frame.board.current_id() == case, "the case is chosen")


async def palette(seat: Seat) -> Palette:
    """Opened with its key."""
    await seat.press(Key.Key_K, CTRL)
    await until(lambda: bool(palettes(seat)), "the palette is open")
    return palettes(seat)[0]


def palettes(seat: Seat) -> list[Palette]:
    return [one for one in seat.frame.findChildren(Palette) if one.isVisible()]


def offered(shown: Palette) -> list[str]:
    """What it lists, as screen readers hear it."""
    (list_view,) = shown.findChildren(QListView)
    model = list_view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def deeds_of(seat: Seat) -> list[Deed]:
    """All but the one that is an administrator's alone."""
    return [deed for deed in desk_deeds(seat.frame, {}) if deed.key != "view_as"]


def toast(seat: Seat) -> str:
    (shown,) = seat.frame.findChildren(Toast)
    return shown.accessibleName() if shown.isVisible() else ""


def test_a_few_letters_and_enter_begin_an_act(
    seat: Seat, colleague: Desk, room: Room, loop: Loop
) -> None:
    async def journey() -> None:
        await at(seat, room.received(colleague, "Sampah menumpuk", category="sampah"))
        shown = await palette(seat)
        await seat.press("trs")
        assert offered(shown)[0] == "Teruskan, F"
        await seat.press(Key.Key_Return)
        await until(lambda: isinstance(seat.frame.sheet, ForwardSheet), "the sheet is open")
        assert palettes(seat) == []

    loop.run(journey())


def test_what_is_out_of_the_question_stands_last_and_says_why(
    seat: Seat, colleague: Desk, room: Room, loop: Loop
) -> None:
    async def journey() -> None:
        await at(seat, room.received(colleague, "Sampah menumpuk", category="sampah"))
        shown = await palette(seat)
        told = offered(shown)
        assert told.index("Teruskan, F") < told.index("Ke papan, G B")
        refused = "Sahkan, Tidak bisa dilakukan selama kasus Masuk., V"
        assert told.index("Ke papan, G B") < told.index(refused)
        assert any(line.startswith("Sudah disampaikan, Tidak ada kiriman") for line in told)
        await seat.press("sahkan")
        assert offered(shown)[0] == refused
        await seat.press(Key.Key_Return)
        await until(lambda: "selama kasus Masuk" in toast(seat), "it says why once more")
        assert seat.frame.sheet is None

    loop.run(journey())


def test_without_a_case_every_act_on_one_asks_for_it(seat: Seat, loop: Loop) -> None:
    async def journey() -> None:
        told = offered(await palette(seat))
        asked = [line for line in told if "Pilih kasus dulu." in line]
        assert len(asked) == sum(1 for deed in deeds_of(seat) if deed.acts)

    loop.run(journey())


def test_cases_are_found_by_number_and_by_words(
    seat: Seat, colleague: Desk, room: Room, loop: Loop
) -> None:
    async def journey() -> None:
        case = room.received(colleague, "Genangan air setinggi lutut", category="banjir")
        room.received(colleague, "Sampah menumpuk", category="sampah")
        await at(seat, case)
        number = seat.program.book.named(case).split(" ")[0]
        for typed in ("genangan lutut", number):
            shown = await palette(seat)
            await seat.press(typed)
            await until(lambda: any(number in one for one in offered(shown)), "it is found")  # noqa: B023
            assert "Masuk" in offered(shown)[0]
            await seat.press(Key.Key_Return)
            page = seat.frame.case_page
            await until(lambda: page.view is not None, "the case is open")  # noqa: B023
            assert page.view is not None
            assert page.view.case.id == case
            await seat.press(Key.Key_Escape)

    loop.run(journey())


def test_places_and_settings_are_in_the_palette(seat: Seat, loop: Loop) -> None:
    async def journey() -> None:
        await palette(seat)
        await seat.press("kotak")
        await seat.press(Key.Key_Return)
        assert seat.frame.outbox.isVisible()
        await palette(seat)
        await seat.press("terang")
        await seat.press(Key.Key_Return)
        await until(lambda: seat.program.settings.theme == "light", "the theme is another")

    loop.run(journey())


def test_the_palette_goes_with_its_own_key_and_with_esc(seat: Seat, loop: Loop) -> None:
    async def journey() -> None:
        await palette(seat)
        await seat.press(Key.Key_K, CTRL)
        assert palettes(seat) == []
        await palette(seat)
        await seat.press("papan")
        await seat.press(Key.Key_Escape)
        assert palettes(seat) == []
        assert not isinstance(QApplication.focusWidget(), QLabel)

    loop.run(journey())


def test_every_deed_is_offered_and_every_act_has_a_key(seat: Seat, loop: Loop) -> None:
    deeds = deeds_of(seat)
    assert {act.key for act in acts.all_acts()} == {key for deed in deeds for key in deed.acts}
    assert all(act.shortcut for act in acts.all_acts())
    assert clashes({deed.key: deed.keys for deed in deeds}) == {}

    async def journey() -> None:
        told = offered(await palette(seat))
        assert [d.word for d in deeds if not any(line.startswith(d.word) for line in told)] == []

    loop.run(journey())


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"a": "F", "b": "G, B"}, {}),
        ({"a": "F", "b": "F"}, {"a": "b", "b": "a"}),
        ({"a": "G", "b": "G, B"}, {"a": "b", "b": "a"}),
        ({"a": "Return"}, {"a": ""}),
        ({"a": "G, Tab"}, {"a": ""}),
        ({"a": "", "b": ""}, {}),
        ({"back": "Esc", "a": "Ctrl+F"}, {}),
        ({"back": "Esc", "a": "Esc"}, {"a": "", "back": "a"}),
    ],
)
def test_keys_that_cannot_be_told_apart_clash(keys: dict[str, str], found: dict[str, str]) -> None:
    assert clashes(keys) == found


async def editor(seat: Seat) -> KeyEditor:
    """Opened from the help."""
    await seat.press("?")
    (page,) = seat.program.findChildren(KeysHelp)
    await until(page.isActiveWindow, "the help has the keys")
    seat.find(QPushButton, "", page).click()
    await until(lambda: bool(seat.program.findChildren(KeyEditor)), "the editor is open")
    (made,) = seat.program.findChildren(KeyEditor)
    return made


def field(page: KeyEditor, word: str) -> QKeySequenceEdit:
    (found,) = (f for f in page.findChildren(QKeySequenceEdit) if f.accessibleName() == word)
    return found


def button(page: QWidget, text: str) -> QPushButton:
    (found,) = (b for b in page.findChildren(QPushButton) if b.text() == text)
    return found


def said(page: KeyEditor) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_another_key_is_kept_for_this_officer_and_shown_everywhere(
    seat: Seat, colleague: Desk, room: Room, loop: Loop
) -> None:
    async def journey() -> None:
        page = await editor(seat)
        field(page, "Teruskan").setKeySequence(QKeySequence("Shift+F"))
        button(page, "Pakai").click()
        await until(lambda: not seat.program.findChildren(KeyEditor), "the editor is closed")
        await seat.open_again()
        await at(seat, room.received(colleague, "Sampah menumpuk", category="sampah"))
        await seat.press("f")
        assert seat.frame.sheet is None, "the old key does nothing"
        assert "Teruskan, Shift+F" in offered(await palette(seat))
        await seat.press(Key.Key_Escape)
        await seat.press(Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: isinstance(seat.frame.sheet, ForwardSheet), "the new key does it")
        await seat.press(Key.Key_Escape)
        await seat.press("?")
        (page_of_keys,) = seat.program.findChildren(KeysHelp)
        assert "Shift+F" in {hint.accessibleName() for hint in page_of_keys.findChildren(KeyHint)}
        settings = Settings(seat.folder)
        assert settings.keys(seat.program.desk.author.id) == {"forward": "Shift+F"}
        assert settings.keys("somebody else") == {}

    loop.run(journey())


def test_every_deed_is_in_the_help_and_in_the_palette(seat: Seat, loop: Loop) -> None:
    """With its key, if it has one; each act of a case has one."""

    async def journey() -> None:
        await seat.press("?")
        (page,) = seat.program.findChildren(KeysHelp)
        words = {part.text() for part in page.findChildren(QLabel)}
        hints = [hint.accessibleName() for hint in page.findChildren(KeyHint)]
        (lost,) = (text for text in words if text.startswith("Lewat Ctrl+K: "))
        for deed in deeds_of(seat):
            if deed.key in FILTERS:
                assert "Saringan tersimpan 1 sampai 9" in words
            elif deed.keys:
                assert deed.word in words
                assert caps(deed.keys) in hints
            else:
                assert deed.word in lost.removeprefix("Lewat Ctrl+K: ").rstrip(".").split(", ")
        await seat.press(Key.Key_Escape)
        await seat.open_again()
        listed = offered(await palette(seat))
        for deed in deeds_of(seat):
            assert any(deed.word in said for said in listed), deed.word
        await seat.press(Key.Key_Escape)

    assert all(act.shortcut for act in acts.all_acts())
    loop.run(journey())


def test_every_key_does_its_deed(seat: Seat, loop: Loop) -> None:
    """Pressed on the board, each key comes to what the help says of it, and to nothing else."""

    async def journey() -> None:
        done: list[str] = []
        deeds = deeds_of(seat)
        window = QWidget()
        window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        heard = [d._replace(act=partial(done.append, d.key)) for d in deeds if d.keys]
        Keys(window, heard, lambda _at: False)
        window.show()
        window.activateWindow()
        window.setFocus()
        await until(window.isActiveWindow, "the window has the keys")
        for deed in heard:
            QTest.keySequence(window, QKeySequence(deed.keys))
            assert done == [deed.key]
            done.clear()
        window.close()
        window.deleteLater()

    loop.run(journey())


def test_with_large_text_the_help_fits_a_small_screen(seat: Seat, loop: Loop) -> None:
    async def journey() -> None:
        for scale in (1.0, 1.15, 1.3, 1.5):
            seat.program._prefer("text_scale", scale)
            await seat.rest()
            seat.frame.guide.show_keys()
            (page,) = seat.frame.findChildren(KeysHelp)
            await seat.rest()
            assert page.height() <= 768
            assert page.width() <= 1366
            page.close()
            await seat.rest()
        seat.program._prefer("text_scale", 1.0)

    loop.run(journey())


def test_a_clash_is_named_and_not_taken(seat: Seat, loop: Loop) -> None:
    async def journey() -> None:
        page = await editor(seat)
        field(page, "Teruskan").setKeySequence(QKeySequence("G"))
        assert "Bertabrakan dengan: Ke kasus baru" in said(page)
        assert "Bertabrakan dengan: Teruskan" in said(page)
        assert not button(page, "Pakai").isEnabled()
        field(page, "Teruskan").setKeySequence(QKeySequence("Return"))
        assert "dipakai di mana-mana" in said(page)
        button(page, "Kembalikan semua").click()
        assert button(page, "Pakai").isEnabled()
        assert "Bertabrakan" not in said(page)
        page.close()

    loop.run(journey())


def test_a_plain_key_rests_while_somebody_writes_whatever_it_was_changed_to(
    seat: Seat, colleague: Desk, room: Room, loop: Loop
) -> None:
    async def journey() -> None:
        seat.program._keep_keys({"forward": "Shift+F"})
        await at(seat, room.received(colleague, "Sampah menumpuk", category="sampah"))
        await seat.press("n")
        await until(lambda: isinstance(seat.frame.sheet, ActSheet), "the note is open")
        note = seat.frame.sheet
        await seat.press(Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
        assert seat.frame.sheet is note

    loop.run(journey())
