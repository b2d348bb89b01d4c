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
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
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

NEWEST = {Kind.SERVER: "0011", Kind.CACHE: "0003", Kind.OUTBOX: "0001"}
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

# How many cases there are of each kind of sight, and the sum of their digests: what every scope's
# audit is added up from. `agencies` are sorted, or one kind would have many rows.
sums = Table(
    "sums",
    server,
    Column("secret", Boolean, primary_key=True),
    Column("agencies", Text, primary_key=True),
    _number("cases"),
    _text("digest"),
)

# What figures count of each case, as `db.domain.trail` packs it; `seq` is its last change in there.
trails = Table(
    "trails",
    server,
    Column("case", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False, index=True),
    _text("body"),
)

# One row: the trails hold the history up to `seq`. While they are made for the first time, `after`
# is the id of the last case that was.
trails_reached = Table(
    "trails_reached",
    server,
    Column("one", Integer, primary_key=True, autoincrement=False),
    _number("seq"),
    Column("after", Text),
)

# How the board stood after every so many changes, so that any moment can be made again from the
# nearest: all of it follows from the journal. `leaf` is that of the change `seq`, `since` the
# earliest instant at which one of the changes up to it (and after the checkpoint before) was
# recorded.
checkpoints = Table(
    "checkpoints",
    server,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _text("leaf"),
    _number("since"),
    Column("body", LargeBinary, nullable=False),
)

# One row for each day of the city that has ended: the last change before its midnight (`until`),
# and the reports by channel and colour as they stood then. `seal` is over all of it and over the
# seal of the day before.
days = Table(
    "days",
    server,
    Column("day", Text, primary_key=True),
    _number("until"),
    _text("epoch"),
    _number("seq"),
    _text("chain"),
    _text("reports"),
    _number("sealed_at"),
    _text("seal"),
)

# What only this city's server may know; the seal's key, say.
secrets = Table("secrets", server, Column("name", Text, primary_key=True), _text("value"))

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

# `body` is what is sent; it is emptied when there is nothing left to send.
deliveries = Table(
    "deliveries",
    server,
    Column("id", Text, primary_key=True),
    _text("command"),
    Column("case", Text, nullable=False, index=True),
    _text("opd"),
    _text("channel"),
    _text("notice"),
    _number("rank"),
    _number("seq"),
    _text("since"),
    _number("made_at"),
    _yes("urgent"),
    _text("state"),
    _moment("next_at"),
    _moment("alarm_at"),
    _moment("alarmed_at"),
    _number("tries"),
    _moment("lease_until"),
    _moment("told_at"),
    _moment("delivered_at"),
    _moment("seen_at"),
    _moment("acknowledged_at"),
    _text("said"),
    _text("body"),
    Index(None, "next_at"),
    Index(None, "alarm_at"),
    Index(None, "state", "channel", "opd"),
)

# When a case is to be looked at for the next step of a ladder; it may be found not due yet.
climbs = Table(
    "climbs",
    server,
    Column("case", Text, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

# Files on their way to the server. `offset` is what is on its disk for certain, whatever the file
# holds beyond that.
uploads = Table(
    "uploads",
    server,
    Column("id", Text, primary_key=True),
    Column("author", Text, nullable=False, index=True),
    _text("sha256"),
    _number("length"),
    _number("offset"),
    _text("state"),
    _text("reason"),
    Column("expires", BigInteger, nullable=False, index=True),
)

media = Table(
    "media",
    server,
    Column("sha256", Text, primary_key=True),
    Column("case", Text, primary_key=True),
)

# `handover` is set for a receipt alone: nobody takes over twice. `carrier` delivered it.
logbook = Table(
    "logbook",
    server,
    Column("id", Text, primary_key=True),
    _text("kind"),
    Column("day", Text, nullable=False, index=True),
    _number("at"),
    _text("author"),
    Column("handover", Text, unique=True),
    _number("recorded_at"),
    _text("carrier"),
    _text("body"),
)

# `folded` is the name without regard to capitals: the room has each once.
shared_filters = Table(
    "shared_filters",
    server,
    Column("id", Text, primary_key=True),
    _text("name"),
    _text("folded", unique=True),
    Column("author", Text, ForeignKey("people.id"), nullable=False),
    _number("at"),
    _text("terms"),
)

# Signed policy briefs, only ever added to. A brief is replaced by one other at most. The numbers in
# `body` are true of the history up to `seq`; `seal` is over all other columns.
policies = Table(
    "policies",
    server,
    Column("id", Text, primary_key=True),
    _number("at"),
    _text("name"),
    _number("until"),
    _number("weeks"),
    Column("replaces", Text, unique=True),
    _text("epoch"),
    _number("seq"),
    _text("chain"),
    _number("recorded_at"),
    _text("body"),
    _text("seal"),
)

# Reports that go out by e-mail. `reached` is the first day of the newest period dealt with.
mailings = Table(
    "mailings",
    server,
    Column("id", Text, primary_key=True),
    _text("terms"),
    _text("reached"),
    _text("by"),
    _number("at"),
)

# Each report to each recipient, once; the life of a row is that of a delivery.
report_letters = Table(
    "report_letters",
    server,
    Column("id", Text, primary_key=True),
    Column("mailing", Text, nullable=False, index=True),
    _text("kind"),
    _text("first"),
    _text("forms"),
    _text("address"),
    _text("scope"),
    _number("missed"),
    Column("made_at", BigInteger, nullable=False, index=True),
    _text("state"),
    _moment("next_at"),
    _moment("alarm_at"),
    _moment("alarmed_at"),
    _number("tries"),
    _moment("lease_until"),
    _moment("told_at"),
    _moment("delivered_at"),
    _text("said"),
    Index(None, "next_at"),
    Index(None, "alarm_at"),
)

kept_cases = _cases(cache)

# Ways in for what may be the same problem: by area, and by the square that the point lies in.
CELLS_A_DEGREE = 200
CELL = (
    f"CAST(json_extract(doc, '$.place.lat') * {CELLS_A_DEGREE} AS INTEGER) * 1000000 "
    f"+ CAST(json_extract(doc, '$.place.lng') * {CELLS_A_DEGREE} AS INTEGER)"
)
Index(None, kept_cases.c.area, kept_cases.c.first_at, kept_cases.c.state)
Index("ix_cases_cell", text(CELL), kept_cases.c.first_at, kept_cases.c.state)
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
    Column("seal", Text, nullable=False, server_default=""),
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
