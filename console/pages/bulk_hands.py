"""Acting on many cases at once: the form, the preview, each result, and one undo for all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from console.async_slot import async_slot
from console.desk import Desk, StoreFault
from console.pages import acts, bulk, words
from console.pages.bulk import Part
from console.pages.bulk_sheet import BulkSheet
from console.pages.hands import Hands
from console.pages.keys import TypeAhead
from console.pages.sheet import SheetPlace
from db.domain.case import Case
from db.domain.commands import Verb
from db.domain.refused import Refused
from widgets.outcome_list import DONE, NOT, UNDONE, WILL, Outcome
from widgets.theme import Theme
from widgets.toast import Toast

_BREATH = 8
"""Cases judged before the screen gets its turn."""


class BulkHands(QObject):
    """Keeps the last act on many, so that it can be taken back as one."""

    def __init__(
        self, theme: Theme, desk: Desk, hands: Hands, sheets: SheetPlace, toast: Toast
    ) -> None:
        super().__init__(toast)
        self._theme, self._desk, self._hands = theme, desk, hands
        self._sheets, self._toast = sheets, toast
        self._last: list[Part] = []
        self._word = ""
        self._at_work = asyncio.Lock()
        """Held while many are acted on or taken back: the last act is whole before the next."""

    # --- asking ---

    @async_slot
    async def ask(self, keys: list[str], ids: Sequence[str]) -> None:
        """Begin an act on these cases: its form opens, or a sentence says why not."""
        with TypeAhead() as ahead:
            cases = await self._desk.cases(ids)
            found = self._act_for(keys, cases)
            if found is None:
                return
            act, able = found
            lead = bulk.lead_of(able)
            form = self._hands.sheet_for(bulk.form_of(act), lead)
            many = self.tr("{what} · {n} kasus").format(what=act.word, n=len(cases))
            own = self.tr("Kategori, jenis dan lokasi tiap kasus tetap; yang kosong memakai ini.")
            form.retitle(many, own if act.key == "forward" else "")
            form.sent.connect(lambda given: self._preview(act.word, ids, given, lead))
            self._sheets.show(form)
            ahead.release()

    def _act_for(self, keys: list[str], cases: list[Case]) -> tuple[acts.Act, list[Case]] | None:
        meant = [act for act in acts.all_acts() if act.key in keys]
        if not any(act.bulk for act in meant):
            self._toast.say(self.tr("Hanya untuk satu kasus. Esc melepas pilihan."))
            return None
        for act in meant:
            able = [case for case in cases if self._offers(case, act.key)]
            if able:
                return act, able
        state = {"state": cases[0].state.value} if cases else {}
        self._toast.say(words.refusal("illegal_state", state, self._desk.city))
        return None

    def _offers(self, case: Case, key: str) -> bool:
        return any(act.key == key for act in acts.offered(case, self._desk.author))

    # --- seeing it before ---

    @async_slot
    async def _preview(self, word: str, ids: Sequence[str], given: Verb, lead: Case) -> None:
        """The cases as they are by now: somebody may have acted while the form was filled."""
        parts = list[Part]()
        for at, case in enumerate(await self._desk.cases(ids)):
            parts.append(self._judged(case, given, lead))
            if at % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
        self.preview(word, parts)

    def preview(self, word: str, parts: list[Part]) -> None:
        """Show what an act would do to each case; Enter does it."""
        sheet = self._sheet(word, parts)
        sheet.confirmed.connect(lambda: self._carry_out(sheet, word, parts))

    def _judged(self, case: Case, given: Verb, lead: Case) -> Part:
        city, officer = self._desk.city, self._desk.author.name
        act = bulk.act_on(case, given, lead, city, officer)
        try:
            return Part(case, act, needless=not self._desk.judge(case, act))
        except Refused as no:
            return Part(case, act, no=no)

    def _sheet(self, word: str, parts: list[Part]) -> BulkSheet:
        shown = [self._outcome(part, word) for part in parts]
        sheet = BulkSheet(self._theme, word, shown, self._sheets.page)
        sheet.undo_asked.connect(lambda: self._take_back(sheet))
        self._sheets.show(sheet)
        return sheet

    # --- doing and undoing ---

    @async_slot
    async def _carry_out(self, sheet: BulkSheet, word: str, parts: list[Part]) -> None:
        async with self._at_work:
            self._word, self._last = word, list(parts)
            for row, part in enumerate(parts):
                if part.open:
                    self._last[row] = await self._done(part)
                    self._show(sheet, row)
            stored = sum(part.done is not None for part in self._last)
            self._tell(sheet, stored, self.tr("tersimpan"))

    async def _done(self, part: Part) -> Part:
        try:
            return replace(part, done=await self._desk.do(part.case, part.act))
        except (Refused, StoreFault) as no:
            return replace(part, no=no)

    @async_slot
    async def undo(self) -> None:
        """Take back the last act on many, each by an undo of its own; what cannot be is told."""
        async with self._at_work:
            if not any(part.stands for part in self._last):
                self._toast.say(self.tr("Belum ada tindakan massal yang bisa dibatalkan."))
                return
            sheet = self._sheet(self._word, self._last)
            sheet.setEnabled(False)
            await self._each_back(sheet)

    @async_slot
    async def _take_back(self, sheet: BulkSheet) -> None:
        async with self._at_work:
            await self._each_back(sheet)

    async def _each_back(self, sheet: BulkSheet) -> None:
        for row, part in enumerate(self._last):
            if part.stands:
                self._last[row] = await self._undone(part)
                self._show(sheet, row)
        self._tell(sheet, sum(part.undone for part in self._last), self.tr("dibatalkan"))

    async def _undone(self, part: Part) -> Part:
        """The very act of then: where somebody has acted since, the rules say no."""
        try:
            view = await self._desk.view(part.case.id)
            if view is None:
                raise Refused("unknown_case", case=part.case.id)
            await self._desk.do(view.case, bulk.taking_back(part))
        except (Refused, StoreFault) as no:
            return replace(part, no=no)
        return replace(part, no=None, undone=True)

    # --- saying ---

    def _show(self, sheet: BulkSheet, row: int) -> None:
        if self._sheets.current is sheet:
            sheet.show_one(row, self._outcome(self._last[row], self._word))

    def _tell(self, sheet: BulkSheet, count: int, what: str) -> None:
        if self._sheets.current is sheet:
            sheet.finish()
        said = self.tr("{word}: {n} dari {all} kasus {what}")
        text = said.format(word=self._word, n=count, all=len(self._last), what=what)
        self._hands.offer(text, self.tr("Batalkan semua"), "Shift+Z", self.undo)

    def _outcome(self, part: Part, word: str) -> Outcome:
        case, city = part.case, self._desk.city
        if part.undone:
            how, text = UNDONE, self.tr("Dibatalkan")
        elif part.needless:
            how, text = NOT, self.tr("Sudah begitu; tidak ada yang perlu dilakukan.")
        elif part.no is not None:
            how, text = NOT, self._hands.sentence(part.no)
            if part.done is not None:
                text = self.tr("Tetap berlaku: {why}").format(why=text)
        elif part.done is not None:
            how, text = DONE, bulk.means(part.act, word, city)
        else:
            how, text = WILL, bulk.means(part.act, word, city)
        return Outcome(
            case.number or self.tr("kasus baru"), case.text.strip().splitlines()[0], how, text
        )
