"""The place of a change of shift: the handover, and the log of what was handed over before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from console.desk import Changeover
from console.pages.handover import HandoverPage
from console.pages.logbook import LogPage
from db.domain.city import City
from db.domain.logbook import Entry
from widgets.labels import label
from widgets.theme import Theme


class ShiftPage(QWidget):
    """Two leaves. `opened` a case, `said` a short message."""

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
        self._changeover = changeover
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        self.handover = HandoverPage(theme, city, changeover, named, self)
        self.log = LogPage(theme, city, changeover, self)
        self._leaves = QStackedWidget(self)
        column.addLayout(self._head(theme))
        column.addWidget(self._leaves, 1)
        for leaf in (self.handover, self.log):
            self._leaves.addWidget(leaf)
            leaf.said.connect(self.said)
        self.handover.opened.connect(self.opened)
        self.log.taken_up.connect(self._take_up)

    def begin(self) -> None:
        """The place has come to the front."""
        leaf = self._leaf()
        leaf.begin()
        leaf.focus_first()

    def step(self, rows: int) -> None:
        """The next line or entry."""
        self._leaf().step(rows)

    def move_lane(self, step: int) -> None:
        """The other leaf."""
        self.tabs.setCurrentIndex(min(max(self.tabs.currentIndex() + step, 0), 1))

    def search(self) -> bool:
        """Keys go to the search of the shift log; False where that is not what is shown."""
        if self._leaf() is self.log:
            self.log.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return self._leaf() is self.log

    def _leaf(self) -> HandoverPage | LogPage:
        return self.handover if self._leaves.currentIndex() == 0 else self.log

    @Slot(int)
    def _turned(self, at: int) -> None:
        self._leaves.setCurrentIndex(at)
        self.begin()

    @Slot(object)
    def _take_up(self, entry: Entry) -> None:
        self._changeover.take_up(entry)
        self.tabs.setCurrentIndex(0)

    def _head(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.l)
        row.addWidget(label(self.tr("Serah terima"), theme.fonts.title, self))
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(self.tr("Serah terima atau buku jaga"))
        self.tabs.addTab(self.tr("Giliran ini"))
        self.tabs.addTab(self.tr("Buku jaga"))
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._turned)
        row.addWidget(self.tabs)
        row.addStretch(1)
        return row
