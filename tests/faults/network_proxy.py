"""A proxy of ours between console and server, as hostile as it is told to be."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from tests.faults.network_between import LONGEST, Between

Lines = Callable[[bytes], list[bytes]]
"""What becomes of one line of the feed: none, one, several or another."""


@dataclass(slots=True)
class Message:
    """A request, or the head of an answer: first line, headers with small letters, body."""

    first: str
    headers: dict[str, str]
    body: bytes = b""

    def head(self) -> bytes:
        """As it stands on the wire."""
        lines = [self.first, *(f"{name}: {value}" for name, value in self.headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    @property
    def path(self) -> str:
        """Of a request, without its query."""
        return urlsplit(self.first.split()[1]).path


@dataclass(slots=True)
class Plan:
    """What is done with one request. `answer` is whole, lost, cut, or an earlier one replayed."""

    times: int = 1
    delay: float = 0.0
    answer: str = "whole"
    lines: Lines = lambda line: [line]


class Proxy(Between):
    """Listens on a port of its own, in a thread; `plan` says what to do with each request."""

    def __init__(self, server: str) -> None:
        self.plan: Callable[[Message], Plan] = lambda _: Plan()
        self.did: Counter[str] = Counter()
        self._earlier: dict[str, deque[bytes]] = {}
        super().__init__(server)

    async def _carry(self, near: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        while await self._one(near, out):
            pass

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Carry one request; whether the connection may carry another."""
        request = await _message(reader)
        request.body = await reader.readexactly(int(request.headers.get("content-length", 0)))
        # What is packed cannot be altered; the server answers either.
        request.headers.pop("accept-encoding", None)
        plan = self.plan(request)
        self.did[plan.answer if plan.times else "dropped"] += 1
        await asyncio.sleep(plan.delay)
        for extra in range(plan.times - 1):
            self.did["sent twice"] += 1
            async with _answered(self._to, request) as (_, rest):
                async for _piece in rest:
                    if extra < 0:
                        break
        if not plan.times:
            return False
        return await self._forward(request, plan, writer)

    async def _forward(self, request: Message, plan: Plan, out: asyncio.StreamWriter) -> bool:
        earlier = self._earlier.setdefault(request.path, deque(maxlen=8))
        async with _answered(self._to, request) as (answer, rest):
            if plan.answer == "replayed" and earlier:
                out.write(earlier[0])
                await out.drain()
                return False
            if answer.headers.get("transfer-encoding") == "chunked":
                return await self._stream(answer, rest, plan, out)
            data = b"".join([piece async for piece in rest])
        if "json" in answer.headers.get("content-type", "") and request.path == "/changes":
            data = b"".join(plan.lines(data))
        answer.headers["content-length"] = str(len(data))
        whole = answer.head() + data
        earlier.append(whole)
        if plan.answer == "lost":
            return False
        out.write(whole[: len(whole) // 2] if plan.answer == "cut" else whole)
        await out.drain()
        return plan.answer == "whole"

    async def _stream(
        self, answer: Message, rest: AsyncIterator[bytes], plan: Plan, out: asyncio.StreamWriter
    ) -> bool:
        """Pass an answer that does not end, line by line."""
        if plan.answer == "lost":
            return False
        out.write(answer.head())
        held = b""
        async for piece in rest:
            *lines, held = (held + piece).split(b"\n")
            for line in [one for whole in lines for one in plan.lines(whole)]:
                data = line + b"\n"
                out.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                await out.drain()
                if plan.answer == "cut":
                    return False
        out.write(b"0\r\n\r\n")
        return True


class _answered:
    """One request on a connection of its own: the head of the answer, and its body in pieces."""

    def __init__(self, to: tuple[str, int], request: Message) -> None:
        self._to, self._request = to, request

    async def __aenter__(self) -> tuple[Message, AsyncIterator[bytes]]:
        reader, self._writer = await asyncio.open_connection(*self._to, limit=LONGEST)
        with ExitStack() as unanswered:
            unanswered.callback(self._writer.transport.abort)
            self._writer.write(self._request.head() + self._request.body)
            answer = await _message(reader)
            unanswered.pop_all()
        return answer, _body(reader, answer)

    async def __aexit__(self, *_: object) -> None:
        self._writer.transport.abort()


async def _message(reader: asyncio.StreamReader) -> Message:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    pairs = (line.split(":", 1) for line in lines)
    return Message(first, {name.strip().lower(): value.strip() for name, value in pairs})


async def _body(reader: asyncio.StreamReader, answer: Message) -> AsyncIterator[bytes]:
    if answer.headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readuntil(b"\r\n"), 16):
            yield (await reader.readexactly(size + 2))[:-2]
    elif answer.first.split()[1] not in ("204", "304"):
        yield await reader.readexactly(int(answer.headers.get("content-length", 0)))


@dataclass(slots=True)
class Hostile:
    """Plans drawn from a seed: every third request suffers, and every third line of the feed."""

    seed: int
    did: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._dice = Random(self.seed)
        self._held: list[bytes] = []
        self._old: deque[bytes] = deque(maxlen=20)

    _dice: Random = field(init=False)
    _held: list[bytes] = field(init=False)
    _old: deque[bytes] = field(init=False)

    def plan(self, request: Message) -> Plan:
        """For one request."""
        answer = self._dice.choices(
            ("whole", "lost", "cut", "replayed"), (9, 1, 1, 1 if request.path == "/changes" else 0)
        )[0]
        times = self._dice.choices((0, 1, 2), (1, 9, 2))[0]
        if "follow" in request.first and times:
            times = 1
        return Plan(times, self._dice.choice((0.0, 0.0, 0.05, 0.3)), answer, self.lines)

    def lines(self, line: bytes) -> list[bytes]:
        """For one line of the feed: dropped, twice, held back, an old one, or altered."""
        self._old.append(line)
        how = self._dice.choice(
            (*["pass"] * 14, "drop", "twice", "hold", "old", "flip", "edit", "verb", "chain")
        )
        self.did[how] += 1
        held, self._held = self._held, []
        if how == "hold":
            self._held = [line]
            return held
        return [*self._altered(how, line), *held]

    def _altered(self, how: str, line: bytes) -> list[bytes]:
        match how:
            case "drop":
                return []
            case "twice":
                return [line, line]
            case "old":
                return [self._dice.choice(self._old)]
            case "flip" if line:
                at, bit = self._dice.randrange(len(line)), 1 << self._dice.randrange(8)
                return [line[:at] + bytes([line[at] ^ bit]) + line[at + 1 :]]
            case "edit":
                return [line.replace(b"Sampah", b"Semprah").replace(b'"dlh"', b'"dpupr"')]
            case "verb":
                return [line.replace(b'"verb":"', b'"verb":"x')]
            case "chain":
                return [line.replace(b'"chain":"', b'"chain":"00')]
        return [line]
