"""A report on its pages: nothing runs out of its place, however long a word or a name is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from server.press import MARGIN, WIDTH, Press

LONG = "Penanggulangan" * 30
CITY = "Kota " + "Tangerang Raya Selatan " * 12


class Watched(Press):
    """Notes what is written: the baseline, where it begins and ends (mm), and the words."""

    def __init__(self, plan: dict[str, Any]) -> None:
        super().__init__(plan)
        self.written: list[tuple[float, float, float, str]] = []

    def text(self, x: float, y: float, text: str = "") -> None:
        self.written.append((y, x, x + self.get_string_width(text), text))
        super().text(x, y, text)

    def cell(
        self, w: float | None = None, h: Any = None, text: str = "", *more: Any, **named: Any
    ) -> bool:
        wide = self.get_string_width(text.replace("{nb}", "1"))
        self.written.append((self.y, self.x, self.x + wide, text))
        return bool(super().cell(w, h, text, *more, **named))


def plan(city: str, rows: list[list[str]]) -> dict[str, Any]:
    heads = ["Kategori", *(f"kolom {n}" for n in range(len(rows[0]) - 1))]
    right = [False] + [True] * (len(heads) - 1)
    table = {"heads": heads, "right": right, "rows": rows, "sums": 0}
    return {
        "city": city,
        "title": "Laporan harian",
        "period": "26 November 2026",
        "facts": [],
        "foot": f"{city} · laporan harian 26 November 2026 · perubahan 1.234",
        "page": "halaman {page} dari {pages}",
        "at": "2026-11-26T17:00:00+00:00",
        "sections": [
            {"title": "Per kategori", "lines": [], "bar": [], "tables": [table], "notes": []}
        ],
    }


def written(city: str, rows: list[list[str]]) -> list[tuple[float, float, float, str]]:
    press = Watched(plan(city, rows))
    press.pages_of()
    return sorted(press.written)


@pytest.mark.parametrize("columns", [1, 5, 9])
@pytest.mark.parametrize("word", [LONG, f"Dinas {LONG} dan lain-lain", "Sampah"])
def test_no_word_leaves_its_cell(word: str, columns: int) -> None:
    numbers = [f"{12_345 + n:,}" for n in range(columns)]
    lines = written("Kota Tangerang", [[word, *numbers], ["Lampu", *numbers]])
    for one, other in pairwise(lines):
        assert other[0] > one[0] or other[1] >= one[2], (one, other)
    assert all(end <= MARGIN + WIDTH + 0.01 for _, _, end, _ in lines)
    texts = [text for *_, text in lines]
    assert [text for text in texts if text in numbers] == [*numbers, *numbers], "whole numbers"
    words = "".join(text for text in texts if text not in numbers)
    assert word.replace(" ", "") in words.replace(" ", ""), "nothing of it is lost"


@pytest.mark.parametrize("city", [CITY, "Kota Tangerang"])
def test_a_long_name_of_a_city_ends_before_the_page_number(city: str) -> None:
    lines = written(city, [["Sampah", "1"]])
    (foot,) = [line for line in lines if "perubahan 1.234" in line[3]]
    (page,) = [line for line in lines if line[3].startswith("halaman 1")]
    assert foot[0] == page[0]
    assert foot[2] < page[1]
    assert foot[3].startswith("Kota Tangerang")
    assert foot[3].endswith(" · laporan harian 26 November 2026 · perubahan 1.234")
