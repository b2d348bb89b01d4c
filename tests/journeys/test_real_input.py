"""Real cases, all the way: Boston's published CSV, the server, a desk's cache, its board."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from db import cases, feed
from db.domain.case import Case
from db.domain.city import City
from db.domain.clocks import ClockState, state_of
from db.domain.states import OPEN, Colour
from db.domain.wire import encode, load
from db.store import Conn
from server.city import open_city
from server.importing.mapping import ImportMapping, read_mapping
from tests.journeys.processes import ROOT, Site
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD
from widgets.filter_bar import Filters
from widgets.lane import Lane
from widgets.marks import colour_word_of
from widgets.roles import CARD, NO_PLACE, Card

ROWS = 20_768
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PACK = ROOT / "tests" / "cities" / "boston"
MAPPING = PACK.with_name("boston.mapping.toml")

# How the board's filter fields are called in the mapping, and in the file.
FIELDS = {
    "category": ("category", "REASON"),
    "agency": ("agency", "Department"),
    "area": ("area", "neighborhood"),
    "channel": ("channel", "Source"),
}


@dataclass
class Boston:
    """The file, what was told of the import, and a desk that has taken the snapshot."""

    published: list[dict[str, str]]
    told: str
    rejected: list[dict[str, str]]
    site: Site
    seat: Seat
    loop: Loop

    def cache(self, question: Callable[[Conn], Any]) -> Any:
        """Ask the desk's cache."""
        return self.loop.run(self.seat.program.sync.cache.read(question))

    def cards(self) -> list[tuple[str, Card]]:
        """(lane, card) of everything on the board."""
        found = []
        for lane in self.seat.frame.board.findChildren(Lane):
            model = lane.view.model()
            rows = range(model.rowCount())
            word = lane.view.accessibleName()
            found += [(word, model.index(row, 0).data(CARD)) for row in rows]
        return found

    def sums(self) -> dict[Colour, int]:
        """The board's figures by colour, as they stand written there; they must add up."""
        board = self.seat.frame.board
        self.loop.run(until(lambda: not board._soon.isActive(), "the board has counted"))
        labels = board.findChildren(QLabel)
        sums = {
            each: _number(label)
            for each in Colour
            for label in labels
            if label.accessibleDescription() == colour_word_of(each.value)
        }
        assert len(sums) == len(Colour)
        (total,) = (label for label in labels if "laporan di papan" in label.text())
        assert sum(sums.values()) == _number(total)
        return sums

    def narrow(self, filters: Filters) -> dict[Colour, int]:
        """The board's figures under these filters."""
        self.loop.run(self._narrow(filters))
        return self.sums()

    async def _narrow(self, filters: Filters) -> None:
        board = self.seat.frame.board
        board.filters.set_filters(filters)
        await until(
            lambda: board._sifter._searching is None or board._sifter._searching.done(),
            "it is found",
        )
        await self.seat.rest()


@pytest.fixture(scope="module")
def boston(
    shared_data: Path, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Boston]:
    """From the CSV through the real commands to a desk that shows the board."""
    folder = tmp_path_factory.mktemp("boston")
    file = shared_data / "complaints" / "boston311_2015_mei_juni.csv"
    site = Site(folder, str(PACK))
    rejects = folder / "rejected.csv"
    told = site.command(
        "import", str(file), "--mapping", str(MAPPING), "--rejected", str(rejects)
    )  # fmt: skip
    site.add_officer("siti")
    site.start()
    loop = Loop(qapp)
    (folder / "desk").mkdir()
    seat = Seat(loop, folder / "desk")
    loop.run(seat.enter(site.url, "siti", PASSWORD))
    loop.run(until(lambda: len(seat.program.book) > 0, "the board is filled"))
    yield Boston(_read(file), told, _read(rejects) if rejects.exists() else [], site, seat, loop)
    loop.run(seat.close())
    loop.close()
    site.stop()
    assert not loop.faults, "\n".join(loop.faults)


def _number(label: QLabel) -> int:
    """The figure in a label, which groups its digits as people here do."""
    return int(re.sub(r"\D", "", label.text()))


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(PACK)[0]


@pytest.fixture(scope="module")
def mapping(city: City) -> ImportMapping:
    return read_mapping(MAPPING, city)


@pytest.fixture(scope="module")
def kept(boston: Boston) -> dict[str, Case]:
    """Every case in the desk's cache by the source's own id; read beside the main thread."""
    found: list[Case] = boston.cache(
        lambda conn: [load(Case, row) for row in cases.snapshot_rows(conn, "city")]
    )
    return {case.reports[0].source_id: case for case in found}


def test_nothing_is_lost_on_the_way(boston: Boston, kept: dict[str, Case]) -> None:
    taken = len(boston.published) - len(boston.rejected)
    assert len(boston.published) == ROWS
    assert f"{ROWS} rows read = {taken} cases" in boston.told
    assert kept.keys() == {row["CASE_ENQUIRY_ID"] for row in boston.published} - {
        row["CASE_ENQUIRY_ID"] for row in boston.rejected
    }
    assert all(row["rejected_reason"] for row in boston.rejected)


