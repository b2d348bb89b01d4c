"""The calendar and the clocks of domain.md for Kota Tangerang, as tests need them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import holidays

from db.domain.clocks import Calendar, ClockRule, Limit, Season, Span, Subject

WIB = ZoneInfo("Asia/Jakarta")


def wib(text: str) -> datetime:
    """Instant (UTC) of a local time such as "2026-03-17 14:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB).astimezone(UTC)


def _day(*hours: str) -> tuple[Span, ...]:
    return tuple(Span(*map(time.fromisoformat, text.split("-"))) for text in hours)


def _week(day: tuple[Span, ...], friday: tuple[Span, ...]) -> dict[int, tuple[Span, ...]]:
    return {0: day, 1: day, 2: day, 3: day, 4: friday}


_FASTING = _week(_day("08:00-12:00", "12:30-15:00"), _day("08:00-11:30", "12:30-15:30"))

CALENDAR = Calendar(
    WIB,
    _week(_day("07:30-12:00", "13:00-16:00"), _day("07:30-11:30", "13:00-16:30")),
    frozenset(
        holidays.country_holidays("ID", years=(2026, 2027), categories=("public", "government"))
    ),
    seasons=(
        Season("Ramadan 1447", date(2026, 2, 19), date(2026, 3, 19), _FASTING),
        Season("Ramadan 1448", date(2027, 2, 8), date(2027, 3, 9), _FASTING),
    ),
)

COMPLAINT = Subject("laksa", "complaint")
EMERGENCY = Subject("112", "emergency", "emergency")
NATIONAL = Subject("sp4n", "complaint")

HOUR = 3600


def rule(
    id: str,
    limit: Limit,
    starts: str,
    stops: str,
    *,
    calendar: str = "working_hours",
    channels: str = "",
    classes: str = "",
    valid_from: date = date(2000, 1, 1),
) -> ClockRule:
    """A clock that stands still while a report is with its reporter; words parted by blanks."""
    return ClockRule(
        id,
        id.title(),
        limit,
        calendar,
        starts=frozenset(starts.split()),
        stops=frozenset(stops.split()),
        pauses=frozenset({"returned"}),
        resumes=frozenset({"completed"}),
        channels=frozenset(channels.split()),
        classes=frozenset(classes.split()),
        valid_from=valid_from,
    )


ROOM_ACTS = "forwarded answered declined"
FIRST_ANSWERS = "scheduled finished answered declined"

RULES = (
    rule("room", Limit(seconds=24 * HOUR), "received reopened", ROOM_ACTS, calendar="elapsed"),
    rule("response", Limit(seconds=48 * HOUR), "received", FIRST_ANSWERS, calendar="elapsed"),
    rule(
        "acceptance",
        Limit(seconds=300),
        "forwarded reassigned",
        "accepted bounced reassigned",
        calendar="elapsed",
        classes="emergency",
    ),
    rule(
        "acceptance",
        Limit(seconds=HOUR),
        "forwarded reassigned",
        "accepted bounced reassigned",
        calendar="elapsed",
    ),
    rule("verification", Limit(days=3), "received", ROOM_ACTS, channels="sp4n"),
    rule("follow_up", Limit(days=5), "forwarded", FIRST_ANSWERS, channels="sp4n"),
    rule("completion", Limit(days=5), "forwarded", "validated", classes="information"),
    rule("completion", Limit(days=60), "forwarded", "validated", classes="supervision"),
    rule("completion", Limit(days=14), "forwarded", "validated"),
    rule(
        "validation",
        Limit(seconds=24 * HOUR),
        "finished",
        "validated refused_work",
        calendar="elapsed",
    ),
    rule("objection", Limit(days=10), "validated answered", "closed reopened"),
)
