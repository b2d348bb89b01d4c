"""How many new cases are out of view, and on which side of what is seen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from widgets.theme import Theme


class NewsChip(QPushButton):
    """ "3 baru" with an arrow to them; hidden while there are none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "news")
        self.setFont(theme.fonts.secondary_strong)
        self.setIconSize(QSize(1, 1) * theme.px(12))
        self.setFixedHeight(theme.px(18))
        self.hide()

    def show_count(self, above: int, below: int = 0) -> None:
        """So many above what is seen, so many below it."""
        count = above + below
        self.setText(self.tr("{n} baru").format(n=count))
        icon = "arrow-up" if above else "arrow-down"
        self.setIcon(self._theme.icons.icon(icon, "on_accent"))
        tip = self.tr("{above} di atas, {below} di bawah yang terlihat (G N)")
        self.setToolTip(tip.format(above=above, below=below))
        self.setAccessibleDescription(self.toolTip())
        self.setVisible(count > 0)
