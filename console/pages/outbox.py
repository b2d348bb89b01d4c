"""The outbox: what waits for the server, and what needs an act because the rules said no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.desk import Item
from console.pages import words
from console.pages.acts import word_of
from db.domain import commands as verb
from db.domain.city import City
from widgets.empty import Empty
from widgets.labels import Elided, label
from widgets.theme import Theme


class OutboxPage(QWidget):
    """Every command that is not settled. `opened` a case, `again` and `dismissed` a command id."""

    opened = Signal(str)
    again = Signal(str)
    dismissed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        named: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._named = theme, city, named
        self._shown: list[tuple[Item, str]] | None = None
        self._held: dict[str, list[QPushButton]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        column.addWidget(label(self.tr("Kotak keluar"), theme.fonts.title, self))
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
        """Show these, what needs an act first. Whoever is on a button stays on it."""
        shown = sorted(items, key=lambda i: (i.state not in _NEEDS_ACT, i.queued_at))
        told = [(item, self._named(item.command.case)) for item in shown]
        if told == self._shown:
            return
        held = self._focused()
        self._clear()
        self._shown = told
        for each in shown:
            self._rows.addWidget(self._row(each))
        self._rows.addStretch(1)
        self._pages.setCurrentIndex(1 if shown else 0)
        if held is not None:
            self._focus(*held)

    def focus_first(self) -> None:
        """Keys go to the first command's first button, or to the page when nothing waits."""
        self._focus("", 0)

    def _focused(self) -> tuple[str, int] | None:
        for command, buttons in self._held.items():
            for at, button in enumerate(buttons):
                if button.hasFocus():
                    return command, at
        return None

    def _focus(self, command: str, at: int) -> None:
        buttons = self._held.get(command) or next(iter(self._held.values()), [])
        target: QWidget = buttons[min(at, len(buttons) - 1)] if buttons else self
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _clear(self) -> None:
        self._held.clear()
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _list(self, theme: Theme) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget(scroll)
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space.s)
        scroll.setWidget(inner)
        return scroll

    def _row(self, item: Item) -> QWidget:
        theme = self._theme
        box = QFrame(self)
        box.setProperty("kind", "panel")
        row = QHBoxLayout(box)
        row.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.s)
        row.setSpacing(theme.space.m)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        what = f"{word_of(item.command.act)} · {self._state(item)}"
        texts.addWidget(Elided(what, theme.fonts.strong, box))
        about = self._named(item.command.case)
        if about:
            texts.addWidget(Elided(about, theme.fonts.text, box))
        texts.addWidget(Elided(self._detail(item), theme.fonts.secondary, box, "secondary"))
        row.addLayout(texts, 1)
        self._held[item.command.id] = self._buttons(item)
        for button in self._held[item.command.id]:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return box

    def _buttons(self, item: Item) -> list[QPushButton]:
        open_case = QPushButton(self.tr("Buka kasus"))
        open_case.clicked.connect(lambda: self.opened.emit(item.command.case))
        if item.state not in _NEEDS_ACT or not item.mine:
            return [open_case]
        again = QPushButton(self.tr("Kirim lagi"))
        again.setProperty("kind", "primary")
        again.clicked.connect(lambda: self.again.emit(item.command.id))
        dismiss = QPushButton(self.tr("Biarkan"))
        dismiss.setToolTip(self.tr("Keputusan server dibiarkan; perintah ini disimpan di arsip."))
        dismiss.clicked.connect(lambda: self.dismissed.emit(item.command.id))
        return [open_case, dismiss, again]

    def _state(self, item: Item) -> str:
        return {
            "queued": self.tr("tersimpan, belum terkirim"),
            "sending": self.tr("sedang dikirim"),
            "decided": self.tr("diterima server"),
            "parked": self.tr("perlu tindakan"),
            "rejected": self.tr("perlu tindakan"),
        }[item.state]

    def _detail(self, item: Item) -> str:
        queued = datetime.fromtimestamp(item.queued_at / 1000, UTC)
        when = words.local_time(queued, self._city)
        if item.reason:
            return f"{when} · {words.refusal(item.reason, item.facts, self._city)}"
        act = item.command.act
        if isinstance(act, verb.Forward | verb.Reassign):
            return f"{when} · {words.agencies(','.join(act.opds), self._city)}"
        text = getattr(act, "text", "") or getattr(act, "reason", "")
        return f"{when} · {text.strip().splitlines()[0]}" if text.strip() else when


_NEEDS_ACT = ("parked", "rejected")
