"""Acting on the case in hand: which sheet opens, what is sent, what is said, what can be undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal, Slot

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.desk import Denied, Desk, Done, Offline, StoreFault
from console.pages import acts, links, words
from console.pages.act import ActSheet
from console.pages.forward import ForwardSheet
from console.pages.identity import IdentitySheet
from console.pages.intake import Caller, IntakeSheet
from console.pages.keys import TypeAhead
from console.pages.sheet import SheetPlace
from db.domain.case import Case
from db.domain.commands import Receive, Verb
from db.domain.refused import Refused
from widgets.picker import Choice
from widgets.theme import Theme
from widgets.toast import Toast

InHand = Callable[[], Awaitable[Case | None]]


class Hands(QObject):
    """`acting` names the case before, `acted` the case and what was done to it after it is stored;
    `revealed` a report and who sent it.
    """

    acting = Signal(str)
    acted = Signal(str, object)
    revealed = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        book: CaseBook,
        sheets: SheetPlace,
        toast: Toast,
        in_hand: InHand,
        on_page: Callable[[str], bool],
    ) -> None:
        super().__init__(toast)
        self._theme, self._desk, self._book = theme, desk, book
        self._sheets, self._toast, self._in_hand = sheets, toast, in_hand
        self._on_page = on_page
        self._offered: Callable[[], object] = lambda: None
        self._just_done = ""
        toast.acted.connect(lambda: self._offered())

    # --- beginning ---

    @async_slot
    async def ask(self, key: str) -> None:
        """Begin an act on the case in hand: its sheet opens, or a sentence says why not."""
        await self._begin([key])

    @async_slot
    async def ask_one_of(self, keys: list[str]) -> None:
        """One key may mean two acts (merge, unmerge): the one the state allows is meant."""
        await self._begin(keys)

    async def _begin(self, keys: list[str]) -> None:
        with TypeAhead() as ahead:
            case = await self._in_hand()
            if case is None:
                self._toast.say(self.tr("Pilih kasus dulu."))
                return
            act = next((a for a in acts.offered(case, self._desk.author) if a.key in keys), None)
            if act is None:
                state = {"state": case.state.value}
                self._toast.say(words.refusal("illegal_state", state, self._desk.city))
            elif act.key == "undo":
                await self._undo_last(case)
            else:
                sheet = self._sheet_for(act, case)
                sheet.sent.connect(lambda verb: self._send(case, verb))
                self._sheets.show(sheet)
                ahead.release()

    def _sheet_for(self, act: acts.Act, case: Case) -> ForwardSheet | ActSheet:
        city, parent = self._desk.city, self._sheets.page
        if act.key == "forward":
            return ForwardSheet(self._theme, case, city, self._desk.author.name, parent)
        now = self._desk.now()
        return ActSheet(self._theme, act, case, city, now, lambda: self._others(case), parent)

    @Slot()
    def take_call(self) -> None:
        """A new report by phone, at the counter or from social media."""
        sheet = IntakeSheet(
            self._theme, self._desk.city, online=self._desk.online, parent=self._sheets.page
        )
        sheet.sent.connect(self._take_call)
        self._sheets.show(sheet)

    @Slot(str)
    def look(self, report: str) -> None:
        """Ask why before anybody is shown who reported."""
        sheet = IdentitySheet(self._theme, report, self._sheets.page)
        sheet.sent.connect(self._look)
        self._sheets.show(sheet)

    def offer(self, text: str, action: str, key: str, act: Callable[[], object]) -> None:
        """Say something that has one way on."""
        self._offered, self._just_done = act, ""
        self._toast.say(text, action, key)

    # --- sending ---

    @async_slot
    async def _send(self, case: Case, act: Verb) -> None:
        self.acting.emit(case.id)
        done = await self._stored(self._desk.do(case, act))
        if done is not None:
            self._say_done(case.number, done)
            self.acted.emit(case.id, act)

    @async_slot
    async def _take_call(self, act: Receive, caller: Caller) -> None:
        done = await self._stored(self._desk.take_call(act))
        if done is None:
            return
        self._say_done("", done)
        self.acted.emit(done.command.case, act)
        if (caller.name or caller.phone) and not await self._identity_kept(done, caller):
            self._toast.say(self.tr("Identitas pelapor belum tersimpan: server tidak terjangkau."))

    async def _stored(self, work: Awaitable[Done]) -> Done | None:
        """What is durably stored, the sheet closed; None where the sheet says why not."""
        sheet = self._sheets.current
        if sheet is not None:
            sheet.setEnabled(False)  # the same key twice
        try:
            done = await work
        except (Refused, StoreFault) as no:
            if sheet is not None:
                sheet.setEnabled(True)
                sheet.refuse(self.sentence(no))
                sheet.begin()
            return None
        self._sheets.close()
        return done

    async def _identity_kept(self, done: Done, caller: Caller) -> bool:
        try:
            return await self._desk.tell_identity(done, caller.name, caller.phone)
        except (Offline, Denied):
            return False

    @async_slot
    async def _look(self, report: str, reason: str) -> None:
        sheet = self._sheets.current
        try:
            who = await self._desk.look(report, reason)
        except (Offline, Denied, Refused) as no:
            if sheet is not None:
                sheet.refuse(links.look_failed(no, self._desk.city))
            return
        self._sheets.close()
        self.revealed.emit(report, links.who(who))

    @async_slot
    async def send_again(self, command: str) -> None:
        """A refused or parked command, as a new one on the case as it is now."""
        item = next((i for i in self._desk.items() if i.command.id == command), None)
        if item is None:
            return
        try:
            await self._desk.send_again(item.command)
        except (Refused, StoreFault) as no:
            self._toast.say(self.sentence(no))

    @async_slot
    async def dismiss(self, command: str) -> None:
        """The officer leaves it at the server's decision."""
        await self._desk.dismiss(command)

    # --- undoing ---

    async def _undo_last(self, case: Case) -> None:
        """While the toast offers to take an act back, that act is meant; else the case in hand.

        A supervisor may take back what others did, but only with the case's own page open, where
        its timeline says what that was.
        """
        if self._toast.isVisible() and self._just_done:
            view = await self._desk.view(self._just_done)
            case = view.case if view is not None else case
        last = case.acts[-1] if case.acts else None
        if last is not None and last.by != self._desk.author.id and not self._on_page(case.id):
            self._toast.say(self.tr("Itu tindakan orang lain. Buka kasusnya dulu (Enter), lalu Z."))
            return
        await self._undo(case)

    @async_slot
    async def _undo_done(self, case: str) -> None:
        view = await self._desk.view(case)
        if view is not None:
            await self._undo(view.case)

    async def _undo(self, case: Case) -> None:
        self._just_done = ""
        try:
            await self._desk.undo(case)
        except (Refused, StoreFault) as no:
            self._toast.say(self.sentence(no))
            return
        said = self.tr("Dibatalkan · {number}")
        self._toast.say(said.format(number=case.number or self.tr("kasus baru")))

    # --- saying ---

    def _say_done(self, number: str, done: Done) -> None:
        said = self.tr("{what} · {number} · tersimpan, belum terkirim")
        if self._desk.online:
            said = self.tr("{what} · {number} · tersimpan")
        what = acts.word_of(done.command.act)
        text = said.format(what=what, number=number or self.tr("kasus baru"))
        if done.masked:
            text += self.tr(" · data pribadi dalam teks disamarkan")
        if not done.command.law.undoable:
            self.offer(text, "", "", lambda: None)
            return
        case = done.command.case
        self.offer(text, self.tr("Batalkan"), "Z", lambda: self._undo_done(case))
        self._just_done = case

    def sentence(self, no: Refused | StoreFault) -> str:
        """Why it did not happen, and what to do."""
        if isinstance(no, Refused):
            return words.refusal(no.key, no.facts, self._desk.city)
        return links.store_fault(no)

    def _others(self, case: Case) -> list[Choice]:
        """Cases this one may be merged into: the same kind and area first, then the newest."""
        return [
            Choice(key, number, title, "", place)
            for key, number, title, place in self._book.alike(case.id, limit=300)
        ]
