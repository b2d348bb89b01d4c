"""`liveroom-server reports schedule`: which reports go out by e-mail, when and to whom."""

from __future__ import annotations

import argparse
import secrets
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from db import mailings
from db.domain.bad_wire import BadWire
from db.domain.city import City
from db.domain.mailings import (
    AGENCY,
    CITY,
    FORMS,
    KINDS,
    Letter,
    Mailing,
    Recipient,
    Terms,
    check_scopes,
    is_address,
    letters,
)
from db.domain.periods import Kind, period_of
from db.domain.refused import Refused
from db.store import Conn, Store
from server.cli.opening import add_place_arguments, open_store, settings_of
from server.cli.report import gathered, keep_up
from server.destinations import destinations
from server.here import utc_now
from server.mailer import Mailer
from server.mailing import keeping
from server.mailing.due import newest_whole, next_due
from server.mailing.letter import message
from server.mailing.printing import printed
from server.reports.making import formed, written
from server.reports.paper import Form
from server.settings import Settings, SettingsFault

_BY = "liveroom-server"
_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """schedule, and what to do with it."""
    whats = parser.add_subparsers(dest="whats", required=True, metavar="WHAT")
    schedule = whats.add_parser("schedule", help="reports that go out by e-mail")
    commands = schedule.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = commands.add_parser("add", help="send a report each day, week or month from now on")
    add.add_argument("kind", choices=KINDS, help="how long it looks back")
    add.add_argument(
        "--to",
        action="append",
        required=True,
        metavar="ADDRESS[=AGENCY]",
        help="a mailbox; with the id of an agency it gets that agency's report alone",
    )
    add.add_argument("--forms", default="pdf", help=f"some of {','.join(FORMS)}; pdf unless said")
    add.add_argument("--at", default="07:00", help="time of the day after, in the city's zone")
    commands.add_parser("list", help="all of them, and what was sent of late")
    for name, told in (
        ("pause", "send nothing until it is resumed"),
        ("resume", "go on with the next report that falls due"),
        ("remove", "send nothing any more"),
        ("run-now", "send the last whole period to all who do not have it"),
        ("test", "send a copy of the last whole period, marked as a test, to one address"),
    ):
        commands.add_parser(name, help=told).add_argument("id", help="as the list shows it")
    commands.choices["test"].add_argument("address", help="who gets the copy")
    for command in commands.choices.values():
        add_place_arguments(command)


def run(args: argparse.Namespace) -> int:
    """Carry out one of them. 1 where a test did not arrive.

    Raises SettingsFault, CityFaults, StoreFault.
    """
    settings = settings_of(args)
    city, store = open_store(settings)
    try:
        if args.what == "add":
            return _add(args, city, store, settings)
        if args.what == "list":
            return _list(city, store)
        if args.what == "test":
            return _test(args, city, store, settings)
        with store.write() as conn:
            mailing = _named(conn, args.id)
            print(_ALTERED[args.what](conn, mailing, ZoneInfo(city.zone), utc_now()))
        return 0
    finally:
        store.close()


def _add(args: argparse.Namespace, city: City, store: Store, settings: Settings) -> int:
    id = secrets.token_hex(4)
    try:
        terms = Terms(
            args.kind, tuple(args.forms.split(",")), args.at, tuple(map(_recipient, args.to))
        )
        check_scopes(terms, city.agencies)
        with store.write() as conn:
            mailing = keeping.put(conn, id, terms, _BY, ZoneInfo(city.zone), utc_now())
    except BadWire as fault:
        raise SettingsFault(f"this cannot be scheduled: {fault}") from fault
    except Refused as no:
        limit = no.facts["limit"]
        raise SettingsFault(f"there are {limit} schedules, more are not kept") from no
    print(_told(mailing, city))
    if destinations(settings.deliveries, city).mail_server is None:
        print(f"there is no mail server yet: name one in a table [mail] in {settings.deliveries}")
    return 0


def _recipient(given: str) -> Recipient:
    address, mark, agency = given.partition("=")
    return Recipient(address, f"{AGENCY}{agency}" if mark else CITY)


