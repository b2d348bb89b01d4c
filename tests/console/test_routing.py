"""What was learned, at a desk: fetched, kept for a start without the server, and forgotten."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.api import Api
from console.faults import BadAnswer
from console.pages.forward import ForwardSheet
from console.routing import Routing
from console.worker import Worker
from db.domain.states import Role
from db.store import StoreFault
from tests.console.scripted import Reply, Scripted, problem
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from tests.server.test_routing import learned, some_cases

PLAIN: dict[str, Any] = {
    "whole": {"cases": 3, "kept": {"dlh": 3}},
    "clues": {"word:sampah": {"cases": 3, "kept": {"dlh": 3}}},
}
WHOLE = {"version": "v1", "routing": PLAIN}


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker("test")
    yield made
    made.shutdown()


@pytest.fixture
def server() -> Iterator[Scripted]:
    made = Scripted()
    yield made
    made.stop()


def fetched(routing: Routing, server: Scripted, worker: Worker, role: Role = Role.OFFICER) -> None:
    asyncio.run(_fetched(routing, server, worker, role))


async def _fetched(routing: Routing, server: Scripted, worker: Worker, role: Role) -> None:
    await routing.fetch(Api(server.url, access="a1"), worker, role)


def test_it_is_fetched_once_and_kept_for_this_user_alone(
    tmp_path: Path, server: Scripted, worker: Worker
) -> None:
    server.replies.extend([Reply(body=WHOLE), Reply(304, raw=b"")])
    routing = Routing(tmp_path)
    fetched(routing, server, worker)
    assert routing.learned is not None
    assert routing.learned.clues["word:sampah"].kept == {"dlh": 3}
    held = routing.learned
    fetched(routing, server, worker)
    assert server.asked[1].headers["If-None-Match"] == '"v1"'
    assert routing.learned is held
    assert stat.S_IMODE((tmp_path / "routing.json").stat().st_mode) == 0o600
    again = Routing(tmp_path)
    asyncio.run(again.recall(worker))
    assert again.learned == held


def test_there_may_be_nothing_yet(tmp_path: Path, server: Scripted, worker: Worker) -> None:
    server.replies.append(Reply(204, raw=b""))
    routing = Routing(tmp_path)
    asyncio.run(routing.recall(worker))
    fetched(routing, server, worker)
    assert routing.learned is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": "v", "routing": {"clues": 7}}'])
def test_what_is_spoilt_on_disk_is_passed_over(tmp_path: Path, worker: Worker, text: str) -> None:
    (tmp_path / "routing.json").write_text(text)
    routing = Routing(tmp_path)
    asyncio.run(routing.recall(worker))
    assert routing.learned is None


@pytest.mark.parametrize(
    "reply",
    [
        problem(404, "unknown"),  # a server before this one
        Reply(body={"version": "v1", "routing": {"whole": "odd"}}),
        Reply(body={"version": "v1"}),
    ],
)
def test_an_answer_that_is_of_no_use_leaves_what_is_known(
    tmp_path: Path, server: Scripted, worker: Worker, reply: Reply
) -> None:
    server.replies.extend([Reply(body=WHOLE), reply])
    routing = Routing(tmp_path)
    fetched(routing, server, worker)
    held = routing.learned
    with pytest.raises(BadAnswer):
        fetched(routing, server, worker)
    assert routing.learned is held is not None


def test_whoever_may_not_forward_finds_nothing_of_it(
    tmp_path: Path, server: Scripted, worker: Worker
) -> None:
    server.replies.append(Reply(body=WHOLE))
    routing = Routing(tmp_path)
    fetched(routing, server, worker)
    fetched(routing, server, worker, Role.OPD_OPERATOR)
    assert routing.learned is None
    assert not (tmp_path / "routing.json").exists()
    assert len(server.asked) == 1


def test_what_comes_after_the_person_left_is_not_taken(
    tmp_path: Path, server: Scripted, worker: Worker
) -> None:
    server.replies.append(Reply(body=WHOLE))
    routing = Routing(tmp_path)

    async def both() -> None:
        asked = asyncio.ensure_future(_fetched(routing, server, worker, Role.OFFICER))
        await asyncio.sleep(0)
        await routing.forget(worker)
        await asked

    asyncio.run(both())
    assert routing.learned is None
    assert not (tmp_path / "routing.json").exists()


def test_a_disk_that_does_not_take_it_is_told_of(
    tmp_path: Path, server: Scripted, worker: Worker
) -> None:
    server.replies.append(Reply(body=WHOLE))
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFault):
        fetched(Routing(tmp_path / "file"), server, worker)


def test_a_desk_suggests_what_the_city_learned_also_without_the_server(
    room: Room, loop: Loop, sit: Any
) -> None:
    siti = room.desk("siti")
    some_cases(room, siti, "satpol-pp", 20)
    learned(siti, lambda model: model.whole.cases == 20)
    case = room.received(siti, "Sampah pasar lagi", category="sampah")
    seat: Seat = sit()

    async def first_reason(seat: Seat) -> str:
        desk = seat.program.desk
        await until(lambda: desk.learned is not None, "the desk knows what was learned")
        await until(lambda: len(seat.program.book) == 21, "the cases are on the board")
        seat.frame.open_case(case)
        await until(lambda: seat.frame.case_page.view is not None, "the case is open")
        await seat.press("f")
        await until(lambda: isinstance(seat.frame.sheet, ForwardSheet), "the sheet is open")
        sheet = seat.frame.sheet
        assert isinstance(sheet, ForwardSheet)
        first = sheet._choices()[0]
        assert first.key == "satpol-pp"
        return first.reason

    loop.run(seat.enter(room.url, "siti", PASSWORD))
    online = loop.run(first_reason(seat))
    assert online.startswith("20 dari 20 kasus serupa")
    loop.run(seat.close())
    room.stop()
    later: Seat = sit()
    loop.run(later.open())
    assert loop.run(later.program.enter_offline("siti", PASSWORD))
    assert loop.run(first_reason(later)) == online
    loop.run(later.close())
    room.start()
