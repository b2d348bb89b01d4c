"""The console's scenarios as short programs around the real Sync; each may end at any call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console.sync_status import Link
from tests.faults import desk_trials
from tests.faults.desk_chair import Chair

Facts = Mapping[str, Any]
Scenario = Callable[[Chair, Facts], Awaitable[None]]


async def first_start(chair: Chair, facts: Facts) -> None:
    """A new desk: sign in, fetch the city and a snapshot."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.settle()


async def warm_start(chair: Chair, facts: Facts) -> None:
    """A desk that was closed in order opens again and finds nothing new."""
    await first_start(chair, facts)


async def queue_offline(chair: Chair, facts: Facts) -> None:
    """One command without the server."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.note(facts["cases"][0])


async def queue_several(chair: Chair, facts: Facts) -> None:
    """A new case without the server, and what is done with it; a note on another."""
    await chair.open()
    await chair.sit(facts["url"])
    case = await chair.take_call()
    await chair.forward(case)
    await chair.note(case)
    await chair.note(facts["cases"][1])


async def push_and_settle(chair: Chair, facts: Facts) -> None:
    """Commands made live, until the feed has brought them back."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.until(lambda: chair.sync.status.link is Link.LIVE, "the desk is live")
    await chair.note(facts["cases"][2])
    await chair.forward(await chair.take_call())
    await chair.settle()
    await chair.note(facts["cases"][3])
    await chair.settle()


async def apply_page(chair: Chair, facts: Facts) -> None:
    """What others did meanwhile comes in."""
    await first_start(chair, facts)


async def conflict(chair: Chair, facts: Facts) -> None:
    """Somebody else forwarded the case first: rejected, the dependent parked, both dismissed."""
    await chair.open()
    await chair.sit(facts["url"])
    ids = [await chair.forward(facts["taken"], "dpupr"), await chair.note(facts["taken"])]
    if chair.refusals:
        return  # the disk did not take one of them, so there is nothing to dismiss
    await chair.until(lambda: chair.sync.status.needs_action == 2, "both need action")
    chair.say("needs_action", ids)
    await chair.settle()
    for id in ids:
        await chair.dismiss(id)


async def new_epoch(chair: Chair, facts: Facts) -> None:
    """The server came back from an old backup: set aside, snapshot, offer again."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.note(facts["cases"][4])
    await chair.until(lambda: chair.cursor[0] == facts["epoch"], "the new history is here")
    await chair.settle()


async def damaged(chair: Chair, facts: Facts) -> None:
    """A file was damaged while the desk was closed; what waited is delivered all the same."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.note(facts["cases"][5])
    await chair.settle()


async def handover(chair: Chair, facts: Facts) -> None:
    """Sign out with a full outbox; another officer sits down and the first one's session drains."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.note(facts["cases"][6])
    await chair.sync.sign_out()
    chair.say("signed_out", "siti")
    await chair.take_over(facts["back"], "agus")
    await chair.note(facts["cases"][7])
    await chair.until(lambda: chair.sync.status.link is Link.LIVE, "the second officer is live")


async def photo_offline(chair: Chair, facts: Facts) -> None:
    """Two photos and the command that names them, without the server."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.attach(facts["cases"][10], facts["photos"])


async def photo_live(chair: Chair, facts: Facts) -> None:
    """A photo goes up, and after it the command that names it, until the feed has brought it."""
    await chair.open()
    await chair.sit(facts["url"])
    await chair.until(lambda: chair.sync.status.link is Link.LIVE, "the desk is live")
    await chair.attach(facts["cases"][11], facts["photos"])
    await chair.settle()


async def prepared(chair: Chair, facts: Facts) -> None:
    """A desk with some work behind it: what the other scenarios start from."""
    await first_start(chair, facts)
    await chair.note(facts["cases"][8])
    await chair.forward(await chair.take_call())
    await chair.settle()


async def look(chair: Chair, facts: Facts) -> None:
    """After a fault: what is on the desk before the server is heard, and what it comes to."""
    began: float = facts["began"]
    await chair.open()
    board = await chair.rows()
    at, worked = list(chair.cursor), facts["worked"]()
    chair.say("took", {"after": facts["now"]() - began, "worked": worked})
    chair.say("ready", {"items": chair.items(), "cursor": at})
    chair.say("board", board)
    await chair.sit(facts["url"])
    await chair.settle()
    if "digest" in facts:  # the server's: what was altered unseen has to be found and mended
        await chair.until_equal(facts["digest"])
    chair.say("settled", {"items": chair.items(), "digest": await chair.digest()})
    chair.say("indexed", await chair.indexed())


@dataclass(frozen=True, slots=True)
class Setting:
    """A scenario and what it starts from.

    `offline`: nobody listens at the session's address. `spoiled`: a file that is damaged, or gone
    where the name begins with "-". `waiting`: commands are in the outbox already. `photos`: how
    many an officer has at hand.
    """

    scenario: Scenario
    empty: bool = False
    offline: bool = False
    waiting: bool = False
    spoiled: str = ""
    restored: bool = False
    photos: int = 0


SETTINGS: dict[str, Setting] = {
    "first start": Setting(first_start, empty=True),
    "warm start": Setting(warm_start),
    "queue offline": Setting(queue_offline, offline=True),
    "queue several": Setting(queue_several, offline=True),
    "push and settle": Setting(push_and_settle),
    "apply a page": Setting(apply_page),
    "conflict": Setting(conflict),
    "new epoch": Setting(new_epoch, restored=True),
    "damaged cache": Setting(damaged, waiting=True, spoiled="cache.db"),
    "lost outbox.db": Setting(damaged, waiting=True, spoiled="-outbox.db"),
    "lost outbox.log": Setting(damaged, waiting=True, spoiled="-outbox.log"),
    "handover": Setting(handover, offline=True),
    "photo offline": Setting(photo_offline, offline=True, photos=2),
    "photo live": Setting(photo_live, photos=1),
}
"""By name; the three about files are one scenario with three files."""

TRIED = {"closed with work": Setting(warm_start, waiting=True)}
"""What other programs than the scenarios start from."""

PROGRAMS: dict[str, Scenario] = {
    "look": look,
    "prepared": prepared,
    "full disk": desk_trials.full_disk,
    "jumping clock": desk_trials.jumping_clock,
    "wrong clock": desk_trials.started_with_a_wrong_clock,
    "frozen": desk_trials.frozen,
    **{name: setting.scenario for name, setting in SETTINGS.items()},
}
