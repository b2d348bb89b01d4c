"""Which cases may be one problem: each part of a likeness tells, and what it is told from."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.likeness import (
    MEASURE,
    alike,
    distance,
    likeness,
    traits,
    traits_of_report,
    words_in,
)
from tests.db.domain.small_city import NOW, Book

HERE = Place("Jl. Merdeka", lat=-6.2, lng=106.7)
A_METRE = 1 / 111_195


def case(text: str = "Jalan berlubang dalam sekali", place: Place = HERE, **more: object) -> Case:
    made = Book().received("a", text, category="jalan")
    return replace(made, place=place, **more)  # type: ignore[arg-type]


def north(metres: float) -> Place:
    return replace(HERE, lat=-6.2 + metres * A_METRE)


def test_the_same_problem_told_twice_is_likely_one() -> None:
    other = case("Ada jalan berlubang, dalam sekali!", north(12), id="b", first_at=NOW)
    found = likeness(traits(case()), traits(other))
    assert found.score > MEASURE.likely
    assert found.metres == pytest.approx(12, abs=0.1)
    assert found.common == ("berlubang", "merdeka", "sekali")
    assert (found.place, found.category, found.pictures) == (1, 1, 0)


@pytest.mark.parametrize(
    "other",
    [
        case(place=north(MEASURE.reach_m), category="sampah"),
        case("Sampah menumpuk", place=north(200), category="sampah"),
        case("Lampu mati", category="sampah", first_at=NOW - MEASURE.within),
    ],
)
def test_what_is_far_old_or_of_another_kind_is_not_offered(other: Case) -> None:
    assert alike("a", traits(case()), [replace(other, id="b")]) == ()


def test_without_points_the_area_stands_for_the_place() -> None:
    near = Place("", area="36.71.01")
    one, same = traits(case(place=near)), traits(case(place=near))
    elsewhere = traits(case(place=Place("", area="36.71.02")))
    assert likeness(one, same).metres is None
    assert likeness(one, same).place == MEASURE.area
    assert likeness(one, elsewhere).place == 0


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        (Place("Jl. Daan Mogot 12"), Place("jalan daan mogot no 119"), MEASURE.names),
        (Place("Jl. Daan Mogot", area="a"), Place("Daan Mogot", area="a"), 0.9),
        (Place("Jl. Daan Mogot", area="a"), Place("Daan Mogot", area="b"), 0),
        (Place("Depan pasar 12"), Place("Pasar 12"), 0),
        (Place(area="a"), Place("Jl. Merdeka", area="a"), MEASURE.area),
        (Place(), Place(), 0),
    ],
)
def test_without_points_a_street_by_its_name_stands_for_the_place(
    one: Place, other: Place, place: float
) -> None:
    ours, theirs = traits(case(place=one)), traits(case(place=other))
    assert likeness(ours, theirs).place == likeness(theirs, ours).place == pytest.approx(place)


def test_the_very_same_picture_outweighs_everything() -> None:
    far = case("Lampu mati", north(9_000), id="b", category="sampah", media=("photo",))
    ours = case(media=("photo", "another"))
    ((_, found),) = alike("a", traits(ours), [far])
    assert (found.score, found.pictures) == (1, 1)


def test_channels_do_not_part_what_is_one() -> None:
    told = verb.Receive("r", "phone", "jalan berlubang", category="jalan", place=HERE)
    (found,) = alike("", traits_of_report(told, NOW), [case()])
    assert (found.case.reports[0].channel, found.case.id) == ("laksa", "a")


def test_a_case_is_not_like_itself_and_only_the_likest_are_offered() -> None:
    others = [case(place=north(n), id=f"c{n}") for n in range(9)]
    found = alike("c3", traits(others[3]), others)
    assert len(found) == MEASURE.at_most
    assert "c3" not in {one.case.id for one in found}
    assert [one.likeness.score for one in found] == sorted(
        (one.likeness.score for one in found), reverse=True
    )


def test_of_two_as_alike_the_older_comes_first() -> None:
    old = case(id="z", first_at=NOW - timedelta(hours=1))
    young = case(id="b", first_at=NOW + timedelta(hours=1))
    found = alike("a", traits(case(first_at=NOW)), [young, old])
    assert [one.case.id for one in found] == ["z", "b"]
    assert [one.likeness.older for one in found] == [timedelta(hours=1), -timedelta(hours=1)]


def test_words_that_say_nothing_do_not_count() -> None:
    assert words_in("Mohon segera, jalan di Gg. 7 sudah BERLUBANG") == {"7", "berlubang"}


points = st.builds(
    Place, lat=st.floats(-6.3, -6.1), lng=st.floats(106.6, 106.8), area=st.sampled_from(["x", "y"])
)
cases = st.builds(
    case,
    st.lists(st.sampled_from(["banjir", "lampu", "mati", "pohon"]), min_size=1).map(" ".join),
    st.one_of(points, st.just(Place(area="x")), st.just(Place(no_place="tidak tahu"))),
    category=st.sampled_from(["jalan", "sampah", None]),
    first_at=st.timedeltas(timedelta(0), timedelta(days=60)).map(lambda age: NOW - age),
    media=st.sampled_from([(), ("p",), ("q",)]),
)


@given(cases, cases)
def test_likeness_is_the_same_both_ways_and_within_bounds(one: Case, other: Case) -> None:
    there, back = (
        likeness(traits(one), traits(other)),
        likeness(traits(other), traits(one)),
    )
    assert there._replace(older=timedelta(0)) == back._replace(older=timedelta(0))
    assert there.older == -back.older
    for share in there[:6]:
        assert 0 <= share <= 1 + 1e-9
    assert likeness(traits(one), traits(one)).score >= there.score - 1e-9
    assert distance(one.place, other.place) == there.metres


def test_the_weights_make_one() -> None:
    total = MEASURE.place + MEASURE.time + MEASURE.category + MEASURE.words
    assert total == pytest.approx(1)
