"""`liveroom-server wall`: screens that hang in the room, let in by the code they show."""

from __future__ import annotations

import argparse

from db.domain.wall import plain_code
from db.store import Store
from server import admission
from server.admission import OPEN_FOR
from server.cli.opening import add_place_arguments, open_store, settings_of
from server.here import utc_now
from server.settings import SettingsFault

_LONGEST = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """add, list and remove."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = commands.add_parser("add", help="let in the wall that shows this code")
    add.add_argument("name", help="where it hangs, for example 'Ruang kendali'")
    add.add_argument("code", help="as the wall shows it, for example K7QF2-MPA3T")
    commands.add_parser("list", help="all walls, and since when they are let in")
    remove = commands.add_parser("remove", help="show this wall nothing more")
    remove.add_argument("name")
    for command in commands.choices.values():
        add_place_arguments(command)


def run(args: argparse.Namespace) -> int:
    """Carry out one of them. Raises SettingsFault, CityFaults, StoreFault."""
    _, store = open_store(settings_of(args))
    try:
        return _COMMANDS[args.what](args, store)
    finally:
        store.close()


def _add(args: argparse.Namespace, store: Store) -> int:
    name, code = " ".join(args.name.split()), plain_code(args.code)
    if not 0 < len(name) <= _LONGEST or not name.isprintable():
        raise SettingsFault(f"a wall's name has 1 to {_LONGEST} printable characters")
    if not code:
        raise SettingsFault(f"{args.code!r} is no code of a wall; type the ten signs it shows")
    with store.write() as conn:
        ended = admission.expect(conn, name, code, utc_now())
    minutes = int(OPEN_FOR.total_seconds() // 60)
    before = f"; {ended} token(s) of the one before ended" if ended else ""
    print(f"{name}: the wall with this code is let in within {minutes} minutes{before}")
    return 0


def _list(args: argparse.Namespace, store: Store) -> int:
    with store.read() as conn:
        for wall in admission.everyone(conn):
            since = "-" if wall.since is None else wall.since.isoformat(timespec="minutes")
            print(f"{wall.name}\t{since}\t{'' if wall.allowed else 'removed'}")
    return 0


def _remove(args: argparse.Namespace, store: Store) -> int:
    with store.write() as conn:
        wall = admission.named(conn, " ".join(args.name.split()))
        if wall is None:
            raise SettingsFault(f"no wall is called {args.name!r}; see: liveroom-server wall list")
        ended = admission.remove(conn, wall, utc_now())
    print(f"{wall.name}: {ended} token(s) ended; it shows nothing more within 15 seconds")
    return 0


_COMMANDS = {"add": _add, "list": _list, "remove": _remove}
