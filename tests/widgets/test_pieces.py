"""The smaller widgets, each shown and used."""

import subprocess
import sys
from typing import TypeVar

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from widgets import gallery
from widgets.banner import Banner
from widgets.case_row import KEYS, column_word
from widgets.case_table import CaseTable
from widgets.gallery_cases import NOW, Cards, lane_cards
from widgets.key_hint import KeyHint
from widgets.labels import Elided
from widgets.masked import Masked
from widgets.pill import Pill
from widgets.rail import Place, Rail
from widgets.theme import Theme
from widgets.timeline import Entry, Timeline
from widgets.toast import Toast
from widgets.verbs import Verb, Verbs

_Widget = TypeVar("_Widget", bound=QWidget)


def child(parent: QWidget, kind: type[_Widget]) -> _Widget:
    """The first child of a kind."""
    return parent.findChildren(kind)[0]


@pytest.mark.parametrize("page", gallery.PAGES)
def test_gallery_pages(qtbot: QtBot, theme: Theme, page: str) -> None:
    window = gallery.Gallery(theme, page)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    assert window.grab().size() == QSize(1366, 768)
    for control in window.findChildren(QAbstractButton):
        if control.isVisible() and not control.objectName().startswith("qt_"):
            assert control.text().strip() or control.accessibleName(), control.metaObject()


