"""What a layer lays upon the ground: it is painted anew, and nothing flickers meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.screens.colours import contrast
from tests.widgets.test_map import CELL, LEFT, TOP, blocks
from widgets.map_areas import Ground
from widgets.map_dress import BARE, Dress
from widgets.map_legend import Legend, Step, plate_of
from widgets.map_names import NamePictures
from widgets.map_view import MapView
from widgets.theme import Theme, load_theme

BLUE = QColor("#224466")
SCALE, RATIO = 2.0**24, 1.0


def ground_of(theme: Theme, count: int = 8) -> Ground:
    return Ground(theme, blocks(count), sketched=False)


def colour_at(ground: Ground, x: float, y: float) -> str:
    """Of a point of the plane."""
    px, py = (x - ground.left) * SCALE, (y - ground.top) * SCALE
    tile = ground.paint_tile(SCALE, RATIO, int(px // 256), int(py // 256))
    return str(tile.toImage().pixelColor(QPoint(int(px % 256), int(py % 256))).name())


def middle(row: int, column: int) -> tuple[float, float]:
    return LEFT + (column + 0.4) * CELL, TOP + (row + 0.4) * CELL


def test_areas_are_filled_as_they_are_told(dark: Theme) -> None:
    ground = ground_of(dark)
    before = colour_at(ground, *middle(2, 3))
    ground.wear(Dress(fills={"2.3": BLUE}))
    assert colour_at(ground, *middle(2, 3)) == BLUE.name()
    assert colour_at(ground, *middle(2, 4)) != BLUE.name()
    ground.wear(BARE)
    assert colour_at(ground, *middle(2, 3)) == before


def test_tiles_in_the_old_dress_stay_until_they_are_painted_anew(dark: Theme) -> None:
    ground = ground_of(dark)
    place = (SCALE, RATIO, 0, 0)
    assert ground.tile(*place) is None
    assert ground.lag(*place) > 0
    old = ground.paint_tile(*place)
    assert ground.lag(*place) == 0
    ground.wear(Dress(fills={"0.0": BLUE}))
    assert ground.tile(*place) is old
    once = ground.lag(*place)
    ground.wear(Dress(fills={"0.1": BLUE}))
    assert ground.lag(*place) > once > 0
    assert ground.lag(SCALE, RATIO, 5, 5) > ground.lag(*place)
    ground.wear(Dress(fills={"0.1": QColor(BLUE)}))  # the same again
    assert ground.lag(*place) == once + 1
    ground.paint_tile(*place)
    assert ground.lag(*place) == 0


def test_figures_stand_after_names_or_alone_where_these_do_not_fit(dark: Theme) -> None:
    ground = ground_of(dark)
    figures = {f"{row}.{column}": f"{row}{column}" for row in range(8) for column in range(8)}
    ground.wear(Dress(words=figures))
    for scale, alone in ((2.0**25, False), (2.0**21.3, True)):
        texts = [label.text for label in ground.labels(scale)]
        whole = {t.split()[-1] for t in texts if t.startswith("Kelurahan")} & set(figures.values())
        bare = set(texts) & set(figures.values())
        assert not whole & bare
        assert bool(bare) is alone
        assert len(whole | bare) > 30


def test_larger_areas_say_theirs(dark: Theme) -> None:
    ground = ground_of(dark)
    ground.wear(Dress(words_above={"Kecamatan 3": "41"}))
    texts = [label.text for label in ground.labels(2.0**23)]
    assert "KECAMATAN 3 41" in texts
    assert not any(text.startswith("Kelurahan") for text in texts)


def test_an_area_is_found_by_a_point_and_by_its_code(dark: Theme) -> None:
    ground = ground_of(dark)
    assert ground.area_at(*middle(4, 1)) == "4.1"
    assert ground.area_at(LEFT - CELL, TOP) == ""
    around = ground.around(["4.1", "5.1"])
    assert around is not None
    assert abs(around.bottom - around.top - 2 * CELL) < CELL / 50
    assert ground.around([]) is None


def test_outlines_stand_out(dark: Theme) -> None:
    ground = ground_of(dark)
    x, y = LEFT + 3 * CELL, TOP + 2.5 * CELL
    plain = {colour_at(ground, x, y + n * CELL / 60) for n in range(12)}
    ground.wear(Dress(outlined=frozenset({"2.3"})))
    lined = {colour_at(ground, x, y + n * CELL / 60) for n in range(12)}
    assert dark.text.main.name() in lined
    assert dark.text.main.name() not in plain


def test_a_legend_is_painted_once_and_said_in_words(dark: Theme, qtbot: QtBot) -> None:
    legend = Legend("Terbuka", (Step(BLUE, "1–5"), Step(BLUE, "6–10")), ("12 kasus",))
    view = MapView(dark)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.set_ground(ground_of(dark), "")
    view.wear(BARE, legend, cases=False)
    view.show()
    QApplication.processEvents()
    view.grab()
    first = view._scene._edge._legend
    view.grab()
    assert view._scene._edge._legend is first is not None
    assert view.accessibleDescription() == "Terbuka. 1–5. 6–10. 12 kasus"
    size = plate_of(dark, legend, 2.0).deviceIndependentSize()
    assert size == plate_of(dark, legend, 1.0).deviceIndependentSize()


@pytest.mark.parametrize("strong", [True, False])
@pytest.mark.parametrize("fill", ["#000000", "#ffffff", "#6b3fb0", "#a35a22"])
@pytest.mark.parametrize("look", ["dark", "light"])
def test_a_name_is_read_on_any_fill(qapp: QApplication, look: str, fill: str, strong: bool) -> None:
    theme = load_theme(look)
    font = theme.fonts.strong if strong else theme.fonts.secondary
    name = NamePictures(theme).picture("KARAWACI 327", font, 1.0, strong=strong, plate=True).picture
    ground = QImage(name.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor(fill))
    painter = QPainter(ground)
    painter.drawPixmap(0, 0, name)
    painter.end()
    under = ground.pixelColor(2, ground.height() // 2)
    ink = theme.text.main if strong else theme.text.secondary
    assert contrast(ink, under) >= 4.5
