"""Signing in with real keys: every way it can fail is a sentence on the page."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from console import session as sessions
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.banner import Banner

OFFLINE = "Bekerja luring dengan data terakhir"


class Website(BaseHTTPRequestHandler):
    """Answers everything, and is no LIVE Room."""

    server_of: ClassVar[dict[str, HTTPServer]] = {}

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<h1>It works!</h1>")

    def log_message(self, format: str, *args: object) -> None:
        """Quietly."""


@pytest.fixture
def website() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Website)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    Website.server_of[url] = server
    yield url
    del Website.server_of[url]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def own_certificate(website: str, tmp_path: Path) -> tuple[str, str]:
    """Address and certificate (PEM) of a server whose certificate nobody known has signed."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    key, pem = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    made = [*make.split(), "-keyout", str(key), "-out", str(pem)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    server = Website.server_of[website]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return website.replace("http:", "https:"), pem.read_text()


@pytest.fixture
def nowhere() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def try_to_enter(seat: Seat, server: str, login: str, password: str) -> None:
    """Type into the page and hit Enter."""
    for name, text in (
        ("Server", server), ("Nama pengguna", login), ("Kata sandi", password),
    ):  # fmt: skip
        field = seat.find(QLineEdit, name)
        field.clear()
        field.setFocus()
        if text:
            await seat.press(text)
    await seat.press(Qt.Key.Key_Return)


def said(seat: Seat) -> str:
    """What the page says went wrong."""
    assert seat.program.sign_in is not None
    (banner,) = seat.program.sign_in.findChildren(Banner)
    return banner.accessibleName() if banner.isVisible() else ""


def offers_offline(seat: Seat) -> bool:
    return any(
        button.isVisible() and button.text() == OFFLINE
        for button in seat.program.findChildren(QPushButton)
    )


def check(loop: Loop, seat: Seat, server: str, login: str, password: str, word: str) -> None:
    """It does not work, and says why; the page can be used again."""

    async def journey() -> None:
        await try_to_enter(seat, server, login, password)
        await until(lambda: word in said(seat), f"the page says {word!r}")
        assert seat.program.frame is None
        assert seat.find(QLineEdit, "Kata sandi").isEnabled()

    loop.run(journey())


@pytest.fixture
def seat(loop: Loop, sit: Callable[..., Seat]) -> Seat:
    seat = sit()
    loop.run(seat.open())
    return seat


def test_a_person_signs_in_with_the_keyboard_alone(room: Room, loop: Loop, seat: Seat) -> None:
    async def journey() -> None:
        await try_to_enter(seat, room.url, "siti", PASSWORD)
        await until(lambda: seat.program.frame is not None, "the desk is open")

    loop.run(journey())
    assert not (seat.folder / "crash.log").exists()
    assert (seat.folder / "session.json").stat().st_mode & 0o077 == 0
    assert PASSWORD.encode() not in (seat.folder / "session.json").read_bytes()


def test_a_wrong_password(room: Room, loop: Loop, seat: Seat) -> None:
    check(loop, seat, room.url, "siti", "salah", "Nama pengguna atau kata sandi salah.")
    check(loop, seat, room.url, "tiada", PASSWORD, "Nama pengguna atau kata sandi salah.")
    assert not offers_offline(seat)


def test_too_many_wrong_passwords(room: Room, loop: Loop, seat: Seat) -> None:
    for _ in range(5):
        check(loop, seat, room.url, "siti", "salah", "kata sandi salah")
    check(loop, seat, room.url, "siti", PASSWORD, "Tunggu beberapa menit")


def test_a_server_that_is_not_there(nowhere: str, loop: Loop, seat: Seat) -> None:
    check(loop, seat, nowhere, "siti", PASSWORD, "Server tidak terjangkau")
    assert not offers_offline(seat)


def test_an_address_of_something_else(website: str, loop: Loop, seat: Seat) -> None:
    check(loop, seat, website, "siti", PASSWORD, "bukan server LIVE Room")


def test_an_unknown_certificate_is_trusted_only_by_a_person(
    own_certificate: tuple[str, str], loop: Loop, seat: Seat
) -> None:
    url, pem = own_certificate
    check(loop, seat, url, "siti", PASSWORD, "Sertifikat server tidak dikenal")
    print_of = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    assert print_of in said(seat).replace(" ", "")
    (trust,) = (b for b in seat.program.findChildren(QPushButton) if "Percayai" in b.text())
    trust.click()
    check(loop, seat, url, "siti", PASSWORD, "bukan server LIVE Room")


@pytest.mark.parametrize("address", ["ftp://server", "https://[bad"])
def test_an_address_that_is_none(address: str, loop: Loop, seat: Seat) -> None:
    check(loop, seat, address, "siti", PASSWORD, "Itu bukan alamat server")


@pytest.mark.parametrize(
    ("server", "login", "password", "what"),
    [
        ("", "siti", "x", "Server"),
        ("http://127.0.0.1", "", "x", "Nama pengguna"),
        ("http://127.0.0.1", "siti", "", "Kata sandi"),
    ],
)
def test_an_empty_field_is_named(
    loop: Loop, seat: Seat, server: str, login: str, password: str, what: str
) -> None:
    check(loop, seat, server, login, password, f"Isi dulu: {what}.")


def test_without_the_server_the_last_session_opens_behind_its_password(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    first = sit()
    loop.run(first.enter(room.url, "siti", PASSWORD))
    case = room.received(room.desk("agus"))
    loop.run(until(lambda: first.program.book.slot(case) is not None, "the case is here"))
    loop.run(first.close())
    room.stop()
    seat = sit()
    loop.run(seat.open())

    async def journey() -> None:
        assert seat.find(QLineEdit, "Server").text() == room.url
        assert seat.find(QLineEdit, "Nama pengguna").text() == "siti"
        await try_to_enter(seat, room.url, "siti", "salah")
        await until(lambda: offers_offline(seat), "work without the server is offered")
        assert "Server tidak terjangkau" in said(seat)
        await seat.press(Qt.Key.Key_Space)
        await until(lambda: "sesi terakhir" in said(seat), "the wrong password is refused")
        await try_to_enter(seat, room.url, "siti", PASSWORD)
        await until(lambda: offers_offline(seat), "it is offered again")
        await seat.press(Qt.Key.Key_Space)
        await until(lambda: seat.program.frame is not None, "the desk is open")
        await until(lambda: seat.program.book.slot(case) is not None, "the case is still here")

    loop.run(journey())
    room.start()


def test_a_disk_that_cannot_keep_the_session_is_told(
    room: Room, loop: Loop, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sessions, "write_private", full)
    check(loop, seat, room.url, "siti", PASSWORD, "Sesi ini tidak dapat disimpan")


def test_a_desk_whose_files_could_not_be_opened_says_so_again(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    seat = sit("blocked")
    (tmp_path / "blocked" / "outbox.db").mkdir()
    (tmp_path / "blocked" / "cache.db").mkdir()
    loop.run(seat.open())
    check(loop, seat, room.url, "siti", PASSWORD, "cache.db")


def test_a_new_desk_cannot_open_offline(loop: Loop, seat: Seat) -> None:
    assert loop.run(seat.program.enter_offline("siti", PASSWORD)) is False
    assert "Belum pernah ada yang masuk" in said(seat)


def test_a_data_folder_that_cannot_hold_files_is_told(
    loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    seat = sit("blocked")
    (tmp_path / "blocked" / "outbox.db").mkdir()
    loop.run(seat.open())
    assert "outbox.db" in said(seat)
