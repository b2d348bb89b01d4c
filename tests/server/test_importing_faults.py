"""Whatever is wrong with a mapping or a file is named, with its place and the remedy."""

from contextlib import closing
from pathlib import Path

import pytest

from db import journal
from db.store import Kind, Store
from tests.server.importer import HEADER, MAPPING, Importer, as_csv, row


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path, f"sqlite:///{tmp_path / 'liveroom.db'}")


def refusal(importer: Importer, capsys: pytest.CaptureFixture[str], file: Path, *more: str) -> str:
    """What an import says that does nothing."""
    assert importer.run(file, *more) == 1
    assert importer.entries() == []
    assert importer.rejected() == []
    err = capsys.readouterr().err
    assert err.endswith("Nothing was written.\n")
    return err


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("[source]", "[source", "map.toml: not TOML:"),
        ('id = "lama"', 'id = "Lama!"', "map.toml:3: source.id: 'Lama!' is no id"),
        ('id = "lama"\n', "", "map.toml:2: source: missing key 'id'"),
        ('delimiter = ","', 'delimiter = "::"', "map.toml:4: source.delimiter: must be one sign"),
        ('delimiter = ","', 'encoding = "utf-9"', "source.encoding: 'utf-9' is no encoding"),
        ('delimiter = ","', 'encoding = "base64"', "source.encoding: 'base64' is no encoding"),
        ('delimiter = ","', 'zone = "Asia/Tangerang"', "'Asia/Tangerang' is no time zone"),
        ('delimiter = ","', 'format = "xls"', "unknown format 'xls'; did you mean 'xlsx'?"),
        ('delimiter = ","', 'delimeter = ","', "key 'delimeter'; did you mean 'delimiter'?"),
        (
            "%d/%m/%Y",
            "%d/%m",
            "map.toml:5: source.time_formats[1]: '%d/%m %H:%M' is no time format",
        ),
        ('"response"', '"respons"', "unknown clock 'respons'; did you mean 'response'?"),
        ('"response"', '"acceptance"', "'acceptance' does not start when a report arrives"),
        ('target_clock = "response"', "", "columns.target: needs source.target_clock"),
        ('source_id = "No"', "", "columns: missing key 'source_id'"),
        ('text = "Isi"', "text = []", "columns.text: needs at least one column"),
        ('text = "Isi"', "text = 3", "columns.text: must be text, not the number 3"),
        ('lat = "Lat"', "", "columns.lng: needs lat beside it"),
        ('baru = "received"', 'baru = "recieved"', "did you mean 'received'?"),
        ('baru = "received"', 'baru = "merged"', "unknown state 'merged'"),
        ('"jalan-rusak"', '"jalan-rusk"', "categories.jalan: unknown category 'jalan-rusk'; did"),
        ('"dpupr"', '"dppur"', "agencies.PU: unknown agency 'dppur'; did you mean 'dpupr'?"),
        ('"*" = "laksa"', 'LAKSA = "laksa"', "columns.channel is not given, so only"),
        ('[channels]\n"*" = "laksa"', "", 'needs columns.channel, or [channels] with "*" = …'),
        ("[states]", "[stati]", "missing table [states]"),
        ("[[0, 0]]", "[[0, 200]]", "no_place.points[1]: must be [latitude, longitude]"),
        ("[[0, 0]]", "3", "no_place.points: must be a list of points"),
    ],
)
def test_a_fault_of_the_mapping_names_its_line_before_any_row_is_read(
    importer: Importer, capsys: pytest.CaptureFixture[str], right: str, wrong: str, told: str
) -> None:
    assert right in MAPPING
    importer.mapping.write_text(MAPPING.replace(right, wrong), "utf-8")
    assert told in refusal(importer, capsys, importer.folder / "never-read.csv")


