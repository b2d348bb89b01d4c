"""The chain of hashes over a history: who changed, dropped or reordered an entry is found out."""

from __future__ import annotations

from hashlib import sha256


def chain_start(epoch: str) -> str:
    """The chain (hex) before the first change of an epoch."""
    return sha256(epoch.encode()).hexdigest()


def leaf_of(salt: str, body: bytes) -> str:
    """The leaf (hex) of a change: its salt (hex) and canonical bytes. ValueError for no hex."""
    return sha256(bytes.fromhex(salt) + body).hexdigest()


def chain_next(chain: str, leaf: str) -> str:
    """The chain (hex) after one more leaf (hex). ValueError when either is no hex."""
    return sha256(bytes.fromhex(chain) + bytes.fromhex(leaf)).hexdigest()
