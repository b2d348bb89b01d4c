"""Trails made into a block of columns: what each of them says in the rows of each table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from db.domain.states import Lane
from db.domain.trail import Spell, Trail
from server.figures.block import (
    ENDS,
    FOR_EVER,
    LANES,
    LONG,
    NEVER,
    OPEN_LANES,
    Block,
    Cases,
    Column,
    Ends,
    Parts,
    Reports,
    Shares,
    Spells,
    Waits,
    Words,
    joined,
)
from server.figures.wall import Wall

Row = tuple[Any, ...]
Number = Callable[[str], int]
Rows = Callable[[Trail, Number], Iterable[Row]]

_LANES = {name: place for place, name in enumerate(LANES)}
_PIECE = 5_000


def block_of(trails: Iterable[Trail], words: Words, wall: Wall) -> Block:
    """These trails as one block, by `opened`."""
    rest = iter(trails)
    made = [_block(list(islice(rest, _PIECE)), words, wall)]
    while piece := list(islice(rest, _PIECE)):
        made.append(_block(piece, words, wall))
    return joined(made).in_order()


def _table(rows: Sequence[tuple[Any, ...]], kinds: Sequence[Any]) -> list[Column]:
    if not rows:
        return [np.empty(0, kind) for kind in kinds]
    return [
        np.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)
    ]


_I8, _I32, _I64 = np.int8, np.int32, np.int64
_CASES = (_I64, np.bool_, *[_I32] * 5, _I64, _I32, _I32, _I8, _I32, _I32)
_SPELLS = (_I32, _I32, _I32, _I8, _I64, _I64)


def _block(trails: Sequence[Trail], words: Words, wall: Wall) -> Block:
    def rows(of: Rows, kinds: Sequence[Any]) -> list[Column]:
        """What one function says of each trail, behind the place of its case."""
        made = ((n, *row) for n, trail in enumerate(trails) for row in of(trail, words.number))
        return _table(list(made), (_I32, *kinds))

    cases = _table([_case(trail, words.number) for trail in trails], _CASES)
    cases += [wall.days(cases[7]), wall.shifts(cases[7])]
    *arrivals, came = rows(_arrivals, (_I32, _I64))
    spells = rows(_spells, _SPELLS[1:])
    *waits, since, until = rows(_waits, (_I32, _I32, _I64, _I64))
    *ends, finished = rows(_ends, (_I32, _I32, _I64))
    *parts, sent = rows(_parts, (_I32, _I32, _I32, _I8, _I64))
    until_days = np.full(len(until), LONG, np.int32)
    over = until != FOR_EVER
    until_days[over] = wall.days(until[over])
    waits += [wall.days(since), until_days]
    return Block(
        Cases(*cases),
        Reports(*[*arrivals, wall.days(came)]),
        Spells(*spells),
        Waits(*waits),
        Ends(*[*ends, wall.days(finished)]),
        Parts(*[*parts, wall.days(sent)]),
        Shares(*rows(_shares, (_I32,))),
    )


def _took(begun: int, ended: int | None) -> int:
    """Whole seconds; nothing is shorter than no time, and nothing longer than 68 years."""
    return NEVER if ended is None else min(max(ended - begun, 0) // 1000, LONG)


def standing(place: int, on_time: bool | None) -> int:
    """A lane's place in LANES, and whether promises were kept, in one number.

    `number // 3` is the lane; `number % 3`: 0 promised nothing or not finished, 1 broken, 2 kept.
    """
    return 3 * place + (0 if on_time is None else 1 + on_time)


def _case(trail: Trail, number: Number) -> Row:
    return (
        trail.opened,
        trail.secret,
        number(trail.category),
        number(trail.area),
        number(trail.channel),
        number(trail.report_class),
        number(trail.forwarded_by),
        trail.first_at,
        _took(trail.first_at, trail.forwarded_at),
        _took(trail.first_at, _resolved_at(trail)),
        standing(_LANES[trail.spells[-1].lane], trail.on_time),
        trail.reopened,
        len(trail.arrivals),
    )


def _resolved_at(trail: Trail) -> int | None:
    """Since when a finished case has been so; None for one that is not."""
    since = None
    for spell in reversed(trail.spells):
        if spell.lane is not Lane.DONE:
            break
        since = spell.at
    return since


def _arrivals(trail: Trail, number: Number) -> Iterable[Row]:
    return [(number(channel), at) for at, channel in trail.arrivals]


def _spells(trail: Trail, number: Number) -> Iterable[Row]:
    for spell, until in _stood(trail):
        place = _LANES[spell.lane]
        for channel, many in spell.reports:
            yield number(channel), many, place, spell.at, until


def _waits(trail: Trail, number: Number) -> Iterable[Row]:
    """Spells in which reports were open, those without a break as one."""
    since: dict[tuple[str, int], int] = {}
    for spell in trail.spells:
        now = set(spell.reports) if spell.lane in OPEN_LANES else set()
        for held in since.keys() - now:
            yield number(held[0]), held[1], since.pop(held), spell.at
        for held in now - since.keys():
            since[held] = spell.at
    for (channel, many), at in since.items():
        yield number(channel), many, at, FOR_EVER


def _ends(trail: Trail, number: Number) -> Iterable[Row]:
    before: Lane | None = None
    for spell in trail.spells:
        if spell.lane is Lane.DONE and before is not Lane.DONE:
            for channel, many in spell.reports:
                yield number(channel), many, spell.at
        before = spell.lane


def _stood(trail: Trail) -> Iterable[tuple[Spell, int]]:
    """Each spell, and when it ended."""
    untils = [spell.at for spell in trail.spells[1:]]
    return zip(trail.spells, [*untils, FOR_EVER], strict=True)


def _parts(trail: Trail, number: Number) -> Iterable[Row]:
    for part in trail.parts:
        end = ENDS.index(part.end)
        accept = _took(part.sent, part.accepted)
        yield number(part.opd), accept, part.refused, end, part.sent


def _shares(trail: Trail, number: Number) -> Iterable[Row]:
    return [(number(opd),) for opd in trail.opds]
