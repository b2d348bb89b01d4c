"""The command palette: every deed of the desk and every case, found by a few typed letters."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from console.async_slot import begin
from console.pages import acts, words
from console.pages.deed import Deed
from console.pages.deeds import caps
from console.pages.words import translate
from db.domain.brief import Brief
from db.domain.case import Actor, Case
from db.domain.city import City
from widgets.fuzzy import closeness
from widgets.marks import word_of
from widgets.picker import Choice, Picker
from widgets.theme import Theme

Find = Callable[[str, int], Awaitable[Sequence[Brief]]]

_CASES = 8
_TOP = 64
_WIDTH, _HEIGHT = 640, 480
_CASE = "case "


class Palette(QFrame):
    """Floats over the upper middle of its parent; Enter does what is chosen, Esc leaves.

    `why_not` says of a deed, by its key, why it is out of the question now; choosing it says so
    once more. `opened` names a case to open.
    """

    opened = Signal(str)
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        deeds: Sequence[Deed],
        why_not: Mapping[str, str],
        find: Find,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._within, self._theme, self._find = parent, theme, find
        self._why_not = why_not
        self._deeds = sorted(deeds, key=lambda deed: deed.key in why_not)
        self._searching: asyncio.Task[None] | None = None
        self._cases: list[Choice] = []
        self.setProperty("kind", "popup")
        self.setAccessibleName(self.tr("Perintah, tempat dan kasus"))
        said = self.tr("Ketik perintah, tempat, setelan, nomor kasus atau kata laporan")
        self._picker = Picker(theme, self, said, narrows=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space.m,) * 4)
        column.addWidget(self._picker)
        self._picker.typed.connect(self._typed)
        self._picker.chosen.connect(self._choose)
        self._picker.cancelled.connect(self.leave)
        self._soon = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._soon.timeout.connect(self._search)
        parent.installEventFilter(self)
        self._typed("")

    def begin(self) -> None:
        """Show it; keys go to the search."""
        self._place()
        self.show()
        self.raise_()
        self._picker.setFocus()

    @Slot()
    def leave(self) -> None:
        """Away with it."""
        if self._searching is not None:
            self._searching.cancel()
        self._within.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It keeps its place when the window changes its size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room, theme = self._within.rect(), self._theme
        wide = min(theme.px(_WIDTH), room.width() - 2 * theme.space.l)
        high = min(theme.px(_HEIGHT), room.height() - _TOP - theme.space.l)
        self.setGeometry((room.width() - wide) // 2, _TOP, wide, high)

    # --- choosing ---

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._cases = []
        self._text = text.strip()
        self._show()
        if self._text:
            self._soon.start()
        else:
            self._soon.stop()

    @Slot()
    def _search(self) -> None:
        if self._searching is not None:
            self._searching.cancel()
        self._searching = begin(self._look_for(self._text))

    async def _look_for(self, text: str) -> None:
        found = await self._find(text, _CASES)
        # The whole desk may have gone meanwhile.
        if isValid(self) and text == self._text:
            self._cases = [_of_case(row) for row in found]
            self._show()

    def _show(self) -> None:
        """Deeds, the closest first and of those the possible ones; then cases."""
        near = [(closeness(self._text, deed.word), deed) for deed in self._deeds]
        fitting = sorted(
            (
                (-points, deed.key in self._why_not, n)
                for n, (points, deed) in enumerate(near)
                if points >= 0
            ),
        )
        choices = [self._of_deed(self._deeds[n]) for *_, n in fitting]
        self._picker.set_choices(
            [*self._cases, *choices] if self._text[:1].isdigit() else [*choices, *self._cases]
        )

    def _of_deed(self, deed: Deed) -> Choice:
        why = self._why_not.get(deed.key, "")
        return Choice(deed.key, deed.word, reason=why, icon=deed.icon, keys=caps(deed.keys))

    @Slot(str)
    def _choose(self, key: str) -> None:
        self.leave()
        if key.startswith(_CASE):
            self.opened.emit(key.removeprefix(_CASE))
            return
        next(deed for deed in self._deeds if deed.key == key).act()


def why_not(deeds: Sequence[Deed], case: Case | None, author: Actor, city: City) -> dict[str, str]:
    """Of every deed on a case that is out of the question now: why, in words."""
    named = {act.key: act for act in acts.all_acts()}
    found: dict[str, str] = {}
    for deed in deeds:
        if not deed.acts:
            continue
        if case is None:
            found[deed.key] = translate("Palette", "Pilih kasus dulu.")
            continue
        reasons = [acts.barred(named[key], case, author) for key in deed.acts]
        if all(reasons):
            found[deed.key] = _in_words(reasons[0], case, city)
    return found


def _in_words(reason: str, case: Case, city: City) -> str:
    if reason == "nothing_awaited":
        return translate("Palette", "Tidak ada kiriman kasus ini yang menunggu.")
    return words.refusal(reason, {"state": case.state.value}, city)


def _of_case(row: Brief) -> Choice:
    number = row.number or translate("Palette", "Nomor menyusul")
    return Choice(f"{_CASE}{row.id}", number, row.title, trailing=word_of(row.state), icon="file")


_SEARCH_AFTER_MS = 90
