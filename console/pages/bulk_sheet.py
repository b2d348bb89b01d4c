"""The sheet of an act on many cases: what will become of each, then what did, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from console.pages.sheet import Sheet
from widgets.outcome_list import DONE, WILL, Outcome, OutcomeList
from widgets.theme import Theme


class BulkSheet(Sheet):
    """`confirmed` asks for the act wherever it may be, `undo_asked` for all of it back."""

    confirmed = Signal()
    undo_asked = Signal()

    def __init__(
        self, theme: Theme, word: str, outcomes: Sequence[Outcome], parent: QWidget | None = None
    ) -> None:
        title = self.tr("{what} · {n} kasus").format(what=word, n=len(outcomes))
        super().__init__(theme, title, "", parent)
        self._word = word
        self.list = OutcomeList(theme, self)
        self.list.show_all(outcomes)
        self.body.addWidget(self.list, 1)
        self._send = self.add_send("", "Enter")
        self._send.clicked.connect(self._pressed)
        undo = QShortcut(QKeySequence("Z"), self, self._undo)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.list.row_opened.connect(self._pressed)
        self._show_counts()

    def begin(self) -> None:
        """Enter does it; the list is one Tab away."""
        (self._send if self._send.isEnabled() else self.list).setFocus()

    def show_one(self, row: int, outcome: Outcome) -> None:
        """How it came out for one case."""
        self.list.show_one(row, outcome)

    def finish(self) -> None:
        """It is over: how many, and how to take it back."""
        self.setEnabled(True)
        self._show_counts()
        self.begin()

    def _show_counts(self) -> None:
        hows = [outcome.how for outcome in self.list.outcomes()]
        will, done = hows.count(WILL), hows.count(DONE)
        if will:
            said = self.tr("{n} akan dilakukan, {no} tidak bisa")
            self._send.setText(self.tr("{what} pada {n} kasus").format(what=self._word, n=will))
        elif done:
            said = self.tr("{n} tersimpan, {no} tidak")
            self._send.setText(self.tr("Batalkan {n} kasus (Z)").format(n=done))
        else:
            said = self.tr("Tidak ada lagi yang bisa dilakukan")
            self._send.setText(self._word)
        self._send.setEnabled(bool(will or done))
        count = will or done
        self.say_below_title(said.format(n=count, no=len(hows) - count))

    @Slot()
    def _pressed(self) -> None:
        hows = {outcome.how for outcome in self.list.outcomes()}
        if WILL in hows:
            self.setEnabled(False)  # the same key twice
            self.confirmed.emit()
        else:
            self._undo()

    @Slot()
    def _undo(self) -> None:
        hows = {outcome.how for outcome in self.list.outcomes()}
        if DONE in hows and WILL not in hows:
            self.setEnabled(False)
            self.undo_asked.emit()
