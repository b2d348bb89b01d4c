"""The officer's undelivered commands, in two files of which either can rebuild the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete

from db.domain import wire
from db.domain.brief import milliseconds
from db.domain.changes import Fact, Outcome
from db.domain.commands import Command
from db.faults import StoreFault
from db.outbox_log import Log, Record
from db.outbox_recovery import Notice, recovered
from db.outbox_rows import DECIDED, DISMISSED, PARKED, QUEUED, WITHDRAWN, Waiting, record_of, row_of
from db.store import Store
from db.tables import commands
from db.upsert import put as put_rows

__all__ = ["DECIDED", "DISMISSED", "PARKED", "QUEUED", "WITHDRAWN", "Notice", "Outbox", "Waiting"]

_SLACK_LINES = 200
"""Outdated lines a log may hold, beside one for each command, before it is written anew."""


class Outbox:
    """outbox.db and outbox.log. Use it from one thread: the one that writes to the two files."""

    def __init__(
        self, store: Store, log: Log, rows: Iterable[Waiting], notices: list[Notice]
    ) -> None:
        self.notices = notices
        self._store = store
        self._log = log
        self._rows = {row.id: row for row in sorted(rows, key=lambda row: row.n)}
        self._lines = len(self._rows)
        self._doubtful = False

    @classmethod
    def open(cls, folder: Path) -> Outbox:
        """Open or make the outbox in a folder, and mend what is damaged: `notices` tell what.

        Raises StoreFault when the disk is full, read-only or failing; nothing is deleted.
        """
        return cls(*recovered(folder))

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def put(self, command: Command, queued_at: datetime) -> Waiting:
        """Keep one command, as `put_all` does."""
        return self.put_all([command], queued_at)[0]

    def put_all(
        self, commands: Iterable[Command], queued_at: datetime, instead: str = ""
    ) -> list[Waiting]:
        """Keep commands in both files, all or none; they outlive a power cut when this returns.

        They may stand `instead` of an earlier one, which goes in the same write: what waits is
        withdrawn, what failed is dismissed, what the server has taken stays. Raises StoreFault, and
        nothing is altered. The same command again is kept once. ValueError when another command has
        the id of one. A cut before this returns may leave the first ones only.
        """
        at = milliseconds(queued_at)
        last = max((row.n for row in self._rows.values()), default=0)
        kept, fresh = list[Waiting](), list[Waiting]()
        for command in commands:
            body = wire.command_bytes(command).decode()
            held = self._rows.get(command.id)
            if held is None:
                n = last + len(fresh) + 1
                held = Waiting(n, command.id, command.case, command.author.id, body, at)
                fresh.append(held)
            elif held.body != body:
                raise ValueError(f"another command has the id {command.id}")
            kept.append(held)
        if fresh:
            self._save(fresh, instead=self._over(instead))
        return kept

    def _over(self, id: str) -> Waiting | None:
        """A command as it is once another has taken its place; None where that alters nothing."""
        row = self._rows.get(id)
        if row is None or row.accepted or row.state in (WITHDRAWN, DISMISSED):
            return None
        state = WITHDRAWN if row.state == QUEUED else DISMISSED
        return replace(row, state=state, rev=row.rev + 1)

    def one(self, id: str) -> Waiting | None:
        """A command by its id."""
        return self._rows.get(id)

    def waiting(self, author: str | None = None) -> list[Waiting]:
        """What is still to be sent or was parked, in the order it was made."""
        return [
            row
            for row in self._rows.values()
            if row.state in (QUEUED, PARKED) and author in (None, row.author)
        ]

    def unsettled(self, cursor: int) -> list[Waiting]:
        """What a screen shows over a cache at `cursor`.

        What waits, what was accepted after it, what was rejected or withdrawn.
        """
        return [
            row
            for row in self._rows.values()
            if row.state in (QUEUED, PARKED, WITHDRAWN)
            or (row.state == DECIDED and (row.seq > cursor or not row.accepted))
        ]

    def accepted_since(self, at: datetime) -> list[Waiting]:
        """Commands accepted since a moment, in their old order: offered again on a new epoch."""
        return [
            row
            for row in self._rows.values()
            if row.state == DECIDED and row.accepted and (row.decided_at or 0) >= milliseconds(at)
        ]

    def decided(
        self,
        id: str,
        outcome: Outcome,
        *,
        at: datetime,
        seq: int = 0,
        reason: str = "",
        facts: Mapping[str, Fact] | None = None,
        change: str = "",
    ) -> None:
        """Record the server's decision; `change` is the change's JSON where known. KeyError."""
        row = replace(
            self._rows[id],
            state=DECIDED,
            outcome=outcome.value,
            reason=reason,
            facts=json.dumps(dict(facts or {}), ensure_ascii=False),
            seq=seq,
            change=change,
            decided_at=milliseconds(at),
        )
        self._alter([row])

    def park(self, ids: Iterable[str]) -> None:
        """Hold commands back until an officer decides: what they build on was rejected."""
        self._alter(replace(self._rows[id], state=PARKED) for id in ids)

    def queue_again(self, ids: Iterable[str]) -> None:
        """Send commands once more under their old ids, parked ones or accepted ones."""
        held = [self._rows[id] for id in ids]
        self._alter(
            Waiting(row.n, row.id, row.case, row.author, row.body, row.queued_at, rev=row.rev)
            for row in held
        )

    def dismiss(self, id: str) -> None:
        """An officer has seen that a command failed. ValueError when it has not failed."""
        row = self._rows[id]
        if row.state == DISMISSED:
            return
        if row.state == QUEUED or (row.state == DECIDED and row.accepted):
            raise ValueError(f"command {id} has not failed ({row.state}); it cannot be dismissed")
        self._alter([replace(row, state=DISMISSED)])

    def clear(self, before: datetime) -> int:
        """Forget what was accepted before a moment, and what was dismissed; how many that were."""
        limit = milliseconds(before)
        gone = [
            row
            for row in self._rows.values()
            if row.state == DISMISSED
            or (row.state == DECIDED and row.accepted and (row.decided_at or 0) < limit)
        ]
        if gone:
            self._save([], gone)
        return len(gone)

    def _alter(self, rows: Iterable[Waiting]) -> None:
        altered = [replace(row, rev=row.rev + 1) for row in rows if row != self._rows[row.id]]
        if altered:
            self._save(altered)

    def _save(
        self,
        rows: list[Waiting],
        gone: Iterable[Waiting] = (),
        instead: Waiting | None = None,
    ) -> None:
        """Both files or neither: the log is on the disk before the database commits.

        `instead` stands in the line of the first row, since a torn log keeps or loses whole lines.
        """
        if self._doubtful:
            self._rewrite_log()
        mark = self._log.size()
        lines: list[Record] = [{"row": record_of(row)} for row in rows]
        lines += [{"gone": row.id} for row in gone]
        if instead is not None:
            lines[0]["instead"] = record_of(instead)
            rows = [*rows, instead]
        with ExitStack() as undo:
            undo.callback(self._take_back, mark)
            with self._store.write() as conn:
                put_rows(conn, commands, [row_of(row) for row in rows])
                for row in gone:
                    conn.execute(delete(commands).where(commands.c.id == row.id))
                self._log.append(lines)
            undo.pop_all()
        self._rows.update((row.id, row) for row in rows)
        for row in gone:
            del self._rows[row.id]
        self._lines += len(lines)
        if self._lines > 2 * len(self._rows) + _SLACK_LINES:
            # What was to be kept is kept. A log that cannot be shortened now only stays long.
            with suppress(StoreFault):
                self._rewrite_log()

    def _take_back(self, mark: int) -> None:
        """What the log got in vain must not come back at the next start."""
        self._doubtful = True
        # Should this fail too, the log is written anew before anything else is kept.
        with suppress(StoreFault):
            self._log.cut(mark)

    def _rewrite_log(self) -> None:
        self._log.rewrite({"row": record_of(row)} for row in self._rows.values())
        self._lines, self._doubtful = len(self._rows), False
