"""Countdown: what is left, said without doubt."""

import pytest

from widgets.countdown import BREACHED, CALM, NONE, WARN, figure, left, spoken
from widgets.remainders import quiet_until
from widgets.roles import Card

NOW = 1_800_000_000_000
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "00.00.00"),
        (59_999, "00.00.59"),
        (12 * MINUTE + 45_000, "00.12.45"),
        (HOUR - 1, "00.59.59"),
        (HOUR, "01.00"),
        (3 * HOUR + 40 * MINUTE + 59_000, "03.40"),
        (DAY - 1, "23.59"),
        (DAY, "1 hr 00.00"),
        (2 * DAY + 3 * HOUR + 40 * MINUTE, "2 hr 03.40"),
        (10 * DAY - 1, "9 hr 23.59"),
        (12 * DAY, "12 hari"),
    ],
)
def test_lengths(ms: int, text: str) -> None:
    assert figure(ms) == text


@pytest.mark.parametrize(
    ("due", "warn", "level", "text"),
    [
        (0, 0, NONE, ""),
        (NOW + 2 * HOUR, NOW + HOUR, CALM, "02.00"),
        (NOW + 2 * HOUR, 0, CALM, "02.00"),
        (NOW + HOUR, NOW, WARN, "01.00"),
        (NOW + 1, NOW - HOUR, WARN, "00.00.00"),
        (NOW, NOW - HOUR, BREACHED, "−00.00.00"),
        (NOW - HOUR - 12 * MINUTE, NOW - 2 * HOUR, BREACHED, "−01.12"),
    ],
)
def test_levels(due: int, warn: int, level: int, text: str) -> None:
    remainder = left(due, warn, "verifikasi", NOW)
    assert (remainder.level, remainder.figure) == (level, text)


def test_words() -> None:
    assert left(NOW + 4 * HOUR, 0, "terima OPD", NOW).words == "tersisa · terima OPD"
    assert left(NOW + 4 * HOUR, 0, "", NOW).words == "tersisa"
    assert left(NOW - HOUR, 0, "verifikasi", NOW).words == "verifikasi"
    assert spoken(left(NOW - HOUR, 0, "verifikasi", NOW)) == "lewat 01.00, verifikasi"
    assert spoken(left(0, 0, "", NOW)) == "tanpa tenggat"


def test_never_more_than_what_is_left() -> None:
    """What is shown is rounded down: an officer never has less time than the screen says."""
    for ms in range(0, 2 * HOUR, 7_919):
        parts = [int(part) for part in figure(ms).split(".")]
        shown = sum(a * b for a, b in zip(parts, (HOUR, MINUTE, 1000), strict=False))
        assert shown <= ms


@pytest.mark.parametrize("due", [0, 59_000, 3_600_500, 7_261_000, 200_000_000, -4_000_001])
@pytest.mark.parametrize("warn_before", [0, 90_000])
def test_until_it_is_said_to_change_what_is_left_stays(due: int, warn_before: int) -> None:
    at = NOW + due if due else 0
    warn = at - warn_before if warn_before else 0
    card = Card("c", "N", "received", "", "", "", "", "", "", at, warn, "rule")
    for start in range(NOW, NOW + 130_000, 1_000):
        before = left(card.due, card.warn, card.rule, start)
        for later in range(start, min(quiet_until(card, start), start + 70_000), 500):
            assert left(card.due, card.warn, card.rule, later) == before
