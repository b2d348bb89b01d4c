"""Photos of a desk that meets a fault: new ones for each run, and the judgement of all of them."""

from __future__ import annotations

import hashlib
import time
import uuid
from pathlib import Path

from console.photo_store import KEPT, PhotoStore
from db import decisions, media
from db.domain.changes import Outcome
from db.store import Conn
from server.media import Library
from tests.faults.desk_process import Reply
from tests.plugins.pictures import jpeg

_ONE = jpeg()
_SECOND = 60.0


def made(folder: Path, number: int) -> list[str]:
    """Paths of this many photos that no other run has: a server that knew one would not ask."""
    paths = [folder / f"{uuid.uuid4().hex}.jpg" for _ in range(number)]
    for path in paths:
        path.write_bytes(_ONE + path.name.encode())  # bytes after its end do a JPEG no harm
    return [str(path) for path in paths]


def _stored(reply: Reply) -> dict[str, list[str]]:
    """The photos that each stored command names."""
    names = dict[str, list[str]](reply.all("names"))
    return {id: names[id] for id in reply.all("stored") if id in names}


def missing(desk: Path, library: Library, reply: Reply) -> list[str]:
    """Photos that were promised, and are neither whole on the desk's disk nor at the server."""
    named = [sha256 for hashes in _stored(reply).values() for sha256 in hashes]
    return [
        f"photo {sha256[:12]} is {_state(desk / 'photos' / sha256)}, and not at the server"
        for sha256 in dict.fromkeys([*reply.all("staged"), *named])
        if _state(desk / "photos" / sha256) != sha256 and not library.holds(sha256)
    ]


def _state(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "gone"


def undelivered(conn: Conn, library: Library, reply: Reply) -> list[str]:
    """Commands that were not accepted, and photos that are not at the server or on their case."""
    names = _stored(reply)
    wrong, known = list[str](), decisions.known(conn, names)
    for id, hashes in names.items():
        if id not in known or known[id].outcome is not Outcome.ACCEPTED:
            wrong.append(f"{id}, which names photos, came to {known.get(id)}")
            continue
        for sha256 in hashes:
            if not library.holds(sha256):
                wrong.append(f"{id} was accepted without photo {sha256[:12]}")
            if media.cases_with(conn, sha256) != [known[id].case]:
                wrong.append(f"photo {sha256[:12]} of {id} is not on its case alone")
    return wrong


def strays(desk: Path) -> list[str]:
    """What lies with the staged photos and will never be swept."""
    folder = desk / "photos"
    if not folder.exists():
        return []
    wrong = [f"{path.name} was left half-copied" for path in folder.glob("*.part")]
    PhotoStore(folder).sweep((), time.time() + KEPT + _SECOND)
    return wrong + [f"{path.name} is left for ever" for path in folder.iterdir()]
