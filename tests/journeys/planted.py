"""Reporters planted by the hundred, and the finding of any of them in any file, however packed."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import time
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtPdf import QPdfDocument
from sqlalchemy import func, select

from db import identities, tables
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.commands import Command
from db.identities import Identity
from tests.server.room import CITY, Desk, Room

SECRET = "Lurah Zulkarnaen minta setoran"
"""Words of every secret case; an officer sees none of them."""

_BROUGHT = 20
_LEAST = 10
"""Letters and digits that a planted word has at least: so long a run is no accident."""

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reporter:
    """One of them; all that is theirs is of them alone."""

    name: str
    phone: str
    email: str
    nik: str
    address: str

    def words(self) -> tuple[str, ...]:
        """What must not be found. A phone number also without what stands before it abroad."""
        return self.name, self.phone.removeprefix("0"), self.email, self.nik, self.address


def reporters(many: int) -> list[Reporter]:
    """So many."""
    return [
        Reporter(
            f"Kusumaning{n:03d}tyas Wirya",
            f"08129{n:03d}{(n * 7919) % 10_000:04d}",
            f"wargabaik{n:03d}@contoh.example",
            f"36710541{n:03d}{(n * 104_729) % 100_000:05d}",
            f"Jalan Kenangasari {n:03d} RT 004 RW 0{n % 9 + 1}",
        )
        for n in range(many)
    ]


@dataclass
class Planted:
    """What stands in the city's database: `words` of reporters (`places` are their addresses),
    `secret` words, and the numbers and ids of secret `cases`.
    """

    words: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    secret: tuple[str, ...] = (SECRET,)


def plant(room: Room, many: int) -> Planted:
    """So many reports, each with its reporter in every field and in its words; and secret cases.

    Some come one by one as a channel brings them, the rest as a desk's batch does.
    """
    siti, budi, planted = room.desk("siti"), room.desk("budi"), Planted()
    everybody = reporters(many)
    for n, one in enumerate(everybody[:_BROUGHT]):
        _bring(room.desk("laksa"), n, one)
    _batch(room, everybody[_BROUGHT:])
    for one in everybody:
        planted.words += one.words()[:-1]
        planted.places.append(one.address)
    for n in range(5):
        case = room.received(siti, f"{SECRET} {n}", category="sampah")
        assert budi.do(case, verb.Edit("secret", "no", "yes"))["outcome"] == "accepted"
        planted.cases += [case, room.case(case).number]
    with closing(room.store()) as store, store.read() as conn:
        kept = conn.execute(select(func.count()).select_from(tables.identities)).scalar_one()
    assert kept == many
    return planted


def _said(one: Reporter) -> str:
    return f"Sampah menumpuk. Hubungi {one.phone}, {one.email}, NIK {one.nik}"


def _bring(laksa: Desk, n: int, one: Reporter) -> None:
    body = {
        "city": CITY, "channel": "laksa", "source_id": f"LK-{n}", "category": "sampah",
        "text": _said(one), "place": {"text": one.address, "lat": -6.1 - n / 5_000, "lng": 106.63},
        "reporter": {"name": one.name, "phone": one.phone, "email": one.email, "nik": one.nik},
    }  # fmt: skip
    answer = laksa.http.post("/reports", json=body)
    assert answer.status_code == 201, answer.text


def _batch(room: Room, everybody: list[Reporter]) -> None:
    siti, kept, sent = room.desk("siti"), list[Identity](), list[Command]()
    for n, one in enumerate(everybody):
        place = Place(one.address, -6.2 - n / 5_000, 106.65)
        report, case = str(uuid.uuid4()), str(uuid.uuid4())
        act = verb.Receive(report, "phone", _said(one), category="sampah", place=place)
        sent.append(siti.command(case, act))
        kept.append(Identity(report, case, one.name, one.phone, one.email, one.nik))
    for at in range(0, len(sent), 20):
        while (answer := siti.post(*sent[at : at + 20])).status_code == 429:
            time.sleep(float(answer.headers["Retry-After"]))  # a slow machine: as a desk does
        assert {one["outcome"] for one in answer.json()["outcomes"]} == {"accepted"}
    with closing(room.store()) as store, store.write() as conn:
        identities.put(conn, *kept)


def found(words: Iterable[str], data: bytes) -> list[str]:
    """Which of these words stand in a file, in whatever form; each once."""
    heads: dict[str, list[tuple[str, str]]] = {}
    for word in words:
        key = squeezed(word)
        assert len(key) >= _LEAST, f"{word!r} is too short to be looked for"
        heads.setdefault(key[:_LEAST], []).append((key, word))
    seen: dict[str, None] = {}
    for text in texts(data):
        run = squeezed(text)
        for at in range(len(run) - _LEAST + 1):
            for key, word in heads.get(run[at : at + _LEAST], ()):
                if run.startswith(key, at):
                    seen[word] = None
    return list(seen)


def squeezed(text: str) -> str:
    """Small letters and digits alone, as they are once nothing is escaped any more."""
    plain = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), unquote_plus(html.unescape(text)))
    return "".join(filter(str.isalnum, plain.casefold()))


def texts(data: bytes, deep: int = 4) -> Iterator[str]:
    """All that can be read in a file: as bytes, and what is packed in it."""
    yield data.decode("utf-8", "replace")
    for coding in ("utf-16-le", "utf-16-be"):
        if b"\0" in data:
            yield data.decode(coding, "replace")
    for inner in _unpacked(data) if deep else ():
        yield from texts(inner, deep - 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from map(packed.read, packed.namelist())
    elif data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    elif data.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(data))
        yield "\n".join(page.extract_text() for page in reader.pages).encode()
        yield drawn(data).encode()
        yield json.dumps({key: str(told) for key, told in (reader.metadata or {}).items()}).encode()
        for stream in _STREAM.findall(data):
            with suppress(zlib.error):
                yield zlib.decompress(stream)
    elif data.startswith(b"\x89PNG"):
        yield from _of_png(data)


def drawn(data: bytes) -> str:
    """What a reader of a PDF can mark and copy, also where Qt drew it with glyphs of its own."""
    kept, paper = QBuffer(), QPdfDocument()
    kept.setData(data)
    kept.open(QIODevice.OpenModeFlag.ReadOnly)
    paper.load(kept)
    assert paper.pageCount() > 0, paper.error()
    text = "\n".join(paper.getAllText(page).text() for page in range(paper.pageCount()))
    paper.close()
    return text


def _of_png(data: bytes) -> Iterator[bytes]:
    """Its chunks of text; those of the picture hold no letters."""
    at = 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind == b"zTXt":
            yield zlib.decompress(body.partition(b"\0")[2][1:])
        elif kind == b"iTXt":
            name, _, rest = body.partition(b"\0")
            text = rest[2:].split(b"\0", 2)[-1]
            yield name + b"\n" + (zlib.decompress(text) if rest[:1] == b"\1" else text)
        at += size + 12
