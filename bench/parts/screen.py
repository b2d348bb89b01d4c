"""A screen nobody sees, with a window manager, and a keyboard on it: Xvfb, openbox and xdotool."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from types import TracebackType

TOOLS = ("Xvfb", "openbox", "xdotool")
SIZE = "1366x768x24"


def missing() -> list[str]:
    """Which of the tools this machine lacks."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class Screen:
    """Use as a context. `keys` counts what was pressed, a key held for another as one more."""

    def __init__(self) -> None:
        self.keys = 0
        self._processes: list[subprocess.Popen[bytes]] = []
        self.display = ""

    def __enter__(self) -> Screen:
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as told:
            command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
            self._start(command, pass_fds=(writing,))
            os.close(writing)
            ready, _, _ = select.select([told], [], [], 30)
            self.display = f":{told.readline().decode().strip()}" if ready else ""
        assert self.display not in ("", ":"), "Xvfb did not start"
        self._start(["openbox"], env=self.environment())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(timeout=20)

    def environment(self) -> dict[str, str]:
        """Of a program that is to appear here."""
        plain = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        return {**plain, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def press(self, *names: str) -> None:
        """Hit keys one after the other; "ctrl+Return" holds one for the other."""
        self.keys += sum(name.count("+") + 1 for name in names)
        self._xdotool("key", "--delay", "30", *names)

    def write(self, text: str) -> None:
        """Type words."""
        self.keys += len(text)
        self._xdotool("type", "--delay", "20", text)

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment(), check=True, timeout=30)

    def _start(
        self,
        command: list[str],
        env: dict[str, str] | None = None,
        pass_fds: tuple[int, ...] = (),
    ) -> None:
        quiet = subprocess.DEVNULL
        self._processes.append(
            subprocess.Popen(command, env=env, pass_fds=pass_fds, stdout=quiet, stderr=quiet)
        )
