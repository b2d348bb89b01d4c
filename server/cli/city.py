"""`liveroom-server city check`: every fault of a city pack, with file, line and reason."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from server.city import print_check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """check PATH."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    check = commands.add_parser("check", help="name every fault of a city pack")
    check.add_argument("folder", type=Path, help="the folder that holds city.toml")


def run(args: argparse.Namespace) -> int:
    """0 for a good pack, else 1."""
    return print_check(args.folder, sys.stdout)
