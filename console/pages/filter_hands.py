"""Filters with a name at hand: saved, chosen by key, shared with the room and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance, Slot

from console.async_slot import async_slot
from console.desk import Denied, Desk, Fault, Offline
from console.pages import words
from console.pages.board import Board
from console.pages.save_filter import SaveFilterSheet
from console.pages.saved_filters import MOST, SharedEntry
from console.pages.sheet import SheetPlace
from db.domain.refused import Refused
from db.domain.shared_filters import SharedFilter, Terms
from widgets.filter_bar import Filters
from widgets.theme import Theme
from widgets.toast import Toast


class Room(Protocol):
    """What the room shares. `share` and `withdraw` raise Refused and Fault."""

    @property
    def changed(self) -> SignalInstance: ...
    @property
    def shared(self) -> tuple[SharedFilter, ...]: ...
    def may_withdraw(self, one: SharedFilter) -> bool: ...
    async def share(self, name: str, terms: Terms) -> None: ...
    async def withdraw(self, id: str) -> None: ...
    def fetch(self) -> None: ...


class FilterHands(QObject):
    """Does what keys and the menu of filters ask for, and says what came of it. `show_board` brings
    the board to the front.
    """

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        room: Room,
        board: Board,
        sheets: SheetPlace,
        toast: Toast,
        show_board: Callable[[], object],
    ) -> None:
        super().__init__(board)
        self._theme, self._desk, self._room = theme, desk, room
        self._board, self._sheets, self._toast = board, sheets, toast
        self._show_board = show_board
        board.saved.save_asked.connect(self.save)
        board.saved.share_asked.connect(self.share)
        board.saved.withdraw_asked.connect(self._withdraw)
        room.changed.connect(self._show_shared)
        self._show_shared()

    def choose(self, place: int) -> None:
        """Filter the board by a saved filter, counted from 1."""
        self._show_board()
        self._board.saved.choose(place)

    @Slot()
    def save(self) -> None:
        """Ask how what the board is filtered by is to be called."""
        if self._filters_to_name() is not None:
            sheet = SaveFilterSheet(self._theme, self._board.saved.names(), self._sheets.page)
            sheet.named.connect(self._named)
            self._sheets.show(sheet)

    @Slot()
    def share(self) -> None:
        """Ask how the room is to call it."""
        filters = self._filters_to_name()
        if filters is None:
            return
        taken = tuple(f"{one.name} ({one.by_name})" for one in self._room.shared)
        name = self._board.saved.name_of(filters)
        sheet = SaveFilterSheet(self._theme, taken, self._sheets.page, room=True, name=name)
        sheet.named.connect(lambda name: self._share(name, filters))
        self._sheets.show(sheet)

    def show(self) -> None:
        """Offer those that have a name; others may have shared one this very moment."""
        self._show_board()
        self._room.fetch()
        self._board.saved.show_menu()

    def _filters_to_name(self) -> Filters | None:
        """What the board is filtered by. Without it keys go to the search: whoever types a name at
        once filters by it, where their letters would be commands.
        """
        self._show_board()
        filters = self._board.filters.filters()
        if filters.active:
            return filters
        self._board.filters.focus_search()
        self._toast.say(self.tr("Pilih saringan dulu: ketik di sini, lalu simpan atau bagikan."))
        return None

    @Slot(str)
    def _named(self, name: str) -> None:
        sheet, saved = self._sheets.current, self._board.saved
        if saved.keep(name, self._board.filters.filters()):
            self._sheets.close()
            place = saved.names().index(name) + 1
            said = self.tr("Saringan “{name}” tersimpan · Alt+{n}")
            self._toast.say(said.format(name=name, n=place))
        elif sheet is not None:
            sheet.refuse(self.tr("Paling banyak {n}. Hapus satu dulu.").format(n=MOST))

    @async_slot
    async def _share(self, name: str, filters: Filters) -> None:
        sheet = self._sheets.current
        if sheet is not None:
            sheet.setEnabled(False)  # the same key twice
        try:
            await self._room.share(name, Terms(**asdict(filters)))
        except (Refused, Fault) as no:
            if sheet is not None and sheet is self._sheets.current:
                sheet.setEnabled(True)
                sheet.refuse(self._sentence(no))
                sheet.begin()
            return
        if sheet is self._sheets.current:
            self._sheets.close()
        said = self.tr("Saringan “{name}” dibagikan ke ruangan")
        self._toast.say(said.format(name=name))

    @async_slot
    async def _withdraw(self, id: str) -> None:
        try:
            await self._room.withdraw(id)
        except (Refused, Fault) as no:
            self._toast.say(self._sentence(no))
        else:
            self._toast.say(self.tr("Saringan ditarik dari ruangan"))

    @Slot()
    def _show_shared(self) -> None:
        known = self._board.filters.known
        self._board.saved.show_shared(
            tuple(
                SharedEntry(
                    one.id,
                    one.name,
                    one.by_name,
                    known(Filters(**asdict(one.terms))),
                    self._room.may_withdraw(one),
                )
                for one in self._room.shared
            )
        )

    def _sentence(self, no: Refused | Fault) -> str:
        """Why it did not happen, and what to do."""
        if isinstance(no, Refused):
            return words.refusal(no.key, no.facts, self._desk.city)
        if isinstance(no, Denied):
            return words.refusal("not_allowed", {}, self._desk.city)
        if not isinstance(no, Offline):
            return self.tr("Server ini belum menerima saringan bersama. Perbarui servernya.")
        return self.tr(
            "Server tidak terjangkau, jadi ruangan belum melihatnya. Simpan untuk Anda sendiri "
            "({key}), lalu bagikan bila tersambung."
        ).format(key=self._board.saved.key_of("save_filter"))
