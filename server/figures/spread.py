"""How long things took: exact medians and ninetieth percentiles, whole and parted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from server.figures.block import Column

EDGES = (
    15 * 60, 3600, 2 * 3600, 6 * 3600, 12 * 3600, 86_400, 2 * 86_400, 3 * 86_400, 5 * 86_400,
    7 * 86_400, 14 * 86_400, 30 * 86_400, 60 * 86_400,
)  # fmt: skip
"""Seconds at which one bar of a distribution ends and the next begins, which holds the edge."""

Spread = dict[str, Any]


def spread(took: Sequence[Column], of: int) -> Spread:
    """Durations (s, pieces in any order) of `of` that there might be: median, p90, and bars.

    Both are durations that occurred (nearest rank), so they are None where there is none.
    """
    seconds = np.sort(np.concatenate([np.empty(0, np.int32), *took]))
    below = np.searchsorted(seconds, EDGES, "left")
    bars = np.diff([0, *below.tolist(), len(seconds)])
    (found,) = _ranks(seconds, [0], [len(seconds)])
    return {**found, "of": of, "bars": bars.tolist()}


def spreads(took: Sequence[tuple[Column, Column]], groups: int) -> list[Spread]:
    """The same for each group without bars, of pieces of (group, below `groups`; seconds)."""
    keys = [(codes.astype(np.int64) << 32) | seconds for codes, seconds in took]
    ranked = np.sort(np.concatenate([np.empty(0, np.int64), *keys]))
    ends = np.searchsorted(ranked, np.arange(groups + 1, dtype=np.int64) << 32).tolist()
    return _ranks(ranked, ends[:-1], ends[1:])


def _ranks(ranked: Column, starts: Sequence[int], ends: Sequence[int]) -> list[Spread]:
    """Of each stretch of sorted seconds; what stands above the lowest 32 bits is left out."""
    found: list[Spread] = []
    for start, end in zip(starts, ends, strict=True):
        many = end - start
        if not many:
            found.append({"n": 0, "median": None, "p90": None})
            continue
        middle, high = ranked[start + (many + 1) // 2 - 1], ranked[start + (9 * many + 9) // 10 - 1]
        low = 0xFFFFFFFF
        found.append({"n": many, "median": int(middle) & low, "p90": int(high) & low})
    return found
