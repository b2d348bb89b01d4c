"""What a server would send of very many cases: a snapshot, and pages, made from a few true ones.

A few hundred histories are decided and applied by the real law; the rest are copies of their JSON
with other ids, so that 100,000 cases are there within seconds.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from db.chain import chain_next, chain_start, leaf_of
from db.digests import row_digest, total
from db.domain import commands as verb
from db.domain import wire
from db.domain.apply import apply
from db.domain.case import Actor, Case, Place
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.states import Role
from server.city import open_city

EPOCH = "0" * 32
SCOPE = "city"
TEMPLATES = 300
_CITY = Path(__file__).resolve().parents[2] / "resources" / "cities" / "kota-tangerang"
_SARI = Actor("p-sari", "Sari", Role.OFFICER, "meja 1")
_SEQ = 900_000_000_000
_SALT = "ab" * 16
_TEXT = (
    "Jalan berlubang di depan rumah nomor {n}, sudah dua minggu tidak diperbaiki. Mohon ditambal."
)


@dataclass(frozen=True, slots=True)
class _Template:
    """One history as text: `id` stands for the case, numbers from `seq` for its changes."""

    id: str
    seq: int
    case: str
    changes: tuple[str, ...]


@cache
def the_city() -> City:
    """The city pack that comes with the program."""
    return open_city(_CITY)[0]


@cache
def _templates() -> tuple[_Template, ...]:
    dice, city = random.Random(5), the_city()
    return tuple(_template(n, dice, city) for n in range(TEMPLATES))


def _template(n: int, dice: random.Random, city: City) -> _Template:
    """A report of the last days; two in three have been forwarded, one in three has notes."""
    id, first = f"t{n:07}", _SEQ + n * 10
    at = datetime.now(UTC) - timedelta(minutes=dice.randrange(3 * 24 * 60))
    category = dice.choice([c for c in city.categories.values() if c.agency is not None])
    area = dice.choice([area for area in city.areas.values() if area.parent is not None])
    place = Place(text=area.name, area=area.code)
    acts: list[Verb] = [
        verb.Receive(f"r-{id}", "laksa", _TEXT.format(n=n), category=category.id, place=place)
    ]
    if n % 3:
        acts.append(verb.Forward((str(category.agency),), category.id, "complaint"))
    if n % 3 == 2:
        acts.append(verb.Note("Sudah ditelepon, petugas menuju lokasi."))
    case: Case | None = None
    changes = []
    for step, act in enumerate(acts):
        moment = at + timedelta(minutes=9 * step)
        expect = None if case is None else case.assignment_no
        command = Command(f"{id}-{step:04}-4000-8000-0", id, act, _SARI, moment, expect=expect)
        change = decide(case, command, city, moment, number=f"KT-26-{id}")
        change = replace(change, seq=first + step)
        case = apply(case, change)
        changes.append(wire.change_bytes(change).decode())
    assert case is not None
    return _Template(id, first, wire.canonical(wire.encode(case)).decode(), tuple(changes))


def _copy(text: str, template: _Template, id: str, seqs: list[int]) -> str:
    text = text.replace(template.id, id)
    for step, seq in enumerate(seqs):
        text = text.replace(str(template.seq + step), str(seq))
    return text


def histories(count: int) -> Iterator[tuple[str, list[str]]]:
    """So many cases as (canonical JSON, its changes as canonical JSON), seq after seq."""
    made, seq = _templates(), 0
    for n in range(count):
        template = made[n % len(made)]
        seqs = list(range(seq + 1, seq + 1 + len(template.changes)))
        seq = seqs[-1]
        id = f"c{n:07}"
        changes = [_copy(change, template, id, seqs) for change in template.changes]
        yield _copy(template.case, template, id, seqs), changes


def snapshot(count: int) -> list[bytes]:
    """The lines of a snapshot of so many cases, with their histories."""
    cases: list[bytes] = []
    changes: list[bytes] = []
    digests: list[int] = []
    for doc, bodies in histories(count):
        cases.append(f'{{"case":{doc}}}\n'.encode())
        digests.append(row_digest(doc))
        for body in bodies:
            seq = len(changes) + 1
            changes.append(f'{{"seq":{seq},"salt":"{_SALT}","body":{body}}}\n'.encode())
    header = {"epoch": EPOCH, "seq": len(changes), "chain": chain_start(EPOCH), "scope": SCOPE}
    header |= {"cases": len(cases), "changes": len(changes), "digest": total(digests)}
    return [json.dumps(header).encode() + b"\n", *cases, *changes, b'{"end":true}\n']


def pages(count: int, size: int) -> Iterator[dict[str, Any]]:
    """The same cases as pages of so many changes, from an empty cache on."""
    bodies = [body for _, changes in histories(count) for body in changes]
    chain = chain_start(EPOCH)
    for start in range(0, len(bodies), size):
        part = bodies[start : start + size]
        entries = []
        for seq, body in enumerate(part, start + 1):
            chain = chain_next(chain, leaf_of(_SALT, body.encode()))
            entries.append({"seq": seq, "salt": _SALT, "body": json.loads(body)})
        to = start + len(part)
        yield {"epoch": EPOCH, "from": start, "to": to, "head": len(bodies), "chain": chain} | {
            "changes": entries
        }


def documents(count: int) -> Iterator[dict[str, Any]]:
    """The same cases as documents of another database, each with its id as `_id`."""
    for doc, _ in histories(count):
        data = json.loads(doc)
        yield {"_id": data["id"], **data}
