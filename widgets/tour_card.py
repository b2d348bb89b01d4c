"""A card of the tour: it floats beside what it speaks about, and takes no keys from the desk."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.theme import Theme

_WIDTH = 320
_GAP = 8


class TourCard(QFrame):
    """`go_on_asked` for the next card, `leave_asked` for none; its ring goes with it. `pressed`
    before anything else that a click on it does.
    """

    pressed = Signal()
    go_on_asked = Signal()
    leave_asked = Signal()

    def __init__(self, theme: Theme, go_on: str, leave: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._within = parent
        self._ring = QFrame(parent)
        self._ring.setProperty("kind", "ring")
        self._ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ring.hide()
        self.setProperty("kind", "tour")
        self.setFixedWidth(theme.px(_WIDTH))
        fonts, space = theme.fonts, theme.space
        self._where = label("", fonts.secondary, self, "secondary")
        self._title = label("", fonts.heading, self, wrap=True)
        self._text = label("", fonts.text, self, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.m, space.l, space.m)
        column.setSpacing(space.s)
        for part in (self._where, self._title, self._text):
            column.addWidget(part)
        column.addLayout(self._foot(theme, go_on, leave))
        self.hide()

    def say(self, where: str, title: str, text: str, *, last: bool) -> None:
        """Another card: `where` in the tour it is, and what it says."""
        self._where.setText(where)
        self._title.setText(title)
        self._text.setText(text)
        self._go_on.setText(self.tr("Selesai") if last else self.tr("Lanjut"))
        said = f"{where}. {title}. {text}"
        self.setAccessibleName(said)
        if QAccessible.isActive():  # nobody hears of what takes no focus
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def show_beside(self, spot: QRect | None) -> None:
        """Beside a part of the parent, which gets a ring; without one, at the lower right."""
        room = self._within.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        size = QSize(self.width(), self.heightForWidth(self.width()))
        self.setGeometry(QRect(_beside(spot, size, room), size))
        self._ring.setVisible(spot is not None)
        if spot is not None:
            self._ring.setGeometry(spot.adjusted(-3, -3, 3, 3))
            self._ring.raise_()
        self.show()
        self.raise_()

    def step_aside(self) -> None:
        """Out of sight for now."""
        self._ring.hide()
        self.hide()

    def go(self) -> None:
        """Away with it."""
        self.step_aside()
        self._ring.deleteLater()
        self.deleteLater()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is below hears nothing of it."""
        self.pressed.emit()

    def _foot(self, theme: Theme, go_on: str, leave: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        away, self._go_on = QPushButton(self.tr("Tutup tur"), self), QPushButton(self)
        away.setProperty("kind", "quiet")
        self._go_on.setProperty("kind", "primary")
        for button, keys, asked in (
            (away, leave, self.leave_asked),
            (self._go_on, go_on, self.go_on_asked),
        ):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.pressed.connect(self.pressed)
            button.clicked.connect(asked)
            row.addWidget(button)
            row.addWidget(KeyHint(theme, keys, self))
        row.insertStretch(2, 1)
        return row


def _beside(spot: QRect | None, size: QSize, room: QRect) -> QPoint:
    """Where there is room: at the right of the spot, at its left, below it, above it."""
    if spot is None:
        return QPoint(room.right() - size.width(), room.bottom() - size.height())
    across = min(max(spot.left(), room.left()), room.right() - size.width())
    down = min(max(spot.top(), room.top()), room.bottom() - size.height())
    corners = (
        QPoint(spot.right() + _GAP, down),
        QPoint(spot.left() - _GAP - size.width(), down),
        QPoint(across, spot.bottom() + _GAP),
        QPoint(across, spot.top() - _GAP - size.height()),
    )
    return next((at for at in corners if room.contains(QRect(at, size))), QPoint(across, down))
