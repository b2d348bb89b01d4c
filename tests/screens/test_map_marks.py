"""What the map paints as people who see colours otherwise see it, on rendered pixels."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from console.pages.facility_words import ICONS
from db.domain.facilities import KINDS
from tests.screens.colours import AA_SHAPE, BLINDNESS, apart, lab, luminance, seen
from tests.screens.looks import pixels
from widgets.map_areas import Area, Ground
from widgets.map_dress import Dress
from widgets.map_facilities import FacilityLayer
from widgets.map_marks import GROUPS, STATES, MapMarks
from widgets.map_view import MapView
from widgets.theme import Theme, wall_theme

LEAST_SHAPE = 0.15
"""Of the pixels that either of two pictures covers, the share that only one of them does."""
LEAST_APART, LEAST_STEP = 15.0, 3.0
"""CIEDE2000: two things that mean something else, and two neighbours of an ordered row."""
SIDE = 0.0004
LEFT, TOP = 0.796, 0.517
ANGLES = 720
EVERY = pytest.mark.parametrize("kind", BLINDNESS)
EYES = pytest.mark.parametrize("kind", [kind for kind in BLINDNESS if kind != "greyscale"])


def grey(image: QImage) -> np.ndarray:
    """Luminance, 0 to 1, rows by columns."""
    found: np.ndarray = pixels(image) @ np.array([0.2126, 0.7152, 0.0722])
    return found


def inked(light: np.ndarray, ground: float) -> np.ndarray:
    """What is nearer to the strongest ink than to the ground."""
    away = np.abs(light - ground)
    found: np.ndarray = away > away.max() / 2
    return found


def alike(shapes: Mapping[str, np.ndarray]) -> dict[tuple[str, str], float]:
    """Pairs that cover nearly the same, and how much of both only one of them does."""
    found = {}
    for one, other in combinations(shapes, 2):
        both = (shapes[one] | shapes[other]).sum()
        differ = float((shapes[one] ^ shapes[other]).sum() / both)
        if differ < LEAST_SHAPE:
            found[one, other] = round(differ, 2)
    return found


def test_marks_on_the_map_differ_in_shape(theme: Theme) -> None:
    made, shapes = MapMarks(theme), {}
    for n, state in enumerate(STATES):
        image = made.mark(n, 2.0, False).toImage()
        image.setDevicePixelRatio(1.0)
        edge = (image.width() - 2 * round(made.size * 0.78)) // 2
        inner = image.copy(edge, edge, image.width() - 2 * edge, image.height() - 2 * edge)
        light = grey(inner)
        shapes[state] = inked(light, float(light[0, 0]))
    assert alike(shapes) == {}


@pytest.mark.parametrize("letters", [13, 56])
def test_parts_of_a_ring_are_told_apart_without_colours(theme: Theme, letters: int) -> None:
    """On a desk and on a wall; unrolled, without a hint of how light each is."""
    look = theme if letters == 13 else wall_theme(theme.name, letters)
    shapes = {str(n): _band(MapMarks(look), n)[0] for n in range(GROUPS)}
    assert alike(shapes) == {}


@EYES
def test_parts_of_a_ring_have_colours_that_stay_apart(theme: Theme, kind: str) -> None:
    made = MapMarks(theme)
    inks = {n: lab(seen(_band(made, n)[1], kind)) for n in range(GROUPS)}
    near = {}
    for one, other in combinations(inks, 2):
        if {one, other} in ({0, 1}, {2, 3}):  # red and red, yellow and yellow
            continue
        near[one, other] = round(apart(inks[one], inks[other]), 1)
    assert {pair: far for pair, far in near.items() if far < LEAST_APART} == {}


def _band(made: MapMarks, group: int) -> tuple[np.ndarray, QColor]:
    """A ring of one group, unrolled: where its ink is, by radius and angle; and its colour."""
    mix = tuple(9 if n == group else 0 for n in range(GROUPS))
    image = made.ring(9, mix, 2.0).toImage()
    image.setDevicePixelRatio(1.0)
    radius, middle = 2 * made.radius(9), image.width() / 2
    turns = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False)
    depths = np.arange(radius * 0.72, radius)
    x = (middle + depths[:, None] * np.sin(turns)).astype(int)
    y = (middle - depths[:, None] * np.cos(turns)).astype(int)
    band, ground = pixels(image)[y, x], pixels(image)[int(middle * 0.6), int(middle)]
    away = np.linalg.norm(band - ground, axis=2)
    there = away > away.max() / 2
    inks = [
        image.pixelColor(int(x[at]), int(y[at])).name()
        for at in zip(*np.nonzero(there), strict=True)
    ]
    return there, QColor(max(set(inks), key=inks.count))


def test_every_part_of_a_ring_stands_out_from_its_plate(theme: Theme) -> None:
    """Its colour, or the edge that it shares with its mark."""
    made, faint = MapMarks(theme), {}
    for group in range(GROUPS):
        mix = tuple(9 if n == group else 0 for n in range(GROUPS))
        image = made.ring(9, mix, 2.0).toImage()
        image.setDevicePixelRatio(1.0)
        middle, radius = image.width() // 2, round(2 * made.radius(9))
        plate = luminance(seen(image.pixelColor(middle, round(middle * 0.6)), "greyscale"))
        across = [image.pixelColor(middle + n, middle + dy) for n in range(radius - 12, radius)
                  for dy in range(-9, 10)]  # fmt: skip
        most = max(
            _contrast(luminance(seen(ink, "greyscale")), plate)
            for ink in across if ink.alpha() == 255
        )  # fmt: skip
        if most < AA_SHAPE:
            faint[group] = round(most, 2)
    assert faint == {}


# --- layers ---


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> MapView:
    """Six areas in a row, of so many px on the screen that each has a middle."""
    made = MapView(theme)
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.set_ground(Ground(theme, [_area(n) for n in range(6)], sketched=False), "")
    made.show()
    made.show_all()
    return made


def _area(n: int) -> Area:
    left, right = LEFT + n * SIDE, LEFT + (n + 1) * SIDE
    ring = [(left, TOP), (right, TOP), (right, TOP + SIDE), (left, TOP + SIDE)]
    return Area(f"a{n}", f"A {n}", left + SIDE / 2, TOP + SIDE / 2, "", [ring])


def _picture(view: MapView) -> QImage:
    """When all of the ground has been painted."""
    image, whole = QImage(view.size(), QImage.Format.Format_RGB32), False
    while not whole:
        painter = QPainter(image)
        whole = view.paint_on(painter, 1.0)
        painter.end()
    return image


def _patch(view: MapView, image: QImage, n: int) -> QImage:
    """A piece of an area above its name."""
    sight = view.sight
    x = round((LEFT + n * SIDE) * sight.scale - sight.left)
    y, side = round(TOP * sight.scale - sight.top), round(SIDE * sight.scale)
    return image.copy(x + side // 6, y + side // 8, side * 2 // 3, side // 5)


def _usual(image: QImage) -> QColor:
    """The colour that most of a picture has."""
    across, down = range(image.width()), range(image.height())
    names = [image.pixelColor(x, y).name() for x in across for y in down]
    return QColor(max(set(names), key=names.count))


@EVERY
def test_more_cases_are_told_from_fewer(view: MapView, theme: Theme, kind: str) -> None:
    """Each step of the areas' colours from the next, and in the same order to everybody."""
    inks = theme.layer.even, *theme.layer.steps
    view.wear(Dress({f"a{n}": ink for n, ink in enumerate(inks)}), cases=False)
    image = _picture(view)
    shown = [lab(seen(_usual(_patch(view, image, n)), kind)) for n in range(6)]
    steps = [apart(one, other) for one, other in pairwise(shown)]
    assert min(steps) > LEAST_STEP, steps
    assert apart(shown[0], shown[-1]) > LEAST_APART
    light = [one[0] for one in shown]
    assert light in (sorted(light), sorted(light, reverse=True))


