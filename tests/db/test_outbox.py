"""The outbox: what was said to be stored is stored, whatever happens to one of its two files."""

import errno
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db.domain.changes import Outcome
from db.outbox import Outbox, Waiting
from db.outbox_log import Log
from db.store import FaultKey, StoreFault
from tests.db.history import BUDI, NOW, note

LATER = NOW + timedelta(days=31)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    opened = Outbox.open(tmp_path / "outbox")
    yield opened
    opened.close()


def again(folder: Path) -> tuple[list[Waiting], list[str]]:
    """What a fresh start finds, and what it had to mend."""
    opened = Outbox.open(folder)
    rows, kinds = everything(opened), [notice.kind for notice in opened.notices]
    opened.close()
    return rows, kinds


def everything(outbox: Outbox) -> list[Waiting]:
    return list(outbox._rows.values())


def filled(folder: Path) -> list[Waiting]:
    """An outbox with a command in each state, closed."""
    opened = Outbox.open(folder)
    rows = [opened.put(note(f"case-{n}", f"catatan {n}"), NOW) for n in range(6)]
    opened.decided(rows[0].id, Outcome.ACCEPTED, at=NOW, seq=7, change='{"seq":7}')
    opened.decided(rows[1].id, Outcome.REJECTED, at=NOW, seq=8, reason="x", facts={"by": "Sari"})
    opened.decided(rows[2].id, Outcome.REJECTED, at=NOW, seq=9, reason="y")
    opened.dismiss(rows[2].id)
    opened.park([rows[3].id])
    found = everything(opened)
    opened.close()
    return found


def test_a_command_is_kept_as_it_was_made(outbox: Outbox, tmp_path: Path) -> None:
    command = note("case-1", "petir \N{HIGH VOLTAGE SIGN} & “kutip”")
    kept = outbox.put(command, NOW)
    assert kept.command == command
    assert outbox.waiting() == [kept]
    assert again(tmp_path / "outbox") == ([kept], [])


def test_the_same_command_is_kept_once(outbox: Outbox) -> None:
    command = note("case-1")
    assert outbox.put(command, NOW) == outbox.put(command, LATER)
    assert len(outbox.waiting()) == 1
    with pytest.raises(ValueError, match="another command has the id"):
        outbox.put(replace(command, case="case-2"), NOW)


def test_only_its_author_sends_a_command(outbox: Outbox) -> None:
    mine = outbox.put(note("case-1"), NOW)
    theirs = outbox.put(replace(note("case-1"), author=BUDI), NOW)
    assert outbox.waiting(BUDI.id) == [theirs]
    assert outbox.waiting() == [mine, theirs]


def test_a_decision_takes_a_command_off_the_screen_in_its_time(outbox: Outbox) -> None:
    sent, failed, follower = (outbox.put(note("case-1"), NOW) for _ in range(3))
    outbox.decided(sent.id, Outcome.ACCEPTED, at=NOW, seq=5)
    outbox.decided(failed.id, Outcome.REJECTED, at=NOW, seq=6, reason="no", facts={"n": 1})
    outbox.park([follower.id])
    assert [row.id for row in outbox.waiting()] == [follower.id]
    assert [row.id for row in outbox.unsettled(4)] == [sent.id, failed.id, follower.id]
    assert [row.id for row in outbox.unsettled(5)] == [failed.id, follower.id]
    told = outbox.one(failed.id)
    assert told is not None
    assert (told.reason, told.why, told.accepted) == ("no", {"n": 1}, False)
    outbox.dismiss(failed.id)
    outbox.dismiss(failed.id)
    assert [row.id for row in outbox.unsettled(5)] == [follower.id]
    outbox.queue_again([follower.id])
    waiting = outbox.waiting()
    assert [(row.id, row.state) for row in waiting] == [(follower.id, "queued")]


