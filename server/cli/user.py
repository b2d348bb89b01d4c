"""`liveroom-server user`: who may sign in. Passwords come from a prompt, a file or stdin."""

from __future__ import annotations

import argparse
import getpass
import sys
import uuid
from pathlib import Path

from db import people, sessions
from db.domain.city import City
from db.domain.states import Role
from db.people import Person
from db.store import Store
from server.cli.opening import add_place_arguments, open_store, settings_of
from server.here import utc_now
from server.passwords import WeakPassword, hashed
from server.settings import SettingsFault

ROLES = [role.value for role in Role if role not in (Role.CHANNEL, Role.WALL, Role.SYSTEM)]
_OF_AN_AGENCY = (Role.OPD_OPERATOR, Role.AGENCY_HEAD)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """add, list, password and disable, each with its flags."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = commands.add_parser("add", help="let somebody sign in")
    add.add_argument("login")
    add.add_argument("--name", required=True, help="as colleagues know them")
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--opd", help="the agency of an OPD operator or agency head")
    _add_password_argument(add)
    commands.add_parser("list", help="everybody who may or could sign in")
    password = commands.add_parser("password", help="set a new password; all sessions end")
    password.add_argument("login")
    _add_password_argument(password)
    disable = commands.add_parser("disable", help="end all sessions; no more sign-in")
    disable.add_argument("login")
    for command in commands.choices.values():
        add_place_arguments(command)


def run(args: argparse.Namespace) -> int:
    """Carry out one of them. Raises SettingsFault, CityFaults, StoreFault."""
    # People and channels may be let in before the server was ever started.
    city, store = open_store(settings_of(args), make=args.what == "add")
    try:
        return _COMMANDS[args.what](args, city, store)
    except WeakPassword as fault:
        raise SettingsFault(str(fault)) from fault
    finally:
        store.close()


def _add_password_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-file", metavar="FILE", help="read the password from a file, - for stdin"
    )


def _password(args: argparse.Namespace) -> str:
    """The hash of the password given in a file, on stdin or at the prompt."""
    if args.password_file == "-":
        return hashed(sys.stdin.readline().rstrip("\r\n"))
    if args.password_file:
        try:
            lines = Path(args.password_file).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as fault:
            raise SettingsFault(f"{args.password_file} cannot be read: {fault}") from fault
        return hashed(lines[0] if lines else "")
    given = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != given:
        raise SettingsFault("the two passwords differ; nothing was changed")
    return hashed(given)


def _add(args: argparse.Namespace, city: City, store: Store) -> int:
    role, login = Role(args.role), args.login.strip().casefold()
    if (role in _OF_AN_AGENCY) != bool(args.opd):
        raise SettingsFault(f"--opd belongs to {' and '.join(_OF_AN_AGENCY)}, and to nobody else")
    if args.opd and args.opd not in city.agencies:
        known = ", ".join(sorted(city.agencies))
        raise SettingsFault(f"{city.name} has no agency {args.opd!r}; it has {known}")
    if not login or not login.isprintable() or len(login) > 80:
        raise SettingsFault("a login has 1 to 80 printable characters")
    person = Person(
        str(uuid.uuid4()), login, args.name, role, args.opd, _password(args), True, utc_now()
    )
    with store.write() as conn:
        added = people.add(conn, person)
    if not added:
        raise SettingsFault(f"the login {login!r} is taken; choose another")
    print(f"{login} may sign in as {role.value}")
    return 0


def _list(args: argparse.Namespace, city: City, store: Store) -> int:
    with store.read() as conn:
        for person in people.everyone(conn):
            state = "" if person.active else "disabled"
            print(
                f"{person.login}\t{person.role.value}\t{person.opd or '-'}\t{person.name}\t{state}"
            )
    return 0


def _set_password(args: argparse.Namespace, city: City, store: Store) -> int:
    person = _named(args.login, store)
    fresh = _password(args)
    with store.write() as conn:
        people.set_password(conn, person.id, fresh)
        ended = sessions.revoke_person(conn, person.id, utc_now())
    print(f"{person.login} has a new password; {ended} token(s) ended")
    return 0


def _disable(args: argparse.Namespace, city: City, store: Store) -> int:
    person = _named(args.login, store)
    with store.write() as conn:
        people.set_active(conn, person.id, False)
        ended = sessions.revoke_person(conn, person.id, utc_now())
    print(f"{person.login} may not sign in any more; {ended} token(s) ended")
    return 0


def _named(login: str, store: Store) -> Person:
    with store.read() as conn:
        person = people.by_login(conn, login.strip().casefold())
    if person is None:
        raise SettingsFault(f"nobody has the login {login!r}; see: liveroom-server user list")
    return person


_COMMANDS = {"add": _add, "list": _list, "password": _set_password, "disable": _disable}