def _list(city: City, store: Store) -> int:
    with store.read() as conn:
        held, sent = mailings.everything(conn), mailings.newest(conn, _SHOWN)
    for mailing in held:
        print(_told(mailing, city))
        for one in mailing.terms.recipients:
            print(f"\t{one.address}\t{one.scope}")
    if sent:
        print("the last reports:")
    for letter in sent:
        print(f"\t{_outcome(letter, city)}")
    return 0


def _told(mailing: Mailing, city: City) -> str:
    zone, terms = ZoneInfo(city.zone), mailing.terms
    due = next_due(mailing, zone, utc_now()).astimezone(zone).isoformat(timespec="minutes")
    when = "paused" if terms.paused else f"next {due}"
    return f"{mailing.id}\t{terms.kind}\t{','.join(terms.forms)}\t{terms.at}\t{when}"


def _outcome(letter: Letter, city: City) -> str:
    at = (letter.delivered_at or letter.made_at).astimezone(ZoneInfo(city.zone))
    said = letter.said if not letter.arrived else ""
    left_out = f"{letter.missed} before it left out" if letter.missed else ""
    facts = (
        letter.mailing, letter.kind, letter.first, letter.address, letter.scope,
        letter.state.value, at.isoformat(timespec="minutes"), said, left_out,
    )  # fmt: skip
    return "\t".join(facts).rstrip()


def _named(conn: Conn, id: str) -> Mailing:
    mailing = mailings.held(conn, id)
    if mailing is None:
        raise SettingsFault(
            f"there is no schedule {id!r}; see: liveroom-server reports schedule list"
        )
    return mailing


def _pause(conn: Conn, mailing: Mailing, zone: ZoneInfo, now: datetime) -> str:
    keeping.put(conn, mailing.id, replace(mailing.terms, paused=True), _BY, zone, now)
    return f"{mailing.id}: paused; nothing of it is sent"


def _resume(conn: Conn, mailing: Mailing, zone: ZoneInfo, now: datetime) -> str:
    held = keeping.put(conn, mailing.id, replace(mailing.terms, paused=False), _BY, zone, now)
    due = next_due(held, zone, now).astimezone(zone)
    return f"{mailing.id}: goes on; the next report is due {due.isoformat(timespec='minutes')}"


def _remove(conn: Conn, mailing: Mailing, zone: ZoneInfo, now: datetime) -> str:
    mailings.remove(conn, mailing.id)
    return f"{mailing.id}: removed; what went out of it stays listed"


def _run_now(conn: Conn, mailing: Mailing, zone: ZoneInfo, now: datetime) -> str:
    made = keeping.run_now(conn, mailing.id, zone, now) or []
    return (
        f"{mailing.id}: {len(made)} letters for the server to send; see what becomes of them: list"
    )


_ALTERED = {"pause": _pause, "resume": _resume, "remove": _remove, "run-now": _run_now}


def _test(args: argparse.Namespace, city: City, store: Store, settings: Settings) -> int:
    """Made and sent by this command itself: what is wrong with the mail server is seen at once."""
    to = destinations(settings.deliveries, city)
    if to.mail_server is None:
        raise SettingsFault(f"name a mail server in a table [mail] in {settings.deliveries} first")
    if not is_address(args.address):
        raise SettingsFault(f"{args.address[:80]!r} is no e-mail address")
    mailer = Mailer(to.mail_server, to.patience)
    with store.read() as conn:
        mailing = next((one for one in mailings.everything(conn) if one.id == args.id), None)
    if mailing is None:
        raise SettingsFault(f"there is no schedule {args.id!r}")
    now, zone = utc_now(), ZoneInfo(city.zone)
    kind = Kind(mailing.terms.kind)
    first = newest_whole(kind, zone, now).first
    scope = mailing.terms.recipients[0].scope
    copy = replace(
        letters(mailing, first.isoformat(), 0, now)[0],
        id=f"test-{secrets.token_hex(8)}",
        address=args.address,
    )
    keep_up(store)
    with store.read() as conn:
        paper = written(gathered(conn, city), period_of(kind, first), scope)
    documents = [formed(paper, Form(form)) for form in mailing.terms.forms]
    made = printed(paper, documents, scope, city)
    attempt = mailer.hand_over(message(copy, made, city, mailer, test=True), [args.address])
    print(f"{args.address}: {attempt.reply.value} ({attempt.said})")
    return 0 if attempt.said.startswith("smtp_2") else 1
