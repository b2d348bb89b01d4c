"""A tile server on this machine that can be kind, busy, slow, lost or somebody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]
Square = tuple[int, int, int]


class TileServer:
    """`answer` says what is sent for a tile; `asked` what was asked, `most` how many at a time."""

    def __init__(self, picture: bytes) -> None:
        self.picture = picture
        self.answer: Callable[[Square], Reply] = self.kind
        self.asked: list[tuple[Square, dict[str, str], float]] = []
        self.most = self._now = 0
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0
        self.open()

    @property
    def address(self) -> str:
        """For the sheet."""
        return f"http://127.0.0.1:{self.port}/{{z}}/{{x}}/{{y}}.png"

    @property
    def squares(self) -> list[Square]:
        """What was asked for, in order."""
        return [square for square, _, _ in self.asked]

    def kind(self, _square: Square) -> Reply:
        """A picture that is fresh for an hour."""
        return 200, {"Cache-Control": "max-age=3600", "ETag": '"one"'}, self.picture

    def open(self) -> None:
        """Be there, at the same place as before."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._serve(self)

            def log_message(self, *_: object) -> None:
                """Nothing on the screen."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Be gone: new connections are refused, those that are there are cut."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        if self._server is None:
            handler.close_connection = True
            handler.connection.close()
            return
        zoom, x, y = (int(part) for part in handler.path[1:].split(".")[0].split("/"))
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.asked.append(((zoom, x, y), dict(handler.headers), time.monotonic()))
        try:
            status, headers, body = self.answer((zoom, x, y))
        finally:
            with self._lock:
                self._now -= 1
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if status != 304:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        try:
            handler.wfile.write(body)
        except OSError:
            handler.close_connection = True
