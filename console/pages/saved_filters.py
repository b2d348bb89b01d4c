"""Filters that have a name: an officer's own, chosen by key, and those that the room shares."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from types import MappingProxyType
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from console.pages.key_words import keyed
from widgets.filter_bar import Filters
from widgets.theme import Theme

MOST = 9
"""As many as there are keys for."""


class SharedEntry(NamedTuple):
    """A filter of the room: by whom, and whether who sits here may withdraw it."""

    id: str
    name: str
    by: str
    filters: Filters
    mine: bool


class SavedFilters(QPushButton):
    """A button with the saved ones below it. `chosen` carries Filters, `changed` that there are
    others now; `save_asked` and `share_asked` ask for a name for what is shown, `withdraw_asked`
    names what the room is to share no more. `keys` are the keys of its deeds.
    """

    chosen = Signal(object)
    save_asked = Signal()
    share_asked = Signal()
    withdraw_asked = Signal(str)
    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        keys: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._shared: tuple[SharedEntry, ...] = ()
        self._named: dict[str, Filters] = {}
        self._icon: QIcon = theme.icons.icon("bookmark-outline", "secondary")
        self.setIcon(self._icon)
        self.setText(self.tr("Tersimpan"))
        tip = self.tr("Saringan Anda (Alt+1 … Alt+9) dan saringan bersama")
        self.setToolTip(" · ".join(filter(None, (tip, keys.get("filters", "")))))
        self.setAccessibleName(self.tr("Saringan tersimpan"))
        self.clicked.connect(self.show_menu)

    def names(self) -> tuple[str, ...]:
        """Names in the order of their keys."""
        return tuple(self._named)

    def choose(self, place: int) -> None:
        """Ask for the filters in a place, counted from 1; nothing where there are none."""
        named = list(self._named.values())
        if 0 < place <= len(named):
            self.chosen.emit(named[place - 1])

    def keep(self, name: str, filters: Filters) -> bool:
        """Save under a name, in place of what had it; False when there is no room for one more."""
        if name not in self._named and len(self._named) >= MOST:
            return False
        self._named[name] = filters
        self.changed.emit()
        return True

    def forget(self, name: str) -> None:
        """Away with the one of this name."""
        del self._named[name]
        self.changed.emit()

    def save(self) -> str:
        """All of them, for ``restore`` on another day."""
        return json.dumps([[name, asdict(filters)] for name, filters in self._named.items()])

    def restore(self, saved: str) -> None:
        """Bring back what ``save`` gave; what makes no sense is passed over."""
        try:
            named = [(str(name), filters_of(given)) for name, given in json.loads(saved)]
        except (ValueError, TypeError):
            return
        self._named = dict(named[:MOST])

    def show_shared(self, shared: tuple[SharedEntry, ...]) -> None:
        """What the room shares now, in the order it is shown."""
        self._shared = shared

    def key_of(self, deed: str) -> str:
        """The key of one of its deeds, as hints show it."""
        return self._keys.get(deed, "")

    def name_of(self, filters: Filters) -> str:
        """The name under which these filters are saved, "" for none."""
        return next((name for name, held in self._named.items() if held == filters), "")

    def menu_now(self) -> QMenu:
        """The saved and the shared ones, and what can be done with them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, name in enumerate(self._named, 1):
            entry = menu.addAction(keyed(name, f"Alt+{place}"))
            entry.triggered.connect(lambda _=False, place=place: self.choose(place))
        self._add_shared(menu)
        if not menu.isEmpty():
            menu.addSeparator()
        for word, deed, signal in (
            (self.tr("Simpan saringan ini …"), "save_filter", self.save_asked),
            (self.tr("Bagikan ke ruangan …"), "share_filter", self.share_asked),
        ):
            menu.addAction(keyed(word, self.key_of(deed))).triggered.connect(signal)
        if self._named:
            away = menu.addMenu(self.tr("Hapus"))
            for name in self._named:
                entry = away.addAction(keyed(name, ""))
                entry.triggered.connect(lambda _=False, name=name: self.forget(name))
        self._add_withdrawing(menu)
        return menu

    def _add_shared(self, menu: QMenu) -> None:
        if not self._shared:
            return
        title = menu.addAction(self.tr("Bersama"))
        title.setEnabled(False)
        for one in self._shared:
            entry = menu.addAction(keyed(one.name, one.by))
            entry.triggered.connect(lambda _=False, wanted=one.filters: self.chosen.emit(wanted))

    def _add_withdrawing(self, menu: QMenu) -> None:
        mine = [one for one in self._shared if one.mine]
        if not mine:
            return
        back = menu.addMenu(self.tr("Tarik dari ruangan"))
        for one in mine:
            entry = back.addAction(keyed(one.name, one.by))
            entry.triggered.connect(lambda _=False, id=one.id: self.withdraw_asked.emit(id))

    @Slot()
    def show_menu(self) -> None:
        """Offer them; the first is chosen, so that arrows and Enter go on from there."""
        menu = self.menu_now()
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        menu.setActiveAction(next(one for one in menu.actions() if one.isEnabled()))


def filters_of(given: Any) -> Filters:
    """Filters as ``asdict`` gave them; fields that make no sense want everything."""
    whole = Filters()
    if not isinstance(given, dict):
        return whole
    return Filters(**{field.name: _field(field.name, given, whole) for field in fields(Filters)})


def _field(name: str, given: dict[str, Any], whole: Filters) -> Any:
    usual, held = getattr(whole, name), given.get(name)
    if isinstance(usual, tuple):
        return tuple(map(str, held)) if isinstance(held, list) else usual
    return held if isinstance(held, type(usual)) else usual
