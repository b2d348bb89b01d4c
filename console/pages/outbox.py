"""The outbox: what needs an act because the rules said no, and what waits for the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.desk import Item, Lost
from console.pages.chooser import file_chooser
from console.pages.lost import LostList
from console.pages.outbox_card import NEEDS_ACT, OutboxCard
from db.domain.city import City
from widgets.empty import Empty
from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.scroller import Scroller
from widgets.theme import Theme

_FILES = "JSON (*.json)"
_WIDEST = 1480
"""Pixels at 100 %, beyond which a button would stand too far from what it is about."""


class OutboxPage(QWidget):
    """Every command that is not settled. `opened` a case; `again`, `instead` and `dismissed` a
    command id; `exported` and, for supervisors, `brought` the path of a file."""

    opened = Signal(str)
    again = Signal(str)
    instead = Signal(str)
    dismissed = Signal(str)
    exported = Signal(str)
    brought = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        named: Callable[[str], str],
        parent: QWidget | None = None,
        *,
        supervisor: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._named = theme, city, named
        self._supervisor = supervisor
        self._shown: list[tuple[Item, str]] | None = None
        self._cards: list[OutboxCard] = []
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        page = QWidget(self)
        page.setMaximumWidth(theme.px(_WIDEST))
        outer.addWidget(page, 1)
        outer.addStretch(0)
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        column.addLayout(self._head(theme))
        self.lost = LostList(theme, city, self)
        column.addWidget(self.lost)
        self._pages = QStackedWidget(self)
        self._empty = Empty(theme, self)
        self._empty.show_empty(
            "tray",
            self.tr("Semua perintah sudah sampai di server"),
            self.tr("Yang Anda kerjakan saat luring akan menunggu di sini, aman di cakram."),
        )
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._list(theme))
        column.addWidget(self._pages, 1)

    def show_items(self, items: Sequence[Item]) -> None:
        """What needs an act first, then one's own, then what others left here.

        Whoever is on a button stays on it.
        """
        shown = sorted(items, key=lambda i: (self._group_of(i), i.queued_at))
        told = [(item, self._named(item.command.case)) for item in shown]
        if told == self._shown:
            return
        held = self._focused()
        # What did not change keeps its card: with hundreds of commands, making all of them anew
        # at each answer would keep the screen from everything else.
        now = {one[0].command.id: one for one in told}
        before = zip(self._shown or (), self._cards, strict=True)
        kept = {
            one[0].command.id: card for one, card in before if one == now.get(one[0].command.id)
        }
        self._clear(kept.values())
        self._shown = told
        titles = (
            self.tr("Perlu tindakan · {n}"),
            self.tr("Menunggu server · {n}"),
            self.tr("Perintah petugas lain · {n}"),
        )
        for at, title in enumerate(titles):
            self._group(title, [one for one in told if self._group_of(one[0]) == at], kept)
        self._rows.addStretch(1)
        self._export.setVisible(bool(shown))
        self._pages.setCurrentIndex(1 if shown else 0)
        if held is not None:
            self._focus(*held)

    def _group_of(self, item: Item) -> int:
        if item.state in NEEDS_ACT and (item.mine or self._supervisor):
            return 0
        return 1 if item.mine else 2

    def for_supervisor(self, supervisor: bool) -> None:
        """Whether whoever sits here may act on others' commands; what was shown goes."""
        self.show_items(())
        self._supervisor = supervisor
        self._bring.setVisible(supervisor)

    def show_lost(self, lost: Sequence[Lost]) -> None:
        """Cases the server has lost; supervisors alone are asked to bring them back."""
        self.lost.show_lost(lost if self._supervisor else ())

    def focus_first(self) -> None:
        """Keys go to the first command's first button, or to the page when nothing waits."""
        self._focus("", 0)

    def step(self, rows: int) -> None:
        """The same button of the card below or above."""
        at = self._focused()
        if at is None:
            self.focus_first()
            return
        ids = [card.item.command.id for card in self._cards]
        to = min(max(ids.index(at[0]) + rows, 0), len(ids) - 1)
        self._focus(ids[to], at[1])

    def move_lane(self, step: int) -> None:
        """The button to the right or the left on the same card."""
        at = self._focused()
        if at is None:
            self.focus_first()
        else:
            self._focus(at[0], max(at[1] + step, 0))

    def _focused(self) -> tuple[str, int] | None:
        for card in self._cards:
            for at, button in enumerate(card.buttons):
                if button.hasFocus():
                    return card.item.command.id, at
        return None

    def _focus(self, command: str, at: int) -> None:
        found = [card for card in self._cards if card.item.command.id == command]
        card = next(iter(found or self._cards), None)
        if card is None:
            self.setFocus(Qt.FocusReason.TabFocusReason)
            return
        button = card.buttons[min(at, len(card.buttons) - 1)]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(card)

    def _clear(self, kept: Iterable[QWidget]) -> None:
        staying = set(kept)
        self._cards.clear()
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in staying:
                widget.hide()
                widget.deleteLater()

    def _group(
        self, title: str, items: Sequence[tuple[Item, str]], kept: Mapping[str, OutboxCard]
    ) -> None:
        if not items:
            return
        theme, inner = self._theme, self._inner
        said = title.format(n=len(items))
        self._rows.addWidget(label(said, theme.fonts.heading, inner))
        for item, about in items:
            card = kept.get(item.command.id)
            if card is None:
                card = OutboxCard(theme, item, about, self._city, self._supervisor, inner)
                card.chosen.connect(self._chosen)
            self._cards.append(card)
            self._rows.addWidget(card)

    def _chosen(self, what: str, item: Item) -> None:
        if what == "open":
            self.opened.emit(item.command.case)
            return
        signal = {"keep": self.dismissed, "again": self.again, "instead": self.instead}[what]
        signal.emit(item.command.id)

    def _head(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        row.addWidget(label(self.tr("Kotak keluar"), theme.fonts.title, self))
        row.addStretch(1)
        hints = (("J K", self.tr("kartu")), ("← →", self.tr("tombol")), ("Enter", self.tr("tekan")))
        for keys, word in hints:
            row.addWidget(KeyHint(theme, keys, self))
            row.addWidget(label(word, theme.fonts.secondary, self, "secondary"))
        self._export = QPushButton(self.tr("Ekspor …"), self)
        self._export.setToolTip(
            self.tr("Perintah sebagai berkas, agar kepala regu dapat mengirimnya atas namanya.")
        )
        self._export.clicked.connect(self._ask_export)
        self._export.hide()
        row.addWidget(self._export)
        self._bring = QPushButton(self.tr("Kirim ulang dari berkas …"), self)
        self._bring.clicked.connect(self._ask_bring)
        self._bring.setVisible(self._supervisor)
        row.addWidget(self._bring)
        return row

    @Slot()
    def _ask_export(self) -> None:
        dialog = file_chooser(self, self.tr("Ekspor kotak keluar"), _FILES, self.tr("Simpan"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(self.tr("kotak-keluar.json"))
        self._open(dialog, self.exported)

    @Slot()
    def _ask_bring(self) -> None:
        title = self.tr("Kirim ulang dari berkas")
        dialog = file_chooser(self, title, _FILES, self.tr("Buka"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, self.brought)

    def _open(self, dialog: QFileDialog, chosen: SignalInstance) -> None:
        dialog.fileSelected.connect(chosen)
        dialog.open()

    def _list(self, theme: Theme) -> Scroller:
        self._scroll = Scroller(self, self.tr("Perintah di kotak keluar"))
        self._inner = QWidget(self._scroll)
        self._inner.setProperty("kind", "window")
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space.s)
        self._scroll.setWidget(self._inner)
        return self._scroll
