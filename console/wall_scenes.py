"""Moments of the wall on each kind of screen: every page, a flood, a silence, a night."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtWidgets import QWidget

from console.clock import ServerClock
from console.pages.wall import Seen, WallFace
from console.pages.wall_door import WallDoor
from console.pages.wall_keys import KEYS
from console.wall_link import WallLink
from console.wall_shelf import WallShelf
from console.wall_sizes import letters
from db.domain.wall import Flooding, Picture
from widgets.theme import wall_theme
from widgets.wall_ink import Ink

See = Callable[[str, str, QSize, QWidget], object]
"""Told scene, theme, size and the screen as it stands."""

HUNG: Mapping[str, tuple[QSize, QSizeF]] = {
    "1080p": (QSize(1920, 1080), QSizeF(1218, 685)),
    "4k": (QSize(3840, 2160), QSizeF(1218, 685)),
    "ultra-wide": (QSize(3840, 1080), QSizeF(2436, 685)),
    "portrait": (QSize(1080, 1920), QSizeF(685, 1218)),
}
"""Pixels and millimetres: 55 inches each, the wide one two of them side by side."""

_DEPTH = 5.0
_SETTLE, _DRAWN = 0.25, 1.0
_PATIENCE = 30.0


class WallScenes:
    """Hangs a wall for as long as the pictures take. `admit` types its code at the server."""

    def __init__(
        self,
        folder: Path,
        see: See,
        screens: Sequence[str] = tuple(HUNG),
        themes: Sequence[str] = ("dark",),
        settle: float = _SETTLE,
    ) -> None:
        self._clock = ServerClock()
        self._shelf, self._see, self._rest = WallShelf(folder), see, settle
        self._screens, self._themes = screens, themes

    async def go(self, server: str, admit: Callable[[str], None]) -> None:
        """Every moment on every screen. LookupError when the server shows nothing in time."""
        link = WallLink(server, self._shelf, self._clock)
        await link.open()
        try:
            await self._known(link, admit)
            for theme in self._themes:
                for screen in self._screens:
                    await self._on_screen(link, theme, *HUNG[screen])
        finally:
            await link.close()

    async def _known(self, link: WallLink, admit: Callable[[str], None]) -> None:
        waited, typed = 0.0, ""
        while link.picture is None or link.city is None:
            if link.code != typed:
                typed = link.code
                admit(typed)
            await asyncio.sleep(0.05)
            waited += 0.05
            if waited > _PATIENCE:
                raise LookupError("the wall was shown nothing in time")

    async def _on_screen(self, link: WallLink, theme: str, size: QSize, mm: QSizeF) -> None:
        assert link.city is not None, "it was waited for"
        unit = letters(_DEPTH, size, mm).unit
        ink = Ink(wall_theme(theme, unit), unit)
        door = WallDoor(ink)
        door.resize(size)
        door.show_code("K7QF2-MPA3T", "liveroom-server wall add NAME K7QF2-MPA3T")
        await self._shown("wall-code", theme, size, door)
        face = WallFace(ink, link.city, KEYS, 15.0)
        face.resize(size)
        for turn, key in enumerate(KEYS):
            face.show_seen(self._now(link, turn))
            face.show()
            await asyncio.sleep(_DRAWN if key == "map" else 0)  # its ground comes piece by piece
            await self._shown(f"wall-{key}", theme, size, face, last=False)
        face.show_seen(self._old(link))
        await self._shown("wall-silent", theme, size, face, last=False)
        if theme == "dark":  # a wall in daylight is dark at night, too
            face.show_seen(self._night(link))
            await self._shown("wall-night", theme, size, face, last=False)
        face.show_seen(self._rain(link))
        await self._shown("wall-flood", theme, size, face)

    async def _shown(
        self, scene: str, theme: str, size: QSize, window: QWidget, *, last: bool = True
    ) -> None:
        window.show()
        await asyncio.sleep(self._rest)
        self._see(scene, theme, size, window)
        if last:
            window.hide()
            window.deleteLater()

    # --- moments ---

    def _now(self, link: WallLink, turn: int) -> Seen:
        assert link.picture is not None, "it was waited for"
        return Seen(link.picture, self._clock.now_ms(), 0.4, True, False, 16.0 * turn)

    def _old(self, link: WallLink) -> Seen:
        seen = self._now(link, len(KEYS))
        old = replace(seen.picture, at=seen.picture.at - timedelta(minutes=72))
        return seen._replace(picture=old, silent=4_320.0)

    def _night(self, link: WallLink) -> Seen:
        return self._now(link, len(KEYS))._replace(quiet=True)

    def _rain(self, link: WallLink) -> Seen:
        """As in an hour of heavy rain."""
        seen = self._now(link, len(KEYS))
        return seen._replace(picture=_flooded(seen.picture))


def _flooded(picture: Picture) -> Picture:
    flood = Flooding(picture.at - timedelta(minutes=47), 612, 143, 21.4, 3, True)
    return replace(picture, figures=replace(picture.figures, flood=flood))
