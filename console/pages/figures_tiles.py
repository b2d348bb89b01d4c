"""The line that adds up, and the few figures in large type, each with what it is a part of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.pages import figures_words as told
from console.pages.sum_row import MARKS
from db.domain.states import Colour
from widgets.labels import Elided, label
from widgets.marks import colour_word_of
from widgets.theme import Theme

Numbers = Mapping[str, Any]


class SumLine(QFrame):
    """Received = red + yellow + green + grey, whatever the period and the filters are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s)
        strong, plain = theme.fonts.strong, theme.fonts.text
        self._total = label("", strong, self)
        row.addWidget(self._total)
        self._sums = {each: label("0", strong, self) for each in Colour}
        for each, figure in self._sums.items():
            sign = "=" if each is next(iter(Colour)) else "+"
            row.addWidget(label(sign, plain, self, "secondary"))
            mark = QLabel(self)
            mark.setPixmap(theme.marks.pixmap(MARKS[each], 14, self.devicePixelRatioF()))
            word = colour_word_of(each.value)
            figure.setAccessibleDescription(word)
            row.addWidget(mark)
            row.addWidget(figure)
            row.addWidget(label(word, plain, self, "secondary"))
        self._beside = Elided("", theme.fonts.secondary, self, "secondary")
        row.addSpacing(theme.space.m)
        row.addWidget(self._beside, 1)

    def show_sum(self, sums: Numbers, standing: Numbers) -> None:
        """The reports that came in within the period, and beside them all until its end."""
        received = told.number(sums["received"])
        self._total.setText(self.tr("{n} laporan masuk").format(n=received))
        for each, figure in self._sums.items():
            figure.setText(told.number(sums[each.value]))
        said = self.tr(
            "{problems} masalah berbeda · sampai akhir periode {received} = {red} + {yellow} + "
            "{green} + {grey}"
        )
        counts = {each.value: told.number(standing[each.value]) for each in Colour}
        problems, all_ = told.number(sums["problems"]), told.number(standing["received"])
        self._beside.say(said.format(problems=problems, received=all_, **counts))


class Tiles(QWidget):
    """Each a name, a figure in large type, of how many, and how it was before."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s)
        self._tiles = [_Tile(theme, self) for _ in range(7)]
        for tile in self._tiles:
            row.addWidget(tile, 1)

    def show_figures(self, answer: Numbers, before: Numbers | None) -> None:
        """Those of a period, and of the one compared with."""
        now = self._said(answer)
        then = self._said(before) if before is not None else [("", "", "", None)] * len(now)
        for tile, (name, figure, of, value), (*_, was) in zip(self._tiles, now, then, strict=True):
            compared = told.points if of else told.change
            tile.say(name, figure, of, compared(value, was))

    def _said(self, answer: Numbers) -> list[tuple[str, str, str, float | None]]:
        """(name, figure, of what, the bare value) of each tile."""
        sums = answer["sum"]
        counted = sums["received"] - sums["out"]
        done, followed = sums["green"], sums["green"] + sums["yellow"]
        still_open = answer["days"]["open"][-1] if answer["days"]["open"] else 0
        rows = [
            (self.tr("Masuk"), sums["received"], None),
            (self.tr("Terbuka di akhir"), still_open, None),
            (self.tr("Ditindaklanjuti"), followed, counted),
            (self.tr("Selesai"), done, counted),
            (self.tr("Tepat waktu"), sums["on_time"], sums["promised"]),
            (self.tr("Dikembalikan OPD"), sums["bounced"], sums["sent"]),
            (self.tr("Dibuka lagi"), sums["reopened"], sums["problems"]),
        ]
        return [
            (name, told.number(part), "", float(part))
            if of is None
            else (
                name,
                told.percent(part, of),
                self.tr("{part} dari {of}").format(part=told.number(part), of=told.number(of)),
                100 * part / of if of else None,
            )
            for name, part, of in rows
        ]


class _Tile(QFrame):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.m, theme.space.s, theme.space.s, theme.space.s)
        column.setSpacing(0)
        self._name = Elided("", theme.fonts.secondary, self, "secondary")
        self._figure = label("", theme.fonts.title, self)
        self._of = Elided("", theme.fonts.secondary, self, "secondary")
        for part in (self._name, self._figure, self._of):
            column.addWidget(part)

    def say(self, name: str, figure: str, of: str, change: str) -> None:
        self._name.say(name)
        self._figure.setText(figure)
        below = " · ".join(filter(None, (of, change)))
        self._of.say(below)
        self.setAccessibleName(", ".join(filter(None, (name, figure, below))))
