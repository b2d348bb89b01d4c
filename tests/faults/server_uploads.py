"""A photo on its way to the server in two pieces, and the command that names it."""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import dataclass, field

from db.domain import commands as verb
from tests.faults.server_scenarios import Commands, Wrong, command, receive, settled
from tests.faults.server_site import Told
from tests.plugins.pictures import jpeg

_SEEDS = iter(range(1, 1 << 20))


@dataclass(slots=True)
class Photo(Commands):
    """Announced, sent in two pieces, named by a command, and fetched."""

    reads = frozenset({"fetch"})
    id: str = ""
    data: bytes = b""
    sha256: str = ""
    acked: int = field(default=0)

    def prepare(self) -> None:
        new = receive()
        settled(self.site, "siti", new)
        self.id, self.data = str(uuid.uuid4()), jpeg(seed=next(_SEEDS))
        self.sha256 = hashlib.sha256(self.data).hexdigest()
        attach = command("siti", new["case"], verb.Attach((self.sha256,)))
        self.batches = [("siti", [attach])]

    def act(self) -> None:
        told = self.asked("create", self._create)
        for half in (0, len(self.data) // 2):
            if told is not None and told.good:
                told = self.asked(f"piece {half}", lambda half=half: self._piece(half))  # type: ignore[misc]
                self.acked = _offset(told) or self.acked
        if told is not None and told.good:
            super(Photo, self).act()
            self.asked("fetch", self._fetch)

    def _create(self) -> Told:
        named = {"id": self.id, "sha256": self.sha256}
        pairs = (f"{key} {base64.b64encode(one.encode()).decode()}" for key, one in named.items())
        return self._tus("POST", "/uploads", b"", **{
            "Upload-Length": str(len(self.data)), "Upload-Metadata": ",".join(pairs),
        })  # fmt: skip

    def _piece(self, offset: int) -> Told:
        half = len(self.data) // 2
        data = self.data[offset : half if offset < half else None]
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        return self._tus("PATCH", f"/uploads/{self.id}", data, **{
            "Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {digest}",
            "Content-Type": "application/offset+octet-stream",
        })  # fmt: skip

    def _tus(self, method: str, path: str, body: bytes | None, **headers: str) -> Told:
        return self.site.ask("siti", method, path, body, **{"Tus-Resumable": "1.0.0", **headers})

    def _fetch(self) -> Told:
        return self.site.ask("siti", "GET", f"/media/{self.sha256}")

    def again(self) -> Wrong:
        """Resume where the server says; what it had acknowledged is there."""
        wrong = []
        if not self._create().good:
            wrong.append("the upload cannot be created again")
        told = self._tus("HEAD", f"/uploads/{self.id}", None)
        there = _offset(told)
        if there < self.acked:
            wrong.append(f"{self.acked} bytes were acknowledged, {there} are there")
        while there < len(self.data):
            told = self._piece(there)
            if not told.good:
                return [*wrong, f"a piece at {there} is answered {told.status} {told.body}"]
            there = _offset(told)
        told = self._tus("HEAD", f"/uploads/{self.id}", None)
        if told.headers.get("liveroom-upload") != "ready":
            wrong.append(f"the upload is {told.status} {told.headers.get('Liveroom-Upload')}")
        wrong += super(Photo, self).again()
        fetched = self._fetch()
        if not fetched.good or not fetched.body.startswith(b"\xff\xd8"):
            wrong.append(f"the photo is answered {fetched.status}")
        return wrong


def _offset(told: Told | None) -> int:
    """Where an upload stands, by an answer that says it is done."""
    return int(told.headers.get("upload-offset", 0)) if told is not None and told.good else 0
