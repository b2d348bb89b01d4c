"""The same figures by plain SQL over the texts of the trails: slow, and of another make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

_MEDIAN, _NINETIETH = "(many + 1) / 2", "(9 * many + 9) / 10"


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` until before `last` (ms); `category` alone, if it is not ""; nothing secret."""

    first: int
    last: int
    category: str = ""


class PlainSql:
    """Asks one connection, SQLite's or PostgreSQL's."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._lite = conn.dialect.name == "sqlite"

    def _of(self, source: str, *path: int) -> str:
        """The text at a path in a JSON text."""
        if self._lite:
            steps = "".join(f"[{n}]" if n >= 0 else f"[#{n}]" for n in path)
            return f"json_extract({source}, '${steps}')"
        return f"({source}::jsonb #>> '{{{','.join(map(str, path))}}}')"

    def _number(self, source: str, *path: int) -> str:
        return f"CAST({self._of(source, *path)} AS BIGINT)"

    def _each(self, source: str, path: int, name: str) -> str:
        """The members of a list: `name`.value and `name`.key."""
        if self._lite:
            return f"json_each({source}, '$[{path}]') AS {name}"
        members = f"jsonb_array_elements({source}::jsonb -> {path})"
        return f"{members} WITH ORDINALITY AS {name}(value, key)"

    def _passes(self, span: Span) -> str:
        false = "0" if self._lite else "'false'"
        only = f" AND {self._of('body', 2)} = :category" if span.category else ""
        return f"{self._of('body', 1)} = {false}{only}"

    def _rows(self, span: Span, query: str) -> list[Any]:
        values = {"first": span.first, "last": span.last, "category": span.category}
        used = {name: value for name, value in values.items() if f":{name}" in query}
        return list(self._conn.execute(text(query), used))

    def received(self, span: Span) -> Counter[tuple[str, str]]:
        """Reports that came in, by (category, lane of today)."""
        at, lane = self._number("one.value", 0), self._of("body", 13, -1, 1)
        found = self._rows(
            span,
            f"SELECT {self._of('body', 2)}, {lane}, count(*) "
            f"FROM trails, {self._each('body', 12, 'one')} "
            f"WHERE {self._passes(span)} AND {at} >= :first AND {at} < :last GROUP BY 1, 2",
        )
        return Counter({(category, lane): many for category, lane, many in found})

    def forward(self, span: Span) -> dict[str, tuple[int, int, int]]:
        """(how many, median, p90) in seconds from the first report to the forward, by category."""
        first_at, then = self._number("body", 7), self._number("body", 8)
        return self._ranks(
            span,
            f"SELECT {self._of('body', 2)} AS name, {self._seconds(first_at, then)} AS took "
            f"FROM trails WHERE {self._distinct(span)} AND {self._of('body', 8)} IS NOT NULL",
        )

    def resolve(self, span: Span) -> dict[str, tuple[int, int, int]]:
        """The same until it was finished, of those that are: since they have been so all along."""
        lane = self._of("spell.value", 1)
        spells = self._each("body", 13, "spell")
        unlike = f"SELECT max(spell.key) FROM {spells} WHERE {lane} <> 'done'"
        since = (
            f"(SELECT min({self._number('spell.value', 0)}) FROM {spells} "
            f"WHERE spell.key > coalesce(({unlike}), -1))"
        )
        return self._ranks(
            span,
            f"SELECT {self._of('body', 2)} AS name, "
            f"{self._seconds(self._number('body', 7), since)} AS took FROM trails "
            f"WHERE {self._distinct(span)} AND {self._of('body', 13, -1, 1)} = 'done'",
        )

    def accept(self, span: Span) -> dict[str, tuple[int, int, int]]:
        """The same from the forward until the agency took it, by agency."""
        sent, then = self._number("part.value", 1), self._number("part.value", 2)
        return self._ranks(
            span,
            f"SELECT {self._of('part.value', 0)} AS name, {self._seconds(sent, then)} AS took "
            f"FROM trails, {self._each('body', 14, 'part')} WHERE {self._passes(span)} "
            f"AND {sent} >= :first AND {sent} < :last AND {self._of('part.value', 2)} IS NOT NULL",
        )

    def standing(self, span: Span) -> Counter[str]:
        """Reports by the lane in which they stood just before the end of the span."""
        many = self._number("held.value", 1)
        found = self._rows(
            span,
            f"WITH stood AS ({self._stood(span)}) SELECT lane, sum({many}) "
            f"FROM stood, {self._each('spell', 2, 'held')} "
            "WHERE at < :last AND (until IS NULL OR until >= :last) GROUP BY lane",
        )
        return Counter({lane: int(reports) for lane, reports in found})

    def finished(self, span: Span) -> int:
        """Reports that came to be finished within the span."""
        many = self._number("held.value", 1)
        found = self._rows(
            span,
            f"WITH stood AS ({self._stood(span)}) SELECT sum({many}) "
            f"FROM stood, {self._each('spell', 2, 'held')} WHERE lane = 'done' "
            "AND (before IS NULL OR before <> 'done') AND at >= :first AND at < :last",
        )
        return int(found[0][0] or 0)

    def _stood(self, span: Span) -> str:
        at, lane = self._number("spell.value", 0), self._of("spell.value", 1)
        order = 'OVER (PARTITION BY "case" ORDER BY spell.key)'
        return (
            f"SELECT spell.value AS spell, {at} AS at, {lane} AS lane, lead({at}) {order} "
            f"AS until, lag({lane}) {order} AS before "
            f"FROM trails, {self._each('body', 13, 'spell')} WHERE {self._passes(span)}"
        )

    def _distinct(self, span: Span) -> str:
        """Problems that came in within the span and answer for a report."""
        first_at = self._number("body", 7)
        reports = self._of("body", 12, 0)
        within = f"{first_at} >= :first AND {first_at} < :last"
        return f"{self._passes(span)} AND {within} AND {reports} IS NOT NULL"

    def _seconds(self, begun: str, ended: str) -> str:
        return f"(CASE WHEN {ended} > {begun} THEN {ended} - {begun} ELSE 0 END) / 1000"

    def _ranks(self, span: Span, durations: str) -> dict[str, tuple[int, int, int]]:
        order = "OVER (PARTITION BY name ORDER BY took)"
        found = self._rows(
            span,
            f"WITH durations AS ({durations}), ranked AS (SELECT name, took, row_number() {order} "
            "AS place, count(*) OVER (PARTITION BY name) AS many FROM durations) "
            f"SELECT name, many, min(CASE WHEN place = {_MEDIAN} THEN took END), "
            f"min(CASE WHEN place = {_NINETIETH} THEN took END) FROM ranked GROUP BY name, many",
        )
        return {name: (many, int(middle), int(high)) for name, many, middle, high in found}
