"""One file to the server over tus 1.0: from wherever it stands, in pieces that suit the line."""

from __future__ import annotations

import base64
import hashlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from console.api import Api
from console.faults import BadAnswer, Offline, SnapshotNeeded
from db.domain.refused import Refused

SMALLEST, LARGEST = 64 * 1024, 4 * 1024 * 1024
"""Bytes of a piece; the server takes no more at once."""

_SECONDS = 2.0
_LOOKED_AT = 120.0
_PIECE = 1024 * 1024
_NAMES = uuid.UUID("6f1d0c1e-6a0b-4d0e-9a52-6c6976657231")
_ANEW = 404
_CHECKSUM = 460
_REFUSED = (400, 413, 415)


class Pace:
    """How much to send at once: about two seconds of the line as it was of late."""

    def __init__(self) -> None:
        self.size = 256 * 1024

    def took(self, count: int, seconds: float) -> None:
        """So many bytes went in so much time."""
        fitting = int(count / max(seconds, 0.01) * _SECONDS)
        self.size = min(LARGEST, max(SMALLEST, min(fitting, 2 * self.size)))

    def broke(self) -> None:
        """A piece did not arrive."""
        self.size = max(SMALLEST, self.size // 2)


@dataclass(frozen=True, slots=True)
class Stand:
    """How an upload stands on the server."""

    offset: int
    state: str
    reason: str


def upload_id(sha256: str, author: str) -> str:
    """The id of this person's upload of this file: the same after any crash, so none is kept."""
    return str(uuid.uuid5(_NAMES, f"{author} {sha256}"))


def transfer(
    api: Api, path: Path, sha256: str, id: str, pace: Pace, told: Callable[[int, int], None]
) -> str:
    """Send a file until it is ready ("") or refused (the reason). For a worker thread.

    `told` hears (bytes there, bytes in all). Raises the faults of Api (BadAnswer 460 for a piece
    that came to harm on its way), and OSError when the file cannot be read. Called again it goes
    on where the server is.
    """
    length = path.stat().st_size
    begun = False
    stand = _create(api, id, sha256, length)
    with path.open("rb") as file:
        while stand.state == "open":
            told(stand.offset, length)
            file.seek(stand.offset)
            stand = _sent(api, id, sha256, length, stand.offset, file.read(pace.size), pace)
            if stand.reason == "checksum" and not begun and _sum(path) == sha256:
                # Sound here: bytes of another file were under this id. Once more, from the start.
                begun = True
                api.tus("DELETE", f"/uploads/{id}", {})
                stand = _create(api, id, sha256, length)
    return stand.reason if stand.state == "refused" else ""


def _create(api: Api, id: str, sha256: str, length: int) -> Stand:
    """Begin, or ask how it stands: the same request does both, and may be lost."""
    told = {"id": id, "sha256": sha256}
    pairs = (f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in told.items())
    headers = {"Upload-Length": str(length), "Upload-Metadata": ",".join(pairs)}
    return _stand(api.tus("POST", "/uploads", headers, wait=_LOOKED_AT))


def _sent(
    api: Api, id: str, sha256: str, length: int, offset: int, data: bytes, pace: Pace
) -> Stand:
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    headers = {
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
        "Upload-Checksum": f"sha256 {digest}",
    }
    began = time.monotonic()
    # With the last byte the server looks at the whole file before it answers.
    wait = _LOOKED_AT if offset + len(data) >= length else None
    try:
        stand = _stand(api.tus("PATCH", f"/uploads/{id}", headers, data, wait=wait))
    except Offline:
        pace.broke()
        raise
    except (Refused, SnapshotNeeded):
        return _create(api, id, sha256, length)
    except BadAnswer as answer:
        if answer.status == _CHECKSUM:
            pace.broke()
        if answer.status not in (_ANEW, *_REFUSED):
            raise
        return _create(api, id, sha256, length)
    pace.took(len(data), time.monotonic() - began)
    return stand


def _stand(headers: Mapping[str, str]) -> Stand:
    state, _, reason = headers.get("Liveroom-Upload", "").partition("; reason=")
    offset = headers.get("Upload-Offset", "")
    if state not in ("open", "ready", "refused") or not offset.isdecimal():
        raise BadAnswer("an answer that does not say how the upload stands")
    return Stand(int(offset), state, reason)


def _sum(path: Path) -> str:
    told = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            told.update(piece)
    return told.hexdigest()
