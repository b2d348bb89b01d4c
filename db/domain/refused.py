"""When the rules say no: a reason key and the facts a page needs to make a sentence of it."""

from __future__ import annotations

from collections.abc import Mapping

from db.domain.changes import Fact


class Refused(Exception):
    """The rules say no. `key` is a reason key, `facts` say who, where, when, how much."""

    def __init__(self, key: str, **facts: Fact) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts: Mapping[str, Fact] = facts
