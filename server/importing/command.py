"""`liveroom-server import`: its arguments, what it prints, and its exit code."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from server.city import open_city
from server.cli.opening import add_place_arguments, settings_of
from server.importing.faults import ImportFault
from server.importing.job import Job, carry_out, rehearse, store_for
from server.importing.mapping import ImportMapping, read_mapping
from server.importing.rejects import default_path
from server.importing.sheet import Form
from server.importing.source import known_encoding
from server.importing.summary import Outcome, print_summary, print_unknown

_INTERRUPTED = 130
_UNKNOWN = (
    "the file holds values that the mapping does not name (listed above); name them, "
    'give their table a "*", or leave their rows out with --reject-unknown'
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `import`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX with one case a row")
    parser.add_argument(
        "--mapping",
        type=Path,
        required=True,
        metavar="MAP.toml",
        help="what the columns and values mean; see docs/guides/import.md",
    )
    parser.add_argument("--dry-run", action="store_true", help="tell everything, write nothing")
    parser.add_argument(
        "--reject-unknown",
        action="store_true",
        help="leave out rows with values the mapping does not name",
    )
    parser.add_argument(
        "--rejected",
        type=Path,
        metavar="OUT.csv",
        help="where rejected rows go (default: FILE.rejected.csv beside FILE)",
    )
    parser.add_argument("--encoding", help="encoding of a CSV file, instead of the mapping's")
    parser.add_argument("--sheet", help="sheet of a workbook, instead of the mapping's")
    add_place_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Import as the arguments say.

    Exit code 0 when it was done (a dry run: when it could be), 1 when not; nothing is written then.
    """
    started = time.monotonic()
    try:
        with _nothing_to_collect():
            outcome = _carried_out(args)
    except ImportFault as fault:
        return _failed(*fault.lines)
    except KeyboardInterrupt:
        print("Interrupted: nothing was written.", file=sys.stderr)
        return _INTERRUPTED
    outcome.seconds = time.monotonic() - started
    refused = bool(outcome.unknown) and not args.reject_unknown
    if refused and not outcome.dry:
        print_unknown(outcome.unknown, sys.stdout)
    else:
        print_summary(outcome, sys.stdout)
    return _failed(_UNKNOWN) if refused else 0


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """No search for cycles meanwhile: none are made, and looking costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _carried_out(args: argparse.Namespace) -> Outcome:
    settings = settings_of(args)
    city, _ = open_city(settings.city)
    mapping = read_mapping(args.mapping, city)
    default = None if args.dry_run else default_path(args.file)
    read = {args.file.resolve(), args.mapping.resolve()}
    if args.rejected is not None and args.rejected.resolve() in read:
        raise ImportFault(f"--rejected {args.rejected}: is read by this import; name another file")
    job = Job(
        file=args.file,
        mapping_file=args.mapping,
        mapping=mapping,
        form=_form(args, mapping),
        city=city,
        now=datetime.now(UTC),
        rejects=args.rejected or default,
        take_unknown_as_rejected=args.reject_unknown,
        told=sys.stderr,
    )
    store = store_for(settings.database, args.dry_run)
    try:
        if args.dry_run:
            return rehearse(job, store)
        assert store is not None  # only a dry run does without
        return carry_out(job, store)
    finally:
        if store is not None:
            store.close()


def _form(args: argparse.Namespace, mapping: ImportMapping) -> Form:
    source = mapping.source
    encoding = args.encoding or source.encoding
    if not known_encoding(encoding):
        raise ImportFault(f"--encoding {encoding}: no such encoding of text; utf-8, cp1252 are")
    return Form(source.format, encoding, source.delimiter, args.sheet or source.sheet)


def _failed(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    print("Nothing was written.", file=sys.stderr)
    return 1
