"""The cases behind a number, in a sheet; Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.pages import figures_words as told
from console.pages import words
from console.pages.sheet import Sheet
from db.domain.brief import title_of
from db.domain.case import Case
from db.domain.city import City
from widgets.figure_list import Figure, FigureList
from widgets.labels import label
from widgets.marks import word_of
from widgets.theme import Theme

SHOWN = 200
"""Cases in the sheet at most; how many there are stands above."""


class FigureCases(Sheet):
    """`opened` carries the id of a case."""

    opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        title: str,
        found: Sequence[Case],
        total: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, "", parent)
        self._ids = [case.id for case in found]
        said = self.tr("{n} kasus; Enter membuka")
        if len(found) < total:
            said = self.tr("{shown} dari {n} kasus, yang paling lama dulu; Enter membuka")
        self.say_below_title(said.format(shown=told.number(len(found)), n=told.number(total)))
        self._list = FigureList(theme, title)
        self._list.show_all([_figure(case, city) for case in found])
        self._list.row_opened.connect(self._opened)
        self.body.addWidget(self._list, 1)
        if not found:
            self._list.hide()
            nothing = self.tr("Tidak ada kasus di balik angka ini.")
            self.body.addWidget(label(nothing, theme.fonts.text, self, "secondary", wrap=True))
            self.body.addStretch(1)

    def begin(self) -> None:
        """Keys go to the first case."""
        if self._ids:
            self._list.choose_row(0)
            self._list.setFocus()
        else:
            super().begin()

    @Slot(QModelIndex)
    def _opened(self, index: QModelIndex) -> None:
        self.opened.emit(self._ids[index.row()])


def _figure(case: Case, city: City) -> Figure:
    came = words.local_time(case.first_at, city)
    state = word_of(case.state)
    return Figure(case.number, state, f"{came} · {title_of(case.text)}")
