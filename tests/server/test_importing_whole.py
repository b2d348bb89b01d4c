"""All of a file comes in or none of it, wherever it stops."""

import os
import select
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.server.importer import Importer, as_csv, row

LAST = {"changes": 9, "cases": 3, "sources": 3, "imports": 2}
"""How many rows each table has after the last row of the file."""


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path, f"sqlite:///{tmp_path / 'liveroom.db'}")


@pytest.mark.parametrize("table", LAST)
def test_a_fault_at_the_last_row_leaves_nothing(importer: Importer, table: str) -> None:
    importer.rows(row())
    before = importer.entries()
    file = importer.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(
            f"CREATE TRIGGER stop AFTER INSERT ON {table} "
            f"WHEN (SELECT count(*) FROM {table}) >= {LAST[table]} "
            "BEGIN SELECT RAISE(ABORT, 'stop'); END"
        )
    with pytest.raises(IntegrityError, match="stop"):
        importer.rows(row(No="2"), row(No="3"))
    assert importer.entries() == before
    assert len(importer.cases()) == 1


def test_a_file_of_rejected_rows_that_cannot_be_written_stops_it(
    importer: Importer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path / "no" / "such" / "folder.csv")
    assert importer.rows(row(), row(No="2", Masuk="?"), more=["--rejected", nowhere]) == 1
    err = capsys.readouterr().err
    assert nowhere in err
    assert "Nothing was written" in err
    assert importer.entries() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(("stop", "code"), [("SIGKILL", -9), ("SIGINT", 130)])
def test_an_import_stopped_just_before_the_commit_has_written_nothing(
    importer: Importer, tmp_path: Path, project: Path, stop: str, code: int
) -> None:
    """The rejected rows are written last: into a full pipe, where the program has to wait."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    good = [row(No=str(n)) for n in range(50)]
    file = importer.file(as_csv([*good, row(No="bad", Masuk="?", Isi="x" * 100_000)]))
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    process = subprocess.Popen(
        [sys.executable, "-m", "server", *importer.arguments(file, "--rejected", str(pipe))],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Whoever runs the tests in the background has SIGINT ignored for all their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        while not select.select([reader], [], [], 0.1)[0]:
            assert process.poll() is None
        process.send_signal(signal.Signals[stop])
        assert process.wait() == code
    finally:
        process.kill()
        os.close(reader)
    assert importer.entries() == []
    assert importer.rows(*good) == 0
    assert len(importer.entries()) == 150
