"""`liveroom-server demo-feed`: the living city's people on a server that runs already."""

from __future__ import annotations

import argparse
import signal
import threading
from functools import partial
from pathlib import Path

from server.cli import demo
from server.demo.accounts import read_credentials
from server.demo.feed import CityFeed
from server.log import log_to_stderr, note
from server.settings import SettingsFault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `demo-feed`."""
    parser.add_argument("--server", required=True, help="its address, http://HOST:PORT")
    parser.add_argument(
        "--credentials", required=True, metavar="FILE", help=f"a demo's {demo.ACCOUNTS}"
    )
    demo.add_feed_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Play until SIGTERM, SIGINT or the end of stdin. Raises SettingsFault."""
    log_to_stderr()
    accounts = read_credentials(Path(args.credentials))
    try:
        feed = CityFeed(args.server, accounts, args.speed, rain=args.rain)
    except ValueError as fault:
        raise SettingsFault(f"--server: {fault}") from fault
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: stop.set())
    demo.on_user_signal(feed.rain)
    orders = partial(demo.obey, feed.rain, _no_wall)
    threading.Thread(target=demo.listen, args=(orders, stop.set), daemon=True).start()
    feed.run(stop)
    return 0


def _no_wall(code: str) -> None:
    """Whose server it is lets walls in."""
    note("demo lets in no wall of another server", code=code)