def test_only_what_failed_can_be_dismissed(outbox: Outbox) -> None:
    row = outbox.put(note("case-1"), NOW)
    with pytest.raises(ValueError, match="has not failed"):
        outbox.dismiss(row.id)
    outbox.decided(row.id, Outcome.SAME_EFFECT, at=NOW, seq=1)
    with pytest.raises(ValueError, match="has not failed"):
        outbox.dismiss(row.id)


def test_what_another_gave_again_is_shown_until_dismissed_and_never_waits(
    outbox: Outbox, tmp_path: Path
) -> None:
    given, taken = (outbox.put(note(f"case-{n}"), NOW) for n in range(2))
    new = outbox.put_all([note("case-0")], NOW, given.id)
    outbox.decided(taken.id, Outcome.ACCEPTED, at=NOW, seq=7)
    new += outbox.put_all([note("case-1")], NOW, taken.id)  # too late: the server has it
    assert outbox.waiting() == new
    rows, notices = again(tmp_path / "outbox")
    assert [row.state for row in rows] == ["withdrawn", "decided", "queued", "queued"]
    assert notices == []
    assert [row.id for row in outbox.unsettled(99)] == [given.id, *(row.id for row in new)]
    assert outbox.clear(NOW) == 0
    outbox.dismiss(given.id)
    assert outbox.clear(NOW) == 1


def test_what_failed_leaves_the_screen_as_another_takes_its_place(outbox: Outbox) -> None:
    lost, parked = (outbox.put(note(f"case-{n}"), NOW) for n in range(2))
    outbox.decided(lost.id, Outcome.REJECTED, at=NOW, seq=7, reason="x")
    outbox.park([parked.id])
    new = [
        row
        for old in (lost.id, parked.id, "another desk's", lost.id)
        for row in outbox.put_all([note("case-2")], NOW, old)
    ]
    assert outbox.unsettled(0) == outbox.waiting() == new
    assert outbox.clear(NOW) == 2


def test_accepted_commands_are_kept_for_another_epoch(outbox: Outbox, tmp_path: Path) -> None:
    rows = [outbox.put(note("case-1"), NOW) for _ in range(4)]
    outbox.decided(rows[2].id, Outcome.ACCEPTED, at=LATER, seq=1)
    outbox.decided(rows[0].id, Outcome.SAME_EFFECT, at=NOW, seq=2)
    outbox.decided(rows[1].id, Outcome.REJECTED, at=NOW, seq=3)
    assert [row.id for row in outbox.accepted_since(NOW)] == [rows[0].id, rows[2].id]
    assert outbox.clear(LATER - timedelta(days=30)) == 1
    assert [row.id for row in outbox.accepted_since(NOW)] == [rows[2].id]
    outbox.queue_again([rows[2].id])
    assert [row.id for row in outbox.waiting()] == [rows[2].id, rows[3].id]
    assert again(tmp_path / "outbox") == (everything(outbox), [])
    assert outbox.clear(LATER) == 0


def test_a_long_log_is_written_anew(outbox: Outbox, tmp_path: Path) -> None:
    log, biggest = tmp_path / "outbox" / "outbox.log", 0
    for n in range(300):
        row = outbox.put(note("case-1"), NOW)
        outbox.decided(row.id, Outcome.ACCEPTED, at=NOW, seq=n + 1)
        outbox.clear(LATER)
        biggest = max(biggest, len(log.read_bytes().splitlines()))
    last = outbox.put(note("case-1"), NOW)
    assert biggest <= 204
    assert again(tmp_path / "outbox") == ([last], [])


@pytest.mark.parametrize("lost", ["outbox.db", "outbox.log"])
@pytest.mark.parametrize("how", ["gone", "empty", "garbage"])
def test_either_file_alone_is_enough(tmp_path: Path, lost: str, how: str) -> None:
    rows = filled(tmp_path)
    if how == "gone":
        (tmp_path / lost).unlink()
    else:
        (tmp_path / lost).write_bytes(b"" if how == "empty" else b"\x00garbage\n" * 800)
    found, kinds = again(tmp_path)
    assert found == rows
    assert "restored" in kinds
    aside = list(tmp_path.glob(f"{lost}.aside-*"))
    assert [file.read_bytes()[:8] for file in aside] == [b"\x00garbage"] * (how == "garbage")
    assert again(tmp_path) == (rows, [])


