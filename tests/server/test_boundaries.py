"""Boundaries come into a pack whole or not at all, and the report says what they are like."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

import resources
from db.domain.boundary_reading import FILE
from db.domain.locating import Found, Locator
from server import boundaries
from server.__main__ import main
from server.boundaries import bring_in
from server.city import check_pack, open_city
from tests.server.full_disk import full_disk

GEO = Path(__file__).resolve().parents[3] / "shared" / "data" / "geo"
OURS = "kota_tangerang_kelurahan.geojson"
BPS = "hdx_bps2020_kota_tangerang_kelurahan.geojson"
with_data = pytest.mark.skipif(not GEO.is_dir(), reason="the source data is not beside us")

STEP = 0.01


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of Kota Tangerang's pack, without boundaries."""
    folder = Path(
        shutil.copytree(resources.path("cities", "kota-tangerang"), tmp_path / "kota-tangerang")
    )
    (folder / FILE).unlink(missing_ok=True)
    return folder


@pytest.fixture
def small(pack: Path) -> Path:
    """A pack of three kelurahan, each one block of a row."""
    file = pack / "areas.toml"
    rows = "\n".join(
        f'{{ code = "36.71.01.100{n}", name = "{name}", lat = -6.195, lng = {106.605 + n * STEP}, '
        'parent = "36.71.01" },'
        for n, name in enumerate(("Satu", "Dua", "Tiga"))
    )
    top = '{ code = "36.71.01", name = "Tangerang", lat = -6.195, lng = 106.6 },'
    file.write_text(f"area = [\n{top}\n{rows}\n]\n", "utf-8")
    return pack