def test_every_fault_of_a_mapping_is_told_at_once(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = MAPPING.replace('"dpupr"', '"pu"').replace('"closed"', '"done"')
    importer.mapping.write_text(broken, "utf-8")
    err = refusal(importer, capsys, importer.folder / "never-read.csv")
    assert "agencies.PU" in err
    assert "states.selesai" in err


def test_columns_that_are_not_there_are_named_with_the_nearest(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    header = [name.replace("Kategori", "Katagori") for name in HEADER]
    err = refusal(importer, capsys, importer.file(as_csv([row()], header)))
    assert (
        "map.toml:15: columns.category: unknown column 'Kategori'; did you mean 'Katagori'?" in err
    )


def test_a_column_that_is_there_twice_is_named(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    header = ["No" if name == "Status" else name for name in HEADER]
    err = refusal(importer, capsys, importer.file(as_csv([row()], header)))
    assert "columns.source_id: the file has 2 columns 'No'; rename all but one" in err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (as_csv([]).encode(), "has a header and no rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file (.xls); save it as .xlsx"),
        (b"%PDF-1.7", "is neither CSV nor XLSX but a PDF"),
        (b"<html><table>", "HTML or XML, whatever its name says"),
        (b'{"a": 1}', "JSON; export the table"),
        (b"PK\x03\x04 and no more", "is no whole XLSX workbook"),
        (as_csv([row(Isi="a")]).encode() + b'2,"open quote', "row 3, near line 3"),
        (as_csv([row()]).encode() + b'2,"a"b,', "quotation mark that is not closed"),
        (as_csv([row()]).encode() + b"2," + b"x" * 140_000, "row 3"),
    ],
)
def test_a_file_that_is_no_table_is_named_for_what_it_is(
    importer: Importer, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    assert told in refusal(importer, capsys, importer.file(content))


def test_a_file_that_is_not_there_is_told(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No such file" in refusal(importer, capsys, importer.folder / "none.csv")


def test_a_wrong_encoding_names_byte_line_and_what_would_work(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    content = as_csv([row(), row(No="2", Isi="Café gelap")])
    raw = content.encode("cp1252")
    err = refusal(importer, capsys, importer.file(raw))
    assert f"is not utf-8 text: byte {raw.index(0xE9)} (counted from 0), in line 3" in err
    assert "cp1252 (reads" in err
    assert "Café" in err
    assert importer.run(importer.file(raw), "--encoding", "cp1252") == 0
    assert [case.text for case in importer.cases()] == ["Jalan rusak", "Café gelap"]


def test_a_bad_byte_far_into_the_file_is_found(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(No=str(n), Isi="é" * 900) for n in range(700)]
    raw = as_csv(rows).encode() + b"\xff\n"
    err = refusal(importer, capsys, importer.file(raw))
    assert f"byte {len(raw) - 2} (counted from 0), in line 702" in err


def test_utf_8_read_as_something_else_is_refused(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    file = importer.file(as_csv([row(Isi="Café")]))
    err = refusal(importer, capsys, file, "--encoding", "cp1252")
    assert 'every accent would be spoiled if read as cp1252; say encoding = "utf-8"' in err


def test_utf_16_is_recognised_and_read(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    file = importer.file(as_csv([row()]).encode("utf-16"))
    assert 'it is UTF-16: say encoding = "utf-16"' in refusal(importer, capsys, file)
    assert importer.run(file, "--encoding", "utf-16") == 0
    assert len(importer.cases()) == 1


def test_an_encoding_nobody_knows_is_told(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    file = importer.file(as_csv([row()]))
    assert "--encoding nonsense" in refusal(importer, capsys, file, "--encoding", "nonsense")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_columns(importer: Importer, delimiter: str) -> None:
    importer.mapping.write_text(MAPPING.replace('delimiter = ","\n', ""), "utf-8")
    content = as_csv([row()]).replace(",", delimiter)
    assert importer.run(importer.file("\ufeff" + content)) == 0
    assert len(importer.cases()) == 1


def test_the_database_of_another_city_is_refused(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Store.open(importer.database, Kind.SERVER)) as store, store.write() as conn:
        journal.begin(conn, "boston")
    err = refusal(importer, capsys, importer.file(as_csv([row()])))
    assert "the database holds 'boston', the city pack is of 'kota-tangerang'" in err


def test_progress_is_told_each_tenth_where_no_terminal_is(
    importer: Importer, capsys: pytest.CaptureFixture[str]
) -> None:
    importer.rows(*(row(No=str(n)) for n in range(3000)))
    lines = capsys.readouterr().err.splitlines()
    assert "Reading: 100 %" in lines
    assert sum(line.startswith("Writing: ") for line in lines) == 10


@pytest.mark.parametrize("name", ["old.csv", "map.toml"])
def test_rejected_rows_never_go_into_what_is_read(
    importer: Importer, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file, path = importer.file(as_csv([row(No="")])), importer.folder / name
    before = path.read_bytes()
    told = refusal(importer, capsys, file, "--rejected", str(path))
    assert f"--rejected {path}: is read by this import" in told
    assert path.read_bytes() == before
