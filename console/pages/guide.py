"""What helps an officer find their way: command palette, all keys, other keys, and the tour."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.async_slot import async_slot
from console.desk import Desk
from console.pages.deed import Deed
from console.pages.help import KeysHelp
from console.pages.in_hand import InHand
from console.pages.key_editor import KeyEditor
from console.pages.keys import TypeAhead
from console.pages.palette import Palette, why_not
from console.pages.tour import Tour
from db.domain.case import Case
from db.domain.states import LOOKING
from widgets.theme import Theme


class Guide(QObject):
    """Its pages float over the window that `over` names. `opened` names a case to open, `closed`
    says that keys may go back to the page, `keys_changed` carries the keys this officer chose, by
    deed.
    """

    opened = Signal(str)
    closed = Signal()
    keys_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        deeds: list[Deed],
        hints: Mapping[str, str],
        usual: Mapping[str, str],
        in_hand: InHand,
        over: Callable[[], QWidget],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._deeds = theme, desk, deeds
        self._usual, self._in_hand, self._over = usual, in_hand, over
        self._palette: Palette | None = None
        looks, alarms = desk.author.role in LOOKING, lambda: len(desk.watching.alarms())
        self.tour = Tour(theme, hints, alarms, parent, looks=looks)

    @async_slot
    async def show_palette(self) -> None:
        """Every deed and every case, found by a few letters; once more closes it."""
        if self._palette is not None:
            self.leave()
            return
        with TypeAhead() as ahead:
            found, desk = await self._in_hand(), self._desk
            case = found if isinstance(found, Case) else None
            barred = why_not(self._deeds, case, desk.author, desk.city)
            self._palette = Palette(self._theme, self._deeds, barred, desk.search, self._over())
            self._palette.opened.connect(self.opened)
            self._palette.closed.connect(self._palette_closed)
            self._palette.begin()
            ahead.release()

    @property
    def palette(self) -> Palette | None:
        """The palette, while it is shown."""
        return self._palette

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget is in the palette, which has its own Esc."""
        return (
            self._palette is not None and widget is not None and self._palette.isAncestorOf(widget)
        )

    @Slot()
    def leave(self) -> None:
        """Away with the palette, if it is shown."""
        if self._palette is not None:
            self._palette.leave()

    @Slot()
    def show_keys(self) -> None:
        """Every key of the desk on one page."""
        page = KeysHelp(self._theme, self._deeds, self._over())
        page.change_asked.connect(self.change_keys)
        page.open()

    @Slot()
    def change_keys(self) -> None:
        """Other keys for what the desk can do."""
        page = KeyEditor(self._theme, self._deeds, self._usual, self._over())
        page.changed.connect(self.keys_changed)
        page.open()

    @Slot()
    def show_tour(self) -> None:
        """The tour from its first card, or its next card."""
        self.tour.go_on()

    @Slot()
    def _palette_closed(self) -> None:
        self._palette = None
        self.closed.emit()
