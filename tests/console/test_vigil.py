"""Each kind of wedge, made in the real parts of a desk: signal, banner and pill, and then none."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication

from console import health
from console.async_slot import begin
from console.faults import Offline
from console.pages import health_words
from console.sync_status import Link
from db.domain.commands import Note
from db.pages import PageRefused
from server.problems import Problem
from server.wedge import KEYS
from tests.plugins.pictures import jpeg
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room

FULL = SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=1024))
"""What a desk asks about its disk; its server, in this process, goes on asking the real one."""


@dataclass
class Scene:
    """A desk that works, its server, and a case on it; `undo` is closed when the wedge ends."""

    seat: Seat
    room: Room
    case: str
    patch: pytest.MonkeyPatch
    undo: ExitStack

    @property
    def sync(self) -> Any:
        """The link, with its inner parts: they are what gets stuck here."""
        return self.seat.program.sync

    def set(self, target: Any, *name_and_value: Any) -> None:
        """Patch something until the wedge ends."""
        self.undo.enter_context(self.patch.context()).setattr(target, *name_and_value)

    def blocked(self) -> Callable[..., bool]:
        """A job that does not end before the wedge does."""
        go = threading.Event()
        self.undo.callback(go.set)
        return lambda *_: go.wait(60)

    def note(self) -> None:
        """An officer writes something down."""
        begin(self._noted())

    async def _noted(self) -> None:
        view = await self.seat.program.desk.view(self.case)
        assert view is not None
        await self.seat.program.desk.do(view.case, Note("sudah ditelepon"))


Wedge = Callable[[Scene], None]

SHORTER = 40.0


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute in a second and a half: every patience is shortened alike."""
    rules = {
        key: replace(rule, patience=rule.patience / SHORTER) for key, rule in health.RULES.items()
    }
    oldest = {name: seconds / SHORTER for name, seconds in health.OLDEST.items()}
    monkeypatch.setattr("console.health.RULES", rules)
    monkeypatch.setattr("console.health.OLDEST", oldest)
    monkeypatch.setattr("console.vigil.LOOK_EVERY", 0.05)
    monkeypatch.setattr("console.vigil._TOLD_FOR", 1.0)
    monkeypatch.setattr("server.streams.HEARTBEAT", 0.2)
    monkeypatch.setattr("server.vigil.EVERY", 0.1)


def cache_writer(scene: Scene) -> None:
    scene.sync.cache.write(scene.blocked())


def cache_reader(scene: Scene) -> None:
    scene.sync.cache.read(scene.blocked())


def outbox_thread(scene: Scene) -> None:
    scene.sync._uploads.store._worker.submit(scene.blocked())


def fetch_thread(scene: Scene) -> None:
    scene.sync._fetcher.submit(scene.blocked())


def dead_feed(scene: Scene) -> None:
    """The stream's thread has gone, and nothing wakes the replica to notice it."""
    driver = scene.sync._driver
    scene.undo.callback(lambda: driver._set_alarm())
    scene.set("console.driver.Driver._set_alarm", lambda self: None)
    driver.stop()
    scene.sync._downloads.close()


def failing_server(scene: Scene) -> None:
    """Streams end, and a new one is answered with 500."""
    bell = scene.room.app.state.feed.bell

    async def fail(*_: Any) -> None:
        raise Problem(500, "fault", "the server failed")

    scene.undo.callback(setattr, bell, "closed", False)
    scene.set("server.changes.Feed.start", fail)
    bell.closed = True


def thrown_pages(scene: Scene) -> None:
    def refuse(*_: Any) -> None:
        raise PageRefused("wrong_chain")

    scene.set("db.feed.apply_page", refuse)
    scene.room.received(scene.room.desk("agus"))


def silent_outbox(scene: Scene) -> None:
    """Batches that are asked for and never sent."""
    uploads, held = scene.sync._uploads, list[tuple[Any, ...]]()
    scene.undo.callback(lambda: [uploads.push(*batch) for batch in held])
    scene.set(uploads, "push", lambda *batch: held.append(batch))
    scene.note()


def failing_push(scene: Scene) -> None:
    async def fail(*_: Any) -> None:
        raise Problem(503, "busy", "not now")

    scene.patch.setattr(
        "console.replica_outbox.delay", lambda failures, seed, wait=0.0: (seed, 0.05)
    )
    scene.set("server.endpoints.commands.carry_out", fail)
    scene.note()


def stuck_photo(scene: Scene) -> None:
    """Every attempt at it is answered with 503; everything else goes on."""

    def busy(*_: Any) -> str:
        raise Offline("busy")

    # The next try after the wedge is soon as well: no minute's wait is left from it.
    scene.patch.setattr("console.photos.delay", lambda failures, seed, wait=0.0: (seed, 0.05))
    scene.set("console.photos.transfer", busy)
    begin(attached(scene))


