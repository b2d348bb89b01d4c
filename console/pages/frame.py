"""The frame of every desk window: rail, top bar, pages, the sheet at the right, and all keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.desk import Denied, Desk, Done, Link, Offline, Status, StoreFault
from console.pages import acts, links, words
from console.pages.act import ActSheet
from console.pages.board import Board
from console.pages.case import CasePage
from console.pages.forward import ForwardSheet
from console.pages.help import KeysHelp
from console.pages.identity import IdentitySheet
from console.pages.intake import Caller, IntakeSheet
from console.pages.outbox import OutboxPage
from console.pages.sheet import Sheet
from db.domain.case import Case
from db.domain.commands import Acknowledge, Attach, Edit, Note, Receive, Shelve, Verb
from db.domain.refused import Refused
from widgets.labels import label
from widgets.picker import Choice
from widgets.pill import Pill
from widgets.rail import Place, Rail
from widgets.theme import Theme
from widgets.toast import Toast

# After these the case stays where it is, and so do the keys.
_STAYS = (Note, Attach, Edit, Acknowledge, Shelve)


class Key(NamedTuple):
    """A key of the desk: what it does in words, for the help page, and what it calls."""

    keys: str
    word: str
    act: Callable[[], object]


class DeskFrame(QWidget):
    """Everything an officer sees after signing in."""

    sign_in_asked = Signal()
    sign_out_asked = Signal()
    preference_asked = Signal(str, object)

    def __init__(self, theme: Theme, desk: Desk, book: CaseBook, now_ms: Callable[[], int]) -> None:
        super().__init__()
        self._theme, self._desk, self._book, self._now = theme, desk, book, now_ms
        self._status: Status | None = None
        self._sheet: Sheet | None = None
        self._toast_act: Callable[[], object] = lambda: None
        self._just_done = ""
        self.board = Board(theme, book, desk.city, now_ms, desk.find, desk.mine, self)
        self.case_page = CasePage(theme, desk.city, desk.author, now_ms, self)
        self.outbox = OutboxPage(theme, desk.city, self)
        self._build(theme)
        self._connect()
        self._bind_keys()

    # --- what the application tells ---

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """How the desk and the server stand."""
        self._status = status
        self._show_link()
        self._rail.set_badge("outbox", status.waiting + status.needs_action)
        self.outbox.show_items(self._desk.items())

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        self._clock.setText(links.wall_clock(self._now(), self._desk.city))
        self._show_link()
        page = self._pages.currentWidget()
        if page is self.board:
            self.board.tick()
        elif page is self.case_page:
            self.case_page.tick()

    @Slot(object, str, object)
    def show_refused(self, command: object, key: str, facts: dict[str, str | int | None]) -> None:
        """The server said no to something stored earlier."""
        self._toast.say(
            self.tr("Ditolak server: {why}").format(why=words.refusal(key, facts, self._desk.city)),
            self.tr("Kotak keluar"),
            "G K",
        )
        self._toast_act = lambda: self.go("outbox")

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
        return self._sheet

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
        self._rail.set_current(place)
        if place == "board":
            self.board.focus_cases()
        elif place == "outbox":
            self.outbox.show_items(self._desk.items())
            self.outbox.setFocus()

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

    @async_slot
    async def ask(self, key: str) -> None:
        """Begin an act on the case in hand: its sheet opens, or a sentence says why not."""
        case = await self._case_in_hand()
        if case is None:
            self._toast.say(self.tr("Pilih kasus dulu."))
            return
        act = next((a for a in acts.offered(case, self._desk.author) if a.key == key), None)
        if act is None:
            state = {"state": case.state.value}
            self._toast.say(words.refusal("illegal_state", state, self._desk.city))
        elif key == "undo":
            await self._undo_last(case)
        elif key == "forward":
            officer = self._desk.author.name
            self._open(ForwardSheet(self._theme, case, self._desk.city, officer, self), case)
        else:
            city, now = self._desk.city, self._desk.now()
            others = self._others_of(case)
            self._open(ActSheet(self._theme, act, case, city, now, others, self), case)

    @Slot()
    def take_call(self) -> None:
        """A new report by phone, at the counter or from social media."""
        sheet = IntakeSheet(self._theme, self._desk.city, online=self._online(), parent=self)
        sheet.sent.connect(self._take_call)
        self._show_sheet(sheet)

    @Slot(str)
    def look(self, report: str) -> None:
        """Ask why before anybody is shown who reported."""
        sheet = IdentitySheet(self._theme, report, self)
        sheet.sent.connect(self._look)
        self._show_sheet(sheet)

    @Slot()
    def close_sheet(self) -> None:
        """Away with the sheet; keys go back to where they were."""
        if self._sheet is None:
            return
        sheet, self._sheet = self._sheet, None
        sheet.hide()
        sheet.deleteLater()
        if self._pages.currentWidget() is self.board:
            self.board.focus_cases()
        else:
            self.case_page.setFocus()

    # --- acting ---

    def _open(self, sheet: ForwardSheet | ActSheet, case: Case) -> None:
        sheet.sent.connect(lambda verb: self._send(case, verb))
        self._show_sheet(sheet)

    def _show_sheet(self, sheet: Sheet) -> None:
        self.close_sheet()
        self._sheet = sheet
        sheet.closed.connect(self.close_sheet)
        self._place_sheet()
        sheet.show()
        sheet.raise_()
        sheet.begin()

    def _place_sheet(self) -> None:
        """Over the right edge of the page: nothing under it moves, whatever the window's size."""
        if self._sheet is not None:
            self._sheet.setFixedHeight(self._pages.height())
            corner = self._pages.geometry().topRight()
            self._sheet.move(corner.x() - self._sheet.width() + 1, corner.y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sheet keeps to its edge."""
        super().resizeEvent(event)
        self._place_sheet()

    @async_slot
    async def _send(self, case: Case, act: Verb) -> None:
        sheet = self._sheet
        if sheet is None or not sheet.isEnabled():
            return  # the same key twice
        sheet.setEnabled(False)
        try:
            next_up = self.board.neighbours(case.id)
            done = await self._desk.do(case, act)
        except (Refused, StoreFault) as no:
            self._say_no(sheet, no)
            return
        self._finished(case, done, next_up)

    def _finished(self, case: Case, done: Done, next_up: tuple[str, ...]) -> None:
        self.close_sheet()
        self._say_done(case.number, done)
        moves_on = not isinstance(done.command.act, _STAYS)
        if self._pages.currentWidget() is self.board and next_up and moves_on:
            self.board.choose(next_up[0])

    def _say_done(self, number: str, done: Done) -> None:
        law = done.command.law
        word = acts.word_of(done.command.act)
        said = self.tr("{what} · {number} · tersimpan, belum terkirim")
        if self._online():
            said = self.tr("{what} · {number} · tersimpan")
        text = said.format(what=word, number=number or self.tr("kasus baru"))
        if done.masked:
            text += self.tr(" · data pribadi dalam teks disamarkan")
        undo = self.tr("Batalkan") if law.undoable else ""
        self._just_done = done.command.case if undo else ""
        self._toast_act = lambda: self._undo_by_id(done.command.case)
        self._toast.say(text, undo, "Z" if undo else "")

    def _say_no(self, sheet: Sheet, no: Refused | StoreFault) -> None:
        sheet.setEnabled(True)
        sheet.refuse(self._sentence(no))
        sheet.begin()

    def _sentence(self, no: Refused | StoreFault) -> str:
        if isinstance(no, Refused):
            return words.refusal(no.key, no.facts, self._desk.city)
        return links.store_fault(no)

    @async_slot
    async def _undo_by_id(self, case: str) -> None:
        view = await self._desk.view(case)
        if view is not None:
            await self._undo(view.case)

    async def _undo_last(self, case: Case) -> None:
        """While the toast offers to take an act back, that act is meant; else the case in hand."""
        if self._toast.isVisible() and self._just_done:
            view = await self._desk.view(self._just_done)
            case = view.case if view is not None else case
        await self._undo(case)

    async def _undo(self, case: Case) -> None:
        self._just_done = ""
        try:
            await self._desk.undo(case)
        except (Refused, StoreFault) as no:
            self._toast.say(self._sentence(no))
            return
        said = self.tr("Dibatalkan · {number}")
        self._toast.say(said.format(number=case.number or self.tr("kasus baru")))

    @async_slot
    async def _take_call(self, act: Receive, caller: Caller) -> None:
        sheet = self._sheet
        if sheet is None or not sheet.isEnabled():
            return
        sheet.setEnabled(False)
        try:
            done = await self._desk.take_call(act)
        except (Refused, StoreFault) as no:
            self._say_no(sheet, no)
            return
        self.close_sheet()
        self._say_done("", done)
        self.board.choose(done.command.case)
        if caller.name or caller.phone:
            await self._keep_identity(done, caller)

    async def _keep_identity(self, done: Done, caller: Caller) -> None:
        try:
            kept = await self._desk.tell_identity(done, caller.name, caller.phone)
        except (Offline, Denied):
            kept = False
        if not kept:
            self._toast.say(self.tr("Identitas pelapor belum tersimpan: server tidak terjangkau."))

    @async_slot
    async def _look(self, report: str, reason: str) -> None:
        sheet = self._sheet
        try:
            who = await self._desk.look(report, reason)
        except (Offline, Denied, Refused) as no:
            if sheet is not None:
                sheet.refuse(links.look_failed(no, self._desk.city))
            return
        self.close_sheet()
        self.case_page.reveal(report, links.who(who))

    @async_slot
    async def _send_again(self, command: str) -> None:
        item = next((i for i in self._desk.items() if i.command.id == command), None)
        if item is None:
            return
        try:
            await self._desk.send_again(item.command)
        except (Refused, StoreFault) as no:
            self._toast.say(self._sentence(no))

    @async_slot
    async def _dismiss(self, command: str) -> None:
        await self._desk.dismiss(command)

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

    async def _case_in_hand(self) -> Case | None:
        shown = self.case_page.view
        if self._pages.currentWidget() is self.case_page:
            return shown.case if shown else None
        view = await self._desk.view(self.board.current_id()) if self.board.current_id() else None
        return view.case if view else None

    def _others_of(self, case: Case) -> Callable[[], list[Choice]]:
        """Cases this one may be merged into: the same kind and area first, then the newest."""

        def choices() -> list[Choice]:
            return [
                Choice(key, number, title, "", place)
                for key, number, title, place in self._book.alike(case.id, limit=300)
            ]

        return choices

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
        column.addWidget(self._top_bar(theme))
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

    def _top_bar(self, theme: Theme) -> QWidget:
        bar = QWidget(self)
        bar.setProperty("kind", "panel")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space.l, theme.space.s, theme.space.l, theme.space.s)
        row.setSpacing(theme.space.m)
        row.addWidget(label(self._desk.city.name, theme.fonts.heading, bar))
        author = self._desk.author
        role = self._desk.city.words.get(author.role.value, author.role.value)
        where = " · ".join(part for part in (author.desk, author.name, role) if part)
        self._person = QPushButton(where, bar)
        self._person.setProperty("kind", "quiet")
        self._person.setIcon(theme.icons.icon("account-circle", "secondary"))
        self._person.clicked.connect(self._show_menu)
        row.addWidget(self._person)
        row.addStretch(1)
        call = QPushButton(self.tr("Laporan baru"), bar)
        call.setIcon(theme.icons.icon("phone-plus", "main"))
        call.setToolTip(self.tr("Catat laporan dari telepon atau kunjungan (Ctrl+N)"))
        call.clicked.connect(self.take_call)
        row.addWidget(call)
        self._pill = Pill(theme, bar)
        row.addWidget(self._pill)
        self._clock = QLabel(bar)
        self._clock.setFont(theme.fonts.figure)
        self._clock.setAccessibleName(self.tr("Jam server"))
        row.addWidget(self._clock)
        return bar

    def _connect(self) -> None:
        self._rail.asked.connect(self.go)
        self.board.opened.connect(self.open_case)
        self.case_page.asked.connect(self.ask)
        self.case_page.look_asked.connect(self.look)
        self.outbox.opened.connect(self.open_case)
        self.outbox.again.connect(self._send_again)
        self.outbox.dismissed.connect(self._dismiss)
        self._pill.clicked.connect(self._pill_clicked)
        self._toast.acted.connect(lambda: self._toast_act())
        self._desk.altered.connect(self._altered)
        self._desk.loaded.connect(self._loaded)

    def _bind_keys(self) -> None:
        self._keys = self._all_keys()
        self._shortcuts: list[QShortcut] = []
        for key in self._keys:
            for sequence in key.keys.split(" / "):
                shortcut = QShortcut(QKeySequence(sequence), self)
                shortcut.activated.connect(key.act)
                if len(sequence) <= 4 and "+" not in sequence:
                    self._shortcuts.append(shortcut)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _all_keys(self) -> list[Key]:
        keys = [
            Key("J", self.tr("Kasus berikutnya"), lambda: self.board.step(1)),
            Key("K", self.tr("Kasus sebelumnya"), lambda: self.board.step(-1)),
            Key("Right", self.tr("Lajur di kanan"), lambda: self.board.move_lane(1)),
            Key("Left", self.tr("Lajur di kiri"), lambda: self.board.move_lane(-1)),
            Key("T", self.tr("Lajur atau tabel"), self.board.toggle_table),
            Key("/", self.tr("Cari"), self._search),
            Key("Ctrl+N", self.tr("Laporan baru"), self.take_call),
            Key("G, B", self.tr("Ke papan"), lambda: self.go("board")),
            Key("G, C", self.tr("Ke kasus"), lambda: self.go("case")),
            Key("G, K", self.tr("Ke kotak keluar"), lambda: self.go("outbox")),
            Key("?", self.tr("Semua tombol"), self._show_keys),
            Key("Esc", self.tr("Kembali"), self._back),
        ]
        for shortcut in dict.fromkeys(a.shortcut for a in acts.all_acts() if a.shortcut):
            named = [a for a in acts.all_acts() if a.shortcut == shortcut]
            word = " / ".join(a.word for a in named)
            keys.append(Key(shortcut, word, self._asker([a.key for a in named])))
        return keys

    def _asker(self, keys: list[str]) -> Callable[[], object]:
        return lambda: self._ask_one_of(keys)

    @async_slot
    async def _ask_one_of(self, keys: list[str]) -> None:
        """One key may mean two acts (merge, unmerge): the one the state allows is meant."""
        case = await self._case_in_hand()
        allowed = {a.key for a in acts.offered(case, self._desk.author)} if case else set()
        self.ask(next((key for key in keys if key in allowed), keys[0]))

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Letters are words while somebody writes, and commands otherwise."""
        writing = isinstance(new, QLineEdit | QPlainTextEdit) and not (
            isinstance(new, QPlainTextEdit) and new.isReadOnly()
        )
        in_sheet = self._sheet is not None and new is not None and self._sheet.isAncestorOf(new)
        for shortcut in self._shortcuts:
            leaves = shortcut.key() == QKeySequence("Esc")
            free = leaves or not writing
            shortcut.setEnabled(free and not in_sheet and self._sheet is not new)

    # --- small things ---

    def _online(self) -> bool:
        return self._status is not None and self._status.link in (Link.LIVE, Link.POLLING)

    def _show_link(self) -> None:
        if self._status is not None:
            self._pill.show_state(*links.pill(self._status, self._now(), self._desk.city))

    @Slot()
    def _loaded(self) -> None:
        self.board.set_loading(False)
        if self.hasFocus():
            self.board.focus_cases()

    @Slot()
    def _pill_clicked(self) -> None:
        if self._status is not None and self._status.link is Link.DENIED:
            self.sign_in_asked.emit()
        else:
            self.go("outbox")

    @Slot()
    def _search(self) -> None:
        self.go("board")
        self.board.filters.focus_search()

    @Slot()
    def _back(self) -> None:
        if self._sheet is not None:
            self.close_sheet()
        else:
            self.go("board")

    @Slot()
    def _show_keys(self) -> None:
        KeysHelp(self._theme, [(k.keys, k.word) for k in self._keys], self).show()

    @Slot()
    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for word, name, value in (
            (self.tr("Tema gelap"), "theme", "dark"),
            (self.tr("Tema terang"), "theme", "light"),
            ("Bahasa Indonesia", "language", "id"),
            ("English", "language", "en"),
            (self.tr("Ukuran teks 100 %"), "text_scale", 1.0),
            (self.tr("Ukuran teks 115 %"), "text_scale", 1.15),
            (self.tr("Ukuran teks 130 %"), "text_scale", 1.3),
            (self.tr("Ukuran teks 150 %"), "text_scale", 1.5),
        ):
            action = menu.addAction(word)
            action.setData((name, value))
        menu.addSeparator()
        leave = menu.addAction(self.tr("Keluar"))
        menu.triggered.connect(lambda chosen: self._chosen_in_menu(chosen, leave))
        menu.popup(self._person.mapToGlobal(QPoint(0, self._person.height())))

    def _chosen_in_menu(self, chosen: QAction, leave: QAction) -> None:
        if chosen is leave:
            self.sign_out_asked.emit()
        else:
            self.preference_asked.emit(*chosen.data())
