"""`liveroom-server doctor`: whether what is kept is whole, and this machine fit to keep it."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from urllib.parse import urlsplit

from server.cli.finding import Finding, Grade
from server.cli.history import (
    anchor_from,
    briefs_signed,
    days_sealed,
    figures_kept,
    seen_still_there,
    verified,
)
from server.cli.kept import examined, media_whole
from server.cli.machine import settled, surroundings
from server.cli.opening import add_place_arguments, open_store, settings_of
from server.here import utc_now
from server.mark import MarkFile
from server.settings import SettingsFault

_LAST = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `doctor`."""
    add_place_arguments(parser)
    parser.add_argument(
        "--last",
        type=int,
        metavar="N",
        help=f"check the chain of the last N changes only, e.g. {_LAST} (default: all)",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="also make every case, decision, day and figure anew from the journal, and compare",
    )
    parser.add_argument(
        "--anchor",
        metavar="EPOCH/SEQ/CHAIN",
        help="with --verify: check what came after a mark that an earlier check printed",
    )
    parser.add_argument("--server", help="address of the running server, if not this machine's own")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Print what was found: OK, WARN or FAIL, with the remedy. 1 when anything is FAIL.

    Raises SettingsFault, CityFaults, StoreFault.
    """
    server = _address(args.server or "")
    if args.last is not None and args.last < 1:
        none = f"--last {args.last} checks no change at all"
        raise SettingsFault(f"{none}; name 1 or more, or leave it out to check them all")
    settings = settings_of(args)
    city, store = open_store(settings)
    now = utc_now()
    seen = MarkFile(settings.data).read()  # first, or a running server's would be ahead of us
    try:
        with store.read() as conn:
            found = [*examined(conn, args.last, now), media_whole(conn, settings)]
            found.append(seen_still_there(conn, seen))
            found.append(days_sealed(conn, whole=args.verify))
            found.append(briefs_signed(conn, city, whole=args.verify))
            anchor = anchor_from(args.anchor)
            last = [figures_kept(conn), verified(conn, anchor)] if args.verify else []
    finally:
        store.close()
    found += [*settled(settings), *surroundings(settings, server, now), *last]
    print(_json(found) if args.json else _text(found))
    return 1 if any(one.grade is Grade.FAIL for one in found) else 0


def _address(given: str) -> str:
    """The address as it was given, if it can be called. Raises SettingsFault."""
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").encode("idna")
        whole = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:
        whole = False  # a port or a name that can be none
    if given and not whole:
        remedy = "write one like http://HOST:PORT"
        raise SettingsFault(f"--server {given[:80]!r} is no address; {remedy}")
    return given


def _text(found: list[Finding]) -> str:
    lines = []
    for one in found:
        lines.append(f"{one.grade.upper():<5} {one.what:<11} {one.told}")
        if one.remedy:
            lines.append(f"{'':<17} -> {one.remedy}")
    return "\n".join(lines)


def _json(found: list[Finding]) -> str:
    worst = max((one.grade for one in found), key=list(Grade).index, default=Grade.OK)
    return json.dumps({"grade": worst, "findings": [asdict(one) for one in found]}, indent=2)
