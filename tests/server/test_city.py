"""Packs on disk: both of ours are good, and a broken one names file, line and reason."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

import resources
from db.domain.city import City
from db.domain.city_reading import CityFaults, city_from
from db.domain.public_holidays import holidays_of
from server.city import check_pack, load_pack, open_city, print_check
from server.toml_lines import lines_of

ROOT = Path(__file__).resolve().parents[2]
BOSTON = ROOT / "tests" / "cities" / "boston"
DATA = ROOT.parent / "shared" / "data"

with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the source data is not beside us")


@pytest.fixture(scope="module")
def tangerang() -> City:
    return open_city(resources.path("cities", "kota-tangerang"))[0]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the second city, to be broken."""
    return Path(shutil.copytree(BOSTON, tmp_path / "boston"))


def rewrite(file: Path, old: str, new: str) -> int:
    """Replace the first `old`; the line (from 1) where it stood."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("folder", [resources.path("cities", "kota-tangerang"), BOSTON])
def test_our_packs_are_good(folder: Path) -> None:
    out = io.StringIO()

    assert print_check(folder, out) == 0
    assert check_pack(folder) == []
    assert "is good" in out.getvalue()


@pytest.mark.parametrize("folder", [resources.path("cities", "kota-tangerang"), BOSTON])
def test_a_console_makes_the_same_city_from_what_it_is_sent(folder: Path) -> None:
    city, data = open_city(folder)

    assert city_from(json.loads(json.dumps(data, allow_nan=False))) == city
    assert city_from(load_pack(folder), holidays_of) == city


def test_tangerang_is_complete(tangerang: City) -> None:
    districts = [area for area in tangerang.areas.values() if area.parent is None]

    assert len(tangerang.agencies) == 35
    assert sum(agency.external for agency in tangerang.agencies.values()) == 5
    assert len(tangerang.categories) == 32
    assert len(districts) == 13
    assert len(tangerang.areas) - len(districts) == 104
    assert all(area.postcode for area in tangerang.areas.values() if area.parent)
    assert tangerang.categories["bukan-kewenangan"].agency is None
    assert {key for key, kind in tangerang.categories.items() if kind.secret} == {"pungli", "kdrt"}
    assert {agency.phone for agency in tangerang.agencies.values()} == {
        "", "110", "112", "113", "119", "123",
    }  # fmt: skip


def test_tangerang_promises_what_the_domain_says(tangerang: City) -> None:
    promised = [
        (rule.id, timedelta(seconds=rule.limit.seconds), rule.limit.days)
        for rule in tangerang.clocks
    ]

    assert promised == [
        ("room", timedelta(hours=24), 0),
        ("response", timedelta(hours=48), 0),
        ("acceptance", timedelta(minutes=5), 0),
        ("acceptance", timedelta(hours=1), 0),
        ("verification", timedelta(0), 3),
        ("follow_up", timedelta(0), 5),
        ("completion", timedelta(0), 5),
        ("completion", timedelta(0), 60),
        ("completion", timedelta(0), 14),
        ("validation", timedelta(hours=24), 0),
        ("objection", timedelta(0), 10),
    ]
    assert all(rule.warn == 0.8 and rule.citation for rule in tangerang.clocks)


@with_data
def test_every_point_of_tangerang_lies_in_its_own_area(tangerang: City) -> None:
    geometry = pytest.importorskip("shapely.geometry")
    for name in ("kelurahan", "kecamatan_gabungan"):
        text = (DATA / "geo" / f"kota_tangerang_{name}.geojson").read_text("utf-8")
        shapes = {
            feature["properties"]["kode"]: geometry.shape(feature["geometry"])
            for feature in json.loads(text)["features"]
        }
        assert shapes.keys() <= tangerang.areas.keys()
        for code, shape in shapes.items():
            area = tangerang.areas[code]
            assert shape.contains(geometry.Point(area.lng, area.lat)), area


@with_data
def test_every_holiday_of_2026_is_a_day_off(tangerang: City) -> None:
    text = (DATA / "reference" / "libur_2026.csv").read_text("utf-8")
    days = {date.fromisoformat(row["tanggal"]) for row in csv.DictReader(io.StringIO(text))}

    assert len(days) == 25
    assert {day for day in tangerang.calendar.holidays if day.year == 2026} == days


@with_data
def test_names_and_kinds_are_those_of_the_sources(tangerang: City) -> None:
    text = (DATA / "reference" / "kategori_ke_opd.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["kategori"] for row in rows] == [c.name for c in tangerang.categories.values()]
    for row, category in zip(rows, tangerang.categories.values(), strict=True):
        named = {word.strip() for word in row["contoh_kata"].split(";")} - {"-"}
        assert named <= set(category.words)
        assert category.grade == row["keyakinan"]


@pytest.mark.parametrize("folder", [resources.path("cities", "kota-tangerang"), BOSTON])
def test_every_icon_is_in_the_icon_font(folder: Path) -> None:
    qtawesome = pytest.importorskip("qtawesome")
    fonts = Path(qtawesome.__file__).parent / "fonts"
    (charmap,) = fonts.glob("materialdesignicons6-webfont-charmap-*.json")
    known = json.loads(charmap.read_text("utf-8"))

    for category in open_city(folder)[0].categories.values():
        assert category.icon.removeprefix("mdi6.") in known, category


@pytest.mark.parametrize(
    ("name", "old", "new", "below", "reason"),
    [
        ("city", 'name = "Boston"', 'nmae = "Boston"', 0, "nmae: unknown key 'nmae'; did you"),
        ("city", 'zone = "America/New_York"', 'zone = "Boston"', 0, "zone: 'Boston' is no time"),
        ("city", "lat = 42.3601", "lat = -42.3601", 0, "lat: -42.3601, -71.0579 lies outside"),
        ("city", "south = 42.20", "south = 43", -1, "bounds: south must be less than north"),
        ("calendar", 'country = "US"', 'country = "UX"', 0, "holidays.country: Country UX not"),
        ("calendar", '"08:30-17:00"', '"17:30-17:00"', 0, "week.monday[1]: 17:30-17:00 ends"),
        ("agencies", 'id = "isd"', 'id = "pwdx"', 0, "agency[2].id: 'pwdx' is taken: entry 1"),
        ("agencies", '["console"]', '["fax"]', 0, "agency[1].delivery[1]: unknown way of"),
        ("categories", 'agency = "btdt"', 'agency = "bdtd"', 0, "category[1].agency: unknown ag"),
        ("areas", 'name = "Back Bay", ', "", 0, "area[3]: missing key 'name' (text)"),
        ("clocks", "{ days = 14 }", "{ days = 1, hours = 2 }", 0, "clock[1].limit: needs exactly"),
        ("clocks", '"forwarded", "answ', '"forward", "answ', 0, "clock[2].stops[1]: unknown kind"),
        ("clocks", "valid_from = 2010-01-01", "valid_from = 9", 0, "clock[1].valid_from: must be"),
        ("replies", "{opd}", "{opds}", 0, "reply[1].text: unknown placeholder 'opds'"),
        ("words", 'spam = "Spam"', "spam = 1", 0, "archive_reasons.spam: must be text, not"),
    ],
)
def test_a_fault_names_its_line(
    pack: Path, name: str, old: str, new: str, below: int, reason: str
) -> None:
    line = rewrite(pack / f"{name}.toml", old, new) + below

    found = check_pack(pack)

    assert any(
        (fault.file, fault.line) == (f"{name}.toml", line) and fault.reason.startswith(reason)
        for fault in found
    ), found
    with pytest.raises(CityFaults):
        open_city(pack)


def test_syntax_has_a_line_and_hides_no_other_fault(pack: Path) -> None:
    line = rewrite(pack / "agencies.toml", 'short = "ISD"', "short = ISD")
    other = rewrite(pack / "words.toml", 'mayor = "Mayor"', "mayor = 3")
    out = io.StringIO()

    assert print_check(pack, out) == 1

    first, second, _ = out.getvalue().splitlines()
    assert first == f"agencies.toml:{line}: not TOML: Invalid value"
    assert second == f"words.toml:{other}: words.mayor: must be text, not the number 3"
    with pytest.raises(CityFaults, match=f"agencies.toml: line {line}: not TOML"):
        load_pack(pack)


def test_an_unfinished_file_is_told_at_its_end(pack: Path) -> None:
    (pack / "words.toml").write_text('[words]\nroom = """never closed\n\n', "utf-8")

    (fault,) = check_pack(pack)

    assert str(fault).startswith("words.toml:2: not TOML: ")


