"""Lanes and their cards, shown offscreen with plain values."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from widgets import roles
from widgets.card_view import CardView
from widgets.card_words import describe
from widgets.case_card import CaseCard
from widgets.gallery_cases import Cards, lane_cards
from widgets.lane import Lane
from widgets.marks import MARKS
from widgets.roles import CARD, Card, Index
from widgets.theme import Theme

HOUR = 3_600_000


def card(number: int, due: int, flags: int = 0, state: str = "received") -> Card:
    return Card(
        id=f"c{number}",
        number=f"26-{number:05}",
        state=state,
        title="Lampu <b>PJU</b> padam & gelap",
        category="Lampu PJU",
        icon="lightbulb-outline",
        area="Cipondoh",
        channel="LAKSA",
        owner="Ruang",
        due=due,
        warn=due - HOUR if due else 0,
        rule="verifikasi",
        flags=flags,
    )


def a_lane(qtbot: QtBot, theme: Theme, now: object, cards: list[Card]) -> tuple[Lane, Cards]:
    lane = Lane(theme, now, "Ruang", states=("received",))  # type: ignore[arg-type]
    model = Cards(cards)
    lane.set_model(model)
    lane.resize(300, 600)
    qtbot.addWidget(lane)
    with qtbot.waitExposed(lane):
        lane.show()
    return lane, model


def many(now: int, count: int = 500) -> list[Card]:
    return [card(n, now + (n + 1) * 61_000) for n in range(count)]


def test_the_gallerys_model_keeps_the_rules() -> None:
    model = Cards(lane_cards(0))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.insert(0, lane_cards(1, 2))
    model.remove(1)
    assert tester.model() is model


def test_every_state_and_flag_paints(qtbot: QtBot, theme: Theme, clock: object) -> None:
    bits = [1 << n for n in range(8)]
    now = clock()  # type: ignore[operator]
    cards = [card(n, now + 9 * HOUR, 0, state) for n, state in enumerate(MARKS)]
    cards += [card(100 + n, now - HOUR, bit) for n, bit in enumerate(bits)]
    cards += [card(200, 0, sum(bits)), card(201, now + 60_000)._replace(who="Rina", reports=7)]
    lane, _ = a_lane(qtbot, theme, clock, cards)
    lane.resize(300, len(cards) * 100 + 80)
    roomy = lane.grab().toImage()
    lane.set_compact(True)
    assert lane.grab().toImage() != roomy


def test_a_row_not_read_yet_is_a_blank_card(qtbot: QtBot, dark: Theme, clock: object) -> None:
    class Blank(QAbstractListModel):
        def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
            return 3

        def data(self, index: QModelIndex | QPersistentModelIndex, role: int = CARD) -> object:
            return None

    lane = Lane(dark, clock, "Ruang")  # type: ignore[arg-type]
    lane.set_model(Blank())
    qtbot.addWidget(lane)
    lane.show()
    lane.choose_row(1)
    assert not lane.grab().isNull()
    assert lane.current_id() == ""
    assert lane.selected_ids() == []


def test_chosen_opened_and_moved(qtbot: QtBot, dark: Theme, clock: object) -> None:
    lane, _ = a_lane(qtbot, dark, clock, many(clock()))  # type: ignore[operator]
    heard: list[str] = []
    lane.chosen.connect(heard.append)
    lane.choose_row(5)
    QTest.keyClick(lane.view, Qt.Key.Key_J)
    QTest.keyClick(lane.view, Qt.Key.Key_Down)
    QTest.keyClick(lane.view, Qt.Key.Key_K)
    lane.step(3)
    assert heard == ["c5", "c6", "c7", "c6", "c9"]
    with qtbot.waitSignal(lane.opened) as opened:
        QTest.keyClick(lane.view, Qt.Key.Key_Return)
    assert opened.args == ["c9"]
    QTest.keyClick(lane.view, Qt.Key.Key_End)
    assert lane.current_id() == "c499"
    assert lane.view.visualRect(lane.view.currentIndex()).bottom() < lane.view.viewport().height()


def test_mouse_and_shift_select(qtbot: QtBot, dark: Theme, clock: object) -> None:
    lane, _ = a_lane(qtbot, dark, clock, many(clock()))  # type: ignore[operator]
    port = lane.view.viewport()

    def at(row: int) -> QPoint:
        return lane.view.visualRect(lane.view.model().index(row, 0)).center()

    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=at(1))
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, pos=at(3))
    assert lane.selected_ids() == ["c1", "c2", "c3"]


def test_letters_are_left_to_the_page(qtbot: QtBot, dark: Theme, clock: object) -> None:
    lane, _ = a_lane(qtbot, dark, clock, many(clock()))  # type: ignore[operator]
    lane.choose_row(0)
    QTest.keyClicks(lane.view, "f/ ")
    assert lane.current_id() == "c0"


class Watched(CaseCard):
    """Counts the cards painted in whole and those of which only the figure was."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.whole: list[int] = []
        self.figures: list[int] = []

    def paint(self, painter, option, index):  # type: ignore[no-untyped-def]
        self.whole.append(index.row())
        super().paint(painter, option, index)

    def paint_figure(self, painter, option, index):  # type: ignore[no-untyped-def]
        self.figures.append(index.row())
        super().paint_figure(painter, option, index)


