"""A row that cannot be a case is left out with its reason; doubtful values are counted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.domain.states import State
from db.domain.wire import MAX_TEXT
from tests.server.importer import HEADER, MAPPING, Importer, as_csv, row


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path, f"sqlite:///{tmp_path / 'liveroom.db'}")


@pytest.mark.parametrize(
    ("bad", "column", "told"),
    [
        (row(No=""), "No", "is empty; without an id"),
        (row(), "No", "'1' stands in row 2 already"),
        (row(No="2")[:-1], "", "has 9 cells, the header has 10"),
        ((*row(No="2"), "?"), "", "has 11 cells, the header has 10"),
        (row(No="2", Masuk=""), "Masuk", "is empty; a case has a time of arrival"),
        (row(No="2", Masuk="2026-03-02"), "Masuk", "'2026-03-02' is no time of the form %d/%m/%Y"),
        (row(No="2", Masuk="31/02/2026 08:00"), "Masuk", "is no time of the form"),
        (row(No="2", Masuk="02/03/2926 08:00"), "Masuk", "lies in the future"),
        (row(No="2", Batas="besok"), "Batas", "is no time of the form"),
        (row(No="2", Selesai=""), "Selesai", "is empty, but the case is closed"),
        (
            row(No="2", Selesai="01/03/2026 08:00"),
            "Selesai",
            "is 1 day, 0:00:00 before the arrival",
        ),
        (row(No="2", Isi=" "), "Isi", "is empty; a report has some words"),
        (row(No="2", Isi="a\0b"), "Isi", "no text may hold, U+0000, at 1"),
        (row(No="2", Isi="a\x1bb"), "Isi", "no text may hold, U+001B, at 1"),
        (row(No="2", Isi="a" * (MAX_TEXT + 1)), "Isi", f"has {MAX_TEXT + 1} characters"),
        (row(No="2", Lat=""), "Lng", "is only one half of a point"),
        (row(No="2", Lat="6,18"), "Lat", "'6,18' is no number of degrees"),
        (row(No="2", Lat="nan"), "Lat", "lies outside -90 to 90 degrees"),
        (row(No="2", Lat="-7.5"), "Lat", "-7.5, 106.64 lies outside the city"),
        (
            row(No="2", OPD="", Status="diteruskan"),
            "OPD",
            "is not known, but the case is forwarded",
        ),
        (row(No="2", Kategori=""), "Kategori", "is not known, but the case was sent"),
        (row(No="2", Kategori="", OPD=""), "class", "is not known, and no category gives one"),
    ],
)
def test_a_row_that_cannot_be_a_case_is_left_out_with_its_reason(
    importer: Importer, bad: tuple[str, ...], column: str, told: str
) -> None:
    assert importer.rows(row(), bad, row(No="3")) == 0
    assert len(importer.cases()) == 2
    (rejected,) = importer.rejected()
    assert (rejected["rejected_row"], rejected["rejected_column"]) == ("3", column)
    assert told in rejected["rejected_reason"]


def test_unknown_values_are_listed_with_counts_and_stop_the_import(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(), row(No="2", Kategori="taman"), row(No="3", Kategori="taman", OPD="DLH")]
    assert importer.rows(*rows) == 1
    said = capsys.readouterr()
    assert "Unknown values of Kategori: 1, in 2 rows\n        2  'taman'" in said.out
    assert "Unknown values of OPD: 1, in 1 rows\n        1  'DLH'" in said.out
    assert "--reject-unknown" in said.err
    assert importer.entries() == []


def test_a_dry_run_tells_that_unknown_values_would_stop_it(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert importer.rows(row(), row(No="2", Kategori="taman"), more=["--dry-run"]) == 1
    said = capsys.readouterr()
    assert "2 rows read = would become 1 cases + 0 known + 1 rejected" in said.out
    assert "        1  'taman'" in said.out
    assert "--reject-unknown" in said.err


def test_rows_with_unknown_values_can_be_left_out(importer: Importer) -> None:
    assert importer.rows(row(), row(No="2", Kategori="taman"), more=["--reject-unknown"]) == 0
    assert len(importer.cases()) == 1
    (rejected,) = importer.rejected()
    assert rejected["rejected_reason"] == "the mapping does not name 'taman'"


def test_a_default_is_for_values_not_listed_and_not_for_blank_cells(importer: Importer) -> None:
    mapping = MAPPING.replace('Dishub = "dishub"', 'Dishub = "dishub"\n"*" = "dlh"')
    importer.mapping.write_text(mapping, "utf-8")
    assert importer.rows(row(OPD="apa saja"), row(No="2", OPD="")) == 0
    assert [[task.opd for task in case.tasks] for case in importer.cases()] == [["dlh"], []]
    assert {case.state for case in importer.cases()} == {State.CLOSED}


def test_two_clocks_of_a_source_may_disagree_a_little(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    importer.mapping.write_text(
        MAPPING.replace("[columns]", "skew_seconds = 60\n[columns]"), "utf-8"
    )
    assert importer.rows(row(Selesai="02/03/2026 07:59")) == 0
    (case,) = importer.cases()
    assert case.changed_at == case.first_at
    assert "1  closed before they came in" in capsys.readouterr().out


def american(importer: Importer) -> None:
    mapping = MAPPING.replace('id = "lama"', 'id = "lama"\nzone = "America/New_York"')
    importer.mapping.write_text(mapping, "utf-8")


def test_a_time_that_never_was_is_rejected(importer: Importer) -> None:
    american(importer)
    assert importer.rows(row(Masuk="08/03/2026 02:30", Selesai="09/03/2026 08:00")) == 0
    (rejected,) = importer.rejected()
    assert rejected["rejected_column"] == "Masuk"
    assert "never was: clocks in America/New_York were put forward" in rejected["rejected_reason"]


def test_of_a_time_that_was_twice_the_earlier_is_taken_and_told(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    american(importer)
    assert importer.rows(row(Masuk="02/11/2025 01:30")) == 0
    (case,) = importer.cases()
    assert case.first_at.isoformat() == "2025-11-02T05:30:00+00:00"
    assert "1  times in an hour that clocks were put back over" in capsys.readouterr().out


def test_an_open_case_came_to_its_state_when_the_source_says(importer: Importer) -> None:
    columns = 'lng = "Lng"\nchanged = "Update"'
    importer.mapping.write_text(MAPPING.replace('lng = "Lng"', columns), "utf-8")
    taken = (*row(Status="proses", Selesai=""), "02/03/2026 10:15")
    assert importer.run(importer.file(as_csv([taken], (*HEADER, "Update")))) == 0
    (case,) = importer.cases()
    assert case.state is State.ACCEPTED
    assert case.changed_at == datetime(2026, 3, 2, 3, 15, tzinfo=UTC)