def test_a_file_that_is_not_utf8(pack: Path) -> None:
    (pack / "words.toml").write_bytes(b'[words]\nroom = "Caf\xe9"\n')

    (fault,) = check_pack(pack)

    assert str(fault) == "words.toml:2: is not UTF-8 text; save it again as UTF-8"


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(pack: Path) -> None:
    words = (pack / "words.toml").read_text("utf-8")
    (pack / "words.toml").write_bytes(b"\xef\xbb\xbf" + words.replace("\n", "\r\n").encode())

    assert check_pack(pack) == []


def test_missing_and_foreign_files(pack: Path) -> None:
    (pack / "clocks.toml").rename(pack / "clock.toml")

    told = [str(fault) for fault in check_pack(pack)]

    assert told[0].startswith("clock.toml:1: a pack has no such file; it has agencies.toml")
    assert told[1:] == ["clocks.toml:1: the file is missing from the pack"]


def test_brackets_without_end(pack: Path) -> None:
    (pack / "words.toml").write_text("x = " + "[" * 100_000 + "]" * 100_000, "utf-8")

    (fault,) = check_pack(pack)

    assert fault.file == "words.toml"
    assert "nested" in fault.reason


@pytest.mark.parametrize("what", ["empty", "nothing", "file"])
def test_a_folder_that_is_no_pack(tmp_path: Path, what: str) -> None:
    folder = tmp_path / what
    if what == "empty":
        folder.mkdir()
    elif what == "file":
        folder.touch()

    (fault,) = check_pack(folder)

    assert fault.file == str(folder)
    with pytest.raises(CityFaults):
        open_city(folder)


