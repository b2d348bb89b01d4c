"""A report out of the answers that figures give: nothing is counted here a second time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.days import Day
from db.domain.city import City
from db.domain.periods import Kind, Period
from server.reports import definitions, words
from server.reports.league import league
from server.reports.paper import Bar, Cell, Column, Holds, Paper, Section, Share, Spread, Table

Answer = Mapping[str, Any]

GROUPS = {
    "channel": "Kanal",
    "class": "Jenis",
    "category": "Kategori",
    "district": "Kecamatan",
    "area": "Kelurahan",
}
"""By what a report parts its sums beside agencies, and what that is called."""

_COLOURS = ("red", "yellow", "green", "grey")
_SHORT_SEAL = 16


@dataclass(frozen=True, slots=True)
class Told:
    """What the figures say: of the period by each of `GROUPS` and "opd", and of the one before.

    They go up to change `seq` of `epoch`, recorded at `at`; before the first change that is the
    end of the period. `days` are the sealed ones of the period, `broken` those whose seal does not
    fit.
    """

    period: Period
    scope: str
    now: Mapping[str, Answer]
    then: Answer
    epoch: str
    seq: int
    at: datetime
    over: bool
    days: Sequence[Day]
    broken: frozenset[str]

    @property
    def whole(self) -> Answer:
        """The period's own figures, however they are parted."""
        return self.now["opd"]


def paper(told: Told, city: City, scope: str) -> Paper:
    """The whole report; `scope` in words."""
    kind = words.KINDS[told.period.kind]
    city_id = city.id if not told.scope.startswith("opd:") else f"{city.id}-{told.scope[4:]}"
    sections = [_sum(told), _compared(told)]
    if told.period.kind is not Kind.DAILY:
        sections.append(_days(told))
    sections += [_ages(told), *(_group(told, by, city) for by in GROUPS)]
    sections += [league(told.whole, city, _ranked(told))]
    sections.append(Section("Arti angka", notes=definitions.FIGURES))
    return Paper(
        city=city.name,
        title=f"Laporan {kind} penanganan pengaduan",
        period=words.period(told.period),
        facts=_facts(told, city, scope),
        sections=sections,
        foot=f"{city.name} · laporan {kind} {told.period.name} · perubahan {_place(told)}",
        file=f"laporan-{kind}-{city_id}-{told.period.name}",
        at=told.at,
    )


def _ranked(told: Told) -> bool:
    """One agency alone is compared with nobody."""
    return not told.scope.startswith("opd:")


def _place(told: Told) -> str:
    return f"{told.epoch[:8]}/{told.seq}"


def _facts(told: Told, city: City, scope: str) -> list[tuple[str, str]]:
    at = words.moment(told.at, city.zone) if told.seq else "belum ada catatan"
    facts = [("Cakupan", scope), ("Menurut catatan sampai", f"{at}, perubahan {_place(told)}")]
    if not told.over:
        facts.append(("Perhatian", "periode belum berakhir; angkanya masih berjalan"))
    if not told.days:
        facts.append(("Segel", "belum ada hari yang disegel dalam periode ini"))
        return facts
    last = told.days[-1]
    name = words.day(date.fromisoformat(last.day))
    facts.append(("Segel", f"{last.seal} ({name}, perubahan {last.epoch[:8]}/{last.seq})"))
    if told.broken:
        facts.append(
            ("Perhatian", f"segel tidak cocok: {', '.join(sorted(told.broken))}; hubungi pengelola")
        )
    return facts


def _sum(told: Told) -> Section:
    whole, standing = told.whole["sum"], told.whole["standing"]
    rows: list[Sequence[Cell]] = [
        ["Masuk dalam periode, menurut keadaan sekarang", *_coloured(whole)],
        ["Semua sampai akhir periode, menurut keadaan saat itu", *_coloured(standing)],
    ]
    columns = [Column("Laporan"), *_colour_columns()]
    return Section(
        "Jumlah yang cocok",
        lines=[
            f"{words.number(whole['received'])} laporan masuk = {_split(whole)}.",
            f"Itu {words.number(whole['problems'])} masalah berbeda; "
            f"{words.number(whole['out'])} dari yang abu-abu bukan wewenang kota atau diarsipkan.",
        ],
        bar=Bar(*(whole[colour] for colour in _COLOURS)),
        tables=[Table("Jumlah", columns, rows)],
    )


def _split(sums: Answer) -> str:
    names = ("merah", "kuning", "hijau", "abu-abu")
    pairs = zip(names, _COLOURS, strict=True)
    return " + ".join(f"{words.number(sums[colour])} {name}" for name, colour in pairs)


def _coloured(sums: Answer) -> list[Cell]:
    return [sums["received"], *(sums[colour] for colour in _COLOURS)]


def _colour_columns() -> list[Column]:
    return [Column(name, Holds.COUNT) for name in ("Masuk", "Merah", "Kuning", "Hijau", "Abu-abu")]


def _shares(sums: Answer) -> dict[str, Share]:
    counted = sums["received"] - sums["out"]
    return {
        "Ditindaklanjuti (cara SP4N)": Share(sums["yellow"] + sums["green"], counted),
        "Selesai": Share(sums["green"], counted),
        "Tepat waktu": Share(sums["on_time"], sums["promised"]),
        "Dikembalikan OPD": Share(sums["bounced"], sums["sent"]),
        "Dibuka lagi": Share(sums["reopened"], sums["problems"]),
    }


