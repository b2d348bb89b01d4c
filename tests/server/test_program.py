"""The program as it is started: ready line, clean stop, and no traceback for what can be mended."""

import json
import re
import shutil
import signal
import socket
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from db import people
from db.domain import commands as verb
from db.domain.wall import code_of
from db.domain.wire import encode
from db.store import Kind, Store, shown
from server.__main__ import main
from tests.server.program import Served, environment, run
from tests.server.room import CITY, PASSWORD, Clock, Desk, Room, add_people


@pytest.fixture
def env(database: str, tmp_path: Path) -> dict[str, str]:
    """Settings for a server of its own."""
    return environment(database, tmp_path / "data")


def as_desk(room: Room, url: str) -> Desk:
    """Siti at a desk of a server process."""
    body = {"login": "siti", "password": PASSWORD, "desk": "meja 1"}
    access = httpx.post(f"{url}/session", json=body).json()["access"]
    room.url, room.epoch = url, httpx.get(f"{url}/hello").json()["epoch"]
    return Desk(room, "siti", access)


def begin(database: str | Path) -> None:
    """A database in which nothing has happened yet."""
    Store.open(database, Kind.SERVER).close()


def bare_room() -> Room:
    """Only what a desk needs of a room whose server is another process."""
    room = Room.__new__(Room)
    room.clock = Clock()
    return room


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_when_it_is_ready_and_stops_clean_with_streams_open(
    env: dict[str, str], database: str, tmp_path: Path, how: signal.Signals
) -> None:
    add_people(database)
    log = tmp_path / "log"
    served = Served(env, log)
    assert re.fullmatch(r"ready http://127\.0\.0\.1:\d+\n", served.ready)
    desk = as_desk(bare_room(), served.url)
    with desk.following() as pages:
        next(pages)
        assert served.end(how) == 0
        assert list(pages) == []
    desk.http.close()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["level"] for line in lines if line["level"] != "info"] == []
    assert "started" in [line["event"] for line in lines]
    assert "stopped" in [line["event"] for line in lines]


def test_killed_under_load_it_loses_no_acknowledged_command_and_doubles_none(
    env: dict[str, str], database: str, tmp_path: Path
) -> None:
    add_people(database)
    served = Served(env, tmp_path / "log")
    desk = as_desk(bare_room(), served.url)
    case = desk.room.received(desk)
    acknowledged: dict[str, int] = {}
    sent = [[desk.command(case, verb.Note(f"{n}-{m}")) for m in range(800)] for n in range(4)]
    enough = threading.Event()

    def load(commands: list[verb.Command]) -> None:
        with httpx.Client(base_url=served.url, headers=desk.headers, timeout=10) as http:
            for command in commands:
                body = {"city": CITY, "commands": [encode(command)]}
                try:
                    outcome = http.post("/commands", json=body).json()["outcomes"][0]
                except httpx.TransportError:
                    return
                acknowledged[command.id] = outcome["seq"]
                if len(acknowledged) >= 150:
                    enough.set()

    threads = [threading.Thread(target=load, args=(commands,)) for commands in sent]
    for thread in threads:
        thread.start()
    assert enough.wait(60)
    assert served.end(signal.SIGKILL) == -signal.SIGKILL
    for thread in threads:
        thread.join()
    desk.http.close()

    doctor = run("doctor", env=env)
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    again = Served(env, tmp_path / "log")
    desk = as_desk(desk.room, again.url)
    told = [(body["id"], body["seq"]) for body in desk.bodies(since=1)]
    assert [seq for _, seq in told] == list(range(2, 2 + len(told)))
    assert len({id for id, _ in told}) == len(told)
    assert acknowledged.items() <= dict(told).items()
    # Everything that was sent is offered again, and lands once.
    for batch in sent:
        outcomes = desk.send(*batch[:200])
        assert {one["outcome"] for one in outcomes} == {"accepted"}
        assert {o["id"]: o["seq"] for o in outcomes}.items() >= {
            id: seq for id, seq in told if id in {c.id for c in batch[:200]}
        }.items()
    desk.http.close()
    assert again.end(signal.SIGTERM) == 0
    assert run("doctor", env=env).returncode == 0


