"""A flood at hand: its banner kept true, the sheet of masters, and the way back for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from console.async_slot import async_slot
from console.desk import Changeover, Desk, Master, StoreFault
from console.pages import flood
from console.pages.bulk import Part
from console.pages.bulk_hands import BulkHands
from console.pages.deeds import with_keys
from console.pages.flood import FoldedSheet
from console.pages.hands import Hands
from console.pages.in_hand import InHand
from console.pages.sheet import SheetPlace
from console.pages.words import translate
from db.domain.commands import LAWS, Unmerge
from db.domain.flood import stop_id
from db.domain.refused import Refused
from db.domain.states import Role
from widgets.banner import Banner
from widgets.theme import Theme
from widgets.toast import Toast


class FloodHands(QObject):
    """`opened` carries the case that somebody wants to see."""

    opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        changeover: Changeover,
        hands: Hands,
        bulk: BulkHands,
        sheets: SheetPlace,
        toast: Toast,
        banner: Banner,
        in_hand: InHand,
        on_board: Callable[[], bool],
        key: str,
    ) -> None:
        super().__init__(banner)
        self._theme, self._desk, self._changeover = theme, desk, changeover
        self._hands, self._bulk, self._sheets = hands, bulk, sheets
        self._toast, self._banner, self._in_hand = toast, banner, in_hand
        self._on_board, self._key = on_board, key
        self._said = self._dismissed = ""
        banner.acted.connect(self.show)
        banner.dismissed.connect(self._dismiss)
        desk.folding.moved.connect(self.look)
        self.look()

    # --- the banner ---

    @Slot()
    def look(self) -> None:
        """Say above the board what the server says of a flood, to those who may unfold.

        Who has sent it away hears of it again when the next one begins.
        """
        parts = self._desk.author.role in LAWS[Unmerge].roles
        now = self._desk.folding.flood if parts else None
        if now is None or now.since.isoformat() == self._dismissed or not self._on_board():
            self._said = ""
            self._banner.clear()
            return
        text, below = flood.told(now, self._desk.city, self._desk.now())
        if text + below != self._said:
            self._said = text + below
            act = with_keys(self.tr("Lihat yang dilipat"), self._key)
            self._banner.show_notice("info", text, act, below)

    @Slot()
    def _dismiss(self) -> None:
        now = self._desk.folding.flood
        self._dismissed = now.since.isoformat() if now is not None else ""

    # --- the masters ---

    @async_slot
    async def show(self) -> None:
        """The sheet of cases that reports were folded into."""
        self.show_masters(await self._desk.folding.masters())

    def show_masters(self, masters: Sequence[Master]) -> None:
        """The sheet with these."""
        now, supervisor = self._desk.folding.flood, self._desk.author.role is Role.SUPERVISOR
        stops = supervisor and now is not None and now.folding
        sheet = FoldedSheet(self._theme, masters, self._desk.city, self._sheets.page, stops=stops)
        known = {one.case.id: one for one in masters}
        sheet.opened.connect(self._open)
        sheet.unfolding.connect(lambda case: self._preview(known[case]))
        sheet.stopping.connect(self._stop)
        self._sheets.show(sheet)

    @Slot(str)
    def _open(self, case: str) -> None:
        self._sheets.close()
        self.opened.emit(case)

    @async_slot
    async def unfold(self) -> None:
        """Give back what was folded into the case in hand, or into its master."""
        case = await self._in_hand()
        if isinstance(case, str):
            self._toast.say(case)
            return
        master = await self._desk.folding.of(case)
        if master.folded:
            self._preview(master)
        else:
            self._toast.say(self.tr("Tidak ada laporan yang dilipat otomatis ke kasus ini."))

    def _preview(self, master: Master) -> None:
        """Each report becomes the case it was; an act as any other, with one way back for all."""
        reason = self.tr("lipatan dibuka")
        parts = [Part(case, Unmerge(reason)) for case in master.folded]
        self._bulk.preview(self.tr("Buka lipatan"), parts)

    # --- ending it ---

    @async_slot
    async def _stop(self) -> None:
        """A line in the shift log, which the server reads: signed, and seen by all."""
        now, sheet = self._desk.folding.flood, self._sheets.current
        if now is None:
            return
        said = translate("flood", "Pelipatan otomatis dihentikan untuk banjir laporan ini.")
        try:
            await self._changeover.note(said, stop_id(now.since))
        except (Refused, StoreFault) as no:
            if sheet is not None:
                sheet.refuse(self._hands.sentence(no))
            return
        self._sheets.close()
        self._toast.say(self.tr("Pelipatan dihentikan; tercatat di buku jaga."))
