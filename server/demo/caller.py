"""A small HTTP client for the demonstration's people: JSON in, JSON out, one connection."""

from __future__ import annotations

import base64
import http.client
import json
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from db.domain.wire import PROTOCOL

_PATIENCE = 15.0


class Unreachable(Exception):
    """No answer, or one that says later: try again in a while."""


class Declined(Exception):
    """The server answered no. `status` is the HTTP status, `key` its reason key."""

    def __init__(self, status: int, key: str, detail: str) -> None:
        super().__init__(f"{status} {key or detail}")
        self.status = status
        self.key = key


class Caller:
    """Speaks to one server. For one thread; it connects anew by itself."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{server!r} is no address of a server; write http://HOST:PORT")
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._line = kind(parts.hostname, parts.port, timeout=_PATIENCE)
        self._root = parts.path.rstrip("/")

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def get(self, path: str, token: str = "", **query: str | int) -> bytes:
        """The body of an answer. Raises Unreachable, Declined."""
        asked = f"{path}?{urlencode(query)}" if query else path
        return self._exchange("GET", asked, token, None)

    def get_json(self, path: str, token: str = "", **query: str | int) -> Any:
        """The JSON value of an answer. Raises Unreachable, Declined."""
        return json.loads(self.get(path, token, **query))

    def post(self, path: str, body: Mapping[str, Any], token: str = "") -> Any:
        """The JSON value of the answer to a body. Raises Unreachable, Declined."""
        told = self._exchange("POST", path, token, json.dumps(body).encode())
        return json.loads(told)

    def upload(self, data: bytes, sha256: str, token: str) -> None:
        """Send a small file whole. Raises Unreachable, Declined."""
        id = str(uuid.uuid4())
        told = ",".join(
            f"{name} {base64.b64encode(value.encode()).decode()}"
            for name, value in {"id": id, "sha256": sha256}.items()
        )
        tus = {"Tus-Resumable": "1.0.0"}
        new = {**tus, "Upload-Length": str(len(data)), "Upload-Metadata": told}
        self._exchange("POST", "/uploads", token, b"", new)
        kind = "application/offset+octet-stream"
        first = {**tus, "Upload-Offset": "0", "Content-Type": kind}
        self._exchange("PATCH", f"/uploads/{id}", token, data, first)

    def put(self, path: str, body: Mapping[str, Any], token: str = "") -> None:
        """Put a body; there is nothing to read back. Raises Unreachable, Declined."""
        self._exchange("PUT", path, token, json.dumps(body).encode())

    def _exchange(
        self,
        method: str,
        path: str,
        token: str,
        body: bytes | None,
        more: Mapping[str, str] | None = None,
    ) -> bytes:
        headers = {"Liveroom-Protocol": str(PROTOCOL), "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        headers |= more or {}
        try:
            self._line.request(method, self._root + path, body, headers)
            answer = self._line.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            self._line.close()
            raise Unreachable(f"{method} {path}: {fault}") from fault
        if answer.status < 300:
            return told
        raise _fault(answer.status, told)


def _fault(status: int, told: bytes) -> Exception:
    if status == 429 or status >= 500:
        return Unreachable(f"the server says {status}")
    try:
        problem = json.loads(told)
    except ValueError:
        problem = {}
    return Declined(status, problem.get("key", ""), problem.get("detail", ""))
