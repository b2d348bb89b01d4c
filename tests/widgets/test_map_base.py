"""A basemap beneath the cases: its pictures, its names, and the areas where it has nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.widgets.test_map import CELL, LEFT, TOP, blocks
from widgets.map_areas import Ground
from widgets.map_base import Pane, Picture, PlaceName
from widgets.map_base_names import BaseNames
from widgets.map_names import Heap
from widgets.map_view import MapView
from widgets.theme import Theme

BLUE = QColor("#123456")


class Painted(QObject):
    """A basemap of one colour. `answer` gives what was wanted last."""

    came = Signal(object, object)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.attribution = "© Peta Uji"
        self.wanted: list[Pane] = []
        self.names: list[PlaceName] = []

    def want(self, panes: Sequence[Pane], asker: object = None) -> None:
        self.wanted = list(panes)

    def answer(self, *, nothing: bool = False) -> None:
        wanted, self.wanted = self.wanted, []
        for pane in wanted:
            self.came.emit(pane, Picture(None if nothing else self.image(pane), self.names))

    def image(self, pane: Pane) -> QImage:
        image = QImage(*(round(256 * pane.ratio),) * 2, QImage.Format.Format_RGB32)
        image.fill(BLUE)
        return image


@pytest.fixture
def view(qtbot: QtBot, dark: Theme) -> MapView:
    made = MapView(dark)
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.set_ground(Ground(dark, blocks(), sketched=False), "Batas: uji")
    made.show()
    return made


def settle(qtbot: QtBot, view: MapView, base: Painted, *, nothing: bool = False) -> None:
    """Until all that is in view has come."""

    def done() -> bool:
        view.grab()
        base.answer(nothing=nothing)
        view.grab()
        return not base.wanted and not view._scene._base.any_fresh

    qtbot.waitUntil(done)


def share(view: MapView, colour: QColor) -> float:
    """How much of the picture is of this colour."""
    image = view.grab().toImage()
    points = [(x, y) for x in range(4, 636, 9) for y in range(4, 440, 9)]
    return sum(image.pixelColor(*at) == colour for at in points) / len(points)


def test_it_lies_over_the_areas_and_under_their_borders(qtbot: QtBot, view: MapView) -> None:
    base = Painted()
    view.set_base(base)
    view.grab()
    assert share(view, BLUE) == 0
    assert len(base.wanted) > 4
    settle(qtbot, view, base)
    assert 0.6 < share(view, BLUE) < 1


def test_the_middle_is_wanted_first_and_nothing_twice(qtbot: QtBot, view: MapView) -> None:
    base = Painted()
    view.set_base(base)
    view.grab()
    columns = [pane.column for pane in base.wanted]
    assert min(columns) < columns[0] < max(columns)
    settle(qtbot, view, base)
    view.grab()
    assert base.wanted == []
    view.move_by(600, 0)
    view.grab()
    assert 0 < len(base.wanted) < len(columns)


class Slow(Painted):
    """Paints one pane at a time, of what each asker wanted last."""

    def __init__(self) -> None:
        super().__init__()
        self.wishes: dict[object, list[Pane]] = {}

    def want(self, panes: Sequence[Pane], asker: object = None) -> None:
        self.wishes[asker] = list(panes)

    def paint_one(self) -> None:
        for panes in self.wishes.values():
            if panes:
                pane = panes.pop(0)
                self.came.emit(pane, Picture(self.image(pane)))
                return


def test_a_picture_for_paper_has_all_of_it_while_the_screen_is_painted(
    qtbot: QtBot, view: MapView
) -> None:
    base = Slow()
    view.set_base(base)

    def shown() -> bool:
        view.grab()
        base.paint_one()
        return not any(base.wishes.values()) and view.base_ready

    qtbot.waitUntil(shown)
    paper = QImage(view.size() * 2, QImage.Format.Format_RGB32)
    paper.setDevicePixelRatio(2)
    for _ in range(120):
        painter = QPainter(paper)
        ready = view.paint_on(painter, 2) and view.base_ready
        painter.end()
        if ready:
            break
        view.grab()
        base.paint_one()
    assert ready
    points = [(x, y) for x in range(8, 1272, 18) for y in range(8, 880, 18)]
    assert sum(paper.pixelColor(*at) == BLUE for at in points) > 0.6 * len(points)
    view.grab()
    assert not any(base.wishes.values())


def test_where_it_has_nothing_the_areas_stay(qtbot: QtBot, view: MapView) -> None:
    qtbot.waitUntil(lambda: view.grab().toImage() == view.grab().toImage())
    bare = view.grab().toImage()
    base = Painted()
    view.set_base(base)
    settle(qtbot, view, base, nothing=True)
    now = view.grab().toImage()
    assert now.copy(0, 0, 640, 400) == bare.copy(0, 0, 640, 400)  # above the attribution


def test_what_comes_later_is_shown(qtbot: QtBot, view: MapView) -> None:
    base = Painted()
    view.set_base(base)
    view.grab()
    panes = base.wanted
    settle(qtbot, view, base, nothing=True)
    assert share(view, BLUE) == 0
    for pane in panes:
        base.came.emit(pane, Picture(base.image(pane)))
    settle(qtbot, view, base)
    assert share(view, BLUE) > 0.6


def test_its_owner_is_named_as_long_as_it_is_shown(
    qtbot: QtBot, view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    paint = QPainter.drawText

    def spy(painter: QPainter, *args: object) -> object:
        said.extend(one for one in args if isinstance(one, str))
        return paint(painter, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(QPainter, "drawText", spy)
    base = Painted()
    view.set_base(base)
    view.grab()
    assert "© Peta Uji · Batas: uji" in said
    said.clear()
    base.attribution = ""
    base.changed.emit()
    view.grab()
    assert "Batas: uji" in said
    assert not any("Peta Uji" in one for one in said)


def test_a_long_attribution_is_wrapped_and_never_cut(
    view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[QRectF, str]] = []
    paint = QPainter.drawText

    def spy(painter: QPainter, *args: object) -> object:
        if isinstance(args[0], QRectF):
            said.append((args[0], str(args[-1])))
        return paint(painter, *args)  # type: ignore[call-overload]

    base = Painted()
    base.attribution = "© " + "Para penyumbang peta terbuka, " * 8
    view.resize(420, 400)
    view.set_base(base)
    monkeypatch.setattr(QPainter, "drawText", spy)
    view.grab()
    ((box, _),) = [one for one in said if base.attribution in one[1]]
    metrics = QFontMetricsF(view._theme.fonts.secondary)
    assert box.left() > 120  # the scale bar stands free
    assert box.right() < 420
    assert box.height() > 5 * metrics.height()


def test_another_basemap_forgets_the_old_one(qtbot: QtBot, view: MapView) -> None:
    base = Painted()
    view.set_base(base)
    settle(qtbot, view, base)
    base.attribution = ""
    base.changed.emit()
    view.grab()
    assert share(view, BLUE) == 0
    assert base.wanted == []


def test_while_the_scale_changes_the_old_one_is_stretched(qtbot: QtBot, view: MapView) -> None:
    base = Painted()
    view.set_base(base)
    settle(qtbot, view, base)
    view.look(replace(view.sight, zoom=view.sight.zoom + 1))
    view.grab()
    assert share(view, BLUE) > 0.6  # no flash of the bare areas


# --- names ---


def pane(column: int, row: int, scale: float = 256 * 2.0**14) -> Pane:
    return Pane(scale, 1.0, column, row, LEFT * scale + column * 256, TOP * scale + row * 256)


def name(text: str, at: Pane, dx: float, dy: float, rank: int = 5, room: float = 0) -> PlaceName:
    return PlaceName(text, (at.left + dx) / at.scale, (at.top + dy) / at.scale, rank, room)


def placed(names: BaseNames, at: Pane) -> list[str]:
    return [one.name.text for one in names._placed[at.scale, 1.0, at.column, at.row]]


def test_the_important_name_wins_also_beside_another_pane(dark: Theme) -> None:
    names, one, other = BaseNames(dark), pane(0, 0), pane(1, 0)
    given = [name("Gang Kecil", one, 240, 100, 9), name("Kota", one, 245, 104, 2)]
    names.place(one, given, set(), [])
    assert placed(names, one) == ["Kota"]
    names.place(other, [name("Dekat", other, 2, 104), name("Jauh", other, 120, 104)], set(), [])
    assert placed(names, other) == ["Jauh"]


def test_names_of_areas_come_first_and_are_not_said_twice(dark: Theme) -> None:
    ground = Ground(dark, blocks(), sketched=False)
    at = pane(0, 0)
    label = ground.labels(at.scale)[0]
    names = BaseNames(dark)
    given = [
        name("Kelurahan 0 0", at, 30, 200),
        PlaceName("Di Atasnya", label.x / at.scale, label.y / at.scale, 5),
        name("Jalan Bebas", at, 120, 230, 9),
    ]
    names.place(at, given, ground.names, ground.labels(at.scale))
    assert "Kelurahan 0 0" not in placed(names, at)
    assert "Di Atasnya" not in placed(names, at)


def test_a_street_too_short_for_its_name_has_none(dark: Theme) -> None:
    names, at = BaseNames(dark), pane(0, 0)
    names.place(at, [name("Jalan Pendek", at, 99, 99, 9, room=20 / at.scale)], set(), [])
    assert placed(names, at) == []
    names.place(at, [name("Jalan Pendek", at, 99, 99, 9, room=200 / at.scale)], set(), [])
    assert placed(names, at) == ["Jalan Pendek"]


def test_where_cases_stand_no_name_is_painted(dark: Theme) -> None:
    names, at = BaseNames(dark), pane(0, 0)
    names.place(at, [name("Kampung", at, 100, 100)], set(), [])

    def inked(heaps: list[Heap]) -> bool:
        image = QImage(256, 256, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        names.paint(painter, [at], (1.0, at.left, at.top), heaps, [])
        painter.end()
        return any(image.pixel(x, y) for x in range(60, 140) for y in range(90, 110))

    assert inked([])
    assert inked([Heap(200, 200, 12, 0, 1)])
    assert not inked([Heap(110, 104, 12, 0, 1)])


def test_cells_are_of_the_size_that_the_names_are_tested_at() -> None:
    assert CELL * 256 * 2.0**14 > 40
