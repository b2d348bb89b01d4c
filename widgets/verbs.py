"""What can be done now: a few large buttons with their keys, the rest in a menu."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from widgets.flow import Flow
from widgets.key_hint import KeyHint
from widgets.theme import Theme


class Verb(NamedTuple):
    """One act; ``why`` says in words why it is not possible, where ``enabled`` is False."""

    key: str
    word: str
    icon: str
    hint: str = ""
    primary: bool = False
    enabled: bool = True
    why: str = ""


class Verbs(QWidget):
    """At most three verbs large; ``hint`` keys are shown here and bound by the page."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = Flow(theme.space.s, self)

    def set_verbs(self, verbs: Sequence[Verb], rest: Sequence[Verb] = ()) -> None:
        """Offer these, in this order."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for verb in verbs:
            self._row.addWidget(self._button(verb))
        if rest:
            self._row.addWidget(self._more(rest))

    def _button(self, verb: Verb) -> QPushButton:
        button = _Big(self._theme, verb, self)
        button.clicked.connect(lambda: self.asked.emit(verb.key))
        return button

    def _more(self, rest: Sequence[Verb]) -> QPushButton:
        button = QPushButton(self.tr("Lainnya"), self)
        button.setProperty("kind", "verb")
        button.setIcon(self._theme.icons.icon("dots-horizontal", "main"))
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        for verb in rest:
            icon = self._theme.icons.icon(verb.icon, "secondary")
            entry = menu.addAction(icon, f"{verb.word}\t{verb.hint}" if verb.hint else verb.word)
            entry.setEnabled(verb.enabled)
            entry.setToolTip(verb.why)
            entry.triggered.connect(lambda _=False, key=verb.key: self.asked.emit(key))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(QPoint(0, button.height()))))
        return button


class _Big(QPushButton):
    """A large button with its keycap inside, on the right."""

    def __init__(self, theme: Theme, verb: Verb, parent: QWidget) -> None:
        super().__init__(verb.word, parent)
        self._hint = KeyHint(theme, verb.hint, self, on_accent=verb.primary and verb.enabled)
        self._hint.setVisible(bool(verb.hint))
        self._pad = theme.space.m
        self.setProperty("kind", "verb-primary" if verb.primary else "verb")
        self.setFont(theme.fonts.strong)
        role = "on_accent" if verb.primary else "main"
        self.setIcon(theme.icons.icon(verb.icon, role))
        self.setIconSize(QSize(1, 1) * theme.px(18))
        self.setEnabled(verb.enabled)
        self.setToolTip(verb.why)
        self.setAccessibleName(verb.word)
        self.setAccessibleDescription(verb.why or verb.hint)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        room = self._hint.sizeHint().width() + self._pad if self._hint.isVisibleTo(self) else 0
        return super().sizeHint() + QSize(room, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._hint.sizeHint()
        at = QPoint(self.width() - size.width() - self._pad, (self.height() - size.height()) // 2)
        self._hint.move(at)
        self._hint.resize(size)
