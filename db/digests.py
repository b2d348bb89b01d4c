"""One number over many cases, whatever their order: equal on both ends, or something is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

_MODULUS = 1 << 64


def row_digest(doc: str | bytes) -> int:
    """The first 8 bytes of SHA-256 over the canonical JSON of a case."""
    data = doc.encode() if isinstance(doc, str) else doc
    return int.from_bytes(sha256(data).digest()[:8], "big")


def total(digests: Iterable[int]) -> str:
    """Their sum modulo 2^64, as 16 hex digits."""
    return f"{sum(digests) % _MODULUS:016x}"


def digest(docs: Iterable[str]) -> str:
    """The digest of cases given as canonical JSON."""
    return total(map(row_digest, docs))
