"""What answers of tile servers mean."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from console.tile_answers import (
    LONGEST,
    NOTHING,
    SHORTEST,
    USUAL,
    Answer,
    Busy,
    asked_with,
    fresh_until,
    verdict,
)
from console.tile_files import NotTiles
from console.tile_shelf import Kept

NOW = 1_700_000_000.0
PNG = b"\x89PNG\r\n\x1a\n and more"
OLD = Kept(PNG, '"v1"', "Mon, 01 Jan 2024 00:00:00 GMT", NOW - 9e5, NOW - 1e5)


@pytest.mark.parametrize(
    ("headers", "seconds", "stored"),
    [
        ({}, USUAL, True),
        ({"cache-control": "public, max-age=7200"}, 7200, True),
        ({"cache-control": "max-age=7200", "age": "1200"}, 6000, True),
        ({"cache-control": "max-age=999999999"}, LONGEST, True),
        ({"cache-control": "no-cache"}, SHORTEST, True),
        ({"cache-control": "no-store"}, SHORTEST, False),
        ({"expires": formatdate(NOW + 9000), "date": formatdate(NOW)}, 9000, True),
        ({"expires": formatdate(NOW + 9000), "date": formatdate(NOW + 3000)}, 6000, True),
        ({"expires": "0"}, SHORTEST, True),
        ({"cache-control": "max-age=60", "expires": formatdate(NOW + 9000)}, SHORTEST, True),
        ({"cache-control": "max-age=abc"}, USUAL, True),
    ],
)
def test_how_long_a_tile_is_fresh(headers: dict[str, str], seconds: float, stored: bool) -> None:
    assert fresh_until(headers, NOW) == (NOW + seconds, stored)


def test_a_picture_is_kept_with_what_asks_for_it_anew() -> None:
    found = verdict(Answer(200, {"etag": '"v2"'}, PNG), None, NOW, vector=False)
    assert found.stored
    assert found.kept == Kept(PNG, '"v2"', "", NOW, NOW + USUAL)
    assert asked_with(found.kept) == {"If-None-Match": '"v2"'}
    assert asked_with(OLD).keys() == {"If-None-Match", "If-Modified-Since"}
    assert asked_with(None) == {}


def test_the_same_as_before_is_fresh_again() -> None:
    found = verdict(Answer(304, {"cache-control": "max-age=5000"}, b""), OLD, NOW, vector=False)
    assert found.kept == OLD._replace(fetched=NOW, fresh_until=NOW + 5000)


@pytest.mark.parametrize("status", [204, 404, 410])
def test_what_is_not_there_is_not_asked_for_today(status: int) -> None:
    found = verdict(Answer(status, {}, b"<html>"), OLD, NOW, vector=False)
    assert (found.kept.body, found.kept.fresh_until) == (None, NOW + NOTHING)
    assert asked_with(found.kept) == {}


@pytest.mark.parametrize(
    ("status", "said", "seconds"),
    [
        (429, "30", 30), (503, "", 0), (500, "", 0), (429, formatdate(NOW + 90), 90),
        (429, "999999", 3600), (429, formatdate(NOW - 90), 0), (503, "bald", 0),
    ],
)  # fmt: skip
def test_who_is_busy_is_given_time(status: int, said: str, seconds: float) -> None:
    with pytest.raises(Busy) as busy:
        verdict(Answer(status, {"retry-after": said}, b""), None, NOW, vector=False)
    assert busy.value.seconds == seconds


@pytest.mark.parametrize(
    ("status", "body", "vector", "key"),
    [
        (200, b"<!DOCTYPE html>", False, "web_no_tile"),
        (200, b"", False, "web_no_tile"),
        (200, PNG, True, "web_no_tile"),
        (302, PNG, False, "web_no_tile"),
        (304, b"", False, "web_no_tile"),
        (401, b"", False, "web_denied"),
        (403, PNG, False, "web_denied"),
    ],
)
def test_what_is_no_tile_is_refused(status: int, body: bytes, vector: bool, key: str) -> None:
    with pytest.raises(NotTiles) as no:
        verdict(Answer(status, {"content-type": "text/html; x"}, body), None, NOW, vector=vector)
    assert no.value.key == key
