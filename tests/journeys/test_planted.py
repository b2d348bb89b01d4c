"""500 reporters and five secret cases are planted: no file that leaves LIVE Room has any of them.

Whoever adds an export adds a line to EXPORTS.
"""

from __future__ import annotations

import gzip
import io
import json
import logging
import subprocess
import sys
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from console.crash import Crash
from console.printing import pdf_of
from db import asides, tables
from db.domain.wire import encode
from resources import path
from server.log import JsonLines
from tests.journeys.planted import SECRET, Planted, Reporter, found, plant, reporters
from tests.plugins.seats import Loop, Seat, until
from tests.server.briefs import brief, facts, rise
from tests.server.mailed import tell_mail_server
from tests.server.program import environment
from tests.server.receivers import mail_server
from tests.server.room import CITY, PASSWORD, Room, forward
from tests.server.test_figures import asked, today
from widgets.fonts import family

MANY = 500
Key = Qt.Key


class Desk(NamedTuple):
    """An officer at a desk with the city before them, and a folder for what is saved."""

    room: Room
    seat: Seat
    folder: Path


Files = dict[str, bytes]
Export = Callable[[Desk], Awaitable[Files]]


async def saved(desk: Desk, name: str, page: object, ask: Callable[[], object]) -> Files:
    """What is written where the officer says so in the dialog that `ask` opens."""
    target = desk.folder / name
    ask()
    dialogs: list[QFileDialog] = []

    def asks() -> bool:
        dialogs[:] = desk.seat.program.findChildren(QFileDialog)
        return bool(dialogs)

    await until(asks, f"it is asked where {name} goes")
    for dialog in dialogs:
        dialog.fileSelected.emit(str(target))
        dialog.close()
    await until(target.exists, f"{name} is written")
    await desk.seat.open_again()
    return {name: target.read_bytes()}


async def figures(desk: Desk) -> Files:
    """Angka as XLSX and CSV."""
    frame, files = desk.seat.frame, Files()
    frame.go("figures")
    await until(lambda: frame.figures.page is not None, "the page is there")
    page = frame.figures.page
    assert page is not None
    await until(lambda: page._told is not None, "the figures are there")
    for name in ("angka.xlsx", "angka.csv"):
        files |= await saved(desk, name, page, page.export)
    return files


async def handover(desk: Desk) -> Files:
    """A signed handover as PDF, XLSX and CSV."""
    frame = desk.seat.frame
    frame.go("shift")
    page = frame.shift.handover
    workplace = desk.seat.program._workplace
    assert workplace is not None
    current = workplace.changeover
    await until(lambda: current.current.draft is not None, "the draft is made")
    await until(page.sign.act.isEnabled, "it may be signed")
    page.sign.act.click()
    await until(lambda: current.current.given is not None, "it is signed")
    files = Files()
    for name in ("serah.pdf", "serah.xlsx", "serah.csv"):
        files |= await saved(desk, name, page, page.sign.printed.emit)
    return files


async def on_map(desk: Desk) -> Files:
    """The map as PDF and PNG."""
    frame, files = desk.seat.frame, Files()
    frame.go("map")
    await until(lambda: frame.map.page is not None, "the map is there")
    for name in ("peta.pdf", "peta.png"):
        files |= await saved(desk, name, frame.map, frame.map_hands.save)
    return files


async def reports(desk: Desk) -> Files:
    """Reports of a day, a week and a month, in each form, of each scope that may read them."""
    files = Files()
    for login in ("budi", "walikota", "hana"):
        reader = desk.room.desk(login)
        for kind in ("daily", "weekly", "monthly"):
            for form in ("pdf", "xlsx", "csv"):
                query = {"date": today(desk.room), "form": form}
                answer = reader.http.get(f"/reports/{kind}", params=query, timeout=120)
                assert answer.status_code == 200, answer.text
                files[f"{login} {kind}.{form}"] = answer.content
    return files


