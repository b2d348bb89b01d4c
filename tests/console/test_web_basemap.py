"""A basemap from an address, with a real server behind it: polite, patient, and kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy

from console.api import Web
from console.basemap import Basemaps
from console.pages import basemap_words as words
from console.pages.basemaps import Choice
from console.settings import Settings
from console.tile_fetching import CONNECTIONS
from db.domain.mercator import to_plane
from tests.plugins.drawn_maps import picture_bytes
from tests.plugins.seats import Loop, until
from tests.plugins.tile_server import TileServer
from widgets.map_base import Pane
from widgets.map_index import Window
from widgets.theme import Theme

SCALE = 256 * 2.0**13
CITY = Window(*to_plane(-6.10, 106.56), *to_plane(-6.26, 106.76))


def pane(column: int = 0, row: int = 0, zoom: int = 13) -> Pane:
    """Just one tile: of `zoom`, counted from 6523 and 4236."""
    scale = 256 * 2.0**zoom
    return Pane(scale, 1.0, column, row, (6523 + column) * 256.0, (4236 + row) * 256.0)


@pytest.fixture
def server(loop: Loop) -> Iterator[TileServer]:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    made = TileServer(picture_bytes(image))
    yield made
    made.close()


@pytest.fixture
def basemaps(loop: Loop, tmp_path: Path, dark: Theme) -> Iterator[Basemaps]:
    owner = QObject()
    made = Basemaps(tmp_path, Settings(tmp_path), lambda: Web("LIVE-Room/uji"), owner)
    spy = QSignalSpy(made.told)
    made.begin(dark, "siti")
    loop.run(until(lambda: spy.count() > 0, "what was left is shown"))
    yield made
    loop.run(made.close())


def chosen(server: TileServer, **more: object) -> Choice:
    return Choice("web", address=server.address, attribution="© Uji", **more)  # type: ignore[arg-type]


def shown(basemaps: Basemaps) -> dict[Pane, bool]:
    """Follows which panes have a picture, as they come."""
    held: dict[Pane, bool] = {}
    basemaps.came.connect(lambda at, picture: held.__setitem__(at, picture.image is not None))
    return held


async def look(basemaps: Basemaps, server: TileServer, *panes: Pane) -> None:
    """Until all of these panes are there."""
    held = shown(basemaps)
    basemaps.want(panes)
    await until(lambda: all(held.get(one) for one in panes), "the panes are painted")


def test_nobody_is_asked_before_an_address_is_chosen(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    basemaps.want([pane()])
    loop.run(asyncio.sleep(0.2))
    assert server.asked == []


def test_tiles_are_fetched_politely_and_once(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    panes = [pane(column, row) for column in range(4) for row in range(3)]

    def slowly(square: tuple[int, int, int]) -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.02)
        return server.kind(square)

    server.answer = slowly

    async def walked() -> None:
        assert await basemaps.choose(chosen(server)) is None
        assert basemaps.attribution == "© Uji"
        await look(basemaps, server, *panes)
        await look(basemaps, server, *panes)

    loop.run(walked())
    assert sorted(server.squares) == sorted(
        (13, 6523 + one.column, 4236 + one.row) for one in panes
    )
    assert server.most == CONNECTIONS
    sent = server.asked[0][1]
    assert sent["User-Agent"] == "LIVE-Room/uji"
    assert "Cookie" not in sent
    assert "Authorization" not in sent


def test_what_is_old_is_asked_for_by_its_tag(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await look(basemaps, server, pane())
        assert basemaps._web is not None
        shelf = basemaps._web._shelf
        await basemaps._thread.do(
            lambda: shelf._at.execute("UPDATE tiles SET fresh_until = 0").close()
        )
        server.answer = lambda _: (304, {"Cache-Control": "max-age=3600"}, b"")
        await look(basemaps, server, pane())  # the old one is shown at once
        await until(lambda: len(server.asked) == 2, "it is asked for anew")
        await asyncio.sleep(0.1)
        await look(basemaps, server, pane())

    loop.run(walked())
    assert server.asked[1][1]["If-None-Match"] == '"one"'
    assert len(server.asked) == 2


def test_what_may_not_be_kept_is_not(
    loop: Loop, basemaps: Basemaps, server: TileServer, tmp_path: Path
) -> None:
    server.answer = lambda _: (200, {"Cache-Control": "no-store"}, server.picture)

    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await look(basemaps, server, pane())
        assert (await basemaps.stock()).many == 0
        await look(basemaps, server, pane())

    loop.run(walked())
    assert len(server.asked) == 1
    assert server.picture not in (tmp_path / "tiles.db").read_bytes()


def test_a_missing_tile_leaves_the_areas_and_is_not_asked_for_again(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    server.answer = lambda at: (404, {}, b"") if at[1] == 6523 else server.kind(at)

    async def walked() -> None:
        await basemaps.choose(chosen(server))
        held = shown(basemaps)
        basemaps.want([pane(0), pane(1)])
        await until(lambda: held.get(pane(1), False), "the other one is there")
        await until(lambda: len(server.asked) == 2, "both were asked for")
        await asyncio.sleep(0.1)
        basemaps.want([pane(0), pane(1)])
        await asyncio.sleep(0.1)
        assert held[pane(0)] is False
        assert basemaps.shown.trouble is None

    loop.run(walked())
    assert len(server.asked) == 2


def test_who_says_wait_is_waited_for(loop: Loop, basemaps: Basemaps, server: TileServer) -> None:
    said: list[int] = []

    def busy(square: tuple[int, int, int]) -> tuple[int, dict[str, str], bytes]:
        said.append(1)
        return (429, {"Retry-After": "2"}, b"") if len(said) < 3 else server.kind(square)

    server.answer = busy

    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await look(basemaps, server, pane(0), pane(1))

    loop.run(walked())
    first = server.asked[0][2]
    early = [at for _, _, at in server.asked if at - first < 1.9]
    assert len(early) <= CONNECTIONS
    assert len(server.asked) >= 3


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>Masuk dulu</html>"), "web_no_tile"),
        ((200, {}, b"\x00\x01garbage"), "web_no_tile"),
        ((200, {}, b"\x89PNG" + b"\0" * 9_000_000), "web_too_large"),
        ((403, {}, b""), "web_denied"),
    ],
)
def test_who_is_no_tile_server_is_left_alone_and_named(
    loop: Loop,
    basemaps: Basemaps,
    server: TileServer,
    reply: tuple[int, dict[str, str], bytes],
    key: str,
) -> None:
    server.answer = lambda _: reply

    async def walked() -> None:
        await basemaps.choose(chosen(server))
        held = shown(basemaps)
        panes = [pane(column, row) for column in range(6) for row in range(4)]
        basemaps.want(panes)
        await until(lambda: basemaps.shown.trouble is not None, "it is told")
        basemaps.want(panes)
        await asyncio.sleep(0.2)
        assert not any(held.values())
        plan = await basemaps.plan(CITY, 12)
        assert plan.trouble == basemaps.shown.trouble
        await basemaps.fetch(CITY, 12)
        assert basemaps.shown.left == 0

    loop.run(walked())
    trouble = basemaps.shown.trouble
    assert trouble is not None
    assert trouble.key == key
    assert "127.0.0.1" in words.trouble(trouble)
    assert len(server.asked) <= 4 + CONNECTIONS


def test_a_slow_server_holds_nobody_up(loop: Loop, basemaps: Basemaps, server: TileServer) -> None:
    def slow(square: tuple[int, int, int]) -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.5)
        return server.kind(square)

    server.answer = slow

    async def walked() -> float:
        await basemaps.choose(chosen(server))
        basemaps.want([pane(n) for n in range(4)])
        longest = 0.0
        for _ in range(40):
            began = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - began)
        return longest

    assert loop.run(walked()) < 0.4  # nothing waits for the answer, which takes half a second


def test_with_the_line_cut_what_was_kept_stays_and_comes_back(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await look(basemaps, server, pane(0))
        server.close()
        held = shown(basemaps)
        basemaps.want([pane(0), pane(1)])
        await until(lambda: basemaps.shown.away, "it is told that the web is away")
        assert held == {pane(0): True, pane(1): False}
        assert basemaps.attribution == "© Uji · luring: dari simpanan"
        server.open()
        await until(lambda: held.get(pane(1), False), "the missing one has come by itself")
        assert not basemaps.shown.away
        assert basemaps.attribution == "© Uji"

    loop.run(walked())


def test_an_address_or_words_that_are_missing_are_refused(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    for choice, key in (
        (Choice("web", address="peta", attribution="©"), "no_address"),
        (Choice("web", address=server.address, attribution="  "), "no_attribution"),
    ):
        trouble = loop.run(basemaps.choose(choice))
        assert trouble is not None
        assert trouble.key == key
    assert basemaps.attribution == ""
    assert server.asked == []


# --- the city without the web ---


def touched(highest: int) -> set[tuple[int, int, int]]:
    """The tiles that some point of the city is on."""
    wide, high = CITY.right - CITY.left, CITY.bottom - CITY.top
    parts = [n / 99 for n in range(100)]
    points = [(CITY.left + wide * a, CITY.top + high * b) for a in parts for b in parts]
    return {
        (zoom, int(x * 2**zoom), int(y * 2**zoom)) for zoom in range(9, highest + 1)
        for x, y in points
    }  # fmt: skip


def test_the_city_is_counted_before_it_is_fetched(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    async def walked() -> None:
        await basemaps.choose(chosen(server, highest=19))
        plan = await basemaps.plan(CITY, 12)
        assert plan.trouble is None
        assert (plan.many, plan.here) == (len(touched(12)), 0)
        assert plan.size > 0
        absurd = await basemaps.plan(CITY, 19)
        assert absurd.trouble is not None
        assert absurd.trouble.key == "too_many"
        await basemaps.fetch(CITY, 19)
        await asyncio.sleep(0.2)
        assert server.asked == []

    loop.run(walked())


@pytest.mark.parametrize("slow", ["ahead", "stock"])
@pytest.mark.parametrize("to", ["another", "areas"])
def test_a_plan_of_an_address_that_was_left_meanwhile_is_asked_of_nobody(
    loop: Loop,
    basemaps: Basemaps,
    server: TileServer,
    monkeypatch: pytest.MonkeyPatch,
    slow: str,
    to: str,
) -> None:
    other = TileServer(server.picture)
    other.answer = server.answer = lambda _: (404, {}, b"")

    async def walked() -> None:
        await basemaps.choose(chosen(server))
        web, gate, waits = basemaps._web, asyncio.Event(), asyncio.Event()
        work = getattr(web, slow)

        async def slowly(*asked: object) -> object:
            found = await work(*asked)
            waits.set()
            await gate.wait()
            return found

        monkeypatch.setattr(web, slow, slowly)
        fetched = asyncio.ensure_future(basemaps.fetch(CITY, 12))
        await waits.wait()
        assert await basemaps.choose(chosen(other) if to == "another" else Choice()) is None
        gate.set()
        await fetched
        await asyncio.sleep(0.3)
        assert (basemaps.shown.left, basemaps.shown.trouble) == (0, None)

    try:
        loop.run(walked())
    finally:
        other.close()
    assert (server.asked, other.asked) == ([], [])


def test_the_city_is_fetched_stopped_and_gone_on_with(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await basemaps.fetch(CITY, 13)
        whole = (await basemaps.plan(CITY, 13)).many
        assert basemaps.shown.left > 0
        await until(lambda: len(server.asked) > 8, "some are there")
        basemaps.stop()
        await until(lambda: basemaps.shown.left == 0, "it has stopped")
        await asyncio.sleep(0.2)
        then = len(server.asked)
        await asyncio.sleep(0.2)
        assert len(server.asked) == then < whole
        assert (await basemaps.plan(CITY, 13)).here == then
        await basemaps.fetch(CITY, 13)
        await until(lambda: basemaps.shown.left == 0, "the rest has come")
        await asyncio.sleep(0.3)
        plan = await basemaps.plan(CITY, 13)
        assert plan.here == plan.many == whole == len(server.asked)
        assert set(server.squares) == touched(13)
        server.close()
        await look(basemaps, server, pane())

    loop.run(walked())


def test_who_stops_asks_for_no_tile_that_failed_either(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    server.answer = lambda _: (503, {}, b"")

    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await basemaps.fetch(CITY, 13)
        await until(lambda: basemaps.shown.away, "it is told that nobody answers")
        left = basemaps.shown.left
        await until(lambda: len(server.asked) > CONNECTIONS, "it is asked for again")
        assert basemaps.shown.left >= left
        basemaps.stop()
        await asyncio.sleep(0.3)
        then = len(server.asked)
        server.answer = server.kind
        await asyncio.sleep(4.0)  # longer than one that failed waits before it is asked for again
        assert len(server.asked) == then
        assert (basemaps.shown.left, basemaps.shown.away) == (0, False)
        basemaps.want([pane()])
        await until(lambda: len(server.asked) == then + 1, "what is in view is asked for")

    loop.run(walked())


def slowly(server: TileServer, square: tuple[int, int, int]) -> tuple[int, dict[str, str], bytes]:
    """An answer that takes a moment: others are asked for meanwhile."""
    time.sleep(0.03)
    return server.kind(square)


def test_a_tile_that_is_in_view_and_of_the_city_is_asked_for_once(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    server.answer = partial(slowly, server)

    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await basemaps.fetch(CITY, 13)
        await look(basemaps, server, pane())
        await until(lambda: basemaps.shown.left == 0, "the city is here")
        await asyncio.sleep(0.3)

    loop.run(walked())
    assert len(server.squares) == len(set(server.squares))


def test_what_is_in_view_comes_before_the_rest_of_the_city(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    server.answer = partial(slowly, server)

    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await basemaps.fetch(CITY, 14)
        await until(lambda: len(server.asked) > 2, "it has begun")
        then = len(server.asked)
        far = Pane(SCALE * 64, 1.0, 0, 0, 6523 * 64 * 256.0, 4236 * 64 * 256.0)
        basemaps.want([far])
        await until(lambda: (19, 6523 * 64, 4236 * 64) in server.squares, "it was asked for")
        assert server.squares.index((19, 6523 * 64, 4236 * 64)) < then + 6
        basemaps.stop()

    loop.run(walked())


def test_what_was_kept_can_be_thrown_away(
    loop: Loop, basemaps: Basemaps, server: TileServer
) -> None:
    async def walked() -> None:
        await basemaps.choose(chosen(server))
        await look(basemaps, server, pane())
        stock = await basemaps.stock()
        assert (stock.many, stock.size) == (1, len(server.picture))
        assert words.stock(stock)
        await basemaps.clear()
        assert (await basemaps.stock()).many == 0

    loop.run(walked())
