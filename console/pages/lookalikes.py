"""Open cases like the report that is being typed; one of them can be looked at, and joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Desk, StoreFault
from console.pages import links
from console.pages.compare import CaseSide
from console.pages.similar import SimilarRow
from db.domain.case import Case
from db.domain.commands import Receive
from db.domain.likeness import Similar
from widgets.key_hint import KeyHint
from widgets.labels import label, rule
from widgets.theme import Theme

WIDTH = 400

_ROWS = 4
_PAUSE_MS = 300
"""So long no key was hit before anything here moves."""


class Lookalikes(QWidget):
    """A list that follows the typing, and the case in hand below it.

    Nothing is in hand until the officer says so, and what is stays while the list changes around
    it. `joined` carries the case in hand once the officer says that the report belongs to it.
    """

    joined = Signal(object)

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ask = theme, desk.similar
        self._shown: tuple[Similar, ...] = ()
        self._in_hand: Similar | None = None
        self._wanted: Callable[[], Receive] | None = None
        self._looking = False
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        self._build(theme, desk)
        self._say()

    @property
    def in_hand(self) -> Case | None:
        """The case that is looked at."""
        return self._in_hand.case if self._in_hand is not None else None

    # --- following the typing ---

    def follow(self, report: Callable[[], Receive]) -> None:
        """Something was typed: once the keys rest, `report` says what there is by then."""
        self._wanted = report
        self._soon.start()

    @async_slot
    async def _look(self) -> None:
        """One look at a time; of what was typed meanwhile only the last counts."""
        if self._looking:
            return
        self._looking = True
        try:
            while isValid(self) and self._wanted is not None:
                report, self._wanted = self._wanted, None
                found = await self._ask(report())
                if isValid(self) and self._wanted is None:
                    self.show_similar(found)
        except StoreFault as fault:
            if isValid(self):
                self._hint.setText(links.store_fault(fault))
        finally:
            self._looking = False

    def show_similar(self, found: Sequence[Similar]) -> None:
        """List these, the likest first, with the case in hand where it was or at the top."""
        shown = tuple(found[:_ROWS])
        held = self._in_hand
        if held is not None:
            fresh = next((one for one in found if one.case.id == held.case.id), held)
            if all(one.case.id != fresh.case.id for one in shown):
                shown = (fresh, *shown)[:_ROWS]
            self._in_hand = fresh
        if shown != self._shown:
            self._shown = shown
            self._list()
        self._say()

    # --- looking at one, and joining it ---

    @Slot()
    def step(self) -> None:
        """The next one is in hand."""
        self._step(1)

    @Slot()
    def step_back(self) -> None:
        """The one before is in hand."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if not self._shown:
            return
        ids = [one.case.id for one in self._shown]
        held = self._in_hand
        at = ids.index(held.case.id) + by if held is not None else (0 if by > 0 else -1)
        self._take(self._shown[at % len(ids)])

    @Slot()
    def join(self) -> None:
        """It is the one in hand. With none in hand the likest is shown first: look, then say so."""
        if self._in_hand is not None:
            self.joined.emit(self._in_hand.case)
        else:
            self._step(1)

    def _take(self, one: Similar) -> None:
        self._in_hand = one
        self._side.show_case(one.case)
        self._say()

    # --- showing ---

    def _list(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in self._shown:
            row = SimilarRow(self._theme, one, self, says_state=True)
            row.clicked.connect(lambda _=False, one=one: self._take(one))
            self._rows.addWidget(row)

    def _say(self) -> None:
        held = self._in_hand
        for at, one in enumerate(self._shown):
            item = self._rows.itemAt(at)
            row = item.widget() if item is not None else None
            if isinstance(row, SimilarRow):
                row.setChecked(held is not None and one.case.id == held.case.id)
        many = len(self._shown)
        title = self.tr("Kasus serupa · {n}").format(n=many) if many else self.tr("Kasus serupa")
        self._title.setText(title)
        self._look_keys.setVisible(bool(many))
        self._hint.setText(
            self.tr("Lihat dulu apakah ini masalah yang sama.")
            if many
            else self.tr("Kasus terbuka yang mirip muncul di sini sambil Anda mengetik.")
        )
        self._below.setCurrentWidget(self._side if held is not None else self._hint)
        number = held.case.number or self.tr("nomor menyusul") if held else ""
        word = self.tr("Ini kasusnya: {number}").format(number=number) if held else ""
        self.send.setText(word or self.tr("Ini kasusnya"))
        self.send.setEnabled(bool(many))
        self.setAccessibleDescription(f"{title}, {word}" if word else title)

    # --- building ---

    def _build(self, theme: Theme, desk: Desk) -> None:
        self.setAccessibleName(self.tr("Kasus serupa"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        head = QHBoxLayout()
        self._title = label("", theme.fonts.secondary_strong, self, "secondary")
        head.addWidget(self._title, 1)
        self._look_keys = QWidget(self)
        keys = QHBoxLayout(self._look_keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.addWidget(label(self.tr("lihat"), theme.fonts.secondary, self, "secondary"))
        keys.addWidget(KeyHint(theme, "Ctrl+↓", self))
        head.addWidget(self._look_keys)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space.xs)
        column.addLayout(self._rows)
        column.addWidget(rule(self))
        below = QWidget(self)
        self._below = QStackedLayout(below)
        self._hint = label("", theme.fonts.secondary, below, "secondary", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._side = CaseSide(theme, desk, below)
        self._below.addWidget(self._hint)
        self._below.addWidget(self._side)
        column.addWidget(below, 1)
        self.send = QPushButton(self)
        self.send.setMinimumHeight(theme.px(36))
        self.send.clicked.connect(self.join)
        self.send_keys = KeyHint(theme, "Ctrl+Shift+Enter", self)
