"""`liveroom-server serve`: listens until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from server.app import create_app
from server.changes import Feed
from server.cli.opening import add_place_arguments, settings_of
from server.log import log_to_stderr
from server.patience import Patient, keep_alive
from server.settings import Settings, SettingsFault

Ready = Callable[[str, Callable[[], object]], None]
"""Told the address, and a way to stop the server from any thread."""

_GRACE = 10
"""Seconds that requests get to end when the server stops."""


class Server(uvicorn.Server):
    """Says when it accepts, and ends the streams when it is told to stop."""

    def __init__(
        self,
        config: uvicorn.Config,
        feed: Feed,
        address: str,
        ready: Ready,
        stopping: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._feed = feed
        self._address = address
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept."""
        await super().startup(sockets)
        if self.started:
            loop = asyncio.get_running_loop()
            self._ready(
                self._address,
                lambda: loop.call_soon_threadsafe(self.handle_exit, signal.SIGTERM, None),
            )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM or SIGINT: end the streams, then everything; a second SIGINT waits for nobody.

        uvicorn's own way raises the signal again at the end, so a clean stop would look like none.
        """
        self._stopping()
        self._feed.bell.close()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `serve`."""
    add_place_arguments(parser)
    parser.add_argument("--host", help="address to listen on (LIVEROOM_HOST; 127.0.0.1)")
    parser.add_argument("--port", help="port, 0 for a free one (LIVEROOM_PORT; 8471)")


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT. Raises SettingsFault, CityFaults, StoreFault."""
    log_to_stderr()
    return serve(settings_of(args), lambda address, stop: print(f"ready {address}", flush=True))


def serve(settings: Settings, ready: Ready, stopping: Callable[[], None] = lambda: None) -> int:
    """Serve until SIGTERM or SIGINT. Raises SettingsFault, CityFaults, StoreFault.

    `ready` is called in the event loop when requests are taken, `stopping` when no more will be.
    """
    listening = _listening(settings.host, settings.port)
    with listening:
        app = create_app(settings)
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        config = uvicorn.Config(
            app,
            http=Patient,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE,
            ws="none",
        )
        server = Server(config, app.state.feed, f"http://{shown}:{port}", ready, stopping)
        server.run([listening])
    return 0 if server.started else 1


def _listening(host: str, port: int) -> socket.socket:
    """The open port. Raises SettingsFault."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keep_alive(listening)
        listening.bind(address)
    except UnicodeError as fault:
        raise SettingsFault(
            f"{host[:80]!r} is no address to listen on; name one with --host, such as 127.0.0.1"
        ) from fault
    except OSError as fault:
        raise SettingsFault(
            f"cannot listen on {host} port {port} ({fault.strerror}); stop the program that uses "
            "it, or choose another with --host and --port (0 takes a free one)"
        ) from fault
    return listening
