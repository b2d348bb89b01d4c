"""Makes the report that a letter carries, once its days are sealed and the figures know them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db import days
from db.domain.city import City
from db.domain.periods import Kind, Period, period_of
from db.store import Conn
from server.changes import Feed
from server.mailing.letter import Printed
from server.mailing.sends import Unprinted
from server.problems import Problem
from server.reports.making import Maker, scope_words
from server.reports.paper import Document, Form, Paper
from server.reports.printing import Unprintable


class Printing:
    """A report of whole days alone: what would still change is not sent."""

    def __init__(self, maker: Maker, feed: Feed, city: City, now: Callable[[], datetime]) -> None:
        self._maker, self._feed, self._city, self._now = maker, feed, city, now
        self._zone = ZoneInfo(city.zone)

    async def __call__(self, kind: str, first: str, forms: tuple[str, ...], scope: str) -> Printed:
        """The report. Raises Unprinted `unsealed`, `no_figures` or `unprintable`; StoreFault."""
        period = period_of(Kind(kind), date.fromisoformat(first))
        if not await self._feed.read(lambda conn: self._is_over(conn, period)):
            raise Unprinted("unsealed")
        asked = tuple(map(Form, forms))
        try:
            paper, documents = await self._maker.package(period.kind, period.first, asked, scope)
        except Problem as fault:
            raise Unprinted("no_figures") from fault
        except Unprintable as fault:
            raise Unprinted("unprintable") from fault
        return printed(paper, documents, scope, self._city)

    def _is_over(self, conn: Conn, period: Period) -> bool:
        return days.is_settled(conn, period.last, self._zone, self._now())


def printed(paper: Paper, documents: list[Document], scope: str, city: City) -> Printed:
    """A report with what its letter says of it."""
    return Printed(paper.sections[0].lines[0], scope_words(scope, city), documents)
