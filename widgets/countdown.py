"""What is left until a deadline: as text, and how much it presses."""

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

NONE: Final = 0
CALM: Final = 1
WARN: Final = 2
BREACHED: Final = 3

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


class Left(NamedTuple):
    """A remainder, ready to show: ``figure`` large, ``words`` beside it."""

    level: int
    figure: str
    words: str


def left(due: int, warn: int, rule: str, now: int) -> Left:
    """The time until ``due`` at ``now`` (both ms since the epoch, 0 = no deadline).

    Pressing (WARN) from the instant ``warn`` on, BREACHED from ``due`` on.
    """
    if not due:
        return Left(NONE, "", rule)
    remaining = due - now
    if remaining <= 0:
        return Left(BREACHED, "−" + figure(-remaining), rule)
    level = WARN if warn and now >= warn else CALM
    words = QCoreApplication.translate("Countdown", "tersisa · {rule}").format(rule=rule)
    return Left(level, figure(remaining), words if rule else words.removesuffix(" · "))


def figure(ms: int) -> str:
    """A length of time: "12 hari", "2 hr 03.40", "03.40" (hours and minutes), "00.12.45".

    Below one hour the seconds are shown, as hours.minutes.seconds: "12.45" could be read as hours.
    What stands between the digits is up to the language: English has colons.
    """
    seconds = ms // 1000
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, seconds = divmod(rest, _MINUTE)
    if days >= 10:
        return QCoreApplication.translate("Countdown", "{days} hari").format(days=days)
    if days:
        text = QCoreApplication.translate("Countdown", "{days} hr {hours:02}.{minutes:02}")
        return text.format(days=days, hours=hours, minutes=minutes)
    if hours:
        text = QCoreApplication.translate("Countdown", "{hours:02}.{minutes:02}")
        return text.format(hours=hours, minutes=minutes)
    text = QCoreApplication.translate("Countdown", "00.{minutes:02}.{seconds:02}")
    return text.format(minutes=minutes, seconds=seconds)


def spoken(remainder: Left) -> str:
    """The remainder as one sentence, for tooltips and screen readers."""
    if remainder.level == NONE:
        return QCoreApplication.translate("Countdown", "tanpa tenggat")
    if remainder.level == BREACHED:
        text = QCoreApplication.translate("Countdown", "lewat {time}, {rule}")
        return text.format(time=remainder.figure.removeprefix("−"), rule=remainder.words)
    return f"{remainder.figure} {remainder.words}"
