"""A Chromium without a window, driven over its DevTools protocol by a pair of pipes."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--no-first-run", "--disable-extensions", "--mute-audio",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--enable-precise-memory-info", "--remote-debugging-pipe",
)  # fmt: skip
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def found() -> str:
    """The browser's path, "" where none is installed."""
    return next(filter(None, map(shutil.which, _NAMES)), "")


class Chromium:
    """Use as a context. One page, whose scripts may be asked to run; raises `RuntimeError` where a
    script failed or the browser has gone.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._folder = TemporaryDirectory(prefix="liveroom-chromium-", ignore_cleanup_errors=True)
        ask, self._ask = os.pipe()
        self._hear, answer = os.pipe()
        flags = [
            *_FLAGS,
            f"--window-size={size[0]},{size[1]}",
            f"--user-data-dir={self._folder.name}",
        ]
        # The browser reads what it is asked at 3 and answers at 4.
        command = f'exec "$0" "$@" 3<&{ask} 4>&{answer}'
        self._process = subprocess.Popen(
            ["bash", "-c", command, found(), *flags, "about:blank"],
            pass_fds=(ask, answer), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(ask)
        os.close(answer)
        self._unread, self._count, self._session = b"", 0, ""

    def __enter__(self) -> Chromium:
        targets = self._call("Target.getTargets")["targetInfos"]
        (page,) = [one["targetId"] for one in targets if one["type"] == "page"]
        opened = self._call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = opened["sessionId"]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        processes, until = self._processes(), time.monotonic() + 10
        self._process.terminate()
        self._process.wait(30)
        while any(map(_fields, processes)) and time.monotonic() < until:
            time.sleep(0.05)  # they still write into its folder
        os.close(self._ask)
        os.close(self._hear)
        self._folder.cleanup()

    def show(self, address: str) -> None:
        """Open a page, and wait until its `ready` is true; what else it says is a fault."""
        self._call("Page.navigate", url=address)
        look = "window.ready ? done(window.ready) : setTimeout(look, 20)"
        said = self.run(f"new Promise(done => {{ (function look() {{ {look} }})() }})")
        if said is not True:
            raise RuntimeError(str(said))

    def run(self, script: str) -> Any:
        """What a script comes to, waited for where it is a promise."""
        said = self._call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in said:
            raise RuntimeError(str(said["exceptionDetails"].get("exception", said))[:400])
        return said["result"].get("value")

    def heap(self) -> float:
        """MiB that its scripts hold, after they have been tidied up."""
        self._call("HeapProfiler.collectGarbage")
        return float(self._call("Runtime.getHeapUsage")["usedSize"]) / 2**20

    def picture(self, file: Path) -> None:
        """Keep what the page shows."""
        file.write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))

    def worked(self) -> float:
        """Seconds of the processor that all its processes have taken."""
        return sum(_worked(one) for one in self._processes())

    def memory(self) -> float:
        """MiB of all its processes; what they share is counted once."""
        return sum(_held(one) for one in self._processes())

    def _processes(self) -> list[int]:
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                fields = _fields(int(entry.name))
                parents[int(entry.name)] = int(fields[1]) if fields else 0
        mine = {self._process.pid}
        while more := {one for one, parent in parents.items() if parent in mine} - mine:
            mine |= more
        return sorted(mine)

    def _call(self, method: str, **params: Any) -> Any:
        self._count += 1
        asked = {"id": self._count, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._ask, json.dumps(asked).encode() + b"\0")
        while (said := self._next()).get("id") != self._count:
            pass
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']}")
        return said["result"]

    def _next(self) -> Any:
        while b"\0" not in self._unread:
            more = os.read(self._hear, 2**16)
            if not more:
                raise RuntimeError("the browser has gone")
            self._unread += more
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)


def _fields(process: int) -> list[str]:
    """What the system tells of a process, from its state on; nothing when it is no more."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _worked(process: int) -> float:
    fields = _fields(process)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _held(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 2**10