def block(n: int, name: str, west: float | None = None, east: float | None = None) -> Any:
    left = 106.6 + n * STEP if west is None else west
    right = 106.6 + (n + 1) * STEP if east is None else east
    ring = [[left, -6.2], [right, -6.2], [right, -6.19], [left, -6.19], [left, -6.2]]
    return {
        "type": "Feature",
        "properties": {"code": f"367101100{n}", "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


ROW = (block(0, "Satu"), block(1, "Dua"), block(2, "Tiga"))


def bring(pack: Path, *features: Any, beside: tuple[Any, ...] = ()) -> tuple[int, str]:
    """Exit code and report of bringing these in."""
    files = []
    for n, given in enumerate((features, beside)):
        files.append(pack.parent / f"{n}.geojson")
        files[n].write_text(json.dumps({"type": "FeatureCollection", "features": list(given)}))
    city, _ = open_city(pack, "boundaries")
    out = io.StringIO()
    code = bring_in(pack, city, files[0], files[1:] if beside else [], out)
    return code, out.getvalue()


def test_what_fits_is_brought_in_and_told_to_the_desks(small: Path) -> None:
    code, told = bring(small, *ROW)

    assert code == 0, told
    assert "3 areas cover 3.7 km²" in told
    assert "3 areas and 0 shapes of neighbours" in told
    city, plain = open_city(small)
    assert list(city.boundaries.areas) == ["36.71.01.1000", "36.71.01.1001", "36.71.01.1002"]
    assert plain["boundaries"]["type"] == "FeatureCollection"
    assert Locator(city).find(-6.195, 106.615) == Found("36.71.01.1001")
    assert check_pack(small) == []


def test_a_fault_leaves_the_pack_as_it_was(small: Path) -> None:
    assert bring(small, *ROW)[0] == 0
    before = (small / FILE).read_bytes()

    code, told = bring(small, *ROW[:2])

    assert code == 1
    assert "1 of 3 areas are missing: 36.71.01.1002 Tiga" in told
    assert "as it was" in told
    assert (small / FILE).read_bytes() == before
    assert {path.name for path in small.iterdir() if path.suffix != ".toml"} == {FILE}


def test_more_than_the_server_reads_is_refused(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundaries, "LARGEST", 1_300)
    beside = [block(n, f"Desa {n}") for n in range(3, 7)]
    for n, desa in enumerate(beside):
        desa["properties"]["code"] = f"36.03.01.200{n}"
    assert bring(small, *ROW)[0] == 0
    before = (small / FILE).read_bytes()

    code, told = bring(small, *ROW, beside=tuple(beside))

    assert code == 1
    assert "areas and neighbours make more than the" in told
    assert (small / FILE).read_bytes() == before


def test_a_full_disk_leaves_the_pack_as_it_was(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(small, *ROW)[0] == 0
    before = {path.name: path.read_bytes() for path in small.iterdir()}

    with full_disk():
        code = main(["city", "areas", str(small.parent / "0.geojson"), "--city", str(small)])

    assert code == 1
    assert f"{small / FILE} cannot be written" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in small.iterdir()} == before


@pytest.mark.parametrize("beside", [False, True])
def test_half_a_character_in_the_source_leaves_the_pack_as_it_was(
    small: Path, beside: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(small, *ROW)[0] == 0
    before = {path.name: path.read_bytes() for path in small.iterdir()}
    bad, good = small.parent / "bad.geojson", small.parent / "0.geojson"
    bad.write_text(json.dumps({**json.loads(good.read_text()), "source": "BIG \ud800"}))
    files = [str(good), "--neighbour", str(bad)] if beside else [str(bad)]

    assert main(["city", "areas", *files, "--city", str(small)]) == 1

    assert f"{bad}: source: holds half a character" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in small.iterdir()} == before


def test_a_little_overlap_is_told_and_a_large_one_refused(small: Path) -> None:
    little = block(1, "Dua", west=106.6 + 0.98 * STEP)
    code, told = bring(small, ROW[0], little, ROW[2])
    assert code == 0
    assert "0.0246 km² lie in two areas (1 pairs)" in told

    large = block(1, "Dua", west=106.6 + 0.8 * STEP)
    code, told = bring(small, ROW[0], large, ROW[2])
    assert code == 1
    assert "36.71.01.1000 Satu and 36.71.01.1001 Dua share 0.246 km²" in told
    assert "20% of the smaller" in told


def test_a_knot_is_refused_and_a_touch_told(small: Path) -> None:
    bow = block(2, "Tiga")
    ring = bow["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    code, told = bring(small, *ROW[:2], bow)
    assert code == 1
    assert "36.71.01.1002 Tiga crosses itself near -6.19500, 106.62500, with 50%" in told

    spike = block(2, "Tiga")
    spike["geometry"]["coordinates"][0][2:2] = [
        [106.63, -6.195],
        [106.64, -6.195],
        [106.63, -6.195],
    ]
    code, told = bring(small, *ROW[:2], spike)
    assert code == 0
    assert "36.71.01.1002 Tiga touches itself near -6.19500, 106.63000" in told


def with_part(feature: Any, *polygons: Any) -> Any:
    """The same area with more polygons beside its own."""
    given = {"type": "MultiPolygon", "coordinates": [feature["geometry"]["coordinates"], *polygons]}
    return {**feature, "geometry": given}


def with_hole(feature: Any, ring: Any) -> Any:
    """The same area with a hole."""
    given = {"type": "Polygon", "coordinates": [*feature["geometry"]["coordinates"], ring]}
    return {**feature, "geometry": given}


def corner(west: float, south: float, side: float) -> Any:
    """A ring of three corners."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, south]]


SPECK = 1e-7
"""Degrees: a centimetre, what cutting maps along each other leaves."""


def test_specks_that_the_digits_of_the_file_cannot_hold_are_left_out(small: Path) -> None:
    speckled = with_part(ROW[0], [corner(106.625, -6.205, SPECK)])
    pierced = with_hole(ROW[1], corner(106.612, -6.195, SPECK))
    beside = block(9, "Lain", west=106.64, east=106.66)
    beside["properties"] = {"code": "36.03.22.2001", "name": "Lain"}

    code, told = bring(
        small, speckled, pierced, ROW[2], beside=(with_part(beside, [corner(106.7, -6.2, SPECK)]),)
    )

    assert code == 0, told
    assert check_pack(small) == []
    city, _ = open_city(small)
    shapes = (*city.boundaries.areas.values(), city.boundaries.neighbours[0].shape)
    assert [len(list(shape.rings())) for shape in shapes] == [1, 1, 1, 1]


def test_an_area_that_is_nothing_but_a_speck_is_refused(small: Path) -> None:
    assert bring(small, *ROW)[0] == 0
    before = (small / FILE).read_bytes()
    speck = {**ROW[2], "geometry": {"type": "Polygon", "coordinates": [corner(106.62, -6.2, 1e-8)]}}

    code, told = bring(small, *ROW[:2], speck)

    assert code == 1
    assert "36.71.01.1002 Tiga is smaller than a tenth of a metre" in told
    assert (small / FILE).read_bytes() == before


@pytest.mark.parametrize(
    "twisted",
    [
        with_part(ROW[2], ROW[2]["geometry"]["coordinates"]),
        with_part(ROW[2], [corner(106.622, -6.198, 0.005)]),
        with_hole(ROW[2], corner(106.64, -6.198, 0.005)),
        with_hole(ROW[2], ROW[2]["geometry"]["coordinates"][0]),
    ],
    ids=["twice", "within", "hole-outside", "hole-as-large"],
)
def test_parts_that_take_ground_from_each_other_are_refused(small: Path, twisted: Any) -> None:
    assert bring(small, *ROW)[0] == 0
    before = (small / FILE).read_bytes()

    code, told = bring(small, *ROW[:2], twisted)

    assert code == 1, told
    assert "36.71.01.1002 Tiga has parts or holes that lie on each other or astray" in told
    assert (small / FILE).read_bytes() == before


def test_parts_and_holes_that_fit_are_brought_in(small: Path) -> None:
    whole = with_part(
        block(2, "Tiga", east=106.624), block(2, "", west=106.626)["geometry"]["coordinates"]
    )
    pierced = with_hole(ROW[1], corner(106.614, -6.196, 0.0002))

    code, told = bring(small, ROW[0], pierced, whole)

    assert code == 0, told
    assert check_pack(small) == []


def test_another_spelling_and_a_point_outside_are_told(small: Path) -> None:
    code, told = bring(small, ROW[0], block(1, "Duwa"), block(2, "Tiga", west=106.6255))

    assert code == 0
    assert "the pack's name stays: Dua (there Duwa)" in told
    assert "1 areas do not hold their point of areas.toml; the farthest, 36.71.01.1002" in told


def test_a_damaged_file_of_the_pack_is_named(small: Path) -> None:
    assert bring(small, *ROW)[0] == 0
    (small / FILE).write_text('{"type": ', "utf-8")

    (fault,) = check_pack(small)

    assert (fault.file, "is not JSON" in fault.reason) == (FILE, True)


def test_overlaps_in_the_pack_itself_are_found(small: Path) -> None:
    assert bring(small, *ROW)[0] == 0
    file = small / FILE
    lines = file.read_text("utf-8").split("\n")
    lines[1] = lines[1].replace("106.61,", "106.618,")  # the first area's eastern side
    file.write_text("\n".join(lines), "utf-8")

    assert any("share" in fault.reason for fault in check_pack(small))


@with_data
@pytest.mark.parametrize("file", [OURS, BPS])
def test_twenty_thousand_points_lie_where_another_library_says(pack: Path, file: str) -> None:
    assert main(["city", "areas", str(GEO / file), "--city", str(pack)]) == 0
    features = json.loads((GEO / file).read_text("utf-8"))["features"]
    codes = [feature["properties"]["kode"] for feature in features]
    shapes = [shapely.make_valid(shape(feature["geometry"])) for feature in features]
    tree, rng = shapely.STRtree(shapes), Random(5)
    locator = Locator(open_city(pack)[0])

    right = inside = 0
    for _ in range(20_000):
        lng, lat = rng.uniform(106.55, 106.75), rng.uniform(-6.25, -6.09)
        truth = {codes[n] for n in tree.query(shapely.Point(lng, lat), "within")}
        found = locator.find(lat, lng)
        known = found.area if not found.approximate else ""
        inside += bool(truth)
        right += known in truth if truth else known == ""

    assert inside > 5_000
    assert right / 20_000 > 0.999


@with_data
def test_the_report_of_real_boundaries_is_true(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["city", "areas", str(GEO / OURS), "--city", str(pack)]) == 0
    told = capsys.readouterr().out
    features = json.loads((GEO / OURS).read_text("utf-8"))["features"]
    shapes = [shape(feature["geometry"]) for feature in features]
    twice = sum(
        one.intersection(other).area for n, one in enumerate(shapes) for other in shapes[n + 1 :]
    )
    square = (111_319.49**2) * 0.9942  # cosine of the city's latitude
    assert f"{twice * square / 1e6:.2f}" in told
    assert "104 areas cover 179 km²" in told

    assert main(["city", "areas", str(GEO / BPS), "--city", str(pack)]) == 0
    told = capsys.readouterr().out
    broken = [f for f in json.loads((GEO / BPS).read_text("utf-8"))["features"]
              if not shape(f["geometry"]).is_valid]  # fmt: skip
    assert len(broken) == 2
    for feature in broken:
        assert f"{feature['properties']['kode']} {feature['properties']['nama']} touches" in told


@with_data
def test_files_of_other_places_are_refused_whole(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = sorted(path for path in GEO.glob("*.geojson") if path.name not in (OURS, BPS))
    assert len(others) == 8

    for file in others:
        assert main(["city", "areas", str(file), "--city", str(pack)]) == 1
        told = capsys.readouterr().out
        many = len(json.loads(file.read_text("utf-8"))["features"])
        assert "104 of 104 areas are missing" in told
        if not file.name.startswith("kota_tangerang_kecamatan"):
            assert f"{many} features are no areas of this city" in told
        assert not (pack / FILE).exists()


@with_data
def test_outside_the_city_its_neighbours_are_named(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = ["kab_tangerang_kelurahan.geojson", "kota_tangerang_selatan_batas.geojson"]
    asked = ["city", "areas", str(GEO / OURS), "--city", str(pack)]
    asked += [part for name in beside for part in ("--neighbour", str(GEO / name))]
    assert main(asked) == 0
    assert "104 areas and 275 shapes of neighbours" in capsys.readouterr().out

    locator = Locator(open_city(pack)[0])

    assert locator.find(-6.302121, 106.707389) == Found("", neighbour="Kota Tangerang Selatan")
    found = locator.find(-6.191911, 106.456511)
    assert found == Found("", neighbour="Balaraja, Kabupaten Tangerang")
    assert locator.find(-6.1754, 106.8272) == Found("")  # Jakarta, of which nobody told
    own = str(GEO / "kota_tangerang_batas.geojson")
    assert main([*asked, "--neighbour", own]) == 1
    assert "36.71 Kota Tangerang is of this city, no neighbour" in capsys.readouterr().out
