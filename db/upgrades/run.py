"""Brings the tables of a store up to this program's revision, or says that they are newer."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from db.tables import SCHEMAS, Kind

_HERE = Path(__file__).parent


def upgrade(conn: Connection, kind: Kind) -> None:
    """Run every revision that is missing, in the caller's transaction."""
    command.upgrade(_config(kind, conn), "head")


def knows(kind: Kind, revision: str) -> bool:
    """Whether a revision is one of ours; an unknown one comes from a newer program."""
    try:
        return ScriptDirectory.from_config(_config(kind)).get_revision(revision) is not None
    except CommandError:
        return False


def newest(kind: Kind) -> str | None:
    """The last revision there is for a store."""
    return ScriptDirectory.from_config(_config(kind)).get_current_head()


def _config(kind: Kind, conn: Connection | None = None) -> Config:
    config = Config(attributes={"connection": conn, "schema": SCHEMAS[kind]})
    for option, folder in (("script_location", _HERE), ("version_locations", _HERE / kind)):
        config.set_main_option(option, str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
