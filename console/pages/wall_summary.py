"""The wall's first page: how many reports stand where, what is late, and what nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from console.pages.wall_page import Moment, WallPage, parted, split
from console.pages.wall_words import colour_word, lasted, number, percent
from db.domain.states import Colour, State
from db.domain.wall_figures import Standing
from widgets.wall_ink import CENTRE, LEFT, MEDIUM, RIGHT, SEMIBOLD

_PARTS: dict[Colour, tuple[tuple[State, ...], ...]] = {
    # Red is two different things: the room has not acted, or the agency has not.
    Colour.RED: ((State.RECEIVED,), (State.FORWARDED,)),
    Colour.YELLOW: ((State.ACCEPTED, State.ON_SITE, State.SCHEDULED), (State.AWAITING_VALIDATION,)),
    Colour.GREEN: ((State.RESOLVED,), (State.CLOSED,)),
    Colour.GREY: ((State.RETURNED,), (State.NOT_OURS, State.ARCHIVED)),
}


# In sizes of the smallest letter: from where on blocks stand two by two, facts beside them, a
# figure beside its words; the least height of a fact; and under which height a number has a block
# to itself.
_NARROW, _WIDE, _ROOMY, _FACT, _LOW = 31.0, 50.0, 14.0, 3.7, 1.6


class _Fact(NamedTuple):
    """A figure that decides something, and what it is counted of."""

    word: str
    figure: str
    of: str


class SummaryPage(WallPage):
    """Received = red + yellow + green + grey, at every moment."""

    key = "summary"

    def title(self) -> str:
        return self.tr("Papan laporan")

    def told(self, moment: Moment) -> str:
        standing = moment.standing
        colours = ", ".join(
            f"{colour_word(c)} {number(many)}" for c, many in standing.colours.items()
        )
        facts = ". ".join(f"{f.word}: {f.figure} {f.of}" for f in self._facts(moment))
        return f"{self._sums(standing)[0]}. {colours}. {facts}"

    def paint(self, painter: QPainter, box: QRectF, moment: Moment) -> None:
        unit = self.ink.unit
        above, below = _without_line(box, unit)
        wide, tall = above.width() > _WIDE * unit, above.width() < _NARROW * unit
        if wide:
            blocks, facts = split(above, 0.64, unit / 2)
        else:
            least = _FACT * unit * (3 if tall else 1)
            part = 1 - max(least, 0.34 * above.height()) / (above.height() - unit / 2)
            blocks, facts = split(above, part, unit / 2, across=False)
        self._paint_blocks(painter, blocks, moment.standing, in_two=tall)
        cells = parted(facts, 3, unit / 2 if wide else unit / 3, across=not (wide or tall))
        for fact, cell in zip(self._facts(moment), cells, strict=True):
            self._paint_fact(painter, cell, fact)
        said = self.ink.longest(self._sums(moment.standing), below.width())
        self.ink.text(
            painter, below, said,
            colour=self.ink.theme.text.secondary, align=CENTRE,
        )  # fmt: skip

    # --- the four colours ---

    def _paint_blocks(
        self, painter: QPainter, box: QRectF, standing: Standing, *, in_two: bool
    ) -> None:
        gap = self.ink.unit / 2
        if in_two:
            rows = parted(box, 2, gap, across=False)
            cells = [cell for row in rows for cell in parted(row, 2, gap)]
        else:
            cells = parted(box, 4, gap)
        for colour, cell in zip(standing.colours, cells, strict=True):
            self._paint_block(painter, cell, colour, standing)

    def _paint_block(
        self, painter: QPainter, box: QRectF, colour: Colour, standing: Standing
    ) -> None:
        ink, unit, look = self.ink, self.ink.unit, self.ink.theme.status[colour.value]
        ink.plate(painter, box, look.soft, look.line)
        inner = box.adjusted(unit / 2, unit / 3, -unit / 2, -unit / 3)
        head = QRectF(inner.left(), inner.top(), inner.width(), 1.4 * unit)
        first = _PARTS[colour][0][0].value
        ink.mark(painter, head.left(), head.center().y() - 0.55 * unit, 1.1 * unit, first)
        words = head.adjusted(1.45 * unit, 0, 0, 0)
        fitting = ink.fitting([colour_word(colour)], words.width(), 1.2 * unit, MEDIUM)
        ink.text(painter, words, colour_word(colour), fitting, weight=MEDIUM, colour=look.text)
        high = 2.3 * unit
        if inner.bottom() - high - head.bottom() < _LOW * unit:
            high = 0.0  # the number itself is what must be read from the back
        foot = QRectF(inner.left(), inner.bottom() - high, inner.width(), high)
        middle = QRectF(inner.left(), head.bottom(), inner.width(), foot.top() - head.bottom())
        many = number(standing.colours[colour])
        size = ink.fitting([many], middle.width(), min(middle.height(), 6 * unit))
        ink.text(painter, middle, many, size, weight=SEMIBOLD)
        if high:
            for states, row in zip(_PARTS[colour], parted(foot, 2, 0, across=False), strict=True):
                self._paint_part(painter, row, states, standing)

    def _paint_part(
        self, painter: QPainter, box: QRectF, states: Sequence[State], standing: Standing
    ) -> None:
        ink, unit = self.ink, self.ink.unit
        many = number(sum(standing.states.get(state.value, 0) for state in states))
        ink.mark(painter, box.left(), box.center().y() - 0.4 * unit, 0.8 * unit, states[0].value)
        wide = ink.width(many, unit, SEMIBOLD)
        words = QRectF(box.left() + 1.1 * unit, box.top(), box.width() - 1.1 * unit, box.height())
        ink.text(painter, words, many, weight=SEMIBOLD)
        beside = words.adjusted(wide + 0.35 * unit, 0, 0, 0)
        ink.text(painter, beside, ink.longest((self._part(states), ""), beside.width()))

    def _part(self, states: Sequence[State]) -> str:
        """Who owes the next act, or how it ended."""
        return {
            State.RECEIVED: self.tr("ruang"),
            State.FORWARDED: self.tr("OPD"),
            State.ACCEPTED: self.tr("kerja"),
            State.AWAITING_VALIDATION: self.tr("validasi"),
            State.RESOLVED: self.tr("baru"),
            State.CLOSED: self.tr("ditutup"),
            State.RETURNED: self.tr("pelapor"),
            State.NOT_OURS: self.tr("bukan kami"),
        }[states[0]]

    # --- what decides ---

    def _facts(self, moment: Moment) -> tuple[_Fact, ...]:
        standing, open_ = moment.standing, len(moment.picture.rows)
        oldest = lasted((moment.now_ms - standing.oldest) // 1000) if standing.oldest else "–"
        of = self.tr("{n} dari {all}").format(
            n=number(standing.finished), all=number(standing.due_to_finish)
        )
        return (
            _Fact(
                self.tr("Lewat tenggat"),
                number(standing.late),
                self.tr("dari {n} terbuka").format(n=number(open_)),
            ),
            _Fact(
                self.tr("Tertua tanpa OPD"),
                oldest,
                self.tr("dari {n} kasus").format(n=number(standing.unowned)),
            ),
            _Fact(self.tr("Selesai"), percent(standing.share), of),
        )

    def _paint_fact(self, painter: QPainter, box: QRectF, fact: _Fact) -> None:
        ink, unit = self.ink, self.ink.unit
        ink.plate(painter, box, ink.theme.surface.raised)
        inner = box.adjusted(unit / 2, unit / 6, -unit / 2, -unit / 6)
        words = QRectF(inner.left(), inner.top(), inner.width(), 1.1 * unit)
        of = QRectF(inner.left(), inner.bottom() - 1.1 * unit, inner.width(), 1.1 * unit)
        middle = QRectF(inner.left(), words.bottom(), inner.width(), of.top() - words.bottom())
        align = LEFT
        if box.width() > _ROOMY * unit:  # the figure stands beside its words
            middle, align = inner.adjusted(0.55 * inner.width(), 0, 0, 0), RIGHT
            words = QRectF(inner.left(), inner.center().y() - 1.2 * unit, words.width(), 1.2 * unit)
            of = words.translated(0, 1.2 * unit)
        soft = ink.theme.text.secondary
        ink.text(painter, words, fact.word, weight=MEDIUM, colour=soft)
        size = ink.fitting([fact.figure], middle.width(), min(middle.height(), 3 * unit))
        ink.text(painter, middle, fact.figure, size, weight=SEMIBOLD, align=align)
        ink.text(painter, of, fact.of, colour=soft)

    def _sums(self, standing: Standing) -> list[str]:
        """The sum that always holds, the longer sentence first."""
        whole = self.tr(
            "{all} laporan = {red} merah + {yellow} kuning + {green} hijau + {grey} abu"
        )
        parts = {colour.value: number(many) for colour, many in standing.colours.items()}
        figures = "{all} = {red} + {yellow} + {green} + {grey}"
        return [said.format(all=number(standing.received), **parts) for said in (whole, figures)]


def _without_line(box: QRectF, unit: float) -> tuple[QRectF, QRectF]:
    below = QRectF(box.left(), box.bottom() - 1.4 * unit, box.width(), 1.4 * unit)
    return QRectF(box.left(), box.top(), box.width(), box.height() - 1.6 * unit), below
