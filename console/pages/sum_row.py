"""The sum that always adds up: shown reports by the colour of the case that answers for them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from db.domain.states import Colour, State, colour
from widgets.labels import label
from widgets.marks import colour_word_of
from widgets.theme import Theme


class SumRow(QFrame):
    """Red + yellow + green + grey = what the board shows, each with its mark and its word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.xs, 0, theme.space.xs, 0)
        row.setSpacing(theme.space.s)
        strong, plain = theme.fonts.secondary_strong, theme.fonts.secondary
        self._sums = {each: label("0", strong, self) for each in Colour}
        self._total = label("", strong, self)
        for each, figure in self._sums.items():
            if each is not next(iter(Colour)):
                row.addWidget(label("+", plain, self, "secondary"))
            mark = QLabel(self)
            mark.setPixmap(theme.marks.pixmap(MARKS[each], 14, self.devicePixelRatioF()))
            word = colour_word_of(each.value)
            figure.setAccessibleDescription(word)
            row.addWidget(mark)
            row.addWidget(figure)
            row.addWidget(label(word, plain, self, "secondary"))
        row.addWidget(label("=", plain, self, "secondary"))
        row.addWidget(self._total)
        row.addStretch(1)

    def add_up(self, reports: Mapping[str, int]) -> None:
        """Show reports by the state of their case."""
        sums = by_colour(reports)
        for each, count in sums.items():
            self._sums[each].setText(QLocale().toString(count))
        total = QLocale().toString(sum(sums.values()))
        self._total.setText(self.tr("{n} laporan di papan").format(n=total))


def by_colour(reports: Mapping[str, int]) -> dict[Colour, int]:
    """Reports by the colour of their case, each colour named; `reports` by its state."""
    sums = dict.fromkeys(Colour, 0)
    for state, count in reports.items():
        sums[colour(State(state))] += count
    return sums


MARKS = {
    Colour.RED: State.RECEIVED.value,
    Colour.YELLOW: State.ACCEPTED.value,
    Colour.GREEN: State.CLOSED.value,
    Colour.GREY: State.RETURNED.value,
}
"""The state whose mark stands for a colour."""
