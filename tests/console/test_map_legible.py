"""What is written on the map can be read, and none of it asks anything of a network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.pages.map_ground import ground_of
from db.domain.city import City
from db.domain.locating import smallest
from db.domain.mercator import to_plane
from widgets.map_marks import STATES
from widgets.map_view import MapView
from widgets.theme import Theme

SEAM = 3.0
"""Px that a name's picture is wider than its letters on each side."""

ALONE = """
import sys
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from console.pages.map_ground import ground_of
from resources import path
from server.city import open_city
from widgets.map_view import MapView
from widgets.theme import load_theme
app = QApplication([])
city, theme = open_city(path("cities", "kota-tangerang"))[0], load_theme("dark")
view = MapView(theme)
view.resize(800, 600)
view.set_ground(ground_of(city, theme), "")
view.set_cases([0.7962], [0.5173], [0])
view.show()
view.show_all()
for _ in range(60):
    view.zoom_by(0.1)
    view.advance()
    view.repaint()
    app.processEvents()
view.show_all()
for _ in range(60):
    picture = view.grab().toImage()
assert len({picture.pixel(x, y) for x in range(0, 800, 5) for y in range(0, 600, 5)}) > 5
print("painted")
"""


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160), (3840, 1080)])
@pytest.mark.parametrize("many", [0, 20, 2_000, 100_000])
def test_no_name_lies_on_another_or_on_a_case(
    qtbot: QtBot, dark: Theme, city: City, size: tuple[int, int], many: int
) -> None:
    view = MapView(dark)
    qtbot.addWidget(view)
    view.resize(*size)
    view.set_ground(ground_of(city, dark), "")
    spots = np.array([to_plane(area.lat, area.lng) for area in smallest(city.areas.values())])
    dice = np.random.default_rng(many)
    at = spots[dice.integers(0, len(spots), many)] + dice.normal(0, 9e-6, (many, 2))
    view.set_cases(at[:, 0], at[:, 1], dice.integers(0, len(STATES), many))
    view.show()
    view.show_all()
    qtbot.waitUntil(lambda: view.grab().toImage() == view.grab().toImage(), timeout=30_000)
    names = [name.box.adjusted(SEAM, SEAM, -SEAM, -SEAM) for name in view._scene.names]
    assert len(names) > (0 if many > 20 else 20)
    assert not [pair for pair in combinations(names, 2) if pair[0].intersects(pair[1])]
    for heap in view.heaps():
        for box in names:
            across = max(box.left() - heap.x, heap.x - box.right(), 0)
            down = max(box.top() - heap.y, heap.y - box.bottom(), 0)
            assert np.hypot(across, down) >= heap.reach - SEAM


def test_the_map_is_painted_where_there_is_no_network_and_asks_nothing_of_any(
    project: Path, tmp_path: Path
) -> None:
    unshare, strace = shutil.which("unshare"), shutil.which("strace")
    if unshare is None or subprocess.run([unshare, "-n", "true"], check=False).returncode:
        pytest.skip("no network namespace can be made here")
    heard = tmp_path / "calls"
    watch = [strace, "-f", "-e", "trace=connect,sendto", "-o", str(heard)] if strace else []
    done = subprocess.run(
        [*watch, unshare, "-n", sys.executable, "-c", ALONE],
        cwd=project, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "painted"), done.stderr
    calls = heard.read_text() if strace else ""
    assert "AF_INET" not in calls
