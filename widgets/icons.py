"""One lookup over one icon family (Material Design Icons 6), tinted by the theme."""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QFile, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

# The family is read from qtawesome's own files: importing qtawesome takes longer than an empty
# window, because it loads eleven families and a binding layer to give us one of them.
_PACKAGE = "qtawesome"
_STEM = "materialdesignicons6-webfont"
_UNKNOWN = "help-circle-outline"


class Icons:
    """Icons by name ("phone", "map-marker-off") in a colour of the theme ("main", "accent")."""

    def __init__(self, colours: Mapping[str, QColor]) -> None:
        self._colours = dict(colours)
        self._charmap: dict[str, str] | None = None
        self._family = ""
        self.pixmap = lru_cache(maxsize=1024)(self._pixmap)
        """pixmap(name, role, size in px, device pixel ratio): cached, transparent around."""

    def icon(self, name: str, role: str = "secondary") -> QIcon:
        """A scalable icon; greyed by itself where the control is disabled."""
        return QIcon(_Glyph(self, name, role))

    def known(self, name: str) -> bool:
        """Whether the family has this icon."""
        return _plain(name) in self._names()

    def paint(self, painter: QPainter, rect: QRect, name: str, role: str) -> None:
        """Paint an icon into ``rect``; an unknown name shows a question mark."""
        names = self._names()
        glyph = names.get(_plain(name)) or names[_UNKNOWN]
        font = QFont(self._family)
        font.setPixelSize(min(rect.width(), rect.height()))
        painter.save()
        painter.setFont(font)
        painter.setPen(self._colours[role])
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), chr(int(glyph, 16)))
        painter.restore()

    def _pixmap(self, name: str, role: str, size: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size, size), name, role)
        painter.end()
        return pixmap

    def _names(self) -> dict[str, str]:
        if self._charmap is None:
            self._charmap, self._family = _load()
        return self._charmap


class _Glyph(QIconEngine):
    """Lets buttons and menus ask for any size and mode of one icon."""

    def __init__(self, icons: Icons, name: str, role: str) -> None:
        super().__init__()
        self._icons, self._name, self._role = icons, name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = "disabled" if mode is QIcon.Mode.Disabled else self._role
        self._icons.paint(painter, rect, self._name, role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Glyph(self._icons, self._name, self._role)


def _plain(name: str) -> str:
    return name.removeprefix("mdi6.")


def _load() -> tuple[dict[str, str], str]:
    """Code points by name, and the family's name, from the files of the icon package."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"package {_PACKAGE!r} is missing: run 'make setup'")
    folder = Path(spec.submodule_search_locations[0], "fonts")
    font = next(iter(folder.glob(f"{_STEM}-[0-9]*.ttf")))
    charmap = next(iter(folder.glob(f"{_STEM}-charmap-*.json")))
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))
    file = QFile(str(charmap))
    if not families or not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(f"cannot read {font} and {charmap}: install {_PACKAGE} again")
    return json.loads(bytes(file.readAll().data())), families[0]
