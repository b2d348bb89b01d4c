"""Acting on what the outbox page shows: again, instead, in the own name, as a file, or leave it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.desk import BadFile, Desk, Given, Item, StoreFault
from console.pages import acts, words
from console.pages.act import ActSheet
from console.pages.handoff import HandoffSheet
from console.pages.hands import Hands
from console.pages.outbox import OutboxPage
from console.pages.sheet import SheetPlace
from db.domain.case import Case
from db.domain.commands import Command, Verb
from db.domain.refused import Refused
from widgets.theme import Theme
from widgets.toast import Toast


class OutboxHands(QObject):
    """Does what the buttons of the page ask, and says what came of it."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        book: CaseBook,
        page: OutboxPage,
        hands: Hands,
        sheets: SheetPlace,
        toast: Toast,
    ) -> None:
        super().__init__(page)
        self._theme, self._desk, self._book = theme, desk, book
        self._hands, self._sheets, self._toast = hands, sheets, toast
        page.again.connect(self.send_again)
        page.instead.connect(self.instead)
        page.dismissed.connect(self.dismiss)
        page.exported.connect(self.export)
        page.brought.connect(self.bring)
        self._lost = page.lost
        page.lost.brought_back.connect(self.bring_back)
        page.lost.exported.connect(self.export_lost)
        page.lost.dealt_with.connect(self.lost_dealt_with)

    @async_slot
    async def send_again(self, command: str) -> None:
        """A refused or parked command, as a new one on the case as it is now."""
        item = self._item(command)
        if item is None:
            return
        try:
            if item.mine:
                await self._desk.send_again(item.command)
            else:
                self._say_given(await self._desk.give_again([item.command]))
        except (Refused, StoreFault) as no:
            self._toast.say(self._hands.sentence(no))

    def _say_given(self, given: list[Given]) -> None:
        refused = next((one.refused for one in given if one.refused is not None), None)
        done = self.tr("Tersimpan sebagai perintah Anda")
        self._toast.say(done if refused is None else self._hands.sentence(refused))

    @async_slot
    async def export(self, path: str) -> None:
        """The outbox as a file."""
        try:
            many = await self._desk.export(Path(path))
        except StoreFault as fault:
            self._toast.say(self._hands.sentence(fault))
            return
        self._toast.say(self.tr("{n} perintah ditulis ke {path}").format(n=many, path=path))

    @async_slot
    async def bring_back(self) -> None:
        """What a restored server has lost, as reports of this supervisor."""
        try:
            many = await self._desk.bring_back()
        except (Refused, StoreFault) as no:
            self._toast.say(self._hands.sentence(no))
            return
        finally:
            self._lost.ready()
        self._toast.say(self.tr("{n} kasus dibawa kembali sebagai laporan").format(n=many))

    @async_slot
    async def export_lost(self, path: str) -> None:
        """What a restored server has lost, as a file."""
        try:
            await self._desk.export_lost(Path(path))
        except StoreFault as fault:
            self._toast.say(self._hands.sentence(fault))
            return
        self._toast.say(self.tr("Kasus ditulis ke {path}").format(path=path))

    @async_slot
    async def lost_dealt_with(self) -> None:
        """Nobody needs to be asked about them any more."""
        try:
            await self._desk.lost_dealt_with()
        except StoreFault as fault:
            self._toast.say(self._hands.sentence(fault))

    @async_slot
    async def bring(self, path: str) -> None:
        """The commands of such a file, shown before they are given again."""
        try:
            commands = await self._desk.read_export(Path(path))
        except StoreFault as fault:
            self._toast.say(self._hands.sentence(fault))
            return
        except BadFile as fault:
            said = self.tr("Bukan ekspor kotak keluar kota ini: {why}")
            self._toast.say(said.format(why=fault))
            return
        city, parent = self._desk.city, self._sheets.page
        sheet = HandoffSheet(self._theme, commands, city, self._book.named, parent)
        sheet.sent.connect(lambda: self._give(sheet, commands))
        self._sheets.show(sheet)

    @async_slot
    async def _give(self, sheet: HandoffSheet, commands: tuple[Command, ...]) -> None:
        sheet.setEnabled(False)  # the same key twice
        try:
            given = await self._desk.give_again(commands)
        except StoreFault as fault:
            sheet.setEnabled(True)
            sheet.refuse(self._hands.sentence(fault))
            return
        sheet.show_given(given)

    @async_slot
    async def instead(self, command: str) -> None:
        """A forward that came too late: reassign the case to its agencies, with a reason."""
        item = self._item(command)
        view = await self._desk.view(item.command.case) if item else None
        opds = getattr(item.command.act, "opds", ()) if item else ()
        if item is None or view is None:
            return
        city, case = self._desk.city, view.case
        act = acts.reassign_to(opds, words.agencies(",".join(opds), city))
        if case.state not in act.states:
            self._toast.say(words.refusal("illegal_state", {"state": case.state.value}, city))
            return
        now, parent = self._desk.now(), self._sheets.page
        sheet = ActSheet(self._theme, act, case, city, now, list, parent)
        sheet.sent.connect(lambda verb: self._send_instead(item.command, case, verb))
        self._sheets.show(sheet)

    @async_slot
    async def _send_instead(self, old: Command, case: Case, act: Verb) -> None:
        done = await self._hands.stored(self._desk.do_instead(old, case, act))
        if done is not None:
            self._hands.say_done(case.number, done)

    def _item(self, command: str) -> Item | None:
        return next((i for i in self._desk.items() if i.command.id == command), None)

    @async_slot
    async def dismiss(self, command: str) -> None:
        """The officer leaves it at the server's decision."""
        await self._desk.dismiss(command)
