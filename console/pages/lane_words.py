"""The lanes of the board in words: who owes the next act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.domain.states import Lane as LaneKey
from widgets.filter_bar import Filters
from widgets.lane import Lane

translate = QCoreApplication.translate


class LaneWords(NamedTuple):
    """What a lane is called and what it means when it is empty."""

    key: LaneKey
    word: str
    hint: str
    states: tuple[str, ...]


def lane_words() -> Sequence[LaneWords]:
    """Every lane of the board, from the left."""
    return (
        LaneWords(
            LaneKey.ROOM,
            translate("Board", "Ruang"),
            translate("Board", "Laporan baru muncul di sini"),
            ("received",),
        ),
        LaneWords(
            LaneKey.OPD,
            translate("Board", "OPD belum menerima"),
            translate("Board", "Semua OPD sudah menerima"),
            ("forwarded",),
        ),
        LaneWords(
            LaneKey.WORK,
            translate("Board", "Dikerjakan"),
            translate("Board", "Tidak ada pekerjaan berjalan"),
            ("accepted",),
        ),
        LaneWords(
            LaneKey.VALIDATION,
            translate("Board", "Menunggu validasi"),
            translate("Board", "Tidak ada yang perlu dilihat"),
            ("awaiting_validation",),
        ),
        LaneWords(
            LaneKey.RETURNED,
            translate("Board", "Dikembalikan"),
            translate("Board", "Tidak ada yang menunggu pelapor"),
            ("returned",),
        ),
        LaneWords(
            LaneKey.DONE,
            translate("Board", "Selesai hari ini"),
            translate("Board", "Belum ada yang selesai hari ini"),
            ("closed",),
        ),
    )


def say_why_empty(lanes: Mapping[LaneKey, Lane], filters: Filters) -> None:
    """What a lane without cards says: that nobody waits, or that none passes the filters."""
    for words in lane_words():
        if filters.active:
            hint = translate("Board", "Hapus saringan untuk melihat semuanya.")
            headline = translate("Board", "Tidak ada yang cocok")
            lanes[words.key].set_empty(headline, hint, "filter-outline")
        else:
            headline = translate("Board", "Tidak ada yang menunggu")
            lanes[words.key].set_empty(headline, words.hint)
