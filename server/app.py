"""create_app(settings): builds and connects every part of the server by hand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db import journal
from db.domain.refused import Refused
from db.domain.wire import PROTOCOL, BadWire
from db.journal import Head
from db.store import Kind, Store, StoreFault
from server.changes import Feed
from server.city import open_city
from server.endpoints import city as city_routes
from server.endpoints import commands as command_routes
from server.endpoints import feed as feed_routes
from server.endpoints import reports as report_routes
from server.endpoints import session as session_routes
from server.log import LOG, note
from server.pages import stamp
from server.people import People
from server.problems import (
    Problem,
    answer,
    bad_wire,
    busy,
    outdated,
    refused,
    too_large,
    unknown,
)
from server.settings import Settings, SettingsFault
from server.snapshot import Snapshots
from server.watch import Watch
from server.writing import Writer

LARGEST_BODY = 4 * 1024 * 1024

_LOOK_EVERY = 1.0


def utc_now() -> datetime:
    """This machine's clock."""
    return datetime.now(UTC)


def create_app(settings: Settings, now: Callable[[], datetime] = utc_now) -> FastAPI:
    """The server of one city. `now` is its clock.

    Raises StoreFault, CityFaults, SettingsFault when it cannot serve with these settings.
    """
    city, pack = open_city(settings.city)
    store = Store.open(settings.database, Kind.SERVER)
    head = _begun(store, city.id)
    readers = ThreadPoolExecutor(4, "reader")
    feed = Feed(store, readers, head, now)
    writer = Writer(store, city, now, feed.committed)
    people = People(writer, feed, city, now)
    snapshots = Snapshots(store, feed, settings.snapshots, readers, now)
    watch = Watch(writer, feed, city, now)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        note("started", city=city.id, head=feed.head)
        writing = asyncio.create_task(writer.run())
        others = [asyncio.create_task(watch.run()), asyncio.create_task(_look_often(feed))]
        yield
        feed.bell.close()
        for task in others:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        writer.close()
        await writing
        people.close()
        readers.shutdown()
        store.close()
        note("stopped", head=feed.head)

    app = FastAPI(lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    app.state.feed = feed
    app.add_middleware(Outermost, feed=feed, now=now)
    app.add_route("/commands", command_routes.endpoint(writer, city, people), methods=["POST"])
    for router in (
        city_routes.routes(city, pack, feed, people, now),
        session_routes.routes(people),
        feed_routes.routes(feed, snapshots, people, writer),
        report_routes.routes(writer, city, people, now),
    ):
        app.include_router(router)
    for kind in (Problem, BadWire, Refused, StoreFault, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _told)
    return app


def _begun(store: Store, city: str) -> Head:
    """The journal's head. A journal that lost what consoles have seen begins a new epoch."""
    with store.write() as conn:
        head = journal.begin(conn, city)
        if head.city != city:
            raise SettingsFault(
                f"this database belongs to the city {head.city!r}, not to {city!r}; "
                "name another with --database, or the right city with --city"
            )
        if head.seq < head.high_water:
            note("history lost, new epoch", logging.ERROR, head=head.seq, seen=head.high_water)
            head = journal.new_epoch(conn)
    return head


async def _look_often(feed: Feed) -> None:
    """Notice what other processes commit."""
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        with suppress(StoreFault):
            await feed.look()


async def _told(request: Request, fault: Exception) -> Response:
    """Every error that is expected, as problem+json."""
    match fault:
        case Problem():
            return answer(fault)
        case BadWire():
            return answer(bad_wire(fault))
        case Refused():
            return answer(refused(fault))
        case StoreFault():
            note("store fault", logging.ERROR, key=fault.key)
            return answer(busy(503, f"nothing can be stored or read now ({fault.key})", 5))
        case RequestValidationError():
            return answer(bad_wire(_first(fault)))
        case HTTPException(status_code=404):
            return answer(unknown("route"))
        case HTTPException(status_code=405):
            headers = dict(fault.headers or {})
            return answer(Problem(405, "unknown", "this route has no such method", headers=headers))
        case HTTPException():
            return answer(Problem(fault.status_code, "bad-wire", str(fault.detail)))
    raise fault


def _first(fault: RequestValidationError) -> BadWire:
    """The first field that is not what it must be, in the words of the domain."""
    first = fault.errors()[0]
    return BadWire(".".join(map(str, first["loc"])), str(first["msg"]))


class Outermost:
    """What holds for every request: the two headers, the protocol, the limit, and our own bugs."""

    def __init__(self, app: ASGIApp, feed: Feed, now: Callable[[], datetime]) -> None:
        self._app = app
        self._feed = feed
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers["Liveroom-Head"] = f"{self._feed.epoch}/{self._feed.head}"
                headers["Liveroom-Time"] = stamp(self._now())
            await send(message)

        try:
            refusal = _refusal(Headers(scope=scope))
            if refusal is not None:
                await answer(refusal)(scope, receive, sending)
            else:
                await self._app(scope, _limited(receive), sending)
        except ClientDisconnect:
            note("client went away", logging.DEBUG)
        except Exception:
            LOG.exception("unexpected fault", extra={"facts": {"method": scope["method"]}})
            if begun:
                raise
            problem = Problem(500, "fault", "the server failed; nothing is known to be stored")
            await answer(problem)(scope, receive, sending)


def _refusal(headers: Headers) -> Problem | None:
    """Why a request is turned down before its body is read."""
    number = headers.get("liveroom-protocol", str(PROTOCOL))
    if number != str(PROTOCOL):
        return outdated(number)
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length) > LARGEST_BODY:
        return too_large("the body", LARGEST_BODY)
    return None


def _limited(receive: Receive) -> Receive:
    """The body as it comes in, up to the limit, for senders that do not tell its length."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > LARGEST_BODY:
                raise too_large("the body", LARGEST_BODY)
        return message

    return receiving
