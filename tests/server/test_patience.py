"""Connections that keep the server waiting are dropped, and nobody else notices."""

from __future__ import annotations

import socket
import threading

import pytest
import uvicorn

from server import patience
from server.patience import Patient, keep_alive


async def greet(scope: object, receive: object, send: object) -> None:
    """Answers every request alike."""
    assert callable(send)
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    )
    await send({"type": "http.response.body", "body": b"ok"})


def ended(connection: socket.socket) -> bool:
    """Whether the other side ends it, in whatever way."""
    connection.settimeout(20)
    try:
        return connection.recv(4096) == b""
    except ConnectionResetError:
        return True


def test_a_head_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEADERS", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))
    keep_alive(listening)
    config = uvicorn.Config(greet, http=Patient, log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    address = listening.getsockname()
    silent, slow, good = (socket.create_connection(address) for _ in range(3))
    slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    good.sendall(request)
    assert good.recv(4096).startswith(b"HTTP/1.1 200")
    for late in (silent, slow):
        assert ended(late)
        late.close()
    again = socket.create_connection(address)
    again.sendall(request)
    assert again.recv(4096).startswith(b"HTTP/1.1 200")
    again.close()
    good.close()
    server.should_exit = True
    thread.join()
    listening.close()
