"""Moments that a quiet minute does not show, composed over the cases of a living city."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence, QLinearGradient, QPainter
from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit

from console.app import Program
from console.desk import CaseView, Item, Lost, flags_of
from console.health import Trouble
from console.pages.act import ActSheet
from console.pages.acts import all_acts
from console.pages.bulk_sheet import BulkSheet
from console.pages.forward import ForwardSheet
from console.pages.frame import DeskFrame
from console.pages.proofs import ProofBox
from console.pages.sheet import Sheet
from db.domain import commands as verb
from db.domain.brief import brief
from db.domain.case import SYSTEM, Actor, Astray, Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.commands import Command
from db.domain.media import before
from db.domain.states import Lane, Role
from widgets.filter_bar import Filters
from widgets.photo_strip import PhotoButton

_BUDI = Actor("budi", "Budi Santoso", Role.OFFICER, "Meja 3")
_OTHERS = (
    {"name": "Budi Santoso", "desk": "Meja 3", "mode": "edit"},
    {"name": "Rina Kartika", "desk": "Meja 2", "mode": "view"},
)
_WAYS = ("delivered", "seen")
_SOUGHT = 60
_LATER_MS = 40 * 3_600_000


class Scenes:
    """Each shows one moment. `hold` shows it once more, for what the running desk puts right."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.hold: Callable[[], None] = _nothing
        self._undo: Callable[[], None] = _nothing

    @property
    def frame(self) -> DeskFrame:
        """The desk as it is built now."""
        frame = self._program.frame
        if frame is None:
            raise LookupError("nobody has signed in, so there is no desk to draw")
        return frame

    # --- health ---

    async def trouble(self, place: str = "health") -> None:
        """Something is stuck."""
        self.frame.go(place)
        self.keep(self._show_trouble)

    def _show_trouble(self) -> None:
        now = self._program.health
        since, oldest = now.now - 75, now.signs.now_ms - 75_000
        troubles = (
            Trouble("outbox_stands", since),
            Trouble("server:disk_full", since),
            Trouble("clock_jumped", since, note=True),
        )
        signs = replace(
            now.signs, server=("disk_full",), jumped=7200.0, waiting=3, oldest_ms=oldest
        )
        self.frame.show_health(replace(now, signs=signs, troubles=troubles))
        self.frame.tick()

    # --- the board ---

    async def board_news(self) -> None:
        """New cases have come in out of view while an officer looks at another."""
        self.frame.go("board")
        made = [brief(case) for case in await self._some(Lane.ROOM, 3)]
        last = max((row.due for row in made), default=0) + _LATER_MS
        self.frame.board.focus_cases()
        new = [row._replace(id=f"shown {n}", due=last) for n, row in enumerate(made)]
        self._program.book.put([(row, flags_of(row)) for row in new])
        self._undo = lambda: self._program.book.put((), [row.id for row in new])

    async def save_filter(self) -> None:
        """The board filtered, and the filter about to get a name."""
        self.frame.go("board")
        self.frame.board.filters.set_filters(Filters(breached=True))
        self.frame.filters.save()
        await asyncio.sleep(0.2)

    async def bulk_preview(self) -> None:
        """One note on many cases, before it is done."""
        self.frame.go("board")
        self.frame.board.focus_cases()
        self.frame.board.together.extend(5)
        await self._ask_many("N")
        form = self.frame.sheet
        if isinstance(form, ActSheet):
            form.sent.emit(verb.Note("Hujan lebat di hulu, tim siaga sudah jalan."))
            await self._sheet_is(BulkSheet)

    async def bulk_forward(self) -> None:
        """The same for a forward: some may not be."""
        self.frame.go("board")
        self.frame.board.focus_cases()
        self.frame.board.together.extend(5)
        await self._ask_many("F")
        form = self.frame.sheet
        if isinstance(form, ForwardSheet):
            opd = next(iter(self._program.desk.city.agencies))
            category = next(iter(self._program.desk.city.categories))
            form.sent.emit(verb.Forward((opd,), category, "complaint"))
            await self._sheet_is(BulkSheet)

    async def _ask_many(self, key: str) -> None:
        self.frame.ask_one_of([act.key for act in all_acts() if act.shortcut == key])
        await self._sheet_is(Sheet)

    async def _sheet_is(self, kind: type[Sheet]) -> None:
        for _ in range(_SOUGHT):
            if isinstance(self.frame.sheet, kind):
                return
            await asyncio.sleep(0.05)

    # --- finding one's way ---

    async def palette(self, typed: str = "") -> None:
        """The command palette, with a case in hand that some acts do not fit."""
        guide = self.frame.guide
        guide.show_palette()
        for _ in range(_SOUGHT):
            if guide.palette is not None:
                guide.palette.findChildren(QLineEdit)[0].setText(typed)
                break
            await asyncio.sleep(0.05)

    async def keys_changed(self) -> None:
        """An officer gives a deed keys that another has."""
        self.frame.guide.change_keys()
        field = self.frame.findChildren(QKeySequenceEdit)[1]
        field.setKeySequence(QKeySequence("F"))

    async def tour(self, card: int = 0) -> None:
        """A card of the tour, counted from 0."""
        self.frame.go("board")
        for _ in range(card + 1):
            self.frame.guide.show_tour()

    # --- one case ---

    async def before_and_after(self) -> None:
        """A case with photos of the report and of the work."""
        both = (Lane.VALIDATION, Lane.DONE)
        await self._open(lambda case: bool(before(case) and case.proofs), *both)

    async def photos_large(self) -> None:
        """The same, side by side."""
        await self.before_and_after()
        buttons = self.frame.case_page.findChildren(PhotoButton)
        if buttons:
            buttons[-1].click()
            await asyncio.sleep(1.0)

    async def not_reached(self) -> None:
        """An agency that the news has not reached, and two colleagues on the case."""
        view = await self._open(lambda case: len(case.tasks) == 1, Lane.OPD)
        if view is not None:
            self.keep(lambda: self._show_delivery(view, "failed"))

    async def reached(self) -> None:
        """The news has come to the agency, and was seen there."""
        view = await self._open(lambda case: len(case.tasks) == 1, Lane.OPD)
        if view is not None:
            self.keep(lambda: self._show_delivery(view, *_WAYS))

    async def told(self) -> None:
        """The same, while an officer records whom they told by phone."""
        await self.not_reached()
        await self._ask("told")

    async def finished(self) -> None:
        """Work that is done, with a photo that proves it."""
        await self._open(lambda case: len(case.tasks) == 1, Lane.WORK)
        await self._ask("finish")
        for box in self.frame.findChildren(ProofBox):
            box.take([_photo()])
        await asyncio.sleep(0.5)

    async def _ask(self, key: str) -> None:
        """Begin an act on the case that is open, and wait for its sheet."""
        self.frame.ask(key)
        for _ in range(_SOUGHT):
            if self.frame.sheet is not None:
                return
            await asyncio.sleep(0.05)

    def _show_delivery(self, view: CaseView, *steps: str) -> None:
        task, now = view.case.tasks[0], self._program.clock.now()
        told = [
            Change(
                id=f"news {step}",
                case=view.case.id,
                act=_news(task.opd, step, task.forwarded_at),
                by=SYSTEM,
                at=min(now, task.forwarded_at + timedelta(minutes=2 + 3 * n)),
            )
            for n, step in enumerate(steps)
        ]
        reached = steps[-1] != "failed"
        task = replace(
            task,
            delivery=steps[-1],
            channel="webhook",
            tries=0 if reached else 4,
            delivered_at=told[0].at if reached else None,
            seen_at=told[-1].at if reached else None,
        )
        lost = Astray("shown", task.opd, "webhook", task.forwarded_at)
        case = replace(view.case, tasks=(task,), astray=() if reached else (lost,))
        self.frame.case_page.show_case(
            replace(view, case=case, history=(*reversed(told), *view.history))
        )
        self.frame.case_page.show_others(() if reached else _OTHERS)

    async def photo_waits(self) -> None:
        """A photo that has been attached while the server is away."""
        view = await self._open(lambda case: bool(before(case)), Lane.WORK)
        if view is not None and not view.pending:
            await self._program.desk.attach(view.case, [_photo()])
            await asyncio.sleep(1.0)

    async def _open(self, fits: Callable[[Case], bool], *lanes: Lane) -> CaseView | None:
        """The first case of these lanes that fits, opened; else the first."""
        frame, desk = self.frame, self._program.desk
        found = None
        for case in [id for lane in lanes for id in frame.board.ids_of(lane)[:_SOUGHT]]:
            view = await desk.view(case)
            if view is not None and (found is None or fits(view.case)):
                found = view
                if fits(view.case):
                    break
        if found is None:
            return None
        frame.open_case(found.case.id)
        await asyncio.sleep(0.3)
        return found

    # --- what may be the same problem ---

    async def similar(self) -> None:
        """A case beside which others tell of the same."""
        view = await self._open(lambda case: _pointed(case) and not case.secret, Lane.ROOM)
        if view is None:
            return
        for said in _TOLD_AGAIN if len(await self._program.desk.similar(view.case)) < 2 else ():
            await self._told_again(view.case, said)
        for _ in range(_SOUGHT):
            if len(await self._program.desk.similar(view.case)) > 1:
                break
            await asyncio.sleep(0.1)
        self.frame.open_case(view.case.id)
        await asyncio.sleep(0.5)

    async def compare(self) -> None:
        """The same, side by side."""
        await self.similar()
        self.frame.compare()
        for _ in range(_SOUGHT):
            if self.frame.sheet is not None:
                return
            await asyncio.sleep(0.05)

    async def _told_again(self, case: Case, said: str) -> None:
        place = replace(case.place, lat=(case.place.lat or 0) + 0.0003)
        text = f"{case.text.strip().splitlines()[0]} {said}"
        act = verb.Receive(str(uuid.uuid4()), "112", text, case.report_class, case.category)
        await self._program.desk.take_call(replace(act, place=place))

    # --- the outbox ---

    async def outbox_acts(self) -> None:
        """What came too late, too old, or behind another."""
        items = await self._items(self._program.desk.author)
        self.frame.go("outbox")
        self.keep(lambda: self._show_outbox(items, ()))

    async def outbox_supervisor(self) -> None:
        """A supervisor before a colleague's commands and what a restored server has lost."""
        theirs = [replace(item, mine=False) for item in await self._items(_BUDI)]
        lost = [_lost(case) for case in await self._some(Lane.WORK, 9)]
        frame = self.frame
        frame.outbox.for_supervisor(True)
        frame.go("outbox")
        self.keep(lambda: self._show_outbox(theirs[1:4], lost))

    async def outbox_colleague(self) -> None:
        """A colleague's commands, whose session here has ended, beside one of one's own."""
        theirs, mine = await self._items(_BUDI), await self._items(self._program.desk.author)
        left = [replace(one, mine=False, state="queued", stranded=True) for one in theirs[2:4]]
        self.frame.go("outbox")
        self.keep(lambda: self._show_left([*left, *mine[4:]]))

    async def board_colleague(self) -> None:
        """The board while what a colleague left here goes out."""
        self.frame.go("board")
        self.keep(self._show_left)

    def _show_left(self, items: Sequence[Item] = ()) -> None:
        now, frame = self._program.health, self.frame
        frame.show_status(replace(self._program.sync.status, waiting=1, others_waiting=2))
        if items:
            gone = Trouble("author_gone", now.now)
            signs = replace(now.signs, absent=(_BUDI.name,))
            frame.show_health(replace(now, signs=signs, troubles=(gone,)))
            frame.outbox.show_items(items)
        frame.tick()

    def _show_outbox(self, items: list[Item], lost: Any) -> None:
        self.frame.outbox.show_items(items)
        self.frame.outbox.show_lost(lost)

    async def _items(self, author: Actor) -> list[Item]:
        some = await self._some(Lane.OPD, 4) + await self._some(Lane.WORK, 4)
        cases = [case for case in some if case.tasks]  # an agency may just have sent one back
        return [] if len(cases) < 5 else _items(cases, author, self._program.desk.city)

    async def _some(self, lane: Lane, count: int) -> list[Case]:
        desk, found = self._program.desk, list[Case]()
        for case in self.frame.board.ids_of(lane)[:count]:
            view = await desk.view(case)
            if view is not None:
                found.append(view.case)
        return found

    def over(self) -> None:
        """Away with the moment; the desk shows what is true again."""
        self._undo()
        self._undo = _nothing
        if self.hold is not _nothing:
            self.hold = _nothing
            self.frame.outbox.for_supervisor(False)
            self.frame.show_health(self._program.health)
            self.frame.show_status(self._program.sync.status)

    def keep(self, show: Callable[[], None]) -> None:
        """Show this now, and once more right before the picture."""
        self.hold = show
        show()


