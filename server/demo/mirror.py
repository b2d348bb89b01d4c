"""The cases of a server as the demonstration sees them: a snapshot, then every change."""

from __future__ import annotations

import json
from collections.abc import Iterable

from db.domain.apply import apply
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.states import State
from db.domain.wire import decode
from server.demo.caller import Caller, Declined
from server.demo.open_cases import OpenCases

_OVER = frozenset({State.CLOSED, State.ARCHIVED, State.NOT_OURS})


class Mirror:
    """Follows the feed of one server. For one thread."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.cases: dict[str, Case] = {}
        self.open = OpenCases()
        self.epoch = ""
        self.seq = -1

    def pull(self, token: str) -> set[str]:
        """Catch up; ids of the cases that altered. Raises Unreachable, Declined."""
        if self.seq < 0:
            return self._snapshot(token)
        altered: set[str] = set()
        try:
            while True:
                page = self._caller.get_json(
                    "/changes", token, epoch=self.epoch, since=self.seq, limit=1000
                )
                for entry in page["changes"]:
                    altered |= self._take(entry)
                self.seq = page["to"]
                if self.seq >= page["head"]:
                    return altered
        except Declined as no:
            if no.status != 410:
                raise
            self.seq = -1
            return self.pull(token)

    def _snapshot(self, token: str) -> set[str]:
        first, *lines = self._caller.get("/snapshot", token).splitlines()
        head = json.loads(first)
        self.cases, self.open = {}, OpenCases()
        for line in lines:
            told = json.loads(line)
            if "case" in told:
                self._put([decode(Case, told["case"])])
        self.epoch, self.seq = head["epoch"], head["seq"]
        return set(self.cases)

    def _take(self, entry: dict[str, object]) -> set[str]:
        if "body" not in entry:
            return set()
        change = decode(Change, entry["body"])
        if not change.alters:
            return set()
        known = {id: self.cases.get(id) for id in change.cases}
        opens = change.kind == "received"
        after = [apply(case, change) for case in known.values() if case is not None or opens]
        return self._put(after)

    def _put(self, cases: Iterable[Case]) -> set[str]:
        ids = set()
        for case in cases:
            self.open.put(case)
            ids.add(case.id)
            if case.state in _OVER:
                self.cases.pop(case.id, None)
            else:
                self.cases[case.id] = case
        return ids
