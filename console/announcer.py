"""Tells the screens what the feed did, in pieces small enough that nothing stands still."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from console.tasks import Tasks
from db import feed
from db.domain.case import Case
from db.domain.changes import Change

T = TypeVar("T")

CHUNK = 100
"""Cases announced at a time; between two chunks the event loop has its turn."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A piece of what the feed did to the base: cases as they are now, ids gone, changes."""

    cases: tuple[Case, ...] = ()
    removed: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Announcer:
    """Keeps the order of pages; a large catch-up is told over many turns of the loop."""

    def __init__(
        self,
        tasks: Tasks,
        applied: Callable[[Applied], None],
        changed: Callable[[list[str] | None], None],
    ) -> None:
        self._tasks, self._applied, self._changed = tasks, applied, changed
        self._news: deque[Applied] = deque()
        self._telling = False

    def page(self, done: feed.Applied) -> None:
        """What a page did."""
        changes = tuple(done.changes)
        for cases in _pieces(done.cases, CHUNK):
            self._news.append(Applied(cases, (), changes))
            changes = ()
        for removed in _pieces(done.removed, CHUNK):
            self._news.append(Applied((), removed, changes))
            changes = ()
        if changes:
            self._news.append(Applied((), (), changes))
        if self._news and not self._telling:
            self._telling = True
            self._tell()

    def everything(self) -> None:
        """The base is another one; what was still to be told of the old one is void."""
        self._news.clear()
        self._changed(None)

    def _tell(self) -> None:
        if self._news:
            news = self._news.popleft()
            self._applied(news)
            ids = [case.id for case in news.cases] + list(news.removed)
            if ids:
                self._changed(ids)
        self._telling = bool(self._news)
        if self._telling:
            self._tasks.soon(self._tell)


def _pieces(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """The items in tuples of at most `size`."""
    left = iter(items)
    while piece := tuple(itertools.islice(left, size)):
        yield piece
