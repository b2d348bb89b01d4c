"""A server process whose clock is what a file says: for tests of what falls due, and of who dies.

python -m tests.server.late_process DATABASE DATA PACK AHEAD, the last a file with seconds.
"""

import logging
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

from server import ladders, watch
from server.app import create_app
from server.settings import Settings

IN_ONE_LOOK = 2
"""Cases that climb in one transaction: few, so that a kill falls between them."""


def begin(database: str, data: Path, pack: Path, ahead: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start one; it works until it is killed or told to end."""
    given = [database, str(data), str(pack), str(ahead)]
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.server.late_process", *given],
            stdout=subprocess.PIPE,
            stderr=out,
        )


def await_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until it looks at the clocks."""
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n", log.read_text("utf-8")


def set_ahead(file: Path, by: timedelta) -> None:
    """The clocks of all who read this file."""
    new = file.with_suffix(".new")
    new.write_text(str(by.total_seconds()), "ascii")
    new.replace(file)


def main(database: str, data: str, pack: str, ahead: str) -> None:
    """Serve until told to end."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(Path(ahead).read_text("ascii")))

    logging.basicConfig(level=logging.INFO)
    watch.EVERY, ladders._AT_ONCE = 0.05, IN_ONE_LOOK
    serve(Settings(database, Path(pack), Path(data)), now)


def serve(settings: Settings, now: Callable[[], datetime]) -> None:
    """Say "ready" once it serves, and go on until told to end."""
    config = uvicorn.Config(create_app(settings, now), log_config=None, access_log=False)
    _Ready(config).run(sockets=[socket.create_server(("127.0.0.1", 0))])


class _Ready(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print("ready", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
