"""Passwords: argon2id hashes, checked in the same time whether or not the login exists."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 200

_HASHER = PasswordHasher()
# Of a password nobody has; an unknown login is checked against it and takes just as long.
_NOBODY = _HASHER.hash("nobody signs in with this")


class WeakPassword(Exception):
    """The password is not usable; the message says why."""


def hashed(password: str) -> str:
    """The argon2id hash to keep. Raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether the password belongs to the kept hash; None for a login that is not known."""
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)
