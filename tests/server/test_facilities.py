"""Facilities come into a pack whole or not at all, and go out of it as they came."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

import resources
from db.domain.city_reading import city_from
from db.domain.facilities import FILE, KINDS, Facility, text_of
from server.__main__ import main
from server.city import check_pack, open_city
from server.facility_files import bring_in
from tests.server.full_disk import full_disk

HEAD = "jenis,nama,lintang,bujur,telepon,alamat,sumber\n"
GOOD = HEAD + (
    "Damkar,Pos Satu,-6.178300,106.631900,113,Jl. Daan Mogot,uji\n"
    "Rumah Sakit,RS Dua,-6.20,106.65,(021) 552 3456 / 021-5523457,,\n"
    "SMP,Sekolah Tiga,-6.19,106.62,,,\n"
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of Kota Tangerang's pack, without facilities."""
    folder = Path(
        shutil.copytree(resources.path("cities", "kota-tangerang"), tmp_path / "kota-tangerang")
    )
    (folder / FILE).unlink(missing_ok=True)
    return folder


def bring(pack: Path, content: str | bytes, name: str = "f.csv", kind: str = "") -> tuple[int, str]:
    """Exit code and report of bringing a file in."""
    file = pack.parent / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    out = io.StringIO()
    city, _ = open_city(pack)
    return bring_in(pack, city, file, kind, out), out.getvalue()


def test_what_is_good_is_brought_in_and_told_to_the_desks(pack: Path) -> None:
    code, told = bring(pack, GOOD)

    assert code == 0, told
    assert "1 fire, 1 hospital, 1 school" in told
    assert "1 have no phone number" in told
    city, plain = open_city(pack)
    assert [(row.kind, row.name) for row in city.facilities.rows] == [
        ("fire", "Pos Satu"), ("hospital", "RS Dua"), ("school", "Sekolah Tiga"),
    ]  # fmt: skip
    assert city.facilities.rows[1].phone == "(021) 552 3456 / 021-5523457"
    assert check_pack(pack) == []
    desk = city_from(json.loads(json.dumps(plain)), lenient=True)
    assert desk.facilities.rows == city.facilities.rows


def test_a_fault_leaves_the_pack_as_it_was(pack: Path) -> None:
    assert bring(pack, GOOD)[0] == 0
    before = (pack / FILE).read_bytes()

    code, told = bring(pack, GOOD + "Bengkel,Empat,-6.19,106.62,,,\nSD,Lima,-6.19,,,,\n")

    assert code == 1
    assert "row 5: unknown kind 'Bengkel'" in told
    assert "row 6: has no longitude" in told
    assert "2 fault(s)" in told
    assert "as it was" in told
    assert (pack / FILE).read_bytes() == before
    assert {path.name for path in pack.iterdir() if path.suffix != ".toml"} == {FILE}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("SD,A,106.631900,-6.178300,,,", "look swapped"),
        ("SD,A,-6.9,107.6,,,", "more than 5 km outside the city"),
        ("SD,A,-6178300,106.631900,,,", "lost its decimal sign"),
        ("SD,A,-6.178.300,106.631900,,,", "lost its decimal sign"),
        ("SD,A,6 LS,106.631900,,,", "no number of degrees"),
        ("SD,A,-6.178300,106.631900,215523456,,", "dropped the 0"),
        ("SD,A,-6.178300,106.631900,2.15E+08,,", "shortened"),
        ("SD,,-6.178300,106.631900,,,", "has no name"),
        (",A,-6.178300,106.631900,,,", "has no kind"),
        ("SD,=A1,-6.178300,106.631900,,,", "formula"),
        (f"SD,{'a' * 300},-6.178300,106.631900,,,", "at most 200"),
    ],
)
def test_a_bad_row_is_told_with_its_row_and_remedy(pack: Path, row: str, reason: str) -> None:
    code, told = bring(pack, GOOD + row + "\n")

    assert code == 1
    assert "row 5: " in told
    assert reason in told
    assert not (pack / FILE).exists()


def test_the_same_beside_itself_is_told_and_a_namesake_is_not(pack: Path) -> None:
    twin = "Damkar,POS SATU,-6.178400,106.631900,113,,\n"
    code, told = bring(pack, GOOD + twin)
    assert code == 1
    assert "POS SATU is in row 2 already, 11 m away" in told

    near, far = (f"Damkar,Pos Satu,-6.18{n}300,106.631900,113,,\n" for n in (1, 9))
    code, told = bring(pack, GOOD + near + far)
    assert code == 0
    assert "1 have a namesake" in told


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (lambda text: b"\xef\xbb\xbf" + text.replace(",", ";").encode(), "bom.csv"),
        (lambda text: text.replace(",", "\t").encode("utf-16"), "unicode.txt"),
        (lambda text: text.replace(",", ";").replace("\n", "\r\n").encode("cp1252"), "excel.csv"),
    ],
)
def test_what_spreadsheets_write_is_read(pack: Path, encode: Any, name: str) -> None:
    text = GOOD.replace("Pos Satu", "Pos Désa").replace("-6.178300", "-6.1783")

    code, told = bring(pack, encode(text), name)

    assert code == 0, told
    assert open_city(pack)[0].facilities.rows[0].name == "Pos Désa"
    assert ("read as the text of Windows" in told) is (name == "excel.csv")


