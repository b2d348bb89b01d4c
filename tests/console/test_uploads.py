"""Uploads: a disk that does not take new tokens stops nothing for good."""

from __future__ import annotations

import asyncio
import errno
import os
from pathlib import Path

import pytest

from console import session as sessions
from console.answers import granted_of
from console.clock import ServerClock
from console.faults import Offline
from console.outbox_book import OutboxBook
from console.session import Keeper, Session
from console.tasks import Tasks
from console.uploads import Uploads
from console.worker import Worker
from db.store import FaultKey, StoreFault
from tests.console.scripted import Asked, Reply, Scripted, problem
from tests.console.test_api import NOTE, SARI, TOKENS


def fresh_only(asked: Asked) -> Reply:
    """What a server says to a token that has run out, and to the next one."""
    if asked.path == "/session/refresh":
        return Reply(body=TOKENS)
    fresh = asked.headers.get("Authorization") == "Bearer a2"
    return Reply(body={"outcomes": []}) if fresh else problem(401, "denied", key="token_expired")


def test_new_tokens_that_cannot_be_kept_are_not_used_and_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, told = Scripted(), list[StoreFault]()
    server.answer = fresh_only
    until = granted_of(TOKENS).access_expires
    old = Session(server.url, "kota", "sari", SARI, "a1", until, "r1", until)

    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def sent() -> None:
        tasks, worker = Tasks(), Worker("test")
        tasks.start()
        book = OutboxBook(lambda key, facts: None)
        keeper = Keeper(tmp_path)
        uploads = Uploads(
            tmp_path, ServerClock(), keeper, book, tasks, lambda event: None, told.append
        )
        api = uploads.connect(old, lambda heard: None)
        with monkeypatch.context() as patch:
            patch.setattr(sessions, "write_private", full)
            with pytest.raises(Offline) as offline:
                await worker.do(api.commands, "kota", [NOTE])
        assert offline.value.key == "store"
        assert not any(one.headers.get("Authorization") == "Bearer a2" for one in server.asked)
        await asyncio.sleep(0)
        assert [fault.key for fault in told] == [FaultKey.DISK_FULL]
        await worker.do(api.commands, "kota", [NOTE])
        worker.shutdown()
        await tasks.stop()

    asyncio.run(sent())
    server.stop()
