"""Pictures for the screen: from this desk's own files, its cache on the disk, or the server."""

from __future__ import annotations

import asyncio
import shutil
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from console.api import Api
from console.faults import BadAnswer, Fault
from console.worker import Worker
from db.domain.refused import Refused

SMALL, LARGE = 320, 1600
"""Longest edges, in pixels, in which a server keeps a photo."""

MOST = 300 * 1024 * 1024
"""Bytes of fetched pictures on this disk; beyond it the oldest go."""

_REMEMBERED = 96
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_MISSING = 404


@dataclass(frozen=True, slots=True)
class Picture:
    """What there is to show: `state` is shown, video, missing (nobody has it) or offline."""

    state: str
    image: QImage | None = None


class Pictures:
    """Main thread; files and decoding are on one thread, the server is asked on another.

    `own` gives the staged file of this desk, if it has one; `api` the connection. Nothing here is
    precious: the folder may be emptied at any time.
    """

    def __init__(
        self, folder: Path, own: Callable[[str], Path | None], api: Callable[[], Api]
    ) -> None:
        self._folder, self._own, self._api = folder / "pictures", own, api
        self._files, self._line = Worker("pictures"), Worker("picture line")
        self._seen: OrderedDict[tuple[str, int], Picture] = OrderedDict()
        self._coming: dict[tuple[str, int], asyncio.Task[Picture]] = {}

    def close(self) -> None:
        """End the threads after what they are at."""
        self._files.shutdown(wait=False)
        self._line.shutdown(wait=False)

    async def get(self, sha256: str, size: int) -> Picture:
        """A picture in one of the two sizes, or why there is none. Never raises for the network."""
        key = (sha256, size)
        if key in self._seen:
            self._seen.move_to_end(key)
            return self._seen[key]
        task = self._coming.get(key)
        if task is None:
            task = self._coming[key] = asyncio.ensure_future(self._found(sha256, size))
            task.add_done_callback(lambda _: self._coming.pop(key, None))
        picture = await asyncio.shield(task)
        if picture.image is not None:
            self._seen[key] = picture
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
        return picture

    async def taken(self, sha256: str) -> tuple[str, float | None, float | None]:
        """What the camera said: its time (ISO 8601), latitude and longitude; empty where unknown.

        Asked of the server each time, and kept nowhere: it may be a person's home.
        """
        try:
            facts = await self._line.do(self._api().media_facts, sha256)
        except (Fault, Refused):
            return "", None, None
        lat, lng = facts.get("lat"), facts.get("lng")
        placed = isinstance(lat, float | int) and isinstance(lng, float | int)
        return str(facts.get("taken_at", "")), *((lat, lng) if placed else (None, None))

    async def video(self, sha256: str) -> Path | None:
        """The file of a video, for the system's player; None when it cannot be had now."""
        own = self._own(sha256)
        if own is not None:
            return own
        path = self._folder / f"{sha256}.video"
        if not path.exists() and not await self._fetched(sha256, None, path):
            return None
        return path

    async def forget(self) -> None:
        """Other eyes may see other cases."""
        self._seen.clear()
        await self._files.do(shutil.rmtree, self._folder, True)

    async def _found(self, sha256: str, size: int) -> Picture:
        path = self._folder / f"{sha256}-{size}.jpg"
        for file in (self._own(sha256), path):
            if file is not None:
                image = await self._files.do(_decoded, file, size)
                if image is not None:
                    return Picture("shown", image)
        told = await self._fetched(sha256, size, path)
        if not told:
            return Picture("offline" if told is None else await self._kind(sha256))
        image = await self._files.do(_decoded, path, size)
        return Picture("missing") if image is None else Picture("shown", image)

    async def _fetched(self, sha256: str, size: int | None, path: Path) -> bool | None:
        """Whether it was to be had; None when nobody could be asked."""
        part = path.with_suffix(f".{size}.part")
        try:
            await self._files.do(self._folder.mkdir, 0o700, True, True)
            await self._line.do(self._api().media, sha256, size, part)
            await self._files.do(self._keep, part, path)
        except BadAnswer as answer:
            return False if answer.status == _MISSING else None
        except (Fault, Refused, OSError):
            return None
        return True

    async def _kind(self, sha256: str) -> str:
        """There is no small one of a video."""
        try:
            facts = await self._line.do(self._api().media_facts, sha256)
        except (Fault, Refused):
            return "missing"
        return "video" if str(facts.get("type", "")).startswith("video/") else "missing"

    def _keep(self, part: Path, path: Path) -> None:
        part.replace(path)
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        room = MOST
        for file in files:
            room -= file.stat().st_size
            if room < 0:
                file.unlink(missing_ok=True)


def _decoded(path: Path, size: int) -> QImage | None:
    """The picture at this longest edge, upright; None when it is no picture Qt can read."""
    if not path.exists():
        return None
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid() and max(whole.width(), whole.height()) > size:
        reader.setScaledSize(whole.scaled(QSize(size, size), _KEEP))
    image = reader.read()
    if image.isNull():
        return None
    return image
