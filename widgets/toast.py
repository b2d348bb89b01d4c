"""A short word about what was just done, with the way back."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.theme import Theme

_BOTTOM = 24


class Toast(QFrame):
    """Floats at the lower middle of its parent and goes by itself; stays under the pointer."""

    acted = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._within = parent
        self.setProperty("kind", "toast")
        self._text = label("", theme.fonts.text, self)
        self._action = QPushButton(self)
        self._action.setProperty("kind", "quiet")
        self._action.clicked.connect(self._act)
        self._key = KeyHint(theme, "", self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.l, theme.space.s, theme.space.m, theme.space.s)
        row.setSpacing(theme.space.s)
        for part in (self._text, self._action, self._key):
            row.addWidget(part)
        parent.installEventFilter(self)
        self.hide()

    @property
    def offers(self) -> bool:
        """Whether a way on is to be seen."""
        return self.isVisible() and not self._action.isHidden()

    def move_over(self, parent: QWidget) -> None:
        """Float over another widget from now on; what is being said comes along."""
        visible = self.isVisible()
        self._within.removeEventFilter(self)
        self._within = parent
        parent.installEventFilter(self)
        self.setParent(parent)
        if visible:
            self._place()
            self.show()
            self.raise_()

    def say(self, text: str, action: str = "", key: str = "", ms: int = 6000) -> None:
        """Show for ``ms`` milliseconds; ``key`` is only shown, the page binds it."""
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._key.set_keys(key)
        self._key.setVisible(bool(key))
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(ms)

    def _act(self) -> None:
        self._timer.stop()
        self.hide()
        self.acted.emit()

    def _go(self) -> None:
        if self.underMouse():
            self._timer.start()
            return
        self.hide()
        self.gone.emit()

    def _place(self) -> None:
        room = self._within.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - _BOTTOM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
