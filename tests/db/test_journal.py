"""The journal: numbers without holes, a chain that shows any tampering, cases beside it."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from db import cases, journal, tables
from db.domain.states import State
from db.journal import Shelf
from db.rows import change_of
from db.store import Kind, Store
from tests.db.history import (
    CITY,
    NOW,
    carry_out,
    forward,
    merge,
    note,
    pen_of,
    receive,
    secret,
    write,
)


def test_changes_are_numbered_and_cases_stand_beside_them(server: Store) -> None:
    first, second = receive("Lampu mati"), receive("Jalan rusak")
    entries = write(server, [first, second])
    assert [entry.seq for entry in entries] == [1, 2]
    with server.read() as conn:
        case = cases.one(conn, first.case)
        assert case is not None
        assert (case.number, case.seq, case.state) == ("KT-26-000001", 1, State.RECEIVED)
        assert cases.by_number(conn, "KT-26-000002") == cases.one(conn, second.case)
        head = journal.head(conn)
        assert (head.city, head.seq, head.cases, head.high_water) == (CITY.id, 2, 2, 2)
        assert journal.after(conn, 0) == entries
        assert journal.after(conn, 1) == entries[1:]
        assert change_of(entries[0].body).id == first.id


def test_a_batch_sees_what_it_did_before(server: Store) -> None:
    opened = receive()
    with pen_of(server) as pen:
        pen.load([opened.case])
        carry_out(pen, opened)
        case = pen.case(opened.case)
        assert case is not None
        carry_out(pen, forward(case))
        carry_out(pen, note(opened.case))
    with server.read() as conn:
        kept = cases.one(conn, opened.case)
        assert kept is not None
        assert (kept.seq, kept.state, kept.notes) == (3, State.FORWARDED, 1)
        assert [entry.kind for entry in journal.of_case(conn, opened.case)] == [
            "received",
            "forwarded",
            "noted",
        ]
        earlier = cases.at(conn, opened.case, 2)
        assert earlier is not None
        assert (earlier.seq, earlier.state, earlier.notes) == (2, State.FORWARDED, 0)
        assert cases.at(conn, opened.case, 3) == kept
        assert cases.at(conn, opened.case, 0) is None


def test_merging_alters_both_cases(server: Store) -> None:
    one, two = receive("Lubang"), receive("Lubang yang sama")
    write(server, [one, two])
    with server.read() as conn:
        child, master = cases.one(conn, one.case), cases.one(conn, two.case)
    assert child is not None
    assert master is not None
    (entry,) = write(server, [merge(child, master)])
    assert (entry.case, entry.other) == (one.case, two.case)
    with server.read() as conn:
        root = cases.root_of(conn, one.case)
        assert root is not None
        assert (root.id, root.report_count, root.seq) == (two.case, 2, 3)
        assert journal.of_case(conn, two.case)[-1] == entry
        assert cases.at(conn, two.case, 3) == root
        reports = sum(tally.reports for tally in cases.counts(conn).values())
        assert reports == 2


def test_an_entry_says_who_could_see_its_case_before_and_after(server: Store) -> None:
    opened = receive()
    write(server, [opened])
    with server.read() as conn:
        case = cases.one(conn, opened.case)
    assert case is not None
    sent, hidden = write(server, [forward(case, "dishub", "dpupr"), secret(case)])
    assert (sent.opds_before, sent.opds) == ((), ("dishub", "dpupr"))
    assert (hidden.secret_before, hidden.secret) == (False, True)
    with server.read() as conn:
        assert cases.digest_of(conn, "city")[0] == 0
        assert cases.digest_of(conn, "opd:dpupr")[0] == 1
        assert cases.digest_of(conn, "opd:dpup")[0] == 0
        assert cases.digest_of(conn)[0] == 1
        assert len(list(cases.snapshot_changes(conn, "opd:dishub"))) == 3
        assert list(cases.snapshot_changes(conn, "city")) == []


def test_a_change_out_of_order_is_refused(server: Store) -> None:
    opened = receive()
    with pen_of(server) as pen:
        change = carry_out(pen, opened)
        with pytest.raises(ValueError, match="has seq 1, not 2"):
            pen.add(change)
    with server.read() as conn:
        assert journal.head(conn).seq == 1


def test_nothing_stays_of_a_transaction_that_fails(server: Store) -> None:
    shelf = Shelf()
    first = receive()
    write(server, [first], shelf)

    def fail() -> None:
        with pen_of(server, shelf) as pen:
            carry_out(pen, note(first.case))
            raise KeyError("the power is gone")

    with pytest.raises(KeyError):
        fail()
    (entry,) = write(server, [note(first.case, "kedua")], shelf)
    assert entry.seq == 2
    with server.read() as conn:
        case = cases.one(conn, first.case)
        assert case is not None
        assert case.notes == 1
        assert journal.verify(conn) is None


def test_a_shelf_is_not_believed_after_a_commit_that_failed(server: Store) -> None:
    shelf = Shelf()
    first = receive()
    write(server, [first], shelf)

    def lose_commit() -> None:
        with server.write() as conn:
            with journal.writing(conn, NOW, shelf) as pen:
                carry_out(pen, note(first.case))
            raise KeyError("the commit was lost")

    with pytest.raises(KeyError):
        lose_commit()
    write(server, [note(first.case)], shelf)
    with server.read() as conn:
        case = cases.one(conn, first.case)
        assert case is not None
        assert case.notes == 1


def test_a_shelf_forgets_when_another_has_written(server: Store) -> None:
    shelf, first = Shelf(size=2), receive()
    write(server, [first, receive(), receive()], shelf)
    write(server, [note(first.case)])
    write(server, [note(first.case)], shelf)
    with server.read() as conn:
        case = cases.one(conn, first.case)
        assert case is not None
        assert case.notes == 2


def test_a_store_without_a_journal_says_so(server: Store) -> None:
    with pytest.raises(LookupError, match="begin one"), server.read() as conn:
        journal.head(conn)


def test_writers_in_threads_leave_no_hole(server_where: str) -> None:
    stores = [Store.open(server_where, Kind.SERVER) for _ in range(2)]
    write(stores[0], [receive()])
    threads = [
        threading.Thread(target=lambda s=store: [write(s, [receive()]) for _ in range(15)])
        for store in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check_history(stores[0], 31)
    for store in stores:
        store.close()


_WRITER = """
import sys
from itertools import count
from db.store import Kind, Store
from tests.db import history
history._numbers = count(int(sys.argv[2]))
store = Store.open(sys.argv[1], Kind.SERVER)
for _ in range(15):
    history.write(store, [history.receive(), history.receive()])