_TOLD_AGAIN = ("Sudah dua hari begini.", "Warga lain juga menelepon soal ini.")


def _pointed(case: Case) -> bool:
    return case.place.lat is not None and case.category is not None


def _nothing() -> None:
    """There is nothing to hold."""


def _news(opd: str, step: str, since: datetime) -> verb.Deliver:
    if step == "failed":
        return verb.Deliver(opd, "webhook", step, since, tries=4, reason="unreachable")
    return verb.Deliver(opd, "webhook", step, since, at=since + timedelta(minutes=2))


def _items(cases: list[Case], author: Actor, city: City) -> list[Item]:
    """Commands on these cases, one in each way a command may stand."""
    now = max(case.changed_at for case in cases)
    first = cases[0]
    held = first.tasks[0].opd
    other = next(id for id in city.agencies if id != held)
    race = {
        "number": first.number,
        "state": first.state.value,
        "opd": held,
        "at": now.isoformat(),
        "by_name": "Dewi Anggraini",
        "by_desk": "Meja 2",
        "did": "forwarded",
    }
    forward = verb.Forward((other,), first.category or "", "complaint")
    late = verb.Forward((cases[1].tasks[0].opd,), cases[1].category or "", "complaint")
    made: list[tuple[Case, verb.Verb, str, str, dict[str, Any]]] = [
        (first, forward, "rejected", "assignment_changed", race),
        (cases[1], late, "rejected", "stale_confirm", {"hours": 13}),
        (cases[2], verb.Accept("Bu Ratna"), "parked", "", {}),
        (cases[3], verb.Note("Sudah ditelepon, tim menuju lokasi."), "sending", "", {}),
        (cases[4], verb.Note("Warga menelepon lagi, air naik."), "queued", "", {}),
    ]
    items = []
    for n, (case, act, state, reason, facts) in enumerate(made):
        at = now - timedelta(minutes=9 - n)
        command = Command(f"shown {n}", case.id, act, author, at, case.assignment_no)
        items.append(Item(command, state, int(at.timestamp() * 1000), True, reason, facts))
    return items


def _lost(case: Case) -> Lost:
    title = case.text.strip().splitlines()[0]
    changed = int(case.changed_at.astimezone(UTC).timestamp() * 1000)
    return Lost(case.id, case.number, title, case.state.value, changed)


def _photo() -> bytes:
    """A drawn evening sky, as a PNG file."""
    image = QImage(960, 720, QImage.Format.Format_RGB32)
    sky = QLinearGradient(0, 0, 0, 720)
    sky.setColorAt(0, QColor(38, 52, 92))
    sky.setColorAt(1, QColor(222, 140, 84))
    painter = QPainter(image)
    painter.fillRect(image.rect(), sky)
    painter.fillRect(0, 560, 960, 160, QColor(54, 56, 62))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
