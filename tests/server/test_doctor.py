"""The doctor: each thing that is wrong has its grade and its remedy, also as JSON."""

import argparse
import json
import socket
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from server.cli import doctor, machine
from server.cli.finding import Finding, Grade
from server.cli.kept import examined
from server.settings import Settings
from tests.server.room import Room, forward
from tests.server.test_watch import resolved

NOON = datetime(2026, 7, 10, 12, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


def told(room: Room, capsys: pytest.CaptureFixture[str], **flags: Any) -> tuple[int, Any]:
    """The exit code, and the findings by what was looked at."""
    place = {"database": room.settings.database, "data": str(room.settings.data), "city": None}
    parser = argparse.ArgumentParser()
    doctor.add_arguments(parser)
    given = {
        "last": None,
        "verify": False,
        "anchor": None,
        "server": room.url,
        "json": True,
        **flags,
    }
    code = doctor.run(argparse.Namespace(**place, **given))
    out = capsys.readouterr().out
    if not given["json"]:
        return code, out
    found = json.loads(out)
    return code, {"grade": found["grade"]} | {one["what"]: one for one in found["findings"]}


def test_a_server_that_is_well(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    siti = room.desk("siti")
    siti.do(room.received(siti), forward("dlh"), 0)
    code, found = told(room, capsys)
    assert code == 0
    parts = ("schema", "head", "chain", "counts", "watch", "clock", "media", "server", "http date")
    assert [found[name] for name in parts if found[name]["grade"] != "ok"] == []
    assert "changes 1 to 2 are unbroken" in found["chain"]["told"]
    assert "on the way" in found["deliver"]["told"]
    code, text = told(room, capsys, json=False)
    assert code == 0
    assert text.splitlines()[0].split()[:2] == ["OK", "schema"]


@pytest.mark.expects_log("trouble")
def test_a_wedge_of_the_running_server_fails(
    room: Room, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.streams.Streams.troubles", property(lambda self: ("disk_full",)))
    code, found = told(room, capsys)
    assert code == 1
    assert (found["grade"], found["server"]["grade"]) == ("fail", "fail")
    assert "disk_full" in found["server"]["told"]
    assert found["server"]["remedy"]


@pytest.mark.expects_log("Invalid HTTP request")
def test_nobody_answers_and_somebody_else_does(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code, found = told(room, capsys, server=f"http://127.0.0.1:{port}")
    assert (code, found["server"]["grade"]) == (0, "warn")
    assert "--server" in found["server"]["remedy"]
    code, found = told(room, capsys, server=f"https://127.0.0.1:{room.url.rpartition(':')[2]}")
    assert (code, found["certificate"]["grade"]) == (1, "fail")


def test_what_should_have_been_closed_is_a_lag_of_the_watch(room: Room) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    resolved(room, siti, dewi)
    store = room.store()
    later = datetime.now(UTC) + timedelta(days=40)
    with store.read() as conn:
        found = {one.what: one for one in examined(conn, None, later)}
    store.close()
    assert found["watch"].grade is Grade.WARN
    assert "1 cases should have been closed" in found["watch"].told


@pytest.mark.parametrize(
    ("free", "grade"), [(10, Grade.OK), (4, Grade.WARN), (0.5, Grade.FAIL)], ids=str
)
def test_room_on_the_disk(
    free: float, grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = Usage(1, 1, int(free * 1024**3))
    monkeypatch.setattr("server.cli.machine.shutil.disk_usage", lambda _: usage)
    found = list(machine.settled(Settings("sqlite:////x", tmp_path, tmp_path)))
    assert [one.grade for one in found] == [Grade.OK, grade]


def test_plain_http_for_everybody_is_a_warning(tmp_path: Path) -> None:
    settings = Settings("sqlite:////x", tmp_path, tmp_path, host="0.0.0.0")
    first: Finding = next(iter(machine.settled(settings)))
    assert (first.grade, first.what) == (Grade.WARN, "settings")


@pytest.mark.parametrize("date", [format_datetime(NOON + timedelta(minutes=7)), "", "yesterday"])
def test_two_clocks_that_disagree(date: str) -> None:
    found = machine._apart(date, NOON, NOON)
    assert found.grade is Grade.WARN
    assert found.remedy


@pytest.mark.parametrize(
    ("made", "grade"),
    [(-4, Grade.WARN), (-3, Grade.OK), (0, Grade.OK), (11, Grade.OK), (12, Grade.WARN)],
)
def test_a_date_is_whole_seconds_and_the_answer_may_take_long(made: int, grade: Grade) -> None:
    date = format_datetime(NOON + timedelta(seconds=made))
    assert machine._apart(date, NOON, NOON + timedelta(seconds=10)).grade is grade


@pytest.mark.parametrize(
    ("says", "grade"),
    [
        ("A,B,3,1.0,0.000012,0,0,0,0,0,0,0,0,Normal", Grade.OK),
        ("A,B,3,1.0,9.5,0,0,0,0,0,0,0,0,Normal", Grade.WARN),
        ("A,B,0,0.0,0.0,0,0,0,0,0,0,0,0,Not synchronised", Grade.WARN),
        ("506 Cannot talk to daemon", Grade.WARN),
    ],
)
def test_what_chrony_says(
    says: str, grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "chronyc"
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)
    monkeypatch.setattr("server.cli.machine.shutil.which", lambda _: str(program))
    assert machine._clock().grade is grade
