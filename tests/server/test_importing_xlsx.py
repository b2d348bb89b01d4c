"""A workbook is read as its CSV would be: times, numbers and blank cells as people see them."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from db.domain.states import State
from server.importing.xlsx_file import LARGEST_REST
from tests.server.importer import HEADER, Importer, as_csv, row


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path, f"sqlite:///{tmp_path / 'liveroom.db'}")


def workbook(importer: Importer, *rows: list[object], sheets: tuple[str, ...] = ("Data",)) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in sheets:
        sheet = book.create_sheet(name)
        for cells in ([*HEADER], *rows) if name == sheets[-1] else ():
            sheet.append(cells)
    path = importer.folder / "old.xlsx"
    book.save(path)
    return path


def cells(**changed: object) -> list[object]:
    """A row as a spreadsheet keeps it: numbers and times, not texts."""
    typed: dict[str, object] = {
        "No": 101001367710,
        "Masuk": datetime(2026, 3, 2, 8, 0),  # noqa: DTZ001 (a spreadsheet has no zones)
        "Selesai": "03/03/2026 09:30",
        "Lat": -6.18,
        "Lng": 106.64,
    }
    texts = dict(zip(HEADER, row(), strict=True))
    return [{**texts, **typed, **changed}[name] for name in HEADER]


def test_a_workbook_is_read_with_its_numbers_and_times(importer: Importer) -> None:
    assert importer.run(workbook(importer, cells(), cells(No=2.0))) == 0
    first, second = importer.cases()
    assert [first.reports[0].source_id, second.reports[0].source_id] == ["101001367710", "2"]
    assert first.first_at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert (first.state, first.place.lat) == (State.CLOSED, -6.18)


def test_a_row_is_known_whether_it_came_as_csv_or_xlsx(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    importer.run(importer.file(as_csv([row()])))
    importer.run(workbook(importer, cells(No=1)))
    assert "1 rows read = 0 cases + 1 known + 0 rejected" in capsys.readouterr().out


def test_blank_rows_are_passed_over_and_count_for_the_row_number(importer: Importer) -> None:
    blank: list[object] = [None] * len(HEADER)
    assert importer.run(workbook(importer, cells(), blank, cells(No=2, Masuk="?"), blank)) == 0
    assert len(importer.cases()) == 1
    (rejected,) = importer.rejected()
    assert (rejected["rejected_row"], rejected["rejected_column"]) == ("4", "Masuk")


def test_a_cell_with_an_error_is_told(importer: Importer) -> None:
    assert importer.run(workbook(importer, cells(), cells(No=2, Isi="#REF!"))) == 0
    (rejected,) = importer.rejected()
    assert rejected["rejected_reason"] == "holds the spreadsheet error #REF!"


def test_several_sheets_need_a_name(importer: Importer, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(importer, cells(), sheets=("Catatan", "Data"))
    assert importer.run(path) == 1
    assert "has the sheets 'Catatan', 'Data'; say which one with --sheet" in capsys.readouterr().err
    assert importer.run(path, "--sheet", "Dat") == 1
    assert "has no sheet 'Dat'" in capsys.readouterr().err
    assert importer.run(path, "--sheet", "Data") == 0
    assert len(importer.cases()) == 1


def test_an_empty_sheet_is_told(importer: Importer, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(importer, cells(), sheets=("Kosong", "Data"))
    assert importer.run(path, "--sheet", "Kosong") == 1
    assert "sheet 'Kosong' is empty" in capsys.readouterr().err


def test_a_workbook_cut_off_is_no_whole_one(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(importer, cells())
    path.write_bytes(path.read_bytes()[:3000])
    assert importer.run(path) == 1
    assert "is no whole XLSX workbook" in capsys.readouterr().err
    assert importer.entries() == []


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_unpacked(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    bomb = workbook(importer, cells())
    packed = zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed, packed.open("xl/sharedStrings2.xml", "w") as part:
        for _ in range(LARGEST_REST // 2**20):
            part.write(bytes(2**20))
    assert bomb.stat().st_size < 4 * 2**20
    assert importer.run(bomb) == 1
    assert "unpacks to 256 MiB" in capsys.readouterr().err
