"""A desk in the hands of who gives a colleague's commands again."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from db.domain import commands as verb
from db.domain.case import Case
from db.domain.city import City
from db.domain.commands import Command, Verb


class Seen(Protocol):
    """A case as the officer sees it."""

    @property
    def case(self) -> Case: ...


class Stored(Protocol):
    """An act that is durably stored."""

    @property
    def command(self) -> Command: ...


class Desk(Protocol):
    """What is asked of the desk (`console.desk`)."""

    @property
    def city(self) -> City: ...
    def now(self) -> datetime: ...
    async def view(self, case: str) -> Seen | None: ...
    async def take_call(
        self, act: verb.Receive, into: str | None = None, note: str = "", instead: str = ""
    ) -> Stored: ...
    async def do(self, case: Case, act: Verb, note: str = "", instead: str = "") -> Stored: ...


class Giving:
    """The desk as one gives a colleague's commands again; see `console.handoff`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def city(self) -> City:
        return self._desk.city

    def now(self) -> datetime:
        return self._desk.now()

    async def case(self, id: str) -> Case | None:
        view = await self._desk.view(id)
        return view.case if view else None

    async def act(self, case: Case | None, act: Verb, note: str = "", instead: str = "") -> Command:
        if case is None:
            assert isinstance(act, verb.Receive), "only a report opens a case"
            return (await self._desk.take_call(act, note=note, instead=instead)).command
        return (await self._desk.do(case, act, note, instead)).command
