"""Streets learned from what cases say: which words are of a name, and who is never found there."""

from __future__ import annotations

import pytest

import resources
from db.domain.city import City
from db.domain.gazetteer import Kind, Named
from db.domain.streets import LEAST_CASES, Streets, Told, names_in
from server.city import open_city

SUKASARI = "36.71.01.1004"


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(resources.path("cities", "kota-tangerang"))[0]


def learned(city: City, *cases: Told) -> list[Named]:
    streets = Streets()
    streets.take_all(cases)
    return streets.names(city)


def told(address: str, lat: float | None = -6.2, area: str = "", *texts: str) -> Told:
    return Told(address, texts, lat, None if lat is None else 106.6, area)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("Gang Mawar RT 03 RW 02, Sukasari", ["Gang Mawar"]),
        ("Jl. KH. Hasyim Ashari No 12", ["Jalan KH Hasyim Ashari"]),
        ("jl merdeka raya depan pasar", ["Jalan Merdeka Raya"]),
        ("JALAN DAAN MOGOT KM 12", ["Jalan Daan Mogot"]),
        ("Jl.Flamboyan iii, blok A", ["Jalan Flamboyan III"]),
        ("Perum Cipondoh Makmur Blok C5/12", ["Perumahan Cipondoh Makmur"]),
        ("Jl. Mawar gg. Melati 3", ["Jalan Mawar", "Gang Melati"]),
        ("Gang 5 RT 01", ["Gang 5"]),
        ("rumah no 7, RT 03 RW 02", []),
        ("jalan rusak", []),
        ("Jl.", []),
    ],
)
def test_of_an_address_the_name_is_kept_and_the_house_is_not(
    address: str, names: list[str]
) -> None:
    assert list(names_in(address, written=True)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lampu mati di Jl. Daan Mogot arah Kalideres", ["Jalan Daan Mogot"]),
        ("Macet di Jl. MH Thamrin. Tolong", ["Jalan MH Thamrin"]),
        ("jalan berlubang dan jalan gelap", []),
        ("TOLONG JALAN MERDEKA RUSAK PARAH", []),
    ],
)
def test_of_a_report_only_what_is_written_as_a_name(text: str, names: list[str]) -> None:
    assert list(names_in(text, written=False)) == names


def test_fewer_than_three_cases_teach_no_street(city: City) -> None:
    few = [told("Gang Mawar", area=SUKASARI)] * (LEAST_CASES - 1)
    assert learned(city, *few) == []
    one_case = told("Gang Mawar", -6.2, SUKASARI, *["Di Gang Mawar, ya Gang Mawar"] * 5)
    assert learned(city, one_case) == []
    assert [one.cases for one in learned(city, *few, one_case)] == [3]


def test_a_street_has_its_middle_and_its_kelurahan(city: City) -> None:
    cases = [told("Jl. Mawar No 1", lat, SUKASARI) for lat in (-6.2, -6.201, -6.203)]
    (street,) = learned(city, *cases, told("jln mawar", None, SUKASARI))
    name = city.areas[SUKASARI].name
    assert street == Named("Jalan Mawar", Kind.STREET, -6.201, 106.6, SUKASARI, name, 4)


def test_a_name_that_is_everywhere_has_no_middle(city: City) -> None:
    spread = [told("Gang Masjid", lat) for lat in (-6.1, -6.15, -6.2, -6.25)]
    (street,) = learned(city, *spread)
    assert (street.lat, street.lng, street.area, street.cases) == (None, None, "", 4)
