"""Every table of the three stores, once. Instants are whole milliseconds since the epoch (UTC)."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)


class Kind(StrEnum):
    """The three stores: the server's, and the two of a console."""

    SERVER = "server"
    CACHE = "cache"
    OUTBOX = "outbox"


_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

server = MetaData(naming_convention=_NAMES)
cache = MetaData(naming_convention=_NAMES)
outbox = MetaData(naming_convention=_NAMES)

SCHEMAS = {Kind.SERVER: server, Kind.CACHE: cache, Kind.OUTBOX: outbox}

NEWEST = {Kind.SERVER: "0001", Kind.CACHE: "0001", Kind.OUTBOX: "0001"}
"""The last revision in `upgrades/` of each store; a test keeps it true."""


def _text(name: str, *, unique: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, unique=unique or None)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _moment(name: str) -> Column[int]:
    """An instant that may not have come yet."""
    return Column(name, BigInteger)


def _yes(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _cases(schema: MetaData) -> Table:
    """The columns of `db.domain.brief`, which lists are made from, and the whole case as `doc`.

    `agencies` holds every agency with a task, between commas, for scopes; `doc` is canonical JSON.
    """
    return Table(
        "cases",
        schema,
        Column("id", Text, primary_key=True),
        _text("number", unique=True),
        _number("seq"),
        _text("state"),
        _text("lane"),
        _number("due"),
        _number("warn"),
        _text("rule"),
        _text("title"),
        _text("category"),
        _text("area"),
        _text("channel"),
        _text("opds"),
        _text("report_class"),
        _text("priority"),
        _yes("secret"),
        _yes("placed"),
        _yes("reopened"),
        _number("reports"),
        _number("media"),
        _number("first_at"),
        _number("changed_at"),
        Column("master", Text),
        _text("agencies"),
        _text("doc"),
        Index(None, "state"),
    )


def _changes(schema: MetaData, *more: Column[str] | Column[int] | Column[bool]) -> Table:
    """The journal. `body` is the canonical JSON of a change; salt and leaf are hex."""
    return Table(
        "changes",
        schema,
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        _text("id"),
        _text("case"),
        Column("other", Text),
        _text("kind"),
        _number("at"),
        _text("author"),
        _text("salt"),
        _text("leaf"),
        _text("body"),
        *more,
        Index(None, "case"),
        Index(None, "other"),
    )


cases = _cases(server)

# What a scope may see of an entry depends on the case before and after it.
changes = _changes(
    server,
    _number("recorded_at"),
    _yes("secret"),
    _yes("secret_before"),
    _text("opds"),
    _text("opds_before"),
    _text("chain"),
)

head = Table(
    "head",
    server,
    Column("city", Text, primary_key=True),
    _text("epoch"),
    _number("seq"),
    _text("chain"),
    _number("cases"),
    _number("high_water"),
)

decisions = Table(
    "decisions",
    server,
    Column("id", Text, primary_key=True),
    _text("author"),
    _text("body_hash"),
    _number("seq"),
    _text("outcome"),
    _text("reason"),
    _text("facts"),
    _text("case"),
)

people = Table(
    "people",
    server,
    Column("id", Text, primary_key=True),
    _text("login", unique=True),
    _text("name"),
    _text("role"),
    Column("opd", Text),
    _text("password_hash"),
    _yes("active"),
    _number("created_at"),
)

sessions = Table(
    "sessions",
    server,
    Column("token_hash", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True),
    _text("kind"),
    Column("family", Text, nullable=False, index=True),
    _text("desk"),
    _number("issued"),
    _moment("expires"),
    _moment("used_at"),
    _moment("revoked"),
)

# The only table with reporters' names and numbers; nothing of it is in any case or change.
identities = Table(
    "identities",
    server,
    Column("report", Text, primary_key=True),
    Column("case", Text, nullable=False, index=True),
    _text("name"),
    _text("phone"),
    _text("email"),
    _text("nik"),
    _text("original_text"),
)

looks = Table(
    "looks",
    server,
    Column("n", Integer, primary_key=True),
    _text("who"),
    _number("at"),
    Column("report", Text, nullable=False, index=True),
    _text("reason"),
    _text("desk"),
)

sources = Table(
    "sources",
    server,
    Column("channel", Text, primary_key=True),
    Column("source_id", Text, primary_key=True),
    _text("case"),
    _text("report"),
    _text("number"),
    _number("seq"),
)

imports = Table(
    "imports",
    server,
    Column("file_hash", Text, primary_key=True),
    Column("mapping_hash", Text, primary_key=True),
    _number("at"),
    _number("rows"),
    _number("cases"),
)

kept_cases = _cases(cache)
kept_changes = _changes(cache)

# One row. `words` is how far the full-text index has come through the rows of a snapshot;
# without a value it is complete. `case_words` itself is a virtual table: see the first upgrade.
cursor = Table(
    "cursor",
    cache,
    Column("one", Integer, primary_key=True, autoincrement=False),
    _text("epoch"),
    _number("seq"),
    _text("chain"),
    _text("scope"),
    _text("server"),
    _text("city"),
    _text("person"),
    Column("words", BigInteger),
)

# `rev` grows with every alteration of a row, so that of two copies the newer is known; `crc`
# covers all other columns, since SQLite does not notice a flipped bit.
commands = Table(
    "commands",
    outbox,
    Column("n", Integer, primary_key=True),
    _text("id", unique=True),
    _text("case"),
    _text("author"),
    _text("body"),
    _number("queued_at"),
    _text("state"),
    _text("outcome"),
    _text("reason"),
    _text("facts"),
    _number("seq"),
    _text("change"),
    _moment("decided_at"),
    _number("rev"),
    _number("crc"),
    sqlite_autoincrement=True,
)
