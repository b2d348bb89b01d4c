"""Naskah kebijakan: the brief that is being written, how it will read, and what is signed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from console.desk import Policies
from console.pages import policy_words as told
from console.pages.policy_paper import Reading
from console.pages.policy_signed import PolicySigned
from console.pages.policy_write import PolicyWrite
from db.domain.city import City
from widgets.labels import label
from widgets.theme import Theme


class PolicyPage(QWidget):
    """Who may write has all leaves, who reads the last. `listed` carries (title, ids, total): the
    cases behind a claim; `said` a short message.
    """

    listed = Signal(str, object, int)
    said = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        policies: Policies,
        parent: QWidget | None = None,
        *,
        writes: bool = False,
    ) -> None:
        super().__init__(parent)
        self._city, self.policies = city, policies
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        self.write = PolicyWrite(theme, city, policies, self)
        self.preview = Reading(theme, self)
        self.preview.setAccessibleName(self.tr("Naskah seperti akan dibaca"))
        self.preview.claim_opened.connect(self._preview_opened)
        self.signed = PolicySigned(theme, city, policies, self)
        self._leaves = QStackedWidget(self)
        column.addLayout(self._head(theme))
        column.addWidget(self._leaves, 1)
        for leaf in (self.write, self.preview, self.signed):
            self._leaves.addWidget(leaf)
        for told_by in (self.write, self.signed):
            told_by.listed.connect(self.listed)
            told_by.said.connect(self.said)
        self.write.signed.connect(self._show_signed)
        self.signed.replacing.connect(self._replace)
        self.for_writer(writes)
        self.tabs.currentChanged.connect(self._turned)

    def for_writer(self, writes: bool) -> None:
        """Whether who sits here writes briefs, or reads what is signed."""
        at = 0 if writes else 2
        self.tabs.setVisible(writes)
        self.tabs.blockSignals(True)  # nobody has turned to it
        self.tabs.setCurrentIndex(at)
        self.tabs.blockSignals(False)
        self._leaves.setCurrentIndex(at)
        self.signed.writes = writes

    def begin(self) -> None:
        """The place has come to the front."""
        leaf = self._leaves.currentWidget()
        if leaf is self.preview:
            self._show_preview()
            self.preview.setFocus(Qt.FocusReason.TabFocusReason)
        elif leaf is self.signed:
            self.signed.begin()
            self.signed.focus_first()
        else:
            self.write.begin()
            self.write.focus_first()

    def step(self, rows: int) -> None:
        """The next claim or brief."""
        leaf = self._leaves.currentWidget()
        if leaf is self.write:
            self.write.step(rows)
        elif leaf is self.signed:
            self.signed.step(rows)

    def move_lane(self, step: int) -> None:
        """The leaf beside."""
        if self.tabs.isVisible():
            self.tabs.setCurrentIndex(min(max(self.tabs.currentIndex() + step, 0), 2))

    @Slot(int)
    def _turned(self, at: int) -> None:
        self._leaves.setCurrentIndex(at)
        if self.isVisible():
            self.begin()

    def _show_preview(self) -> None:
        if self.write.facts is not None:
            drafted = self.policies.drafted(told.sentence)
            self.preview.show_policy(drafted, None, self._city)

    @Slot(int)
    def _preview_opened(self, at: int) -> None:
        policy = self.policies.drafted(told.sentence)
        claim, _ = policy.shown[at]
        ids = [link.case for link in claim.cases]
        self.listed.emit(told.name(claim, self._city), ids, len(ids))

    @Slot(str)
    def _show_signed(self, id: str) -> None:
        self.signed.choose(id)
        self.tabs.setCurrentIndex(2)

    @Slot(str)
    def _replace(self, id: str) -> None:
        self.policies.replace(id)
        self.tabs.setCurrentIndex(0)

    def _head(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.l)
        row.addWidget(label(self.tr("Naskah kebijakan"), theme.fonts.title, self))
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(self.tr("Susun, pratinjau, atau yang ditandatangani"))
        for word in (self.tr("Susun"), self.tr("Pratinjau"), self.tr("Ditandatangani")):
            self.tabs.addTab(word)
        self.tabs.setDrawBase(False)
        row.addWidget(self.tabs)
        row.addStretch(1)
        return row
