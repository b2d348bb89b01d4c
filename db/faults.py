"""The faults of disks and database servers, told from our own bugs, each with its remedy."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum
from pathlib import Path

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class FaultKey(StrEnum):
    """What is wrong with a store; pages make a sentence of it."""

    DISK_FULL = "disk_full"
    LOCKED = "locked"
    DAMAGED = "damaged"
    READ_ONLY = "read_only"
    TOO_NEW = "too_new"
    UNREACHABLE = "unreachable"
    CANNOT_OPEN = "cannot_open"
    IO = "io"
    FAILED = "failed"


REMEDIES = {
    FaultKey.DISK_FULL: "Make room on the disk, then try again.",
    FaultKey.LOCKED: "Another program is writing here. Close it, or wait, then try again.",
    FaultKey.DAMAGED: "The file is damaged. Put it aside and restore the last backup.",
    FaultKey.READ_ONLY: "Give this user the right to write here, then try again.",
    FaultKey.TOO_NEW: "A newer program made this. Update this program.",
    FaultKey.UNREACHABLE: "The database server does not answer. Check its address and service.",
    FaultKey.CANNOT_OPEN: "Check that the folder exists and that this user may use it.",
    FaultKey.IO: "The disk does not take or give back data. Check the disk and its cable.",
    FaultKey.FAILED: "The database fails for a reason of its own. Look into its log.",
}

_SQLITE = {
    sqlite3.SQLITE_FULL: FaultKey.DISK_FULL,
    sqlite3.SQLITE_BUSY: FaultKey.LOCKED,
    sqlite3.SQLITE_LOCKED: FaultKey.LOCKED,
    sqlite3.SQLITE_PROTOCOL: FaultKey.LOCKED,
    sqlite3.SQLITE_CORRUPT: FaultKey.DAMAGED,
    sqlite3.SQLITE_NOTADB: FaultKey.DAMAGED,
    sqlite3.SQLITE_READONLY: FaultKey.READ_ONLY,
    sqlite3.SQLITE_PERM: FaultKey.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: FaultKey.CANNOT_OPEN,
    sqlite3.SQLITE_IOERR: FaultKey.IO,
}

_UNREADABLE = "Could not decode to UTF-8"

# First characters of an SQLSTATE; the longest that fits counts.
# Source: PostgreSQL manual, appendix "PostgreSQL Error Codes".
_POSTGRES = {
    "53100": FaultKey.DISK_FULL,
    "53": FaultKey.UNREACHABLE,
    "55P03": FaultKey.LOCKED,
    "40": FaultKey.LOCKED,
    "25006": FaultKey.READ_ONLY,
    "42501": FaultKey.READ_ONLY,
    "XX001": FaultKey.DAMAGED,
    "XX002": FaultKey.DAMAGED,
    "58030": FaultKey.IO,
    "08": FaultKey.UNREACHABLE,
    "57P": FaultKey.UNREACHABLE,
    "3D000": FaultKey.CANNOT_OPEN,
    "28": FaultKey.CANNOT_OPEN,
}

_ERRNO = {
    errno.ENOSPC: FaultKey.DISK_FULL,
    errno.EDQUOT: FaultKey.DISK_FULL,
    errno.EFBIG: FaultKey.DISK_FULL,
    errno.EROFS: FaultKey.READ_ONLY,
    errno.EACCES: FaultKey.READ_ONLY,
    errno.EPERM: FaultKey.READ_ONLY,
    errno.ENOENT: FaultKey.CANNOT_OPEN,
    errno.ENOTDIR: FaultKey.CANNOT_OPEN,
    errno.EISDIR: FaultKey.CANNOT_OPEN,
}


class StoreFault(Exception):
    """A store cannot be used: where, why (`key`), and what to do about it.

    Whatever was being written is not stored.
    """

    def __init__(self, path: str, key: FaultKey, detail: str = "") -> None:
        self.path = path
        self.key = key
        self.remedy = REMEDIES[key]
        self.detail = detail
        super().__init__(f"{path}: {detail or key}. {self.remedy}")

    @classmethod
    def of(cls, fault: OSError, path: Path) -> StoreFault:
        """The same for a file that was handled directly."""
        key = _ERRNO.get(fault.errno or 0, FaultKey.IO)
        return cls(str(path), key, fault.strerror or str(fault))


def told(fault: DBAPIError | PoolTimeout) -> FaultKey | None:
    """Which fault of the machine this is; None for a mistake of ours: values that do not fit."""
    if isinstance(fault, PoolTimeout):
        return FaultKey.LOCKED
    if isinstance(fault, IntegrityError | DataError | InterfaceError):
        return None
    cause = fault.orig
    return _of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _of_postgres(cause)


def _of_sqlite(cause: sqlite3.Error) -> FaultKey | None:
    if _UNREADABLE in str(cause):
        return FaultKey.DAMAGED  # said by the driver, which has no code of SQLite's for it
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    # Without a code the driver itself did not take what it was given.
    return _SQLITE.get(code, FaultKey.FAILED) if code else None


def _of_postgres(cause: BaseException | None) -> FaultKey | None:
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # A driver that never reached the server, or lost it, has no state to give.
        return FaultKey.UNREACHABLE if type(cause).__name__ == "OperationalError" else None
    prefixes = [prefix for prefix in _POSTGRES if str(state).startswith(prefix)]
    return _POSTGRES[max(prefixes, key=len)] if prefixes else FaultKey.FAILED
