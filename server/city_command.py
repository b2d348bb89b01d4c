"""`liveroom-server city`: every fault of a pack, and boundaries and facilities for one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from db.domain.city_reading import BOUNDARIES, FACILITIES
from db.domain.facilities import KINDS
from db.domain.facility_reading import BadRow, kind_of
from server import boundaries, facilities, facility_files
from server.city import open_city, print_check
from server.disk import NotWritten
from server.settings import SettingsFault, city_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """check FOLDER, areas FILE --city FOLDER, and facilities FILE --city FOLDER."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    check = commands.add_parser("check", help="name every fault of a city pack")
    check.add_argument("folder", type=Path, help="the folder that holds city.toml")
    check.set_defaults(carry_out=_check)
    areas = commands.add_parser("areas", help="bring the boundaries of its areas into a city pack")
    areas.add_argument("file", type=Path, metavar="FILE.geojson", help="one feature for each area")
    areas.add_argument("--city", required=True, help="folder of the city pack, or the id of one")
    areas.add_argument(
        "--neighbour",
        type=Path,
        action="append",
        default=[],
        metavar="FILE.geojson",
        help="boundaries of a city beside this one, so that a point there is told by its name",
    )
    areas.set_defaults(carry_out=_areas)
    _add_facilities(commands.add_parser("facilities", help="facilities into a pack, or out of it"))


def _add_facilities(parser: argparse.ArgumentParser) -> None:
    files = parser.add_mutually_exclusive_group(required=True)
    given = "a row for each (.csv, .xlsx, .geojson)"
    files.add_argument("file", type=Path, nargs="?", metavar="FILE", help=given)
    files.add_argument(
        "--export", type=Path, metavar="FILE", help="write the pack's own (.csv or .geojson)"
    )
    parser.add_argument("--city", required=True, help="folder of the city pack, or the id of one")
    told = f"of this kind alone: {', '.join(KINDS)}, or what it is called in Indonesian"
    parser.add_argument("--kind", default="", metavar="KIND", help=told)
    parser.set_defaults(carry_out=_facilities)


def run(args: argparse.Namespace) -> int:
    """0 when all was good, else 1."""
    carry_out: Callable[[argparse.Namespace], int] = args.carry_out
    try:
        return carry_out(args)
    except NotWritten as problem:
        print(f"liveroom-server: {problem}", file=sys.stderr)
        return 1


def _check(args: argparse.Namespace) -> int:
    return print_check(args.folder, sys.stdout)


def _areas(args: argparse.Namespace) -> int:
    folder = city_folder(args.city)
    city, _ = open_city(folder, BOUNDARIES)
    return boundaries.bring_in(folder, city, args.file, args.neighbour, sys.stdout)


def _facilities(args: argparse.Namespace) -> int:
    folder = city_folder(args.city)
    kind = _kind(args.kind)
    if args.export is not None:
        city, _ = open_city(folder)
        return facilities.write_back(city, args.export, kind, sys.stdout)
    # Without a kind the file takes the place of all, so those there are need not even be good.
    city, _ = open_city(folder, "" if kind else FACILITIES)
    return facility_files.bring_in(folder, city, args.file, kind, sys.stdout)


def _kind(said: str) -> str:
    try:
        return kind_of(said) if said else ""
    except BadRow as problem:
        raise SettingsFault(str(problem)) from problem
