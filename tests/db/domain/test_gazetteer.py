"""Names found as people type them, and the words beside a name that are none of it."""

from __future__ import annotations

import random

import pytest

import resources
from db.domain.gazetteer import Gazetteer, Kind, Named, slips_between
from db.domain.locating import smallest
from db.domain.place_words import details_of, with_details, words_of
from server.city import open_city

STREETS = [
    Named("Jalan Daan Mogot", Kind.STREET, -6.16, 106.66, "a", "Batuceper", 40),
    Named("Jalan Merdeka", Kind.STREET, -6.18, 106.61, "b", "Cimone", 12),
    Named("Gang Mawar", Kind.STREET, -6.2, 106.6, "c", "Sukasari", 4),
    Named("Gang Mawar", Kind.STREET, -6.3, 106.7, "d", "Gaga", 3),
    Named("Jalan Mawar Raya", Kind.STREET, -6.2, 106.6, "e", "Periuk", 9),
    Named("Pasar Anyar", Kind.FACILITY, -6.17, 106.63, "f", "Sukaasih", group="tourism"),
    Named("SDN 3 Tangerang", Kind.FACILITY, -6.17, 106.63, "f", "Sukaasih", group="school"),
    Named("SDN 7 Tangerang", Kind.FACILITY, -6.17, 106.63, "f", "Sukaasih", group="school"),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    city = open_city(resources.path("cities", "kota-tangerang"))[0]
    own = smallest(city.areas.values())
    return Gazetteer(
        [
            *(Named(a.name, Kind.AREA, a.lat, a.lng, a.code) for a in own),
            *(Named(a.name, Kind.DISTRICT) for a in city.areas.values() if a not in own),
            *STREETS,
        ]
    )


def first(gazetteer: Gazetteer, text: str) -> tuple[str, str]:
    found = gazetteer.find(text)
    assert found, text
    return found[0].named.name, found[0].named.within


def test_a_number_that_nobody_knows_hides_no_street_of_that_name() -> None:
    """One who types Melati V wants to see that there is only IV; so does one who types "melati vi"
    letter by letter where much else begins so.
    """
    melati = [Named(f"Jalan Melati {n}", Kind.STREET, cases=5) for n in ("IV", "VI")]
    others = [Named(f"Jalan {n}", Kind.STREET, cases=5) for n in ("Veteran", "Villa", "Vihara")]
    gazetteer = Gazetteer([*melati, *others])
    for typed, expected in (
        ("jalan melati x no 12", ["Jalan Melati IV", "Jalan Melati VI"]),
        ("jalan melati v", ["Jalan Melati VI", "Jalan Melati IV"]),
        ("melati vi", ["Jalan Melati VI", "Jalan Melati IV"]),
        ("melati iv", ["Jalan Melati IV", "Jalan Melati VI"]),
        ("melati b", ["Jalan Melati IV", "Jalan Melati VI"]),
    ):
        assert [found.named.name for found in gazetteer.find(typed)] == expected, typed


@pytest.mark.parametrize(
    "typed", ["gang iii", "gang iii no 12", "gg iii rt 04 rw 05", "gang iii dekat masjid"]
)
def test_a_street_with_a_number_for_a_name_is_found_with_its_house(typed: str) -> None:
    gangs = [Named(f"Gang {n}", Kind.STREET, cases=5) for n in ("II", "III", "IV")]
    others = [Named(f"Jalan Mawar {n}", Kind.STREET, cases=5) for n in ("III", "12", "Raya")]
    gazetteer = Gazetteer([*gangs, *others, Named("RW 05", Kind.FACILITY)])
    assert gazetteer.find(typed)[0].named.name == "Gang III"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("daan mogot", "Jalan Daan Mogot"),
        ("jl dan mogot", "Jalan Daan Mogot"),
        ("jln. daan mgoot no 12", "Jalan Daan Mogot"),
        ("Daanmogot", "Jalan Daan Mogot"),
        ("jl merdka", "Jalan Merdeka"),
        ("merd", "Jalan Merdeka"),
        ("Jl. Merdeka no 12 RT 03/02 dekat indomaret, Cimone", "Jalan Merdeka"),
        ("pasar anyer", "Pasar Anyar"),
        ("psr anyar", "Pasar Anyar"),
        ("SDN 7 tangerang", "SDN 7 Tangerang"),
        # How five kelurahan are spelled in another national list (HDX cod-ab-idn, BPS 2020).
        ("Kereo", "Kreo"),
        ("Kereo Selatan", "Kreo Selatan"),
        ("Pedurenan", "Padurenan"),
        ("Kroncong", "Keroncong"),
        ("Cibodasari", "Cibodas Sari"),
    ],
)
def test_what_is_typed_finds_what_is_meant(gazetteer: Gazetteer, typed: str, name: str) -> None:
    assert first(gazetteer, typed)[0] == name


