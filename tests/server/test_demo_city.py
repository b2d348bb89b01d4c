"""The living city: the same for a seed, in the shares of a real one, and every text fit to send."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from pathlib import Path

import pytest

from db.domain.city import City
from db.domain.personal import mask_personal
from db.domain.wire import decode, encode
from server.city import open_city
from server.demo.living_city import RAIN, LivingCity
from server.demo.phrases import phrases_for
from server.demo.reports import Arrival, received
from server.demo.tempo import Tempo

START = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)  # midnight in Tangerang
DAYS = 40


@pytest.fixture(scope="module")
def city(project: Path) -> City:
    return open_city(project / "resources/cities/kota-tangerang")[0]


@pytest.fixture(scope="module")
def living(city: City) -> LivingCity:
    return LivingCity(city, phrases_for(city), 7)


@pytest.fixture(scope="module")
def many(living: LivingCity) -> list[Arrival]:
    """The reports of forty days."""
    end = START + timedelta(days=DAYS)
    return list(takewhile(lambda one: one.at < end, living.arrivals(START)))


def test_the_same_seed_is_the_same_city(city: City, living: LivingCity) -> None:
    again = LivingCity(city, phrases_for(city), 7)
    assert list(islice(again.arrivals(START), 200)) == list(islice(living.arrivals(START), 200))
    assert again.rain(START) == living.rain(START)
    assert again.staff == living.staff


def test_another_seed_is_another_city(city: City, living: LivingCity) -> None:
    other = LivingCity(city, phrases_for(city), 8)
    assert list(islice(other.arrivals(START), 5)) != list(islice(living.arrivals(START), 5))


def test_another_stream_brings_other_reports(living: LivingCity) -> None:
    first = {one.source_id for one in islice(living.arrivals(START, stream="a"), 50)}
    assert first.isdisjoint(one.source_id for one in islice(living.arrivals(START, stream="b"), 50))


def test_reports_come_in_order_and_none_twice(many: list[Arrival]) -> None:
    assert [one.at for one in many] == sorted(one.at for one in many)
    assert len({one.source_id for one in many}) == len(many)


def test_a_day_has_about_forty_reports(many: list[Arrival]) -> None:
    assert 36 <= len(many) / DAYS <= 44


def test_nights_are_quiet_and_mornings_and_evenings_are_not(
    many: list[Arrival], city: City
) -> None:
    hours = Counter(one.at.astimezone(city.calendar.zone).hour for one in many)
    night, noon = sum(hours[h] for h in range(5)), sum(hours[h] for h in (12, 13))
    morning, evening = sum(hours[h] for h in (7, 8)), sum(hours[h] for h in (17, 18))
    assert night < 0.06 * len(many)
    assert morning > noon
    assert evening > noon


def test_channels_have_their_shares(many: list[Arrival]) -> None:
    share = {id: n / len(many) for id, n in Counter(one.channel for one in many).items()}
    assert 0.45 < share["laksa"] < 0.65
    assert 0.08 < share["112"] < 0.25
    assert 0.07 < share["sp4n"] < 0.18
    assert max(share, key=lambda id: share[id]) == "laksa"
    assert {"social", "walk_in", "phone"} <= share.keys()


def test_nearly_every_category_is_met_and_no_text_dominates(
    many: list[Arrival], city: City
) -> None:
    met = {one.kind.category for one in many}
    assert len(met & city.categories.keys()) >= 30
    assert Counter(one.text for one in many).most_common(1)[0][1] <= 6


def test_some_are_without_place_some_anonymous_some_with_a_number(many: list[Arrival]) -> None:
    def share(chosen: int) -> float:
        return chosen / len(many)

    assert 0.08 < share(sum(one.place.lat is None for one in many)) < 0.35
    assert 0.03 < share(sum(one.anonymous for one in many)) < 0.15
    assert 0.02 < share(sum(bool(mask_personal(one.text)[1]) for one in many)) < 0.15
    assert all(not one.name and not one.phone for one in many if one.anonymous)


def test_secret_matters_are_marked_by_category_and_not_dressed_up(
    many: list[Arrival], city: City
) -> None:
    secret = [one for one in many if one.kind.category in ("pungli", "kdrt")]
    assert secret
    assert all(one.category == one.kind.category for one in secret)
    assert not any(mask_personal(one.text)[1] for one in secret)


def test_every_report_can_go_over_the_wire(many: list[Arrival], living: LivingCity) -> None:
    for one in [*many, *living.rain(START)]:
        act = received(one, "r-1")
        assert decode(type(act), encode(act)) == act
        assert one.text.strip()
        assert "{" not in one.text


def test_points_lie_in_the_city_beside_their_kelurahan(many: list[Arrival], city: City) -> None:
    south, west, north, east = city.bounds
    leaves = [area for area in city.areas.values() if area.parent]
    for one in many:
        lat, lng = one.place.lat, one.place.lng
        if lat is None or lng is None:
            continue
        assert south < lat < north
        assert west < lng < east
        nearest = min(leaves, key=lambda a: (a.lat - lat) ** 2 + (a.lng - lng) ** 2)
        assert nearest.code == one.place.area


def test_points_lie_within_the_borders_of_their_kelurahan(
    many: list[Arrival], shared_data: Path
) -> None:
    shapely = pytest.importorskip("shapely")
    file = shared_data / "geo/kota_tangerang_kelurahan.geojson"
    borders = {
        shape["properties"]["kode"]: shapely.geometry.shape(shape["geometry"])
        for shape in json.loads(file.read_text("utf-8"))["features"]
    }
    placed = [one.place for one in many if one.place.lat is not None]
    inside = sum(
        borders[place.area].contains(shapely.Point(place.lng, place.lat)) for place in placed
    )
    assert inside > 0.7 * len(placed)


def test_others_see_the_same_flood_or_dead_lamp(many: list[Arrival]) -> None:
    corners = Counter(
        (one.kind.category, one.spot.block, one.spot.lane, one.spot.area.code) for one in many
    )
    assert sum(n > 1 for n in corners.values()) > 30


def test_an_hour_of_rain(living: LivingCity) -> None:
    wet = living.rain(START)
    assert len(wet) == 600
    assert START <= wet[0].at <= wet[-1].at <= START + timedelta(hours=1)
    assert {one.kind.category for one in wet} == RAIN.keys()
    flood = sum(one.kind.category in ("banjir", "drainase", "pohon", "listrik") for one in wet)
    assert flood > 500
    # It pours on low ground: a few kelurahan have most of it.
    areas = Counter(one.spot.area.code for one in wet)
    assert sum(n for _, n in areas.most_common(16)) > 420


def test_one_agency_is_silent_and_no_urgent_one(city: City, living: LivingCity) -> None:
    silent = [id for id, temper in living.staff.tempers.items() if temper.silent]
    assert silent == ["tirta-benteng"]
    assert living.staff.operators.keys() == {
        a.id for a in city.agencies.values() if "console" in a.delivery
    }


def test_a_pack_without_texts_speaks_with_its_example_words(project: Path) -> None:
    boston = open_city(project / "tests/cities/boston")[0]
    living = LivingCity(boston, phrases_for(boston), 1)
    names = {area.name for area in boston.areas.values()}
    for one in islice(living.arrivals(START), 100):
        assert one.channel in boston.channels
        assert one.text.rpartition(", ")[2] in names
        assert "RT " not in one.place.text
    assert len(living.rain(START)) == 600


@pytest.mark.parametrize("speed", [1.0, 60.0, 600.0])
def test_time_runs_faster_and_back(city: City, speed: float) -> None:
    tempo = Tempo(START, speed, city.calendar.zone)
    for minutes in (-300, 0, 1, 7, 95):
        at = START + timedelta(minutes=minutes)
        assert abs(tempo.true(tempo.city(at)) - at) < timedelta(milliseconds=1)
    lived = tempo.city(START + timedelta(seconds=30)) - tempo.city(START)
    assert lived == timedelta(seconds=30 * speed)


def test_the_citys_nights_are_left_out_when_time_is_compressed(city: City) -> None:
    tempo = Tempo(START, 60.0, city.calendar.zone)
    hours = {
        tempo.city(START + timedelta(minutes=m)).astimezone(city.calendar.zone).hour
        for m in range(60)
    }
    assert hours == set(range(7, 22))


def test_at_true_speed_the_citys_time_is_ours(city: City) -> None:
    tempo = Tempo(START, 1.0, city.calendar.zone)
    later = START + timedelta(hours=30)
    assert tempo.city(later) == later == tempo.true(later)
