"""The outbox as a file for a supervisor, who gives its commands again in the own name."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication

from console.act_texts import masked
from console.private_file import write_private
from console.sync_status import Item
from console.worker import Worker
from db.domain import commands as verb
from db.domain import wire
from db.domain.case import Case
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.refused import Refused
from db.store import StoreFault

FORMAT = "liveroom-outbox/1"
LARGEST = 20 * 1024 * 1024


class BadFile(ValueError):
    """Not a file of exported commands. `place` is where in it, `reason` a sentence."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place, self.reason = place, reason


@dataclass(frozen=True, slots=True)
class Given:
    """One command of a file, given again: the new command, or why the rules said no."""

    old: Command
    new: Command | None = None
    refused: Refused | None = None


class Hands(Protocol):
    """What giving a command again needs of the desk."""

    @property
    def city(self) -> City: ...

    def now(self) -> datetime:
        """The server's time."""

    async def case(self, id: str) -> Case | None:
        """The case as the officer sees it."""

    async def act(self, case: Case | None, act: Verb, note: str = "", instead: str = "") -> Command:
        """Store a command of whoever sits here, and a note with it, both or neither; without a
        case a new report. What it stands `instead` of goes in the same write.
        """


class Handoff:
    """Writes and reads such files on a thread of its own."""

    def __init__(self, hands: Hands, said: Callable[[datetime], str]) -> None:
        self._hands, self._said = hands, said
        self._worker = Worker("handoff")

    def close(self) -> None:
        """End the thread after what it is at."""
        self._worker.shutdown(wait=False)

    async def write(self, path: Path, items: Iterable[Item], named: Callable[[str], str]) -> int:
        """Write what is not settled; how many commands. Raises StoreFault."""
        text, many = exported(items, self._hands.city.id, self._hands.now(), named)
        try:
            await self._worker.do(write_private, path, text)
        except OSError as fault:
            raise StoreFault.of(fault, path) from fault
        return many

    async def read(self, path: Path) -> tuple[Command, ...]:
        """The commands of a file. Raises BadFile, StoreFault."""
        try:
            text = await self._worker.do(_text_of, path)
        except OSError as fault:
            raise StoreFault.of(fault, path) from fault
        return imported(text, self._hands.city.id)

    async def give(self, commands: Iterable[Command]) -> AsyncIterator[Given]:
        """Each as a new command of whoever sits here, on the case as it is now; a note says whose.

        Raises StoreFault; what was given until then stays given.
        """
        cases: dict[str, str] = {}
        for old in commands:
            try:
                yield Given(old, await self._give(old, cases))
            except Refused as no:
                yield Given(old, refused=no)

    async def _give(self, old: Command, cases: dict[str, str]) -> Command:
        act, _ = masked(old.act)
        if isinstance(act, verb.Receive):
            new = await self._hands.act(None, act, self._of(old), old.id)
            cases[old.case] = new.case
            return new
        case = await self._hands.case(cases.get(old.case, old.case))
        if case is None:
            raise Refused("unknown_case", case=old.case)
        if isinstance(act, verb.Note):
            note = verb.Note(f"{act.text}\n{self._of(old)}")
            return await self._hands.act(case, note, instead=old.id)
        return await self._hands.act(case, act, self._of(old), old.id)

    def _of(self, old: Command) -> str:
        """Whose command it was, for all who read the case's history."""
        said = QCoreApplication.translate(
            "handoff", "Dikirim ulang atas nama {name}{desk}, dibuat {at}."
        )
        desk = f" ({old.author.desk})" if old.author.desk else ""
        return said.format(name=old.author.name, desk=desk, at=self._said(old.made_at))


def not_again(item: Item) -> Refused | None:
    """Why a command that is in this desk's outbox is not to be given again; None when it may be."""
    if item.state == "withdrawn":
        return Refused("given_already")
    if item.state in ("sending", "decided") or (item.mine and item.state == "queued"):
        return Refused("goes_by_itself")
    return None


def exported(
    items: Iterable[Item], city: str, now: datetime, named: Callable[[str], str]
) -> tuple[str, int]:
    """The file's text, and how many commands it holds: what the server has not taken."""
    commands: list[dict[str, Any]] = []
    for item in items:
        if item.state in ("decided", "withdrawn"):
            continue
        command = item.command
        clean = replace(command, act=masked(command.act)[0])
        about = {"case": named(command.case), "state": item.state, "reason": item.reason}
        commands.append({**about, "command": wire.encode(clean)})
    data = {"format": FORMAT, "city": city, "at": now.isoformat(), "commands": commands}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n", len(commands)


def imported(text: str, city: str) -> tuple[Command, ...]:
    """The commands of such a file, in the order they were made. Raises BadFile."""
    try:
        data = wire.parse(text)
    except wire.BadWire as fault:
        raise BadFile("", fault.reason) from fault
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadFile("format", f"is not {FORMAT}: this is no export of an outbox")
    if data.get("city") != city:
        raise BadFile("city", f"is {data.get('city')!r}, not {city!r}: it belongs elsewhere")
    lines = data.get("commands")
    if not isinstance(lines, list):
        raise BadFile("commands", "must be a list")
    return tuple(_command(line, f"commands[{n}]") for n, line in enumerate(lines))


def _command(line: Any, place: str) -> Command:
    if not isinstance(line, dict):
        raise BadFile(place, "must be an object")
    try:
        return wire.decode(Command, line.get("command"), f"{place}.command")
    except wire.BadWire as fault:
        raise BadFile(fault.place, fault.reason) from fault


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise BadFile(path.name, f"is larger than {LARGEST // 2**20} MiB")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise BadFile(path.name, f"is not UTF-8 at byte {fault.start}") from fault