store.close()
"""


def test_writers_in_processes_leave_no_hole(server_where: str, project: Path) -> None:
    store = Store.open(server_where, Kind.SERVER)
    write(store, [receive()])
    running = [
        subprocess.Popen([sys.executable, "-c", _WRITER, server_where, start], cwd=project)
        for start in ("5000000", "6000000")
    ]
    assert [process.wait() for process in running] == [0, 0]
    check_history(store, 61)
    store.close()


def check_history(store: Store, length: int) -> None:
    with store.read() as conn:
        seqs = list(
            conn.execute(select(tables.changes.c.seq).order_by(tables.changes.c.seq)).scalars()
        )
        assert seqs == list(range(1, length + 1))
        numbers = set(conn.execute(select(tables.cases.c.number)).scalars())
        assert numbers == {f"KT-26-{n:06d}" for n in range(1, length + 1)}
        assert journal.verify(conn) is None


def test_the_chain_shows_a_changed_a_dropped_and_a_swapped_entry(server: Store) -> None:
    write(server, [receive(f"laporan {n}") for n in range(6)])
    table = tables.changes
    with server.read() as conn:
        rows = [dict(row) for row in conn.execute(select(table).order_by(table.c.seq)).mappings()]

    def fault_with(history: list[dict[str, object]]) -> journal.ChainFault | None:
        with server.write() as conn:
            conn.execute(delete(table))
            conn.execute(insert(table), history)
        with server.read() as conn:
            return journal.verify(conn)

    third = {**rows[2], "body": str(rows[2]["body"]).replace("laporan 2", "laporan 9")}
    swapped = [{**rows[3], "seq": 3}, {**rows[2], "seq": 4}]
    assert fault_with([*rows[:2], third, *rows[3:]]) == journal.ChainFault(
        3, "the entry was altered"
    )
    assert fault_with([*rows[:2], *rows[3:]]) == journal.ChainFault(3, "entry is missing")
    assert fault_with(rows[:5]) == journal.ChainFault(6, "entry is missing")
    reordered = fault_with([*rows[:2], *swapped, *rows[4:]])
    assert reordered is not None
    assert reordered.seq == 3
    assert fault_with(rows) is None


def test_part_of_the_chain_can_be_checked(server: Store) -> None:
    write(server, [receive() for _ in range(6)])
    with server.write() as conn:
        conn.execute(update(tables.changes).where(tables.changes.c.seq == 2).values(salt="00"))
    with server.read() as conn:
        assert journal.verify(conn, 3) is None
        assert journal.verify(conn, 1, 1) is None
        assert journal.verify(conn, 2, 4) == journal.ChainFault(2, "the entry was altered")
        assert journal.chain_at(conn, 7) is None
        assert journal.chain_at(conn, 0) == journal.chain_start(journal.head(conn).epoch)


def test_a_new_epoch_chains_what_is_left_anew(server: Store) -> None:
    write(server, [receive() for _ in range(5)])
    with server.write() as conn:
        before = journal.head(conn)
        after = journal.new_epoch(conn)
    assert after.epoch != before.epoch
    assert (after.seq, after.cases, after.high_water) == (5, 5, 5)
    with server.read() as conn:
        assert journal.head(conn) == after
        assert journal.verify(conn) is None
    assert write(server, [receive()])[0].seq == 6
