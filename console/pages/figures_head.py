"""What is asked of the figures: period, comparison, filters, and by what the table is parted."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.pages import figures_words as told
from console.pages.figures_words import Period
from db.domain.city import City
from widgets.labels import Elided, label
from widgets.theme import Theme

_USUAL = "30"


class Question(NamedTuple):
    """What is asked: the days, by what to part them, all on the wire, and the filters in words."""

    period: Period
    by: str
    query: dict[str, str]
    filters: str

    def narrowed(self, key: str) -> dict[str, str]:
        """The filter that leaves one group."""
        return {"area" if self.by == "district" else self.by: key}


class Head(QWidget):
    """`changed`: something else is asked; `export_asked`: what is shown is to become a file, and
    `report_asked` (where there are `reports`): one for others to read.
    """

    changed = Signal()
    export_asked = Signal()
    report_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        parent: QWidget | None = None,
        *,
        everything: bool = False,
        reports: bool = False,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        top, below = QHBoxLayout(), QHBoxLayout()
        for row in (top, below):
            row.setSpacing(theme.space.s)
            column.addLayout(row)
        top.addWidget(label(self.tr("Angka"), theme.fonts.title, self))
        top.addSpacing(theme.space.m)
        self._period = self._combo(self.tr("Periode"), told.periods(), _USUAL)
        self._compared = self._combo(self.tr("Pembanding"), told.comparisons(), "before")
        top.addWidget(self._period)
        top.addWidget(self._compared)
        self._said = Elided("", theme.fonts.secondary, self, "secondary")
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._said, 1)
        buttons = [(self.tr("Simpan sebagai berkas"), "download", self.export_asked)]
        if reports:
            buttons.insert(0, (self.tr("Laporan berkala"), "file-chart-outline", self.report_asked))
        for word, icon, asked in buttons:
            button = QPushButton(theme.icons.icon(icon, "main"), word, self)
            button.clicked.connect(asked)
            top.addWidget(button)
        self._by = self._combo(self.tr("Kelompok"), told.groups(everything=everything), "opd")
        below.addWidget(self._by)
        self._filters = {
            name: self._combo(word, [("", word), *sorted(named, key=lambda one: one[1])], "")
            for name, word, named in _filters(city)
        }
        for combo in self._filters.values():
            below.addWidget(combo, 1)

    def choose(self, *, period: str = _USUAL, by: str = "opd") -> None:
        """Another period and grouping."""
        self._period.setCurrentIndex(self._period.findData(period))
        self._by.setCurrentIndex(self._by.findData(by))

    def question(self, today: date) -> Question:
        """What the controls say."""
        period = told.period_of(str(self._period.currentData()), today)
        chosen = [c.currentText() for c in self._filters.values() if c.currentData()]
        filters = ", ".join(chosen) or self.tr("semua")
        return Question(period, str(self._by.currentData()), self.query(period), filters)

    def compared(self, period: Period) -> Period | None:
        """The days that those are compared with, if any."""
        match self._compared.currentData():
            case "before":
                return period.before()
            case "year":
                return period.a_year_before()
        return None

    def query(self, period: Period) -> dict[str, str]:
        """The question on the wire."""
        chosen = {name: str(combo.currentData()) for name, combo in self._filters.items()}
        return {
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "by": str(self._by.currentData()),
            **{name: key for name, key in chosen.items() if key},
        }

    def say(self, text: str) -> None:
        """How old the figures are."""
        self._said.say(text)

    def focus_first(self) -> None:
        """Keys go to the period."""
        self._period.setFocus(Qt.FocusReason.TabFocusReason)

    def _combo(self, name: str, items: list[tuple[str, str]], current: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setMinimumContentsLength(min(26, max(len(word) for _, word in items[:3])))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, word in items:
            combo.addItem(word, key)
        combo.setCurrentIndex(max(0, combo.findData(current)))
        longest = max(combo.fontMetrics().horizontalAdvance(word) for _, word in items[:8])
        combo.view().setMinimumWidth(longest + 40)
        combo.currentIndexChanged.connect(self.changed)
        return combo


def _filters(city: City) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(name on the wire, word for all, (key, word) of each) of every filter."""
    districts = [(code, area.name) for code, area in city.areas.items() if area.parent is None]
    from_words = told.filters()
    return [
        ("category", from_words["category"], [(k, c.name) for k, c in city.categories.items()]),
        ("area", from_words["area"], districts),
        ("opd", from_words["opd"], [(k, a.short) for k, a in city.agencies.items()]),
        ("channel", from_words["channel"], list(city.channels.items())),
    ]
