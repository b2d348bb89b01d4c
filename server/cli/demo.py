"""`liveroom-server demo`: a server of its own with a city that lives, for trying things out."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from platformdirs import user_data_path

from db import journal, people
from db.domain.states import Role
from db.domain.wall import plain_code
from server import admission
from server.cli.opening import open_store
from server.cli.serve import serve
from server.demo.accounts import Credentials, let_in, open_accounts
from server.demo.facilities import furnish
from server.demo.feed import CityFeed
from server.demo.history import seed_history
from server.demo.living_city import LivingCity
from server.demo.phrases import phrases_for
from server.demo.pictures import every
from server.here import utc_now
from server.log import log_to_stderr
from server.media import Library
from server.settings import Settings, SettingsFault, settings_from
from server.washing import wash

SPEED = 80.0
"""A day of the city in 11 minutes: something new on the board every few seconds."""

ACCOUNTS = "demo.json"
_FASTEST = 3600.0
_JOIN = 4.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `demo`."""
    parser.add_argument("--data", help="folder of the demo's data and passwords")
    parser.add_argument("--city", help="folder of a city pack, or the id of one (LIVEROOM_CITY)")
    parser.add_argument("--port", default="0", help="port; 0, the default, takes a free one")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another city life")
    add_feed_arguments(parser)


def add_feed_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of how the city lives."""
    parser.add_argument("--rain", action="store_true", help="begin with an hour of heavy rain")
    parser.add_argument(
        "--speed", type=speed, default=SPEED, help=f"how many times as fast ({SPEED:g})"
    )


def speed(given: str) -> float:
    """A speed from 1 to 3600. ArgumentTypeError otherwise."""
    try:
        value = float(given)
    except ValueError:
        value = 0.0
    if not 1.0 <= value <= _FASTEST:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number from 1 to {_FASTEST:g}")
    return value


def run(args: argparse.Namespace) -> int:
    """Serve and play until SIGTERM, SIGINT or the end of stdin.

    A line `rain` on stdin, or SIGUSR1, lets an hour of rain begin; a line `wall CODE` lets the wall
    in that shows this code. Raises SettingsFault, CityFaults, StoreFault.
    """
    log_to_stderr(logging.WARNING)
    settings = furnish(_settings(args))
    accounts = prepare(settings, args.seed)
    stop, playing = threading.Event(), list[threading.Thread]()

    def ready(address: str, end: Callable[[], object]) -> None:
        feed = CityFeed(address, accounts, args.speed, rain=args.rain)
        on_user_signal(feed.rain)
        playing.append(threading.Thread(target=feed.run, args=(stop,), name="city", daemon=True))
        playing[0].start()
        orders = partial(obey, feed.rain, partial(admit, settings))
        threading.Thread(target=listen, args=(orders, end), name="stdin", daemon=True).start()
        print(json.dumps(_greeting(address, accounts)), flush=True)

    code = serve(settings, ready, stop.set)
    stop.set()
    for thread in playing:
        thread.join(_JOIN)
    return code


def prepare(settings: Settings, seed: int) -> Credentials:
    """The store with people and a past, made where they are missing; who may sign in.

    Raises SettingsFault, CityFaults, StoreFault.
    """
    city, store = open_store(settings, make=True)
    try:
        living = LivingCity(city, phrases_for(city), seed)
        file = settings.data / ACCOUNTS
        accounts, fresh = open_accounts(city, living.staff, seed, file)
        with store.read() as conn:
            empty = journal.head(conn).seq == 0
            viewer = people.by_login(conn, accounts.viewer(Role.OFFICER).login)
        if fresh or viewer is None:
            with store.write() as conn:
                let_in(conn, city, living.staff, accounts, utc_now())
        if empty:
            seed_history(store, living, utc_now())
            hang_up_pictures(Library(settings.media))
    finally:
        store.close()
    return accounts


def hang_up_pictures(library: Library) -> None:
    """What the city's past names is there to be seen. Raises StoreFault."""
    with tempfile.TemporaryDirectory() as folder:
        for sha256, data in every().items():
            source = Path(folder) / sha256
            source.write_bytes(data)
            library.take_in(source, sha256, wash)


def obey(rain: Callable[[], object], wall: Callable[[str], object], said: bytes) -> None:
    """Carry out the orders of some lines."""
    for line in said.decode("ascii", "replace").splitlines():
        verb, _, what = line.partition(" ")
        if verb == "rain":
            rain()
        elif verb == "wall" and plain_code(what):
            wall(plain_code(what))


def admit(settings: Settings, code: str) -> None:
    """Let the demo's wall in. Raises StoreFault."""
    _, store = open_store(settings)
    try:
        with store.write() as conn:
            admission.expect(conn, "Demo", code, utc_now())
    finally:
        store.close()


def listen(orders: Callable[[bytes], object], end: Callable[[], object]) -> None:
    """Read orders from stdin until it ends, which ends the demo.

    A stdin that never was there (a service's /dev/null) is no order to stop.
    """
    try:
        handle = sys.stdin.fileno() if sys.stdin else -1
        kind = os.fstat(handle).st_mode
    except (OSError, ValueError):
        return
    if stat.S_ISCHR(kind) and not os.isatty(handle):
        return
    # The bare handle: a thread inside sys.stdin would keep the interpreter from ending.
    try:
        while said := os.read(handle, 4096):
            orders(said)
    except OSError:
        return
    end()


def on_user_signal(rain: Callable[[], object]) -> None:
    """Let SIGUSR1 bring rain, where there is such a signal."""
    if hasattr(signal, "SIGUSR1"):
        signal.signal(signal.SIGUSR1, lambda number, frame: rain())


def _settings(args: argparse.Namespace) -> Settings:
    """The demo's own database, whatever the environment says about a real one."""
    data = Path(args.data) if args.data else user_data_path("liveroom-demo")
    if data.exists() and not data.is_dir():
        raise SettingsFault(f"{data} is not a folder; name another with --data")
    flags = {"data": str(data), "database": str(data / "liveroom.db")}
    return settings_from({**flags, "city": args.city, "host": "127.0.0.1", "port": args.port})


def _greeting(address: str, accounts: Credentials) -> dict[str, object]:
    """The line that tells whoever started the demo how to get in."""
    officer, chief = accounts.viewer(Role.OFFICER), accounts.viewer(Role.SUPERVISOR)
    mayor = accounts.viewer(Role.MAYOR)
    return {
        "ready": address,
        "login": officer.login,
        "password": officer.password,
        "supervisor": {"login": chief.login, "password": chief.password},
        "mayor": {"login": mayor.login, "password": mayor.password},
    }