def test_lines_of_every_way_to_write_a_key() -> None:
    text = "\n".join(
        [
            "# title",
            "a = 1",
            '"b c".d = [',
            '    1, # "one ]"',
            '    { x = "]", y = [2, 3] },',
            "]",
            "[t.u]",
            'k = """',
            'three "" lines',
            '"""',
            "'q.r' = 1979-05-27 07:32:00.5",
            "[[list]]",
            "n = -1.5e3",
            "[list.inner]",
            "m = 'it'",
            "[[list]]",
            "n = { \"o\" = '#' }",
            "[[list.deep]]",
            "z = inf",
        ]
    )

    lines = lines_of(text)

    assert {path: lines[path] for path in lines if path[0] != "list"} == {
        ("a",): 2,
        ("b c",): 3,
        ("b c", "d"): 3,
        ("b c", "d", 0): 4,
        ("b c", "d", 1): 5,
        ("b c", "d", 1, "x"): 5,
        ("b c", "d", 1, "y"): 5,
        ("b c", "d", 1, "y", 0): 5,
        ("b c", "d", 1, "y", 1): 5,
        ("t",): 7,
        ("t", "u"): 7,
        ("t", "u", "k"): 8,
        ("t", "u", "q.r"): 11,
    }
    assert lines["list", 0, "n"] == 13
    assert lines["list", 0, "inner", "m"] == 15
    assert lines["list", 1] == 16
    assert lines["list", 1, "n", "o"] == 17
    assert lines["list", 1, "deep", 0, "z"] == 19
