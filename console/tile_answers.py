"""What an answer of a tile server means: keep it, there is none, wait, or stop asking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from console.tile_files import NotTiles
from console.tile_shelf import Kept

USUAL = 7 * 86400.0
"""Seconds a tile is fresh when its server says nothing."""
LONGEST = 60 * 86400.0
SHORTEST = 300.0
"""Nobody is asked for the same tile sooner, whatever they say: maps do not change by the minute."""
NOTHING = 86400.0
"""For so long a tile is not asked for that was not there."""
_LONGEST_WAIT = 3600.0

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_VECTORS = (b"\x1a", b"\x1f\x8b", b"\x78")


class Answer(NamedTuple):
    """Of a web server; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Busy(Exception):
    """Ask again after so many seconds, or after a while of one's own (0)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds


class Verdict(NamedTuple):
    """`stored`: it may be kept on the disk."""

    kept: Kept
    stored: bool


def verdict(answer: Answer, old: Kept | None, now: float, *, vector: bool) -> Verdict:
    """What to keep. Raises Busy, and NotTiles for an answer that is no tile."""
    status, headers = answer.status, answer.headers
    if status == 429 or status >= 500:
        raise Busy(_wait(headers.get("retry-after", ""), now))
    until, stored = fresh_until(headers, now)
    if status == 304 and old is not None:
        return Verdict(old._replace(fetched=now, fresh_until=until), stored)
    if status in (204, 404, 410) or (status == 200 and vector and not answer.body):
        return Verdict(Kept(None, "", "", now, now + NOTHING), True)
    if status in (401, 403):
        raise NotTiles("web_denied", status=status)
    if status != 200 or not answer.body.startswith(_VECTORS if vector else _PICTURES):
        said = headers.get("content-type", "").split(";")[0] or "?"
        raise NotTiles("web_no_tile", status=status, form=said[:40])
    told = headers.get("etag", ""), headers.get("last-modified", "")
    return Verdict(Kept(answer.body, *told, now, until), stored)


def asked_with(old: Kept | None) -> dict[str, str]:
    """Headers that ask for a tile only if it is another than the one that is kept."""
    if old is None or old.body is None:
        return {}
    held = {"If-None-Match": old.etag, "If-Modified-Since": old.modified}
    return {name: value for name, value in held.items() if value}


def fresh_until(headers: Mapping[str, str], now: float) -> tuple[float, bool]:
    """Until when a tile need not be asked for again, and whether a disk may keep it."""
    said = dict[str, str]()
    for part in headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        said[name] = value.strip('"')
    stored = "no-store" not in said
    if "no-cache" in said or not stored:
        seconds = 0.0
    elif said.get("max-age", "").isdigit():
        seconds = float(said["max-age"]) - _number(headers.get("age", ""))
    elif "expires" in headers:
        sent = _instant(headers.get("date", "")) or now
        seconds = (_instant(headers["expires"]) or sent) - sent
    else:
        seconds = USUAL
    return now + max(SHORTEST, min(LONGEST, seconds)), stored


def _wait(said: str, now: float) -> float:
    seconds = _number(said) if said.isdigit() else (_instant(said) or now) - now
    return max(0.0, min(_LONGEST_WAIT, seconds))


def _number(said: str) -> float:
    return float(said) if said.isdigit() else 0.0


def _instant(said: str) -> float | None:
    try:
        at: datetime = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