async def attached(scene: Scene) -> None:
    desk = scene.seat.program.desk
    view = await desk.view(scene.case)
    assert view is not None
    await desk.attach(view.case, [jpeg()])
    await desk.do(view.case, Note("fotonya terlampir"))


def servers_trouble(scene: Scene) -> None:
    scene.set("server.vigil.wedged", lambda vitals: ("writer_stuck",))


def held_desk(scene: Scene) -> None:
    scene.set("console.health.HELD", 0.5)
    time.sleep(1.0)


def full_disk(scene: Scene) -> None:
    scene.set("console.vigil.shutil", FULL)


def hung_disk(scene: Scene) -> None:
    scene.set("console.vigil._size", scene.blocked())


WEDGES: list[tuple[str, Wedge]] = [
    ("cache_stuck", cache_writer),
    ("cache_stuck", cache_reader),
    ("outbox_stuck", outbox_thread),
    ("network_stuck", fetch_thread),
    ("feed_silent", dead_feed),
    ("server_fails", failing_server),
    ("pages_thrown", thrown_pages),
    ("outbox_stands", silent_outbox),
    ("push_fails", failing_push),
    ("photo_stands", stuck_photo),
    ("server:writer_stuck", servers_trouble),
    ("desk_held", held_desk),
    ("disk_full", full_disk),
    ("disk_stuck", hung_disk),
]


@pytest.mark.expects_log("system trouble|console trouble|main thread stands still|trouble")
@pytest.mark.parametrize(("key", "wedge"), WEDGES, ids=[wedge.__name__ for _, wedge in WEDGES])
def test_a_wedge_is_signalled_and_shown_and_clears(
    key: str,
    wedge: Wedge,
    soon: None,
    loop: Loop,
    sit: Callable[..., Seat],
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = room.received(room.desk("agus"))
    seat, told = sit(), list[tuple[str, ...]]()

    async def play() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await until(lambda: seat.program.health.alarms == (), "nothing is stuck yet")
        seat.program.system_troubled.connect(told.append)
        with ExitStack() as undo:
            wedge(Scene(seat, room, case, monkeypatch, undo))
            await until(lambda: any(key in keys for keys in told), f"{key} is signalled")
            frame = seat.frame
            await until(frame.trouble.isVisible, "the banner is there")
            assert "Gangguan sistem" in frame.trouble.accessibleName()
        await until(lambda: seat.program.health.alarms == (), f"{key} is over")
        assert told[-1] == ()
        assert not frame.trouble.isVisible()

    loop.run(play())


@pytest.mark.expects_log("system trouble|console trouble")
def test_the_page_tells_it_all_and_copies_it_without_names(
    loop: Loop, sit: Callable[..., Seat], room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.vigil.LOOK_EVERY", 0.05)
    room.received(room.desk("agus"), "Lampu mati di depan rumah Pak Wiryo")
    seat = sit()

    async def play() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        seat.find(QAbstractButton, "Kesehatan").click()
        assert seat.frame.health.isVisible()
        seat.frame.go("board")
        await seat.press("g")
        await seat.press("h")
        page = seat.frame.health
        assert page.isVisible()
        assert QApplication.focusWidget() is page._copy
        await until(lambda: seat.program.health.signs.files != (), "the files were seen")
        await asyncio.sleep(0.1)
        said = [panel.accessibleName() for panel in page._panels]
        assert len(said) == 9
        assert any(str(seat.folder) in panel for panel in said)
        await seat.press(Qt.Key.Key_Return)
        report = QGuiApplication.clipboard().text()
        assert report.splitlines()[1] == "Semua bagian bekerja."
        assert seat.program.health.signs.chain[:16] in report
        for never in ("Siti", "siti", "Wiryo", "Lampu", str(seat.folder), room.url, PASSWORD):
            assert never not in report
        monkeypatch.setattr("console.vigil.shutil", FULL)
        await until(lambda: seat.program.health.alarms == ("disk_full",), "the disk is full")
        assert not seat.frame.trouble.isVisible(), "the page tells it already"
        await until(lambda: "cakram" in page._headline.text() or page._troubles.isVisible(), "told")
        seat.frame.go("board")
        assert seat.frame.trouble.isVisible()
        seat.frame.trouble.acted.emit()
        assert page.isVisible()

    loop.run(play())


def test_every_trouble_and_link_has_words(qapp: QApplication) -> None:
    keys = [*health.RULES, *(f"server:{key}" for key in (*KEYS, "history_doubted", "part_ended"))]
    said = [health_words.trouble(key) for key in keys]
    assert all(what and remedy for what, remedy in said)
    assert [what for (what, _), key in zip(said, keys, strict=True) if what == key] == []
    assert health_words.trouble("server:new")[0] == "server:new"
    assert len({health_words.link(link) for link in Link}) == len(Link)
