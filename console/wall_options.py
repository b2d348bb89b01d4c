"""How a wall hangs: what the command line says of room, screens, pages and hours."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import datetime

from console.pages.wall_keys import KEYS

DEPTH, SECONDS = 5.0, 15.0

Quiet = tuple[int, int]
"""The hours of the day between which the room rests; the end may lie in the next day."""


@dataclass(frozen=True, slots=True)
class WallOptions:
    """`pages` has a tuple for each screen, from the left; further screens show the last."""

    depth: float = DEPTH
    inches: float = 0.0
    seconds: float = SECONDS
    pages: tuple[tuple[str, ...], ...] = (KEYS,)
    quiet: Quiet | None = None
    theme: str = "dark"
    language: str = "id"
    pin: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `--wall`."""
    wall = parser.add_argument_group("with --wall")
    wall.add_argument("--wall", action="store_true", help="the screens of the room; takes no key")
    wall.add_argument(
        "--depth", type=metres, default=DEPTH, metavar="METRES",
        help=f"from the screens to the farthest seat; letters are 1/200 of it ({DEPTH:g})",
    )  # fmt: skip
    wall.add_argument(
        "--inches", type=inches, default=0.0,
        help="diagonal of the screens, where they do not tell their size",
    )  # fmt: skip
    wall.add_argument(
        "--pages", type=pages, default=(KEYS,),
        help=f"some of {','.join(KEYS)}; for several screens with a ; between them",
    )  # fmt: skip
    wall.add_argument(
        "--seconds", type=seconds, default=SECONDS, help=f"for each page ({SECONDS:g})"
    )
    wall.add_argument("--quiet", type=hours, metavar="22-5", help="hours in which the wall is dim")
    wall.add_argument("--light", action="store_true", help="for a room in daylight")
    wall.add_argument("--english", action="store_true", help="in English")
    wall.add_argument("--fingerprint", default="", help="SHA-256 of the server's own certificate")


def options_of(args: argparse.Namespace) -> WallOptions:
    """What these arguments say."""
    return WallOptions(
        args.depth, args.inches, args.seconds, args.pages, args.quiet,
        "light" if args.light else "dark", "en" if args.english else "id",
        args.fingerprint.replace(" ", "").replace(":", "").lower(),
    )  # fmt: skip


def is_quiet(quiet: Quiet | None, now: datetime) -> bool:
    """Whether the room rests at a time of its own clock."""
    if quiet is None:
        return False
    begin, end = quiet
    if begin <= end:
        return begin <= now.hour < end
    return now.hour >= begin or now.hour < end


def metres(given: str) -> float:
    """ArgumentTypeError for no depth of a room."""
    return _between(given, 0.5, 50.0, "metres")


def inches(given: str) -> float:
    """ArgumentTypeError for no diagonal of a screen."""
    return _between(given, 5.0, 500.0, "inches")


def seconds(given: str) -> float:
    """ArgumentTypeError for no time in which a page can be read."""
    return _between(given, 3.0, 3600.0, "seconds")


def pages(given: str) -> tuple[tuple[str, ...], ...]:
    """Pages of each screen. ArgumentTypeError names one that there is not."""
    screens = tuple(
        tuple(filter(None, one.replace(" ", "").split(","))) for one in given.split(";")
    )
    wrong = next((key for screen in screens for key in screen if key not in KEYS), None)
    if wrong is not None:
        raise argparse.ArgumentTypeError(f"{wrong!r} is no page; there are {', '.join(KEYS)}")
    if not all(screens):
        raise argparse.ArgumentTypeError("a screen has at least one page")
    return screens


def hours(given: str) -> Quiet:
    """Two hours with a dash. ArgumentTypeError otherwise."""
    begin, dash, end = given.partition("-")
    whole = begin.isdecimal() and end.isdecimal()
    if not dash or not whole or max(int(begin), int(end)) > 24:
        raise argparse.ArgumentTypeError(f"{given!r} is not like 22-5: two hours of the day")
    return int(begin) % 24, int(end)


def _between(given: str, least: float, most: float, unit: str) -> float:
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(f"{given!r} is not {least:g} to {most:g} {unit}")
    return value
