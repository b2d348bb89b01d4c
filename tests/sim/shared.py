"""Pure work done once though five desks and a server ask for it: the same value, much sooner.

Only functions without any effect are shared, by the identity of their (frozen) arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from console import replica, replica_feed, replica_outbox
from db import feed, pages, pen
from db.digests import row_digest
from db.domain import advance, decide, overlay, timing, wire
from db.domain import apply as applying
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.personal import mask_personal
from server import ledger

_REPLACING = (
    replica, replica_feed, replica_outbox, applying, advance, decide, overlay, timing, pen, ledger,
)  # fmt: skip
_masked = lru_cache(4096)(mask_personal)


class Shared:
    """What was worked out in one world. Arguments are kept, so that no identity is used twice."""

    def __init__(self) -> None:
        self._applied: dict[tuple[int, int], tuple[Any, Any, Case]] = {}
        self._decoded: dict[tuple[Any, int], tuple[Any, Any]] = {}
        self._canonical: dict[int, tuple[Any, bytes]] = {}
        self._docs: dict[int, tuple[Case, bytes]] = {}
        self._twins: dict[tuple[str, int], Case] = {}
        self._known: dict[bytes, bytes] = {}
        self._digests: dict[bytes, int] = {}

    def apply(self, case: Case | None, change: Change) -> Case:
        """See db.domain.apply."""
        key = id(case), id(change)
        held = self._applied.get(key)
        if held is None:
            held = self._applied[key] = case, change, applying.apply(case, change)
        return held[2]

    def decode(self, kind: Any, data: Any, place: str = "") -> Any:
        """See db.domain.wire."""
        key = kind, id(data)
        held = self._decoded.get(key)
        if held is None:
            held = self._decoded[key] = data, wire.decode(kind, data, place)
        return held[1]

    def canonical(self, data: Any) -> bytes:
        """See db.domain.wire."""
        held = self._canonical.get(id(data))
        if held is None:
            held = self._canonical[id(data)] = data, wire.canonical(data)
        return held[1]

    def doc(self, case: Case) -> bytes:
        """The canonical JSON of a case; equal ones are one object."""
        held = self._docs.get(id(case))
        if held is None:
            # Most often a desk has worked out the very case that the server has.
            twin = self._twins.setdefault((case.id, case.seq), case)
            if twin is not case and twin == case:
                doc = self._docs[id(twin)][1]
            else:
                doc = wire.canonical(wire.encode(case))
            held = self._docs[id(case)] = case, self._known.setdefault(doc, doc)
        return held[1]

    def digest(self, docs: Iterable[bytes]) -> str:
        """The digest over canonical cases, each hashed once."""
        known, total = self._digests, 0
        for doc in docs:
            if doc not in known:
                known[doc] = row_digest(doc)
            total += known[doc]
        return f"{total % 2**64:016x}"

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """The product's modules use what is shared while this lasts."""
        said = SimpleNamespace(
            decode=self.decode,
            canonical=self.canonical,
            UnknownKind=wire.UnknownKind,
            BadWire=wire.BadWire,
        )
        with swapped(
            (feed, "apply", self.apply),
            (pages, "wire", said),
            (decide, "mask_personal", _masked),
            (ledger, "mask_personal", _masked),
            *((module, "replace", replaced) for module in _REPLACING),
        ):
            yield


_COPIERS: dict[type, tuple[Callable[[Any], Any], dict[str, int]]] = {}


def replaced(value: Any, /, **changed: Any) -> Any:
    """As dataclasses.replace, three times as fast: the only thing it leaves out is its checks."""
    kind = type(value)
    found = _COPIERS.get(kind)
    if found is None:
        names = [field.name for field in fields(kind)]
        places = {name: place for place, name in enumerate(names)}
        # With a single name attrgetter gives the bare value; two are asked for, one is cut off.
        found = _COPIERS[kind] = attrgetter(*names, names[0]), places
    values = list(found[0](value))[:-1]
    for name, fresh in changed.items():
        values[found[1][name]] = fresh
    return kind(*values)


@contextmanager
def swapped(*parts: tuple[Any, str, Any]) -> Iterator[None]:
    """Attributes of modules put in place of others, and back again."""
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in parts]
    for owner, name, value in parts:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)
