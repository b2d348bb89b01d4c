"""`liveroom-server channel`: tokens of the programs that bring reports."""

from __future__ import annotations

import argparse
import secrets
from datetime import datetime

from db import people, sessions
from db.domain.states import Role
from db.people import Person
from db.sessions import Session
from db.store import Conn
from server.cli.opening import add_place_arguments, open_store, settings_of
from server.here import utc_now
from server.people import new_token, token_hash
from server.settings import SettingsFault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """add and disable."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = commands.add_parser("add", help="print a new token for a channel, once")
    disable = commands.add_parser("disable", help="end all tokens of a channel")
    for command in (add, disable):
        command.add_argument("channel", help="a channel of the city pack, e.g. laksa")
        add_place_arguments(command)


def run(args: argparse.Namespace) -> int:
    """Carry out one of them. Raises SettingsFault, CityFaults, StoreFault."""
    # People and channels may be let in before the server was ever started.
    city, store = open_store(settings_of(args), make=args.what == "add")
    try:
        now, token = utc_now(), new_token()
        with store.write() as conn:
            kept = people.one(conn, args.channel)
            # One that the pack does not name any more still holds its tokens.
            ends = args.what == "disable" and kept is not None and kept.role is Role.CHANNEL
            if args.channel not in city.channels and not ends:
                known = ", ".join(city.channels)
                raise SettingsFault(f"{city.name} has no channel {args.channel!r}; it has {known}")
            if args.what == "disable":
                ended = sessions.revoke_person(conn, args.channel, now)
                print(f"{args.channel}: {ended} token(s) ended")
                return 0
            _let_in(conn, args.channel, city.channels[args.channel], now)
            family = secrets.token_hex(16)
            session = Session(token_hash(token), args.channel, "channel", family, "", now)
            sessions.put(conn, session)
    finally:
        store.close()
    # Alone on its line, so that it can be piped into the channel's own settings.
    print(token)
    return 0


def _let_in(conn: Conn, channel: str, name: str, now: datetime) -> None:
    """The channel as somebody whose tokens count, also after it was disabled as a user."""
    login = f"channel:{channel}"
    if not people.add(conn, Person(channel, login, name, Role.CHANNEL, None, "", True, now)):
        holder = people.by_login(conn, login)
        if holder is None or holder.id != channel:
            raise SettingsFault(f"somebody else has the login {login!r}; the channel needs it")
        people.set_active(conn, channel, True)
