"""Which layer the map shows: one small control with a menu, beside the filters."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from console.pages.key_words import keyed
from console.pages.map_layers import Layer, Layers
from widgets.labels import restyle
from widgets.theme import Theme

translate = QCoreApplication.translate


def layer_words() -> dict[Layer, str]:
    """What each layer is called."""
    return {
        Layer.CASES: translate("layers", "Kasus"),
        Layer.HEAT: translate("layers", "Kepadatan"),
        Layer.OPEN: translate("layers", "Terbuka"),
        Layer.MONTHS: translate("layers", "Bulan ini"),
    }


class LayerChip(QToolButton):
    """Says the layer and changes it. `keys` are those of the deeds, as hints show them."""

    def __init__(
        self, theme: Theme, layers: Layers, keys: Mapping[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._layers, self._keys = theme, layers, keys
        self.setProperty("kind", "chip")
        self.setProperty("strong", "true")
        self.setIconSize(QSize(1, 1) * theme.px(14))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the word
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.show_menu)
        layers.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        layer = self._layers.layer
        said = self.tr("Lapisan: {word}").format(word=layer_words()[layer])
        self.setText(f"{said} ")
        self.setAccessibleName(said)
        on = layer is not Layer.CASES
        self.setIcon(self._theme.icons.icon("chevron-down", "accent" if on else "main"))
        restyle(self, "on", "true" if on else "false")

    def menu_now(self) -> QMenu:
        """The layers, and for which areas they count."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layers, levels = QActionGroup(menu), QActionGroup(menu)
        for layer, word in layer_words().items():
            entry = menu.addAction(keyed(word, self._keys.get(f"layer_{layer}", "")))
            entry.setCheckable(True)
            entry.setChecked(layer is self._layers.layer)
            entry.triggered.connect(lambda _=False, layer=layer: self._layers.choose(layer))
            layers.addAction(entry)
        menu.addSeparator()
        key = self._keys.get("layer_areas", "")
        for word, of_large in ((self.tr("Per kelurahan"), False), (self.tr("Per kecamatan"), True)):
            held = of_large is self._layers.level.large
            entry = menu.addAction(keyed(word, "" if held else key))
            entry.setCheckable(True)
            entry.setChecked(held and self._layers.layer.of_areas)
            entry.triggered.connect(
                lambda _=False, large=of_large: self._layers.choose_level(large=large)
            )
            levels.addAction(entry)
        return menu

    @Slot()
    def show_menu(self) -> None:
        """Offer them; the one in force is chosen, so that arrows and Enter go on from there."""
        menu = self.menu_now()
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        menu.setActiveAction(next(one for one in menu.actions() if one.isChecked()))