@EVERY
def test_less_is_told_from_more(view: MapView, theme: Theme, kind: str) -> None:
    """Blue and copper are one grey: what has fallen has lines besides."""
    changes = theme.layer.changes
    fills = {f"a{n}": ink for n, ink in enumerate(changes)}
    view.wear(Dress(fills, hatched=frozenset({"a0", "a1"})), cases=False)
    image = _picture(view)
    patches = [_patch(view, image, n) for n in range(5)]
    lined = [bool(np.ptp(grey(patch)) > 0.01) for patch in patches]
    assert lined == [True, True, False, False, False]
    shown = [lab(seen(_usual(patch), kind)) for patch in patches]
    unclear = {}
    for one, other in combinations(range(5), 2):
        far = apart(shown[one], shown[other])
        if lined[one] == lined[other] and far < LEAST_STEP:
            unclear[one, other] = round(far, 1)
    assert unclear == {}


@EVERY
def test_heat_falls_off_to_everybody(view: MapView, kind: str) -> None:
    dice = np.random.default_rng(5)
    middle = LEFT + 3 * SIDE, TOP + SIDE / 2
    at = np.array(middle) + dice.normal(0, SIDE * 0.8, (20_000, 2))
    view.set_cases(at[:, 0], at[:, 1], np.zeros(len(at), int))
    view.wear(Dress(over=view.heat()), cases=False)
    image = _picture(view)
    shown = [lab(seen(_usual(_patch(view, image, n)), kind)) for n in (0, 1, 2)]
    assert apart(shown[0], shown[2]) > LEAST_APART / 2
    away = [abs(one[0] - shown[0][0]) for one in shown]
    assert away == sorted(away)


