"""A wall's letters, pages, hours and screens, without a server."""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.language import Language
from console.pages.wall import PAGES, SILENT, SLOWER, Seen, WallFace
from console.pages.wall_agencies import AgenciesPage
from console.pages.wall_door import WallDoor
from console.pages.wall_keys import KEYS
from console.pages.wall_map import WallMapPage
from console.pages.wall_page import Moment
from console.pages.wall_words import area_of, kind_of
from console.wall import WallProgram
from console.wall_options import WallOptions, add_arguments, is_quiet, options_of
from console.wall_screens import WallScreens
from console.wall_shelf import WallShelf
from console.wall_sizes import letters
from db.domain.city import City
from db.domain.states import Colour
from db.domain.wall import Agency, Picture
from db.domain.wall_figures import next_due, standing_of
from server.city import open_city
from tests.console.walls import NOW, NOW_MS, SCREENS, picture_of
from tests.plugins.seats import Loop, until
from widgets.theme import wall_theme
from widgets.wall_ink import CAPITAL, Ink

# --- letters ---


def test_a_capital_is_the_two_hundredth_part_of_the_rooms_depth() -> None:
    found = letters(5.0, QSize(1920, 1080), QSizeF(1218, 685))
    a_mm = 1920 / 1218
    assert found.unit * CAPITAL / a_mm == pytest.approx(25.0, rel=0.01)
    assert found.reach == pytest.approx(5.0, rel=0.01)
    assert letters(2.5, QSize(1920, 1080), QSizeF(1218, 685)).unit < found.unit
    sharper = letters(5.0, QSize(3840, 2160), QSizeF(1218, 685))
    assert sharper.unit == pytest.approx(2 * found.unit, rel=0.01)


def test_a_screen_too_small_for_its_room_says_how_far_it_can_be_read() -> None:
    small = letters(12.0, QSize(1920, 1080), QSizeF(530, 300))
    assert small.unit == pytest.approx(1080 / 19.5)
    assert small.reach < 2.5


@pytest.mark.parametrize("size", [QSizeF(0, 0), QSizeF(16, 9), QSizeF(160_000, 90_000)])
def test_a_screen_that_does_not_tell_its_size_is_taken_for_55_inches(size: QSizeF) -> None:
    pixels = QSize(1920, 1080)
    found = letters(5.0, pixels, size)
    assert found.unit == pytest.approx(letters(5.0, pixels, QSizeF(1218, 685)).unit, rel=0.01)
    assert letters(5.0, pixels, size, 110.0).unit == pytest.approx(found.unit / 2, rel=0.01)
    assert letters(5.0, pixels, QSizeF(1218, 685), 110.0).unit < found.unit


# --- the command line ---


def options(*words: str) -> WallOptions:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return options_of(parser.parse_args(["--wall", *words]))


def test_pages_are_named_for_each_screen() -> None:
    assert options().pages == (KEYS,)
    assert options("--pages", "map;summary, next").pages == (("map",), ("summary", "next"))
    assert tuple(page.key for page in PAGES) == KEYS


@pytest.mark.parametrize(
    "words",
    [
        ("--pages", "weather"), ("--pages", ";map"), ("--depth", "0"), ("--depth", "far"),
        ("--quiet", "22"), ("--quiet", "22-25"), ("--seconds", "1"), ("--inches", "1"),
    ],
)  # fmt: skip
def test_what_is_no_way_to_hang_is_told(
    words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        options(*words)
    assert words[0] in capsys.readouterr().err


def test_quiet_hours_may_lie_around_midnight() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 11, 26, hour, 30, tzinfo=UTC)

    night, noon = options("--quiet", "22-5").quiet, options("--quiet", "12-14").quiet
    assert [hour for hour in range(24) if is_quiet(night, at(hour))] == [0, 1, 2, 3, 4, 22, 23]
    assert [hour for hour in range(24) if is_quiet(noon, at(hour))] == [12, 13]
    assert not any(is_quiet(None, at(hour)) for hour in range(24))


# --- what the figures come to ---


def test_received_is_red_and_yellow_and_green_and_grey(city: City) -> None:
    standing = standing_of(picture_of(city), NOW_MS)
    assert standing.received == sum(standing.colours.values()) == 13_408
    assert standing.finished == standing.colours[Colour.GREEN] == 13_015
    assert standing.due_to_finish == 13_408 - 102 - 61
    assert standing.share == pytest.approx(13_015 / 13_245)
    assert standing_of(replace(picture_of(city), rows={}), NOW_MS).oldest == 0


def test_what_is_late_and_what_is_next_changes_with_the_clock_alone(city: City) -> None:
    picture = picture_of(city)
    first = next_due(picture, NOW_MS)[0]
    late = standing_of(picture, NOW_MS).late
    after = first.due + 1
    assert standing_of(picture, after).late == late + 1
    assert first not in next_due(picture, after)


