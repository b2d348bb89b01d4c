"""The operator's hands: the only way a screen causes anything, and what it sees of a case."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QObject, Signal

from console.act_texts import check_wire, masked
from console.alarms import Alarm, Kind
from console.async_slot import begin
from console.beside import Flood
from console.book_keeper import BookKeeper, DoneSince, flags_of
from console.cache import CacheLost
from console.case_model import CaseBook
from console.changeover import Changeover
from console.clock import ServerClock
from console.faults import BadAnswer, Denied, Fault, Offline, WrongPassword
from console.folding import Folding, Master
from console.giving import Giving
from console.handing import Day, collect
from console.handoff import BadFile, Given, Handoff, not_again
from console.health import Health, Signs
from console.likenesses import Likenesses
from console.lost_cases import report_of
from console.overlays import Overlays
from console.photo_store import NotAPhoto
from console.pictures import LARGE, SMALL, Picture
from console.places import Places
from console.policies import Policies
from console.sync import Sync
from console.sync_status import Item, Link, Status
from console.watching import PutOff, Watching
from console.winners import Winners
from db import cases
from db.asides import Lost
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.brief import Brief
from db.domain.calls import case_of_call
from db.domain.case import Actor, Case
from db.domain.changes import Change, Outcome
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.handover import Handover, handover
from db.domain.likeness import Similar
from db.domain.refused import Refused
from db.domain.routing import Learned
from db.domain.shifts import turn_at
from db.domain.states import LOOKING
from db.store import Conn, StoreFault
from widgets.marks import word_of

# What pages need of the machine below them, they take from here: the desk is all they know of it.
__all__ = [
    "LARGE",
    "SMALL",
    "Alarm",
    "BadFile",
    "CaseView",
    "Changeover",
    "Day",
    "Denied",
    "Desk",
    "Done",
    "Fault",
    "Flood",
    "Given",
    "Health",
    "Item",
    "Kind",
    "Link",
    "Lost",
    "Master",
    "NotAPhoto",
    "Offline",
    "Picture",
    "Places",
    "Policies",
    "PutOff",
    "Signs",
    "Status",
    "StoreFault",
    "WrongPassword",
    "flags_of",
]

_HISTORY = 500


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is durably stored: what it was, which case it alters (a note on one that was
    merged away alters its survivor), and which personal data was masked in it.
    """

    command: Command
    case: str
    masked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the officer sees it, with its past and with what is still on the way."""

    case: Case
    known: bool
    history: tuple[Change, ...]
    pending: tuple[Change, ...]
    refused: tuple[tuple[str, Refused], ...] = ()


class Desk(QObject):
    """Acts on cases for one officer and keeps the book of cases true.

    `loaded` says the book holds the cache's cases; `altered` names cases that may look different;
    `explained`: more is known about commands of the outbox; `others_moved`: about who is where;
    `words_known`: `find` may find more.
    """

    loaded = Signal()
    altered = Signal(object)
    photo_moved = Signal(str)
    explained = Signal()
    others_moved = Signal()
    words_known = Signal()

    def __init__(
        self, sync: Sync, book: CaseBook, clock: ServerClock, done_since: DoneSince
    ) -> None:
        super().__init__()
        self._sync, self._book, self._clock = sync, book, clock
        self._others: tuple[Mapping[str, Any], ...] = ()
        sync.beside.presence_changed.connect(self._note_others)
        self._handoff = Handoff(Giving(self), self._local_time)
        self._winners = Winners(sync.cache, self.explained.emit)
        self._overlays = Overlays(sync)
        self._likenesses = Likenesses(sync, self._overlays)
        self.folding = Folding(sync, self.cases)
        self.places = Places(lambda: self.city, self._who, sync.cache.read)
        self._keeper = BookKeeper(sync, book, self._overlays, done_since, clock.now)
        self.watching = Watching(
            self,
            lambda: self._keeper.alarms,
            self._seen_to,
        )
        self._keeper.loaded.connect(self.loaded)
        self._keeper.altered.connect(self._note_altered)
        sync.outbox_changed.connect(self._explain)
        sync.photo_moved.connect(self.photo_moved)
        sync.words_known.connect(self.words_known)

    @property
    def city(self) -> City:
        """The city pack in use. Only called once a session has one."""
        city = self._sync.city
        if city is None:
            raise LookupError("no city pack yet: sign in once while the server is there")
        return city

    @property
    def learned(self) -> Learned | None:
        """What the city's decisions teach about agencies; None while nothing came."""
        return self._sync.routing.learned

    @property
    def author(self) -> Actor:
        """Who sits here."""
        session = self._sync.session
        if session is None:
            raise LookupError("nobody is signed in at this desk")
        return session.person

    def _who(self) -> str:
        session = self._sync.session
        return session.person.id if session is not None else ""

    @property
    def online(self) -> bool:
        """Whether the server answers."""
        return self._sync.status.link in (Link.LIVE, Link.POLLING)

    def now(self) -> datetime:
        """The server's time as well as this desk knows it (UTC)."""
        return self._clock.now()

    def _local_time(self, moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo(self.city.zone)):%d/%m/%Y %H.%M}"

    def close(self) -> None:
        """End the thread after what it is at."""
        self._handoff.close()

    # --- acting ---

    async def do(self, case: Case, act: Verb, note: str = "", instead: str = "") -> Done:
        """Act on a case, with a note on it if one is given. Stored on disk when this returns.

        A command of the outbox that it stands `instead` of goes in the same write. Raises Refused
        when the rules say no to what the officer sees, StoreFault when it could not be stored; in
        both cases nothing happened.
        """
        act, hidden = masked(act)
        command = self._command(case.id, act, expect=case.assignment_no)
        other = await self._overlays.other(case, act)
        change = decide(case, command, self.city, command.made_at, other=other)
        after = apply(case, change) if change.case == case.id else case
        noted = await self._noted(after, note, command)
        await self._sync.submit(command, *noted, instead=instead)
        return Done(command, change.case, hidden)

    async def _noted(self, case: Case, note: str, by: Command) -> tuple[Command, ...]:
        """The note that goes with a command, on the case as it is then; none where none is said."""
        if not note:
            return ()
        act, _ = masked(verb.Note(note))
        command = replace(self._command(case.id, act), depends_on=by.id)
        other = await self._overlays.other(case, act)
        decide(case, command, self.city, command.made_at, other=other)
        return (command,)

    def judge(self, case: Case, act: Verb) -> bool:
        """Whether an act would alter what the officer sees; nothing is done. Raises Refused as `do`
        would. Not for acts that are about a second case.
        """
        act, _ = masked(act)
        command = self._command(case.id, act, expect=case.assignment_no)
        change = decide(case, command, self.city, command.made_at)
        return change.outcome is not Outcome.SAME_EFFECT

    async def take_call(
        self, act: verb.Receive, into: str | None = None, note: str = "", instead: str = ""
    ) -> Done:
        """Open a case from a call, a visit or a message; its id is `command.case`.

        With `into` it is merged into that case at once, both being stored or neither: what is done
        then is the merge; else a `note` goes with it. A report opens one case, however often it is
        sent: the second time Refused says which. `instead`, Refused and StoreFault as in `do`.
        """
        case = case_of_call(act.report)
        known = await self.view(case)
        if known is not None:
            raise Refused("case_exists", number=known.case.number)
        return await self._opened(case, act, into, note, instead)

    async def _opened(
        self,
        case: str,
        act: verb.Receive,
        into: str | None = None,
        note: str = "",
        instead: str = "",
    ) -> Done:
        act, hidden = masked(act)
        command = self._command(case, act)
        opened = decide(None, command, self.city, command.made_at)
        if into is None:
            noted = await self._noted(apply(None, opened), note, command)
            await self._sync.submit(command, *noted, instead=instead)
            return Done(command, case, hidden)
        merge = replace(self._command(case, verb.Merge(into)), depends_on=command.id)
        other = await self._overlays.other(None, merge.act)
        decide(apply(None, opened), merge, self.city, merge.made_at, other=other)
        await self._sync.submit(command, merge, instead=instead)
        return Done(merge, case, hidden)

    async def attach(self, case: Case, sources: Sequence[Path | bytes]) -> Done:
        """Keep photos or videos on this desk and name them on the case.

        Raises Refused and StoreFault like `do`; NotAPhoto, or OSError when one cannot be read: then
        the case is as it was.
        """
        return await self.do(case, verb.Attach(await self.stage(sources)))

    async def stage(self, sources: Sequence[Path | bytes]) -> tuple[str, ...]:
        """Keep photos or videos on this desk, to be named by an act; their hashes, each once.

        Raises NotAPhoto, StoreFault, and OSError when one cannot be read.
        """
        hashes = [await self._sync.photos.stage(source) for source in sources]
        return tuple(dict.fromkeys(hashes))

    async def picture(self, sha256: str, size: int) -> Picture:
        """A photo to be shown, or why there is none."""
        return await self._sync.pictures.get(sha256, size)

    async def taken(self, sha256: str) -> tuple[str, float | None, float | None]:
        """What the camera said: its time (ISO 8601, "" if it did not), latitude and longitude."""
        return await self._sync.pictures.taken(sha256)

    async def video(self, sha256: str) -> Path | None:
        """The file of a video; None when it cannot be had now."""
        return await self._sync.pictures.video(sha256)

    def share(self, sha256: str) -> float | None:
        """How much of a photo of this desk is on the server, 0 to 1; None when all of it is."""
        return self._sync.photos.share(sha256)

    async def undo(self, case: Case) -> Done:
        """Take back the last act on the case."""
        if not case.acts:
            raise Refused("undo_not_last", number=case.number, last="")
        return await self.do(case, verb.Undo(case.acts[-1].change))

    async def take_back(self, done: Done) -> Done:
        """Take back this very act; Refused where it is not the last one any more.

        An agency's no takes the case out of its own sight: the server alone judges that then.
        """
        view, act = await self.view(done.case), verb.Undo(done.command.id)
        if view is not None:
            return await self.do(view.case, act)
        if not isinstance(done.command.act, verb.Bounce):
            raise Refused("unknown_case", case=done.case)
        command = self._command(done.case, act)
        await self._sync.submit(command)
        return Done(command, done.case)

    async def send_again(self, command: Command) -> Done:
        """Give a refused or parked command again as a new one, on the case as it is now.

        The old one goes as the new one is stored. Raises Refused and StoreFault like `do`.
        """
        with self._without_parked(command.case):
            if isinstance(command.act, verb.Receive):
                return await self.take_call(command.act, instead=command.id)
            view = await self.view(command.case)
            if view is None:
                raise Refused("unknown_case", case=command.case)
            return await self.do(view.case, command.act, instead=command.id)

    async def do_instead(self, old: Command, case: Case, act: Verb) -> Done:
        """Another act in place of a refused command, which goes as the new one is stored."""
        with self._without_parked(case.id):
            return await self.do(case, act, instead=old.id)

    @contextmanager
    def _without_parked(self, *cases: str) -> Iterator[None]:
        """What is held back lies on none of these cases meanwhile, and nothing new leans on it."""
        parked = [item.command for item in self.items() if item.state == "parked"]
        ids = [command.id for command in parked if command.case in cases]
        for id in ids:
            self._sync.withhold(id)
        try:
            yield
        finally:
            for id in ids:
                self._sync.reinstate(id)

    # --- commands as a file: a supervisor gives them again ---

    async def export(self, path: Path) -> int:
        """Write what the server has not taken; how many commands. Raises StoreFault."""
        return await self._handoff.write(path, self.items(), self._book.named)

    async def read_export(self, path: Path) -> tuple[Command, ...]:
        """The commands of such a file. Raises BadFile, StoreFault."""
        return await self._handoff.read(path)

    async def give_again(self, commands: Iterable[Command]) -> list[Given]:
        """Each as a new command of this officer, with a note that names whose it was.

        Raises StoreFault. Others' commands of this very outbox go as theirs is stored anew: what
        failed is dismissed, what waits is withdrawn, or it would be done twice.
        """
        held = {item.command.id: item for item in self.items()}
        given, free = list[Given](), list[Command]()
        for old in commands:
            no = not_again(held[old.id]) if old.id in held else None
            if no is None:
                free.append(old)
            else:
                given.append(Given(old, refused=no))
        waits = [old.id for old in free if old.id in held and held[old.id].state == "queued"]
        # They must not lie on the case that the new ones are judged by. What leans on another is
        # taken off before it and put back after it, or it would be held back as if that had failed.
        for id in reversed(waits):
            self._sync.withhold(id)
        try:
            with self._without_parked(*(old.case for old in free)):
                async for one in self._handoff.give(free):
                    given.append(one)
                    if one.new is not None and one.old.id in waits:
                        waits.remove(one.old.id)
        finally:
            for id in waits:
                self._sync.reinstate(id)
        return given

    # --- who is on which case ---

    def attend(self, case: str | None, mode: str = "view") -> None:
        """Tell the others which case this officer is on; `edit` while an act is prepared."""
        self._sync.attend(case, mode)

    def others(self, case: str) -> tuple[Mapping[str, Any], ...]:
        """Who else is on this case now: person, name, desk, mode and since of each."""
        return tuple(one for one in self._others if one.get("case") == case)

    def _seen_to(self) -> set[str]:
        """Cases that a colleague is on: who looks and may not act sees to none."""
        acting = (one for one in self._others if one.get("role") not in LOOKING)
        return {str(one.get("case")) for one in acting}

    def _note_others(self, others: tuple[Mapping[str, Any], ...]) -> None:
        self._others = others
        self.others_moved.emit()

    # --- what a restored server has lost ---

    @property
    def lost(self) -> tuple[Lost, ...]:
        """Cases that are known here and no longer on the server, since it was restored."""
        return tuple(one for one in self._sync.lost if not self._sync.overlay(one.id))

    async def bring_back(self) -> int:
        """Give the report of each lost case again, with a note of how far it had come; how many.

        The case keeps its id, so two desks that do this make one case of it. Raises StoreFault like
        `do`, and Refused once all that may be given is: one bad case holds up no other.
        """
        refused: Refused | None = None
        cases = await self._sync.lost_cases.cases(self.lost)
        for case in cases:
            try:
                await self._opened(case.id, report_of(case))
            except Refused as no:
                refused = refused or no
                continue
            view = await self.view(case.id)
            assert view is not None, "its report lies in the outbox"
            await self.do(view.case, verb.Note(self._said_of(case)))
        if refused is not None:
            raise refused
        return len(cases)

    def _said_of(self, case: Case) -> str:
        """How far a case had come before the server lost it."""
        said = QCoreApplication.translate(
            "lost", "Dibawa kembali sesudah server dipulihkan. Sebelumnya {number}: {state}, {at}."
        )
        opds = ", ".join(task.opd.upper() for task in case.tasks)
        state = f"{word_of(case.state)} ({opds})" if opds else word_of(case.state)
        at = self._local_time(case.changed_at)
        return said.format(number=case.number, state=state, at=at)

    async def export_lost(self, path: Path) -> None:
        """Write them whole, as lines of a snapshot. Raises StoreFault."""
        await self._sync.lost_cases.write(path, self.lost)

    async def lost_dealt_with(self) -> None:
        """List them no more. Raises StoreFault."""
        await self._sync.lost_cases.dealt_with()
        await self._sync.look_for_lost()

    # --- who reported: asked of the server each time, never kept ---

    async def look(self, report: str, reason: str) -> dict[str, str]:
        """Name, phone, e-mail, NIK and original text; audited. Empty when nobody left a name.

        Raises Offline, Denied, Refused.
        """
        try:
            return await self._sync.look(report, reason)
        except BadAnswer as answer:
            if answer.status != _NOTHING_THERE:
                raise
            return {}

    async def tell_identity(self, case: str, report: str, name: str, phone: str) -> bool:
        """Give the server the caller's name and number once it has the case; False if it never did.

        Held in memory only: a desk writes no reporter to disk, so this cannot wait for a dead line.
        A case that is hidden from this officer never comes here; its report leaves the outbox.
        """
        for _ in range(_IDENTITY_TRIES):
            if not self._sync.overlay(case) or await self._sync.cache.case(case) is not None:
                return await self._named(case, report, name, phone)
            await asyncio.sleep(_IDENTITY_PAUSE)
        return False

    async def _named(self, case: str, report: str, name: str, phone: str) -> bool:
        try:
            await self._sync.put_identity(case, report, name, phone)
        except BadAnswer as answer:
            if answer.status != _NOTHING_THERE:
                raise
            return False  # the server refused the report itself
        return True

    def _command(self, case: str, act: Verb, expect: int | None = None) -> Command:
        command = Command(
            id=str(uuid.uuid4()),
            case=case,
            act=act,
            author=self.author,
            made_at=self._clock.now(),
            expect=expect,
            depends_on=self._sync.last_undecided(case),
        )
        check_wire(command)
        return command

    # --- seeing ---

    async def view(self, case: str) -> CaseView | None:
        """The case with this officer's waiting acts on top; None when it is not known here."""

        def seen(conn: Conn) -> tuple[Case | None, list[Change]]:
            return cases.one(conn, case), cases.recent_changes(conn, _HISTORY, case)

        while True:
            waiting = self._sync.overlay(case)
            base, history = await self._sync.cache.read(seen)
            laid = await self._overlays.laid(base, case)
            if self._sync.overlay(case) == waiting:
                break  # else an act has come back meanwhile, and the base is older than that
        if laid.case is None:
            return None
        return CaseView(laid.case, base is not None, tuple(history), laid.pending, laid.refused)

    async def cases(self, ids: Sequence[str]) -> list[Case]:
        """Cases as `view` shows them, without their past; those not known here are left out."""
        acted_on = {id for id in ids if self._sync.overlay(id)}
        found = await self._sync.cache.many(ids)
        for id in ids:
            if id in acted_on or self._sync.overlay(id):
                view = await self.view(id)
                if view is not None:
                    found[id] = view.case
        return [found[id] for id in ids if id in found]

    async def outlook(self) -> Handover:
        """How everything stands that this person sees: sums, late cases, promises."""
        now, city = self.now(), self.city
        turn = turn_at(city.shifts, ZoneInfo(city.zone), now)
        return handover(await collect(self._sync, turn.ends), turn, now, city)

    async def find(self, text: str) -> frozenset[str]:
        """Ids of all cached cases that hold these words (prefixes count), for filters."""
        with suppress(CacheLost):  # told already, by the cache itself; the next is looked at anew
            return await self._sync.cache.holding(text)
        return frozenset()

    async def similar(self, to: Case | verb.Receive) -> tuple[Similar, ...]:
        """Open cases that may be the same problem as a case or a report still being taken."""
        if isinstance(to, Case):
            return await self._likenesses.of_case(to)
        return await self._likenesses.of_report(to, self.city, self.now())

    async def search(self, text: str, limit: int) -> Sequence[Brief]:
        """Cached cases that hold these words (prefixes count), the newest first."""
        return await self._sync.cache.search(text, limit)

    async def mine(self) -> frozenset[str]:
        """Ids of cached cases this officer has acted on."""
        cache, me = self._sync.cache, self.author.id
        waiting = {item.command.case for item in self._sync.waiting() if item.mine}
        with suppress(CacheLost):
            waiting |= await cache.read(lambda conn: cases.acted_on_by(conn, me))
        return frozenset(waiting)

    def _note_altered(self, ids: frozenset[str]) -> None:
        self._explain()
        self.altered.emit(ids)

    def _explain(self) -> None:
        """A winner's change may have come with what was altered."""
        lost = [item for item in self._sync.waiting() if item.state == "rejected"]
        if lost:
            begin(self._winners.look(lost))

    def items(self) -> tuple[Item, ...]:
        """The outbox: what is not settled yet, and who was first where a command came too late."""
        return tuple(
            replace(item, facts={**item.facts, **self._winners.of(item)})
            for item in self._sync.waiting()
        )

    async def dismiss(self, command: str) -> None:
        """The officer has seen that it was refused and leaves it at that."""
        await self._sync.dismiss(command)


_NOTHING_THERE = 404
_IDENTITY_TRIES = 50
_IDENTITY_PAUSE = 0.2
