"""Filling a console's cache from a snapshot: checked as a whole, and taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from db import words
from db.chain import leaf_of
from db.cursor import Cursor, move
from db.digests import row_digest, total
from db.domain import wire
from db.domain.case import Case
from db.domain.changes import Change
from db.pages import PageRefused
from db.rows import case_row, change_row
from db.tables import kept_cases, kept_changes

_PIECE = 2000
_NOTHING: tuple[int, Any] = (0, None)
Lines = Iterator[tuple[int, Any]]
Rows = list[dict[str, Any]]


def load_snapshot(conn: Connection, lines: Iterable[str | bytes]) -> Cursor:
    """Put a snapshot in place of everything the cache holds, in the transaction of `conn`.

    Readers see the old rows until it is committed. The full-text index is left empty: call
    `feed.index_words` until it says False. Raises PageRefused (count, digest, unfinished,
    malformed) or `wire.BadWire`; roll back then.
    """
    numbered = _parsed(lines)
    _, header = next(numbered, _NOTHING)
    to = _cursor(header)
    for table in (kept_cases, kept_changes):
        conn.execute(delete(table))
    words.clear(conn)
    finished, digests = _fill(conn, numbered, to.seq)
    if not finished:
        raise PageRefused("unfinished", cases=len(digests))
    _check(conn, header, digests)
    return move(conn, to)


def _parsed(lines: Iterable[str | bytes]) -> Lines:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, wire.parse(line)


def _cursor(header: Any) -> Cursor:
    try:
        texts = [header[name] for name in ("epoch", "chain", "scope")]
        seq = header["seq"]
    except (KeyError, TypeError):
        raise PageRefused("malformed", place="line 1") from None
    if not isinstance(seq, int) or not all(isinstance(value, str) for value in texts):
        raise PageRefused("malformed", place="line 1")
    epoch, chain, scope = texts
    return Cursor(epoch, seq, chain, scope, words=0)


def _fill(conn: Connection, lines: Lines, seq: int) -> tuple[bool, list[int]]:
    digests: list[int] = []
    while piece := list(islice(lines, _PIECE)):
        cases, changes = Rows(), Rows()
        for number, line in piece:
            if not isinstance(line, dict):
                raise PageRefused("malformed", place=f"line {number}")
            if line.get("end") is True:
                _write(conn, cases, changes)
                return True, digests
            if "case" in line:
                cases.append(_case(line["case"], seq, number, digests))
            else:
                changes.append(_change(line, seq, number))
        _write(conn, cases, changes)
    return False, digests


def _write(conn: Connection, cases: Rows, changes: Rows) -> None:
    for table, rows in ((kept_cases, cases), (kept_changes, changes)):
        if rows:
            conn.execute(insert(table), rows)


def _case(data: Any, seq: int, number: int, digests: list[int]) -> dict[str, Any]:
    case = wire.decode(Case, data, f"line {number}.case")
    if case.seq > seq:
        raise PageRefused("wrong_seq", seq=seq, said=case.seq)
    doc = wire.canonical(data)
    digests.append(row_digest(doc))
    return case_row(case, doc.decode())


def _change(line: Mapping[str, Any], seq: int, number: int) -> dict[str, Any]:
    change = wire.decode(Change, line.get("body"), f"line {number}.body")
    if change.seq != line.get("seq") or change.seq > seq:
        raise PageRefused("wrong_seq", seq=line.get("seq"), said=change.seq)
    body, salt = wire.canonical(line["body"]), line.get("salt")
    try:
        leaf = leaf_of(str(salt), body)
    except ValueError:
        raise PageRefused("malformed", place=f"line {number}.salt") from None
    return change_row(change, body.decode(), str(salt), leaf)


def _check(conn: Connection, header: Mapping[str, Any], digests: list[int]) -> None:
    found = {
        "cases": len(digests),
        "changes": conn.execute(select(func.count()).select_from(kept_changes)).scalar_one(),
    }
    for name, value in found.items():
        if header.get(name) != value:
            raise PageRefused("count", of=name, found=value)
    if header.get("digest") != total(digests):
        raise PageRefused("digest", found=total(digests))