def test_decimal_commas_are_read_where_semicolons_part_the_cells(pack: Path) -> None:
    text = "jenis;nama;lintang;bujur\nDamkar;Pos Satu;-6,1783;106,6319\n"

    assert bring(pack, text)[0] == 0

    row = open_city(pack)[0].facilities.rows[0]
    assert (row.lat, row.lng) == (-6.1783, 106.6319)


def test_a_workbook_is_read(pack: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Jenis", "Nama", "Latitude", "Longitude", "No. Telp", "Luas"])
    sheet.append(["Puskesmas", "Puskesmas Satu", -6.1783, 106.6319, 113, 40])
    held = io.BytesIO()
    book.save(held)

    code, told = bring(pack, held.getvalue(), "f.xlsx")

    assert code == 0, told
    assert "columns that are passed over: Luas" in told
    row = open_city(pack)[0].facilities.rows[0]
    assert row == Facility("health_centre", "Puskesmas Satu", -6.1783, 106.6319, "113")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("nama,lintang\nA,-6.1\n", "has no column for kind, lng"),
        ("jenis,nama,name,lat,lng\n", "two columns are a name"),
        (HEAD, "holds no facility"),
        (b"", "is empty"),
        (b"%PDF-1.4", "a PDF"),
    ],
)
def test_a_file_that_is_no_table_of_facilities_says_why(
    pack: Path, content: str | bytes, reason: str
) -> None:
    code, told = bring(pack, content)

    assert code == 1
    assert reason in told


def test_one_kind_takes_the_place_of_its_own_alone(pack: Path) -> None:
    assert bring(pack, GOOD)[0] == 0

    code, told = bring(pack, "nama,lat,lng\nSatu,-6.19,106.64\nDua,-6.2,106.64\n", kind="school")

    assert code == 0, told
    assert "2 facilities beside 2 of other kinds" in told
    assert [(row.kind, row.name) for row in open_city(pack)[0].facilities.rows] == [
        ("fire", "Pos Satu"), ("hospital", "RS Dua"), ("school", "Dua"), ("school", "Satu"),
    ]  # fmt: skip


def point(lng: object, lat: object, **said: object) -> Any:
    geometry = {"type": "Point", "coordinates": [lng, lat]}
    return {"type": "Feature", "properties": said, "geometry": geometry}


def collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def test_points_are_read_from_geojson(pack: Path) -> None:
    text = collection(
        point(106.6319, -6.1783, jenis="Polsek", nama="Polsek Satu", telp="110"),
        point(106.64, -6.19, kategori="masjid", name="Masjid Dua", luas=4, x=1, lon=2),
    )

    assert bring(pack, text, "f.geojson")[0] == 0

    rows = open_city(pack)[0].facilities.rows
    assert [(row.kind, row.name, row.phone) for row in rows] == [
        ("police", "Polsek Satu", "110"), ("worship", "Masjid Dua", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not JSON"),
        ("[]", "no GeoJSON FeatureCollection"),
        (collection(), "holds no features"),
        (collection({"type": "Feature"}), "feature 1 is no feature"),
        (
            collection(
                {
                    "type": "Feature",
                    "properties": {},
                    "geometry": {"type": "Polygon", "coordinates": []},
                }
            ),
            "feature 1 needs a Point [lng, lat], has Polygon",
        ),
        (
            collection(point(106.63, -6.17, nama="A", jenis="sd", type=None)),
            "feature 1: two properties are a kind",
        ),
        (collection(point(-6.1, 106.6, kind="fire", name="A")), "look swapped"),
        (collection(point(None, None, kind="fire", name="A")), "no number of degrees"),
        (
            collection(
                point(700000, 9316000, kind="fire", name="A"),
                crs={"type": "name", "properties": {"name": "EPSG:32748"}},
            ),
            "needs degrees",
        ),
        (
            collection({"properties": {}, "geometry": {"type": "\ud800", "coordinates": []}}),
            r"feature 1 needs a Point [lng, lat], has \ud800",
        ),
    ],
)
def test_geojson_that_cannot_be_used_says_why(pack: Path, text: str, reason: str) -> None:
    code, told = bring(pack, text, "f.geojson")

    assert code == 1
    assert reason in told.encode().decode()


