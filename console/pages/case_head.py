"""The head of a case's page: mark, number, state, who else is here, what is left, and the pin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from console.pages import words
from console.pages.deeds import with_keys
from db.domain.case import Case
from db.domain.city import City
from widgets.labels import Elided, label
from widgets.marks import word_of
from widgets.theme import Theme


class CaseHead(QWidget):
    """`pin_asked`: the page is to stay at its case, or to follow the board again."""

    pin_asked = Signal()

    def __init__(self, theme: Theme, city: City, parent: QWidget, keys: Mapping[str, str]) -> None:
        super().__init__(parent)
        self._theme, self._city, self._keys = theme, city, keys
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s)
        self._mark = QLabel(self)
        self._number = label("", theme.fonts.title, self)
        self._state = Elided("", theme.fonts.strong, self)
        self._left = label("", theme.fonts.figure, self)
        self._left.setMargin(theme.space.xs)
        self._others = Elided("", theme.fonts.text, self, "accent")
        row.addWidget(self._mark)
        row.addWidget(self._number)
        row.addWidget(self._state)
        row.addWidget(self._others, 1)
        row.addWidget(self._left)
        row.addWidget(self._pin_button())

    def show_case(self, case: Case) -> None:
        """Which case this is, and how it stands."""
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(self._theme.marks.pixmap(case.state.value, 20, ratio))
        self._number.setText(case.number or self.tr("Nomor menyusul"))
        category = self._city.categories.get(case.category or "")
        named = words.category_name(category) if category else self.tr("belum berkategori")
        self._state.say(f"{word_of(case.state.value)} · {named}")

    def show_left(self, said: str, *, late: bool = False) -> None:
        """What is left until its soonest deadline."""
        self._left.setText(said)
        if late != (self._left.property("kind") == "plate"):
            self._left.setProperty("kind", "plate" if late else "")
            self._left.style().polish(self._left)

    def show_others(self, others: Sequence[Mapping[str, Any]]) -> None:
        """Who else is on this case: name and desk, and whether an act is being prepared."""
        said = []
        for one in others:
            name, desk = str(one.get("name", "")), str(one.get("desk", ""))
            who = f"{name} ({desk})" if desk else name
            acts = one.get("mode") == "edit"
            does = self.tr("{who} menyiapkan tindakan") if acts else self.tr("{who} juga di sini")
            said.append(does.format(who=who))
        self._others.say(" · ".join(said))

    def show_pin(self, *, offered: bool, pinned: bool) -> None:
        """Whether the page follows the board; only `offered` where both are seen."""
        self._pin.setVisible(offered)
        self._pin.setChecked(pinned)
        said = self.tr("Disematkan") if pinned else self.tr("Mengikuti papan")
        self._pin.setText(said)
        self._pin.setAccessibleName(said)
        self._pin.setIcon(self._theme.icons.icon("pin" if pinned else "pin-outline", "secondary"))
        does = self.tr("Ikuti papan lagi") if pinned else self.tr("Tetap di kasus ini")
        self._pin.setToolTip(with_keys(does, self._keys.get("pin", "")))

    def _pin_button(self) -> QPushButton:
        self._pin = QPushButton(self)
        self._pin.setProperty("kind", "quiet")
        self._pin.clicked.connect(self.pin_asked)
        self._pin.setCheckable(True)
        self.show_pin(offered=False, pinned=False)
        return self._pin