async def letters(desk: Desk) -> Files:
    """A report as a schedule mails it, with its attachments."""
    data, schedule = desk.room.settings.data, ("reports", "schedule")
    env = environment(desk.room.settings.database, data)
    with mail_server() as box:
        tell_mail_server(data, box.port)
        to, forms = ("--to", "walikota@kota.test"), ("--forms", "pdf,xlsx,csv")
        added = printed(env, *schedule, "add", "monthly", *to, *forms)
        told = printed(env, *schedule, "test", added.split("\t")[0], "coba@kota.test")
        (letter,) = box.wait_for(1)
    files = {"letter": letter.as_bytes(), "schedule": f"{added}{told}".encode()}
    for part in letter.walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            files[f"letter {part.get_filename('text')}"] = payload
    assert len(files) == 6
    return files


async def numbers(desk: Desk) -> Files:
    """What figures, the wall's page of measures and the city pack (facilities) answer."""
    room, siti = desk.room, desk.room.desk("siti")
    answers = {
        "metrics": httpx.get(f"{room.url}/metrics"),
        "health": httpx.get(f"{room.url}/health"),
        "facilities": siti.http.get("/city"),
    }
    for answer in answers.values():
        assert answer.status_code in (200, 503), answer.text
    files = {name: answer.content for name, answer in answers.items()}
    for at in ("/figures", "/figures/arrivals"):
        files[at] = json.dumps(asked(siti, at)).encode()
    return files


async def doctor(desk: Desk) -> Files:
    """What the server's own commands print."""
    env = environment(desk.room.settings.database, desk.room.settings.data)
    commands = {
        "doctor": ("doctor", "--verify", "--server", desk.room.url),
        "doctor --json": ("doctor", "--json", "--server", desk.room.url),
        "figures check": ("figures", "check"),
    }
    return {name: printed(env, *arguments).encode() for name, arguments in commands.items()}


