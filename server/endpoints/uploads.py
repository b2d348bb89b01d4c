"""/uploads: tus 1.0 with creation, termination, checksum and expiration, on raw bytes."""

from __future__ import annotations

import base64
import re
from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from db.domain.commands import LAWS, Attach, Finish, Receive
from db.domain.media import is_hash
from db.domain.media_kinds import LARGEST_VIDEO
from db.domain.states import Role
from db.domain.wire import BadWire
from db.uploads import Upload
from server.people import People
from server.problems import Problem
from server.uploads import Announced, Chunk, Uploads

VERSION = "1.0.0"
SENDERS = tuple(
    sorted(
        (LAWS[Attach].roles | LAWS[Finish].roles | LAWS[Receive].roles)
        - {Role.SYSTEM, Role.CHANNEL}
    )
)

_ALGORITHMS = {"sha1": 20, "sha256": 32}
_NUMBER = re.compile(r"[0-9]{1,12}")
_BYTES = "application/offset+octet-stream"
_OFFERS = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,expiration,termination,checksum",
    "Tus-Checksum-Algorithm": ",".join(_ALGORITHMS),
    "Tus-Max-Size": str(LARGEST_VIDEO),
}
_SAID = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}


def routes(uploads: Uploads, people: People) -> APIRouter:
    """The routes of uploads."""
    router = APIRouter()

    async def author_of(request: Request) -> str:
        signed = await people.signed_in(request, *SENDERS)
        if request.headers.get("tus-resumable") != VERSION:
            said = {"Tus-Version": VERSION}
            raise Problem(412, "bad-wire", f"send Tus-Resumable: {VERSION}", headers=said)
        return signed.actor.id

    async def options(request: Request) -> Response:
        return Response(status_code=204, headers={**_SAID, **_OFFERS})

    async def create(request: Request) -> Response:
        author = await author_of(request)
        upload = await uploads.create(author, _announced(request))
        return Response(
            status_code=201, headers={"Location": f"/uploads/{upload.id}", **_told(upload)}
        )

    async def head(request: Request) -> Response:
        author = await author_of(request)
        return Response(headers=_told(await uploads.of(author, _id(request))))

    async def patch(request: Request) -> Response:
        author, id = await author_of(request), _id(request)
        if request.headers.get("content-type") != _BYTES:
            raise Problem(415, "bad-wire", f"send Content-Type: {_BYTES}")
        offset = _number(request, "Upload-Offset")
        algorithm, digest = _checksum(request)
        chunk = Chunk(offset, await request.body(), algorithm, digest)
        return Response(status_code=204, headers=_told(await uploads.take(author, id, chunk)))

    async def end(request: Request) -> Response:
        author = await author_of(request)
        await uploads.end(author, _id(request))
        return Response(status_code=204, headers=_SAID)

    def add(path: str, method: str, answer: Callable[[Request], Awaitable[Response]]) -> None:
        router.add_route(path, answer, methods=[method])

    for path in ("/uploads", "/uploads/{id}"):
        add(path, "OPTIONS", options)
    add("/uploads", "POST", create)
    for method, answer in {"HEAD": head, "PATCH": patch, "DELETE": end}.items():
        add("/uploads/{id}", method, answer)
    return router


def _told(upload: Upload) -> dict[str, str]:
    """How it stands, as headers; `Liveroom-Upload` says open, ready, or refused and why."""
    state = f"{upload.state}; reason={upload.reason}" if upload.reason else upload.state
    return {
        **_SAID,
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": format_datetime(upload.expires, usegmt=True),
        "Liveroom-Upload": state,
    }


def _announced(request: Request) -> Announced:
    given = _metadata(request.headers.get("upload-metadata", ""))
    sha256 = given.get("sha256", "")
    if not is_hash(sha256):
        raise BadWire("header Upload-Metadata", "needs sha256: 64 hex digits of the whole file")
    return Announced(_uuid(given.get("id", ""), "header Upload-Metadata"), sha256,
                     _number(request, "Upload-Length"))  # fmt: skip


def _metadata(header: str) -> dict[str, str]:
    """Keys and values, the values in base64; unknown keys are passed over. Raises BadWire."""
    found: dict[str, str] = {}
    for pair in filter(None, map(str.strip, header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except ValueError as fault:
            raise BadWire("header Upload-Metadata", f"{key[:40]!r} is not base64") from fault
    return found


def _id(request: Request) -> str:
    return _uuid(request.path_params["id"], "upload")


def _uuid(given: str, place: str) -> str:
    """An id in its one canonical form, since a file will bear it."""
    try:
        canonical = str(UUID(given))
    except ValueError:
        canonical = ""
    if not given or given != canonical:
        raise BadWire(place, "needs a UUID in lower case as id")
    return given


def _number(request: Request, header: str) -> int:
    given = request.headers.get(header, "")
    if not _NUMBER.fullmatch(given):
        raise BadWire(f"header {header}", "must be a whole number of bytes")
    return int(given)


def _checksum(request: Request) -> tuple[str, bytes]:
    """Algorithm and digest of the chunk; empty where none was sent. Raises BadWire."""
    header = request.headers.get("upload-checksum", "")
    if not header:
        return "", b""
    algorithm, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except ValueError:
        digest = b""
    if len(digest) != _ALGORITHMS.get(algorithm):
        raise BadWire("header Upload-Checksum", "must be sha1 or sha256, a blank, and base64")
    return algorithm, digest
