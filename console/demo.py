"""The living city beside the desk: a server of its own in a process that ends with this one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class DemoFailed(Exception):
    """The demo server did not start; the message is what it said last."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Where the demo server listens and who may sign in."""

    server: str
    login: str
    password: str


class CityProcess:
    """`python -m server demo` as a child; it stops when its standard input closes."""

    def __init__(self, folder: Path, *more: str) -> None:
        self._log = folder / "server.log"
        folder.mkdir(parents=True, exist_ok=True)
        self._errors = self._log.open("ab")
        command = [sys.executable, "-m", "server", "demo", "--data", str(folder), *more]
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=Path(__file__).resolve().parent.parent,
            # Ctrl-C in the terminal is ours to handle: first the desk closes, then the server.
            start_new_session=True,
        )

    def wait_ready(self) -> Ready:
        """Wait until it takes connections. Raises DemoFailed with its last words."""
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line.strip():
            self.stop()
            raise DemoFailed(self._last_words())
        said: dict[str, Any] = json.loads(line)
        return Ready(said["ready"], said["login"], said["password"])

    def rain(self) -> None:
        """One bad hour begins."""
        self._order("rain")

    def admit(self, code: str) -> None:
        """Let the wall in that shows this code."""
        self._order(f"wall {code}")

    def _order(self, said: str) -> None:
        if self._child.stdin is not None and self._child.poll() is None:
            self._child.stdin.write(f"{said}\n".encode())
            self._child.stdin.flush()

    def stop(self) -> None:
        """End it cleanly; by force when it has not ended after ten seconds."""
        if self._child.stdin is not None and not self._child.stdin.closed:
            self._child.stdin.close()
        try:
            self._child.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()
        self._errors.close()

    def _last_words(self) -> str:
        lines = self._log.read_text("utf-8", "replace").strip().splitlines()
        return "\n".join(lines[-3:]) or "the demo server ended without a word"


_PATIENCE = 10.0
