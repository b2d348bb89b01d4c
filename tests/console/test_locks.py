"""Who may sign at this desk without the server: kept through kills, full disks and damage."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from console.faults import WrongPassword
from console.locks import Lock, Locks, opens
from db.domain.case import Actor
from db.domain.states import Role

HERE = "https://live.example"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def lock(name: str, password: str = "rahasia", server: str = HERE) -> Lock:
    person = Actor(f"p-{name}", name.title(), Role.OFFICER)
    return Lock(server, name, person, QUICK.hash(password))


def known(locks: Locks, name: str, password: str = "rahasia", server: str = HERE) -> bool:
    try:
        return locks.opened(server, name, password).person.id == f"p-{name}"
    except WrongPassword:
        return False


def test_who_was_here_is_known_by_the_last_password_and_nobody_else(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    assert not known(locks, "siti")
    locks.keep(lock("siti", "lama"))
    locks.keep(lock("agus"))
    locks.keep(lock("siti", "baru"))
    again = Locks(tmp_path)
    assert known(again, " SITI ".strip().lower(), "baru")
    assert again.opened(HERE, " Siti ", "baru").person.name == "Siti"
    assert known(again, "agus")
    for name, password in (("siti", "lama"), ("siti", ""), ("budi", "rahasia")):
        assert not known(again, name, password)
    assert not known(again, "agus", server="https://another.example")
    file = tmp_path / "locks.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "baru" not in file.read_text()


def test_who_was_away_longest_is_forgotten_first(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    for n in range(61):
        locks.keep(lock(f"petugas{n}"))
    locks.keep(lock("petugas1"))
    assert not known(locks, "petugas0")
    assert known(locks, "petugas1")
    assert known(locks, "petugas60")
    assert len(json.loads((tmp_path / "locks.json").read_text())["locks"]) == 60


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"locks": 5}',
        b'{"locks": "siti"}',
        b'{"locks": [5, null, {"server": 1}]}',
        b'{"locks": [',
    ],
)
def test_a_damaged_file_knows_nobody_and_is_mended_by_signing_in(
    tmp_path: Path, text: bytes
) -> None:
    (tmp_path / "locks.json").write_bytes(text)
    locks = Locks(tmp_path)
    assert not known(locks, "siti")
    locks.keep(lock("siti"))
    assert known(Locks(tmp_path), "siti")


def test_one_damaged_lock_takes_no_other_with_it(tmp_path: Path) -> None:
    locks, file = Locks(tmp_path), tmp_path / "locks.json"
    locks.keep(lock("siti"))
    locks.keep(lock("agus"))
    held = json.loads(file.read_text())
    held["locks"][0]["person"] = {"id": 5}
    file.write_text(json.dumps(held))
    assert known(locks, "siti")
    assert not known(locks, "agus")
    locks.keep(lock("budi"))
    assert known(locks, "siti")


def test_a_hash_that_is_none_opens_for_nobody() -> None:
    for wrong in ("", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"):
        assert not opens(wrong, "")


class Killed(BaseException):
    """The power failed here."""


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_killed_at_any_step_the_file_is_the_old_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    locks = Locks(tmp_path)
    locks.keep(lock("siti"))

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path if call == "replace" else os, call, killed)
        with pytest.raises(Killed):
            locks.keep(lock("agus"))
    again = Locks(tmp_path)
    assert known(again, "siti")
    again.keep(lock("agus"))
    assert known(again, "agus")


def test_a_full_disk_is_told_and_forgets_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks = Locks(tmp_path)
    locks.keep(lock("siti"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            locks.keep(lock("agus"))
    assert known(locks, "siti")


def test_a_file_that_cannot_be_read_now_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks = Locks(tmp_path)
    locks.keep(lock("siti"))

    def failing(_: Path) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", failing)
        assert not known(locks, "siti")
        with pytest.raises(OSError, match="rror"):
            locks.keep(lock("agus"))
    assert known(locks, "siti")


def test_two_who_sign_in_at_once_are_both_kept(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    made = [lock(f"petugas{n}") for n in range(8)]
    threads = [threading.Thread(target=locks.keep, args=(one,)) for one in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(known(locks, one.login) for one in made)
