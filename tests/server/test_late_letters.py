"""A silent agency is told that it is late, up to its head by name; the timeline says it came."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import deliveries
from db.domain import commands as verb
from db.domain.deliveries import Job, Notice
from tests.server.receivers import Listener, Mailbox, listening, mail_server, says
from tests.server.room import Desk, Room, forward

KEY = "whsec_" + "QUJD" * 11
SILENT = (61, 13, 13)
"""Minutes after which an officer, the supervisor and the agency's head are told."""


@dataclass
class Town:
    """The room, and what its agency listens with."""

    room: Room
    agency: Listener
    box: Mailbox

    def forwarded(self) -> str:
        """A case that DLH was given."""
        siti = self.room.desk("siti")
        case = self.room.received(siti)
        assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
        return case

    def silent(self, case: str) -> Desk:
        """Time passes until the head is told; a desk that sees it."""
        for step, minutes in enumerate(SILENT, start=1):
            self.room.clock.ahead += timedelta(minutes=minutes)
            desk = self.room.desk("siti")
            until(lambda desk=desk, step=step: len(told(desk, case, "escalate")) == step)  # type: ignore[misc]
        return desk

    def letters(self, case: str) -> dict[str, Job]:
        """What tells the head, by its way."""
        store = self.room.store()
        with store.read() as conn:
            found = deliveries.of_case(conn, case)
        store.close()
        return {job.channel: job for job in found if job.notice is Notice.ESCALATED}


def until(found: Callable[[], object]) -> None:
    """Wait for what the server does by itself."""
    end = time.monotonic() + 60
    while not found():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def told(desk: Desk, case: str, kind: str) -> list[dict[str, Any]]:
    """What the timeline of a case says of steps or of deliveries."""
    return [b["act"] for b in desk.bodies() if (b["case"], b["act"]["verb"]) == (case, kind)]


Open = Callable[..., Town]


@pytest.fixture
def towns(tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a server whose clocks are looked at all the time, and that knows where DLH is."""
    monkeypatch.setattr("server.watch.EVERY", 0.02)
    monkeypatch.setattr("db.domain.deliveries.LADDER", (timedelta(seconds=0.05),) * 7)
    rooms: list[Room] = []
    with listening(says(204)) as agency, mail_server() as box:

        def open_one(*ways: str, head: str = "") -> Town:
            folder, data = tmp_path / "pack", tmp_path / "data"
            shutil.copytree(pack, folder)
            file = folder / "agencies.toml"
            before, mark, after = file.read_text("utf-8").partition('id = "dlh"')
            after = after.replace('["console", "phone"]', json.dumps(ways), 1)
            file.write_text(before + mark + after, "utf-8")
            data.mkdir()
            settings = data / "deliveries.toml"
            settings.write_text(
                'private = true\n[mail]\nhost = "127.0.0.1"\nsecurity = "none"\n'
                f"port = {box.port}\n"
                'from = "LIVE Room <ruang@kota.test>"\n[[agency]]\nid = "dlh"\n'
                f'email = ["callcentre@dlh.test"]\n{head}\n'
                f'webhook = {{ url = "{agency.url}", secret = "{KEY}" }}\n',
                "utf-8",
            )
            settings.chmod(0o600)
            rooms.append(Room(f"sqlite:///{tmp_path / 'one.db'}", data, folder))
            return Town(rooms[-1], agency, box)

        yield open_one
        for room in rooms:
            room.stop()


def test_its_own_system_gets_a_letter_of_its_own_and_the_timeline_says_so(towns: Open) -> None:
    town = towns("webhook")
    case = town.forwarded()
    (first,) = town.agency.wait_for(1)
    desk = town.silent(case)
    got = town.agency.wait_for(2)[1]
    said = json.loads(got.body)
    assert (said["type"], said["case"]["id"]) == ("case.escalated", case)
    assert (said["late"]["rule"], said["late"]["step"]) == ("acceptance", 3)
    assert said["told"] == {"role": "agency_head", "name": "Hana"}
    assert got.headers["webhook-id"] == said["id"] != first.headers["webhook-id"]

    def receipts() -> list[dict[str, Any]]:
        return [one for one in told(desk, case, "deliver") if one.get("ladder")]

    until(receipts)
    (receipt,) = receipts()
    assert (receipt["opd"], receipt["channel"], receipt["step"], receipt["ladder"]) == (
        "dlh", "webhook", "delivered", "acceptance",
    )  # fmt: skip
    assert receipt["job"] == said["id"]
    town.room.stop()
    town.room.start()  # nothing is told twice
    again = town.room.desk("siti")
    assert len(told(again, case, "escalate")) == 3
    assert len([one for one in told(again, case, "deliver") if one.get("ladder")]) == 1
    assert len(town.agency.got) == 2


@pytest.mark.parametrize(
    ("head", "to"),
    [('head_email = ["kepala@dlh.test"]', "kepala@dlh.test"), ("", "callcentre@dlh.test")],
)
def test_the_head_gets_a_letter_by_name_at_their_address(towns: Open, head: str, to: str) -> None:
    town = towns("email", head=head)
    case = town.forwarded()
    town.box.wait_for(1)
    desk = town.silent(case)
    first, letter = town.box.wait_for(2)
    assert (first["To"], letter["To"]) == ("callcentre@dlh.test", to)
    text = letter.get_content()
    assert text.startswith("Kepada Kepala Dinas Lingkungan Hidup, Hana,")
    assert "terlambat" in text
    assert "Sampah menumpuk" in text
    assert "TERLAMBAT" in letter["Subject"]
    assert letter["Message-ID"] != first["Message-ID"]
    assert letter["Message-ID"] == f"<{town.letters(case)['email'].id}@kota.test>"
    until(lambda: [one for one in told(desk, case, "deliver") if one.get("ladder")])


def test_what_is_told_to_the_head_is_taken_and_seen_by_the_head_alone(towns: Open) -> None:
    town = towns("console")
    case = town.forwarded()
    dewi = town.room.desk("dewi")
    dewi.page()
    desk = town.silent(case)
    dewi, hana = town.room.desk("dewi"), town.room.desk("hana")
    head = dewi.page()["head"]
    dewi.pull(head)  # the call centre has it all, and has not accepted the case
    dewi.http.put("/presence", json={"case": case})

    def steps() -> list[str]:
        return [one["step"] for one in told(desk, case, "deliver") if one.get("ladder")]

    until(lambda: [one for one in told(desk, case, "deliver") if one["step"] == "seen"])
    assert steps() == []
    hana.pull(hana.page()["head"])
    until(lambda: steps() == ["delivered"])
    hana.http.put("/presence", json={"case": case})
    until(lambda: steps() == ["delivered", "seen"])


def test_once_they_accept_nobody_is_told_any_more(towns: Open) -> None:
    town = towns("console", "phone")
    case = town.forwarded()
    town.silent(case)
    assert set(town.letters(case)) == {"console", "phone"}
    dewi = town.room.desk("dewi")
    assert dewi.do(case, verb.Accept("Dewi"), 1)["outcome"] == "accepted"
    assert {str(job.state) for job in town.letters(case).values()} == {"cancelled"}
