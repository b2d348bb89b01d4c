"""The 20,768 published cases of Boston: from the CSV to clocks and figures that add up."""

import csv
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from db import cases, journal, trails
from db.domain.apply import apply
from db.domain.brief import milliseconds
from db.domain.case import Case
from db.domain.city import City
from db.domain.clocks import ClockRun, ClockState, state_of
from db.domain.counts import Counts, count
from db.domain.states import Colour, State, colour
from db.rows import change_of
from db.store import Conn, Kind, Store
from server.city import open_city
from server.figures.asked import Asked
from server.figures.block import Words
from server.figures.cube import Cube
from server.figures.sums import Sums
from server.figures.wall import Wall
from server.importing.mapping import ImportMapping, read_mapping
from tests.server.importer import Importer

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CITY = Path(__file__).resolve().parents[1] / "cities" / "boston"
MAPPING = CITY.with_name("boston.mapping.toml")


@pytest.fixture(scope="module")
def published(shared_data: Path) -> list[dict[str, str]]:
    path = shared_data / "complaints" / "boston311_2015_mei_juni.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def importer(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Importer:
    """A database with the whole file in it."""
    folder = tmp_path_factory.mktemp("boston")
    importer = Importer(folder, f"sqlite:///{folder / 'liveroom.db'}", str(CITY))
    importer.mapping = MAPPING
    path = shared_data / "complaints" / "boston311_2015_mei_juni.csv"
    assert importer.run(path, "--rejected", str(folder / "rejected.csv")) == 0
    return importer


@pytest.fixture(scope="module")
def imported(importer: Importer) -> dict[str, Case]:
    """Every case by the source's own id."""
    return {case.reports[0].source_id: case for case in importer.cases()}


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(CITY)[0]


@pytest.fixture(scope="module")
def mapping(city: City) -> ImportMapping:
    return read_mapping(MAPPING, city)


def target(case: Case) -> ClockRun:
    (run,) = (run for run in case.clocks if run.rule == "target")
    return run


@cache
def instant(text: str) -> datetime:
    local = datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007
    return local.replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)


def test_every_row_is_a_case_or_rejected_with_a_reason(
    importer: Importer, imported: dict[str, Case], published: list[dict[str, str]]
) -> None:
    rejected = importer.rejected("rejected.csv")
    assert all(row["rejected_reason"] for row in rejected)
    assert len(published) == 20_768 == len(imported) + len(rejected)
    assert {row["CASE_ENQUIRY_ID"] for row in published} == imported.keys()


def test_the_journal_hangs_together_and_follows_the_times(importer: Importer) -> None:
    entries = importer.entries()
    assert len(entries) == 2 * 20_768 + 18_137
    times = [entry.at for entry in entries]
    assert times == sorted(times)


def test_times_are_the_publisheds(
    imported: dict[str, Case], published: list[dict[str, str]]
) -> None:
    wrong = [
        row["CASE_ENQUIRY_ID"]
        for row in published
        for case in (imported[row["CASE_ENQUIRY_ID"]],)
        if case.first_at != instant(row["OPEN_DT"])
        or (row["TARGET_DT"] and target(case).due != instant(row["TARGET_DT"]))
        or (row["CLOSED_DT"] and case.changed_at != max(case.first_at, instant(row["CLOSED_DT"])))
    ]
    assert wrong == []


def test_the_clock_alone_says_what_boston_said_of_every_closed_case(
    imported: dict[str, Case], published: list[dict[str, str]]
) -> None:
    seen = Counter(
        (row["OnTime_Status"], state_of(target(imported[row["CASE_ENQUIRY_ID"]]), NOW))
        for row in published
        if row["CASE_STATUS"] == "Closed" and row["TARGET_DT"] and row["OnTime_Status"]
    )
    assert seen == {("ONTIME", ClockState.KEPT): 11_698, ("OVERDUE", ClockState.MISSED): 3_387}
    assert seen.total() == 15_085


def test_open_cases_have_a_running_target_and_closed_ones_no_running_clock(
    imported: dict[str, Case],
) -> None:
    for case in imported.values():
        if case.state is State.FORWARDED:
            assert target(case).ended is None
        else:
            assert case.state is State.CLOSED
            assert all(run.ended is not None for run in case.clocks)


def test_the_point_of_the_city_hall_is_no_place(imported: dict[str, Case]) -> None:
    unplaced = [case for case in imported.values() if case.place.no_place]
    assert len(unplaced) == 2_639
    assert {(case.place.lat, case.place.lng) for case in unplaced} == {(None, None)}
    assert all(c.place.lat is not None for c in imported.values() if not c.place.no_place)