def test_tick_repaints_figures_only(qtbot: QtBot, dark: Theme, clock) -> None:  # type: ignore[no-untyped-def]
    painter = Watched(dark, clock)
    view = CardView(painter)
    model = Cards([card(999, clock.now + 130_000), *many(clock.now + 5 * HOUR)])
    told: list[object] = []
    model.dataChanged.connect(lambda *about: told.append(about))
    view.setModel(model)
    view.resize(300, 600)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    painter.whole.clear()
    view.tick()
    qtbot.wait(1)
    assert painter.figures == []  # no time has passed
    clock.now += 1_000
    view.tick()
    qtbot.waitUntil(lambda: painter.figures == [0])  # the only one that shows seconds
    clock.now += 60_000
    painter.figures.clear()
    view.tick()
    qtbot.waitUntil(lambda: len(painter.figures) >= 5)
    assert max(painter.figures) <= 600 // painter.row_height + 1
    assert painter.whole == []
    assert told == []


def top_card(lane: Lane) -> str:
    found: Card = lane.view.indexAt(QPoint(20, 1)).data(CARD)
    return found.id


def test_rows_above_do_not_move_what_is_seen(qtbot: QtBot, dark: Theme, clock) -> None:  # type: ignore[no-untyped-def]
    lane, model = a_lane(qtbot, dark, clock, many(clock.now))
    bar = lane.view.verticalScrollBar()
    lane.choose_row(42)
    bar.setValue(40 * 90 + 17)
    seen, offset = top_card(lane), lane.view.visualRect(lane.view.indexAt(QPoint(9, 1))).top()
    model.insert(3, [card(900 + n, clock.now) for n in range(4)])
    model.remove(0)
    assert top_card(lane) == seen
    assert lane.view.visualRect(lane.view.indexAt(QPoint(9, 1))).top() == offset
    assert lane.current_id() == "c42"


def test_the_chosen_row_keeps_its_place_on_the_screen(qtbot: QtBot, dark: Theme, clock) -> None:  # type: ignore[no-untyped-def]
    lane, model = a_lane(qtbot, dark, clock, many(clock.now))
    lane.choose_row(3)
    before = lane.view.visualRect(lane.view.currentIndex())
    model.insert(0, [card(900 + n, clock.now) for n in range(5)])  # at the very top
    model.insert(8, [card(910, clock.now)])  # between the top of the screen and the chosen one
    model.remove(1)
    assert lane.selected_ids() == ["c3"]
    assert lane.view.visualRect(lane.view.currentIndex()) == before


def test_a_chosen_row_out_of_sight_moves_nothing(qtbot: QtBot, dark: Theme, clock) -> None:  # type: ignore[no-untyped-def]
    lane, model = a_lane(qtbot, dark, clock, many(clock.now))
    lane.choose_row(2)
    lane.view.verticalScrollBar().setValue(9_017)
    seen = top_card(lane)
    model.remove(2)  # Qt makes its neighbour current, and would show it
    assert top_card(lane) == seen
    first = lane.view.indexAt(QPoint(20, 1)).row()
    model.remove(first)  # what stood at the top of the screen goes: the others stay
    assert lane.view.visualRect(lane.view.model().index(first, 0)).top() == 90 - 9_017 % 90


def test_many_changes_settle_once(qtbot: QtBot, dark: Theme, clock) -> None:  # type: ignore[no-untyped-def]
    lane, model = a_lane(qtbot, dark, clock, many(clock.now))
    lane.view.verticalScrollBar().setValue(9_017)
    seen, settled = top_card(lane), []
    lane.view.settled.connect(lambda: settled.append(1))
    for n in range(300):
        model.insert(n % 40, [card(1_000 + n, clock.now)])
    for n in range(100):
        model.remove(n % 30)
    qtbot.waitUntil(lambda: bool(settled))
    assert settled == [1]
    assert top_card(lane) == seen
    model.beginResetModel()
    model.cards = []
    model.endResetModel()
    qtbot.waitUntil(lambda: not lane.view.isVisible())


def test_at_the_very_top_new_rows_come_in(qtbot: QtBot, dark: Theme, clock) -> None:  # type: ignore[no-untyped-def]
    lane, model = a_lane(qtbot, dark, clock, many(clock.now))
    model.insert(0, [card(900, clock.now)])
    assert top_card(lane) == "c900"


def test_empty_loading_and_figures(qtbot: QtBot, dark: Theme, clock) -> None:  # type: ignore[no-untyped-def]
    lane, model = a_lane(qtbot, dark, clock, [])
    assert not lane.view.isVisible()
    lane.set_loading(True)
    model.insert(0, many(clock.now, 1))
    assert not lane.view.isVisible()
    lane.set_loading(False)
    assert lane.view.isVisible()
    lane.set_figures(12, 3, clock.now - HOUR)
    assert lane.accessibleName() == "Ruang: 12 kasus, 3 lewat tenggat"
    model.remove(0)
    qtbot.waitUntil(lambda: not lane.view.isVisible())


def test_described_in_words(clock) -> None:  # type: ignore[no-untyped-def]
    said = describe(card(7, clock.now - HOUR, roles.SECRET | roles.PENDING), clock.now)
    for part in ("26-00007, Masuk", "lewat 01.00", "Rahasia", "Belum terkirim", "<b>PJU</b>"):
        assert part in said


def test_tab_passes_over_an_empty_lane(qtbot: QtBot, theme: Theme) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    row = QHBoxLayout(box)
    first = QPushButton("Tabel", box)
    bare, full = (Lane(theme, lambda: 0, "Ruang", states=("received",)) for _ in range(2))
    none, some = Cards([]), Cards(many(0, 3))
    bare.set_model(none)
    full.set_model(some)
    for part in (first, bare, full):
        row.addWidget(part)
    box.show()
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    first.setFocus()
    for at, reached in ((first, full.view), (full.view, first)):
        QTest.keyClick(at, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is reached
