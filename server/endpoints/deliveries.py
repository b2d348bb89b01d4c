"""POST /deliveries/{id}/ack: an agency's own system says that it has a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response

from db.domain.deliveries import Job
from db.domain.wire import BadWire, decode, parse
from server.by_webhook import Hook, is_signed
from server.deliveries import Deliveries
from server.problems import Problem

_STEPS = ("seen", "acknowledged")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The body: how far it has come over there."""

    step: str = "acknowledged"

    def __post_init__(self) -> None:
        if self.step not in _STEPS:
            raise BadWire("step", f"is none of {', '.join(_STEPS)}")


def routes(sent: Deliveries, hooks: Mapping[str, Hook], now: Callable[[], datetime]) -> APIRouter:
    """The way back, for who holds the key of the delivery's agency."""
    router = APIRouter()

    @router.post("/deliveries/{id}/ack")
    async def acknowledge(id: str, request: Request) -> Response:
        body = await request.body()
        job = _checked(await sent.one(id), hooks, request, body, now())
        said = decode(Acknowledgement, parse(body))
        await sent.acknowledge(job, only_seen=said.step == "seen")
        return Response(status_code=204)

    return router


def _checked(
    job: Job | None,
    hooks: Mapping[str, Hook],
    request: Request,
    body: bytes,
    now: datetime,
) -> Job:
    """Raises Problem 401, alike for a wrong key and for a delivery that does not exist."""
    hook = hooks.get(job.opd) if job is not None else None
    if job is None or hook is None or request.headers.get("webhook-id") != job.id:
        raise _no()
    if not is_signed(hook.key, request.headers, body, now):
        raise _no()
    return job


def _no() -> Problem:
    detail = "the signature is not one of the agency this delivery went to"
    return Problem(401, "denied", detail, key="bad_signature")