FILTERS: dict[str, tuple[str, Callable[[Case], str]]] = {
    "category": ("REASON", lambda case: case.category or ""),
    "agency": ("Department", lambda case: case.tasks[0].opd if case.tasks else ""),
    "area": ("neighborhood", lambda case: case.place.area or ""),
    "channel": ("Source", lambda case: case.reports[0].channel),
}


@pytest.mark.parametrize("column", FILTERS)
def test_colours_reconcile_for_every_value_of_a_filter(
    imported: dict[str, Case],
    published: list[dict[str, str]],
    mapping: ImportMapping,
    column: str,
) -> None:
    header, key = FILTERS[column]
    words = mapping.words[column]
    rows: dict[str, Counter[str]] = {}
    for row in published:
        value = words[row[header].strip()] if row[header].strip() else ""
        rows.setdefault(value, Counter())[row["CASE_STATUS"]] += 1
    groups: dict[str, list[Case]] = {}
    for case in imported.values():
        groups.setdefault(key(case), []).append(case)
    assert groups.keys() == rows.keys()
    for value, group in groups.items():
        counts = count(group)
        assert counts.received == rows[value].total() == len(group), value
        assert (counts.red, counts.green) == (rows[value]["Open"], rows[value]["Closed"]), value
        assert counts.yellow == counts.grey == 0


def test_the_databases_own_counts_agree(importer: Importer, imported: dict[str, Case]) -> None:
    with closing(Store.open(importer.database, Kind.SERVER)) as store, store.read() as conn:
        tallies = cases.counts(conn)
        assert journal.verify(conn) is None
    sums = Counter[Colour]()
    for state, tally in tallies.items():
        if state is not State.MERGED:
            sums[colour(state)] += tally.reports
    counts = count(imported.values())
    assert counts == Counts(red=2_631, green=18_137, problems=20_768)
    assert (sums[Colour.RED], sums[Colour.GREEN]) == (counts.red, counts.green)
    assert sums.total() == counts.received


def test_the_same_file_again_changes_nothing(
    importer: Importer, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(importer.entries())
    path = shared_data / "complaints" / "boston311_2015_mei_juni.csv"
    assert importer.run(path) == 0
    out = capsys.readouterr().out
    assert "20768 rows read = 0 cases + 20768 known + 0 rejected" in out
    assert "left alone" not in out
    assert len(importer.entries()) == before


def test_figures_add_up_at_a_thousand_instants(importer: Importer, city: City) -> None:
    """Received is red and yellow and green and grey, as the history itself says, at any instant."""
    words, wall = Words(), Wall(city)
    with closing(Store.open(importer.database, Kind.SERVER)) as store:
        with store.write() as conn:
            while (piece := trails.next_piece(conn, 500)) is not None:
                trails.put_piece(conn, piece)
        with store.read() as conn:
            cube = Cube().with_these((t for _, t in trails.after(conn, 0)), words, wall)
            steps = _steps(conn)
    whole = Asked(date(2015, 1, 1), date(2024, 1, 1), "city+secret")
    sums = Sums(cube, words, wall, city, whole, NOW)
    first, last = steps[0][0], steps[-1][0]
    rng, held, place = Random(1), Counter[Colour](), 0
    for moment in sorted(rng.randint(first, last + 1) for _ in range(1000)):
        while place < len(steps) and steps[place][0] < moment:
            _, before, after = steps[place]
            held[after] += 1
            if before is not None:
                held[before] -= 1
            place += 1
        told = sums.standing(moment)
        assert [told[one.value] for one in Colour] == [held[one] for one in Colour]
        assert told["received"] == held.total() == sum(told[one.value] for one in Colour)


def _steps(conn: Conn) -> list[tuple[int, Colour | None, Colour]]:
    """(instant, colour before, colour after) of each change of colour, from the journal."""
    held: dict[str, tuple[Case, int]] = {}
    found: list[tuple[int, Colour | None, Colour]] = []
    for entry in journal.after(conn, 0, 1_000_000):
        change = change_of(entry.body)
        before = held.get(entry.case)
        case = apply(before[0] if before else None, change)
        arrived = case.first_at if before is None else change.at
        at = max(milliseconds(arrived), before[1] if before else 0)
        held[entry.case] = case, at
        was = colour(before[0].state) if before else None
        if was is not colour(case.state):
            found.append((at, was, colour(case.state)))
    return sorted(found, key=lambda step: step[0])