def test_users_and_channels_are_made_and_ended_by_the_program(
    env: dict[str, str], database: str, tmp_path: Path
) -> None:
    flags = ["--name", "Rina", "--role", "opd_operator", "--opd", "dlh", "--password-file", "-"]
    made = run("user", "add", "Rina", *flags, env=env, given=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    secret = tmp_path / "secret"
    secret.write_text("lain-lagi-2026\n")
    assert "rina\topd_operator\tdlh\tRina" in run("user", "list", env=env).stdout
    token = run("channel", "add", "laksa", env=env).stdout.strip()
    served = Served(env, tmp_path / "log")

    def signs_in(password: str) -> int:
        body = {"login": "rina", "password": password}
        return httpx.post(f"{served.url}/session", json=body).status_code

    assert signs_in(PASSWORD) == 200
    changed = run("user", "password", "rina", "--password-file", str(secret), env=env)
    assert changed.returncode == 0, changed.stderr
    assert (signs_in(PASSWORD), signs_in("lain-lagi-2026")) == (401, 200)
    assert run("user", "disable", "rina", env=env).returncode == 0
    assert signs_in("lain-lagi-2026") == 401
    report = {"city": CITY, "channel": "laksa", "source_id": "1", "text": "Lampu mati"}
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.post(f"{served.url}/reports", json=report, headers=headers)
    assert answer.status_code == 201
    assert run("channel", "disable", "laksa", env=env).stdout == "laksa: 1 token(s) ended\n"
    assert served.end(signal.SIGTERM) == 0
    kept = Store.open(database, Kind.SERVER)
    with kept.read() as conn:
        assert [person.login for person in people.everyone(conn)] == ["channel:laksa", "rina"]
    kept.close()


def test_a_token_of_a_channel_is_one_that_counts_and_can_be_ended(
    file_env: dict[str, str], tmp_path: Path, pack: Path
) -> None:
    assert run("channel", "add", "laksa", env=file_env).returncode == 0
    assert run("user", "disable", "channel:laksa", env=file_env).returncode == 0
    token = run("channel", "add", "laksa", env=file_env).stdout.strip()
    served = Served(file_env, tmp_path / "log")
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{served.url}/replies", headers=headers).status_code == 200
    assert served.end(signal.SIGTERM) == 0

    without = tmp_path / "pack"
    shutil.copytree(pack, without)
    for file in without.glob("*.toml"):
        lines = file.read_text("utf-8").splitlines(keepends=True)
        kept = "".join(line for line in lines if not line.startswith("laksa ="))
        file.write_text(kept, "utf-8")
    gone = {**file_env, "LIVEROOM_CITY": str(without)}
    assert run("channel", "add", "laksa", env=gone).returncode == 2
    ended = run("channel", "disable", "laksa", env=gone)
    assert ended.stdout == "laksa: 1 token(s) ended\n", ended.stderr


def test_a_channel_whose_login_somebody_has_gets_no_token(file_env: dict[str, str]) -> None:
    flags = ["--name", "X", "--role", "officer", "--password-file", "-"]
    made = run("user", "add", "channel:laksa", *flags, env=file_env, given=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    ended = run("channel", "add", "laksa", env=file_env)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "somebody else has the login 'channel:laksa'" in ended.stderr


def test_a_wall_is_let_in_listed_and_removed_by_the_program(
    env: dict[str, str], tmp_path: Path
) -> None:
    headers = {"Authorization": "Bearer a wall's own token"}
    code = code_of("a wall's own token")
    served = Served(env, tmp_path / "log")

    def enters() -> int:
        return httpx.post(f"{served.url}/wall/session", headers=headers).status_code

    assert enters() == 401
    made = run("wall", "add", "Ruang kendali", f"{code[:5]}-{code[5:]}".lower(), env=env)
    assert made.returncode == 0, made.stderr
    assert run("wall", "list", env=env).stdout == "Ruang kendali\t-\t\n"
    assert enters() == 204
    assert httpx.get(f"{served.url}/wall", headers=headers).status_code == 200
    assert "Ruang kendali\t20" in run("wall", "list", env=env).stdout
    removed = run("wall", "remove", "ruang kendali", env=env)
    assert removed.stdout.startswith("Ruang kendali: 1 token(s) ended")
    time.sleep(2.1)  # what was looked up is trusted for so long
    assert enters() == 401
    assert run("wall", "list", env=env).stdout == "Ruang kendali\t-\tremoved\n"
    assert served.end(signal.SIGTERM) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["restored"],
        ["doctor"],
        ["doctor", "--verify"],
        ["figures", "check"],
        ["figures", "rebuild"],
        ["report", "daily", "--date", "2026-11-25"],
        ["reports", "schedule", "add", "daily", "--to", "a@kota.test"],
        ["reports", "schedule", "list"],
        ["user", "list"],
        ["user", "password", "siti"],
        ["user", "disable", "siti"],
        ["channel", "disable", "laksa"],
        ["wall", "add", "Lobi", "AAAAAAAAAA"],
        ["wall", "list"],
        ["wall", "remove", "Lobi"],
    ],
    ids=" ".join,
)
def test_a_mistyped_database_is_told_and_none_is_made(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    place = ["--database", database, "--data", str(tmp_path / "data"), "--city", CITY]
    assert main([*arguments, *place]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"there is no database of this server at {shown(database)}" in told.err
    assert "--database" in told.err
    assert not Store.is_there(database, Kind.SERVER)
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


@pytest.fixture
def file_env(tmp_path: Path) -> dict[str, str]:
    """Settings with an SQLite file."""
    return environment("", tmp_path / "data")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serve", "--database", "mysql://here/db"], "mysql"),
        (["serve", "--database", "postgresql://nobody@127.0.0.1:1/none"], "does not answer"),
        (["serve", "--database", "/proc/none/liveroom.db"], "/proc/none/liveroom.db"),
        (["serve", "--city", "atlantis"], "atlantis"),
        (["serve", "--port", "99999"], "99999"),
        (["serve", "--port", "http"], "http"),
        (["serve", "--host", "203.0.113.7"], "203.0.113.7"),
        (["serve", "--host", "127.0..1"], "127.0..1"),
        (["serve", "--data", "/proc/none"], "/proc/none"),
        (["doctor", "--server", "http://localhost:99999"], "99999"),
        (["doctor", "--server", "http://a..b:8471"], "a..b"),
        (["doctor", "--server", "localhost:8471"], "localhost:8471"),
        (["doctor", "--last", "0"], "--last 0 checks no change"),
        (["doctor", "--last", "-3"], "--last -3 checks no change"),
        (["user", "add", "a", "--name", "A", "--role", "officer", "--opd", "dlh"], "--opd"),
        (["user", "add", "a", "--name", "A", "--role", "opd_operator", "--opd", "x"], "'x'"),
        (["user", "disable", "nobody"], "nobody"),
        (["user", "password", "nobody"], "nobody"),
        (["channel", "add", "burung"], "burung"),
        (["wall", "add", "Lobi", "12345"], "ten signs"),
        (["wall", "add", " ", "AAAAAAAAAA"], "1 to 60"),
        (["wall", "remove", "Lobi"], "Lobi"),
    ],
)
def test_what_can_be_mended_is_one_sentence_and_exit_code_2(
    file_env: dict[str, str], tmp_path: Path, arguments: list[str], said: str
) -> None:
    begin(tmp_path / "data" / "liveroom.db")
    ended = run(*arguments, env=file_env, given="")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Traceback" not in ended.stderr
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("liveroom-server: ")
    assert said in lines[0]


