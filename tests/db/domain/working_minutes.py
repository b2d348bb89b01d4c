"""An oracle for working time: every minute of two years, judged one by one by plain rules."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays

FIRST_DAY = date(2026, 1, 1)
LAST_DAY = date(2027, 12, 31)
MINUTES_A_DAY = 24 * 60
_FREE = {
    (day.year, day.month, day.day)
    for day in holidays.country_holidays(
        "ID", years=(2026, 2027), categories=("public", "government")
    )
}


class Walked:
    """Minutes from `first` (UTC) on: which are worked, and how many were worked before each."""

    def __init__(self, first: datetime, minutes: bytearray) -> None:
        self.first = first
        self.minutes = minutes
        self.before = array("l", accumulate(minutes, initial=0))
        self.day_ends = list(self._day_ends())

    def until(self, second: int) -> int:
        """Seconds worked from `first` up to `second` seconds later."""
        minute, rest = divmod(second, 60)
        return self.before[minute] * 60 + (self.minutes[minute] * rest if rest else 0)

    def between(self, start: datetime, end: datetime) -> int:
        """Seconds worked between two instants."""
        return max(0, self.until(self._second(end)) - self.until(self._second(start)))

    def after(self, start: datetime, seconds: int) -> datetime | None:
        """The first second by which so many were worked since `start`; None beyond the table."""
        begin = self._second(start)
        goal = self.until(begin) + seconds
        end = len(self.minutes) * 60
        found = bisect_left(range(begin, end + 1), goal, key=self.until) + begin
        return self.first + timedelta(seconds=found) if found <= end else None

    def _day_ends(self) -> Iterator[datetime]:
        """The end of the last worked minute of each worked day (days of 24 hours from `first`)."""
        for midnight in range(0, len(self.minutes), MINUTES_A_DAY):
            worked = [m for m in range(MINUTES_A_DAY) if self.minutes[midnight + m]]
            if worked:
                yield self.first + timedelta(minutes=midnight + worked[-1] + 1)

    def _second(self, instant: datetime) -> int:
        return int((instant - self.first).total_seconds())


def tangerang() -> Walked:
    """Kota Tangerang in 2026 and 2027; WIB is seven hours ahead of UTC all year round."""
    minutes = bytearray()
    for day in _days(FIRST_DAY, LAST_DAY):
        ymd, weekday = (day.year, day.month, day.day), day.isoweekday()
        minutes.extend(_tangerang_works(ymd, weekday, m) for m in range(MINUTES_A_DAY))
    return Walked(datetime(2025, 12, 31, 17, 0, tzinfo=UTC), minutes)


def _tangerang_works(day: tuple[int, int, int], weekday: int, minute: int) -> bool:
    if weekday >= 6 or day in _FREE:
        return False
    if (2026, 2, 19) <= day <= (2026, 3, 19) or (2027, 2, 8) <= day <= (2027, 3, 9):
        if weekday == 5:
            return 480 <= minute < 930 and not 690 <= minute < 750
        return 480 <= minute < 900 and not 720 <= minute < 750
    if weekday == 5:
        return 450 <= minute < 990 and not 690 <= minute < 780
    return 450 <= minute < 960 and not 720 <= minute < 780


# Hours that nobody keeps, laid over the hours that New York skips and repeats.
NIGHT_HOURS = ((0, 75), (75, 100), (110, 135), (150, 300), (21 * 60, 24 * 60))


def new_york_nights(year: int) -> Walked:
    """Every minute of a year, judged by the latest time its day's clock on the wall has shown.

    So an hour that is repeated is part of what was going on when it was first shown, and hours
    that begin or end inside the skipped one begin or end with the skip.
    """
    zone = ZoneInfo("America/New_York")
    first = datetime(year, 1, 1, 12, tzinfo=UTC)
    minutes = bytearray()
    shown = (date(year, 1, 1), 0)
    for number in range(360 * MINUTES_A_DAY):
        wall = (first + timedelta(minutes=number)).astimezone(zone)
        shown = max(shown, (wall.date(), wall.hour * 60 + wall.minute))
        minutes.append(any(start <= shown[1] < end for start, end in NIGHT_HOURS))
    return Walked(first, minutes)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
