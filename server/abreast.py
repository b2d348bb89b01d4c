"""Keeps a process in step with the journal: at the start, by looking, by what others tell."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial

from db import journal, notices
from db.journal import Head, Mark
from db.notices import Ear
from db.seals import Seal
from db.store import Conn, Store, StoreFault
from server.changes import Feed
from server.log import note
from server.mark import MarkFile
from server.presence import Presence
from server.settings import SettingsFault
from server.streams import TICK, Streams
from server.writing import Writer

LOOK_EVERY = 1.0
"""Seconds between two looks at the journal, for what no notice told."""

PATIENCE = 15.0
"""Seconds that the journal may stay out of sight before it is a fault of this part."""


def begun(store: Store, city: str, kept: MarkFile) -> tuple[Head, Seal]:
    """The journal's head, and the city's seal.

    A journal that lost what was seen of it, or whose epoch was over, begins a new one. Raises
    SettingsFault for another city's database.
    """
    seen = kept.read()
    with store.write() as conn:
        head = journal.begin(conn, city)
        if head.city != city:
            raise SettingsFault(
                f"this database belongs to the city {head.city!r}, not to {city!r}; "
                "name another with --database, or the right city with --city"
            )
        lost = head.seq < head.high_water or not journal.unbroken(conn, head, seen)
        if lost or kept.over(head.epoch):
            note("history lost, new epoch", logging.ERROR, head=head.seq)
            head = journal.new_epoch(conn)
        seal = Seal.of(conn)
    # Without room for the mark the server serves all the same; the vigil tells of such a disk.
    with suppress(OSError):
        kept.keep(journal.mark_of(head))
    return head, seal


async def look_often(feed: Feed, writer: Writer, kept: MarkFile, readers: Executor) -> None:
    """Notice what other processes commit, also where no notice came, and a history that broke.

    Raises StoreFault when it has not come to that for `PATIENCE`.
    """
    loop = asyncio.get_running_loop()
    looked = loop.time()
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            if not await feed.look():
                await writer.mend()
            looked = loop.time()
        except StoreFault:  # looked again in a moment
            if loop.time() - looked > PATIENCE:
                raise
            continue
        with suppress(OSError):  # the vigil tells of such a disk
            await loop.run_in_executor(readers, kept.keep, feed.seen)


async def tick_often(streams: Streams, writer: Writer) -> None:
    """Make presence and audits visible; tell the other processes who is here."""
    while True:
        await asyncio.sleep(TICK)
        letters = await streams.tick()
        with suppress(StoreFault):
            for letter in letters:
                await writer.write(partial(_post, letter=letter))


def _post(conn: Conn, letter: str) -> None:
    notices.tell(conn, notices.PRESENCE, letter)


def ear(database: str, feed: Feed, presence: Presence) -> Ear | None:
    """Hears the other processes of a PostgreSQL; an SQLite file has none."""
    if database.startswith("sqlite"):
        return None
    loop = asyncio.get_running_loop()

    def told(channel: str, said: str) -> None:
        if channel == notices.HEAD:
            epoch, seq, chain = said.split("/")
            loop.call_soon_threadsafe(feed.stands, Mark(epoch, int(seq), chain))
        else:
            loop.call_soon_threadsafe(presence.heard, said)

    return Ear(database, told)
