"""Figures as this desk has them: told by the server, or its last answers with their age."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from console.clock import ServerClock
from console.faults import BadAnswer, Offline
from console.pages.figures_source import Query, Told
from console.printing import write_whole
from console.private_file import write_private
from console.sync import Sync
from console.table_files import write_tables
from console.worker import Worker
from db.domain.spreadsheets import Table
from db.store import StoreFault

KEPT = 30
"""So many answers are kept; the one that was told longest ago goes first."""


class Figures:
    """A Source for the page. What was told to one person is never shown to another."""

    def __init__(self, sync: Sync, clock: ServerClock, folder: Path) -> None:
        self._sync, self._clock = sync, clock
        self._shelf = _Shelf(folder / "figures.json")
        self._worker, self._maker = Worker("figures"), Worker("reports")

    def close(self) -> None:
        """End the thread after what it is at."""
        self._worker.shutdown(wait=False)
        self._maker.shutdown(wait=False)

    async def ask(self, query: Query) -> Told:
        """See Source. Raises the faults of Api where nothing is kept, and StoreFault."""
        path, who = f"/figures?{urlencode(query)}", self._who
        try:
            answer = await self._worker.do(self._sync.api().figures, path)
        except Offline:
            kept = await self._worker.do(self._shelf.kept, who, path)
            if kept is None:
                raise
            return kept
        _check(answer)
        now = self._clock.now()
        await self._worker.do(self._shelf.put, who, path, answer, now)
        return Told(answer, now)

    async def cases(self, query: Query) -> tuple[tuple[str, ...], int]:
        """See Source. Raises the faults of Api."""
        found = await self._worker.do(
            self._sync.api().figures, f"/figures/cases?{urlencode(query)}"
        )
        return tuple(map(str, found.get("cases", ()))), int(found.get("total", 0))

    async def write(self, path: Path, tables: Sequence[Table]) -> None:
        """See Source."""
        await self._worker.do(write_tables, path, tables)

    async def report(self, kind: str, query: Query, path: Path) -> None:
        """See Source."""
        api, asked = self._sync.api(), f"/reports/{kind}?{urlencode(query)}"
        await self._maker.do(lambda: write_whole(path, api.report(asked)))

    @property
    def _who(self) -> str:
        session = self._sync.session
        return f"{session.person.id}/{session.person.role}" if session is not None else ""


def _check(answer: Mapping[str, Any]) -> None:
    """Raises BadAnswer where it is not the sums of a period."""
    if not {"sum", "standing", "days", "ages", "groups"} <= answer.keys():
        raise BadAnswer("an answer without figures", "figures")


class _Shelf:
    """The last answers in a file; one worker thread. What cannot be read is as if it were not."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: dict[str, Any] | None = None

    def kept(self, who: str, path: str) -> Told | None:
        """What was told to this person last."""
        with suppress(KeyError, TypeError, ValueError):
            one = self._of(who)["answers"][path]
            _check(one["answer"])
            return Told(one["answer"], datetime.fromisoformat(one["at"]), kept=True)
        return None

    def put(self, who: str, path: str, answer: Mapping[str, Any], at: datetime) -> None:
        """Keep an answer. Raises StoreFault."""
        held = self._of(who)
        answers: dict[str, Any] = held["answers"]
        answers.pop(path, None)
        answers[path] = {"at": at.isoformat(), "answer": answer}
        for oldest in list(answers)[:-KEPT]:
            del answers[oldest]
        try:
            write_private(self._file, json.dumps(held, ensure_ascii=False))
        except OSError as fault:
            raise StoreFault.of(fault, self._file) from fault

    def _of(self, who: str) -> dict[str, Any]:
        if self._held is None:
            with suppress(OSError, ValueError):
                self._held = json.loads(self._file.read_text("utf-8"))
        held = self._held
        known = isinstance(held, dict) and isinstance(held.get("answers"), dict)
        if held is None or not known or held.get("who") != who:
            held = self._held = {"who": who, "answers": {}}
        return held
