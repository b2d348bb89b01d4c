"""One import from file to journal: read, decide, sort out, write; all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from db import journal, sources
from db.domain.city import City
from db.store import Conn, Kind, Store
from server.importing.csv_file import CsvFile
from server.importing.faults import ImportFault, Rejected, RowFault
from server.importing.history import Historian, Past
from server.importing.ledger import check_city, sort_out, write
from server.importing.mapping import ImportMapping
from server.importing.progress import phase
from server.importing.rejects import write_rejects
from server.importing.rows import Incoming, RowReader
from server.importing.sheet import Form, Sheet, format_of
from server.importing.summary import Outcome
from server.importing.xlsx_file import XlsxFile

_STEP = 200
_KNOWN_OTHERWISE = "is known, but differs from what was imported; it was left alone"


@dataclass(frozen=True, slots=True)
class Job:
    """What is imported and how. `rejects` is None where no file of rejected rows is to be made."""

    file: Path
    mapping_file: Path
    mapping: ImportMapping
    form: Form
    city: City
    now: datetime
    rejects: Path | None
    take_unknown_as_rejected: bool
    told: TextIO


def read(job: Job) -> tuple[Outcome, list[Past], tuple[str, ...]]:
    """Every row of the file, decided or rejected, and the header. Raises ImportFault."""
    outcome, pasts = Outcome(), list[Past]()
    with _opened(job) as sheet, phase("Reading", job.told) as at:
        reader = RowReader(job.mapping, job.city, sheet.header, job.now)
        historian = Historian(job.city, job.mapping.source)
        for record in sheet:
            outcome.read += 1
            result = _past(historian, reader.read(record), record.cells)
            if isinstance(result, Past):
                pasts.append(result)
            else:
                outcome.rejected.append(result)
            if outcome.read % _STEP == 0:
                at(sheet.part())
        header = sheet.header
    outcome.unknown, outcome.skewed = reader.unknown, reader.skewed
    outcome.overlaps, outcome.masked = reader.instants.overlaps, reader.masked
    if not outcome.read:
        raise ImportFault(f"{job.file}: has a header and no rows")
    return outcome, pasts, header


def _past(
    historian: Historian, incoming: Incoming | Rejected, cells: tuple[object, ...]
) -> Past | Rejected:
    if isinstance(incoming, Rejected):
        return incoming
    try:
        return historian.past(incoming)
    except RowFault as fault:
        return Rejected(incoming.row, fault.column, fault.reason, cells)


@contextmanager
def _opened(job: Job) -> Iterator[Sheet]:
    sheet: Sheet
    if format_of(job.file, job.form.format) == "xlsx":
        sheet = XlsxFile(job.file, job.form)
    else:
        sheet = CsvFile(job.file, job.form, job.mapping.wanted)
    try:
        yield sheet
    finally:
        sheet.close()


def rehearse(job: Job, store: Store | None) -> Outcome:
    """What an import would do. Writes nothing to the store, which may not be there yet."""
    outcome, pasts, header = read(job)
    if store is None:
        outcome.fresh = pasts
    else:
        with store.read() as conn:
            _sort_out(conn, job, outcome, pasts)
    outcome.dry = True
    _write_rejects(job, outcome, header)
    return outcome


def carry_out(job: Job, store: Store) -> Outcome:
    """Import the file in one transaction. Raises ImportFault, and then nothing is altered."""
    outcome, pasts, header = read(job)
    if outcome.unknown and not job.take_unknown_as_rejected:
        return outcome
    with phase("Writing", job.told) as at, store.write() as conn:
        journal.begin(conn, job.city.id)
        _sort_out(conn, job, outcome, pasts)
        write(conn, job.city, job.mapping.source.id, outcome.fresh, job.now, at)
        sources.note_import(conn, _note(job, outcome))
        # Before the commit: what cannot be told of is not done either.
        _write_rejects(job, outcome, header)
    return outcome


def _sort_out(conn: Conn, job: Job, outcome: Outcome, pasts: list[Past]) -> None:
    check_city(conn, job.city)
    sorted_out = sort_out(conn, job.mapping.source.id, pasts)
    outcome.fresh = sorted_out.fresh
    outcome.known, outcome.differing = len(sorted_out.known), sorted_out.differing
    earlier = sources.imported(conn, _hash(job.file), _hash(job.mapping_file))
    if earlier:
        when = earlier.at.isoformat(sep=" ", timespec="seconds")
        outcome.before = f"This file came in with this mapping before, on {when}."


def _note(job: Job, outcome: Outcome) -> sources.Import:
    file, mapping = _hash(job.file), _hash(job.mapping_file)
    return sources.Import(file, mapping, job.now, outcome.read, len(outcome.fresh))


def _write_rejects(job: Job, outcome: Outcome, header: tuple[str, ...]) -> None:
    column = job.mapping.columns["source_id"]
    rows = outcome.rejected + [
        Rejected(past.incoming.row, column, _KNOWN_OTHERWISE, ()) for past in outcome.differing
    ]
    if rows and job.rejects is not None:
        # Of a workbook the mapping says neither.
        form = Form() if format_of(job.file, job.form.format) == "xlsx" else job.form
        write_rejects(job.rejects, header, rows, form)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def store_for(url: str, dry: bool) -> Store | None:
    """The server's store; None for a dry run on a database that is not there yet."""
    if dry and not Store.is_there(url, Kind.SERVER):
        return None
    return Store.open(url, Kind.SERVER)
