"""Filling a console's cache from a snapshot: checked as a whole, and taken whole or not at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import DropIndex

from db import words
from db.chain import leaf_of
from db.cursor import Cursor, move
from db.digests import row_digest, total
from db.domain import wire
from db.domain.case import Case
from db.domain.changes import Change
from db.pages import PageRefused
from db.plain_rows import CASE_COLUMNS, UNFIT, case_values, change_values
from db.rows import case_row, change_row
from db.tables import kept_cases, kept_changes

_PIECE = 2000
_CASE = '{"case":'
_NOTHING: tuple[int, str, Any] = (0, "", None)
Lines = Iterator[tuple[int, str, Any]]
Rows = list[tuple[Any, ...]]


def load_snapshot(conn: Connection, lines: Iterable[str | bytes]) -> Cursor:
    """Put a snapshot in place of everything the cache holds, in the transaction of `conn`.

    Readers see the old rows until it is committed. The full-text index is left empty: call
    `feed.index_words` until it says False. Raises PageRefused (count, digest, unfinished,
    malformed) or `wire.BadWire`; roll back then.
    """
    numbered = _parsed(lines)
    *_, header = next(numbered, _NOTHING)
    to = _cursor(header)
    for table in (kept_cases, kept_changes):
        conn.execute(delete(table))
    words.clear(conn)
    with _without_indices(conn):
        finished, digests = _fill(conn, numbered, to.seq)
    if not finished:
        raise PageRefused("unfinished", cases=len(digests))
    _check(conn, header, digests)
    return move(conn, to)


@contextmanager
def _without_indices(conn: Connection) -> Iterator[None]:
    """Sorting all keys at the end costs a fraction of finding a place for each of them."""
    indices = [index for table in (kept_cases, kept_changes) for index in table.indexes]
    for index in indices:
        conn.execute(DropIndex(index, if_exists=True))  # SQLite cannot tell of one over a value
    yield
    for index in indices:
        index.create(conn)


def _parsed(lines: Iterable[str | bytes]) -> Lines:
    for number, line in enumerate(lines, 1):
        text = line.strip() if isinstance(line, str) else wire.text_of(line).strip()
        if text:
            yield number, text, wire.parse(line)


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
    """One line after the other: what is parsed is gone again before a collector sees it."""
    digests: list[int] = []
    cases, changes = Rows(), Rows()
    for number, text, line in lines:
        if not isinstance(line, dict):
            raise PageRefused("malformed", place=f"line {number}")
        if "case" in line:
            cases.append(_case(line, text, seq, number, digests))
        elif line.get("end") is True:
            _write(conn, cases, changes)
            deque(lines, maxlen=0)  # what packed it tells only at its end that it is whole
            return True, digests
        else:
            changes.append(_change(line, text, seq, number))
        if len(cases) + len(changes) >= _PIECE:
            _write(conn, cases, changes)
            cases, changes = Rows(), Rows()
    return False, digests


def _write(conn: Connection, cases: Rows, changes: Rows) -> None:
    for table, rows in ((kept_cases, cases), (kept_changes, changes)):
        if rows:
            conn.exec_driver_sql(_insert(table), rows)


@cache
def _insert(table: Table) -> str:
    """A cache is always SQLite; its own statement takes plain tuples."""
    return str(insert(table).compile(dialect=sqlite.dialect(paramstyle="qmark")))


def _case(
    line: Mapping[str, Any], text: str, seq: int, number: int, digests: list[int]
) -> tuple[Any, ...]:
    """The server's own text of a case is kept as it came: the digest proves it, and it is what
    the server keeps. `_settled` mends a snapshot whose text is another one of the same values."""
    data = line["case"]
    own = len(line) == 1 and text.startswith(_CASE)
    doc = text[len(_CASE) : -1] if own else wire.canonical(data).decode()
    try:
        row = case_values(data, doc)
    except UNFIT:
        case = wire.decode(Case, data, f"line {number}.case")
        row = tuple(case_row(case, doc).values())
    if row[_SEQ] > seq:
        raise PageRefused("wrong_seq", seq=seq, said=row[_SEQ])
    digests.append(row_digest(doc))
    return row


_SEQ = CASE_COLUMNS.index("seq")


def _change(line: Mapping[str, Any], text: str, seq: int, number: int) -> tuple[Any, ...]:
    """A line in the server's own form holds the canonical text that its leaf was taken over."""
    data, salt = line.get("body"), str(line.get("salt"))
    own = f'{{"seq":{line.get("seq")},"salt":"{salt}","body":'
    kept = len(line) == 3 and text.startswith(own)
    body = text[len(own) : -1] if kept else wire.canonical(data).decode()
    try:
        leaf = leaf_of(salt, body.encode())
    except ValueError:
        raise PageRefused("malformed", place=f"line {number}.salt") from None
    try:
        row = change_values(data, body, salt, leaf)  # type: ignore[arg-type]
    except UNFIT:
        change = wire.decode(Change, data, f"line {number}.body")
        row = tuple(change_row(change, body, salt, leaf).values())
    if row[0] != line.get("seq") or row[0] > seq:
        raise PageRefused("wrong_seq", seq=line.get("seq"), said=row[0])
    return row


def _check(conn: Connection, header: Mapping[str, Any], digests: list[int]) -> None:
    found = {
        "cases": len(digests),
        "changes": conn.execute(select(func.count()).select_from(kept_changes)).scalar_one(),
    }
    for name, value in found.items():
        if header.get(name) != value:
            raise PageRefused("count", of=name, found=value)
    if header.get("digest") != total(digests):
        settled = _settled(conn)
        if header.get("digest") != settled:
            raise PageRefused("digest", found=settled)


def _settled(conn: Connection) -> str:
    """Bring the text of every case to its canonical form; their digest then."""
    digests = []
    for id, doc in conn.execute(select(kept_cases.c.id, kept_cases.c.doc)).all():
        text = wire.canonical(wire.parse(doc)).decode()
        if text != doc:
            conn.execute(update(kept_cases).where(kept_cases.c.id == id).values(doc=text))
        digests.append(row_digest(text))
    return total(digests)
