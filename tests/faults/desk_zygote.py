"""A process that has loaded the console and forks a child for each run; JSON lines in and out."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import os
import select
import signal
import sys
import time
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import requests
from PySide6.QtCore import QCoreApplication
from qasync import QEventLoop

import db.upgrades.run
from console.cache import CacheLost
from db.store import StoreFault
from tests.faults.desk_chair import Chair, speaker
from tests.faults.desk_scenarios import PROGRAMS
from tests.faults.desk_shim import Arm, How, Shim

LOADED = (db.upgrades.run, requests.Session)
"""Loaded late by the program; here before the fork, so that a child is quick."""


def _child(asked: dict[str, Any], pipe: int) -> None:
    """Run one program with its calls counted, then end as told."""
    say, shim, folder = speaker(pipe), Shim(), Path(asked["folder"])
    arm = Arm(**asked["arm"]) if asked["arm"] else None
    app = QCoreApplication(["desk"])
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(lambda _, context: say("raised", _words(context)))
    if arm is not None:
        shim.arm(folder, arm, pipe)
    with loop:
        loop.run_until_complete(_programme(asked, folder, say))
    say("ended", True)
    if arm is not None and arm.how is How.FAIL:
        shim.cut()


async def _programme(asked: dict[str, Any], folder: Path, say: Any) -> None:
    chair = Chair(folder, say)
    inner = {"now": time.monotonic, "worked": time.process_time, "shim": Shim()}
    facts = {**asked["facts"], **inner}
    try:
        await PROGRAMS[asked["program"]](chair, facts)
    except StoreFault as fault:
        say("could_not", str(fault.key))
    except CacheLost:
        say("could_not", "cache_lost")
    except TimeoutError as fault:
        say("waited", str(fault))
    except OSError as fault:  # a session that cannot be kept: the program says so and stays
        say("could_not", os.strerror(fault.errno or 0))
    await chair.close()


def _words(context: dict[str, Any]) -> str:
    fault = context.get("exception")
    return "".join(traceback.format_exception(fault))[-1500:] if fault else str(context["message"])


def _lived(asked: dict[str, Any], pipe: int) -> int:
    """A child's exit code; what nobody caught is told, as the loop's own faults are."""
    faults: list[BaseException] = []

    def caught(_kind: object, fault: BaseException | None, _trace: object) -> bool:
        faults.extend([fault] if fault is not None else [])
        return True

    with ExitStack() as ending:
        ending.push(caught)
        _child(asked, pipe)
    for fault in faults:
        speaker(pipe)("raised", "".join(traceback.format_exception(fault))[-1500:])
    return 70 if faults else 0


def _forked(asked: dict[str, Any]) -> dict[str, Any]:
    """Fork, hear the child out, and tell how it ended."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        os._exit(_lived(asked, writes))
    os.close(writes)
    said, hung = _heard(reads, asked["patience"])
    if hung:
        os.kill(child, signal.SIGKILL)
    os.close(reads)
    _, status = os.waitpid(child, 0)
    ended = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    return {"said": said, "hung": hung, "ended": ended}


def _heard(pipe: int, patience: float) -> tuple[list[Any], bool]:
    data, end = b"", time.monotonic() + patience
    while True:
        left = end - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return _lines(data), True
        piece = os.read(pipe, 65536)
        if not piece:
            return _lines(data), False
        data += piece


def _lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def main() -> None:
    """Serve until the input ends; or run the one program given, with its lines on the output."""
    if len(sys.argv) > 1:
        _child(json.loads(sys.argv[1]), sys.stdout.fileno())
        os._exit(0)
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # die with who started this
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(_forked(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