def test_the_area_typed_beside_a_name_tells_two_of_a_name_apart(gazetteer: Gazetteer) -> None:
    assert first(gazetteer, "gg mawar sukasari") == ("Gang Mawar", "Sukasari")
    assert first(gazetteer, "gang mawar, gaga") == ("Gang Mawar", "Gaga")


def test_what_it_is_said_to_be_tells_a_district_from_its_kelurahan(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("kec cipondoh")[0].named.kind is Kind.DISTRICT
    assert gazetteer.find("kel cipondoh")[0].named.kind is Kind.AREA
    assert first(gazetteer, "jl mawar")[0] == "Jalan Mawar Raya"


@pytest.mark.parametrize("text", ["", " ", "x", "qqqqqq", "12", "RT 03 RW 02", "…"])
def test_what_names_nothing_finds_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


def test_no_more_than_asked_and_the_likeliest_first(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("sukasari", 3)
    assert len(found) <= 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_one_slip_in_any_kelurahan_still_finds_it(gazetteer: Gazetteer) -> None:
    """A letter swapped, lost, doubled or hit wrong; first of the list nine times of ten."""
    dice, right, tried = random.Random(4), 0, 0
    for named in [one for one in gazetteer.names if one.kind is Kind.AREA]:
        for _ in range(4):
            tried += 1
            right += _first_is(gazetteer, _slipped(named.name.lower(), dice), named.name)
    assert right / tried > 0.9


def _slipped(name: str, dice: random.Random) -> str:
    at = dice.randrange(len(name) - 1)
    letter = dice.choice("abcdeghiklmnoprstu")
    return dice.choice(
        [
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + letter + name[at + 1 :],
        ]
    )


def _first_is(gazetteer: Gazetteer, typed: str, name: str) -> bool:
    found = gazetteer.find(typed)
    return bool(found) and found[0].named.name == name


@pytest.mark.parametrize(
    ("typed", "word", "whole", "start"),
    [
        ("merdeka", "merdeka", 0, 0),
        ("merdka", "merdeka", 1, 1),
        ("emrdeka", "merdeka", 1, 1),
        ("mer", "merdeka", 4, 0),
        ("mrdk", "merdeka", 3, 2),
        ("", "abc", 3, 0),
    ],
)
def test_slips_are_counted(typed: str, word: str, whole: int, start: int) -> None:
    assert slips_between(typed, word, 9) == (whole, start)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("jl merdka no 12 RT 03/02", "no 12 RT 03/02"),
        ("jl merdeka, depan pasar", "depan pasar"),
        ("gg mawar 5", "5"),
        ("jl merdeka", ""),
        ("no 12", ""),
    ],
)
def test_what_was_typed_after_a_name_stays(typed: str, kept: str) -> None:
    assert details_of(typed) == kept
    assert with_details(typed, "Jalan X") == (f"Jalan X, {kept}" if kept else "Jalan X")


def test_leads_names_and_what_is_beside_them() -> None:
    words = words_of("Jln. Jend. Sudirman No. 5, Kel. Cikokol dekat Psr Anyar")
    assert words.leads == {"jalan", "kelurahan"}
    assert words.names == ("jenderal", "sudirman", "cikokol", "pasar", "anyar")
    assert words.beside == ("no", "5", "dekat")
