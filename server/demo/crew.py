"""Everybody the program plays, signed in on one server: they send reports and commands."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from db.domain.case import Actor, Case
from db.domain.city import City
from db.domain.commands import Command
from db.domain.states import Role
from db.domain.wire import decode, encode
from server.demo.accounts import Credentials
from server.demo.caller import Caller, Declined
from server.demo.dice import Step
from server.demo.pictures import as_reported, every
from server.demo.reports import Arrival

DESK = "Peragaan"


class Crew:
    """Sends what citizens, officers and agencies do. Signs each of them in when first needed."""

    def __init__(self, caller: Caller, city: City, accounts: Credentials) -> None:
        self._caller = caller
        self._city = city
        self._accounts = accounts
        self._tokens: dict[str, str] = {}
        self._actors: dict[str, Actor] = {}

    def token(self, who: str) -> str:
        """A valid token of a login or channel. Raises Unreachable, Declined."""
        if who in self._accounts.channels:
            return self._accounts.channels[who]
        if who not in self._tokens:
            account = self._accounts.of(who)
            body = {"login": who, "password": account.password, "desk": DESK}
            signed = self._caller.post("/session", body)
            self._tokens[who] = signed["access"]
            self._actors[who] = decode(Actor, signed["person"])
        return self._tokens[who]

    def forget(self, who: str) -> None:
        """This token is worth nothing any more; the next use signs in again."""
        self._tokens.pop(who, None)

    def report(self, arrival: Arrival) -> None:
        """A citizen's report comes in by its channel. Raises Unreachable, Declined."""
        body = {
            "city": self._city.id,
            "channel": arrival.channel,
            "source_id": arrival.source_id,
            "text": arrival.text,
            "report_class": arrival.report_class,
            "category": arrival.category,
            "place": encode(arrival.place),
            "anonymous": arrival.anonymous,
            "media": list(as_reported(arrival.category, arrival.source_id)),
            "reporter": {"name": arrival.name, "phone": arrival.phone},
        }
        self._caller.post("/reports", body, self.token(arrival.channel))

    def carry_out(self, step: Step, case: Case) -> str:
        """A step as a command; its outcome and reason. Raises Unreachable, Declined."""
        return self._sent(step, case, again=True)

    def _sent(self, step: Step, case: Case, *, again: bool) -> str:
        token = self.token(step.who)
        actor = self._actors.get(step.who)
        if actor is not None and actor.role is Role.OPD_OPERATOR:
            self._open(case, token)
        command = Command(
            str(uuid.uuid4()),
            case.id,
            step.act,
            actor or self._channel(step.who),
            datetime.now(UTC),
            case.assignment_no,
        )
        body = {"city": self._city.id, "commands": [encode(command)]}
        try:
            told: Mapping[str, Any] = self._caller.post("/commands", body, token)
        except Declined as no:
            if no.status != 401 or not again or step.who in self._accounts.channels:
                raise
            self.forget(step.who)
            return self._sent(step, case, again=False)
        answer = told["outcomes"][0]
        if again and answer["outcome"] == "not_yet":
            for sha256 in answer.get("facts", {}).get("media", ()):
                self._caller.upload(every()[sha256], sha256, token)
            return self._sent(step, case, again=False)
        return f"{answer['outcome']} {answer.get('reason', '')}".strip()

    def _open(self, case: Case, token: str) -> None:
        """Whoever answers has the case in front of them."""
        with suppress(Declined):  # it may have gone elsewhere meanwhile
            self._caller.put("/presence", {"case": case.id, "mode": "view"}, token)

    def _channel(self, who: str) -> Actor:
        return Actor(who, self._city.channels[who], Role.CHANNEL)
