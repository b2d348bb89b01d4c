"""A small real HTTP server whose answers a test writes down beforehand."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One answer; `lines` are sent one after the other and then held open until `release`."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    lines: tuple[bytes, ...] = ()


@dataclass
class Asked:
    """What arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


class Scripted:
    """Gives the answers in order; the last one again and again."""

    def __init__(self) -> None:
        self.replies: deque[Reply] = deque()
        self.asked: list[Asked] = []
        self.release = threading.Event()
        self.answer: Callable[[Asked], Reply] = lambda asked: (
            self.replies.popleft() if len(self.replies) > 1 else self.replies[0]
        )
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                text = self.rfile.read(size)
                plain = self.headers.get("Content-Type") == "application/json"
                body = json.loads(text) if text and plain else None
                asked = Asked(self.command, self.path, dict(self.headers), body)
                script.asked.append(asked)
                self.send(script.answer(asked))

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

            def send(self, reply: Reply) -> None:
                self.send_response(reply.status)
                body = json.dumps(reply.body).encode() if reply.raw is None else reply.raw
                headers = {"Content-Type": "application/json", **reply.headers}
                if reply.lines:
                    headers["Transfer-Encoding"] = "chunked"
                else:
                    headers["Content-Length"] = str(len(body))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if not reply.lines:
                    self.wfile.write(body)
                for line in reply.lines:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
                    self.wfile.flush()
                if reply.lines:
                    script.release.wait(10)
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                """The test looks at `asked`."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Close the port."""
        self.release.set()
        self._server.shutdown()
        self._server.server_close()


def problem(status: int, kind: str, **members: Any) -> Reply:
    """An error as the server writes it."""
    body = {"type": f"liveroom:{kind}", "title": "", "status": status, **members}
    headers = {"Content-Type": "application/problem+json", "Liveroom-Head": "E/41"}
    return Reply(status, body, headers)
