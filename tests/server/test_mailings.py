"""Reports go out by e-mail as scheduled: once, to whom they are for, and it is seen when not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import httpx
import pytest

from db.domain.mailings import MOST
from server.__main__ import main
from tests.server.mailed import put, received, sent, tell_mail_server, terms, until
from tests.server.program import environment
from tests.server.receivers import Mailbox, mail_server
from tests.server.room import Room, forward

ZONE = ZoneInfo("Asia/Jakarta")
MAYOR, DLH = ("walikota@kota.test", "city"), ("kadis@dlh.test", "opd:dlh")


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def room(
    database: str, tmp_path: Path, pack: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Room]:
    """A server with a mail server, whose clock may be moved as the tests like."""
    monkeypatch.setattr("server.believed.JUMP", timedelta(days=9999))
    monkeypatch.setattr("server.days.EVERY", 0.2)
    monkeypatch.setattr("server.mailing.sends.LONGEST_WAIT", 0.2)
    monkeypatch.setattr("db.domain.deliveries.LADDER", (timedelta(seconds=0.2),) * 7)
    monkeypatch.setattr("server.vigil._QUEUES_EVERY", 0.2)
    tell_mail_server(tmp_path / "data", box.port)
    room = Room(database, tmp_path / "data", pack)
    to_next(room, 10)
    yield room
    room.stop()


class Told(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Program = Callable[..., Told]


@pytest.fixture
def program(
    room: Room, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Program:
    """Runs `liveroom-server` on the room's database, in this process."""
    for name, value in environment(room.settings.database, room.settings.data).items():
        monkeypatch.setenv(name, value)

    def run(*given: str) -> Told:
        capsys.readouterr()
        code = main(given)
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return run


def to_next(room: Room, hour: int, days: int = 1) -> None:
    """Go on to this hour of a later day in the city."""
    now = room.clock().astimezone(ZONE)
    then = now.replace(hour=hour, minute=0, second=1, microsecond=0) + timedelta(days=days)
    room.clock.ahead += then - now


def words_of(letter: EmailMessage) -> str:
    """What is read in it, with the ends of lines that files have here."""
    body = letter.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


def files(letter: EmailMessage) -> dict[str, bytes]:
    found = {}
    for part in letter.iter_attachments():
        content = part.get_content()
        found[str(part.get_filename())] = (
            content.encode() if isinstance(content, str) else bytes(content)
        )
    return found


def test_yesterdays_report_goes_out_once_to_each_with_what_is_theirs(
    room: Room, box: Mailbox
) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    case = room.received(siti)
    room.received(siti, "Jalan berlubang")
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    day = room.clock().astimezone(ZONE).date().isoformat()
    put(budi, "harian", terms(MAYOR, DLH, forms=["pdf", "csv"]))
    to_next(room, 6)
    assert box.letters == []
    to_next(room, 7, days=0)
    letters = {str(one["To"]): one for one in box.wait_for(2)}
    assert set(letters) == {MAYOR[0], DLH[0]}
    city, agency = letters[MAYOR[0]], letters[DLH[0]]
    text = words_of(city)
    assert "Laporan harian penanganan pengaduan Kota Tangerang\n" in text
    assert "2 laporan masuk = 2 merah + 0 kuning + 0 hijau + 0 abu-abu." in text
    assert "Cakupan: seluruh kota, tanpa kasus rahasia." in text
    assert "Kota Tangerang" in city["Subject"]
    assert city["Auto-Submitted"] == "auto-generated"
    assert city["List-Id"] == "Laporan harian LIVE Room <harian.laporan.kota.test>"
    assert "1 laporan masuk = 1 merah" in words_of(agency)
    assert "Dinas Lingkungan Hidup" in agency["Subject"]
    attached = files(city)
    names = [f"laporan-harian-kota-tangerang-{day}.{form}" for form in ("pdf", "csv")]
    assert list(attached) == names
    assert attached[names[0]].startswith(b"%PDF-")
    assert list(csv.reader(io.StringIO(attached[names[1]].decode("utf-8-sig"))))
    assert "Jalan berlubang" not in attached[names[1]].decode()

    until(lambda: [one["state"] for one in sent(room.desk("admin"))] == ["delivered"] * 2)
    room.stop()
    room.start()
    until(lambda: httpx.get(f"{room.url}/health").status_code == 200)
    to_next(room, 7)
    box.wait_for(4)
    assert {to: len(set(ids)) for to, ids in received(box).items()} == {MAYOR[0]: 2, DLH[0]: 2}
    assert len(box.letters) == 4


