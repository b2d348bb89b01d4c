"""What stands where nothing is: empty, loading and error, each with a reason and a way on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from widgets.labels import label
from widgets.theme import Theme

_PICTURE = 32
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class Empty(QWidget):
    """An icon, a headline, a hint and at most one action, in the middle of its place."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QLabel(self)
        self._headline = label("", theme.fonts.strong, self, wrap=True)
        self._hint = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        self._action = QPushButton(self)
        self._action.clicked.connect(self.acted)
        self._lay_out()
        self._show("tray", "", "", "", busy=False)

    def show_empty(self, icon: str, headline: str, hint: str = "", action: str = "") -> None:
        """Nothing is here, and that is all right."""
        self._show(icon, headline, hint, action, busy=False)

    def show_loading(self, headline: str) -> None:
        """Something will be here soon."""
        self._show("", headline, "", "", busy=True)

    def show_error(self, headline: str, hint: str, action: str = "") -> None:
        """Something should be here: say why not, and what to do."""
        self._show("alert-circle-outline", headline, hint, action, busy=False)

    def _lay_out(self) -> None:
        space = self._theme.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.s)
        column.addStretch(2)
        for part in (self._picture, self._bar, self._headline, self._hint, self._action):
            wide = part in (self._headline, self._hint)  # wrapped text needs the whole width
            column.addWidget(part, 0, _MIDDLE if not wide else Qt.AlignmentFlag(0))
        for text in (self._headline, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)

    def _show(self, icon: str, headline: str, hint: str, action: str, *, busy: bool) -> None:
        self._picture.setVisible(bool(icon))
        if icon:
            picture = self._theme.icons.icon(icon, "secondary")
            self._picture.setPixmap(picture.pixmap(_PICTURE, _PICTURE))
        for part, text in ((self._headline, headline), (self._hint, hint), (self._action, action)):
            part.setText(text)
            part.setVisible(bool(text))
        self._bar.setVisible(busy)
        self.setAccessibleName(f"{headline}. {hint}" if hint else headline)
