"""What a wall keeps on its disk: its token, the city, the clock, and the last picture it showed."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from console.private_file import write_private
from db.domain.wall import Picture
from db.domain.wall_line import after, kept, line_of
from db.domain.wire import BadWire


class WallShelf:
    """Small files in a folder of the wall's own, for this user's eyes only. Any thread.

    What cannot be read counts as not there. Whatever writes raises OSError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def token(self) -> str:
        """What the server knows this wall by; made when it is first asked for."""
        return self._text("token") or self.fresh_token()

    def fresh_token(self) -> str:
        """Another one: the server has put an end to the one before."""
        token = secrets.token_urlsafe(32)
        write_private(self._folder / "token", token)
        return token

    def picture(self) -> Picture | None:
        """The last one that was kept."""
        with suppress(BadWire):
            return after(None, line_of(self._text("picture.json").encode()))
        return None

    def keep_picture(self, picture: Picture) -> None:
        """For a start without the server."""
        write_private(self._folder / "picture.json", kept(picture).decode())

    def city(self) -> str:
        """The city pack as it was kept, "" for none."""
        return self._text("city.json")

    def keep_city(self, text: str) -> None:
        """For a start without the server."""
        write_private(self._folder / "city.json", text)

    def clock(self) -> str:
        """What the clock remembered, "" for nothing."""
        return self._text("clock.json")

    def keep_clock(self, memory: str) -> None:
        """For the next start."""
        if memory:
            write_private(self._folder / "clock.json", memory)

    def _text(self, name: str) -> str:
        try:
            return (self._folder / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""
