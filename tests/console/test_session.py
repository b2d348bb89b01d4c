"""The last session: kept for this user's eyes, opened offline by its password alone."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console import session as sessions
from console.answers import granted_of
from console.faults import Denied, NoLastSession, OtherScope, WrongPassword
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


def test_who_is_displaced_without_signing_out_goes_on_draining(
    server: Scripted, tmp_path: Path
) -> None:
    async def displaced() -> None:
        keeper = Keeper(tmp_path)
        await keeper.sign_in(server.url, "sari", "rahasia")
        server.answer = as_agus
        agus = await keeper.sign_in(server.url, "agus", "rahasia")
        (sari,) = keeper.draining()
        assert (sari.login, sari.refresh, sari.draining) == ("sari", "r2", True)
        assert keeper.last() == agus
        await keeper.sign_out(sari, waiting=False)
        await keeper.sign_out(agus, waiting=False)
        server.answer = as_sari
        await keeper.sign_in(server.url, "sari", "rahasia")
        assert keeper.draining() == (), "agus had signed out: nothing of him is left to drain"

    asyncio.run(displaced())


def test_another_who_has_been_here_comes_in_without_the_server(
    server: Scripted, tmp_path: Path
) -> None:
    async def came_in() -> None:
        keeper = Keeper(tmp_path)
        server.answer = as_agus
        await keeper.sign_in(server.url, "agus", "rahasia", "meja 1")
        server.answer = as_sari
        sari = await keeper.sign_in(server.url, "sari", "rahasia", "meja 1")
        (agus,) = keeper.draining()
        again = await keeper.unlock(" Agus", "rahasia")
        assert again == replace(agus, draining=False), "his session had not ended: it goes on"
        assert keeper.draining() == (replace(sari, draining=True),)
        assert await keeper.unlock("sari", "rahasia") == sari
        await keeper.sign_out(replace(agus, draining=True), waiting=False)
        bare = await keeper.unlock("agus", "rahasia")
        assert (bare.person.id, bare.access, bare.refresh) == ("agus", "", "")
        read = Keeper(tmp_path)
        await read.open()
        assert read.last() == bare, "it is the one of the next start"

    asyncio.run(came_in())


def test_who_sees_other_cases_does_not_come_in_without_the_server(
    server: Scripted, tmp_path: Path
) -> None:
    async def stayed_out() -> None:
        keeper = Keeper(tmp_path)
        server.answer = as_supervisor
        await keeper.sign_in(server.url, "agus", "rahasia", "meja 1")
        server.answer = as_sari
        sari = await keeper.sign_in(server.url, "sari", "rahasia", "meja 1")
        with pytest.raises(OtherScope):
            await keeper.unlock("agus", "rahasia")
        assert keeper.last() == sari

    asyncio.run(stayed_out())


def test_wrong_passwords_make_everybody_wait(server: Scripted, tmp_path: Path) -> None:
    now = [50.0]

    async def waited() -> None:
        keeper = Keeper(tmp_path, lambda: now[0])
        await keeper.sign_in(server.url, "sari", "rahasia")

        async def seconds(login: str) -> int:
            with pytest.raises(WrongPassword) as no:
                await keeper.unlock(login, "salah")
            return no.value.seconds

        assert [await seconds(login) for login in ("sari", "agus", "sari")] == [0, 0, 0]
        assert keeper.wait() == 2
        for ask in (keeper.unlock("sari", "rahasia"), keeper.whose("sari", "rahasia")):
            with pytest.raises(WrongPassword) as no:
                await ask
            assert no.value.seconds == 2, "not even the right one is looked at"
        waits = []
        for _ in range(7):
            now[0] += keeper.wait()
            assert await seconds("sari") == 0
            waits.append(keeper.wait())
        assert waits == [4, 8, 16, 32, 60, 60, 60]
        now[0] += 59.5
        assert keeper.wait() == 1
        now[0] += 0.5
        assert (await keeper.unlock("sari", "rahasia")).login == "sari"
        assert [await seconds("sari") for _ in range(2)] == [0, 0], "it begins anew"
        assert keeper.wait() == 0

    asyncio.run(waited())


def as_sari(asked: Asked) -> Reply:
    return Reply(body=HELLO if asked.path == "/hello" else TOKENS)


def as_agus(asked: Asked) -> Reply:
    agus = {**TOKENS, "person": {"id": "agus", "name": "Agus", "role": "officer", "desk": "meja 1"}}
    return Reply(body=HELLO if asked.path == "/hello" else agus)


def as_supervisor(asked: Asked) -> Reply:
    agus = {"id": "agus", "name": "Agus", "role": "supervisor", "desk": "meja 1"}
    return Reply(body=HELLO if asked.path == "/hello" else {**TOKENS, "person": agus})


def test_signing_out_counts_even_where_the_disk_does_not_take_it(
    server: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def left() -> None:
        keeper = Keeper(tmp_path)
        session = await keeper.sign_in(server.url, "sari", "rahasia")
        with monkeypatch.context() as broken:
            broken.setattr(sessions, "write_private", full)
            with pytest.raises(OSError, match="No space"):
                await keeper.sign_out(session, waiting=True)
        assert [one.login for one in keeper.draining()] == ["sari"]

    asyncio.run(left())


def test_rotated_tokens_are_on_the_disk_at_once(server: Scripted, tmp_path: Path) -> None:
    async def rotated() -> None:
        keeper = Keeper(tmp_path)
        session = await keeper.sign_in(server.url, "sari", "rahasia")
        keeper.rotated(session, granted_of({**TOKENS, "refresh": "the-third-refresh-token"}))
        again = Keeper(tmp_path)
        await again.open()
        last = again.last()
        assert last is not None
        assert (last.refresh, last.lock) == ("the-third-refresh-token", session.lock)

    asyncio.run(rotated())


def test_tokens_that_come_after_signing_out_are_not_kept(server: Scripted, tmp_path: Path) -> None:
    async def left() -> None:
        keeper = Keeper(tmp_path)
        session = await keeper.sign_in(server.url, "sari", "rahasia")
        await keeper.sign_out(session, waiting=False)
        keeper.rotated(session, granted_of({**TOKENS, "refresh": "the-third-refresh-token"}))
        last = keeper.last()
        assert last is not None
        assert (last.access, last.refresh) == ("", "")

    asyncio.run(left())
    assert "the-third-refresh-token" not in (tmp_path / "session.json").read_text()


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
