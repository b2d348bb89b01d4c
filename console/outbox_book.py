"""The commands on this desk as screens and the network need them, beside the replica's entries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from console.replica_events import Decided, Entry
from console.sync_status import Item, item_state
from db.domain import wire
from db.domain.commands import Command
from db.outbox import Waiting


class OutboxBook:
    """Commands by id, with what the outbox knows of them. In memory; the files are elsewhere."""

    def __init__(
        self,
        notice: Callable[[str, Mapping[str, Any]], None],
        needs: Callable[[Command], tuple[str, ...]] = lambda _command: (),
    ) -> None:
        self._notice, self._needs = notice, needs
        self._rows: dict[str, Waiting] = {}
        self._commands: dict[str, Command] = {}
        self._overlay: tuple[Entry, ...] = ()
        self._by_case: dict[str, tuple[Command, ...]] = {}

    def __contains__(self, id: str) -> bool:
        return id in self._commands

    def __getitem__(self, id: str) -> Command:
        return self._commands[id]

    def take_in(self, rows: Iterable[Waiting], epoch: str) -> tuple[Entry, ...]:
        """Entries of rows; a command of a newer program is kept on the disk and left alone."""
        entries = []
        for row in rows:
            try:
                command = row.command
            except wire.BadWire as fault:
                self._notice("outbox_unreadable", {"id": row.id, "detail": str(fault)})
                continue
            self._rows[row.id], self._commands[row.id] = row, command
            entries.append(_entry(row, command, epoch, self._needs(command)))
        return tuple(entries)

    def learn(self, decided: Iterable[Decided]) -> None:
        """The outbox page shows why at once, not after the next start."""
        for one in decided:
            facts = json.dumps(dict(one.facts), ensure_ascii=False)
            self._rows[one.id] = replace(self._rows[one.id], reason=one.reason, facts=facts)

    def lies_on(self, overlay: tuple[Entry, ...]) -> Mapping[str, tuple[Command, ...]]:
        """The commands of the overlay by case, in the order they were made."""
        if overlay != self._overlay:
            found: dict[str, tuple[Command, ...]] = {}
            for entry in overlay:
                found[entry.case] = (*found.get(entry.case, ()), self._commands[entry.id])
            self._overlay, self._by_case = overlay, found
        return self._by_case

    def absent(
        self, entries: Iterable[Entry], senders: frozenset[str], before_ms: int
    ) -> tuple[str, ...]:
        """Names of people without a session here, of whom something waits since before then."""
        waits = (e for e in entries if is_stranded(e, senders))
        names = (
            self._commands[e.id].author.name
            for e in waits
            if self._rows[e.id].queued_at < before_ms
        )
        return tuple(dict.fromkeys(names))

    def line(self, entry: Entry, me: str, senders: frozenset[str]) -> Item:
        """A line of the outbox page, with whether anybody will send it."""
        stranded = entry.author != me and is_stranded(entry, senders)
        return replace(self.item(entry, me), stranded=stranded)

    def item(self, entry: Entry, me: str) -> Item:
        """A command as it stands."""
        row, state = self._rows[entry.id], item_state(entry.stage, entry.outcome)
        mine = entry.author == me
        return Item(self._commands[entry.id], state, row.queued_at, mine, row.reason, row.why)


def is_stranded(entry: Entry, senders: frozenset[str]) -> bool:
    """Whether it waits for an author who has no session on this desk."""
    return entry.stage == "queued" and entry.author not in senders


def _entry(row: Waiting, command: Command, epoch: str, needs: tuple[str, ...]) -> Entry:
    return Entry(
        id=row.id,
        case=row.case,
        author=row.author,
        depends_on=command.depends_on,
        stage=row.state,
        outcome=row.outcome,
        epoch=epoch if row.seq else "",
        seq=row.seq,
        needs=needs,
    )
