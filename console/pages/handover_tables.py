"""A signed handover as tables for a file: what it says, its cases, what waits at the desk."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.pages import handover_words as told
from db.domain.city import City
from db.domain.handover import Handover, Line
from db.domain.logbook import Entry, Kept
from db.domain.spreadsheets import Table
from widgets.marks import word_of

translate = QCoreApplication.translate

Row = list[str | int | float | None]


def tables(entry: Entry, receipt: Kept | None, city: City) -> list[Table]:
    """The same as on paper, a row a case and reason; a secret case says its number alone."""
    given = entry.handover
    assert given is not None, "an entry that is a handover"
    return [
        Table(translate("handover", "Serah terima"), _facts(entry, given, receipt, city)),
        Table(translate("handover", "Kasus"), _cases(given, city)),
        Table(
            translate("handover", "Kotak keluar"),
            [
                [translate("handover", "Menunggu di meja ini")],
                *([told.waiting(one, city)] for one in given.waiting),
            ],
        ),
    ]


def _facts(entry: Entry, given: Handover, receipt: Kept | None, city: City) -> list[Row]:
    counts = given.counts
    rows: list[Row] = [
        [translate("handover", "Kota"), city.name],
        [translate("handover", "Giliran"), told.turn(given.turn, city)],
        [translate("handover", "Dibuat"), told.dated(given.made_at, city)],
        [translate("handover", "Menyerahkan"), told.signer(entry.by), told.dated(entry.at, city)],
    ]
    takes = translate("handover", "Menerima")
    if receipt is None:
        rows.append([takes, translate("handover", "belum ditandatangani")])
    else:
        by, at = told.signer(receipt.entry.by), told.dated(receipt.entry.at, city)
        rows.append([takes, by, at, told.standing(receipt)])
    rows += [
        [translate("handover", "Laporan"), counts.received],
        [translate("handover", "merah"), counts.red],
        [translate("handover", "kuning"), counts.yellow],
        [translate("handover", "hijau"), counts.green],
        [translate("handover", "abu-abu"), counts.grey],
        [translate("handover", "Masalah"), counts.problems],
        [translate("handover", "Kasus terbuka"), given.open],
        [translate("handover", "disebut di bawah"), given.open - given.calm],
        [translate("handover", "tenang"), given.calm],
        [translate("handover", "Catatan petugas keluar"), given.remark],
    ]
    if receipt is not None and receipt.entry.receipt is not None:
        said = translate("handover", "Catatan petugas masuk")
        rows.append([said, receipt.entry.receipt.remark])
    return rows


def _cases(given: Handover, city: City) -> list[Row]:
    head: Row = [
        translate("handover", "Kelompok"),
        translate("handover", "Nomor"),
        translate("handover", "Keadaan"),
        translate("handover", "Perihal"),
        translate("handover", "Sebab"),
        translate("handover", "Catatan"),
    ]
    return [head, *(row for line in given.lines for row in _rows(line, city))]


def _rows(line: Line, city: City) -> list[Row]:
    group = told.section(line.why)
    if line.secret:
        hidden = translate("handover", "Kasus rahasia")
        return [[group, line.number, None, hidden, None, line.remark or None]]
    state, about = word_of(line.state.value), told.about(line, city)
    return [
        [group, line.number, state, about, told.reason(one, city), line.remark or None]
        for one in line.reasons
    ]
