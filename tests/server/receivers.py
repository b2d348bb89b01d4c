"""What agencies listen with: a real HTTP server and a real mail server, each told how to answer."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Got:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """An HTTP server that keeps what it got; `answers` in order, the last one for ever."""

    url: str
    answers: list[Answering]
    got: list[Got] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int, seconds: float = 30.0) -> list[Got]:
        """What it got once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.got) >= count, seconds), self.got
            return list(self.got)

    def take(self, got: Got) -> Answering:
        """Keep a request; how to answer it."""
        with self.came:
            self.got.append(got)
            self.came.notify_all()
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def says(status: int, body: bytes = b"", **headers: str) -> Answering:
    """A plain answer; names of headers with _ for -."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)

    return answer


def hangs_up(to: BaseHTTPRequestHandler) -> None:
    """The request was read, the answer is lost."""
    to.close_connection = True
    to.connection.close()


def drips(to: BaseHTTPRequestHandler) -> None:
    """A sign now and then, for ever: no pause is long enough to be a time-out."""
    to.close_connection = True
    pause = threading.Event()
    try:
        to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            to.wfile.write(b".")
            to.wfile.flush()
            pause.wait(0.05)
    except OSError:
        return


@contextmanager
def listening(*answers: Answering) -> Iterator[Listener]:
    """An HTTP server on a free port of this machine."""

    class Taking(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            got = Got(self.command, self.path, headers, self.rfile.read(size))
            listener.take(got)(self)

        do_GET = do_POST

        def log_message(self, format: str, *args: Any) -> None:
            """Not on the tests' stderr."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever hangs up on us does so on purpose."""

    server = Quiet(("127.0.0.1", 0), Taking)
    listener = Listener(f"http://127.0.0.1:{server.server_address[1]}/hook", list(answers))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield listener
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Mailbox:
    """A mail server that keeps its letters; `refuses` is what it says to a recipient instead."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: str = ""
    came: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int, seconds: float = 30.0) -> list[EmailMessage]:
        """The letters once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.letters) >= count, seconds)
            return list(self.letters)


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server on a free port, without TLS."""

    class Taking(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail.test")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self._say("354 go on")
                    self._letter()
                elif word == b"RCPT" and box.refuses:
                    self._say(box.refuses)
                elif word == b"QUIT":
                    return
                else:
                    self._say("250 ok")

        def _letter(self) -> None:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            with box.came:
                box.letters.append(letter)
                box.came.notify_all()
            self._say("250 kept")

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Taking)
    box = Mailbox(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield box
    server.shutdown()
    thread.join()
    server.server_close()