def test_gallery_writes_pictures(qtbot: QtBot, tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert gallery.main(["--png", str(tmp_path), "--size", "800x600"]) == 0
    assert len(list(tmp_path.glob("*-dark-800x600.png"))) == len(gallery.PAGES)
    assert gallery.main(["--png", str(tmp_path / "none"), "--size", "800x600"]) == 1
    assert "does the folder exist" in capsys.readouterr().err


@pytest.fixture
def table(qtbot: QtBot, dark: Theme) -> CaseTable:
    made = CaseTable(dark, lambda: NOW)
    made.set_model(Cards(lane_cards(2)))
    made.resize(1200, 400)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_table_asks_for_order(qtbot: QtBot, table: CaseTable) -> None:
    with qtbot.waitSignal(table.sort_asked) as told:
        table._header.sectionClicked.emit(KEYS.index("area"))
    assert told.args == ["area"]
    table.set_sorted("area", descending=True)
    assert not table.grab().isNull()


def test_table_asks_for_order_by_its_menu_too(qtbot: QtBot, table: CaseTable) -> None:
    table.set_sorted("area", descending=False)
    order = table.columns_menu().actions()[-1].menu()
    assert isinstance(order, QMenu)
    entries = {entry.text(): entry for entry in order.actions()}
    assert len(entries) == len(table.columns())
    assert [text for text, entry in entries.items() if entry.isChecked()] == ["Kelurahan, terbalik"]
    with qtbot.waitSignal(table.sort_asked) as told:
        entries["Kelurahan, terbalik"].trigger()
    assert told.args == ["area"]
    table.set_sorted("area", descending=True)
    again = table.columns_menu().actions()[-1].menu()
    assert isinstance(again, QMenu)
    assert "Kelurahan, kembali" in [entry.text() for entry in again.actions()]


def test_table_columns_are_chosen_kept_and_restored(qtbot: QtBot, table: CaseTable) -> None:
    entry = next(a for a in table.columns_menu().actions() if a.text() == column_word("who"))
    with qtbot.waitSignal(table.columns_changed):
        entry.trigger()
    assert "who" in table.columns()
    table.set_columns(["title", "left", "no such column"])
    assert table.columns() == ("title", "left")
    saved = table.save()
    table.set_columns([])
    table.restore("{damaged")
    table.restore(saved)
    assert table.columns() == ("title", "left")


def test_table_chooses_and_opens(qtbot: QtBot, table: CaseTable) -> None:
    with qtbot.waitSignal(table.chosen) as chosen:
        table.choose_row(3)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert chosen.args == opened.args == [table.current_id()]
    assert table.selected_ids() == [table.current_id()]
    table.step(1)
    table.tick()


def test_timeline_newest_first_and_copied(qtbot: QtBot, dark: Theme) -> None:
    line = Timeline(dark, lambda when: f"pukul {when}")
    qtbot.addWidget(line)
    line.resize(300, 400)
    line.set_entries(
        [
            Entry(1, "LAKSA", "", "Masuk"),
            Entry(2, "Rina", "Meja 2", "Catatan", "<b>satu</b>\ndua " + "panjang" * 60),
            Entry(2, "Rina", "Meja 2", "Diteruskan", pending=True),
            Entry(0, "Budi", "Meja 1", "Salah", struck=True),
        ]
    )
    line.show()
    shown = [line.model().index(row, 0).data().split("\n")[0] for row in range(4)]
    assert shown == ["Diteruskan", "Catatan", "Masuk", "Salah"]
    line.setCurrentIndex(line.model().index(1, 0))
    QTest.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert (
        QGuiApplication.clipboard()
        .text()
        .startswith("Catatan\npukul 2 · Rina · Meja 2\n<b>satu</b>\ndua")
    )
    assert line.visualRect(line.model().index(1, 0)).height() > 120  # the long word is wrapped
    narrow = line.visualRect(line.model().index(1, 0)).height()
    line.resize(600, 400)
    qtbot.waitUntil(lambda: line.visualRect(line.model().index(1, 0)).height() < narrow)


@pytest.mark.parametrize("tone", ["info", "success", "warning", "error"])
def test_banner(qtbot: QtBot, theme: Theme, tone: str) -> None:
    banner = Banner(theme)
    qtbot.addWidget(banner)
    banner.show_notice(tone, "Sudah diteruskan", "Alihkan", "oleh Budi")  # type: ignore[arg-type]
    assert banner.accessibleName() == "Sudah diteruskan. oleh Budi"
    with qtbot.waitSignal(banner.acted):
        QTest.mouseClick(child(banner, QPushButton), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.dismissed):
        QTest.mouseClick(child(banner, QToolButton), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_pill_states_look_different(qtbot: QtBot, theme: Theme) -> None:
    pill, seen = Pill(theme), []
    qtbot.addWidget(pill)
    for state in ("online", "connecting", "offline", "clock_unsure", "outdated", "denied"):
        pill.show_state(state, "Keadaan")
        seen.append(pill.grab().toImage())
    assert all(a != b for n, a in enumerate(seen) for b in seen[n + 1 :])


def test_rail(qtbot: QtBot, dark: Theme) -> None:
    rail = Rail(dark, [Place("a", "Papan", "phone", "G B"), Place("b", "Keluar", "tray")])
    qtbot.addWidget(rail)
    rail.set_current("a")
    rail.set_badge("b", 12)
    rail.show()
    first, second = rail.findChildren(QAbstractButton)
    assert second.accessibleName() == "Keluar, 12 menunggu"
    with qtbot.waitSignal(rail.asked) as told:
        QTest.keyClick(second, Qt.Key.Key_Space)
    assert told.args == ["b"]
    assert not first.isChecked()


def test_verbs(qtbot: QtBot, dark: Theme) -> None:
    verbs = Verbs(dark)
    qtbot.addWidget(verbs)
    verbs.set_verbs([Verb("old", "Lama", "phone")])
    verbs.set_verbs(
        [
            Verb("forward", "Teruskan", "send", "F", primary=True),
            Verb("answer", "Jawab", "phone", "A", enabled=False, why="belum ada isi"),
        ],
        [Verb("note", "Catatan", "note", "N")],
    )
    verbs.show()
    forward, answer, more = [b for b in verbs.findChildren(QPushButton) if b.isVisible()]
    assert answer.toolTip() == "belum ada isi"
    assert not answer.isEnabled()
    with qtbot.waitSignal(verbs.asked) as told:
        QTest.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert told.args == ["forward"]
    hint = child(forward, KeyHint)
    assert forward.rect().contains(hint.geometry())
    assert more.text() == "Lainnya"


def test_a_keycap_has_room_beside_the_word(qtbot: QtBot, dark: Theme) -> None:
    verbs = Verbs(dark)
    qtbot.addWidget(verbs)
    verbs.set_verbs([Verb("ask", "Minta dilengkapi", "help-circle", key) for key in ("", "R")])
    verbs.show()
    bare, keyed = [b for b in verbs.findChildren(QPushButton) if b.isVisible()]
    assert keyed.width() - bare.width() >= child(keyed, KeyHint).width() + dark.space.m


def test_masked_never_shows_by_itself(qtbot: QtBot, dark: Theme) -> None:
    masked = Masked(dark, "Pelapor")
    qtbot.addWidget(masked)
    masked.resize(400, 30)
    masked.show()
    value, show = child(masked, Elided), child(masked, QPushButton)
    with qtbot.waitSignal(masked.reveal_asked):
        QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    assert value.text() == "•••"
    masked.reveal("Siti")
    assert value.text() == "Siti"
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    assert value.text() == "•••"


def test_toast_goes_by_itself_and_can_undo(qtbot: QtBot, dark: Theme) -> None:
    page = QWidget()
    page.resize(600, 400)
    qtbot.addWidget(page)
    toast = Toast(dark, page)
    page.show()
    with qtbot.waitSignal(toast.gone):
        toast.say("Terkirim", ms=1)
    toast.say("Diteruskan", "Batalkan", "Z")
    assert page.rect().contains(toast.geometry())
    with qtbot.waitSignal(toast.acted):
        QTest.mouseClick(child(toast, QPushButton), Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_keycaps_take_the_room_they_need(qtbot: QtBot, dark: Theme) -> None:
    one, two = KeyHint(dark, "F"), KeyHint(dark, "Ctrl+K")
    for hint in (one, two):
        qtbot.addWidget(hint)
        assert not hint.grab().isNull()
    assert two.sizeHint().width() > 2 * one.sizeHint().width()


def test_elided_label_keeps_the_whole(qtbot: QtBot, dark: Theme) -> None:
    words = Elided("Penanggulangan Bencana Daerah", dark.fonts.text)
    qtbot.addWidget(words)
    words.resize(60, 20)
    words.show()
    assert words.text().endswith("…")
    assert words.toolTip() == "Penanggulangan Bencana Daerah"


def test_importing_the_board_is_light() -> None:
    """qtawesome would cost more than an empty window; its files are read without it."""
    code = "import sys, widgets.lane, widgets.icons; sys.exit('qtawesome' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
