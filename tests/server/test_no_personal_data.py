"""Names, phone numbers, NIK, passwords and tokens, planted in every input: no log has them."""

import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from db.domain import commands as verb
from db.domain.case import Place
from server.ledger import Ledger
from server.log import JsonLines
from tests.server.room import CITY, PASSWORD, Desk, Room, forward

NAME, PHONE, NIK = "Wulandari Kusumaningtyas", "081298765432", "3671054203880007"
EMAIL, SECRET = "wulandari.k@example.org", "pintu-belakang-1998"
PLANTED = f"{NAME} {PHONE} {NIK} {EMAIL} {SECRET}"
NEVER = ("wulandari", "kusumaningtyas", PHONE, NIK, "example.org", SECRET, PASSWORD)


def commands(desk: Desk, case: str) -> Iterator[Any]:
    """What a person may write, well formed and not."""
    place = Place(text=PLANTED)
    receive = verb.Receive(
        "r-planted", "phone", PLANTED, source_id=PLANTED, place=place, category=NAME
    )
    yield desk.command("case-planted", receive)
    for act in (verb.Note(PLANTED), verb.Accept(NAME), verb.Edit("place", PLANTED, PLANTED)):
        yield desk.command(case, act, 0)
    yield {"id": PLANTED, "case": PLANTED, "act": {"verb": PLANTED}, "author": {"id": PLANTED}}
    yield {"id": PHONE, PLANTED: PLANTED}
    yield PLANTED


def everything(room: Room) -> None:
    """Each route, with what must not be repeated in each thing it reads."""
    siti, laksa = room.desk("siti"), room.desk("laksa")
    case = room.received(siti, PLANTED)
    siti.do(case, forward("dlh"), 0)
    siti.post(*commands(siti, case))
    siti.post(city=PLANTED)
    report: dict[str, Any] = {"city": CITY, "channel": "laksa", "text": PLANTED}
    report["at"] = "2026-11-22T01:00:00Z"
    report |= {"report_class": "complaint", "source_id": PHONE, "category": NAME}
    report |= {"reporter": {"name": NAME, "phone": PHONE, "email": EMAIL, "nik": NIK}}
    report |= {"place": {"text": PLANTED}}
    for body in (report, report | {"channel": NAME}, report | {"at": PHONE}, {"text": PLANTED}):
        laksa.http.post("/reports", json=body, headers={"Idempotency-Key": NIK})
    for path in (f"/reports/{PHONE}/identity", "/reports/r-planted/identity"):
        siti.http.post(f"{path}/look", json={"reason": PLANTED})
        named = {"case": "case-planted", "name": NAME, "phone": PHONE, "email": EMAIL, "nik": NIK}
        siti.http.put(path, json=named)
    for path in (f"/{PHONE}", f"/changes?epoch={NAME}&since=0", f"/changes?since={PHONE}"):
        siti.http.get(path)
    siti.http.get("/snapshot", headers={"If-Range": PHONE, "Range": f"bytes={PHONE}-"})
    siti.http.get("/city", headers={"If-None-Match": EMAIL, "User-Agent": EMAIL})
    troubles = [{"key": PHONE, "facts": {NAME: PHONE, "seq": PHONE, "cases": EMAIL}}]
    siti.http.post("/troubles", json={"troubles": troubles})
    siti.http.request(PHONE, "/hello", headers={"Liveroom-Protocol": PHONE})
    for login, password in ((EMAIL, SECRET), (PHONE, SECRET), ("siti", SECRET)):
        given = {"login": login, "password": password, "desk": PLANTED[:70]}
        httpx.post(f"{room.url}/session", json=given)
    httpx.post(f"{room.url}/session", content=f'{{"login": "{NAME}", "password": {SECRET}')
    httpx.post(f"{room.url}/session/refresh", json={"refresh": SECRET})
    httpx.get(f"{room.url}/hello", headers={"Authorization": f"Bearer {SECRET}"})


@pytest.mark.expects_log("unexpected fault|console trouble|Invalid HTTP request")
def test_nothing_of_what_people_write_is_logged_or_measured(
    room: Room, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    everything(room)

    def spoiled(*_: Any) -> None:
        raise RuntimeError(PLANTED)  # a bug whose message quotes what was sent

    monkeypatch.setattr(Ledger, "carry_out", spoiled)
    siti = room.desk("siti")
    assert siti.post(*commands(siti, "any")).status_code == 500
    metrics = httpx.get(f"{room.url}/metrics").text
    tokens = [desk.headers["Authorization"].partition(" ")[2] for desk in room._desks]
    room.stop()
    form = JsonLines()
    # httpx, asyncio and the test's own client log too; only what a server would write counts.
    theirs = ("httpx", "httpcore", "asyncio")
    records = [record for record in caplog.records if not record.name.startswith(theirs)]
    lines = [form.format(record) for record in records]
    assert sum('"event": "request"' in line for line in lines) > 20
    written = "\n".join([*lines, metrics]).casefold()
    found = [word for word in (*NEVER, *tokens) if word.casefold() in written]
    assert found == []
    room.start()
