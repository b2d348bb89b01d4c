"""The briefs that were signed: read, opened case by case, saved as PDF or text, and replaced."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Denied, Fault, Policies
from console.pages import policy_words as told
from console.pages.policy_paper import PolicyPaper, Reading
from db.domain.city import City
from db.domain.policy import Heading, Signed
from widgets.empty import Empty
from widgets.theme import Theme

_ID = Qt.ItemDataRole.UserRole


class PolicySigned(QWidget):
    """`listed` carries (title, ids, total): the cases behind a claim; `replacing` the id of a brief
    for which another is to be written; `said` a short message.
    """

    listed = Signal(str, object, int)
    replacing = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        policies: Policies,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._policies = theme, city, policies
        self.writes = False
        self._wanted = ""
        self.shown: Signed | None = None
        self._paper = PolicyPaper(self, city, policies)
        self._paper.said.connect(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        column.addLayout(self._acts(theme))
        self._pages = QStackedWidget(self)
        self._empty = Empty(theme, self)
        self._empty.show_loading(self.tr("Naskah dibaca dari server …"))
        self._empty.acted.connect(self.begin)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        self.briefs = QListWidget(both)
        self.briefs.setAccessibleName(self.tr("Naskah yang ditandatangani"))
        self.briefs.setWordWrap(True)
        self.briefs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.briefs.currentRowChanged.connect(self._read)
        self.text = Reading(theme, both)
        self.text.setAccessibleName(self.tr("Naskah terpilih"))
        self.text.claim_opened.connect(self._list)
        both.setSizes([theme.px(360), theme.px(800)])
        both.setStretchFactor(1, 1)
        for page in (self._empty, both):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)

    @async_slot
    async def begin(self) -> None:
        """The leaf has come to the front: ask for what was signed."""
        try:
            found = await self._policies.listed()
        except Fault as fault:
            if isValid(self):
                self._refuse(fault)
            return
        if isValid(self):
            self.show_list(found)
            self._read()

    def show_list(self, found: Sequence[Heading]) -> None:
        """List what was signed; the one that is wanted, or the newest, is in hand."""
        at = self._wanted or self._current()
        self._wanted = ""
        self.briefs.blockSignals(True)
        self.briefs.clear()
        for one in found:
            item = QListWidgetItem(told.heading(one, self._city))
            icon = "file-document-check-outline" if not one.replaced else "file-document-outline"
            item.setIcon(self._theme.icons.icon(icon, "accent"))
            item.setData(_ID, one.id)
            self.briefs.addItem(item)
        rows = [n for n, one in enumerate(found) if one.id == at]
        self.briefs.setCurrentRow(rows[0] if rows else 0)
        self.briefs.blockSignals(False)
        if not found:
            hint = self.tr("Kepala regu menyusun dan menandatangani naskah; di sini dibaca.")
            self._empty.show_empty(
                "file-document-outline", self.tr("Belum ada naskah yang ditandatangani"), hint
            )
        self._pages.setCurrentIndex(1 if found else 0)

    def choose(self, id: str) -> None:
        """This brief is to be shown."""
        self._wanted = id

    def focus_first(self) -> None:
        """Keys go to the briefs."""
        self.briefs.setFocus(Qt.FocusReason.TabFocusReason)

    def step(self, rows: int) -> None:
        """To another brief."""
        at = self.briefs.currentRow() + rows
        self.briefs.setCurrentRow(min(max(at, 0), self.briefs.count() - 1))

    def _current(self) -> str:
        item = self.briefs.currentItem()
        return str(item.data(_ID)) if self.briefs.currentRow() >= 0 else ""

    @async_slot
    async def _read(self) -> None:
        id = self._current()
        if not id:
            return
        try:
            found = await self._policies.one(id)
        except Fault as fault:
            if isValid(self):
                self._refuse(fault)
            return
        if isValid(self) and id == self._current():
            self.show_signed(found)

    def show_signed(self, found: Signed) -> None:
        """Show one of them."""
        self.shown = found
        self.text.show_policy(found.policy, found, self._city)
        for act in (self._pdf, self._plain):
            act.setEnabled(True)
        self._replace.setVisible(self.writes and not found.replaced)

    def _refuse(self, fault: Fault) -> None:
        if isinstance(fault, Denied):
            head, hint = self.tr("Server tidak memberi naskah ini"), self.tr("Masuk lagi.")
        else:
            head = self.tr("Naskah yang ditandatangani ada di server")
            hint = self.tr("Server tidak terjangkau. Yang sedang ditulis tetap ada di meja ini.")
        self._empty.show_error(head, hint, self.tr("Coba lagi"))
        self._pages.setCurrentIndex(0)

    @Slot(int)
    def _list(self, at: int) -> None:
        if self.shown is None:
            return
        policy = self.shown.policy
        claim, _ = policy.shown[at]
        name = f"{told.name(claim, self._city)} · {told.period(policy.facts.period, self._city)}"
        self.listed.emit(name, [link.case for link in claim.cases], claim.many)

    def _acts(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        row.addStretch(1)
        self._replace = QPushButton(self.tr("Tulis naskah pengganti"), self)
        self._replace.clicked.connect(self._ask_replace)
        self._replace.hide()
        self._plain = QPushButton(self.tr("Simpan teks …"), self)
        self._plain.setIcon(theme.icons.icon("text-box-outline", "main"))
        self._plain.clicked.connect(self.save_text)
        self._pdf = QPushButton(self.tr("Simpan PDF …"), self)
        self._pdf.setIcon(theme.icons.icon("file-pdf-box", "main"))
        self._pdf.clicked.connect(self.save)
        for act in (self._replace, self._plain, self._pdf):
            row.addWidget(act)
        self._plain.setEnabled(False)
        self._pdf.setEnabled(False)
        return row

    @Slot()
    def save(self) -> None:
        """The brief becomes a PDF."""
        if self.shown is not None:
            self._paper.ask(self.shown, "pdf")

    @Slot()
    def save_text(self) -> None:
        """The brief becomes a text."""
        if self.shown is not None:
            self._paper.ask(self.shown, "txt")

    @Slot()
    def _ask_replace(self) -> None:
        if self.shown is not None:
            self.replacing.emit(self.shown.policy.id)
