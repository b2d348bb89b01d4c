"""Trails beside the journal: put piece by piece, exactly once, and the same when made anew."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import update

from db import tables, trails
from db.domain import commands as verb
from db.domain.case import Case
from db.domain.commands import Command
from db.domain.refused import Refused
from db.domain.trail import Trail
from db.store import Store
from tests.db.history import (
    BUDI,
    NOW,
    carry_out,
    forward,
    fresh,
    merge,
    note,
    pen_of,
    receive,
    write,
)


def follow(store: Store, most: int = 3) -> int:
    """Keep the next trails to the head; how many pieces it took."""
    pieces = 0
    while True:
        with store.read() as conn:
            piece = trails.next_piece(conn, most)
        if piece is None:
            return pieces
        with store.write() as conn:
            assert trails.put_piece(conn, piece)
        pieces += 1


def kept(store: Store) -> dict[int, Trail]:
    """The trails by the change that opened their case."""
    with store.read() as conn:
        return {trail.opened: trail for _, trail in trails.after(conn, 0)}


def checked(store: Store) -> trails.Fault | None:
    with store.read() as conn:
        return trails.check(conn, 2)


def some_commands(store: Store, rng: random.Random, many: int) -> None:
    """Cases come in, are forwarded, merged, parted and taken back, whatever the rules allow."""
    with pen_of(store) as pen:
        held: list[str] = []
        for _ in range(many):
            if not held or rng.random() < 0.3:
                command = receive()
                held.append(command.case)
                carry_out(pen, command)
                continue
            case = pen.case(rng.choice(held))
            assert case is not None
            try:
                carry_out(pen, _any(rng, case, held))
            except Refused:
                continue


def _any(rng: random.Random, case: Case, held: list[str]) -> Command:
    act = rng.choice(
        [
            forward(case).act,
            verb.Merge(rng.choice(held)),
            verb.Unmerge(),
            verb.Note("dicatat"),
            verb.Accept("Joko"),
            verb.Bounce("bukan kami"),
            verb.Edit("secret", "no", "yes"),
            verb.Undo(case.acts[-1].change if case.acts else "none"),
        ]
    )
    return Command(fresh("command"), case.id, act, BUDI, NOW, expect=case.assignment_no)


@pytest.mark.parametrize("seed", range(4))
def test_kept_step_by_step_they_are_what_the_history_makes_of_them(
    server: Store, seed: int
) -> None:
    rng = random.Random(seed)
    write(server, [receive()])
    for _ in range(4):
        some_commands(server, rng, 25)
        follow(server, rng.randint(1, 9))
        assert checked(server) is None
    step_by_step = kept(server)
    with server.write() as conn:
        trails.forget(conn)
    follow(server, 7)
    assert kept(server) == step_by_step
    assert len(step_by_step) > 20


def test_a_piece_is_put_once(server: Store) -> None:
    write(server, [receive(), receive()])
    with server.read() as conn:
        first = trails.next_piece(conn, 10)
    assert first is not None
    with server.write() as conn:
        assert trails.put_piece(conn, first)
        assert not trails.put_piece(conn, first)
    write(server, [receive()])
    with server.write() as conn:
        assert not trails.put_piece(conn, replace_before(first))
    follow(server)
    assert checked(server) is None
    assert len(kept(server)) == 3


def replace_before(piece: trails.Piece) -> trails.Piece:
    """The same piece, made by somebody who has seen less."""
    return piece._replace(before=None)


def test_broken_off_while_first_made_it_goes_on_there(server: Store) -> None:
    write(server, [receive() for _ in range(7)])
    with server.read() as conn:
        piece = trails.next_piece(conn, 3)
    assert piece is not None
    with server.write() as conn:
        trails.put_piece(conn, piece)
    fault = checked(server)
    assert fault is not None
    assert "not complete" in fault.reason
    write(server, [receive()])  # meanwhile the journal goes on
    follow(server, 3)
    assert checked(server) is None
    assert len(kept(server)) == 8


def test_a_trail_that_was_altered_is_found(server: Store) -> None:
    entries = write(server, [receive(), receive()])
    follow(server)
    assert checked(server) is None
    case = entries[1].case
    with server.write() as conn:
        table = tables.trails
        conn.execute(update(table).where(table.c.case == case).values(body="[]"))
    assert checked(server) == trails.Fault(case, "its trail is not what its changes make of it")


def test_notes_and_merges_reach_both_cases(server: Store) -> None:
    with pen_of(server) as pen:
        one, two = receive(), receive()
        carry_out(pen, one)
        carry_out(pen, two)
        first, second = pen.case(one.case), pen.case(two.case)
        assert first is not None
        assert second is not None
        carry_out(pen, note(one.case))
        carry_out(pen, merge(first, second))
    follow(server, 1)
    assert checked(server) is None
    assert sorted(len(trail.arrivals) for trail in kept(server).values()) == [0, 2]