def _counts(answer: Answer) -> dict[str, int]:
    return {
        "Masuk": answer["sum"]["received"],
        "Masalah berbeda": answer["sum"]["problems"],
        "Selesai dalam periode": sum(answer["days"]["finished"]),
        "Masih terbuka di akhir periode": sum(answer["ages"]),
        "Penugasan ke OPD": answer["sum"]["sent"],
        "Pekerjaan ditolak": answer["sum"]["refused"],
    }


def _times(answer: Answer) -> dict[str, Spread]:
    named = {
        "Masuk sampai diteruskan": "forward",
        "Diteruskan sampai diterima OPD": "accept",
        "Masuk sampai selesai": "resolve",
    }
    return {name: spread(answer[key]) for name, key in named.items()}


def spread(one: Answer) -> Spread:
    """A duration as figures tell it."""
    return Spread(one["median"], one["p90"], one["n"], one["of"])


def _compared(told: Told) -> Section:
    counts, were = _counts(told.whole), _counts(told.then)
    shares, had = _shares(told.whole["sum"]), _shares(told.then["sum"])
    times, took = _times(told.whole), _times(told.then)
    tables = [
        Table(
            "Banyaknya",
            _beside(told, "Banyaknya", Holds.COUNT),
            [[name, n, were[name], words.change(n, were[name])] for name, n in counts.items()],
        ),
        Table(
            "Bagian",
            _beside(told, "Bagian", Holds.SHARE),
            [[name, n, had[name], words.points(n, had[name])] for name, n in shares.items()],
        ),
        Table(
            "Lama waktu",
            _beside(told, "Lama waktu: median · p90 (n/dari)", Holds.SPREAD),
            [
                [name, one, took[name], words.slower(one.median, took[name].median)]
                for name, one in times.items()
            ],
        ),
    ]
    return Section(f"Dibanding {words.before(told.period.kind)}", tables=tables)


def _beside(told: Told, what: str, holds: Holds) -> list[Column]:
    before = words.before(told.period.kind).capitalize()
    return [Column(what), Column("Periode ini", holds), Column(before, holds), Column("Perubahan")]


def _days(told: Told) -> Section:
    days, seals = told.whole["days"], {day.day: day.seal for day in told.days}
    columns = (days["day"], days["received"], days["finished"], days["open"])
    rows: list[Sequence[Cell]] = [
        [words.weekday(date.fromisoformat(day)), *counts, seals.get(day, "")[:_SHORT_SEAL] or None]
        for day, *counts in zip(*columns, strict=True)
    ]
    rows.append(["Seluruhnya", sum(days["received"]), sum(days["finished"]), None, None])
    heads = [Column("Hari"), *(Column(name, Holds.COUNT) for name in ("Masuk", "Selesai"))]
    heads += [Column("Terbuka di akhir hari", Holds.COUNT), Column("Segel (awalnya)")]
    return Section("Hari demi hari", tables=[Table("Per hari", heads, rows, 1)])


def _ages(told: Told) -> Section:
    ages, edges = told.whole["ages"], told.whole["edges"]["ages"]
    starts = [0, *edges]
    names = [f"{a} sampai {b} hari" for a, b in zip(starts, edges, strict=False)]
    names = [f"di bawah {edges[0]} hari", *names[1:], f"{edges[-1]} hari atau lebih"]
    rows: list[Sequence[Cell]] = [list(row) for row in zip(names, ages, strict=True)]
    rows.append(["Seluruhnya", sum(ages)])
    heads = [Column("Umur sejak masuk"), Column("Laporan", Holds.COUNT)]
    return Section("Yang masih terbuka di akhir periode", tables=[Table("Umur", heads, rows, 1)])


def _group(told: Told, by: str, city: City) -> Section:
    """Every row adds up, and so do all rows together."""
    answer, name = told.now[by], GROUPS[by]
    heads = [Column(name), *_colour_columns()]
    heads += [Column("Ditindaklanjuti", Holds.SHARE), Column("Tepat waktu", Holds.SHARE)]

    def row(first: str, sums: Answer) -> list[Cell]:
        shares = list(_shares(sums).values())
        return [first, *_coloured(sums), shares[0], shares[2]]

    groups = [group for group in answer["groups"] if group["received"]]
    groups.sort(key=lambda group: (-group["received"], group_name(by, group["key"], city)))
    rows = [row(group_name(by, group["key"], city), group) for group in groups]
    rows.append(row("Seluruhnya", answer["sum"]))
    return Section(f"Menurut {name.lower()}", tables=[Table(f"Per {name.lower()}", heads, rows, 1)])


def group_name(by: str, key: str, city: City) -> str:
    """What a group is called."""
    if not key:
        return "tidak diketahui"
    named: Mapping[str, str] = {
        "channel": city.channels,
        "class": city.classes,
        "category": {id: one.name for id, one in city.categories.items()},
    }.get(by) or {code: area.name for code, area in city.areas.items()}
    return named.get(key, key)
