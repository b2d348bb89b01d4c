"""Seals: by its seal the server knows a place in its history that it showed to somebody."""

from __future__ import annotations

import secrets
from hmac import compare_digest, digest

from sqlalchemy import Connection, insert, select

from db import tables

_NAME = "seal"
_BYTES = 16


class Seal:
    """Seals with one city's key; nobody else can make one."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of(cls, conn: Connection) -> Seal:
        """The seal of this store, made at the first call; needs a connection that may write."""
        held = cls.held(conn)
        if held is None:
            key = secrets.token_hex(32)
            conn.execute(insert(tables.secrets).values(name=_NAME, value=key))
            held = cls(bytes.fromhex(key))
        return held

    @classmethod
    def held(cls, conn: Connection) -> Seal | None:
        """The seal of this store, if it was made already."""
        table = tables.secrets
        key = conn.execute(select(table.c.value).where(table.c.name == _NAME)).scalar()
        return None if key is None else cls(bytes.fromhex(key))

    def on(self, epoch: str, seq: int, chain: str) -> str:
        """The seal (32 hex digits) on a place in the history."""
        said = f"{epoch}/{seq}/{chain}".encode()
        return digest(self._key, said, "sha256")[:_BYTES].hex()

    def over(self, text: str) -> str:
        """The seal (64 hex digits) over a text."""
        return digest(self._key, f"text/{text}".encode(), "sha256").hex()

    def is_on(self, seal: str, epoch: str, seq: int, chain: str) -> bool:
        """Whether this is the seal on that place."""
        return compare_digest(seal.encode(), self.on(epoch, seq, chain).encode())
