"""The frame of every desk window: rail, top bar, pages, the sheet at the right, and all keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.desk import Desk, Link, Status
from console.pages import acts, links, words
from console.pages.board import Board
from console.pages.case import CasePage
from console.pages.hands import Hands
from console.pages.help import KeysHelp
from console.pages.keys import Key, Keys
from console.pages.outbox import OutboxPage
from console.pages.sheet import Sheet, SheetPlace
from console.pages.top_bar import TopBar
from db.domain.case import Case
from db.domain.commands import Acknowledge, Attach, Edit, Note, Receive, Shelve, Verb
from widgets.rail import Place, Rail
from widgets.theme import Theme
from widgets.toast import Toast

# After these the case stays where it is, and so do the keys.
_STAYS = (Note, Attach, Edit, Acknowledge, Shelve)


class DeskFrame(QWidget):
    """Everything an officer sees after signing in."""

    sign_in_asked = Signal()
    sign_out_asked = Signal()
    preference_asked = Signal(str, object)

    def __init__(self, theme: Theme, desk: Desk, book: CaseBook, now_ms: Callable[[], int]) -> None:
        super().__init__()
        self._theme, self._desk, self._book, self._now = theme, desk, book, now_ms
        self._status: Status | None = None
        self._next_up: tuple[str, ...] = ()
        self.board = Board(theme, book, desk.city, now_ms, desk.find, desk.mine, self)
        self.case_page = CasePage(theme, desk.city, desk.author, now_ms, self, named=book.named)
        self.outbox = OutboxPage(theme, desk.city, book.named, self)
        self._build(theme)
        self._sheets = SheetPlace(self._pages)
        self._hands = Hands(
            theme, desk, book, self._sheets, self._toast, self._case_in_hand, self._on_page
        )
        self._connect()
        self._keys = self._all_keys()
        Keys(self, self._keys, self._sheets.holds)

    # --- what the application tells ---

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """How the desk and the server stand."""
        self._status = status
        self._bar.show_time(self._now(), status)
        self._rail.set_badge("outbox", status.waiting + status.needs_action)
        self.show_outbox()

    @Slot()
    def show_outbox(self) -> None:
        """What waits for the server, or for the officer."""
        self.outbox.show_items(self._desk.items())

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        self._bar.show_time(self._now(), self._status)
        page = self._pages.currentWidget()
        if page is self.board:
            self.board.tick()
        elif page is self.case_page:
            self.case_page.tick()

    @Slot(object, str, object)
    def show_refused(self, command: object, key: str, facts: dict[str, str | int | None]) -> None:
        """The server said no to something stored earlier."""
        why = words.refusal(key, facts, self._desk.city)
        text = self.tr("Ditolak server: {why}").format(why=why)
        self._hands.offer(text, self.tr("Kotak keluar"), "G K", lambda: self.go("outbox"))

    def begin(self) -> None:
        """Keys go to the cases as soon as there are any."""
        self.setFocus()
        if len(self._book):
            self.board.focus_cases()
        else:
            self.board.set_loading(True)

    def say(self, sentence: str) -> None:
        """A short message that goes by itself."""
        self._toast.say(sentence)

    @property
    def sheet(self) -> Sheet | None:
        """The act that is being prepared, if any."""
        return self._sheets.current

    @Slot(str, object)
    def show_notice(self, key: str, facts: dict[str, object]) -> None:
        """Something happened to the files or the history of this desk."""
        self._toast.say(links.notice(key, facts))

    # --- going about ---

    def go(self, place: str) -> None:
        """Show a place of the rail."""
        pages: dict[str, QWidget] = {
            "board": self.board,
            "case": self.case_page,
            "outbox": self.outbox,
        }
        self._pages.setCurrentWidget(pages[place])
        self._sheets.raise_()
        self._rail.set_current(place)
        if place == "board":
            self.board.focus_cases()
        elif place == "outbox":
            self.show_outbox()
            self.outbox.focus_first()

    @async_slot
    async def open_case(self, case: str) -> None:
        """The page of one case."""
        self.case_page.show_loading()
        self.go("case")
        view = await self._desk.view(case)
        if view is None:
            self.case_page.show_gone()
        else:
            self.case_page.show_case(view)
        self.case_page.setFocus()

    def ask(self, key: str) -> None:
        """Begin an act on the case in hand."""
        self._hands.ask(key)

    @Slot()
    def take_call(self) -> None:
        """Begin a new report."""
        self._hands.take_call()

    def look(self, report: str) -> None:
        """Ask why before anybody is shown who reported."""
        self._hands.look(report)

    @Slot()
    def close_sheet(self) -> None:
        """Away with the act in preparation."""
        self._sheets.close()

    @Slot(str)
    def _acting(self, case: str) -> None:
        self._next_up = self.board.neighbours(case)

    @Slot(str, object)
    def _acted(self, case: str, act: Verb) -> None:
        """Work goes on with the next card once one is sent away; a new one is looked at."""
        if self._pages.currentWidget() is not self.board:
            return
        if isinstance(act, Receive):
            self.board.choose(case)
        elif self._next_up and not isinstance(act, _STAYS):
            self.board.choose(self._next_up[0])

    @async_slot
    async def _altered(self, cases: frozenset[str]) -> None:
        shown = self.case_page.view
        if shown is None or shown.case.id not in cases:
            return
        view = await self._desk.view(shown.case.id)
        if view is None:
            self.case_page.show_gone()
        elif self.case_page.view is shown:
            self.case_page.show_case(view)

    def _on_page(self, case: str) -> bool:
        view = self.case_page.view
        shown = self._pages.currentWidget() is self.case_page
        return shown and view is not None and view.case.id == case

    async def _case_in_hand(self) -> Case | None:
        shown = self.case_page.view
        if self._pages.currentWidget() is self.case_page:
            return shown.case if shown else None
        if self._pages.currentWidget() is not self.board:
            return None  # nobody acts on a card that is out of sight
        view = await self._desk.view(self.board.current_id()) if self.board.current_id() else None
        return view.case if view else None

    # --- building ---

    def _build(self, theme: Theme) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._rail = Rail(theme, self._places(), self)
        row.addWidget(self._rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._bar = TopBar(theme, self._desk.city, self._desk.author, self)
        column.addWidget(self._bar)
        self._pages = QStackedWidget(self)
        for page in (self.board, self.case_page, self.outbox):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        row.addLayout(column, 1)
        self._toast = Toast(theme, self)
        self._rail.set_current("board")

    def _places(self) -> list[Place]:
        return [
            Place("board", self.tr("Papan"), "view-column", "G B"),
            Place("case", self.tr("Kasus"), "folder-open", "G C"),
            Place("outbox", self.tr("Kotak keluar"), "tray-arrow-up", "G K"),
        ]

    def _connect(self) -> None:
        self._rail.asked.connect(self.go)
        self.board.opened.connect(self.open_case)
        self.case_page.asked.connect(self._hands.ask)
        self.case_page.look_asked.connect(self._hands.look)
        self.outbox.opened.connect(self.open_case)
        self.outbox.again.connect(self._hands.send_again)
        self.outbox.dismissed.connect(self._hands.dismiss)
        self._hands.acting.connect(self._acting)
        self._hands.acted.connect(self._acted)
        self._hands.revealed.connect(self.case_page.reveal)
        self._sheets.closed.connect(self._focus_page)
        self._bar.call_asked.connect(self.take_call)
        self._bar.link_asked.connect(self._link_asked)
        self._bar.sign_out_asked.connect(self.sign_out_asked)
        self._bar.preference_asked.connect(self.preference_asked)
        self._desk.altered.connect(self._altered)
        self._desk.loaded.connect(self._loaded)

    def _all_keys(self) -> list[Key]:
        keys = [
            Key("J", self.tr("Kasus berikutnya"), lambda: self._step(1)),
            Key("K", self.tr("Kasus sebelumnya"), lambda: self._step(-1)),
            Key("Right", self.tr("Lajur di kanan"), lambda: self._move_lane(1)),
            Key("Left", self.tr("Lajur di kiri"), lambda: self._move_lane(-1)),
            Key("T", self.tr("Lajur atau tabel"), self._toggle_table),
            Key("/", self.tr("Cari"), self._search),
            Key("Ctrl+N", self.tr("Laporan baru"), self.take_call),
            Key("G, B", self.tr("Ke papan"), lambda: self.go("board")),
            Key("G, C", self.tr("Ke kasus"), lambda: self.go("case")),
            Key("G, K", self.tr("Ke kotak keluar"), lambda: self.go("outbox")),
            Key("?", self.tr("Semua tombol"), self.show_keys),
            Key("Esc", self.tr("Kembali"), self._back),
        ]
        for shortcut in dict.fromkeys(a.shortcut for a in acts.all_acts() if a.shortcut):
            named = [a for a in acts.all_acts() if a.shortcut == shortcut]
            word = " / ".join(a.word for a in named)
            keys.append(Key(shortcut, word, self._asker([a.key for a in named])))
        return keys

    def _asker(self, keys: list[str]) -> Callable[[], object]:
        return lambda: self._hands.ask_one_of(keys)

    # --- small things ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus; of itself Qt lets only Space do so."""
        at = QApplication.focusWidget()
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and isinstance(at, QAbstractButton):
            at.click()
            return
        super().keyPressEvent(event)

    def _step(self, rows: int) -> None:
        """On the board the next card; on a case's page the next case of the same lane opens."""
        page = self._pages.currentWidget()
        if page is self.board:
            self.board.step(rows)
        elif page is self.case_page and self.case_page.view is not None:
            shown = self.case_page.view.case.id
            self.board.choose(shown)
            self.board.step(rows)
            if self.board.current_id() not in ("", shown):
                self.open_case(self.board.current_id())

    def _move_lane(self, step: int) -> None:
        if self._pages.currentWidget() is self.board:
            self.board.move_lane(step)

    @Slot()
    def _toggle_table(self) -> None:
        if self._pages.currentWidget() is self.board:
            self.board.toggle_table()

    @Slot()
    def _link_asked(self) -> None:
        if self._status is not None and self._status.link is Link.DENIED:
            self.sign_in_asked.emit()
        else:
            self.go("outbox")

    @Slot()
    def _focus_page(self) -> None:
        page = self._pages.currentWidget()
        if page is self.board:
            self.board.focus_cases()
        elif page is not None:
            page.setFocus()

    @Slot()
    def _loaded(self) -> None:
        self.board.set_loading(False)
        at = QApplication.focusWidget()
        idle = at is None or at is self or self._rail.isAncestorOf(at)
        if idle and self._pages.currentWidget() is self.board:
            self.board.focus_cases()

    @Slot()
    def _search(self) -> None:
        self.go("board")
        self.board.filters.focus_search()

    @Slot()
    def _back(self) -> None:
        if self._sheets.current is not None:
            self._sheets.close()
        else:
            self.go("board")

    @Slot()
    def show_keys(self) -> None:
        """Every key of the desk on one page."""
        keys = [("Enter", self.tr("Buka kasus"))] + [(k.keys, k.word) for k in self._keys]
        KeysHelp(self._theme, keys, self).open()