def many(count: int) -> str:
    dice = Random(7)
    rows = [
        Facility(
            dice.choice(KINDS), f"Contoh {n}", round(dice.uniform(-6.23, -6.11), 6),
            round(dice.uniform(106.58, 106.72), 6), dice.choice(["", "113"]),
            f'Jl. "{n}", RT 1', "uji",
        )
        for n in range(count)
    ]  # fmt: skip
    return text_of(rows)


@pytest.mark.parametrize("suffix", ["csv", "geojson"])
def test_what_goes_out_comes_back_as_it_was(
    pack: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(pack, many(300))[0] == 0
    before = (pack / FILE).read_bytes()
    file = pack.parent / f"out.{suffix}"

    assert main(["city", "facilities", "--export", str(file), "--city", str(pack)]) == 0
    (pack / FILE).unlink()
    assert main(["city", "facilities", str(file), "--city", str(pack)]) == 0

    assert (pack / FILE).read_bytes() == before
    assert "300 facilities" in capsys.readouterr().out


def test_the_command_knows_indonesian_kinds_and_names_a_strange_one(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(pack, GOOD)[0] == 0
    out = pack.parent / "fire.csv"

    of_pack = ["--city", str(pack), "--kind"]

    assert main(["city", "facilities", "--export", str(out), *of_pack, "damkar"]) == 0
    assert out.read_text("utf-8").splitlines()[1:] == [
        "fire,Pos Satu,-6.178300,106.631900,113,Jl. Daan Mogot,uji"
    ]
    assert main(["city", "facilities", str(out), *of_pack, "bengkel"]) == 2
    assert "unknown kind 'bengkel'" in capsys.readouterr().err


def test_a_place_that_takes_no_file_is_told(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(pack, GOOD)[0] == 0
    folder = pack.parent / "out.csv"
    folder.mkdir()

    for file in (pack.parent / "none" / "out.csv", folder):
        assert main(["city", "facilities", "--export", str(file), "--city", str(pack)]) == 1
        err = capsys.readouterr().err
        assert err.startswith(f"liveroom-server: {file} cannot be written (")
        assert len(err.splitlines()) == 1
    assert not (pack.parent / "out.csv.new").exists()


def test_what_is_written_anew_keeps_its_permissions_and_its_link(pack: Path) -> None:
    assert bring(pack, GOOD)[0] == 0
    file, link, pipe = (pack.parent / name for name in ("kept.csv", "link.csv", "pipe.csv"))
    file.write_text("before")
    file.chmod(0o600)
    link.symlink_to(file)
    os.mkfifo(pipe)
    export = ["city", "facilities", "--city", str(pack), "--export"]
    with open(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:
        for out in (link, pipe):
            assert main([*export, str(out)]) == 0
        assert reader.read() == file.read_bytes() == (pack / FILE).read_bytes()
    assert (link.is_symlink(), pipe.is_fifo()) == (True, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_full_disk_leaves_the_pack_as_it_was(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(pack, GOOD)[0] == 0
    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    file = pack.parent / "many.csv"
    file.write_text(many(20), "utf-8")

    with full_disk():
        code = main(["city", "facilities", str(file), "--city", str(pack)])

    assert code == 1
    assert f"{pack / FILE} cannot be written" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == before


def test_a_pack_with_bad_facilities_is_refused_with_their_line(pack: Path) -> None:
    assert bring(pack, GOOD)[0] == 0
    text = (pack / FILE).read_text("utf-8")
    far = "school,Jauh,-6.9,107.6,,,\n"
    (pack / FILE).write_text(text + far, "utf-8")
    assert [(fault.file, fault.line) for fault in check_pack(pack)] == [(FILE, 5)]

    (pack / FILE).write_text(text + "bengkel,Satu,-6.19,106.62,,,\n", "utf-8")
    assert str(check_pack(pack)[0]).startswith(f"{FILE}:5: unknown kind")

    # What takes the place of all needs nothing of what was there.
    file = pack.parent / "good.csv"
    file.write_text(GOOD, "utf-8")
    assert main(["city", "facilities", str(file), "--city", str(pack)]) == 0
    assert check_pack(pack) == []


def test_a_category_says_which_kinds_its_cases_need(pack: Path) -> None:
    file = pack / "categories.toml"
    text = file.read_text("utf-8")
    wanted = 'nearest = ["fire", "hospital", "police"]'
    file.write_text(text.replace(wanted, 'nearest = ["fire", "bengkel"]'), "utf-8")
    assert "unknown kind of facility 'bengkel'" in str(check_pack(pack)[0])

    file.write_text(text, "utf-8")
    city, plain = open_city(pack)
    assert city.categories["kebakaran"].nearest == ("fire", "hospital", "police")
    newer = json.loads(json.dumps(plain).replace('"hospital", "police"]', '"bengkel"]'))
    desk = city_from(newer, lenient=True)
    assert desk.categories["kebakaran"].nearest == ("fire",)
