"""A wall as the server sees it: a token of its own, let in by its code, and the lines it hears."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

from db.domain.wall import Picture, code_of
from db.domain.wall_line import after, line_of
from server import admission
from tests.server.room import Room


class Hung:
    """A wall that hangs in a room; `heard` is every byte that the server sent to it."""

    def __init__(self, room: Room, name: str = "Ruang kendali", *, let_in: bool = True) -> None:
        self.room, self.name, self.token = room, name, secrets.token_urlsafe(32)
        self.headers = {"Authorization": f"Bearer {self.token}", "Liveroom-Protocol": "1"}
        self.http = httpx.Client(base_url=room.url, headers=self.headers, timeout=30)
        self.heard = bytearray()
        self.http.event_hooks["response"].append(self._hear)
        if let_in:
            self.expect()
            assert self.enter() == 204

    def _hear(self, answer: httpx.Response) -> None:
        self.heard += repr(answer.headers).encode()

    def expect(self) -> None:
        """Somebody at the server types its code."""
        store = self.room.store()
        with store.write() as conn:
            admission.expect(conn, self.name, code_of(self.token), self.room.clock())
        store.close()

    def enter(self) -> int:
        """The status of asking to be let in."""
        return self.get_in().status_code

    def get_in(self) -> httpx.Response:
        """Ask to be let in."""
        return self.http.post("/wall/session")

    def picture(self) -> Picture:
        """What it is shown now."""
        answer = self.http.get("/wall")
        assert answer.status_code == 200, answer.text
        self.heard += answer.content
        return after(None, line_of(answer.content))

    @contextmanager
    def following(self) -> Iterator[Iterator[Picture]]:
        """The picture after each line of the stream."""
        with self.http.stream("GET", "/wall", params={"follow": "1"}) as answer:
            assert answer.status_code == 200, answer.read()
            yield self._pictures(answer)

    def _pictures(self, answer: httpx.Response) -> Iterator[Picture]:
        held: Picture | None = None
        for text in answer.iter_lines():
            self.heard += text.encode()
            assert set(json.loads(text)) <= LINE
            held = after(held, line_of(text.encode()))
            yield held

    def close(self) -> None:
        """Hang up."""
        self.http.close()


LINE = {"epoch", "head", "server_time", "n", "since", "figures", "put", "drop"}


def once(pictures: Iterator[Picture], so: Callable[[Picture], bool]) -> Picture:
    """The first picture that is so."""
    for picture in pictures:
        if so(picture):
            return picture
    raise AssertionError("the stream has ended")
