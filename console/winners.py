"""Who was first: the change that a rejected command came too late for, from the desk's own feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from console.cache import CacheLost, CaseCache
from console.sync_status import Item
from db import cases
from db.domain.changes import Change
from db.store import StoreFault


class Winners:
    """Facts about winners by the id of the command that lost. `changed`: more is known now.

    They come with the feed, which may be some pages behind the answer that told of the loss.
    """

    def __init__(self, cache: CaseCache, changed: Callable[[], None]) -> None:
        self._cache, self._changed = cache, changed
        self._known: dict[str, Mapping[str, Any]] = {}

    def of(self, item: Item) -> Mapping[str, Any]:
        """`by_name`, `by_desk` and `did` (a kind of change), as far as they are known."""
        return self._known.get(item.command.id, {})

    async def look(self, items: Iterable[Item]) -> None:
        """Look for those that are still unknown."""
        wanted = {
            item.command.id: str(item.facts["change"])
            for item in items
            if item.facts.get("change") and item.command.id not in self._known
        }
        if not wanted:
            return
        ids = set(wanted.values())
        try:
            found = await self._cache.read(lambda conn: cases.changes_of(conn, ids))
        except (CacheLost, StoreFault):
            return  # the next page brings another chance
        news = {lost: _facts(found[id]) for lost, id in wanted.items() if id in found}
        if news:
            self._known |= news
            self._changed()


def _facts(change: Change) -> dict[str, Any]:
    return {"by_name": change.by.name, "by_desk": change.by.desk, "did": change.kind}
