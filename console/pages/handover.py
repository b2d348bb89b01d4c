"""Serah terima: what the next shift must know, checked line by line and signed by both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.async_slot import async_slot
from console.desk import Changeover, Denied, Fault, StoreFault, WrongPassword
from console.pages import handover_words as told
from console.pages import links, words
from console.pages.handover_lines import HandoverLines
from console.pages.handover_paper import Paper
from console.pages.handover_side import LineBox, SignBox, Tally, side_width
from db.domain.city import City
from db.domain.handover import Handover, Line, remarked
from db.domain.logbook import Kept
from db.domain.refused import Refused
from widgets.empty import Empty
from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.scroller import Scroller
from widgets.theme import Theme


class HandoverPage(QWidget):
    """The handover that `changeover.current` holds. `opened` a case; `said` a short message."""

    opened = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        changeover: Changeover,
        named: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._changeover, self._named = theme, city, changeover, named
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.m)
        column.addLayout(self._head(theme))
        self._pages = QStackedWidget(self)
        self._empty = Empty(theme, self)
        self._empty.acted.connect(self.draft)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._body(theme))
        column.addWidget(self._pages, 1)
        self._empty.show_loading(self.tr("Menyusun serah terima …"))
        self._paper = Paper(self, city, changeover)
        self._paper.said.connect(self.said)
        changeover.moved.connect(self._moved)

    # --- showing ---

    def begin(self) -> None:
        """The page has come to the front: draft anew unless something was signed."""
        if self._changeover.current.given is None:
            self.draft()
        else:
            self.show_current()

    @async_slot
    async def draft(self) -> None:
        """Work out the draft as things stand."""
        try:
            await self._changeover.draft()
        except StoreFault as fault:
            self._pages.setCurrentIndex(0)
            again = self.tr("Coba lagi")
            self._empty.show_error(self.tr("Tidak dapat disusun"), links.store_fault(fault), again)
            return
        self.show_current()

    def show_current(self) -> None:
        """What is handed over now."""
        current = self._changeover.current
        given = self._with_remarks()
        if given is None:
            return
        self._pages.setCurrentIndex(1)
        self._title.setText(told.title(given, self._city))
        self._refresh.setVisible(current.given is None)
        self._tally.show_sums(given)
        self.lines.show_handover(given, current.opened, ticks=current.given is not None)
        self._sign_state()
        self._show_line(self.lines.current())

    def _with_remarks(self) -> Handover | None:
        current = self._changeover.current
        if current.given is not None or current.draft is None:
            return current.handover
        return remarked(current.draft, current.remark, current.remarks)

    def _sign_state(self) -> None:
        current, given = self._changeover.current, self._changeover.current.handover
        if given is None:
            return
        if current.given is None:
            self.sign.show_draft(current.remark, len(given.critical))
        elif current.receipt is None:
            opened = len(current.opened.intersection(given.critical))
            kept = self._changeover.kept(current.given.id)
            self.sign.show_given(current.given, kept, opened, len(given.critical))
        else:
            kept = self._changeover.kept(current.receipt.id) or Kept(current.receipt)
            self.sign.show_done(current.given, kept)

    @Slot()
    def _moved(self) -> None:
        if self.isVisible():
            self._sign_state()

    # --- going through the lines ---

    def step(self, rows: int) -> None:
        """To another line."""
        self.lines.step(rows)

    def focus_first(self) -> None:
        """Keys go to the lines."""
        self.lines.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str)
    def _show_line(self, case: str) -> None:
        line = self._line(case)
        self._line_box.setVisible(line is not None)
        if line is not None:
            writes = self._changeover.current.given is None
            title = self._named(case).removeprefix(line.number).removeprefix(" · ")
            self._line_box.show_line(line, title, writes=writes)

    @Slot(str)
    def _looked(self, case: str) -> None:
        """A line is opened: its facts stand beside it, and the next one is in hand."""
        self._tick(case)
        if self._changeover.current.given is not None:
            self.lines.step(1)

    @Slot(str)
    def _open_case(self, case: str) -> None:
        self._tick(case)
        self.opened.emit(case)

    def _tick(self, case: str) -> None:
        current, line = self._changeover.current, self._line(case)
        if current.given is None or current.receipt is not None or line is None:
            return
        current.opened.add(case)
        self.lines.mark(line, opened=True)
        self._sign_state()

    def _line(self, case: str) -> Line | None:
        given = self._with_remarks()
        lines = given.lines if given is not None else ()
        return next((line for line in lines if line.case == case), None)

    @Slot(str, str)
    def _remarked(self, case: str, text: str) -> None:
        self._changeover.remark(text.strip(), case)
        line = self._line(case)
        if line is not None:
            self.lines.mark(replace(line, remark=text.strip()), opened=False)

    @Slot(str)
    def _remarked_all(self, text: str) -> None:
        self._changeover.remark(text)

    # --- signing ---

    @async_slot
    async def _sign(self) -> None:
        self.sign.act.setEnabled(False)
        try:
            await self._changeover.sign()
        except (Refused, StoreFault) as no:
            self.sign.refuse(self._why(no))
            self.sign.act.setEnabled(True)
            return
        self.sign.begin_receiving()
        self.show_current()
        self.focus_first()
        self.said.emit(self.tr("Ditandatangani. Petugas masuk membuka setiap baris kritis."))

    @async_slot
    async def _receive(self, login: str, password: str, remark: str) -> None:
        self.sign.act.setEnabled(False)
        try:
            await self._changeover.receive(login, password, remark)
        except (Refused, StoreFault, Fault) as no:
            self._sign_state()
            self.sign.refuse(self._why(no))
            return
        self.sign.begin_receiving()
        self.show_current()
        self.said.emit(self.tr("Giliran jaga sudah beralih"))

    def _why(self, no: Refused | StoreFault | Fault) -> str:
        if isinstance(no, Refused):
            return words.refusal(no.key, no.facts, self._city)
        if isinstance(no, StoreFault):
            return links.store_fault(no)
        if isinstance(no, WrongPassword) and no.seconds:
            return self.tr("Terlalu sering salah. Tunggu {n} detik.").format(n=no.seconds)
        if isinstance(no, WrongPassword):
            return self.tr(
                "Nama pengguna atau kata sandi salah. Tanpa server, hanya yang pernah masuk di "
                "meja ini yang dikenal."
            )
        if isinstance(no, Denied):
            return self.tr("Sesi meja ini sudah berakhir. Masuk lagi, lalu ulangi.")
        return self.tr("Server menjawab tidak semestinya. Ulangi sebentar lagi.")

    @Slot()
    def _again(self) -> None:
        self._changeover.start_anew()
        self.draft()

    @Slot()
    def _ask_print(self) -> None:
        given = self._changeover.current.given
        if given is not None:
            receipt = self._changeover.current.receipt
            kept = self._changeover.kept(receipt.id) if receipt is not None else None
            self._paper.ask(given, kept)

    # --- building ---

    def _head(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        self._title = label("", theme.fonts.heading, self)
        row.addWidget(self._title)
        row.addStretch(1)
        for keys, word in (("J K", self.tr("baris")), ("Enter", self.tr("buka baris"))):
            row.addWidget(KeyHint(theme, keys, self))
            row.addWidget(label(word, theme.fonts.secondary, self, "secondary"))
        self._refresh = QPushButton(self.tr("Susun ulang"), self)
        self._refresh.setIcon(theme.icons.icon("refresh", "main"))
        self._refresh.setToolTip(self.tr("Menurut keadaan sekarang; catatan Anda tetap"))
        self._refresh.clicked.connect(self.draft)
        row.addWidget(self._refresh)
        return row

    def _body(self, theme: Theme) -> QWidget:
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.m)
        left = QVBoxLayout()
        left.setSpacing(theme.space.s)
        self._tally = Tally(theme, body)
        self.lines = HandoverLines(theme, self._city, body)
        self.lines.chosen.connect(self._show_line)
        self.lines.looked.connect(self._looked)
        left.addWidget(self._tally)
        left.addWidget(self.lines, 1)
        row.addLayout(left, 1)
        row.addWidget(self._side(theme, body))
        return body

    def _side(self, theme: Theme, parent: QWidget) -> QWidget:
        scroll = Scroller(parent)
        scroll.setFixedWidth(side_width(theme))
        inner = QWidget(scroll)
        inner.setProperty("kind", "window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.m)
        self._line_box = LineBox(theme, self._city, inner)
        self._line_box.case_asked.connect(self._open_case)
        self._line_box.remarked.connect(self._remarked)
        self.sign = SignBox(theme, self._city, inner)
        self.sign.signed.connect(self._sign)
        self.sign.received.connect(self._receive)
        self.sign.printed.connect(self._ask_print)
        self.sign.again.connect(self._again)
        self.sign.remarked.connect(self._remarked_all)
        column.addWidget(self._line_box)
        column.addWidget(self.sign)
        column.addStretch(1)
        scroll.setWidget(inner)
        return scroll
