"""The status marks as people who see colours otherwise see them, on grabbed pixels."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.screens.colours import (
    AA_SHAPE,
    BLINDNESS,
    apart,
    contrast,
    lab,
    linear,
    luminance,
    seen,
)
from widgets.case_row import KEYS
from widgets.case_table import CaseTable
from widgets.gallery_cases import Cards
from widgets.marks import MARKS, mark_of
from widgets.roles import Card
from widgets.theme import Theme

SIZE = 16
LEAST_APART, LEAST_APART_IN_GREY = 15.0, 6.0
"""CIEDE2000 between two status colours; 1 is just seen side by side, and 10 is another colour.
Where no colour is left, four steps of grey are not enough to go by: there the shapes carry it."""
LEAST_SHAPE = 0.15
"""Of the pixels that either of two marks covers, the share that only one of them does."""

Picture = np.ndarray


@pytest.fixture
def marks(qtbot: QtBot, theme: Theme) -> dict[str, QImage]:
    """Each state's mark, cut from a picture of the table that shows one case of each."""
    table = CaseTable(theme, lambda: 0)
    qtbot.addWidget(table)
    cards = [Card(state, state, state, "", "", "", "", "", "", 0, 0, "") for state in MARKS]
    table.set_model(Cards(cards))
    table.set_columns(("mark", "number"))
    table.resize(600, 40 + 30 * len(cards))
    table.show()
    whole = table.grab().toImage()
    left = table._header.sectionViewportPosition(KEYS.index("mark")) + 8
    found = {}
    for row, state in enumerate(MARKS):
        place = table.view.visualRect(table.view.model().index(row, 0))
        corner = table.view.viewport().mapTo(table, place.topLeft())
        top = corner.y() + (place.height() - 1 - SIZE) // 2
        found[state] = whole.copy(QRect(corner.x() + left, top, SIZE, SIZE))
    return found


def pixels(image: QImage) -> list[list[QColor]]:
    return [[image.pixelColor(x, y) for x in range(SIZE)] for y in range(SIZE)]


def grey(image: QImage) -> Picture:
    """What is left without colours: luminance, 0 to 1."""
    return np.array([[luminance(linear(pixel)) for pixel in row] for row in pixels(image)])


def shape(image: QImage) -> Picture:
    """Where the mark is: what is nearer in luminance to the mark than to its ground."""
    light = grey(image)
    ground = light[0, 0]
    away = np.abs(light - ground)
    found: Picture = away > away.max() / 2
    return found


def fill(image: QImage) -> QColor:
    """The colour that most of a mark has."""
    where = shape(image)
    found: dict[str, int] = {}
    for y, x in zip(*np.nonzero(where), strict=True):
        name = image.pixelColor(int(x), int(y)).name()
        found[name] = found.get(name, 0) + 1
    return QColor(max(found, key=lambda name: found[name]))


def test_marks_stand_out_from_their_ground(marks: dict[str, QImage]) -> None:
    faint = {}
    for state, image in marks.items():
        ground = image.pixelColor(0, 0)
        most = max(contrast(pixel, ground) for row in pixels(image) for pixel in row)
        if most < AA_SHAPE:
            faint[state] = round(most, 2)
    assert faint == {}


def test_no_two_marks_have_one_shape(marks: dict[str, QImage]) -> None:
    """In greyscale, and with no hint of how light they are."""
    shapes = {state: shape(image) for state, image in marks.items()}
    alike = {}
    for one, other in combinations(shapes, 2):
        both = shapes[one] | shapes[other]
        differ = (shapes[one] ^ shapes[other]).sum() / both.sum()
        if differ < LEAST_SHAPE:
            alike[one, other] = round(float(differ), 2)
    assert alike == {}


@pytest.mark.parametrize("kind", BLINDNESS)
def test_status_colours_stay_apart(marks: dict[str, QImage], kind: str) -> None:
    found = {mark_of(state).colour: lab(seen(fill(image), kind)) for state, image in marks.items()}
    assert set(found) == {"red", "yellow", "green", "grey"}
    far = {pair: apart(found[pair[0]], found[pair[1]]) for pair in combinations(found, 2)}
    least = LEAST_APART_IN_GREY if kind == "greyscale" else LEAST_APART
    assert {pair: round(far, 1) for pair, far in far.items() if far < least} == {}


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_that_of_its_authors(
    one: tuple[float, float, float], other: tuple[float, float, float], far: float
) -> None:
    """Pairs 1, 10, 22 and 34 of the test data of Sharma, Wu and Dalal."""
    assert apart(one, other) == pytest.approx(far, abs=0.0002)
