"""Sets a report on A4 pages: a plan as JSON comes in, a PDF goes out.

A program of its own, `python -m server.press < plan > pdf`, as it loads a lot and keeps a processor
busy for a second: the server loads none of that and answers meanwhile. The same plan makes the same
bytes.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from fpdf import FPDF

import resources

MARGIN, WIDTH = 15.0, 180.0
"""Millimetres: around the page, and between."""

_TEXT, _SMALL, _HEADING, _TITLE = 8.5, 7.5, 11.0, 17.0
_SMALLEST = 6.0
_LINE = 1.38
_MM = 25.4 / 72
_PAD = 1.2
_GAP = 4.0
_INK, _SOFT, _RULE, _HEAD = (20, 32, 43), (70, 85, 99), (205, 214, 222), (239, 242, 245)
_STATUS = ((194, 39, 45), (229, 169, 27), (58, 168, 118), (140, 150, 160))

Plan = dict[str, Any]


class _Table(NamedTuple):
    """A table that is being set: its texts, column widths in mm and size in points."""

    heads: list[str]
    right: list[bool]
    widths: list[float]
    size: float


class Press(FPDF):
    """One report; every page has its foot."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(format="A4")
        self._plan = plan
        for style, name in (("", "regular"), ("B", "bold")):
            self.add_font("Inter", style, resources.path("fonts", f"inter-{name}.ttf"))
        self.set_margin(MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(True, MARGIN + 6)
        self.set_title(f"{plan['title']} · {plan['period']}")
        self.set_author(plan["city"])
        self.set_creator("LIVE Room")
        self.set_lang("id-ID")
        self.set_creation_date(datetime.fromisoformat(plan["at"]))

    def footer(self) -> None:
        """What it is and which page of how many, on each."""
        self.set_y(-MARGIN)
        self._font(_SMALL, soft=True)
        said = self._plan["page"]
        # How many there will be is put in at the end; until then the place is as wide as two.
        wide = self.get_string_width(said.format(page=self.page_no(), pages="88"))
        self.cell(WIDTH - wide, 4, self._foot(WIDTH - wide - _GAP))
        self.cell(wide, 4, said.format(page=self.page_no(), pages="{nb}"))

    def _foot(self, width: float) -> str:
        """What it is; of a long name of a city as much as there is room for."""
        foot, city = self._plan["foot"], self._plan["city"]
        if self.get_string_width(foot) <= width or not foot.startswith(city):
            return str(foot)
        rest = f"…{foot.removeprefix(city)}"
        fits = self._fitting(city, width - self.get_string_width(rest))
        return f"{city[:fits].rstrip()}{rest}"

    def _fitting(self, text: str, width: float) -> int:
        """How many of its letters take no more room than that."""

        def wide(letters: int) -> float:
            return float(self.get_string_width(text[:letters]))

        return bisect_right(range(len(text) + 1), width, key=wide) - 1

    def pages_of(self) -> bytes:
        """The whole report."""
        self.add_page()
        plan = self._plan
        self._font(_TEXT, soft=True)
        self._words(plan["city"])
        self._font(_TITLE, bold=True)
        self._words(plan["title"])
        self._font(_HEADING)
        self._words(plan["period"])
        self.ln(1.5)
        for name, value in plan["facts"]:
            self._fact(name, value)
        for section in plan["sections"]:
            self._section(section)
        return bytes(self.output())

    # --- words ---

    def _font(self, size: float, *, bold: bool = False, soft: bool = False) -> None:
        self.set_font("Inter", "B" if bold else "", size)
        self.set_text_color(*(_SOFT if soft else _INK))

    def _words(self, text: str, width: float = 0) -> None:
        high = self.font_size * _LINE
        self.multi_cell(width, high, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def _fact(self, name: str, value: str) -> None:
        self._font(_SMALL, soft=True)
        high = self.font_size * _LINE
        self.cell(38, high, name)
        self._font(_SMALL)
        self.multi_cell(0, high, value, align="L", new_x="LMARGIN", new_y="NEXT")

    def _section(self, section: Plan) -> None:
        self._room_for(28)
        self.ln(5)
        self._font(_HEADING, bold=True)
        self._words(section["title"])
        self.ln(0.8)
        for line in section["lines"]:
            self._font(_TEXT)
            self._words(line)
        if section["bar"]:
            self._bar(section["bar"])
        for table in section["tables"]:
            self.ln(1.5)
            self._table(table)
        for note in section["notes"]:
            self._font(_TEXT)
            self._words(note)
            self.ln(0.8)

    def _room_for(self, high: float) -> None:
        """A heading never stands alone at the foot of a page."""
        if self.y + high > self.page_break_trigger:
            self.add_page()

    def _bar(self, parts: Sequence[tuple[str, int]]) -> None:
        """The colours as one bar; its words below, each with its mark."""
        self._room_for(12)
        self.ln(1)
        x, y, whole = MARGIN, self.y, sum(n for _, n in parts) or 1
        for (_, n), colour in zip(parts, _STATUS, strict=True):
            self.set_fill_color(*colour)
            if n:
                self.rect(x, y, WIDTH * n / whole, 4, "F")
            x += WIDTH * n / whole
        self.set_y(y + 5)
        x = MARGIN
        for (said, _), colour in zip(parts, _STATUS, strict=True):
            self.set_fill_color(*colour)
            self.rect(x, self.y + 0.8, 2.2, 2.2, "F")
            self._font(_SMALL)
            self.set_x(x + 3)
            width = self.get_string_width(said) + 2
            self.cell(width, 4, said)
            x += width + 8
        self.ln(5)

    # --- tables ---

    def _table(self, plan: Plan) -> None:
        table = self._fitted(plan)
        rows, sums = plan["rows"], plan["sums"]
        self._head(table)
        for n, row in enumerate(rows):
            if sums and n == len(rows) - sums - 1:
                self._room_for_rows(table, 1 + sums)
            self._row(table, row, bold=n >= len(rows) - sums)
        self.ln(1)

    def _room_for_rows(self, table: _Table, rows: int) -> None:
        """Sums never stand alone at the head of a page."""
        if self.y + rows * (table.size * _MM * _LINE + _PAD) > self.page_break_trigger:
            self.add_page()
            self._head(table)

    def _fitted(self, plan: Plan) -> _Table:
        """With columns as wide as what they hold, in the largest size in which all fit."""
        size = _SMALL
        while True:
            natural = self._natural(plan, size)
            spare = WIDTH - sum(natural)
            if spare >= 0 or size <= _SMALLEST:
                break
            size -= 0.5
        if spare >= 0:  # names get half of what is left, so that numbers stay near them
            names = plan["right"].index(False) if False in plan["right"] else 0
            each = spare / 2 / (len(natural) - 1 or 1)
            natural = [one + (spare / 2 if n == names else each) for n, one in enumerate(natural)]
        else:
            natural = _shared(natural)
        return _Table(plan["heads"], plan["right"], natural, size)

    def _natural(self, plan: Plan, size: float) -> list[float]:
        widths = []
        for n, head in enumerate(plan["heads"]):
            self._font(size, bold=True)
            longest = max(self.get_string_width(word) for word in head.split(" "))
            cells = (self.get_string_width(row[n]) for row in plan["rows"])
            widths.append(max(longest, *cells, 8.0) + 2 * _PAD)
        return widths

    def _head(self, table: _Table) -> None:
        self._row(table, table.heads, bold=True, head=True)

    def _row(
        self, table: _Table, row: Sequence[str], *, bold: bool = False, head: bool = False
    ) -> None:
        self._font(table.size, bold=bold, soft=head)
        cells = [
            self._wrapped(text, width - 2 * _PAD)
            for text, width in zip(row, table.widths, strict=True)
        ]
        line = table.size * _MM * _LINE
        high = max(map(len, cells)) * line + _PAD
        if not head and self.y + high > self.page_break_trigger:
            self.add_page()
            self._head(table)
            self._font(table.size, bold=bold)
        if head:
            self.set_fill_color(*_HEAD)
            self.rect(MARGIN, self.y, WIDTH, high, "F")
        x, y = MARGIN, self.y
        for lines, width, right in zip(cells, table.widths, table.right, strict=True):
            for n, text in enumerate(lines):
                start = width - _PAD - self.get_string_width(text) if right else _PAD
                self.text(x + start, y + _PAD / 2 + (n + 0.76) * line, text)
            x += width
        self.set_draw_color(*_RULE)
        self.set_line_width(0.15)
        self.line(MARGIN, y + high, MARGIN + WIDTH, y + high)
        self.set_y(y + high)

    def _wrapped(self, text: str, width: float) -> list[str]:
        """Lines no wider than that; a word that is wider by itself is broken."""
        lines = [""]
        for word in self._broken(text.split(" "), width):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if lines[-1] and self.get_string_width(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _broken(self, words: Iterable[str], width: float) -> Iterator[str]:
        for word in words:
            rest = word
            while self.get_string_width(rest) > width and len(rest) > 1:
                fits = max(1, self._fitting(rest, width))
                yield rest[:fits]
                rest = rest[fits:]
            yield rest


def _shared(natural: Sequence[float]) -> list[float]:
    """The page among columns that want more: narrow ones have it all, wide ones an equal rest."""
    widths, left = [*natural], WIDTH
    narrow_first = sorted(range(len(natural)), key=natural.__getitem__)
    for done, n in enumerate(narrow_first):
        widths[n] = min(natural[n], left / (len(natural) - done))
        left -= widths[n]
    return widths


def main() -> int:
    """Read a plan, write a PDF."""
    plan: Plan = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(Press(plan).pages_of())
    return 0


if __name__ == "__main__":
    sys.exit(main())
