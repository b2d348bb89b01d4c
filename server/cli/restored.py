"""`liveroom-server restored`: said once after a backup was put back or a standby took over."""

from __future__ import annotations

import argparse

from db import journal
from server.cli.opening import add_place_arguments, open_store, settings_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only where the database is."""
    add_place_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Begin a new epoch. Raises SettingsFault, CityFaults, StoreFault."""
    _, store = open_store(settings_of(args))
    try:
        # On PostgreSQL servers may be running: they take the new epoch up by themselves.
        store.claim()
        with store.write() as conn:
            fresh = journal.new_epoch(conn)
    finally:
        store.close()
    print(
        f"new epoch {fresh.epoch} from change {fresh.seq} on; every desk takes a snapshot and "
        "offers again what it knows to be accepted"
    )
    return 0