# --- pages ---


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def ink_of(screen: str, theme: str = "dark", depth: float = 5.0) -> tuple[Ink, QSize]:
    pixels, millimetres = SCREENS[screen]
    unit = letters(depth, pixels, millimetres).unit
    return Ink(wall_theme(theme, unit), unit), pixels


def seen(picture: Picture, beat: float = 0.0, **more: Any) -> Seen:
    return Seen(**{
        "picture": picture, "now_ms": NOW_MS, "silent": 0.5, "verified": True, "quiet": False,
        "beat": beat, **more,
    })  # fmt: skip


@pytest.fixture
def language() -> str:
    return "id"


@pytest.fixture
def hung(qapp: QApplication, language: str) -> Iterator[Callable[..., WallFace]]:
    speaks, before = Language(qapp), QLocale()
    speaks.speak(language)
    faces: list[WallFace] = []

    def hang(city: City, screen: str = "1080p", theme: str = "dark", **more: Any) -> WallFace:
        ink, pixels = ink_of(screen, theme)
        face = WallFace(ink, city, more.get("keys", KEYS), more.get("seconds", 15.0))
        face.resize(pixels)
        face.show()
        faces.append(face)
        return face

    yield hang
    for face in faces:
        face.hide()
        face.deleteLater()
    speaks.speak("id")
    QLocale.setDefault(before)


