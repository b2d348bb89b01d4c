"""`liveroom-server figures`: whether what figures are counted from is what the journal says."""

from __future__ import annotations

import argparse

from db import trails
from db.store import Store
from server.cli.opening import add_place_arguments, open_store, settings_of

_AT_ONCE = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to look or to mend, and where the database is."""
    parser.add_argument(
        "what",
        choices=("check", "rebuild"),
        help="check: make every trail anew and compare; rebuild: make them anew and keep them",
    )
    add_place_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print how many cases there are and what is wrong. 1 when a trail is not as it should be.

    Raises SettingsFault, CityFaults, StoreFault.
    """
    _, store = open_store(settings_of(args))
    try:
        if args.what == "rebuild":
            return _rebuild(store)
        return _check(store)
    finally:
        store.close()


def _check(store: Store) -> int:
    with store.read() as conn:
        fault, held = trails.check(conn, _AT_ONCE), trails.held(conn)
    if fault is not None:
        print(f"case {fault.case}: {fault.reason}; mend it with: liveroom-server figures rebuild")
        return 1
    print(f"the trails of {held} cases are what the journal makes of them")
    return 0


def _rebuild(store: Store) -> int:
    """In one transaction, so that a server that runs goes on from whole trails only."""
    with store.write() as conn:
        trails.forget(conn)
        while (piece := trails.next_piece(conn, _AT_ONCE)) is not None:
            trails.put_piece(conn, piece)
        print(f"the trails of {trails.held(conn)} cases were made anew")
    return 0
