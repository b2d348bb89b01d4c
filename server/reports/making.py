"""Makes reports of the figures: of one period, for one scope, as one file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime

from db import days, journal, past
from db.domain.city import City
from db.domain.periods import Kind, Period, period_of
from db.rows import from_ms
from db.scopes import CITY, EVERYTHING
from db.seals import Seal
from db.store import Conn
from server.changes import Feed
from server.figures.asked import Asked
from server.figures.mirror import Mirror, Shown
from server.figures.sums import Answer, Sums
from server.figures.wall import Wall
from server.problems import busy
from server.reports.content import GROUPS, Told, paper
from server.reports.paper import MEDIA_TYPES, Document, Form, Paper
from server.reports.printing import pdf_of
from server.reports.sheets import csv_of, xlsx_of


@dataclass(frozen=True, slots=True)
class Material:
    """What reports are made of: the columns of all trails, and the journal behind them."""

    conn: Conn
    shown: Shown
    wall: Wall
    city: City


def make(material: Material, kind: Kind, start: date, form: Form, scope: str) -> Document:
    """The report of the day, week or month that holds `start`, for one scope.

    The same history makes the same bytes: a report names the change up to which it goes, and no
    clock. Blocks for a second or so. Raises StoreFault, and Unprintable where no PDF came about.
    """
    return formed(written(material, period_of(kind, start), scope), form)


def written(material: Material, period: Period, scope: str) -> Paper:
    """The report before it takes a form."""
    conn, shown, city = material.conn, material.shown, material.city
    end = material.wall.begins(period.after.first)
    at = from_ms(past.recorded(conn, shown.seq) if shown.seq else end)
    sealed = days.within(conn, period.first.isoformat(), period.last.isoformat())
    told = Told(
        period=period,
        scope=scope,
        now={by: _figures(material, period, scope, by, at) for by in ("opd", *GROUPS)},
        then=_figures(material, period.before, scope, "", at),
        epoch=shown.epoch,
        seq=shown.seq,
        at=at,
        over=at.timestamp() * 1000 >= end or bool(sealed and sealed[-1].until >= end),
        days=sealed,
        broken=days.altered(conn, sealed, Seal.held(conn)),
    )
    return paper(told, city, scope_words(scope, city))


def formed(report: Paper, form: Form) -> Document:
    """A report as a file. Raises Unprintable."""
    forms = {Form.PDF: pdf_of, Form.XLSX: xlsx_of, Form.CSV: csv_of}
    return Document(f"{report.file}.{form}", MEDIA_TYPES[form], forms[form](report))


def _figures(material: Material, period: Period, scope: str, by: str, at: datetime) -> Answer:
    """As /figures tells them; an agency's report is about its own part of shared cases."""
    own = scope.removeprefix("opd:") if scope.startswith("opd:") else None
    filters = {"opd": frozenset({own})} if own is not None else {}
    asked = Asked(period.first, period.last, scope, filters, by)
    shown = material.shown
    return Sums(shown.cube, shown.words, material.wall, material.city, asked, at).answer()


def scope_words(scope: str, city: City) -> str:
    """Whose cases a report counts."""
    if scope == CITY:
        return "seluruh kota, tanpa kasus rahasia"
    if scope == EVERYTHING:
        return "seluruh kota, kasus rahasia ikut dihitung"
    own = scope.removeprefix("opd:")
    name = city.agencies[own].name if own in city.agencies else own
    return f"kasus yang kini ditugaskan ke {name}"


class Maker:
    """Makes reports on a running server, one at a time: each keeps a reading thread busy."""

    def __init__(self, mirror: Mirror, feed: Feed, city: City, readers: Executor) -> None:
        self._mirror, self._feed, self._city, self._readers = mirror, feed, city, readers
        self._turn = asyncio.Lock()

    async def make(self, kind: Kind, start: date, form: Form, scope: str) -> Document:
        """See `make`. Raises Problem 503 until there are figures."""
        return (await self.package(kind, start, (form,), scope))[1][0]

    async def package(
        self, kind: Kind, start: date, forms: Sequence[Form], scope: str
    ) -> tuple[Paper, list[Document]]:
        """One report in several forms, all of the same moment, and what it says."""
        shown, wall, city = self._mirror.shown, self._mirror.wall, self._city
        period = period_of(kind, start)

        def told(conn: Conn) -> Paper:
            if journal.head(conn).epoch != shown.epoch:
                raise busy(503, "the figures are being made of another history", 10)
            return written(Material(conn, shown, wall, city), period, scope)

        async with self._turn:
            report = await self._feed.read(told)
            loop = asyncio.get_running_loop()
            made = [
                await loop.run_in_executor(self._readers, formed, report, form) for form in forms
            ]
        return report, made
