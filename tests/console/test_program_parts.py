"""Settings, the crash log, slots that are coroutines, and the demo city's process."""

from __future__ import annotations

import asyncio
import logging
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import QByteArray, QObject, Signal
from shiboken6 import delete

from console.async_slot import async_slot
from console.crash import Crash
from console.demo import CityProcess, DemoFailed
from console.settings import Settings
from tests.plugins.seats import Loop


def test_settings_are_kept_and_read_again(tmp_path: Path) -> None:
    first = Settings(tmp_path)
    assert (first.theme, first.language, first.text_scale) == ("dark", "id", 1.0)
    assert first.density == "comfortable"
    assert first.window.isEmpty()
    for name, value in (
        ("theme", "light"), ("language", "en"), ("text_scale", 1.3),
        ("density", "compact"),
        ("window", QByteArray(b"\x01\x02")),
    ):  # fmt: skip
        first.keep(name, value)
    again = Settings(tmp_path)
    assert (again.theme, again.language, again.text_scale) == ("light", "en", 1.3)
    assert (again.density, again.window) == ("compact", QByteArray(b"\x01\x02"))


def test_each_officer_finds_what_they_left(tmp_path: Path) -> None:
    first = Settings(tmp_path)
    assert first.left("p-siti", "board") == ""
    first.leave("p-siti", "board", '{"table": true, "o": "a,b;c=d"}')
    first.leave("p/../%odd", "board", "theirs")
    again = Settings(tmp_path)
    assert again.left("p-siti", "board") == '{"table": true, "o": "a,b;c=d"}'
    assert again.left("p/../%odd", "board") == "theirs"
    assert again.left("p-budi", "board") == ""


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff\xfe garbage \x00" * 50,
        b"[General]\ntheme=neon\nlanguage=\ntext_scale=9e99\nwindow=@Rect(1 2)\ndensity=@Invalid()",
        b"[General\ntheme",
        b"",
    ],
)
def test_a_settings_file_that_makes_no_sense_reads_as_the_default(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "settings.ini").write_bytes(content)
    settings = Settings(tmp_path)
    assert (settings.theme, settings.language, settings.text_scale) == ("dark", "id", 1.0)
    assert settings.window.isEmpty()
    assert settings.density == "comfortable"
    assert settings.left("p-siti", "board") == ""
    settings.keep("theme", "light")
    assert Settings(tmp_path).theme == "light"


@pytest.fixture
def crash(tmp_path: Path) -> Iterator[Crash]:
    """A crash log of its own; the hooks are put back afterwards."""
    hooks = sys.excepthook, threading.excepthook
    log = logging.getLogger("liveroom.crash")
    before = list(log.handlers)
    yield Crash(tmp_path)
    sys.excepthook, threading.excepthook = hooks
    for handler in set(log.handlers) - set(before):
        log.removeHandler(handler)
        handler.close()


@pytest.mark.expects_log("a bug ended here")
def test_a_bug_on_any_thread_or_in_any_task_is_written_down_and_told(
    crash: Crash, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []

    def broken() -> None:
        raise ArithmeticError("on a thread")

    async def live() -> None:
        crash.install(asyncio.get_running_loop(), told.append)
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()
        Broken().fail()
        await asyncio.sleep(0.01)

    asyncio.run(live())
    written = crash.file.read_text("utf-8")
    assert "on a thread" in written
    assert "in a slot" in written
    assert written.count("Traceback") == 2
    assert stat.S_IMODE(crash.file.stat().st_mode) == 0o600
    assert [one.split(" ")[0] for one in told] == ["ArithmeticError", "LookupError"]
    assert str(crash.file) in capsys.readouterr().err


class Broken(QObject):
    """Slots that are coroutines."""

    pressed = Signal(bool, str)

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[bool] = []

    @async_slot
    async def fail(self) -> None:
        raise LookupError("in a slot")

    @async_slot
    async def hear(self, checked: bool) -> None:
        await asyncio.sleep(0)
        self.heard.append(checked)

    @async_slot
    async def rename(self) -> None:
        await asyncio.sleep(0)
        self.setObjectName("later")


def test_a_slot_takes_what_it_wants_of_a_signal(loop: Loop) -> None:
    async def live() -> list[bool]:
        broken = Broken()
        broken.pressed.connect(broken.hear)
        broken.pressed.emit(True, "more than it wants")
        await asyncio.sleep(0.01)
        return broken.heard

    assert loop.run(live()) == [True]


def test_a_fault_in_a_slot_reaches_the_loop(loop: Loop) -> None:
    async def live() -> None:
        Broken().fail()
        await asyncio.sleep(0.01)

    loop.run(live())
    (fault,) = loop.faults
    assert "LookupError: in a slot" in fault
    loop.faults.clear()


def test_a_demo_city_starts_and_ends_with_the_desk(tmp_path: Path) -> None:
    city = CityProcess(tmp_path / "city")
    try:
        ready = city.wait_ready()
        assert httpx.get(f"{ready.server}/hello").json()["city"]["id"] == "kota-tangerang"
        answer = httpx.post(
            f"{ready.server}/session",
            json={"login": ready.login, "password": ready.password, "desk": "Meja 1"},
        )
        assert answer.status_code == 200
        city.rain()
    finally:
        city.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{ready.server}/hello")


def test_a_demo_city_that_cannot_start_says_why(tmp_path: Path) -> None:
    city = CityProcess(tmp_path / "city", "--city", "atlantis")
    with pytest.raises(DemoFailed, match="atlantis"):
        city.wait_ready()


def test_what_has_gone_meanwhile_is_not_missed(loop: Loop) -> None:
    async def live() -> None:
        broken = Broken()
        broken.rename()
        delete(broken)
        await asyncio.sleep(0.01)

    loop.run(live())
    assert not loop.faults