def test_only_keepers_see_and_alter_them(room: Room) -> None:
    for login in ("siti", "dewi", "hana", "walikota", "laksa"):
        desk = room.desk(login)
        for method, path in (
            ("GET", "/mailings"), ("PUT", "/mailings/a"), ("DELETE", "/mailings/a"),
            ("POST", "/mailings/a/run"),
        ):  # fmt: skip
            answer = desk.http.request(method, path, json=terms(MAYOR))
            assert answer.status_code == 403, (login, path)
    assert httpx.get(f"{room.url}/mailings").status_code == 401
    budi = room.desk("budi")
    assert put(budi, "a", terms(MAYOR))["by"] == "Budi"
    found = room.desk("admin").http.get("/mailings").json()
    assert [one["id"] for one in found["mailings"]] == ["a"]
    assert found["ready"] is True
    assert budi.http.delete("/mailings/a").status_code == 204
    assert budi.http.delete("/mailings/a").status_code == 204
    assert "mailings" not in budi.http.get("/mailings").json()
    assert budi.http.post("/mailings/a/run").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (terms(("Wali Kota <a@kota.test>", "city")), "recipients.0.address"),
        (terms(("a@kota.test, b@kota.test", "city")), "recipients.0.address"),
        (terms(("a@kota.test\nBcc: b@kota.test", "city")), "recipients.0.address"),
        (terms(("a@kota.test\n", "city")), "recipients.0.address"),
        (terms(("wali@localhost", "city")), "recipients.0.address"),
        (terms((".a@kota.test", "city")), "recipients.0.address"),
        (terms(("a" * 65 + "@kota.test", "city")), "recipients.0.address"),
        (terms(("w\u00e4li@kota.test", "city")), "recipients.0.address"),
        (terms(MAYOR, ("b@kota.test", "city+secret")), "recipients.1.scope"),
        (terms(("a@kota.test", "opd:nowhere")), "recipients.0.scope"),
        (terms(("a@kota.test", "wall")), "recipients.0.scope"),
        (terms(MAYOR, ("WALIKOTA@kota.test", "opd:dlh")), "recipients"),
        (terms(), "recipients"),
        (terms(MAYOR, at="24:00"), "at"),
        (terms(MAYOR, at="7:00"), "at"),
        (terms(MAYOR, kind="yearly"), "kind"),
        (terms(MAYOR, forms=[]), "forms"),
        (terms(MAYOR, forms=["pdf", "pdf"]), "forms"),
        (terms(MAYOR, forms=["exe"]), "forms"),
    ],
)
def test_what_is_no_schedule_is_told_with_its_place(
    room: Room, wanted: dict[str, object], place: str
) -> None:
    answer = room.desk("budi").http.put("/mailings/a", json=wanted)
    assert (answer.status_code, answer.json()["place"]) == (400, place)


def test_a_schedule_begins_with_the_next_report_and_goes_on_from_a_pause_with_the_next(
    room: Room, box: Mailbox
) -> None:
    budi = room.desk("budi")
    put(budi, "a", terms(MAYOR))
    to_next(room, 8)
    box.wait_for(1)
    budi = room.desk("budi")
    put(budi, "a", terms(MAYOR, paused=True))
    to_next(room, 8, days=3)
    budi = room.desk("budi")
    put(budi, "a", terms(MAYOR))
    to_next(room, 8)
    second = box.wait_for(2)[1]
    text = words_of(second)
    assert "tidak dikirim karena server" not in text
    until(lambda: len(sent(room.desk("budi"))) == 2)


