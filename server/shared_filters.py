"""Filters of the room: each name once; withdrawn by their author or a supervisor."""

from __future__ import annotations

from datetime import datetime

from db import shared_filters
from db.domain.case import Actor
from db.domain.refused import Refused
from db.domain.shared_filters import MOST, NamedTerms, SharedFilter, may_withdraw
from db.store import Conn
from server.problems import not_allowed


def put(conn: Conn, id: str, given: NamedTerms, by: Actor, now: datetime) -> SharedFilter:
    """Share one, in place of what this person shares under the id or the name.

    Raises Refused where another has the name or the room has as many as it may, Problem 403 for the
    id of somebody else's.
    """
    others = []
    for one in shared_filters.everything(conn):
        same = one.name.casefold() == given.name.casefold()
        if one.id == id and one.by != by.id:
            raise not_allowed("alter what somebody else shares")
        if same and one.by != by.id:
            raise Refused("filter_name_taken", name=one.name, by=one.by_name)
        if same or one.id == id:
            shared_filters.remove(conn, one.id)
        else:
            others.append(one)
    if len(others) >= MOST:
        raise Refused("filters_full", limit=MOST)
    shared_filters.add(conn, id, given, by.id, now)
    return next(one for one in shared_filters.everything(conn) if one.id == id)


def withdraw(conn: Conn, id: str, by: Actor) -> None:
    """Take one away; one that is gone already is no fault. Raises Problem 403."""
    for one in shared_filters.everything(conn):
        if one.id == id and not may_withdraw(one, by.id, by.role):
            raise not_allowed("withdraw what somebody else shares")
    shared_filters.remove(conn, id)
