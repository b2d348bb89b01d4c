"""Papers of a made-up week: each number is the figures' own, adds up, and is in every form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, update

from db import days, journal, tables
from db.domain.city import City
from db.domain.periods import Kind, Period, period_of
from db.scopes import CITY, EVERYTHING
from db.seals import Seal
from db.store import Conn, Store
from db.store import Kind as StoreKind
from server.city import open_city
from server.cli.report import gathered, keep_up
from server.figures.asked import Asked
from server.figures.sums import Sums
from server.reports import Form, Material, words
from server.reports.content import GROUPS, group_name
from server.reports.league import wilson
from server.reports.making import formed, written
from server.reports.paper import Cell, Column, Holds, Paper, Section, Share, Spread, Table
from server.reports.sheets import csv_of, xlsx_of
from tests.server.past import History

ZONE = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def city(pack: Path) -> City:
    return open_city(pack)[0]


@pytest.fixture
def store(server_where: str, city: City) -> Iterator[Store]:
    """Ten days or so of a city, with all trails."""
    store = Store.open(server_where, StoreKind.SERVER)
    History(store, city, seed=8).go_on(220, pause=3_900)
    keep_up(store)
    yield store
    store.close()


def end_of(conn: Conn) -> datetime:
    """The last instant of the history."""
    last = conn.execute(select(func.max(tables.changes.c.recorded_at))).scalar_one()
    return datetime.fromtimestamp(last / 1000, UTC)


def seal_all(store: Store) -> datetime:
    with store.read() as conn:
        now = end_of(conn)
    with store.write() as conn, journal.writing(conn, now):
        days.seal(conn, days.ended(conn, ZONE, now), Seal.of(conn), now)
    return now


def last_week(now: datetime) -> Period:
    """A week that is over, with changes in it."""
    return period_of(Kind.WEEKLY, now.astimezone(ZONE).date() - timedelta(days=7))


def answer(material: Material, period: Period, scope: str, by: str) -> Mapping[str, Any]:
    """As /figures answers, up to the same change."""
    shown, now = material.shown, end_of(material.conn)
    asked = Asked(period.first, period.last, scope, by=by)
    return Sums(shown.cube, shown.words, material.wall, material.city, asked, now).answer()


def table(paper: Paper, name: str) -> Table:
    (found,) = [one for part in paper.sections for one in part.tables if one.name == name]
    return found


def test_each_number_is_the_figures_own_and_adds_up(store: Store, city: City) -> None:
    now = seal_all(store)
    with store.read() as conn:
        material = gathered(conn, city)
        for kind in Kind:
            for scope in (CITY, EVERYTHING):
                _check(material, period_of(kind, last_week(now).last), scope)


def _check(material: Material, period: Period, scope: str) -> None:
    city, paper = material.city, written(material, period, scope)
    told = {by: answer(material, period, scope, by) for by in (*GROUPS, "opd")}
    then = answer(material, period.before, scope, "")
    whole = told["opd"]["sum"]
    assert whole["received"] > 0
    for by, name in GROUPS.items():
        *rows, total = table(paper, f"Per {name.lower()}").rows
        found = {row[0]: list(row[1:6]) for row in rows}
        assert found == {
            group_name(by, one["key"], city): [
                one[key] for key in ("received", "red", "yellow", "green", "grey")
            ]
            for one in told[by]["groups"]
            if one["received"]
        }
        for row in (*rows, total):
            assert row[1] == sum(row[2:6])  # type: ignore[arg-type]
        columns = zip(*rows, strict=True)
        sums = [sum(column) for n, column in enumerate(columns) if 0 < n < 6]
        assert sums == list(total[1:6])
        assert total[6] == Share(whole["yellow"] + whole["green"], whole["received"] - whole["out"])
    _check_whole(paper, told["opd"], then)
    _check_league(paper, told["opd"]["groups"], city)


def _check_whole(paper: Paper, now: Mapping[str, Any], then: Mapping[str, Any]) -> None:
    first, standing = table(paper, "Jumlah").rows
    for row, sums in ((first, now["sum"]), (standing, now["standing"])):
        assert list(row[1:]) == [
            sums[key] for key in ("received", "red", "yellow", "green", "grey")
        ]
    assert [row[1] for row in table(paper, "Lama waktu").rows] == [
        Spread(*(now[key][part] for part in ("median", "p90", "n", "of")))
        for key in ("forward", "accept", "resolve")
    ]
    shares = {str(row[0]): row[1:3] for row in table(paper, "Bagian").rows}
    assert list(shares["Tepat waktu"]) == [
        Share(one["sum"]["on_time"], one["sum"]["promised"]) for one in (now, then)
    ]
    assert list(shares["Dikembalikan OPD"]) == [
        Share(one["sum"]["bounced"], one["sum"]["sent"]) for one in (now, then)
    ]
    ages = [row[1] for row in table(paper, "Umur").rows]
    assert ages == [*now["ages"], now["days"]["open"][-1]]


def _check_league(paper: Paper, groups: Sequence[Mapping[str, Any]], city: City) -> None:
    rows = {row[1]: row for row in table(paper, "Peringkat OPD").rows}
    assert set(rows) == {city.agencies[one["key"]].short for one in groups if one["key"]}
    for one in groups:
        if not one["key"]:
            continue
        row = rows[city.agencies[one["key"]].short]
        assert row[2:4] == [one["received"], Share(one["on_time"], one["promised"])]
        assert (row[0] is not None) == (one["promised"] >= words.LEAST)


def plain(holds: Holds, cell: Cell) -> list[str | int | float | None]:
    """A cell as a spreadsheet has it."""
    if cell is None:
        return [None] * {Holds.SHARE: 3, Holds.SPREAD: 4}.get(holds, 1)
    if isinstance(cell, Share):
        return [*cell, round(100 * cell.part / cell.of, 2) if cell.of else None]
    return list(cell) if isinstance(cell, Spread) else [cell]


def test_every_form_says_the_same(store: Store, city: City) -> None:
    now = seal_all(store)
    with store.read() as conn:
        week = period_of(Kind.WEEKLY, last_week(now).last)
        paper = written(gathered(conn, city), week, EVERYTHING)
    book = openpyxl.load_workbook(io.BytesIO(formed(paper, Form.XLSX).content))
    rows = list(csv.reader(io.StringIO(formed(paper, Form.CSV).content.decode("utf-8-sig"))))
    pages = [
        " ".join(page.extract_text().split())
        for page in PdfReader(io.BytesIO(formed(paper, Form.PDF).content)).pages
    ]
    assert all(paper.foot in page for page in pages)
    text = " ".join(pages)
    for part in paper.sections:
        for one in part.tables:
            holds = [column.holds for column in one.columns]
            for n, row in enumerate(one.rows, 1):
                values = [v for pair in zip(holds, row, strict=True) for v in plain(*pair)]
                assert [cell.value for cell in book[one.name][n + 1]] == values
                assert _row_of(rows, one.name, n) == ["" if v is None else str(v) for v in values]
                assert " ".join(map(words.cell, row[1:])) in text
        for line in (*part.lines, *part.notes):
            assert " ".join(line.split()) in text


def _row_of(rows: Sequence[list[str]], name: str, n: int) -> list[str]:
    """The n-th row below the head of a table in a CSV."""
    return rows[next(at for at, row in enumerate(rows) if row == [name]) + 1 + n]


def test_the_seals_of_its_days_are_on_it_and_a_broken_one_is_told(store: Store, city: City) -> None:
    week = last_week(seal_all(store))

    def facts() -> dict[str, str]:
        with store.read() as conn:
            return dict(written(gathered(conn, city), week, CITY).facts)

    with store.read() as conn:
        held = days.within(conn, week.first.isoformat(), week.last.isoformat())
        paper = written(gathered(conn, city), week, CITY)
    assert held
    assert held[-1].seal in facts()["Segel"]
    seals = [row[4] for row in table(paper, "Per hari").rows if row[4]]
    assert seals == [one.seal[:16] for one in held]
    assert "Perhatian" not in facts()
    with store.write() as conn:
        changed = update(tables.days).where(tables.days.c.day == held[0].day)
        conn.execute(changed.values(reports="{}"))
    assert held[0].day in facts()["Perhatian"]


def test_a_city_without_a_past_has_a_report_of_nothing(server_where: str, city: City) -> None:
    store = Store.open(server_where, StoreKind.SERVER)
    with store.write() as conn:
        journal.begin(conn, city.id)
    keep_up(store)
    with store.read() as conn:
        period = period_of(Kind.DAILY, date(2026, 11, 26))
        paper = written(gathered(conn, city), period, CITY)
    store.close()
    for form in Form:
        assert formed(paper, form).content
    assert table(paper, "Jumlah").rows[0][1:] == [0, 0, 0, 0, 0]
    facts = dict(paper.facts)
    assert facts["Menurut catatan sampai"].startswith("belum ada catatan, perubahan ")
    assert "Perhatian" not in facts  # nothing says that the day is not over
    assert paper.at == datetime(2026, 11, 26, 17, tzinfo=UTC)


DANGEROUS = '=HYPERLINK("http://x")'


def test_no_name_of_a_city_becomes_a_formula() -> None:
    columns = [Column("+nama"), Column("n", Holds.COUNT)]
    part = Section("@bagian", ["-1+1"], tables=[Table("=tabel", columns, [[DANGEROUS, 1]])])
    paper = Paper(
        DANGEROUS, "t", "p", [("=f", "=v")], [part], "f", "f", datetime(2026, 1, 1, tzinfo=UTC)
    )
    cells = [
        cell for row in csv.reader(io.StringIO(csv_of(paper).decode("utf-8-sig"))) for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(paper)))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value}
    assert kinds == {"s", "n"}
    assert DANGEROUS in [cell.value for cell in book.worksheets[1]["A"]]


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [(16, 20, 58.4, 91.9), (0, 20, 0.0, 16.1), (20, 20, 83.9, 100.0), (1, 1, 20.7, 100.0)],
)
def test_the_interval_is_wilsons(part: int, of: int, low: float, high: float) -> None:
    """Reference values of the published formula."""
    assert wilson(Share(part, of)) == pytest.approx((low, high), abs=0.06)
