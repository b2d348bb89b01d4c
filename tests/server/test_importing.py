"""Imported rows become cases with a past, once, all of them or none."""

import io
import json
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from db import identities, journal, sources
from db.domain.case import Place
from db.domain.changes import Change
from db.domain.city import City
from db.domain.clocks import ClockState, state_of
from db.domain.commands import Bring
from db.domain.states import Role, State
from db.domain.wire import load
from db.store import Kind, Store
from resources import path
from server.city import open_city
from server.importing.mapping import read_mapping
from server.importing.progress import phase
from tests.server.importer import HEADER, MAPPING, Importer, as_csv, row


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text + "+07:00").astimezone(UTC)


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path, f"sqlite:///{tmp_path / 'liveroom.db'}")


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(path("cities", "kota-tangerang"))[0]


def changes(importer: Importer) -> list[Change]:
    return [load(Change, entry.body) for entry in importer.entries()]


def test_a_closed_row_is_a_case_with_its_history(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    importer = Importer(tmp_path, database)
    assert importer.rows(row()) == 0
    (case,) = importer.cases()
    assert (case.number, case.state, case.text) == ("TNG-26-000001", State.CLOSED, "Jalan rusak")
    assert (case.first_at, case.changed_at) == (wib("2026-03-02 08:00"), wib("2026-03-03 09:30"))
    assert (case.category, case.report_class) == ("jalan-rusak", "complaint")
    assert [task.opd for task in case.tasks] == ["dpupr"]
    assert case.place == Place(lat=-6.18, lng=106.64)
    assert [(c.kind, c.at, c.by.role) for c in changes(importer)] == [
        ("received", wib("2026-03-02 08:00"), Role.SYSTEM),
        ("forwarded", wib("2026-03-02 08:00"), Role.SYSTEM),
        ("brought", wib("2026-03-03 09:30"), Role.SYSTEM),
    ]
    assert "1 rows read = 1 cases + 0 known + 0 rejected" in capsys.readouterr().out


def test_the_given_deadline_is_the_clocks(importer: Importer) -> None:
    importer.rows(row(), row(No="2", Selesai="05/03/2026 07:00"))
    kept, missed = (
        next(run for run in case.clocks if run.rule == "response") for case in importer.cases()
    )
    assert kept.due == missed.due == wib("2026-03-04 08:00")
    now = wib("2026-04-01 00:00")
    assert (state_of(kept, now), state_of(missed, now)) == (ClockState.KEPT, ClockState.MISSED)


def test_an_open_row_goes_on_from_where_it_stood(importer: Importer) -> None:
    importer.rows(
        row(Status="baru", Selesai="", OPD=""),
        row(No="2", Status="diteruskan", Selesai=""),
        row(No="3", Status="proses", Selesai=""),
    )
    assert [(case.state, [t.opd for t in case.tasks]) for case in importer.cases()] == [
        (State.RECEIVED, []),
        (State.FORWARDED, ["dpupr"]),
        (State.ACCEPTED, ["dpupr"]),
    ]


def test_the_journal_follows_the_times_not_the_rows(importer: Importer) -> None:
    importer.rows(
        row(No="b", Masuk="05/03/2026 08:00", Selesai="09/03/2026 08:00"),
        row(No="a", Masuk="02/03/2026 08:00", Selesai="07/03/2026 08:00"),
    )
    times = [entry.at for entry in importer.entries()]
    assert times == sorted(times)
    first, second = importer.cases()
    assert [first.reports[0].source_id, second.reports[0].source_id] == ["a", "b"]


def test_a_second_run_changes_nothing(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(), row(No="2", Status="diteruskan", Selesai="")]
    importer.rows(*rows)
    before = importer.entries()
    assert importer.rows(*rows) == 0
    assert importer.entries() == before
    out = capsys.readouterr().out
    assert "2 rows read = 0 cases + 2 known + 0 rejected" in out
    assert "This file came in with this mapping before" in out


def test_ids_are_the_same_in_every_database(tmp_path: Path, importer: Importer) -> None:
    other = Importer(tmp_path, f"sqlite:///{tmp_path / 'other.db'}")
    for one in (importer, other):
        one.rows(row())
    assert [c.id for c in changes(importer)] == [c.id for c in changes(other)]


@pytest.mark.parametrize(
    "later",
    [
        row(Isi="Jalan rusak parah"),
        row(Selesai="03/03/2026 10:00"),
        row(Batas="05/03/2026 08:00"),
        row(OPD="Dishub"),
        row(Lat="-6.19"),
    ],
)
def test_a_row_that_differs_is_told_and_left_alone(
    importer: Importer, later: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    importer.rows(row())
    before = importer.entries()
    assert importer.rows(later, row(No="2")) == 0
    assert importer.entries()[:3] == before
    assert len(importer.cases()) == 2
    assert "differ from what was imported, left alone: 1" in capsys.readouterr().out
    (told,) = importer.rejected()
    assert told["rejected_row"] == "2"
    assert "left alone" in told["rejected_reason"]


def test_a_row_that_was_closed_since_differs(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    importer.rows(row(Status="diteruskan", Selesai=""))
    importer.rows(row())
    assert "left alone: 1" in capsys.readouterr().out
    assert [case.state for case in importer.cases()] == [State.FORWARDED]


def test_a_dry_run_tells_the_same_and_writes_nothing(
    importer: Importer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(), row(No="2", Masuk="?")]
    assert importer.rows(*rows, more=["--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "2 rows read = would become 1 cases + 0 known + 1 rejected" in out
    assert "nothing was written" in out
    assert not (tmp_path / "liveroom.db").exists()
    assert importer.rejected() == []


def test_a_dry_run_makes_no_database(server_where: str, tmp_path: Path) -> None:
    database = server_where if "://" in server_where else f"sqlite:///{server_where}"
    assert Importer(tmp_path, database).rows(row(), more=["--dry-run"]) == 0
    assert not Store.is_there(database, Kind.SERVER)


def test_a_dry_run_knows_what_is_there(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    importer.rows(row())
    before = importer.entries()
    importer.rows(row(), row(No="2"), more=["--dry-run"])
    assert "2 rows read = would become 1 cases + 1 known" in capsys.readouterr().out
    assert importer.entries() == before


def test_personal_data_is_masked_and_kept_apart(importer: Importer) -> None:
    text = "Hubungi 0812-3456-7890 atau warga@contoh.id"
    importer.rows(row(Isi=text))
    (case,) = importer.cases()
    assert "0812" not in case.text
    assert "@" not in case.text
    assert all("7890" not in entry.body for entry in importer.entries())
    with closing(Store.open(importer.database, Kind.SERVER)) as store, store.write() as conn:
        kept = identities.look(
            conn, case.reports[0].id, who="siti", at=datetime.now(UTC), reason="uji", desk="1"
        )
    assert kept is not None
    assert kept.original_text == text


def test_a_reporter_goes_to_the_identities_alone(importer: Importer) -> None:
    names = 'lng = "Lng"\nreporter_name = "Nama"\nreporter_phone = "HP"'
    importer.mapping.write_text(MAPPING.replace('lng = "Lng"', names), "utf-8")
    content = as_csv([(*row(), "Ibu Sari", "081234567890")], (*HEADER, "Nama", "HP"))
    assert importer.run(importer.file(content)) == 0
    (case,) = importer.cases()
    with closing(Store.open(importer.database, Kind.SERVER)) as store, store.write() as conn:
        kept = identities.look(
            conn, case.reports[0].id, who="siti", at=datetime.now(UTC), reason="uji", desk="1"
        )
    assert kept is not None
    assert (kept.name, kept.phone) == ("Ibu Sari", "081234567890")
    assert all("Sari" not in entry.body for entry in importer.entries())


def test_a_report_of_the_channel_itself_is_known(importer: Importer, city: City) -> None:
    importer.mapping.write_text(MAPPING.replace('id = "lama"', 'id = "laksa"'), "utf-8")
    with closing(Store.open(importer.database, Kind.SERVER)) as store, store.write() as conn:
        journal.begin(conn, city.id)
        sources.put(conn, [sources.Source("laksa", "1", "c", "r", "TNG-26-000001", 1)])
    importer.rows(row(), row(No="2"))
    assert [case.reports[0].source_id for case in importer.cases()] == ["2"]


def test_rejected_rows_can_be_corrected_and_imported(importer: Importer, tmp_path: Path) -> None:
    importer.rows(row(), row(No="2", Masuk="kemarin"))
    (told,) = importer.rejected()
    assert (told["rejected_row"], told["rejected_column"], told["No"]) == ("3", "Masuk", "2")
    assert "'kemarin' is no time of the form" in told["rejected_reason"]
    file = tmp_path / "old.rejected.csv"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.glob("*.new")) == []
    file.write_text(file.read_text("utf-8-sig").replace("kemarin", "02/03/2026 08:00"), "utf-8")
    assert importer.run(file) == 0
    assert len(importer.cases()) == 2


@pytest.mark.parametrize("before", ["old.rejected.csv", "old.rejected.csv.new"])
def test_rejected_rows_are_their_owners_alone_whatever_was_there(
    importer: Importer, tmp_path: Path, before: str
) -> None:
    (tmp_path / before).write_text("older")
    (tmp_path / before).chmod(0o644)
    importer.rows(row(), row(No="2", Masuk="kemarin"))
    file = tmp_path / "old.rejected.csv"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [told["No"] for told in importer.rejected()] == ["2"]


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8"), ("\t", "utf-16"), (",", "cp1252")]
)
def test_a_file_of_rejected_rows_fits_the_mapping_of_the_file(
    importer: Importer, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    source = f"delimiter = {json.dumps(delimiter)}\nencoding = {json.dumps(encoding)}"
    importer.mapping.write_text(MAPPING.replace('delimiter = ","', source), "utf-8")
    rows = [HEADER, row(), row(No="2", Masuk="kemarin", Isi="Café di sudut")]
    text = "".join(f"{delimiter.join(cells)}\n" for cells in rows)
    assert importer.run(importer.file(text.encode(encoding))) == 0

    file = tmp_path / "old.rejected.csv"
    corrected = file.read_bytes().decode(encoding).replace("kemarin", "02/03/2026 08:00")
    file.write_bytes(corrected.encode(encoding))

    assert importer.run(file) == 0
    assert [case.reports[0].text for case in importer.cases()] == ["Jalan rusak", "Café di sudut"]


def test_the_place_of_an_unknown_point_is_no_place(importer: Importer) -> None:
    importer.rows(row(Lat="0", Lng="0.0"), row(No="2", Lat="", Lng=""))
    places = [case.place for case in importer.cases()]
    assert places == [Place(no_place="the old system knew none")] * 2


def test_the_mapping_of_the_guide_fits_the_pack(project: Path, tmp_path: Path, city: City) -> None:
    guide = (project / "docs" / "guides" / "import.md").read_text("utf-8")
    (tmp_path / "guide.toml").write_text(guide.split("```toml\n")[1].split("```")[0], "utf-8")
    mapping = read_mapping(tmp_path / "guide.toml", city)
    assert mapping.words["status"]["Selesai"] == "closed"
    assert mapping.words["agency"]["-"] == ""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_and_no_lines() -> None:
    terminal = Terminal()
    with phase("Reading", terminal) as at:
        at(0.5)
    shown = terminal.getvalue()
    assert "Reading" in shown
    assert "100%" in shown
    assert "Reading: " not in shown


def test_bring_carries_the_closing_text(importer: Importer) -> None:
    columns = 'lng = "Lng"\nclosing_text = "Tindak"'
    importer.mapping.write_text(MAPPING.replace('lng = "Lng"', columns), "utf-8")
    content = as_csv([(*row(), "Sudah diaspal")], (*HEADER, "Tindak"))
    importer.run(importer.file(content))
    last = cast(Bring, changes(importer)[-1].act)
    assert last == Bring(State.CLOSED, "Sudah diaspal")
