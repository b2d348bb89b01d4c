"""The connection pill: whether what is on screen is live, and if not, since when."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from widgets.labels import restyle
from widgets.theme import Theme

Link = Literal["online", "connecting", "offline", "clock_unsure", "outdated", "denied", "trouble"]

_ICONS: dict[str, tuple[str, str]] = {
    "online": ("lan-connect", "accent"),
    "connecting": ("lan-pending", "secondary"),
    "offline": ("lan-disconnect", "on_plate"),
    "clock_unsure": ("clock-alert-outline", "main"),
    "outdated": ("update", "on_plate"),
    "denied": ("account-lock-outline", "on_plate"),
    "trouble": ("alert-octagon-outline", "on_plate"),
}


class Pill(QPushButton):
    """A state as icon and words: "Terhubung · 0,3 dtk lalu". Clicked, its owner explains more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "pill")
        self.setFont(theme.fonts.secondary_strong)
        self.setIconSize(QSize(1, 1) * theme.px(14))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_state("connecting", self.tr("Menghubungkan …"))

    def show_state(self, state: Link, text: str) -> None:
        """Show a state of the link; an unlisted one is a programming error (KeyError)."""
        name, role = _ICONS[state]
        self.setIcon(self._theme.icons.icon(name, role))
        self.setText(text)
        self.setAccessibleName(self.tr("Sambungan: {text}").format(text=text))
        restyle(self, "state", state)