@pytest.mark.parametrize("hurt", ["outbox.db", "outbox.log"])
def test_a_flipped_bit_anywhere_loses_nothing(tmp_path: Path, hurt: str) -> None:
    whole = tmp_path / "whole"
    rows = filled(whole)
    size = (whole / hurt).stat().st_size
    chosen = random.Random(hurt)
    places = [*range(0, 100, 7), *(chosen.randrange(size) for _ in range(60))]
    for place in places:
        folder = tmp_path / f"at-{place}"
        shutil.copytree(whole, folder, dirs_exist_ok=True)
        data = bytearray((folder / hurt).read_bytes())
        data[place] ^= 1 << chosen.randrange(8)
        (folder / hurt).write_bytes(data)
        assert again(folder)[0] == rows, f"bit flipped in byte {place}"
        assert again(folder) == (rows, []), f"not mended for good: byte {place}"


@pytest.mark.parametrize("hurt", ["outbox.db", "outbox.log"])
def test_a_file_cut_short_anywhere_loses_nothing(tmp_path: Path, hurt: str) -> None:
    whole = tmp_path / "whole"
    rows = filled(whole)
    size = (whole / hurt).stat().st_size
    for length in range(0, size, size // 40):
        folder = tmp_path / f"at-{length}"
        shutil.copytree(whole, folder)
        os.truncate(folder / hurt, length)
        assert again(folder)[0] == rows, f"cut to {length} bytes"
        assert again(folder) == (rows, []), f"not mended for good: {length} bytes"


def flip(path: Path, chosen: random.Random, many: int) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(many):
        data[chosen.randrange(len(data))] ^= 1 << chosen.randrange(8)
    path.write_bytes(data)


def lines_whole(path: Path) -> set[str]:
    """Ids that undamaged lines of a log hold as they were last."""
    return {record["row"]["id"] for record in Log(path).read().records if "row" in record}


@pytest.mark.parametrize("seed", range(20))
def test_with_both_files_damaged_what_either_holds_survives_and_the_rest_is_named(
    tmp_path: Path, seed: int
) -> None:
    opened = Outbox.open(tmp_path)
    rows = {
        row.id: row
        for row in (opened.put(note(f"case-{n}", f"catatan {n} " * 40), NOW) for n in range(40))
    }
    opened.close()
    chosen = random.Random(seed)
    flip(tmp_path / "outbox.log", chosen, 3)
    flip(tmp_path / "outbox.db", chosen, 1 + seed % 3)
    logged = lines_whole(tmp_path / "outbox.log")
    fresh = Outbox.open(tmp_path)
    found = {row.id: row for row in everything(fresh)}
    named = {id for told in fresh.notices if told.kind == "lost" for id in told.detail.split(", ")}
    fresh.close()
    assert found.keys() >= logged, "a whole line of the log was passed over"
    assert all(found[id] == rows[id] for id in found), "a damaged command was taken for whole"
    assert rows.keys() - found.keys() <= named, "a command is gone without a word"


def test_a_row_is_read_out_of_a_database_whose_first_page_is_damaged(tmp_path: Path) -> None:
    """The log has lost one command, and the database its header: nothing is lost all the same."""
    opened = Outbox.open(tmp_path)
    rows = [opened.put(note(f"case-{n}", f"catatan {n}"), NOW) for n in range(30)]
    opened.close()
    log, db = tmp_path / "outbox.log", tmp_path / "outbox.db"
    lines = log.read_bytes().splitlines(keepends=True)
    lines[7] = lines[7].replace(b"catatan", b"catatam")
    log.write_bytes(b"".join(lines))
    data = bytearray(db.read_bytes())
    data[0:40] = bytes(40)
    db.write_bytes(data)
    found, kinds = again(tmp_path)
    assert found == rows
    assert "lost" not in kinds
    assert {"set_aside", "bad_line", "restored"} <= set(kinds)


def test_a_torn_last_line_is_told(tmp_path: Path) -> None:
    rows = filled(tmp_path)
    with (tmp_path / "outbox.log").open("ab") as log:
        log.write(b'deadbeef {"row":{"id":"hal')
    assert again(tmp_path) == (rows, ["torn_line"])


def test_a_command_whose_commit_was_cut_off_is_found_in_the_log(tmp_path: Path) -> None:
    filled(tmp_path)
    shutil.copy(tmp_path / "outbox.db", tmp_path / "earlier")
    opened = Outbox.open(tmp_path)
    last = opened.put(note("case-9"), NOW)
    opened.close()
    shutil.move(tmp_path / "earlier", tmp_path / "outbox.db")
    found, kinds = again(tmp_path)
    assert found[-1] == last
    assert kinds == ["restored"]


def break_syncs(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)


@pytest.mark.parametrize(
    ("number", "key"), [(errno.EIO, FaultKey.IO), (errno.ENOSPC, FaultKey.DISK_FULL)]
)
def test_what_did_not_reach_the_disk_is_not_stored(
    outbox: Outbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    key: FaultKey,
) -> None:
    first = outbox.put(note("case-1"), NOW)
    with monkeypatch.context() as patch:
        break_syncs(patch, number)
        with pytest.raises(StoreFault) as caught:
            outbox.put(note("case-2"), NOW)
        with pytest.raises(StoreFault):
            outbox.decided(first.id, Outcome.ACCEPTED, at=NOW)
    assert caught.value.key is key
    assert caught.value.path.endswith("outbox.log")
    assert outbox.waiting() == [first]
    assert again(tmp_path / "outbox") == ([first], [])
    second = outbox.put(note("case-3"), NOW)
    assert again(tmp_path / "outbox") == ([first, second], [])


def test_two_that_belong_together_are_kept_both_or_neither(
    outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        break_syncs(patch, errno.ENOSPC)
        with pytest.raises(StoreFault):
            outbox.put_all([note("case-1"), note("case-2")], NOW)
    assert again(tmp_path / "outbox") == ([], [])
    pages = outbox._store
    with pages.write() as conn:
        count = conn.exec_driver_sql("PRAGMA page_count").scalar()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {count}")
    with pytest.raises(StoreFault):
        outbox.put_all([note("case-1"), note("case-2", "panjang " * 2000)], NOW)
    assert again(tmp_path / "outbox") == ([], [])
    assert outbox.waiting() == []


@pytest.mark.parametrize("database", [True, False], ids=["both files", "the log alone"])
def test_a_cut_between_two_keeps_the_first_of_them_at_least(tmp_path: Path, database: bool) -> None:
    """Whatever is left of the log's last line, the report before it stands."""
    opened = Outbox.open(tmp_path)
    empty = (tmp_path / "outbox.db").read_bytes()
    first, second = opened.put_all([note("case-1"), note("case-1", "kedua")], NOW)
    opened.close()
    whole = (tmp_path / "outbox.log").read_bytes()
    last_line = len(whole.splitlines(keepends=True)[-1])
    for lost in range(1, last_line + 1, 40):
        (tmp_path / "outbox.log").write_bytes(whole[:-lost])
        (tmp_path / "outbox.db").unlink()
        if database:  # as it was before the transaction that was cut off
            (tmp_path / "outbox.db").write_bytes(empty)
        found, _ = again(tmp_path)
        assert found[0] == first
        assert found[1:] in ([], [second])


@pytest.mark.parametrize("database", [True, False], ids=["both files", "the log alone"])
def test_a_cut_as_one_takes_the_place_of_another_leaves_just_one_to_be_sent(
    tmp_path: Path, database: bool
) -> None:
    opened = Outbox.open(tmp_path)
    old = opened.put(note("case-1", "atas nama sendiri"), NOW)
    earlier, before = (tmp_path / "outbox.db").read_bytes(), opened._log.size()
    new, said = opened.put_all([note("case-1"), note("case-1", "kedua")], NOW, old.id)
    opened.close()
    whole = (tmp_path / "outbox.log").read_bytes()
    for length in range(before, len(whole) + 1):
        (tmp_path / "outbox.log").write_bytes(whole[:length])
        (tmp_path / "outbox.db").unlink()
        if database:  # as it was before the transaction that was cut off
            (tmp_path / "outbox.db").write_bytes(earlier)
        rows, _ = again(tmp_path)
        waits = [row for row in rows if row.state == "queued"]
        assert waits in ([old], [new], [new, said])
        assert rows[0].id == old.id


def test_a_log_that_cannot_be_shortened_does_not_deny_what_is_stored(
    outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(log: Log, records: object) -> None:
        raise StoreFault(str(log.path), FaultKey.DISK_FULL)

    row = outbox.put(note("case-1"), NOW)
    with monkeypatch.context() as patch:
        patch.setattr(Log, "rewrite", full)
        for _ in range(150):
            outbox.park([row.id])
            outbox.queue_again([row.id])
        last = outbox.put(note("case-2"), NOW)
    kept = [row.id for row in outbox.waiting()]
    assert kept == [row.id, last.id]
    rows, mended = again(tmp_path / "outbox")
    assert ([row.id for row in rows], mended) == (kept, [])


def test_a_database_that_does_not_take_a_command_leaves_no_trace_in_the_log(
    outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = outbox.put(note("case-1"), NOW)
    with outbox._store.write() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFault) as caught:
        outbox.put(note("case-2", "panjang " * 2000), NOW)
    assert caught.value.key is FaultKey.DISK_FULL
    assert outbox.waiting() == [first]
    assert again(tmp_path / "outbox") == ([first], [])


def test_both_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    filled(tmp_path)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


_OFFICER = """
import sys
from datetime import timedelta
from pathlib import Path
from db.domain.changes import Outcome
from db.outbox import Outbox
from tests.db.history import NOW, note
outbox = Outbox.open(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    row = outbox.put(note("case-1", "catatan"), NOW)
    print(row.id, flush=True)
    if row.n % 3 == 0:
        outbox.decided(row.id, Outcome.ACCEPTED, at=NOW, seq=row.n)
        outbox.clear(NOW - timedelta(days=30))
"""


@pytest.mark.parametrize("wait_ms", [1, 7, 30, 90])
def test_a_killed_program_keeps_what_it_said_was_stored(
    tmp_path: Path, project: Path, wait_ms: int
) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", _OFFICER, str(tmp_path)],
        cwd=project,
        stdout=subprocess.PIPE,
        text=True,
    )
    with running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(wait_ms / 1000)
        running.kill()
        told = running.stdout.read().splitlines(keepends=True)
    rows, kinds = again(tmp_path)
    stored = {row.id for row in rows}
    assert [id for id in told if id.endswith("\n") and id.strip() not in stored] == []
    assert set(kinds) <= {"restored", "torn_line"}
    assert again(tmp_path) == (rows, [])


def test_a_full_disk_never_says_stored(tiny_disk: Path) -> None:
    outbox, kept = Outbox.open(tiny_disk), list[Waiting]()
    with pytest.raises(StoreFault) as caught:  # noqa: PT012
        for n in range(1000):
            kept.append(outbox.put(note("case-1", f"{n} " * 500), NOW))
    assert caught.value.key is FaultKey.DISK_FULL
    assert "Make room" in caught.value.remedy
    assert outbox.waiting() == kept
    outbox.close()
    subprocess.run(["mount", "-o", "remount,size=4m", str(tiny_disk)], check=True)
    assert again(tiny_disk)[0] == kept
    outbox = Outbox.open(tiny_disk)
    kept.append(outbox.put(note("case-1"), NOW))
    outbox.close()
    assert again(tiny_disk) == (kept, [])
