"""create_app(settings): builds and connects every part of the server by hand."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db.domain.refused import Refused
from db.domain.wire import OLDEST, PROTOCOL, BadWire
from db.journal import Entry, Head
from db.store import Kind, Store, StoreFault
from server.abreast import begun, ear, look_often, tick_often
from server.changes import Feed
from server.city import open_city
from server.days import Days
from server.deliveries import Deliveries
from server.destinations import destinations, ways_out
from server.endpoints import city as city_routes
from server.endpoints import commands as command_routes
from server.endpoints import deliveries as delivery_routes
from server.endpoints import feed as feed_routes
from server.endpoints import figures as figure_routes
from server.endpoints import filters as filter_routes
from server.endpoints import health as health_routes
from server.endpoints import logbook as logbook_routes
from server.endpoints import mailings as mailing_routes
from server.endpoints import media as media_routes
from server.endpoints import past as past_routes
from server.endpoints import policies as policy_routes
from server.endpoints import presence as presence_routes
from server.endpoints import printed as printed_routes
from server.endpoints import replies as reply_routes
from server.endpoints import reports as report_routes
from server.endpoints import routing as routing_routes
from server.endpoints import session as session_routes
from server.endpoints import uploads as upload_routes
from server.endpoints import wall as wall_routes
from server.figures.mirror import Mirror
from server.flood import Flood
from server.gate import Gate, Gatekeeper
from server.here import utc_now
from server.log import LOG, note
from server.mailer import Mailer
from server.mailing.printing import Printing
from server.mailing.sends import Sends
from server.mark import MarkFile
from server.measures import Measures
from server.media import Library
from server.pages import stamp
from server.past import Past
from server.people import People
from server.presence import Presence
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
from server.reports import Maker
from server.routing import Learner
from server.settings import Settings
from server.snapshot import Snapshots
from server.standing import standing
from server.streams import Streams
from server.supervisor import Part, Supervisor
from server.uploads import Uploads
from server.vigil import Vigil
from server.wall import Wall
from server.watch import Watch
from server.writing import Writer

LARGEST_BODY = 4 * 1024 * 1024

_NUMBER = re.compile(r"[0-9]{1,6}")
_DELIVERS = re.compile(
    r"GET /hello|POST /commands|(POST|DELETE) /session|POST /session/refresh|[A-Z]+ /uploads(/.*)?"
)
"""What a desk needs to sign in and to deliver what waits in its outbox."""


def create_app(settings: Settings, now: Callable[[], datetime] = utc_now) -> FastAPI:
    """The server of one city. `now` is its clock.

    Raises StoreFault, CityFaults, SettingsFault when it cannot serve with these settings.
    """
    city, pack = open_city(settings.city)
    store = Store.open(settings.database, Kind.SERVER)
    store.claim()
    kept = MarkFile(settings.data)
    head, seal = begun(store, city.id, kept)
    readers = ThreadPoolExecutor(4, "reader")
    measures = Measures()
    feed = Feed(store, readers, head, now, seal)
    committed = partial(_committed, feed, measures)
    pace = settings.busy_after
    writer = Writer(store, city, now, committed, measures.wrote, lambda: feed.seen, pace)
    people = People(writer, feed, city, now)
    snapshots = Snapshots(store, feed, settings.snapshots, readers, now)
    presence = Presence()
    streams = Streams(feed, presence)
    supervisor = Supervisor(streams.part_ended)
    watch = Watch(writer, feed, city, now)
    days = Days(writer, feed, city, seal, streams.days_differ, now)
    flood = Flood(writer, feed, city, presence, streams, now)
    vigil = Vigil(writer, feed, watch, settings.data, streams.trouble, now, delivers=True)
    to = destinations(settings.deliveries, city)
    lease = timedelta(seconds=3 * to.patience)
    sent = Deliveries(writer, feed, ways_out(to, city, now), now, lease)
    gate = Gate(measures)
    measures.watch(vigil.gauges)
    measures.watch(supervisor.gauges)
    measures.watch(streams.gauges)
    measures.watch(gate.gauges)
    measures.watch(flood.gauges)
    measures.watch(lambda: standing(feed, snapshots, now))
    library = Library(settings.media)
    uploads = Uploads(settings.uploads, library, writer, feed, now)
    learner = Learner(feed, city)
    mirror = Mirror(feed, writer, city)
    wall = Wall(feed, city, flood.told, now)
    maker = Maker(mirror, feed, city, readers)
    mailer = Mailer(to.mail_server, to.patience) if to.mail_server is not None else None
    sends = Sends(writer, feed, Printing(maker, feed, city, now), mailer, city, now)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        note("started", city=city.id, head=feed.head)
        parts: dict[str, Part] = {
            "watch": watch.run,
            "days": days.run,
            "flood": flood.run,
            "uploads": uploads.run,
            "looks": partial(look_often, feed, writer, kept, readers),
            "ticks": partial(tick_often, streams, writer),
            "vigil": vigil.run,
            "deliveries": sent.run,
            "reports": sends.run,
            "routing": learner.run,
            "figures": mirror.run,
            "wall": wall.run,
        }
        writing = asyncio.create_task(supervisor.keep("writer", writer.run))
        others = [asyncio.create_task(supervisor.keep(*named)) for named in parts.items()]
        hears = ear(settings.database, feed, presence)
        yield
        feed.bell.close()
        for task in others:
            task.cancel()
        await asyncio.wait(others)
        await uploads.close()
        await sent.close()
        await sends.close()
        if hears is not None:
            await asyncio.to_thread(hears.close)
        writer.close()
        await writing
        people.close()
        readers.shutdown()
        snapshots.close()
        store.close()
        with suppress(OSError):
            kept.keep(feed.seen)
        note("stopped", head=feed.head)

    app = FastAPI(lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    app.state.feed = feed
    app.state.measures, app.state.vigil = measures, vigil
    app.add_middleware(Outermost, feed=feed, now=now)
    app.add_middleware(Gatekeeper, gate=gate)
    commands = command_routes.endpoint(writer, city, people, measures, library)
    app.add_route("/commands", commands, methods=["POST"])
    for router in (
        city_routes.routes(city, pack, feed, people, now),
        session_routes.routes(people),
        feed_routes.routes(feed, streams, snapshots, people, writer, sent.positions),
        presence_routes.routes(presence, feed, people, now, sent.positions),
        delivery_routes.routes(sent, to.hooks, now),
        report_routes.routes(writer, city, people, now),
        reply_routes.routes(feed, city, people),
        health_routes.routes(measures, people, lambda: streams.troubles, settings.metrics_token),
        upload_routes.routes(uploads, people),
        routing_routes.routes(learner, people),
        wall_routes.routes(wall, people),
        past_routes.routes(Past(feed, city), people, now),
        media_routes.routes(library, people, feed, readers),
        logbook_routes.routes(writer, feed, city, people, now),
        filter_routes.routes(writer, feed, people, now),
        policy_routes.routes(writer, feed, city, seal, people, now),
        mailing_routes.routes(sends, writer, feed, city, people, now),
        figure_routes.routes(mirror, feed, city, people, readers, now),
        printed_routes.routes(maker, people),
    ):
        app.include_router(router)
    for kind in (Problem, BadWire, Refused, StoreFault, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _told)
    return app


def _committed(feed: Feed, measures: Measures, entries: list[Entry], at: Head) -> None:
    feed.committed(entries, at)
    if entries:
        measures.committed(entries)


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
            request.app.state.measures.fault(fault.key)
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
            refusal = _refusal(scope)
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


def _refusal(scope: Scope) -> Problem | None:
    """Why a request is turned down before its body is read."""
    headers = Headers(scope=scope)
    number = headers.get("liveroom-protocol", str(PROTOCOL))
    # What an old desk still holds is taken from it, or an update would strand it.
    oldest = 1 if _DELIVERS.fullmatch(f"{scope['method']} {scope['path']}") else OLDEST
    if not _NUMBER.fullmatch(number) or not oldest <= int(number) <= PROTOCOL:
        return outdated(number, OLDEST, PROTOCOL)
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
