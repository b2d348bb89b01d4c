"""Acting on the case in hand: which sheet opens, what is sent, what is said, what can be undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.desk import Denied, Desk, Done, NotAPhoto, Offline, StoreFault
from console.pages import acts, links, words
from console.pages import similar as words_similar
from console.pages.act import ActSheet
from console.pages.compare import CompareSheet
from console.pages.forward import ForwardSheet
from console.pages.identity import IdentitySheet
from console.pages.in_hand import InHand
from console.pages.intake import Caller, IntakeSheet, Unfinished
from console.pages.keys import TypeAhead
from console.pages.lookalikes import Lookalikes
from console.pages.photos import choose_files
from console.pages.place_sheet import PlaceSheet
from console.pages.proofs import ProofBox
from console.pages.sheet import SheetPlace
from db.domain.calls import case_of_call
from db.domain.case import Case
from db.domain.commands import Receive, Verb
from db.domain.likeness import Similar
from db.domain.refused import Refused
from db.domain.states import Role
from widgets.map_base import Basemap
from widgets.picker import Choice
from widgets.theme import Theme
from widgets.toast import Toast


class Hands(QObject):
    """`preparing` names the case whose sheet has opened, `acting` the case before an act, `acted`
    the case and what was done to it after it is stored; `revealed` a report and who sent it;
    `call_asked` a facility to be called.
    """

    preparing = Signal(str)
    acting = Signal(str)
    acted = Signal(str, object)
    revealed = Signal(str, str)
    call_asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        book: CaseBook,
        sheets: SheetPlace,
        toast: Toast,
        in_hand: InHand,
        on_page: Callable[[str], bool],
        keys: Mapping[str, str],
        unfinished: Unfinished,
        base: Basemap | None = None,
    ) -> None:
        super().__init__(toast)
        self._base = base
        self._theme, self._desk, self._book = theme, desk, book
        self._sheets, self._toast, self._in_hand = sheets, toast, in_hand
        self._on_page, self._keys, self._unfinished = on_page, keys, unfinished
        self._offered: Callable[[], object] = lambda: None
        self._just_done: Done | None = None
        self._looks = 0
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
            if keys == ["undo"] and self._toast.offers and self._just_done is not None:
                await self._undo(self._desk.take_back(self._just_done))
                return
            case = await self._in_hand()
            if isinstance(case, str):
                self._toast.say(case)
                return
            act = next((a for a in acts.offered(case, self._desk.author) if a.key in keys), None)
            if act is None:
                state = {"state": case.state.value}
                self._toast.say(words.refusal("illegal_state", state, self._desk.city))
            elif act.key == "undo":
                await self._undo_last(case)
            elif act.key == "attach":
                self._choose_photos(case)
            else:
                similar = await self._desk.similar(case) if act.key == "merge" else ()
                sheet = self.sheet_for(act, case, similar)
                sheet.sent.connect(lambda verb: self._send(case, verb))
                self._sheets.show(sheet)
                self.preparing.emit(case.id)
                ahead.release()

    def sheet_for(
        self, act: acts.Act, case: Case, similar: Sequence[Similar] = ()
    ) -> ForwardSheet | ActSheet | PlaceSheet:
        """The form of an act, about a case; `similar` are offered first to merge it into."""
        city, parent = self._desk.city, self._sheets.page
        if act.key == "place":
            places, base = self._desk.places, self._base
            return PlaceSheet(self._theme, act.word, case, city, places, parent, base=base)
        if act.key == "forward":
            officer, learned = self._desk.author.name, self._desk.learned
            return ForwardSheet(self._theme, case, city, officer, parent, learned=learned)
        proofs = any(field.kind == "proofs" for field in act.fields)
        return ActSheet(
            self._theme,
            act,
            case,
            city,
            self._desk.now(),
            lambda: self._others(case, similar),
            parent,
            proofs=ProofBox(self._theme, self._desk, parent) if proofs else None,
            supervisor=self._desk.author.role is Role.SUPERVISOR,
        )

    @async_slot
    async def compare(self, other: str = "") -> None:
        """Put the case in hand beside those that may be the same problem, `other` first."""
        with TypeAhead() as ahead:
            case = await self._in_hand()
            if isinstance(case, str):
                self._toast.say(case)
                return
            similar = await self._desk.similar(case)
            if not similar:
                self._toast.say(self.tr("Tidak ada kasus terbuka yang serupa di dekat sini."))
                return
            sheet = CompareSheet(self._theme, self._desk, case, similar, self._sheets.page)
            sheet.show_other(other)
            sheet.merged.connect(self._send)
            self._sheets.show(sheet)
            self.preparing.emit(case.id)
            ahead.release()

    @Slot()
    def take_call(self) -> None:
        """A new report by phone, at the counter or from social media."""
        page, desk = self._sheets.page, self._desk
        alike = Lookalikes(self._theme, desk, page)
        sheet = IntakeSheet(
            self._theme,
            desk.city,
            desk.places,
            online=desk.online,
            alike=alike,
            parent=page,
            base=self._base,
        )
        held = self._unfinished.held
        if held is not None and self._book.slot(case_of_call(held.report)) is not None:
            self._unfinished.done()  # the desk ended between sending it and forgetting it
        elif held is not None:
            sheet.resume(held)
        sheet.typed.connect(self._unfinished.keep)
        sheet.sent.connect(self._take_call)
        sheet.call_asked.connect(self.call_asked)
        self._sheets.show(sheet)

    @Slot(str)
    def look(self, report: str) -> None:
        """Ask why before anybody is shown who reported."""
        sheet = IdentitySheet(self._theme, report, self._sheets.page)
        sheet.sent.connect(self._look)
        self._sheets.show(sheet)

    def offer(self, text: str, action: str, key: str, act: Callable[[], object]) -> None:
        """Say something that has one way on."""
        self._offered, self._just_done = act, None
        self._toast.say(text, action, key)

    # --- sending ---

    @async_slot
    async def _send(self, case: Case, act: Verb) -> None:
        self.acting.emit(case.id)
        done = await self.stored(self._desk.do(case, act))
        if done is not None:
            self.say_done(case.number, done)
            self.acted.emit(case.id, act)

    @async_slot
    async def _take_call(self, act: Receive, caller: Caller, into: Case | None) -> None:
        done = await self.stored(self._desk.take_call(act, into.id if into is not None else None))
        if done is None:
            return
        self._unfinished.done()
        self.say_done(into.number if into is not None else "", done)
        self.acted.emit(into.id if into is not None else done.command.case, act)
        who = done.command.case, act.report, caller.name, caller.phone
        if (caller.name or caller.phone) and not await self._identity_kept(*who):
            self._toast.say(self.tr("Identitas pelapor belum tersimpan: server tidak terjangkau."))

    async def stored(self, work: Awaitable[Done]) -> Done | None:
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

    async def _identity_kept(self, case: str, report: str, name: str, phone: str) -> bool:
        try:
            return await self._desk.tell_identity(case, report, name, phone)
        except (Offline, Denied):
            return False

    def drop_look(self) -> None:
        """Whoever is asked for now is not shown when the answer comes."""
        self._looks += 1

    @async_slot
    async def _look(self, report: str, reason: str) -> None:
        sheet, look = self._sheets.current, self._looks
        try:
            who = await self._desk.look(report, reason)
        except (Offline, Denied, Refused) as no:
            if sheet is not None and sheet is self._sheets.current:
                sheet.refuse(links.look_failed(no, self._desk.city))
            return
        if sheet is None or sheet is not self._sheets.current:
            return  # asked for a page that nobody looks at any more
        if look != self._looks:
            sheet.refuse(self.tr("Jawaban datang selagi meja terkunci. Minta lagi bila perlu."))
            return
        self._sheets.close()
        self.revealed.emit(report, links.who(who))

    # --- photos ---

    def _choose_photos(self, case: Case) -> None:
        dialog = choose_files(self._sheets.page)
        dialog.filesSelected.connect(lambda names: self._attach(case, list(map(Path, names))))
        dialog.open()

    @async_slot
    async def attach(self, sources: list[Path | bytes]) -> None:
        """Photos that were dropped or pasted, for the case in hand."""
        case = await self._in_hand()
        if isinstance(case, str):
            self._toast.say(case)
        else:
            self._attach(case, sources)

    @async_slot
    async def _attach(self, case: Case, sources: list[Path | bytes]) -> None:
        self._toast.say(self.tr("Menyimpan {n} berkas …").format(n=len(sources)))
        try:
            done = await self._desk.attach(case, sources)
        except NotAPhoto as no:
            self._toast.say(links.photo_refused(no.reason))
        except (Refused, StoreFault) as no:
            self._toast.say(self.sentence(no))
        except OSError as fault:
            said = self.tr("Berkas tidak bisa dibaca: {path}")
            self._toast.say(said.format(path=fault.filename or ""))
        else:
            self.say_done(case.number, done)
            self.acted.emit(case.id, done.command.act)

    # --- undoing ---

    async def _undo_last(self, case: Case) -> None:
        """A supervisor may take back what others did, but only with the case's own page open, where
        its timeline says what that was.
        """
        last = case.acts[-1] if case.acts else None
        if last is not None and last.by != self._desk.author.id and not self._on_page(case.id):
            said = self.tr("Itu tindakan orang lain. Buka kasusnya dulu (Enter), lalu {key}.")
            self._toast.say(said.format(key=self._keys["undo"]))
            return
        await self._undo(self._desk.undo(case))

    @async_slot
    async def _undo_done(self, done: Done) -> None:
        await self._undo(self._desk.take_back(done))

    async def _undo(self, work: Awaitable[Done]) -> None:
        self._just_done = None
        try:
            done = await work
        except (Refused, StoreFault) as no:
            self._toast.say(self.sentence(no))
            return
        said = self.tr("Dibatalkan · {number}")
        view = await self._desk.view(done.case)
        if view is None:
            said = self.tr("Pembatalan tersimpan. Kasus kembali bila server menerimanya.")
            self._toast.say(said)
            return
        self._toast.say(said.format(number=view.case.number or self.tr("kasus baru")))

    # --- saying ---

    def say_done(self, number: str, done: Done) -> None:
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
        self.offer(text, self.tr("Batalkan"), self._keys["undo"], lambda: self._undo_done(done))
        self._just_done = done

    def sentence(self, no: Refused | StoreFault) -> str:
        """Why it did not happen, and what to do."""
        if isinstance(no, Refused):
            return words.refusal(no.key, no.facts, self._desk.city)
        return links.store_fault(no)

    def _others(self, case: Case, similar: Sequence[Similar]) -> list[Choice]:
        """Cases this one may be merged into: the likest, then the same kind and area, newest."""
        first = {one.case.id: one for one in similar}
        city = self._desk.city
        return [words_similar.choice(one, city) for one in similar] + [
            Choice(key, number, title, "", place)
            for key, number, title, place in self._book.alike(case.id, limit=300)
            if key not in first
        ]