def test_a_server_that_was_away_sends_the_newest_and_tells_of_the_others(
    room: Room, box: Mailbox
) -> None:
    put(room.desk("budi"), "a", terms(MAYOR))
    room.stop()
    to_next(room, 8, days=5)
    room.start()
    (letter,) = box.wait_for(1)
    assert "4 laporan sebelum ini tidak dikirim" in words_of(letter)
    until(lambda: sent(room.desk("budi"))[0].get("missed") == 4)
    assert len(box.letters) == 1


@pytest.mark.expects_log("report has not arrived")
@pytest.mark.expects_log("trouble")
def test_a_refused_recipient_is_seen_by_everybody_who_should(
    room: Room, box: Mailbox, program: Program
) -> None:
    box.refuses = "550 no such user"
    put(room.desk("budi"), "a", terms(MAYOR))
    to_next(room, 8)
    until(lambda: sent(room.desk("budi")) and sent(room.desk("budi"))[0]["said"] == "smtp_550")
    until(lambda: httpx.get(f"{room.url}/health").json()["trouble"] == ["reports_unsent"])
    assert httpx.get(f"{room.url}/health").status_code == 200  # the server itself is well
    assert "liveroom_reports_unsent 1.0" in httpx.get(f"{room.url}/metrics").text
    told = program("doctor").out
    assert "WARN  reports" in told
    assert "1 late, 0 given up" in told
    assert MAYOR[0] not in told
    box.refuses = ""
    room.desk("budi").http.post("/mailings/a/run")
    (letter,) = box.wait_for(1)
    until(lambda: sent(room.desk("budi"))[0]["state"] == "delivered")
    until(lambda: httpx.get(f"{room.url}/health").json()["trouble"] == [])
    assert letter["To"] == MAYOR[0]


def test_who_is_no_longer_to_have_it_does_not_get_it(room: Room, box: Mailbox) -> None:
    box.refuses = "450 later"
    put(room.desk("budi"), "a", terms(MAYOR, DLH))
    to_next(room, 8)
    budi = room.desk("budi")
    until(lambda: [one["said"] for one in sent(budi)] == ["smtp_450"] * 2)
    put(budi, "a", terms(MAYOR))
    until(lambda: {one["state"] for one in sent(budi)} == {"queued", "cancelled"})
    box.refuses = ""
    until(lambda: {one["state"] for one in sent(budi)} == {"delivered", "cancelled"})
    assert set(received(box)) == {MAYOR[0]}
    budi.http.delete("/mailings/a")
    assert len(sent(budi)) == 2


def test_asked_for_now_it_goes_to_those_who_do_not_have_it(room: Room, box: Mailbox) -> None:
    budi = room.desk("budi")
    put(budi, "a", terms(MAYOR, paused=True))
    assert budi.http.post("/mailings/a/run").json() == {"letters": 1}
    box.wait_for(1)
    until(lambda: sent(budi)[0]["state"] == "delivered")
    assert budi.http.post("/mailings/a/run").json() == {"letters": 0}
    put(budi, "a", terms(MAYOR, DLH))
    assert budi.http.post("/mailings/a/run").json() == {"letters": 1}
    box.wait_for(2)
    assert {to: len(ids) for to, ids in received(box).items()} == {MAYOR[0]: 1, DLH[0]: 1}


@pytest.mark.expects_log("report has not arrived")
def test_asked_for_again_it_comes_in_the_forms_of_now(room: Room, box: Mailbox) -> None:
    budi = room.desk("budi")
    box.refuses = "550 too large"
    put(budi, "a", terms(MAYOR, forms=["xlsx"]))
    budi.http.post("/mailings/a/run")
    until(lambda: sent(budi) and sent(budi)[0]["said"] == "smtp_550")
    box.refuses = ""
    put(budi, "a", terms(MAYOR, forms=["csv"]))
    assert budi.http.post("/mailings/a/run").json() == {"letters": 1}
    (letter,) = box.wait_for(1)
    assert [name.rpartition(".")[2] for name in files(letter)] == ["csv"]