class Written:
    """Everything that is painted as text: how large, and what of it was cut."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[float] = []
        self.cut: list[str] = []
        self.out: list[str] = []
        plain = Ink.text

        def text(ink: Ink, painter: QPainter, box: QRectF, said: str, size: float = 0.0,
                 **more: Any) -> None:  # fmt: skip
            weight = more.get("weight", 400)
            self.sizes.append(max(size, ink.unit) / ink.unit)
            if said and ink.width(said, max(size, ink.unit), weight) > box.width() + 1:
                self.cut.append(said)
            device = painter.device()
            if said and box.bottom() > device.height() / device.devicePixelRatio() + 1:
                self.out.append(said)
            plain(ink, painter, box, said, size, **more)

        monkeypatch.setattr(Ink, "text", text)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("silent", [0.5, 60.0], ids=["live", "stale"])
def test_each_page_fits_each_screen_in_letters_of_the_rooms_depth(
    hung: Callable[..., WallFace], city: City, screen: str, silent: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    face, written = hung(city, screen), Written(monkeypatch)
    picture = picture_of(city, flood=True)
    for turn in range(len(KEYS) + 1):
        face.show_seen(seen(picture, 20.0 * turn, silent=silent))
        face.grab()
    assert len(written.sizes) > 100
    assert min(written.sizes) >= 1.0
    rows = picture.rows.values()
    names = {agency.short for agency in city.agencies.values()}
    long = {f"{kind_of(row, city)} · {area_of(row, city)}" for row in rows}
    long |= {kind_of(row, city) for row in rows}
    assert [text for text in written.cut if text not in long | names] == []
    assert written.out == []


def inked(image: QImage, background: int) -> int:
    """Pixels that are not the background, every eighth each way."""
    return sum(
        image.pixel(x, y) != background
        for x in range(0, image.width(), 8)
        for y in range(0, image.height(), 8)
    )


def test_every_page_paints_something_else_in_both_themes(
    hung: Callable[..., WallFace], city: City, theme: str
) -> None:
    face, shown = hung(city, theme=theme), set[bytes]()
    for turn in range(len(KEYS)):
        face.show_seen(seen(picture_of(city), 20.0 * turn))
        image = face.grab().toImage()
        assert inked(image, image.pixel(2, image.height() - 2)) > 500
        shown.add(bytes(image.constBits()))
        assert face.page.accessibleName()
        assert len(face.page.accessibleDescription()) > 20
    assert len(shown) == len(KEYS)


@pytest.mark.parametrize("silent_for", [timedelta(hours=3), timedelta(hours=16)])
def test_a_day_is_compared_up_to_when_it_was_heard_of(
    hung: Callable[..., WallFace], city: City, silent_for: timedelta
) -> None:
    picture = picture_of(city)
    face = hung(city, keys=("today",))
    face.show_seen(seen(picture))
    told, image = face.page.accessibleDescription(), face.page.grab().toImage()
    now = NOW_MS + int(silent_for.total_seconds() * 1000)
    face.show_seen(seen(picture, 20.0, now_ms=now))
    assert face.page.accessibleDescription() == told
    assert face.page.grab().toImage() == image


def test_just_after_midnight_the_day_that_is_told_of_is_whole(
    hung: Callable[..., WallFace], city: City
) -> None:
    midnight = NOW.replace(hour=17, minute=0, second=0)
    picture = picture_of(city)
    face = hung(city, keys=("today",))
    told = list[str]()
    for second in (-1, 4):
        at = midnight + timedelta(seconds=second)
        face.show_seen(seen(replace(picture, at=at), 20.0, now_ms=int(at.timestamp() * 1000)))
        told.append(face.page.accessibleDescription())
    assert told[0] == told[1]


def test_an_empty_city_has_pages_too(hung: Callable[..., WallFace], city: City) -> None:
    empty = replace(picture_of(city), rows={})
    empty = replace(empty, figures=replace(empty.figures, states={}, agencies=(), problems=0))
    face = hung(city)
    for turn in range(len(KEYS)):
        face.show_seen(seen(empty, 20.0 * turn))
        face.grab()


def test_pages_take_turns_and_slower_at_night(hung: Callable[..., WallFace], city: City) -> None:
    face, picture = hung(city), picture_of(city)
    shown = []
    for second in range(80):
        face.show_seen(seen(picture, float(second)))
        shown.append(face.page.key)
    assert [shown[n] for n in (0, 14, 15, 30, 45, 60, 75)] == [
        "summary", "summary", "map", "agencies", "today", "next", "summary",
    ]  # fmt: skip
    for second in range(80, 80 + 15 * SLOWER - 6):
        face.show_seen(seen(picture, float(second), quiet=True))
        assert face.page.key == "summary"
    before = face.grab().toImage().pixelColor(400, 60).lightness()
    face.show_seen(seen(picture, 130.0))
    assert face.grab().toImage().pixelColor(400, 60).lightness() >= before


def test_a_flood_is_shown_at_once_and_takes_its_turn(
    hung: Callable[..., WallFace], city: City
) -> None:
    face, calm = hung(city), picture_of(city)
    rain = picture_of(city, flood=True, n=2)
    for beat in (0.0, 16.0):
        face.show_seen(seen(calm, beat))
    assert face.page.key == "map"
    shown = []
    for beat in (20.0, 30.0, 36.0, 52.0, 68.0, 84.0, 100.0, 116.0):
        face.show_seen(seen(rain, beat))
        shown.append(face.page.key)
    assert shown == ["flood", "flood", *KEYS, "flood"]
    face.show_seen(seen(calm, 117.0))
    assert face.page.key in KEYS
    assert face.page.isVisible()


def test_a_silence_is_told_within_five_seconds_with_the_age_in_large(
    hung: Callable[..., WallFace], city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    face, picture = hung(city), replace(picture_of(city), at=NOW - timedelta(minutes=70))
    face.show_seen(seen(picture, 0.0, silent=SILENT - 0.1))
    assert not face.stale
    written = Written(monkeypatch)
    face.show_seen(seen(picture, 1.0, silent=SILENT + 0.9))
    face.grab()
    assert SILENT + 1 <= 5
    assert bool(face.stale)
    assert "1 j 10 mnt" in face.accessibleDescription()
    assert max(written.sizes) > 2
    face.show_seen(seen(picture, 2.0, silent=0.2))
    assert not face.stale


def test_no_key_and_no_click_does_anything(hung: Callable[..., WallFace], city: City) -> None:
    face = hung(city)
    face.show_seen(seen(picture_of(city)))
    before = face.page
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_Space, Qt.Key.Key_Right):
        QTest.keyClick(face, key)
    QTest.mouseClick(face, Qt.MouseButton.LeftButton)
    assert face.page is before
    assert face.isVisible()
    assert face.focusPolicy() is Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("screen", SCREENS)
def test_a_wall_that_is_not_let_in_shows_its_code(
    qapp: QApplication, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ink, pixels = ink_of(screen)
    door, written = WallDoor(ink), Written(monkeypatch)
    door.resize(pixels)
    door.show_code("K7QF2-MPA3T", "liveroom-server wall add NAME K7QF2-MPA3T")
    door.grab()
    door.show_searching("https://liveroom.tangerangkota.go.id", "no_route")
    door.grab()
    assert written.cut == []
    assert door.accessibleName()
    door.deleteLater()


# --- screens ---


def test_screens_that_come_and_go_are_covered(qapp: QApplication) -> None:
    screens = WallScreens(qapp, WallOptions())
    screens.arrange()
    (first,) = screens.windows
    assert first.geometry().size() == qapp.primaryScreen().size()
    screens.arrange()
    assert screens.windows == [first]
    screens.cover([])
    assert screens.windows == []
    screens.arrange()
    assert len(screens.windows) == 1
    assert screens.windows[0].isVisible()
    screens.close()


TWO_SCREENS = """
import json, sys
from PySide6.QtWidgets import QApplication
from console.wall_options import WallOptions
from console.wall_screens import WallScreens
from console.wall_link import WallLink
from console.wall_shelf import WallShelf
from console.clock import ServerClock
from pathlib import Path
from resources import path
from server.city import open_city
from tests.console.walls import NOW_MS, picture_of
app = QApplication([])
city, pack = open_city(path("cities", "kota-tangerang"))
link = WallLink("http://127.0.0.1:1", WallShelf(Path(sys.argv[1])), ServerClock())
link._pack.city, link.picture = city, picture_of(city)
pages = json.loads(sys.argv[2])
screens = WallScreens(app, WallOptions(pages=tuple(map(tuple, pages))))
screens.arrange()
screens.show_link(link, (NOW_MS, True, 1.0))
print(json.dumps([[w.x(), w.width(), w.face.page.key] for w in screens.windows]))
"""


@pytest.mark.parametrize(
    ("pages", "shown"),
    [([["map"], ["next", "today"]], ["map", "next"]), ([["summary", "map"]], ["summary", "map"])],
)
def test_each_of_several_screens_has_its_own_pages(
    tmp_path: Path, project: Path, pages: list[list[str]], shown: list[str]
) -> None:
    plan = {"screens": [
        {"name": "left", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96},
        {"name": "right", "x": 1920, "y": 0, "width": 1080, "height": 1920, "logicalDpi": 96},
    ]}  # fmt: skip
    (tmp_path / "screens.json").write_text(json.dumps(plan))
    ran = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS, str(tmp_path), json.dumps(pages)],
        env={"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}",
             "PYTHONPATH": str(project), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [[0, 1920, shown[0]], [1920, 1080, shown[1]]]


# --- a start without the server ---


def test_without_the_server_the_last_picture_is_shown_with_its_age(
    loop: Loop, tmp_path: Path, city: City
) -> None:
    shelf = WallShelf(tmp_path)
    picture = replace(picture_of(city), at=datetime.now(UTC) - timedelta(minutes=90))
    shelf.keep_picture(picture)
    pack = open_city(Path(__file__).parents[2] / "resources/cities/kota-tangerang")[1]
    shelf.keep_city(json.dumps({"version": "1", "city": pack}))

    async def look() -> None:
        program = WallProgram(loop.app, tmp_path, "http://127.0.0.1:9", WallOptions())
        await program.begin()
        (window,) = program.screens.windows
        await until(lambda: bool(program.link.trouble), "the server does not answer")
        face = window.face
        assert face is not None
        assert face.stale
        assert "1 j 30 mnt" in face.accessibleDescription()
        assert program.link.picture is not None
        assert program.link.picture.figures == picture.figures
        program.close()
        ended = asyncio.Event()
        program.ended.connect(ended.set)
        await ended.wait()

    loop.run(look())


def test_what_is_damaged_on_the_disk_counts_as_not_there(tmp_path: Path, city: City) -> None:
    shelf = WallShelf(tmp_path)
    assert (shelf.picture(), shelf.city(), shelf.clock()) == (None, "", "")
    token = shelf.token()
    assert shelf.token() == token != shelf.fresh_token()
    assert (tmp_path / "token").stat().st_mode & 0o077 == 0
    shelf.keep_picture(picture_of(city))
    assert shelf.picture() == picture_of(city)
    for damage in (b"\xff\xfe", b"{}", (tmp_path / "picture.json").read_bytes()[:-20]):
        (tmp_path / "picture.json").write_bytes(damage)
        assert shelf.picture() is None


# --- what single pages tell ---


def moment_of(picture: Picture) -> Moment:
    return Moment(picture, standing_of(picture, NOW_MS), NOW_MS)


def test_the_map_shows_another_picture_though_its_server_counts_from_one_again(
    qapp: QApplication, city: City
) -> None:
    page = WallMapPage(ink_of("1080p", "dark")[0], city)
    page.resize(1200, 700)
    for many in (230, 40):
        picture = picture_of(city, many=many)
        page.show_moment(moment_of(picture))
        page.grab()
        placed = sum(row.lat is not None for row in picture.rows.values())
        assert sum(heap.many for heap in page._view.heaps()) == placed
    page.deleteLater()


def test_of_an_agency_that_took_nothing_on_no_time_is_said(qapp: QApplication, city: City) -> None:
    page = AgenciesPage(ink_of("1080p", "dark")[0], city)
    picture = picture_of(city)
    none = Agency(next(iter(city.agencies)), 0, 0, 0, 3, NOW_MS - 60_000)
    figures = replace(picture.figures, agencies=(none,))
    said = page.told(moment_of(replace(picture, figures=figures)))
    assert said.endswith("3 menunggu, belum ada yang diterima")
    page.deleteLater()
