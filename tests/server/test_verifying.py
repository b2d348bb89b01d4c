"""`doctor --verify` finds every kind of tampering, and says where; `restored` begins an epoch."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from db import journal, tables
from db.domain import commands as verb
from db.domain.case import Actor, Place
from db.domain.commands import Command, Verb
from db.domain.states import Role
from db.epochs import Mark
from db.store import Conn, Kind, Store
from db.verifying import anchor_of, verify
from server.city import open_city
from server.ledger import Ledger, body_hash
from tests.server.program import environment, run

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
BUDI = Actor("budi", "Budi", Role.SUPERVISOR, "meja 1")

changes, cases, decisions = tables.changes, tables.cases, tables.decisions


def fill(store: Store, pack: Path, count: int = 60) -> None:
    """A history with merges, refusals, secrets and notes."""
    city, _ = open_city(pack)
    dice = random.Random(4)
    with store.write() as conn:
        journal.begin(conn, city.id)
        with journal.writing(conn, NOW) as pen:
            ledger = Ledger(conn, pen, city, NOW, delivers=False)
            ledger.prepare([], [])
            for n in range(count):
                case, other = f"case-{n % 7}", f"case-{dice.randrange(7)}"
                acts: list[Verb] = [
                    verb.Note(f"catatan {n}"),
                    verb.Forward((dice.choice(("dlh", "dpupr")),), "sampah", "complaint"),
                    verb.Edit("secret", "no", "yes"),
                    verb.Merge(other),
                ]
                act = dice.choice(acts)
                if n < 7:
                    place = Place("Jl. Daan Mogot")
                    act = verb.Receive(f"report-{n}", "phone", "Sampah menumpuk", place=place)
                command = Command(f"command-{n:03d}", case, act, BUDI, NOW, dice.randrange(2))
                ledger.carry_out(command, body_hash(command))
            ledger.finish()


@pytest.fixture
def store(server_where: str, pack: Path) -> Iterator[Store]:
    """A store with a past."""
    store = Store.open(server_where, Kind.SERVER)
    fill(store, pack)
    yield store
    store.close()


def body(conn: Conn, seq: int) -> str:
    """The text of a change."""
    return str(conn.execute(select(changes.c.body).where(changes.c.seq == seq)).scalar_one())


def edit_body(conn: Conn) -> None:
    text = body(conn, 3).replace("menumpuk", "dibersihkan")
    conn.execute(update(changes).where(changes.c.seq == 3).values(body=text))


def drop_row(conn: Conn) -> None:
    conn.execute(delete(changes).where(changes.c.seq == 20))


def swap_rows(conn: Conn) -> None:
    for old, new in ((20, 999), (21, 20), (999, 21)):
        conn.execute(update(changes).where(changes.c.seq == old).values(seq=new))


def edit_column(conn: Conn) -> None:
    conn.execute(update(changes).where(changes.c.seq == 9).values(author="orang-lain"))


def edit_case(conn: Conn) -> None:
    doc = conn.execute(select(cases.c.doc).where(cases.c.id == "case-2")).scalar_one()
    wrong = doc.replace("menumpuk", "dibersihkan")
    conn.execute(update(cases).where(cases.c.id == "case-2").values(doc=wrong))


def edit_case_column(conn: Conn) -> None:
    conn.execute(update(cases).where(cases.c.id == "case-2").values(due=1))


def drop_case(conn: Conn) -> None:
    conn.execute(delete(cases).where(cases.c.id == "case-2"))


def add_case(conn: Conn) -> None:
    row = conn.execute(select(cases).where(cases.c.id == "case-2")).mappings().one()
    conn.execute(insert(cases).values(**{**row, "id": "case-20", "number": "KT-26-000099"}))


def cut_tail(conn: Conn) -> None:
    conn.execute(delete(changes).where(changes.c.seq > 55))


def move_head(conn: Conn) -> None:
    conn.execute(delete(changes).where(changes.c.seq > 55))
    chain = conn.execute(select(changes.c.chain).where(changes.c.seq == 55)).scalar_one()
    conn.execute(update(tables.head).values(seq=55, chain=chain, high_water=55))


def edit_decision(conn: Conn) -> None:
    one = decisions.c.id == "command-010"
    conn.execute(update(decisions).where(one).values(outcome="rejected", reason="not_allowed"))


def drop_decision(conn: Conn) -> None:
    conn.execute(delete(decisions).where(decisions.c.id == "command-010"))


def add_decision(conn: Conn) -> None:
    row = conn.execute(select(decisions).where(decisions.c.seq == 4)).mappings().one()
    conn.execute(insert(decisions).values(**{**row, "id": "command-999"}))


def edit_sum(conn: Conn) -> None:
    conn.execute(update(tables.sums).where(tables.sums.c.agencies == "").values(cases=77))


def edit_count(conn: Conn) -> None:
    conn.execute(update(tables.head).values(cases=9))


def whole_chain(conn: Conn) -> None:
    """An edit by one who knows how the chain is made, and makes it anew."""
    edit_body(conn)
    from_three = select(changes).where(changes.c.seq >= 3).order_by(changes.c.seq)
    chain = conn.execute(select(changes.c.chain).where(changes.c.seq == 2)).scalar_one()
    for row in conn.execute(from_three).mappings().all():
        leaf = journal.leaf_of(row["salt"], row["body"].encode())
        chain = journal.chain_next(chain, leaf)
        fresh = update(changes).where(changes.c.seq == row["seq"])
        conn.execute(fresh.values(leaf=leaf, chain=chain))
    conn.execute(update(tables.head).values(chain=chain))


TAMPERINGS: list[tuple[Callable[[Conn], None], str]] = [
    (edit_body, "change 3: was altered"),
    (drop_row, "change 20: is missing"),
    (swap_rows, "change 20: does not follow"),
    (edit_column, "change 9: its column 'author'"),
    (edit_case, "case case-2: its 'doc'"),
    (edit_case_column, "case case-2: its 'due'"),
    (drop_case, "case case-2: is missing"),
    (add_case, "case case-20: is not in the journal"),
    (cut_tail, "change 56: is missing"),
    (move_head, "decision about command-053: has no change"),
    (edit_decision, "decision about command-010: was altered"),
    (drop_decision, "decision about command-010: is missing"),
    (add_decision, "decision about command-999: has no change"),
    (edit_sum, "sum of cases of no agency: is wrong"),
    (edit_count, "head: counts 9 cases; 7 were opened"),
    (whole_chain, "case case-2: its 'title'"),
]


def test_a_store_that_nobody_touched_is_whole(store: Store) -> None:
    with store.read() as conn:
        assert verify(conn) is None
        assert verify(conn, anchor_of(conn)) is None
    with store.write() as conn:
        journal.new_epoch(conn)
    with store.read() as conn:
        assert verify(conn) is None


@pytest.mark.parametrize(("tamper", "told"), TAMPERINGS)
def test_every_tampering_is_found_at_its_place(
    store: Store, tamper: Callable[[Conn], None], told: str
) -> None:
    with store.write() as conn:
        tamper(conn)
    with store.read() as conn:
        fault = verify(conn)
    assert fault is not None
    assert f"{fault.place}: {fault.reason}".startswith(told)


def test_an_anchor_spares_what_was_checked_and_shows_what_was_made_anew(store: Store) -> None:
    with store.read() as conn:
        head = journal.head(conn)
        anchor = Mark(head.epoch, 30, str(journal.chain_at(conn, 30)))
        assert verify(conn, anchor) is None
    with store.write() as conn:
        edit_column(conn)
    with store.read() as conn:
        assert verify(conn) is not None
        assert verify(conn, anchor) is None
    with store.write() as conn:
        whole_chain(conn)
    with store.read() as conn:
        fault = verify(conn, anchor)
        assert fault is not None
        assert fault.place == "change 30"
        other = verify(conn, anchor._replace(epoch="f" * 32))
        assert other is not None
        assert other.place == "anchor"


def test_the_doctor_tells_the_place_and_the_remedy(tmp_path: Path, pack: Path) -> None:
    database = f"sqlite:///{tmp_path / 'city.db'}"
    env = environment(database, tmp_path / "data")
    store = Store.open(str(tmp_path / "city.db"), Kind.SERVER)
    fill(store, pack)
    whole = run("doctor", "--verify", env=env)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    anchor = whole.stdout.strip().splitlines()[-1].rpartition("anchor ")[2]
    assert run("doctor", "--verify", "--anchor", anchor, env=env).returncode == 0
    odd = run("doctor", "--verify", "--anchor", "kemarin", env=env)
    assert (odd.returncode, "as doctor prints it" in odd.stderr) == (2, True)
    with store.write() as conn:
        edit_case(conn)
    store.close()
    torn = run("doctor", "--verify", env=env)
    assert torn.returncode == 1
    assert "FAIL  verify      case case-2: its 'doc'" in torn.stdout
    assert "restore the last backup" in torn.stdout


def test_after_a_restore_the_operator_says_so(tmp_path: Path, pack: Path) -> None:
    database = f"sqlite:///{tmp_path / 'city.db'}"
    env = environment(database, tmp_path / "data")
    store = Store.open(str(tmp_path / "city.db"), Kind.SERVER)
    fill(store, pack)
    with store.read() as conn:
        before = journal.head(conn)
    store.claim()
    busy = run("restored", env=env)
    assert (busy.returncode, "another server is serving" in busy.stderr) == (2, True)
    store.close()
    done = run("restored", env=env)
    assert done.returncode == 0, done.stderr
    again = Store.open(str(tmp_path / "city.db"), Kind.SERVER)
    with again.read() as conn:
        after = journal.head(conn)
        assert verify(conn) is None
    again.close()
    assert after.epoch != before.epoch
    assert after.epoch in done.stdout
    assert replace(after, epoch=before.epoch, chain=before.chain) == before
