"""A question in numbers: which rows of a block pass, and in which group each of them is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from db.domain.city import City
from db.scopes import CITY, EVERYTHING
from server.figures.asked import Asked
from server.figures.block import Block, Column, Words


class Question:
    """Made once for each question, put to every block; `first` and `last` are days, `end` ms."""

    def __init__(self, words: Words, asked: Asked, city: City, end: int) -> None:
        self._city, self._asked = city, asked
        self._words = list(words.words)
        self._known = words.known
        self.first, self.last = asked.days
        self.end = end
        self.by = asked.by
        self._filters = {name: self._table(name, ids) for name, ids in asked.filters.items()}

    def _table(self, name: str, ids: frozenset[str]) -> Column:
        """Of each number whether it passes a filter."""
        if name == "shift":
            return np.array([shift.id in ids for shift in self._city.shifts])
        if name == "area":
            ids |= {code for code, area in self._city.areas.items() if area.parent in ids}
        return self._those(ids)

    def _those(self, ids: Iterable[str]) -> Column:
        table = np.zeros(len(self._words), np.bool_)
        # A word that came since stands in none of the blocks that are asked.
        table[[number for number in self._known(ids) if number < len(table)]] = True
        return table

    def cases(self, block: Block) -> Column:
        """Of each case whether the asker may see it and no filter leaves it out; any day.

        The channel is left to the reports, which may have come by another than their case.
        """
        cases, scope = block.cases, self._asked.scope
        mask = np.ones(len(block), np.bool_)
        if scope == CITY:
            mask &= ~cases.secret
        elif scope != EVERYTHING:
            mask &= _shared(block, self._those([scope.removeprefix("opd:")]))
        columns = {
            "category": cases.category,
            "area": cases.area,
            "class": cases.report_class,
            "officer": cases.officer,
            "shift": cases.shift,
        }
        for name, table in self._filters.items():
            if name == "opd":
                mask &= _shared(block, table)
            elif name != "channel":
                mask &= table[columns[name]]
        return mask

    def channels(self, passed: Column, channel: Column) -> Column:
        """Those of `passed` whose channel is asked for, too."""
        table = self._filters.get("channel")
        return passed if table is None else passed & table[channel]

    def opds(self, passed: Column, opd: Column) -> Column:
        """Those of `passed` whose agency is asked for, too."""
        table = self._filters.get("opd")
        return passed if table is None else passed & table[opd]

    @property
    def names(self) -> list[str]:
        """The key of each group."""
        if self.by == "shift":
            return [shift.id for shift in self._city.shifts]
        return list(dict.fromkeys(self._parents)) if self.by == "district" else self._words

    def groups(self, block: Block) -> Column:
        """The group of each case, where it has one: agencies and reports have their own."""
        cases = block.cases
        if self.by == "district":
            place = {name: n for n, name in enumerate(self.names)}
            return np.array([place[parent] for parent in self._parents], np.int64)[cases.area]
        column: Column = {
            "category": cases.category,
            "area": cases.area,
            "class": cases.report_class,
            "officer": cases.officer,
            "shift": cases.shift,
        }.get(self.by, cases.channel)
        return column

    @property
    def _parents(self) -> list[str]:
        """The district of each word, its own code where it is one or the pack has it no more."""
        areas = self._city.areas
        return [
            (area.parent or area.code) if (area := areas.get(word)) else word
            for word in self._words
        ]


def _shared(block: Block, opds: Column) -> Column:
    mask = np.zeros(len(block), np.bool_)
    mask[block.shares.case[opds[block.shares.opd]]] = True
    return mask
