"""Points as people write them: every notation, what is put right and said, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, radians, sin, sqrt, tan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain import plus_codes, utm
from db.domain.coordinates import Misread, Reading, read_point

HOME = (-6.1783, 106.6319)
A_METRE = 1 / 111_320

lats = st.floats(-6.45, -5.95)
lngs = st.floats(106.35, 106.95)


def read(text: str) -> Reading:
    found = read_point(text, HOME)
    assert found is not None, text
    return found


def metres(one: Reading, lat: float, lng: float) -> float:
    north, east = one.lat - lat, (one.lng - lng) * cos(radians(lat))
    return float(sqrt(north * north + east * east)) / A_METRE


@pytest.mark.parametrize(
    "text",
    [
        "-6.1783, 106.6319", "-6.1783 106.6319", "-6.1783,106.6319", "(-6.1783; 106.6319)",
        "−6.1783, 106.6319", "-6,1783; 106,6319", "-6,1783 106,6319", "-6,1783, 106,6319",
        "6.1783 LS 106.6319 BT", "6,1783 LS, 106,6319 BT", "S6.1783 E106.6319",
        "6.1783S106.6319E", "6.1783LS, 106.6319BT", "6,1783LS106,6319BT",
        "6°10.698'LS 106°37.914'BT",
        "Lat-6.1783Long106.6319", "6deg10min41.88sec LS 106deg37min54.84sec BT",
        "106.6319 BT, 6.1783 LS", "Lat: -6.1783 Long: 106.6319",
        "Lat 6.1783 S Long 106.6319 E", "Lat: 6.1783 S; Lon: 106.6319 E",
        "Long 106.6319 E, Lat 6.1783 S", "Latitude 6.1783 South Longitude 106.6319 East",
        "Lat S 6.1783 Long E 106.6319", "S Lat 6.1783 E Long 106.6319",
        "6.1783 S Lat 106.6319 E Long", "Lintang 6,1783 LS Bujur 106,6319 BT",
        "Lintang: 6.1783 Selatan, Bujur: 106.6319 Timur", "Lat -6.1783 S Long 106.6319 E",
        "Lat 6.1783 S Long 106.6319", "Lat 6.1783 S 106.6319 E", "6.1783 S Long 106.6319 E",
        "Lat 6°10'41.88\" S Long 106°37'54.84\" E", "Lat 6 10 41.88 S Long 106 37 54.84 E",
        "Lat 6 10.698 S Long 106 37 54.84 E",
        "X: 106.6319 Y: -6.1783", "Koordinat: -6.1783, 106.6319",
        "6°10.698'S, 106°37.914'E", "6°10,698' LS 106°37,914' BT",
        "6°10'41.88\"S 106°37'54.84\"E", "6º 10′ 41.88″ S, 106º 37′ 54.84″ E",
        "S 6 10 41.88 E 106 37 54.84", "6 10 41.88 S 106 37 54.84 E",
        "6 derajat 10 menit 41,88 detik LS, 106 derajat 37 menit 54,84 detik bujur timur",
        "geo:-6.1783,106.6319?z=17", "geo:0,0?q=-6.1783,106.6319(Pasar Anyar)",
        "https://maps.google.com/?q=-6.1783,106.6319",
        "https://maps.google.com/maps?q=-6.1783%2C106.6319&z=17",
        "Titik: https://www.google.com/maps/place/X/@-6.2,106.6,17z/data=!3m1!8m2!3d-6.1783!4d106.6319",
        "https://www.google.com/maps/search/-6.1783,+106.6319?entry=tts",
        "https://www.google.com/maps/place/-6.1783,106.6319/@-6.2,106.6,17z",
        "https://www.google.com/maps/search/Pasar+Anyar+-6.1783,106.6319/@-6.2,106.6,17z",
        "https://www.google.com/maps/place/6%C2%B010'41.88%22S+106%C2%B037'54.84%22E/@-6.2,106.6,17z",
        "https://www.google.com/maps/place/6%C2%B010'41.88%22S+106%C2%B037'54.84%22E?g_st=ic",
        "https://www.google.com/maps/dir/-6.2,106.8/-6.1783,106.6319/@-6.19,106.7,13z",
        "https://www.google.com/maps/dir//-6.1783,106.6319/@-6.19,106.7,13z/data=!4m2!4m1!3e0",
        "https://www.openstreetmap.org/?mlat=-6.1783&mlon=106.6319#map=12/-6.2/106.6",
        "https://waze.com/ul?ll=-6.1783,106.6319&navigate=yes",
        "https://maps.apple.com/?ll=-6.1783,106.6319",
    ],
)  # fmt: skip
def test_every_notation_is_the_same_point(text: str) -> None:
    found = read(text)
    assert metres(found, *HOME) < 1
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("text", "remarks"),
    [
        ("106.6319, -6.1783", ("swapped",)),
        ("6.1783, 106.6319", ("no_minus",)),
        ("106,6319 6,1783", ("swapped", "no_minus")),
        ("Lat 6.1783 Long 106.6319", ("no_minus",)),
        ("Bujur 106,6319 Lintang 6,1783", ("no_minus",)),
        ("https://www.google.com/maps/@-6.1783,106.6319,15z", ("view",)),
        ("https://www.openstreetmap.org/#map=17/-6.1783/106.6319", ("view",)),
        (
            "https://www.google.com/maps/place/Jl.+Merdeka+No.12,+15118+Tangerang"
            "/@-6.1783,106.6319,17z",
            ("view",),
        ),
        (
            "https://www.google.com/maps/dir/-6.2,106.8/Pasar+Anyar/@-6.1783,106.6319,17z",
            ("view",),
        ),
    ],
)
def test_what_was_put_right_is_said(text: str, remarks: tuple[str, ...]) -> None:
    found = read(text)
    assert metres(found, *HOME) < 1
    assert found.remarks == remarks


def test_a_point_elsewhere_stays_where_it_was_written() -> None:
    assert read("48.8584, 2.2945").remarks == ()
    sydney = read("151.2153, -33.8568")
    assert (sydney.lat, sydney.lng, sydney.remarks) == (-33.8568, 151.2153, ("swapped",))
    assert read("6.1783 LU 106.6319 BT").lat == 6.1783
    assert read("Lat 48.8584 Long 2.2945").lat == 48.8584
    assert sydney.rough_m == pytest.approx(5.6, abs=0.1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("-6.1783", "not_two_angles"),
        ("-6.1783, 106.6319, 12", "not_two_angles"),
        ("6°75'00\"S 106°37'55\"E", "sixty"),
        ("6°10'61\"S 106°37'55\"E", "sixty"),
        ("6.1783 S 106.6319 S", "same_axis"),
        ("-6.1783 N 106.6319 E", "sign_and_hemisphere"),
        ("6.1783 S 106.6319", "one_hemisphere"),
        ("Lat 6.1783 S 106.6319", "one_hemisphere"),
        ("6.1783 106.6319 S", "one_hemisphere"),
        ("6°10' 106°37' S", "one_hemisphere"),
        ("Lat 6.178 S", "no_longitude"),
        ("Lat 6.178", "no_longitude"),
        ("6.178 LS", "no_longitude"),
        ("6°10'41.88\" S", "no_longitude"),
        ("6 10 41.88 S", "no_longitude"),
        ("Long 106.63 E", "no_latitude"),
        ("Bujur 106.63", "no_latitude"),
        ("Lat 6.1783 S Lat 6.2 S", "same_axis"),
        ("Lat 6.1783 E Long 106.6319 S", "one_hemisphere"),
        ("Lat -6.1783 N Long 106.6319 E", "sign_and_hemisphere"),
        ("-6.17, 196.63", "off_the_earth"),
        ("680602 9316812", "no_zone"),
        ("61S 680602 9316812", "bad_zone"),
        ("48S 9316812 680602", "off_the_zone"),
        ("6P58RJCJ+M", "bad_plus_code"),
        ("https://maps.app.goo.gl/AbC", "short_link"),
        ("https://www.google.com/maps/place/Jl.+MH+Thamrin", "link_without_point"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, key: str) -> None:
    with pytest.raises(Misread) as no:
        read_point(text, HOME)
    assert no.value.key == key


@pytest.mark.parametrize(
    "text",
    ["", "Jalan Merdeka 12", "No 12", "03/05", "RT 03/05 RW 02", "12-14", "Blok E 12", "1,5 km",
     "0812345678", "Blok BT3 No 5", "BB5", "Pasar Anyar", "Gang 5", "SDN 3 Tangerang",
     "Jl. S. Parman, Blok N"],
)  # fmt: skip
def test_addresses_are_no_coordinates(text: str) -> None:
    assert read_point(text, HOME) is None


def _sexagesimal(value: float, letters: str) -> str:
    """Whole degrees and minutes, seconds to a thousandth."""
    thousandths = round(abs(value) * 3_600_000)
    minutes, rest = divmod(thousandths, 60_000)
    degrees, minutes = divmod(minutes, 60)
    return f"{degrees}°{minutes}'{rest / 1000:.3f}\"{letters[value < 0]}"


def _minutes(value: float, letters: str) -> str:
    degrees, rest = divmod(round(abs(value) * 6_000_000), 6_000_000)
    return f"{degrees}° {rest / 100_000:.5f}' {letters[value < 0]}"


WRITTEN: dict[str, Callable[[float, float], str]] = {
    "decimal": lambda lat, lng: f"{lat:.6f}, {lng:.6f}",
    "comma": lambda lat, lng: f"{lat:.6f}; {lng:.6f}".replace(".", ","),
    "swapped": lambda lat, lng: f"{lng:.6f} {lat:.6f}",
    "hemispheres": lambda lat, lng: f"{-lat:.6f} LS {lng:.6f} BT",
    "dms": lambda lat, lng: f"{_sexagesimal(lat, 'NS')} {_sexagesimal(lng, 'EW')}",
    "dm": lambda lat, lng: f"{_minutes(lat, 'NS')}, {_minutes(lng, 'EW')}",
    "geo": lambda lat, lng: f"geo:{lat:.6f},{lng:.6f}",
}


@pytest.mark.parametrize("notation", WRITTEN)
@given(lat=lats, lng=lngs)
def test_what_is_written_is_read_again(notation: str, lat: float, lng: float) -> None:
    assert metres(read(WRITTEN[notation](lat, lng)), lat, lng) < 0.2


@given(lat=lats, lng=lngs)
def test_a_plus_code_names_the_cell_that_holds_the_point(lat: float, lng: float) -> None:
    code = plus_codes.code_of(lat, lng)
    whole = f"{code[:8]}+{code[8:]}"
    cell = plus_codes.cell_of(whole, HOME)
    assert cell is not None
    assert cell.south - 1e-9 <= lat <= cell.south + cell.high + 1e-9
    assert cell.west - 1e-9 <= lng <= cell.west + cell.wide + 1e-9
    assert read(whole) == read(f"{whole[4:]} Tangerang") == read(whole.lower())


@pytest.mark.parametrize(
    ("code", "south", "west", "high"),
    [  # from test_data/decoding.csv of open-location-code
        ("7FG49Q00+", 20.35, 2.75, 0.05),
        ("7FG49QCJ+2V", 20.37, 2.782125, 0.000125),
        ("7FG49QCJ+2VX", 20.3701, 2.78221875, 0.000025),
        ("8FVC2222+22", 47.0, 8.0, 0.000125),
        ("4VCPPQGP+Q9", -41.273125, 174.785875, 0.000125),
        ("22220000+", -90.0, -180.0, 1.0),
    ],
)
def test_codes_of_the_specification(code: str, south: float, west: float, high: float) -> None:
    cell = plus_codes.cell_of(code, HOME)
    assert cell is not None
    assert cell[:3] == pytest.approx((south, west, high), abs=1e-9)


@pytest.mark.parametrize("near", [(51.3708675, -1.217765625), (51.8, -0.8), (50.9, -1.7)])
def test_a_short_code_is_the_one_nearest_to_here(near: tuple[float, float]) -> None:
    """The example of the specification, seen from the place itself and from beyond its borders."""
    assert plus_codes.cell_of("9QCJ+2VX", near) == plus_codes.cell_of("9C3W9QCJ+2VX", near)


def _forward(lat: float, lng: float, zone: int) -> tuple[float, float]:
    """Metres in a zone by another road than ours: J. P. Snyder, "Map Projections: a Working
    Manual", USGS Professional Paper 1395 (1987), equations 3-21 and 8-9 to 8-15.
    """
    a, e2 = 6_378_137.0, 0.0066943799901413165
    phi = radians(lat)
    second = e2 / (1 - e2)
    n = a / sqrt(1 - e2 * sin(phi) ** 2)
    t, c = tan(phi) ** 2, second * cos(phi) ** 2
    aside = radians(lng - (zone * 6 - 183)) * cos(phi)
    m = a * (
        (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256) * phi
        - (3 * e2 / 8 + 3 * e2**2 / 32 + 45 * e2**3 / 1024) * sin(2 * phi)
        + (15 * e2**2 / 256 + 45 * e2**3 / 1024) * sin(4 * phi)
        - (35 * e2**3 / 3072) * sin(6 * phi)
    )
    x = aside + (1 - t + c) * aside**3 / 6
    x += (5 - 18 * t + t * t + 72 * c - 58 * second) * aside**5 / 120
    y = aside**2 / 2 + (5 - t + 9 * c + 4 * c * c) * aside**4 / 24
    y += (61 - 58 * t + t * t + 600 * c - 330 * second) * aside**6 / 720
    return 500_000 + 0.9996 * n * x, 0.9996 * (m + n * tan(phi) * y)


@given(lat=st.floats(-80, 84), lng=st.floats(-179.99, 179.99))
def test_utm_agrees_with_another_series(lat: float, lng: float) -> None:
    zone = utm.zone_of(lng)
    east, north = _forward(lat, lng, zone)
    south = north < 0
    back = utm.to_earth(zone, east, north + 10_000_000 * south, south=south)
    assert back == pytest.approx((lat, lng), abs=2e-7 / cos(pi * min(abs(lat), 84) / 180))


@given(lat=lats, lng=st.floats(106.35, 106.95))
def test_utm_is_read_as_surveyors_and_people_write_it(lat: float, lng: float) -> None:
    east, north = _forward(lat, lng, 48)
    north += 10_000_000
    dotted = f"{east:,.0f} {north:,.0f}".replace(",", ".")
    for text in (
        f"48S {east:.1f} {north:.1f}",
        f"48M {east:.0f} {north:.0f}",
        f"UTM 48 S, {east:.0f} mE {north:.0f} mN",
        f"Zona 48LS X: {east:.0f} Y: {north:.0f}",
        f"48S {dotted}",
    ):
        assert metres(read(text), lat, lng) < 1.2
