"""A place that scrolls what is too high for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Scroller(QScrollArea):
    """With a `name` it takes keys, which scroll it, and shows that it has them; without one it
    follows the controls within, which take them.
    """

    def __init__(self, parent: QWidget | None = None, name: str = "") -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        # The style sheet draws its frame, which shows the focus, on none but a styled panel.
        self.setFrameShape(QFrame.Shape.StyledPanel if name else QFrame.Shape.NoFrame)
        self.setProperty("kind", "scroller" if name else "")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name else Qt.FocusPolicy.NoFocus)
