"""Boundaries on disk: reading GeoJSON, bringing it into a city pack whole, telling how it fits."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

from db.domain.boundaries import Neighbour
from db.domain.boundary_reading import (
    FILE,
    Feature,
    Reading,
    areas_in,
    neighbours_in,
    plain,
)
from db.domain.boundary_survey import Survey, crossings, survey
from db.domain.city import Area, City
from db.domain.plain_table import Fault
from db.domain.polygons import Point, Ring, Shape, ring_area
from server.disk import write_whole

LARGEST = 64 * 1024 * 1024
_NAMED = 3
_DIGITS = 6  # of degrees: a tenth of a metre
_CORNERS = 3
_LOST_AT_MOST = 0.01
"""The share of a ring beyond a crossing with which it can still be used."""
_TWICE_AT_MOST = 0.05
"""The share of the smaller area that may lie in another one too."""
_GAPS_AT_MOST = 0.01
_SQUARE_KM = 1e6


@dataclass(slots=True)
class Report:
    """What there is to say of a file: `faults` keep it out, `remarks` do not."""

    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_json(file: Path) -> Any:
    """What a GeoJSON file holds. Raises ValueError with a sentence."""
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError(f"larger than {LARGEST // 1024**2} MB; simplify it first")
        return json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise ValueError(f"cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise ValueError("is not UTF-8 text") from problem
    except json.JSONDecodeError as problem:
        raise ValueError(f"is not JSON: {problem}") from problem
    except RecursionError as problem:
        raise ValueError("is nested far too deeply") from problem


def bring_in(folder: Path, city: City, file: Path, beside: Sequence[Path], out: TextIO) -> int:
    """Put the boundaries of a file into a pack, with those of its neighbours; all or nothing.

    Prints what there is to say. Exit code 0 when it was done, 1 when the pack is as it was.
    Raises NotWritten.
    """
    report = Report()
    reading = _read(file, report)
    shapes: dict[str, Shape] = {}
    if reading is not None:
        shapes = areas_in(reading, reading.features, city.areas, city.bounds)
        report.faults += map(str, reading.faults)
    neighbours: list[Neighbour] = []
    for other in beside:
        found = _read(other, report)
        if found is not None:
            neighbours += neighbours_in(found, found.features, city.areas, city.bounds)
            report.faults += map(str, found.faults)
    if not report.faults:
        shapes = {
            code: _as_written(f"{code} {city.areas[code].name}", shape, report)
            for code, shape in shapes.items()
        }
        neighbours = [
            replace(one, shape=_as_written(f"{one.code} {one.name}", one.shape, report))
            for one in neighbours
        ]
    if reading is not None and not report.faults:
        judge(shapes, city.areas, report)
        _tell_spellings(reading.features, city.areas, report)
    source = reading.source if reading is not None else ""
    text = "" if report.faults else _collection(shapes, neighbours, city.areas, source)
    if len(text.encode()) > LARGEST:
        report.faults.append(
            f"areas and neighbours make more than the {LARGEST // 1024**2} MB that the server "
            "reads; simplify them, or leave neighbours out"
        )
    for line in report.faults:
        print(line, file=out)
    for line in report.remarks:
        print(f"remark: {line}", file=out)
    if report.faults:
        print(f"{len(report.faults)} fault(s); {folder} is as it was", file=out)
        return 1
    write_whole(folder / FILE, text)
    print(
        f"{folder / FILE}: {len(shapes)} areas and {len(neighbours)} shapes of neighbours; "
        "the server tells them to the desks when it is started again",
        file=out,
    )
    return 0


def judge(shapes: Mapping[str, Shape], areas: Mapping[str, Area], report: Report) -> None:
    """Whether shapes can be the areas of one city: crossings, parts on each other, overlaps, gaps,
    points outside.
    """
    for code, shape in shapes.items():
        named = f"{code} {areas[code].name}"
        _judge_crossings(named, shape, report)
        _judge_parts(named, shape, report)
    found = survey(shapes)
    report.remarks.append(f"{len(shapes)} areas cover {_km(found.covered)}")
    _judge_overlaps(found, shapes, areas, report)
    _judge_gaps(found, report)
    outside = [
        (shape.distance(areas[code].lng, areas[code].lat), code)
        for code, shape in shapes.items()
        if not shape.holds(areas[code].lng, areas[code].lat)
    ]
    if outside:
        metres, code = max(outside)
        report.remarks.append(
            f"{len(outside)} areas do not hold their point of areas.toml; the farthest, "
            f"{code} {areas[code].name}, is {metres:.0f} m away from it"
        )


def _read(file: Path, report: Report) -> Reading | None:
    """The features of a file; None, and one fault, when it is no GeoJSON at all."""
    reading = Reading(str(file))
    try:
        reading.read(read_json(file))
    except ValueError as problem:
        report.faults.append(f"{file}: {problem}")
        return None
    if not reading.features:
        report.faults += map(str, reading.faults)
        return None
    return reading


def _judge_crossings(named: str, shape: Shape, report: Report) -> None:
    found = crossings(shape)
    if not found:
        return
    worst = max(found, key=lambda one: one.lost)
    where = f"near {_place(worst.at)}"
    if worst.lost > _LOST_AT_MOST:
        report.faults.append(f"{named} crosses itself {where}, with {worst.lost:.0%} of it beyond")
    else:
        report.remarks.append(f"{named} touches itself {where}, which does no harm")


def _judge_parts(named: str, shape: Shape, report: Report) -> None:
    """Parts and holes together have the ground of the parts less that of the holes, or they are
    not where they belong: what lies in two parts is in none.
    """
    rings = [abs(ring_area(ring)) for ring in shape.rings()]
    if len(rings) == 1 or not max(rings):
        return
    ground = survey({"": shape}).covered
    wrong = abs(ground - shape.area()) / sum(rings)
    if wrong > _LOST_AT_MOST or not ground:
        report.faults.append(f"{named} has parts or holes that lie on each other or astray")


def _judge_overlaps(
    found: Survey, shapes: Mapping[str, Shape], areas: Mapping[str, Area], report: Report
) -> None:
    if not found.overlaps:
        return
    total = sum(spot.area for spot in found.overlaps.values())
    worst = sorted(found.overlaps.items(), key=lambda item: -item[1].area)
    report.remarks.append(f"{_km(total)} lie in two areas ({len(worst)} pairs)")
    for (one, other), spot in worst:
        share = spot.area / max(min(shapes[one].area(), shapes[other].area()), 1.0)
        said = (
            f"{one} {areas[one].name} and {other} {areas[other].name} share {_km(spot.area)} "
            f"near {_place(spot.at)}"
        )
        if share > _TWICE_AT_MOST:
            report.faults.append(f"{said}, {share:.0%} of the smaller")
    for (one, other), spot in worst[:_NAMED]:
        report.remarks.append(
            f"  {areas[one].name} and {areas[other].name}: {_km(spot.area)} near {_place(spot.at)}"
        )


def _judge_gaps(found: Survey, report: Report) -> None:
    if not found.gaps:
        return
    total = sum(gap.area for gap in found.gaps)
    largest = found.gaps[0]
    said = (
        f"{_km(total)} between the areas lie in none ({len(found.gaps)} gaps), "
        f"the largest, {_km(largest.area)}, near {_place(largest.at)}"
    )
    if total > _GAPS_AT_MOST * found.covered:
        report.faults.append(f"{said}; that is more than {_GAPS_AT_MOST:.0%} of the city")
    else:
        report.remarks.append(said)


def _tell_spellings(features: Sequence[Feature], areas: Mapping[str, Area], report: Report) -> None:
    other = [
        f"{areas[f.code].name} (there {f.name})"
        for f in features
        if f.code in areas and f.name != f.code and plain(f.name) != plain(areas[f.code].name)
    ]
    if other:
        report.remarks.append(f"spelled otherwise, the pack's name stays: {', '.join(other)}")


def _collection(
    shapes: Mapping[str, Shape],
    neighbours: Sequence[Neighbour],
    areas: Mapping[str, Area],
    source: str,
) -> str:
    """The file of a pack: one feature a line, areas in the order of their codes."""
    lines = [
        _feature({"code": code, "name": areas[code].name}, shapes[code]) for code in sorted(shapes)
    ]
    for one in neighbours:
        lines.append(_feature({"code": one.code, "name": one.name, "neighbour": True}, one.shape))
    head = f'"type":"FeatureCollection","source":{json.dumps(source, ensure_ascii=False)}'
    return "{" + head + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"


def _feature(properties: Mapping[str, Any], shape: Shape) -> str:
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": shape.polygons},
    }
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _as_written(named: str, shape: Shape, report: Report) -> Shape:
    """A shape in the digits of the file; rings that are nothing in those are left out."""
    polygons = []
    for outer, *holes in shape.polygons:
        border = _rounded(outer)
        if border:
            polygons.append((border, *filter(None, map(_rounded, holes))))
    if not polygons:
        report.faults.append(f"{named} is smaller than a tenth of a metre")
    return Shape(tuple(polygons))


def _rounded(ring: Ring) -> Ring:
    """Each corner once; nothing where fewer than three are left."""
    corners = ((round(x, _DIGITS), round(y, _DIGITS)) for x, y in ring)
    found = tuple(corner for corner, _ in itertools.groupby(corners))
    return found if len(found) > _CORNERS else ()


def _km(square_metres: float) -> str:
    return f"{square_metres / _SQUARE_KM:.3g} km²"


def _place(at: Point) -> str:
    return f"{at[1]:.5f}, {at[0]:.5f}"


def faults_of(city: City) -> list[Fault]:
    """What is wrong with the boundaries of a pack beyond what reading it tells."""
    report = Report()
    judge(city.boundaries.areas, city.areas, report)
    return [Fault(FILE, (), reason) for reason in report.faults]
