"""Request bodies: read up to a limit, parsed, and read as a dataclass by the domain's own rules."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from db.domain.wire import BadWire, decode, encode, parse

T = TypeVar("T")


async def json_of(request: Request) -> Any:
    """The JSON value of the body. Raises BadWire."""
    return parse(await request.body())


async def body_of(kind: type[T], request: Request) -> T:
    """The body as a dataclass; unknown fields are passed over. Raises BadWire."""
    return decode(kind, await json_of(request))


def text_of(value: str, place: str, longest: int = 200) -> str:
    """A text of the path, the query or a header. Raises BadWire."""
    text = decode(str, value, place)
    if not 0 < len(text) <= longest:
        raise BadWire(place, f"must have 1 to {longest} characters")
    return text


def json_answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer of plain JSON values, or of a dataclass of the domain."""
    plain = value if isinstance(value, dict | list) else encode(value)
    body = json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()
    return Response(body, status, headers, "application/json")