def test_the_cache_is_the_server_row_by_row(boston: Boston) -> None:
    mine = boston.cache(lambda conn: list(cases.snapshot_rows(conn, "city")))
    assert mine == boston.site.rows()
    head = boston.site.entries()[-1].seq
    assert boston.cache(feed.cursor).seq == head
    assert boston.cache(cases.cache_digest) == boston.site.read(cases.cache_digest)


def test_the_board_shows_every_open_case_and_no_other(
    boston: Boston, kept: dict[str, Case]
) -> None:
    still_open = {case.id for case in kept.values() if case.state in OPEN}
    cards = boston.cards()
    assert len(cards) == len(still_open) == 2_631
    assert {card.id for _, card in cards} == still_open
    assert {lane for lane, _ in cards} == {"OPD belum menerima"}


def test_the_clocks_of_the_cache_say_what_boston_said(
    boston: Boston, kept: dict[str, Case]
) -> None:
    seen: Counter[tuple[str, ClockState]] = Counter()
    for row in boston.published:
        if row["CASE_STATUS"] == "Closed" and row["TARGET_DT"] and row["OnTime_Status"]:
            runs = kept[row["CASE_ENQUIRY_ID"]].clocks
            (target,) = (run for run in runs if run.rule == "target")
            seen[row["OnTime_Status"], state_of(target, NOW)] += 1
    assert seen == {("ONTIME", ClockState.KEPT): 11_698, ("OVERDUE", ClockState.MISSED): 3_387}
    assert seen.total() == 15_085


def test_the_point_of_the_city_hall_is_shown_as_no_place(
    boston: Boston, kept: dict[str, Case]
) -> None:
    nowhere = {case.id for case in kept.values() if case.place.lat is None}
    assert len(nowhere) == 2_639
    cards = [card for _, card in boston.cards()]
    marked = {card.id for card in cards if card.flags & NO_PLACE}
    assert marked == nowhere & {card.id for card in cards} != set()


@pytest.mark.parametrize("field", FIELDS)
def test_the_colours_reconcile_for_every_value_of_a_filter(
    boston: Boston, mapping: ImportMapping, field: str
) -> None:
    column, header = FIELDS[field]
    words = mapping.words[column]
    rows: Counter[str] = Counter()
    for row in boston.published:
        if row["CASE_STATUS"] == "Open":
            rows[words[row[header].strip()] if row[header].strip() else ""] += 1
    shown: Counter[str] = Counter()
    for value in filter(None, rows):
        only: dict[str, Any] = {field: (value,)}
        sums = boston.narrow(Filters(**only))
        assert sums[Colour.RED] == rows[value], value
        assert sum(sums.values()) == len(boston.cards())
        shown[value] = sum(sums.values())
    everything = boston.narrow(Filters())
    assert shown.total() + rows[""] == sum(everything.values()) == 2_631


def test_the_colours_reconcile_for_class_colour_and_lateness(boston: Boston, city: City) -> None:
    everything = boston.narrow(Filters())
    assert everything == {c: 2_631 if c is Colour.RED else 0 for c in Colour}
    kinds = [sum(boston.narrow(Filters(kind=(kind,))).values()) for kind in city.classes]
    assert sum(kinds) == 2_631
    for each in Colour:
        sums = boston.narrow(Filters(colour=(each.value,)))
        assert sum(sums.values()) == everything[each]
    late = boston.narrow(Filters(breached=True))
    now = boston.seat.program.clock.now_ms()
    boston.narrow(Filters())
    assert late[Colour.RED] == sum(0 < card.due < now for _, card in boston.cards()) > 0


def test_a_search_finds_what_the_file_holds(boston: Boston) -> None:
    rows = {
        row["CASE_ENQUIRY_ID"]
        for row in boston.published
        if row["CASE_STATUS"] == "Open" and "graffiti" in row["CASE_TITLE"].lower().split()
    }
    boston.loop.run(_indexed(boston.seat))
    sums = boston.narrow(Filters(text="graffiti"))
    found = boston.cache(lambda conn: cases.many(conn, [card.id for _, card in boston.cards()]))
    assert rows <= {case.reports[0].source_id for case in found.values()}
    assert all("graffiti" in json.dumps(encode(case)).lower() for case in found.values())
    assert sum(sums.values()) == len(found) > 0
    assert sum(boston.narrow(Filters()).values()) == 2_631


async def _indexed(seat: Seat) -> None:
    """After a snapshot, words are indexed behind the pages that come in."""
    for _ in range(600):
        cursor = await seat.program.sync.cache.read(feed.cursor)
        if cursor is not None and cursor.indexed:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the words of the snapshot were not indexed within 30 s")