@EVERY
def test_what_rises_is_outlined_on_every_colour(view: MapView, theme: Theme, kind: str) -> None:
    """Light upon dark, dashed: whatever the fill, one of both stands out from it."""
    inks = theme.layer.even, *theme.layer.steps
    for layer in (inks, (*theme.layer.changes, theme.surface.window)):
        fills = {f"a{n}": ink for n, ink in enumerate(layer)}
        for n in range(6):
            view.wear(Dress(fills, outlined=frozenset({f"a{n}"})), cases=False)
            image = _picture(view)
            fill = luminance(seen(_usual(_patch(view, image, n)), kind))
            sight = view.sight
            x = round((LEFT + (n + 0.5) * SIDE) * sight.scale - sight.left)
            y = round(TOP * sight.scale - sight.top)
            across = [image.pixelColor(x + dx, y + dy) for dx in range(24) for dy in range(-4, 5)]
            most = max(_contrast(luminance(seen(ink, kind)), fill) for ink in across)
            assert most >= AA_SHAPE, (n, round(most, 2))


def _contrast(one: float, other: float) -> float:
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)


# --- facilities ---


def test_facilities_are_told_from_cases_and_from_each_other(theme: Theme) -> None:
    """Square plates and round ones; each kind has an icon of its own shape."""
    layer, case = FacilityLayer(theme), MapMarks(theme).mark(0, 2.0, False).toImage()
    layer.set_places([(LEFT, TOP)], [0], ["A"], [ICONS[kind] for kind in KINDS])
    plates = {}
    for n, kind in enumerate(KINDS):
        image = layer._picture(1 << n, 1, 2.0, False).pixmap.toImage()
        plates[kind] = image
    first = plates[KINDS[0]]
    size = min(first.width(), case.width())
    outlines = {
        name: np.array(
            [[image.pixelColor(x, y).alpha() > 99 for x in range(size)] for y in range(size)]
        )
        for name, image in (
            ("facility", first.scaled(size, size)),
            ("case", case.scaled(size, size)),
        )
    }
    square, round_ = outlines["facility"], outlines["case"]
    corner = size // 6
    assert square[corner, corner]
    assert not round_[corner, corner]
    shapes = {}
    for kind, image in plates.items():
        light = grey(image)
        edge = light.shape[0] // 5
        inner = light[edge:-edge, edge:-edge]
        shapes[kind] = inked(inner, float(inner[0, 0]))
    assert alike(shapes) == {}
