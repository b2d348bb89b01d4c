"""Beside the lines of a handover: the line in hand, remarks, and where the two officers sign."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.pages import handover_words as told
from db.domain.city import City
from db.domain.handover import Handover, Line
from db.domain.logbook import LONGEST_REMARK, Entry, Kept
from widgets.banner import Banner
from widgets.labels import label
from widgets.theme import Theme

_Part = TypeVar("_Part", bound=QWidget)

_REMARK = 64
_WIDTH = 400


class LineBox(QFrame):
    """One line: what it is, and what the outgoing officer says of it. `case_asked` an id."""

    case_asked = Signal(str)
    remarked = Signal(str, str)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city = city
        self._case = ""
        self.setProperty("kind", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.m)
        column.setSpacing(theme.space.s)
        self._number = label("", theme.fonts.heading, self)
        self._title = label("", theme.fonts.text, self, wrap=True)
        self._about = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        self._reasons = label("", theme.fonts.text, self, wrap=True)
        self.remark = remark_box(theme, self.tr("Catatan untuk kasus ini"), self)
        self.remark.textChanged.connect(self._typed)
        self._said = label("", theme.fonts.strong, self, wrap=True)
        self._open = QPushButton(self.tr("Buka kasus"), self)
        self._open.setIcon(theme.icons.icon("folder-open", "main"))
        self._open.clicked.connect(self._ask)
        for part in (self._number, self._title, self._about, self._reasons, self._said):
            column.addWidget(part)
        column.addWidget(self.remark)
        column.addWidget(self._open)

    def show_line(self, line: Line, title: str, *, writes: bool) -> None:
        """Show a line; `title` is how the board calls the case, `writes`: a remark may be typed."""
        self._case = line.case
        self._number.setText(line.number)
        self._title.setText("" if line.secret else title)
        self._title.setVisible(bool(self._title.text()))
        self._about.setText(told.about(line, self._city))
        reasons = (
            "" if line.secret else "\n".join(told.reason(one, self._city) for one in line.reasons)
        )
        self._reasons.setText(reasons)
        self._reasons.setVisible(bool(reasons))
        self.remark.setVisible(writes)
        self._said.setVisible(bool(line.remark) and not writes)
        self._said.setText(f"“{line.remark}”")
        if self.remark.toPlainText() != line.remark:
            self.remark.blockSignals(True)
            self.remark.setPlainText(line.remark)
            self.remark.blockSignals(False)

    @Slot()
    def _typed(self) -> None:
        self.remarked.emit(self._case, self.remark.toPlainText()[:LONGEST_REMARK])

    @Slot()
    def _ask(self) -> None:
        self.case_asked.emit(self._case)


class SignBox(QFrame):
    """Where the outgoing officer signs, then the incoming one; then who signed and when."""

    signed = Signal()
    received = Signal(str, str, str)
    printed = Signal()
    again = Signal()
    remarked = Signal(str)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._city = theme, city
        self.setProperty("kind", "banner")
        self._column = QVBoxLayout(self)
        space = theme.space
        self._column.setContentsMargins(space.m, space.s, space.m, space.m)
        self._column.setSpacing(space.s)
        self._head = self._add(label("", theme.fonts.heading, self, wrap=True))
        self._said = self._add(label("", theme.fonts.text, self, wrap=True))
        self.banner = self._add(Banner(theme, self))
        self._bar = self._add(QProgressBar(self))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self.login = self._add(QLineEdit(self))
        self.login.setPlaceholderText(self.tr("Nama pengguna petugas masuk"))
        self.login.setAccessibleName(self.tr("Nama pengguna petugas masuk"))
        self.password = self._add(QLineEdit(self))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("Kata sandi petugas masuk"))
        self.password.setAccessibleName(self.tr("Kata sandi petugas masuk"))
        self.remark = self._add(remark_box(theme, self.tr("Catatan umum"), self))
        self.remark.textChanged.connect(self._typed)
        self.act = self._add(QPushButton(self))
        self.act.setProperty("kind", "primary")
        self.act.setMinimumHeight(theme.px(36))
        self.act.clicked.connect(self._act)
        self.password.returnPressed.connect(self.act.click)
        self._print = self._add(QPushButton(self.tr("Simpan PDF …"), self))
        self._print.setIcon(theme.icons.icon("file-pdf-box", "main"))
        self._print.clicked.connect(self.printed)
        self._again = self._add(QPushButton(self.tr("Mulai serah terima baru"), self))
        self._again.clicked.connect(self.again)
        self._receiving = False

    def show_draft(self, remark: str, unsaid: int) -> None:
        """The outgoing officer may sign."""
        self._shown(head=self.tr("Petugas keluar"), receives=False, signs=True, done=False)
        said = self.tr("Baris kritis: {n}. Tulis catatan bila perlu, lalu tanda tangani.")
        self._said.setText(said.format(n=unsaid))
        self.act.setText(self.tr("Tanda tangani dan serahkan"))
        self.act.setEnabled(True)
        self._write(remark)

    def show_given(self, entry: Entry, kept: Kept | None, opened: int, critical: int) -> None:
        """Signed by one; the incoming officer opens each critical line, then signs."""
        self._shown(head=self.tr("Petugas masuk"), receives=True, signs=True, done=False)
        rows = [self._given(entry)]
        if kept is not None and told.standing(kept):
            rows.append(told.standing(kept))
        said = self.tr("{n} dari {all} baris kritis dibuka")
        rows.append(said.format(n=opened, all=critical))
        self._said.setText("\n".join(rows))
        self._bar.setRange(0, max(1, critical))
        self._bar.setValue(opened if critical else 1)
        self._bar.setAccessibleName(said.format(n=opened, all=critical))
        self.act.setText(self.tr("Terima giliran jaga"))
        self.act.setEnabled(opened >= critical)

    def show_done(self, entry: Entry, receipt: Kept) -> None:
        """Signed by both."""
        self._shown(
            head=self.tr("Giliran jaga sudah beralih"), receives=False, signs=False, done=True
        )
        took = self.tr("Diterima oleh {who}, {at}")
        by = receipt.entry
        rows = [
            self._given(entry),
            took.format(who=told.signer(by.by), at=told.local(by.at, self._city)),
            told.standing(receipt),
        ]
        self._said.setText("\n".join(filter(None, rows)))

    def begin_receiving(self) -> None:
        """Nothing is left of what somebody typed before."""
        self.password.clear()
        self._write("")

    def refuse(self, sentence: str) -> None:
        """Why it is not signed."""
        self.banner.show_notice("error", sentence)

    def _given(self, entry: Entry) -> str:
        said = self.tr("Diserahkan oleh {who}, {at}")
        return said.format(who=told.signer(entry.by), at=told.local(entry.at, self._city))

    def _shown(self, *, head: str, receives: bool, signs: bool, done: bool) -> None:
        if self._receiving is not receives:
            self.banner.clear()
        self._receiving = receives
        self._head.setText(head)
        for part in (self.login, self.password, self._bar):
            part.setVisible(receives)
        self.remark.setVisible(signs)
        self.act.setVisible(signs)
        self._print.setVisible(done or receives)
        self._again.setVisible(done)

    def _write(self, text: str) -> None:
        if self.remark.toPlainText() != text:
            self.remark.blockSignals(True)
            self.remark.setPlainText(text)
            self.remark.blockSignals(False)

    @Slot()
    def _typed(self) -> None:
        if not self._receiving:
            self.remarked.emit(self.remark.toPlainText()[:LONGEST_REMARK])

    @Slot()
    def _act(self) -> None:
        self.banner.clear()
        if self._receiving:
            text = self.remark.toPlainText()
            self.received.emit(self.login.text(), self.password.text(), text)
        else:
            self.signed.emit()

    def _add(self, part: _Part) -> _Part:
        self._column.addWidget(part)
        return part


class Tally(QFrame):
    """How the sums add up."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._open = label("", theme.fonts.strong, self, wrap=True)
        self._reports: QLabel = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        column.addWidget(self._open)
        column.addWidget(self._reports)

    def show_sums(self, given: Handover) -> None:
        """Open cases, and reports by colour."""
        self._open.setText(told.sums(given))
        self._reports.setText(told.colours(given))


def remark_box(theme: Theme, name: str, parent: QWidget) -> QPlainTextEdit:
    """A small field for a remark."""
    box = QPlainTextEdit(parent)
    box.setPlaceholderText(name)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    box.setFixedHeight(theme.px(_REMARK))
    return box


def side_width(theme: Theme) -> int:
    """Pixels of the column beside the lines."""
    return theme.px(_WIDTH)
