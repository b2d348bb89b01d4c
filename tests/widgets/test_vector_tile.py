"""Vector tiles, read beside the decoder of those who write them for Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box

from tests.plugins.drawn_maps import features, vector_tile
from widgets.map_layers import LAYERS, Look, look_of, name_of, rank_of
from widgets.vector_tile import LINE, POINT, POLYGON, Damaged, Layer, layers_of

SQUARE = (14, 13045, 8473)


def written(*held: tuple[object, dict[str, object]]) -> bytes:
    made = [{"geometry": shape, "properties": told} for shape, told in held]
    layer = {"name": "streets", "features": made}
    return bytes(mapbox_vector_tile.encode([layer], default_options={"y_coord_down": True}))


def corners(layer: Layer, feature: int) -> list[list[tuple[int, int]]]:
    """Of each part, in the units of the tile."""
    return [
        [
            (round(layer.x[n] * 4096), round(layer.y[n] * 4096))
            for n in range(part.first, part.first + part.many)
        ]
        for part in layer.parts
        if part.feature == feature
    ]


def test_a_whole_city_is_read_as_its_writer_reads_it() -> None:
    data = vector_tile(features(), SQUARE)
    theirs = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    ours = {layer.name: layer for layer in layers_of(data, LAYERS)}
    assert ours.keys() == theirs.keys() >= {"transportation", "water"}
    for name, layer in ours.items():
        held = theirs[name]["features"]
        assert layer.tags == [one["properties"] for one in held]
        assert layer.wound
        assert len(layer.x) == len(layer.y) > 0
        for n, one in enumerate(held):
            shape = one["geometry"]
            flat = np.array(list(_flat(shape["coordinates"])))
            if layer.kinds[n] == POLYGON:  # theirs says the first corner of a ring twice
                assert {tuple(at) for part in corners(layer, n) for at in part} == set(
                    map(tuple, flat.tolist())
                )
            else:
                mine = [at for part in corners(layer, n) for at in part]
                assert mine == list(map(tuple, flat.tolist()))


def _flat(held: object) -> Iterator[list[int]]:
    if isinstance(held, list | tuple) and held and isinstance(held[0], int | float):
        yield list(held)
    elif isinstance(held, list | tuple):
        for one in held:
            yield from _flat(one)


def test_each_shape_and_each_kind_of_value() -> None:
    told = {"word": "Jalan é", "whole": 7, "less": -3, "part": 2.5, "yes": True}
    (layer,) = layers_of(
        written(
            (Point(5, 6), told),
            (LineString([(0, 0), (10, 0), (10, 20)]), {}),
            (MultiLineString([[(1, 1), (2, 2)], [(5, 5), (4, 4), (3, 5)]]), {}),
            (box(0, 0, 100, 100).difference(box(20, 20, 40, 40)), {}),
        ),
        {"streets"},
    )
    assert layer.kinds == [POINT, LINE, LINE, POLYGON]
    assert layer.tags == [told, {}, {}, {}]
    assert corners(layer, 0) == [[(5, 6)]]
    assert corners(layer, 1) == [[(0, 0), (10, 0), (10, 20)]]
    assert corners(layer, 2) == [[(1, 1), (2, 2)], [(5, 5), (4, 4), (3, 5)]]
    outer, inner = (Polygon(ring).exterior for ring in corners(layer, 3))
    assert outer.is_ccw != inner.is_ccw


def test_other_layers_are_not_read() -> None:
    assert layers_of(written((Point(1, 1), {})), {"roads"}) == []
    assert layers_of(b"", LAYERS) == []


def test_half_a_tile_is_damaged_and_never_anything_else() -> None:
    data = vector_tile(features()[:30], SQUARE)
    told = 0
    for cut in range(1, len(data) - 1):
        try:
            layers_of(data[:cut], LAYERS)
        except Damaged:
            told += 1
    assert told > 0.9 * len(data)


@given(st.data())
def test_whatever_is_no_tile_is_damaged_at_worst(data: st.DataObject) -> None:
    whole = bytearray(written((LineString([(0, 0), (99, 5), (7, 7)]), {"class": "primary"})))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Damaged):
        layers_of(bytes(whole), {"streets"})


@pytest.mark.parametrize(
    ("layer", "tags", "look"),
    [
        ("transportation", {"class": "motorway"}, Look.HIGHWAY),
        ("roads", {"kind": "major_road", "kind_detail": "primary"}, Look.ROAD),
        ("roads", {"pmap:kind": "highway"}, Look.HIGHWAY),
        ("streets", {"kind": "residential"}, Look.STREET),
        ("streets", {"kind": "rail"}, Look.RAIL),
        ("transportation", {"class": "ferry"}, None),
        ("landuse", {"kind": "forest"}, Look.OPEN),
        ("land", {"kind": "residential"}, Look.BUILT),
        ("water_polygons", {"kind": "water"}, Look.WATER),
        ("waterway", {"class": "river", "brunnel": "tunnel"}, None),
        ("place", {"class": "city"}, None),
        ("anything", {}, None),
    ],
)
def test_three_ways_of_naming_layers_are_known(
    layer: str, tags: dict[str, str], look: Look | None
) -> None:
    assert look_of(layer, tags) == look


def test_names_are_told_in_indonesian_and_the_large_ones_first() -> None:
    assert name_of({"name": "Jakarta", "name:id": "Daerah Jakarta"}) == "Daerah Jakarta"
    assert name_of({"name:latin": "Jakarta", "name": " "}) == "Jakarta"
    assert name_of({}) == ""
    ranks = [
        rank_of("place", {"class": "city"}),
        rank_of("places", {"kind": "neighbourhood"}),
        rank_of("water_name", {}),
        rank_of("transportation_name", {"class": "motorway"}),
        rank_of("street_labels", {"kind": "primary"}),
        rank_of("roads", {"kind": "minor_road"}),
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)