def test_a_weak_or_missing_password_is_turned_down(
    file_env: dict[str, str], tmp_path: Path
) -> None:
    add = ["user", "add", "a", "--name", "A", "--role", "officer", "--password-file"]
    for file, said in (("-", "8 to 200"), (str(tmp_path / "none"), "cannot be read")):
        ended = run(*add, file, env=file_env, given="pendek\n")
        assert (ended.returncode, said in ended.stderr) == (2, True)
    good = run(*add, "-", env=file_env, given=PASSWORD)
    twice = run(*add, "-", env=file_env, given=PASSWORD)
    assert (good.returncode, twice.returncode) == (0, 2)
    assert "taken" in twice.stderr


def test_a_port_in_use_is_told_with_the_remedy(file_env: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("serve", "--port", port, env=file_env)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"liveroom-server: cannot listen on 127.0.0.1 port {port}")
    assert "--port" in ended.stderr


def test_a_bad_pack_is_told_and_a_database_keeps_its_city(
    file_env: dict[str, str], tmp_path: Path, pack: Path, project: Path
) -> None:
    broken = tmp_path / "pack"
    shutil.copytree(pack, broken)
    (broken / "clocks.toml").write_text("[[clock]]\nid = 5\n")
    ended = run("serve", "--city", str(broken), env=file_env)
    assert ended.returncode == 2
    assert "clocks.toml" in ended.stderr
    assert "city check" in ended.stderr
    checked = run("city", "check", str(broken), env=file_env)
    assert checked.returncode == 1
    assert "clocks.toml:2: " in checked.stdout
    assert run("city", "check", str(pack), env=file_env).returncode == 0
    begin(tmp_path / "data" / "liveroom.db")
    assert run("doctor", env=file_env).returncode == 0
    boston = str(project / "tests" / "cities" / "boston")
    other = run("serve", "--city", boston, env=file_env)
    assert other.returncode == 2
    assert f"belongs to the city '{CITY}'" in other.stderr


def test_the_doctor_finds_a_rewritten_history(env: dict[str, str], database: str) -> None:
    begin(database)
    assert run("doctor", env=env).returncode == 0
    if database.startswith("sqlite"):
        conn: Any = sqlite3.connect(database.removeprefix("sqlite:///"))
    else:
        conn = psycopg.connect(database.replace("postgresql+psycopg", "postgresql"))
    conn.execute("UPDATE head SET chain = 'ff', cases = 3")
    conn.commit()
    conn.close()
    found = run("doctor", env=env)
    assert found.returncode == 1
    faults = [line.split()[1] for line in found.stdout.splitlines() if line.startswith("FAIL")]
    assert faults == ["chain", "counts"]