def test_there_is_an_end_to_how_many_are_kept(room: Room) -> None:
    budi = room.desk("budi")
    for n in range(MOST):
        put(budi, f"m{n}", terms(MAYOR))
    answer = budi.http.put("/mailings/more", json=terms(MAYOR))
    assert (answer.status_code, answer.json()["key"]) == (409, "mailings_full")
    put(budi, "m7", terms(DLH))


def test_no_address_stands_in_the_log(
    room: Room, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    put(room.desk("budi"), "a", terms(MAYOR))
    to_next(room, 8)
    box.wait_for(1)
    budi = room.desk("budi")
    until(lambda: sent(budi)[0]["state"] == "delivered")
    lines = [f"{record.getMessage()} {getattr(record, 'facts', '')}" for record in caplog.records]
    assert any("report attempted" in line for line in lines)
    assert not [line for line in lines if "@" in line or "walikota" in line.lower()]


def test_the_day_is_sealed_before_its_report_is_made(
    room: Room, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.received(room.desk("siti"))
    put(room.desk("budi"), "a", terms(MAYOR))
    with monkeypatch.context() as held:
        held.setattr("server.days.Days._seal_ended", _nothing)
        to_next(room, 8)
        budi = room.desk("budi")
        until(lambda: sent(budi) and sent(budi)[0].get("said") == "unsealed")
        assert box.letters == []
    until(lambda: budi.http.post("/mailings/a/run").is_success and box.letters)


async def _nothing(self: object) -> list[object]:
    return []


def test_the_program_adds_lists_tests_and_removes(
    room: Room, box: Mailbox, program: Program
) -> None:
    room.clock.ahead = timedelta(0)  # the program has none but the machine's
    schedule = ("reports", "schedule")
    added = program(
        *schedule, "add", "monthly", "--to", "a@kota.test", "--to", "b@dlh.test=dlh",
        "--forms", "csv,xlsx", "--at", "06:30",
    )  # fmt: skip
    assert added.code == 0, added.err
    id, kind, forms, at, when = added.out.strip().split("\t")
    assert (kind, forms, at) == ("monthly", "csv,xlsx", "06:30")
    due = datetime.fromisoformat(when.removeprefix("next "))
    assert (due.day, due.hour, due.minute) == (1, 6, 30)
    assert "b@dlh.test\topd:dlh" in program(*schedule, "list").out
    assert "paused" in program(*schedule, "pause", id).out
    assert "goes on" in program(*schedule, "resume", id).out
    tested = program(*schedule, "test", id, "coba@kota.test")
    assert tested.out.strip() == "coba@kota.test: delivered (smtp_250)", tested.err
    (copy,) = box.wait_for(1)
    assert copy["Subject"].startswith("[UJI] [LIVE Room] Laporan bulanan")
    assert len(files(copy)) == 2
    assert "2 letters" in program(*schedule, "run-now", id).out
    box.wait_for(3)
    until(lambda: program(*schedule, "list").out.count("\tdelivered\t") == 2)
    assert "removed" in program(*schedule, "remove", id).out
    for wrong in (
        ("add", "daily", "--to", "nobody"),
        ("add", "daily", "--to", "a@kota.test=nowhere"),
        ("pause", "none"),
        ("test", id, "a@kota.test"),
    ):
        told = program(*schedule, *wrong)
        assert told.code == 2, wrong
        assert len(told.err.splitlines()) == 1


@pytest.mark.expects_log("report has not arrived")
def test_without_a_mail_server_the_room_hears_of_it(
    database: str, tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.mailing.sends.LONGEST_WAIT", 0.2)
    room = Room(database, tmp_path / "data", pack)
    try:
        budi = room.desk("budi")
        put(budi, "a", terms(MAYOR))
        assert "ready" not in budi.http.get("/mailings").json()
        assert budi.http.post("/mailings/a/run").status_code == 202
        until(lambda: sent(budi)[0].get("said") == "no_mail_server")
    finally:
        room.stop()
