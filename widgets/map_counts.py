"""How many cases of some slots have which word, counted in columns."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping
from typing import Protocol

import numpy as np


class Words(Protocol):
    """Words by their number."""

    by_code: list[str]


class Columns(Protocol):
    """What is needed of the values of cases, a slot each."""

    @property
    def codes(self) -> Mapping[str, array[int]]:
        """Numbers of words, by column."""

    @property
    def words(self) -> Words:
        """What the numbers stand for."""


def by_area(columns: Columns, rows: array[int], states: Collection[str]) -> dict[str, int]:
    """Of the cases in these slots that are in one of the states: how many carry which area."""
    words = columns.words.by_code
    slots = np.array(rows, np.int64)
    wanted = np.array([word in states for word in words])
    slots = slots[wanted[np.array(columns.codes["state"])[slots]]]
    many = np.bincount(np.array(columns.codes["area"])[slots], minlength=len(words))
    return {word: int(n) for word, n in zip(words, many, strict=True) if n}
