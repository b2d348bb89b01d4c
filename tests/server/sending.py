"""A person who uploads over tus, step by step, and what the answers were."""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Protocol

import httpx

from tests.plugins.pictures import sha256

TUS = {"Tus-Resumable": "1.0.0"}


class Line(Protocol):
    """A person's connection."""

    @property
    def http(self) -> httpx.Client:
        """In the person's name."""


class Sender:
    """One file of one person on its way."""

    def __init__(self, desk: Line, data: bytes, id: str = "", named: str = "") -> None:
        self.desk, self.data = desk, data
        self.id = id or str(uuid.uuid4())
        self.sha256 = named or sha256(data)

    def create(self, length: int | None = None, **more: str) -> httpx.Response:
        """Announce the file."""
        told = {"id": self.id, "sha256": self.sha256, "filename": "../../etc/passwd"}
        pairs = [f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items()]
        length = len(self.data) if length is None else length
        headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": ",".join(pairs), **more}
        return self.desk.http.post("/uploads", headers=headers)

    def patch(self, offset: int, data: bytes, checksum: str = "", **more: str) -> httpx.Response:
        """Send bytes for an offset."""
        kind = "application/offset+octet-stream"
        headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": kind, **more}
        if checksum:
            digest = hashlib.new(checksum, data).digest()
            headers["Upload-Checksum"] = f"{checksum} {base64.b64encode(digest).decode()}"
        return self.desk.http.patch(f"/uploads/{self.id}", content=data, headers=headers)

    def head(self) -> httpx.Response:
        """Ask how it stands."""
        return self.desk.http.head(f"/uploads/{self.id}", headers=TUS)

    def end(self) -> httpx.Response:
        """Give it up."""
        return self.desk.http.delete(f"/uploads/{self.id}", headers=TUS)

    def whole(self, piece: int = 100_000) -> httpx.Response:
        """Send everything; the last answer."""
        answer = self.create()
        assert answer.status_code == 201, answer.text
        offset = int(answer.headers["Upload-Offset"])
        while offset < len(self.data):
            answer = self.patch(offset, self.data[offset : offset + piece], "sha256")
            if answer.status_code != 204:
                return answer
            offset = int(answer.headers["Upload-Offset"])
        return answer


def uploaded(desk: Line, data: bytes) -> str:
    """A file that is ready; its hash."""
    sender = Sender(desk, data)
    answer = sender.whole()
    assert answer.status_code == 204, answer.text
    assert answer.headers["Liveroom-Upload"] == "ready"
    return sender.sha256
