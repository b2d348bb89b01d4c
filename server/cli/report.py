"""`liveroom-server report`: a day, a week or a month of figures as a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from db import journal, trails
from db.domain.city import City
from db.domain.periods import day_of
from db.scopes import CITY, EVERYTHING
from db.store import Conn, Store
from server.cli.opening import add_place_arguments, open_store, settings_of
from server.disk import NotWritten, write_whole
from server.figures.block import Words
from server.figures.cube import Cube
from server.figures.mirror import Shown
from server.figures.wall import Wall
from server.reports import Form, Kind, Material, make
from server.reports.printing import Unprintable

_AT_ONCE = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, of whose cases, and where to."""
    parser.add_argument("kind", choices=[*Kind], help="how long it looks back")
    parser.add_argument(
        "--date", required=True, type=day_of, help="a day within the period, YYYY-MM-DD"
    )
    parser.add_argument("--form", choices=[*Form], default=Form.PDF, help="pdf unless said")
    parser.add_argument(
        "--scope",
        default=CITY,
        help=f"{CITY} (unless said), {EVERYTHING}, or opd:ID for one agency's cases",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="where to; a name of its own here unless said"
    )
    add_place_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file and print its name. 1 where it could not be made or written.

    Raises SettingsFault, CityFaults, StoreFault.
    """
    city, store = open_store(settings_of(args))
    try:
        if not _is_scope(args.scope, city):
            print(f"liveroom-server: there is no scope {args.scope!r}", file=sys.stderr)
            return 1
        keep_up(store)
        with store.read() as conn:
            material = gathered(conn, city)
            made = make(material, Kind(args.kind), args.date, Form(args.form), args.scope)
        target = args.out or Path(made.name)
        write_whole(target, made.content)
    except NotWritten as fault:
        print(f"liveroom-server: {fault}", file=sys.stderr)
        return 1
    except (Unprintable, OSError) as fault:
        print(f"liveroom-server: the report could not be written: {fault}", file=sys.stderr)
        return 1
    finally:
        store.close()
    print(target)
    return 0


def _is_scope(scope: str, city: City) -> bool:
    return scope in (CITY, EVERYTHING, *(f"opd:{agency}" for agency in city.agencies))


def keep_up(store: Store) -> None:
    """Make what trails are missing, as a server does; several may do so at once."""
    while True:
        with store.read() as conn:
            piece = trails.next_piece(conn, _AT_ONCE)
        if piece is None:
            return
        with store.write() as conn:
            trails.put_piece(conn, piece)


def gathered(conn: Conn, city: City) -> Material:
    """All trails there are, as a running server has them in memory."""
    wall, words = Wall(city), Words()
    at = trails.reached(conn)
    seq = at.seq if at is not None else 0
    cube = Cube().with_these((trail for _, trail in trails.after(conn, 0)), words, wall)
    return Material(conn, Shown(journal.head(conn).epoch, seq, cube, words), wall, city)
