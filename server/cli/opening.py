"""What every command needs: its settings, its city and its database."""

from __future__ import annotations

import argparse

from db import journal
from db.domain.city import City
from db.store import Kind, Store, shown
from server.city import open_city
from server.settings import Settings, SettingsFault, settings_from


def add_place_arguments(parser: argparse.ArgumentParser) -> None:
    """--database, --city and --data."""
    parser.add_argument(
        "--database", help="file, sqlite:///PATH or postgresql://USER@HOST/NAME (LIVEROOM_DATABASE)"
    )
    parser.add_argument("--city", help="folder of a city pack, or the id of one (LIVEROOM_CITY)")
    parser.add_argument("--data", help="folder for the server's own files (LIVEROOM_DATA)")


def settings_of(args: argparse.Namespace) -> Settings:
    """The settings these arguments stand for. Raises SettingsFault."""
    return settings_from(vars(args))


def open_store(settings: Settings, *, make: bool = False) -> tuple[City, Store]:
    """The city and its database; only with `make` one that is not there yet is made.

    Raises CityFaults, StoreFault, and SettingsFault when there is none, or of another city.
    """
    city, _ = open_city(settings.city)
    if not make and not Store.is_there(settings.database, Kind.SERVER):
        raise SettingsFault(
            f"there is no database of this server at {shown(settings.database)}, and none was "
            "made; name the right one with --database or --data, or make a new one with: "
            "liveroom-server serve"
        )
    store = Store.open(settings.database, Kind.SERVER)
    with store.write() as conn:
        owner = journal.begin(conn, city.id).city
    if owner != city.id:
        store.close()
        raise SettingsFault(
            f"this database belongs to the city {owner!r}, not to {city.id!r}; "
            "name another with --database, or the right city with --city"
        )
    return city, store
