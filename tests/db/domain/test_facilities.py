"""Facilities: the file of a pack reads as it was written, and the nearest is the nearest."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.facilities import (
    KINDS,
    Facilities,
    Facility,
    check_facilities,
    eighth_of,
    near,
    text_of,
)

HERE = (-6.18, 106.63)
_SIGNS = string.ascii_letters + string.digits + " ,;\"'./-éñ"
words = st.text(_SIGNS, min_size=1, max_size=30).map(lambda s: " ".join(s.split()) or "x")
rows = st.builds(
    Facility,
    st.sampled_from(KINDS),
    words,
    st.integers(-6_300_000, -6_000_000).map(lambda n: n / 1e6),
    st.integers(106_500_000, 106_800_000).map(lambda n: n / 1e6),
    st.sampled_from(["", "112", "021-5523456 / 0812 3456 789"]),
    words,
    words,
)


@given(st.lists(rows, max_size=20))
def test_a_file_reads_as_it_was_written(given_rows: list[Facility]) -> None:
    text = text_of(given_rows)

    assert check_facilities(text) == []
    read = Facilities(text).rows
    assert sorted(read) == sorted(given_rows)
    assert text_of(read) == text
    assert text_of(reversed(read)) == text


@given(st.lists(rows, min_size=1, max_size=20))
def test_the_nearest_of_each_kind_is_the_nearest(given_rows: list[Facility]) -> None:
    found = Facilities(text_of(given_rows)).nearest(*HERE, KINDS)

    for one in found:
        others = [near(row, *HERE).metres for row in given_rows if row.kind == one.facility.kind]
        assert one.metres == pytest.approx(min(others), rel=1e-4, abs=0.1)
    assert [one.facility.kind for one in found] == [
        kind for kind in KINDS if any(row.kind == kind for row in given_rows)
    ]


def test_only_the_kinds_that_are_asked_for_are_told_in_their_order() -> None:
    some = [Facility(kind, kind, -6.18, 106.64) for kind in ("school", "fire", "police")]

    found = Facilities(text_of(some)).nearest(*HERE, ("police", "hospital", "fire"))

    assert [one.facility.kind for one in found] == ["police", "fire"]
    # 0.01 degrees of longitude at 6.18 degrees south: 1,113.2 m times the cosine.
    assert found[0].metres == pytest.approx(1106.7, abs=0.2)
    assert found[0].eighth == 2


@pytest.mark.parametrize(
    ("north", "east", "eighth"),
    [(1, 0, 0), (1, 1, 1), (0, 1, 2), (-1, 1, 3), (-1, 0, 4), (-1, -1, 5), (0, -1, 6), (1, -1, 7)],
)
def test_directions_go_clockwise_from_the_north(north: float, east: float, eighth: int) -> None:
    assert eighth_of(north, east) == eighth


HEAD = "kind,name,lat,lng,phone,address,source\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("bengkel,Satu,-6.1,106.6,,,", "unknown kind 'bengkel'"),
        ("fire,,-6.1,106.6,,,", "has no name"),
        ("fire,Satu,-6.1,106.6", "has 4 cells, not 7"),
        ("fire,Satu,x,106.6,,,", "no degrees"),
        ("fire,Satu,nan,106.6,,,", "no degrees"),
    ],
)
def test_a_bad_line_is_named_and_desks_pass_it_over(line: str, reason: str) -> None:
    text = f"{HEAD}fire,Nol,-6.2,106.6,,,\n{line}\n"

    assert [(at, reason in why) for at, why in check_facilities(text)] == [(3, True)]
    assert [row.name for row in Facilities(text).rows] == ["Nol"]


def test_a_file_without_our_columns_is_no_file_of_ours() -> None:
    assert check_facilities("jenis,nama\nfire,Satu\n")[0][0] == 1


def test_a_quote_that_is_not_closed_is_told() -> None:
    assert "is no CSV" in check_facilities(f'{HEAD}fire,"Satu,-6.1,106.6,,,\n')[0][1]
