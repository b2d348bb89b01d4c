"""The last session: kept for this user's eyes, opened offline by its password alone."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.answers import granted_of
from console.faults import Denied, NoLastSession, WrongPassword
from console.session import Keeper, scope_of
from db.domain.case import Actor
from db.domain.states import Role
from tests.console.scripted import Asked, Reply, Scripted, problem
from tests.console.test_api import TOKENS

HELLO = {
    "city": {"id": "kota-tangerang", "name": "Kota Tangerang"},
    "protocol": {"from": 1, "to": 1},
    "version": "1",
    "epoch": "E",
}


@pytest.fixture
def server() -> Iterator[Scripted]:
    scripted = Scripted()

    def answer(asked: Asked) -> Reply:
        if asked.path == "/hello":
            return Reply(body=HELLO)
        good = asked.body["password"] == "rahasia"
        return Reply(body=TOKENS) if good else problem(401, "denied", key="bad_credentials")

    scripted.answer = answer
    yield scripted
    scripted.stop()


def test_signed_in_once_it_opens_without_a_server(server: Scripted, tmp_path: Path) -> None:
    async def signed_in() -> None:
        keeper = Keeper(tmp_path)
        await keeper.open()
        assert keeper.last() is None
        session = await keeper.sign_in(server.url + "/", "sari", "rahasia", "meja 1")
        assert session.server == server.url
        server.stop()
        again = Keeper(tmp_path)
        await again.open()
        assert await again.unlock("Sari ", "rahasia") == session
        for login, password in (("sari", "salah"), ("agus", "rahasia")):
            with pytest.raises(WrongPassword):
                await again.unlock(login, password)

    asyncio.run(signed_in())
    kept = tmp_path / "session.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "rahasia" not in kept.read_text()


def test_a_wrong_password_online_keeps_nothing(server: Scripted, tmp_path: Path) -> None:
    async def tried() -> None:
        keeper = Keeper(tmp_path)
        with pytest.raises(Denied) as denied:
            await keeper.sign_in(server.url, "sari", "salah")
        assert denied.value.key == "bad_credentials"
        with pytest.raises(NoLastSession):
            await keeper.unlock("sari", "salah")

    asyncio.run(tried())
    assert not (tmp_path / "session.json").exists()


def test_signed_out_only_names_and_lock_are_left_or_it_drains(
    server: Scripted, tmp_path: Path
) -> None:
    async def left() -> None:
        keeper = Keeper(tmp_path)
        session = await keeper.sign_in(server.url, "sari", "rahasia")
        await keeper.sign_out(session, waiting=True)
        assert [one.refresh for one in keeper.draining()] == ["r2"]
        with pytest.raises(WrongPassword):
            await keeper.unlock("sari", "bukan")
        again = await keeper.unlock("sari", "rahasia")
        assert (again.refresh, again.draining, keeper.draining()) == ("r2", False, ())
        await keeper.sign_out(keeper.current(again), waiting=False)
        assert keeper.draining() == ()
        last = keeper.last()
        assert last is not None
        assert (last.login, last.access, last.refresh) == ("sari", "", "")

    asyncio.run(left())


def test_rotated_tokens_are_on_the_disk_at_once(server: Scripted, tmp_path: Path) -> None:
    async def rotated() -> None:
        keeper = Keeper(tmp_path)
        session = await keeper.sign_in(server.url, "sari", "rahasia")
        keeper.rotated(session, granted_of({**TOKENS, "refresh": "r3"}))
        again = Keeper(tmp_path)
        await again.open()
        last = again.last()
        assert last is not None
        assert (last.refresh, last.lock) == ("r3", session.lock)

    asyncio.run(rotated())


def test_tokens_that_come_after_signing_out_are_not_kept(server: Scripted, tmp_path: Path) -> None:
    async def left() -> None:
        keeper = Keeper(tmp_path)
        session = await keeper.sign_in(server.url, "sari", "rahasia")
        await keeper.sign_out(session, waiting=False)
        keeper.rotated(session, granted_of({**TOKENS, "refresh": "r3"}))
        last = keeper.last()
        assert last is not None
        assert (last.access, last.refresh) == ("", "")

    asyncio.run(left())
    assert "r3" not in (tmp_path / "session.json").read_text()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"sessions": [{"server": 1}]}', "\x00"])
def test_a_damaged_file_counts_as_no_session(tmp_path: Path, text: str) -> None:
    (tmp_path / "session.json").write_text(text)
    keeper = Keeper(tmp_path)
    asyncio.run(keeper.open())
    assert keeper.last() is None


@pytest.mark.parametrize(
    ("role", "opd", "scope"),
    [
        (Role.OFFICER, None, "city"),
        (Role.MAYOR, None, "city"),
        (Role.SUPERVISOR, None, "city+secret"),
        (Role.ADMIN, None, "city+secret"),
        (Role.OPD_OPERATOR, "dlh", "opd:dlh"),
        (Role.AGENCY_HEAD, "dlh", "opd:dlh"),
    ],
)
def test_the_scope_is_the_servers(role: Role, opd: str | None, scope: str) -> None:
    assert scope_of(replace(Actor("x", "X", role), opd=opd)) == scope
