"""Agencies side by side, ranked only where there is enough to rank by, with all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from db.domain.city import City
from server.reports import definitions, words
from server.reports.paper import Cell, Column, Holds, Section, Share, Spread, Table

Answer = Mapping[str, Any]
_Z = 1.96


def league(answer: Answer, city: City, ranked: bool) -> Section:
    """`answer` is parted by agency; of one agency alone nothing is ranked."""
    groups = [group for group in answer["groups"] if group["key"]]
    named = [(_name(group["key"], city), group) for group in groups]
    ranks = _ranks([group for _, group in named]) if ranked else {}
    last = len(named) + 1
    named.sort(key=lambda one: (ranks.get(one[1]["key"], last), one[0].casefold()))
    order = [[ranks.get(group["key"]), name, *_row(group)] for name, group in named]
    heads = [Column("Peringkat", Holds.COUNT), Column("OPD"), Column("Masuk", Holds.COUNT)]
    heads += [Column("Tepat waktu", Holds.SHARE), Column("Rentang 95 %")]
    heads += [Column("Terima", Holds.SPREAD), Column("Selesai", Holds.SPREAD)]
    work = [
        [name, *_work(group)] for name, group in sorted(named, key=lambda one: one[0].casefold())
    ]
    counts = ("Masuk", "Merah", "Kuning", "Hijau", "Abu-abu", "Ditugaskan")
    loads = [Column("OPD"), *(Column(name, Holds.COUNT) for name in counts)]
    loads += [Column("Dikembalikan", Holds.SHARE), Column("Ditolak", Holds.COUNT)]
    loads += [Column("Dibuka lagi", Holds.SHARE)]
    return Section(
        "OPD berdampingan" if ranked else "OPD ini",
        lines=(*(definitions.LEAGUE if ranked else ()), definitions.TIMES),
        tables=[Table("Peringkat OPD", heads, order), Table("Beban OPD", loads, work)],
    )


def _name(key: str, city: City) -> str:
    return city.agencies[key].short if key in city.agencies else key


def _row(group: Answer) -> list[Cell]:
    on_time = Share(group["on_time"], group["promised"])
    accept, resolve = group["accept"], group["resolve"]
    return [
        group["received"],
        on_time,
        _range(on_time),
        Spread(accept["median"], accept["p90"], accept["n"], group["sent"]),
        Spread(resolve["median"], resolve["p90"], resolve["n"], group["problems"]),
    ]


def _work(group: Answer) -> list[Cell]:
    return [
        *(group[name] for name in ("received", "red", "yellow", "green", "grey", "sent")),
        Share(group["bounced"], group["sent"]),
        group["refused"],
        Share(group["reopened"], group["problems"]),
    ]


def _ranks(groups: Sequence[Answer]) -> dict[str, int]:
    """By the share on time; equals have the same rank, and too few none."""
    enough = [group for group in groups if group["promised"] >= words.LEAST]
    shares = {group["key"]: group["on_time"] / group["promised"] for group in enough}
    return {
        key: 1 + sum(other > share for other in shares.values()) for key, share in shares.items()
    }


def wilson(share: Share) -> tuple[float, float]:
    """Between which percentages the true share lies in 95 of 100 samples (Wilson's interval)."""
    n, p = share.of, share.part / share.of
    middle = p + _Z * _Z / (2 * n)
    reach = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
    scale = 100 / (1 + _Z * _Z / n)
    return max(0.0, (middle - reach) * scale), min(100.0, (middle + reach) * scale)


def _range(share: Share) -> str | None:
    if not share.of:
        return None
    low, high = wilson(share)
    return f"{low:.0f}–{high:.0f} %"
