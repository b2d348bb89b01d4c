"""An agency's own system is told by a signed POST (Standard Webhooks)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from db.domain.deliveries import Attempt, Job, Reply
from server.outward import Lost, Outward, Unsent, outcome

PREFIX = "whsec_"
TOLERANCE = 300
"""Seconds by which the clocks of both sides may differ."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where an agency listens, and the key both sides hold."""

    url: str
    key: bytes = field(repr=False)


class Webhooks:
    """Blocking; one call an attempt."""

    def __init__(
        self, hooks: Mapping[str, Hook], outward: Outward, now: Callable[[], datetime]
    ) -> None:
        self._hooks = hooks
        self._outward = outward
        self._now = now

    def send(self, job: Job) -> Attempt:
        """The outcome of one POST."""
        hook = self._hooks.get(job.opd)
        if hook is None:
            return Attempt(Reply.REFUSED, "no_destination")
        body = job.body.encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "liveroom-server",
            **signed(hook.key, job.id, int(self._now().timestamp()), body),
        }
        try:
            return outcome(self._outward.call("POST", hook.url, headers, body), self._now())
        except Unsent as fault:
            refused = str(fault) == "address_refused"
            return Attempt(Reply.REFUSED if refused else Reply.UNSENT, str(fault))
        except Lost as fault:
            return Attempt(Reply.UNKNOWN, str(fault))


def signed(key: bytes, id: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows who sent a body, which it is, and when."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{signature(key, id, at, body)}",
    }


def signature(key: bytes, id: str, at: int, body: bytes) -> str:
    """HMAC-SHA256 over `id.timestamp.body`, base64."""
    text = f"{id}.{at}.".encode() + body
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def is_signed(key: bytes, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether the other side, who holds the same key, made this body just now."""
    at = headers.get("webhook-timestamp", "")
    if not at.isascii() or not at.isdecimal() or len(at) > 12:
        return False
    if abs(now.timestamp() - int(at)) > TOLERANCE:
        return False
    wanted = f"v1,{signature(key, headers.get('webhook-id', ''), int(at), body)}"
    given = headers.get("webhook-signature", "").split()
    return any(
        hmac.compare_digest(wanted.encode(), one.encode("utf-8", "replace")) for one in given
    )
