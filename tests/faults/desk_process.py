"""The test's side of the forking process: asks for runs, and hears what a desk said in each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.faults.desk_shim import Arm

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("desk_zygote.py")
PATIENCE = 200.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a desk said, in order; whether it had to be ended; its exit code, or minus a signal."""

    said: tuple[Mapping[str, Any], ...]
    hung: bool
    ended: int

    def all(self, what: str) -> list[Any]:
        """Every value said of this."""
        return [line[what] for line in self.said if what in line]

    def last(self, what: str) -> Any:
        """The last value said of this; None when there was none."""
        return next(iter(reversed(self.all(what))), None)

    @property
    def fired(self) -> list[str]:
        """The calls to which something was done, as "name path"."""
        return [f"{line['name']} {line['path']}" for line in self.said if "call" in line]


def environment(shim: Path) -> dict[str, str]:
    """The variables of a process whose calls are counted."""
    return {
        **os.environ,
        "LD_PRELOAD": str(shim),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "OPENBLAS_NUM_THREADS": "1",
    }


def asking(program: str, folder: Path, facts: Mapping[str, Any], arm: Arm | None) -> dict[str, Any]:
    """A run as JSON values."""
    return {
        "program": program,
        "folder": str(folder),
        "facts": {**facts, "began": time.monotonic()},
        "arm": asdict(arm) if arm is not None else None,
        "patience": PATIENCE + facts.get("seconds", 0),
    }


class Zygote:
    """The loaded process; each run is a child of it with a desk's folder of its own."""

    def __init__(self, shim: Path, log: Path) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, str(PROGRAM)],
            env=environment(shim),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._heard() == "ready\n", log.read_text("utf-8")

    def _heard(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def run(
        self, program: str, folder: Path, facts: Mapping[str, Any], arm: Arm | None = None
    ) -> Reply:
        """One run to its end, or until it has had no end for a minute."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asking(program, folder, facts, arm)) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._heard())
        return Reply(tuple(told["said"]), told["hung"], told["ended"])

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(timeout=PATIENCE)
        self._log.close()


def alone(
    shim: Path, program: str, folder: Path, facts: Mapping[str, Any], before: tuple[str, ...] = ()
) -> Reply:
    """The same in a process of its own, from the interpreter's start on; `before` its words."""
    asked = json.dumps(asking(program, folder, facts, None))
    done = subprocess.run(
        [*before, sys.executable, str(PROGRAM), asked],
        env=environment(shim),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return Reply(tuple(lines), False, done.returncode)
