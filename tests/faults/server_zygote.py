"""A warm server that has loaded everything and serves nothing: forks one child for each line read.

Run with the disk library preloaded. A line is {"arguments", "out", "err", "ahead", "every"}; the
answer is the child's pid. The child is `liveroom-server ARGUMENTS`, its clock `ahead` seconds ahead
and its watch looking every `every` seconds.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop

import server.__main__
import server.app
import server.watch
from server.cli import serve
from server.here import utc_now
from server.settings import settings_from
from tests.server.room import CITY

WARM = (uvloop, serve)


def _shifted(ahead: timedelta) -> datetime:
    return utc_now() + ahead


def _become(asked: dict[str, Any]) -> None:
    """The child: never returns to the loop."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for stream, name in ((1, "out"), (2, "err")):
        fd = os.open(asked[name], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        os.dup2(fd, stream)
        os.close(fd)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    server.watch.EVERY = asked["every"]
    shifted = partial(_shifted, timedelta(seconds=asked["ahead"]))
    setattr(serve, "create_app", partial(server.app.create_app, now=shifted))  # noqa: B010
    code = 70
    try:
        code = server.__main__.main(asked["arguments"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def warm(folder: Path) -> None:
    """Make one server that serves nothing: much is loaded and worked out when first used."""
    flags = {"database": str(folder / "warm.db"), "data": str(folder), "city": CITY}
    server.app.create_app(settings_from(flags))
    assert threading.active_count() == 1, "a thread would be missing in every child"


def main() -> None:
    """Fork until the input ends."""
    with TemporaryDirectory() as folder:
        warm(Path(folder))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become(json.loads(line))
        print(pid, flush=True)


if __name__ == "__main__":
    main()
