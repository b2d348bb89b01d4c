"""Reports that come too fast, as a channel brings them, for tests of flood mode."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from db import cases
from db.domain.case import Case, Place
from db.domain.states import State
from db.domain.wire import encode
from tests.server.room import CITY, Room

HERE = Place("Gg. Kenanga RT 03 RW 04", -6.1702, 106.6401, "36.71.05.1004")
TEXT = "Air menggenang di Gg. Kenanga RT 03 RW 04"
PATIENCE = 60.0


class Rain:
    """Reports of one problem, each from some metres beside the one before."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.count = 0

    def fall(self, many: int = 1, **more: Any) -> list[str]:
        """Ids of the cases that so many reports have opened."""
        laksa, made = self.room.desk("laksa"), []
        for _ in range(many):
            self.count += 1
            place = replace(HERE, lat=(HERE.lat or 0) + (self.count % 7) * 1e-5)
            body = {
                "city": CITY,
                "channel": "laksa",
                "source_id": f"R-{self.count}",
                "text": TEXT,
                "category": "banjir",
                "place": encode(place),
                **more,
            }
            answer = laksa.http.post("/reports", json=body)
            assert answer.status_code == 201, answer.text
            made.append(str(answer.json()["case"]))
        return made

    def begin(self, many: int = 12) -> list[str]:
        """So many reports that a flood has begun, for one officer."""
        made = self.fall(many)
        self.room.clock.ahead += timedelta(seconds=70)
        return made


def held(room: Room, ids: list[str]) -> list[Case]:
    """The cases as they stand on the server's disk."""
    store = room.store()
    with store.read() as conn:
        found = cases.many(conn, ids)
    store.close()
    return [found[id] for id in ids]


def wait(room: Room, ids: list[str], so: Callable[[list[Case]], bool]) -> list[Case]:
    """The cases once they stand so."""
    end = time.monotonic() + PATIENCE
    while not so(found := held(room, ids)):
        assert time.monotonic() < end, [case.state for case in found]
        time.sleep(0.02)
    return found


def merged(found: list[Case]) -> int:
    """How many of them stand in another."""
    return sum(case.state is State.MERGED for case in found)
