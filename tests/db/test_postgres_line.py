"""A PostgreSQL that vanishes without a word is given up soon, not after the system's two hours."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from db.postgres_line import PATIENCE
from db.store import FaultKey, Kind, Store, StoreFault

LINE = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


def settings_of(store: Store, *, writes: bool) -> dict[str, str]:
    """What the driver was given for a connection that is open."""
    way = store.write if writes else store.read
    with way() as conn:
        info = conn.connection.driver_connection.info  # type: ignore[union-attr]
        found: dict[str, str] = info.get_parameters()
    return found


@pytest.mark.parametrize("writes", [True, False])
def test_the_driver_is_given_an_end_to_its_patience(
    postgres: Callable[[], str], writes: bool
) -> None:
    where = postgres()
    store = Store.open(where, Kind.SERVER)
    given = settings_of(store, writes=writes)
    assert {name: given.get(name) for name in LINE} == LINE
    assert given["application_name"] == "liveroom"
    store.close()
    store = Store.open(f"{where}&tcp_user_timeout=7000&connect_timeout=3", Kind.SERVER)
    given = settings_of(store, writes=writes)
    said = {"tcp_user_timeout": "7000", "connect_timeout": "3"}
    assert {name: given.get(name) for name in LINE} == {**LINE, **said}
    store.close()


class Passage:
    """Passes bytes on between TCP and PostgreSQL's own socket, until it plays dead.

    Then it takes nothing more and closes nothing, as a host without power does.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        # Little room, so that what is not taken here soon is not taken by the system either.
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port = self._listening.getsockname()[1]
        self.dead = threading.Event()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Hang up."""
        for end in (self._listening, *self._ends):
            with suppress(OSError):
                end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listening.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(self._target)
                self._ends += [here, there]
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while not self.dead.is_set() and (data := source.recv(4096)):
                if self.dead.is_set():
                    break
                target.sendall(data)
            if not self.dead.is_set():
                target.shutdown(socket.SHUT_WR)


@pytest.fixture
def passage(postgres: Callable[[], str]) -> Iterator[tuple[Passage, str]]:
    """A passage to a database of its own, and the URL that leads through it."""
    where = urlsplit(postgres())
    folder = parse_qs(where.query)["host"][0]
    made = Passage(f"{folder}/.s.PGSQL.5432")
    yield made, f"postgresql+psycopg://postgres@127.0.0.1:{made.port}{where.path}"
    made.close()


# Whether the driver has noticed by itself when the pool cleans the connection is a race.
@pytest.mark.expects_log("Exception during reset or similar")
@pytest.mark.parametrize("writes", [True, False])
def test_a_server_that_vanished_is_told_soon(
    passage: tuple[Passage, str], monkeypatch: pytest.MonkeyPatch, writes: bool
) -> None:
    """With a shorter patience than ours; a large question meets a peer that takes no more."""
    through, where = passage
    monkeypatch.setitem(PATIENCE, "tcp_user_timeout", "1500")
    monkeypatch.setitem(PATIENCE, "connect_timeout", "2")
    store = Store.open(where, Kind.SERVER)
    way = store.write if writes else store.read
    asked = time.monotonic()

    def ask() -> None:
        with way() as conn:
            assert conn.execute(text("SELECT 1")).scalar() == 1
            through.dead.set()
            conn.execute(text("SELECT length(:much)"), {"much": "x" * 16_000_000}).scalar()

    with pytest.raises(StoreFault) as caught:
        ask()
    assert caught.value.key is FaultKey.UNREACHABLE
    assert time.monotonic() - asked < 30
    with suppress(StoreFault):
        store.close()
