"""WebM (RFC 8794, RFC 9559): elements found; tags and attachments blanked in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from server.washed import Unfit

_SEGMENT, _CLUSTER, _INFO, _TRACKS = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B
_TAGS, _ATTACHMENTS, _CHAPTERS = 0x1254C367, 0x1941A469, 0x1043A770
_CUES, _SEEK, _EBML, _VOID, _CRC = 0x1C53BB6B, 0x114D9B74, 0x1A45DFA3, 0xEC, 0xBF
_DATE, _TITLE = 0x4461, 0x7BA9
_ENTRY, _TYPE, _VIDEO, _WIDTH, _HEIGHT = 0xAE, 0x83, 0xE0, 0xB0, 0xBA
_KEPT = frozenset({_CLUSTER, _INFO, _TRACKS, _CUES, _SEEK, _VOID, _CRC})
_LEVEL_ONE = _KEPT | {_TAGS, _ATTACHMENTS, _CHAPTERS}
_PICTURE, _SOUND = 1, 2
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_MOST = 2_000_000
_SMALL = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Element:
    """One element: where it begins, where its content does, where it ends."""

    id: int
    start: int
    inside: int
    end: int


class Matroska:
    """Blanks the file when it is made. `place` stays empty: tags have no agreed word for it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._seen = 0
        self._size = file.seek(0, 2)
        self.width = self.height = 0
        self.taken_at = ""
        self.place = b""
        top = list(self._within(0, self._size))
        segments = [one for one in top if one.id == _SEGMENT]
        if len(segments) != 1 or any(one.id not in (_EBML, _SEGMENT, _VOID, _CRC) for one in top):
            raise Unfit("damaged")
        for one in self._within(segments[0].inside, segments[0].end):
            self._wash(one)
        if not self.width:
            raise Unfit("not_a_picture")

    def _wash(self, one: Element) -> None:
        if one.id == _INFO:
            self._wash_info(one)
        elif one.id == _TRACKS:
            self._look_at_tracks(one)
        elif one.id not in _KEPT:
            self._blank(one)

    def _wash_info(self, info: Element) -> None:
        for one in list(self._within(info.inside, info.end)):
            if one.id == _DATE and one.end - one.inside == 8:
                ns = int.from_bytes(self._read(one.inside, 8), "big", signed=True)
                self.taken_at = (_EPOCH + timedelta(microseconds=ns // 1000)).isoformat()
            elif one.id == _TITLE:
                self._blank(one)

    def _look_at_tracks(self, tracks: Element) -> None:
        for entry in self._within(tracks.inside, tracks.end):
            parts = {one.id: one for one in self._within(entry.inside, entry.end)}
            if entry.id != _ENTRY or _TYPE not in parts:
                continue
            kind = self._number(parts[_TYPE])
            if kind not in (_PICTURE, _SOUND):
                raise Unfit("unsafe_video")  # subtitles and measurements may tell the place
            if kind == _PICTURE and _VIDEO in parts:
                video = parts[_VIDEO]
                for one in self._within(video.inside, video.end):
                    if one.id == _WIDTH:
                        self.width = self._number(one)
                    elif one.id == _HEIGHT:
                        self.height = self._number(one)

    # --- elements -------------------------------------------------------------------------------

    def _within(self, start: int, end: int) -> Iterator[Element]:
        while start < end:
            self._seen += 1
            if self._seen > _MOST:
                raise Unfit("damaged")
            one = self._at(start, end)
            yield one
            start = one.end

    def _at(self, start: int, end: int) -> Element:
        id, after = self._vint(start, keep_marker=True)
        size, inside = self._vint(after, keep_marker=False)
        if size >= 0 and inside + size <= end:
            return Element(id, start, inside, inside + size)
        if size >= 0 or id not in (_SEGMENT, _CLUSTER):
            raise Unfit("damaged")
        # Recorded live: its length was not known. A cluster ends where its next sibling begins.
        return Element(id, start, inside, end if id == _SEGMENT else self._cluster_end(inside, end))

    def _cluster_end(self, start: int, end: int) -> int:
        while start < end:
            self._seen += 1
            id, after = self._vint(start, keep_marker=True)
            if id in _LEVEL_ONE and id not in (_VOID, _CRC):
                return start
            size, inside = self._vint(after, keep_marker=False)
            if size < 0 or inside + size > end or self._seen > _MOST:
                raise Unfit("damaged")
            start = inside + size
        return end

    def _vint(self, at: int, *, keep_marker: bool) -> tuple[int, int]:
        """A number of variable length and what follows it; -1 for the size that is not known."""
        first = self._read(at, 1)[0]
        width = 9 - first.bit_length()
        if width > (4 if keep_marker else 8):
            raise Unfit("damaged")
        data = self._read(at, width)
        if keep_marker:
            return int.from_bytes(data, "big"), at + width
        value = int.from_bytes(data, "big") & ~(1 << (7 * width))
        return (-1 if value == (1 << (7 * width)) - 1 else value), at + width

    def _number(self, one: Element) -> int:
        if one.end - one.inside > 8:
            raise Unfit("damaged")
        return int.from_bytes(self._read(one.inside, one.end - one.inside), "big")

    def _read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        data = self._file.read(size)
        if len(data) < size:
            raise Unfit("damaged")
        return data

    def _blank(self, one: Element) -> None:
        """A Void of the same size in its place."""
        total = one.end - one.start
        width = 8 if total >= 9 else 1
        size = total - 1 - width
        if size < 0 or (width == 1 and size > 126):
            raise Unfit("unsafe_video")
        self._file.seek(one.start)
        head = size | 1 << (7 * width)
        self._file.write(bytes([_VOID]) + head.to_bytes(width, "big"))
        while size > 0:
            piece = min(size, _SMALL)
            self._file.write(bytes(piece))
            size -= piece