def printed(env: dict[str, str], *arguments: str) -> str:
    """All that a command of the server prints."""
    program = [sys.executable, "-m", "server", *arguments]
    done = subprocess.run(program, env=env, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return done.stdout + done.stderr


async def health(desk: Desk) -> Files:
    """The report of the health page, and what a bug leaves on the disk."""
    desk.seat.frame.go("health")
    desk.seat.frame.show_health(desk.seat.program.health)
    crash = Crash(desk.folder)
    crash._report(RuntimeError("a bug"))
    return {
        "health": desk.seat.frame.health.report().encode(),
        "crash.log": crash.file.read_bytes(),
    }


async def outbox(desk: Desk) -> Files:
    """What has not reached the server, for a supervisor who gives it again."""
    target = desk.folder / "kotak-keluar.json"
    await desk.seat.program.desk.export(target)
    return {target.name: target.read_bytes()}


async def lost(desk: Desk) -> Files:
    """Cases that a restored server has lost, as a desk still knows them."""
    program, target = desk.seat.program, desk.folder / "hilang.ndjson"
    known = list(program.book.columns)
    asides.keep_copy(desk.seat.folder / "cache.db", "0" * 32)
    lines = list(asides.whole(desk.seat.folder / "cache.db", known))
    assert len(lines) > len(known)
    target.write_text("\n".join(lines), "utf-8")
    return {target.name: target.read_bytes()}


async def policies(desk: Desk) -> Files:
    """A signed policy brief, and the list of them."""
    budi = desk.room.desk("budi")
    policy = brief(budi, facts(desk.room))
    assert policy.facts.claims
    told = budi.http.put(f"/policies/{policy.id}", json=encode(policy))
    assert told.status_code == 200, told.text
    answers = {at: budi.http.get(at) for at in ("/policies", f"/policies/{policy.id}")}
    assert all(answer.is_success for answer in answers.values())
    return {at: answer.content for at, answer in answers.items()}


async def sent_to_agencies(desk: Desk) -> Files:
    """What waits to be sent to an agency."""
    store = desk.room.store()
    with store.read() as conn:
        bodies = list(conn.execute(select(tables.deliveries.c.body)).scalars())
    store.close()
    return {"deliveries": "\n".join(bodies).encode()}


EXPORTS: dict[str, tuple[Export, bool]] = {
    "figures": (figures, False),
    "handover": (handover, False),
    "map": (on_map, False),
    "reports": (reports, False),
    "letters": (letters, False),
    "numbers": (numbers, False),
    "policies": (policies, False),
    "doctor": (doctor, False),
    "health": (health, False),
    "outbox": (outbox, True),
    "lost cases": (lost, True),
    "deliveries": (sent_to_agencies, True),
}
"""Every way out for a file, and whether cases are told in it: where they are, so is the place the
case is about, and nothing of who reported it.
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that server and console log in this process, as JSON at the finest level."""
    kept, root = io.StringIO(), logging.getLogger()
    lines = logging.StreamHandler(kept)
    lines.setFormatter(JsonLines())
    before = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(lines)
    root.setLevel(before)


@pytest.mark.expects_log("stands still|trouble|bug ended")
def test_nothing_of_500_reporters_leaves_in_any_file(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path, log: io.StringIO
) -> None:
    planted = plant(room, MANY)
    rise(room)
    siti, budi = room.desk("siti"), room.desk("budi")
    report = budi.bodies()[0]["act"]["report"]
    assert budi.http.post(f"/reports/{report}/identity/look", json={"reason": "uji"}).is_success
    siti.do(str(siti.bodies()[0]["case"]), forward("dlh"), 0)
    folder, files, cases = tmp_path / "out", Files(), Files()
    folder.mkdir()

    async def journey() -> None:
        seat = sit()
        await seat.enter(room.url, "siti", PASSWORD)
        await until(lambda: len(seat.program.book) >= MANY, "the cases are here")
        for name, (export, tells_cases) in EXPORTS.items():
            made = await export(Desk(room, seat, folder))
            assert made, name
            assert all(made.values()), name
            (cases if tells_cases else files).update(made)

    loop.run(journey())
    files["log"] = log.getvalue().encode()
    assert b'"event": "request"' in files["log"]
    told = found_in(files, [*planted.words, *planted.places, *planted.secret, *planted.cases])
    told |= found_in(cases, [*planted.words, *planted.secret, *planted.cases])
    assert told == {}
    assert len(files) + len(cases) >= len(EXPORTS)


def found_in(files: Files, words: list[str]) -> dict[str, list[str]]:
    """The words that were found, by the file that has them."""
    told = {name: found(words, data) for name, data in files.items()}
    return {name: words for name, words in told.items() if words}


def hidden(one: Reporter, planted: Planted) -> Iterator[tuple[str, bytes]]:
    """A reporter in files of each kind, in each form that the search must see through."""
    yield "plain", f"x {one.name} x".encode()
    yield "capitals", one.name.upper().encode()
    yield "url", f"?q={one.name.replace(' ', '%20')}&e={one.email.replace('@', '%40')}".encode()
    yield "json", json.dumps(f"é {one.email}").replace("@", "\\u0040").encode()
    yield "spaced", f"+62 {one.phone[1:4]}-{one.phone[4:8]} {one.phone[8:]}".encode()
    yield "dotted", ".".join(one.nik[at : at + 4] for at in range(0, 16, 4)).encode()
    yield "wide", one.email.encode("utf-16-le")
    yield "gzip", gzip.compress(one.address.encode())
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", f"<si><t>{one.name}</t></si>")
    yield "xlsx", book.getvalue()
    yield "secret", f"{planted.secret[0]} 3".encode()


def test_what_is_there_is_found(qapp: object, tmp_path: Path) -> None:
    """The search itself: of one planted on purpose it misses no form."""
    everybody = reporters(MANY)
    words = [word for one in everybody for word in one.words()]
    assert len(set(words)) == 5 * MANY
    one = everybody[317]
    for form, data in hidden(one, Planted()):
        assert found([*words, SECRET], data), form
        others = [word for word in words if word not in one.words()]
        assert found(others, data) == [], form
    paper = tmp_path / "paper.pdf"
    writer = QPdfWriter(str(paper))
    writer.setTitle(one.email)
    QPainter(writer).end()
    assert found(words, paper.read_bytes()) == [one.email]
    assert family() == "Inter"  # it is loaded now, and its figures are put in place by its rules
    drawn = pdf_of(f"<p>{one.name}</p><p>{one.phone}</p>", "Uji", f"{one.nik} {{page}}")
    assert set(found(words, drawn)) == {one.name, one.phone.removeprefix("0"), one.nik}
