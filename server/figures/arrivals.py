"""Arrivals: how many reports came in, by local day, category and area, and what else is asked."""

from __future__ import annotations

from typing import Any

import numpy as np

from db.domain.city import City
from server.figures.asked import Asked
from server.figures.block import Block, Column, Words
from server.figures.cube import Cube
from server.figures.portion import Portion
from server.figures.question import Question
from server.figures.wall import day_of

PARTS = ("day", "category", "area", "channel", "class")
"""What arrivals can be parted by."""


def arrivals(
    cube: Cube, words: Words, asked: Asked, city: City, parts: tuple[str, ...] = PARTS[:3]
) -> dict[str, Any]:
    """`rows` of [a value for each of `parts`..., reports], only where there are any.

    A report counts on the local day it came in, with category and area of the case that answers
    for it today.
    """
    question = Question(words, asked, city, 0)
    first, last = asked.days
    sizes = [last - first + 1 if part == "day" else len(words.words) for part in parts]
    found = [np.zeros((2, 0), np.int64)]
    for block in cube.blocks:
        code = _codes(block, Portion(block, question).reports, first, parts, sizes)
        found.append(np.array(np.unique(code, return_counts=True)))
    kinds, counts = np.concatenate(found, 1)
    codes, which = np.unique(kinds, return_inverse=True)
    counts = np.bincount(which, counts, len(codes)).astype(np.int64)
    values = []
    for part, size in zip(reversed(parts), reversed(sizes), strict=True):
        codes, value = np.divmod(codes, size)
        named = [day_of(int(n) + first).isoformat() for n in value] if part == "day" else None
        values.append(named if named is not None else [words.words[n] for n in value])
    rows = sorted(map(list, zip(*reversed(values), counts.tolist(), strict=True)))
    return {"parts": list(parts), "rows": rows, "reports": int(counts.sum())}


def _codes(
    block: Block, at: Column, first: int, parts: tuple[str, ...], sizes: list[int]
) -> Column:
    """One number for all the values of each of these reports."""
    cases, of = block.cases, block.reports.case[at]
    columns = {
        "day": lambda: block.reports.day[at] - first,
        "category": lambda: cases.category[of],
        "area": lambda: cases.area[of],
        "channel": lambda: block.reports.channel[at],
        "class": lambda: cases.report_class[of],
    }
    code = np.zeros(len(at), np.int64)
    for part, size in zip(parts, sizes, strict=True):
        code = code * size + columns[part]()
    return code
