"""What the page of figures shows, as tables for a file, with city, period and age above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from console.pages import figures_words as told
from db.domain.city import City
from db.domain.spreadsheets import Table

translate = QCoreApplication.translate
Answer = Mapping[str, Any]


def tables(answer: Answer, by: str, head: Mapping[str, str], city: City) -> list[Table]:
    """`head` are lines of words above all: city, period, filters, when the server told it."""
    return [
        Table(translate("figures", "Ringkasan"), [*map(list, head.items()), *_whole(answer)]),
        Table(translate("figures", "Per hari"), _days(answer)),
        Table(translate("figures", "Per kelompok"), _groups(answer, by, city)),
    ]


def _whole(answer: Answer) -> list[list[str | int | None]]:
    sums, standing = answer["sum"], answer["standing"]
    rows: list[list[str | int | None]] = [
        [translate("figures", "Laporan masuk dalam periode"), sums["received"]],
        *([name, sums[key]] for key, name in _counts().items()),
        [translate("figures", "Semua laporan sampai akhir periode"), standing["received"]],
    ]
    for name, key in (
        (translate("figures", "Masuk sampai diteruskan"), "forward"),
        (translate("figures", "Diteruskan sampai diterima OPD"), "accept"),
        (translate("figures", "Masuk sampai selesai"), "resolve"),
    ):
        one = answer[key]
        rows += [
            [translate("figures", "{name}, median (detik)").format(name=name), one["median"]],
            [translate("figures", "{name}, p90 (detik)").format(name=name), one["p90"]],
            [translate("figures", "{name}, jumlah").format(name=name), one["n"]],
            [translate("figures", "{name}, dari").format(name=name), one["of"]],
        ]
    return rows


def _counts() -> dict[str, str]:
    return {
        "red": translate("figures", "merah"),
        "yellow": translate("figures", "kuning"),
        "green": translate("figures", "hijau"),
        "grey": translate("figures", "abu-abu"),
        "out": translate("figures", "di antaranya bukan wewenang atau arsip"),
        "problems": translate("figures", "masalah berbeda"),
        "on_time": translate("figures", "selesai tepat waktu"),
        "promised": translate("figures", "selesai yang punya batas waktu"),
        "sent": translate("figures", "penugasan ke OPD"),
        "bounced": translate("figures", "dikembalikan OPD"),
        "refused": translate("figures", "pekerjaan ditolak"),
        "reopened": translate("figures", "dibuka lagi"),
    }


def _days(answer: Answer) -> list[list[str | int]]:
    days = answer["days"]
    words = [
        translate("figures", "Hari"),
        translate("figures", "Masuk"),
        translate("figures", "Selesai"),
        translate("figures", "Terbuka di akhir hari"),
    ]
    columns = (days["day"], days["received"], days["finished"], days["open"])
    return [words, *map(list, zip(*columns, strict=True))]


def _groups(answer: Answer, by: str, city: City) -> list[list[str | int | None]]:
    counts = _counts()
    times = [(name, rank) for name in ("forward", "accept", "resolve") for rank in _ranks()]
    words = {
        "forward": translate("figures", "teruskan"),
        "accept": translate("figures", "terima"),
        "resolve": translate("figures", "selesai"),
    }
    head: list[str | int | None] = [
        translate("figures", "Nama"),
        translate("figures", "Masuk"),
        *counts.values(),
        *(f"{words[name]} {_ranks()[rank]}" for name, rank in times),
    ]
    rows: list[list[str | int | None]] = [head]
    for group in answer["groups"]:
        name = told.group_name(by, group["key"], city)
        row = [name, group["received"], *(group[key] for key in counts)]
        rows.append([*row, *(group[key][rank] for key, rank in times)])
    return rows


def _ranks() -> dict[str, str]:
    return {
        "n": translate("figures", "jumlah"),
        "median": translate("figures", "median (detik)"),
        "p90": translate("figures", "p90 (detik)"),
    }
