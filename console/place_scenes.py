"""Moments of saying where something is: found by name, read as coordinates, picked, corrected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.app import Program
from console.pages.intake import IntakeSheet
from console.pages.place_field import PlaceField
from console.pages.place_sheet import PlaceSheet
from console.pages.sheet import Sheet
from db.domain.streets import Streets
from db.told_places import told_places
from widgets.map_pick import PickView
from widgets.small_map import SmallMap

_PATIENCE = 15.0
_SLIPS_FROM = 4


class PlaceScenes:
    """Each shows one moment; closing the sheet ends it."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.street = ""
        """The one that was meant when a street was typed."""

    async def suggested(self) -> None:
        """A call is taken, and a street is typed with a slip: the one most cases tell of."""
        field = await self._call()
        await self._program.desk.places.learn()
        self.street = await self._known_street()
        await _type(field, f"{self.street[:-2]}{self.street[-1]} no 12".lower())

    async def coordinates(self) -> None:
        """Coordinates in the wrong order, taken; their kelurahan is a guess and asked."""
        field = await self._call()
        await _type(field, "106.6319 6.1783")
        QTest.keyClick(field.text, Qt.Key.Key_Return)
        await _until(lambda: field.place().lat is not None)

    async def misread(self) -> None:
        """Coordinates that cannot be."""
        await _type(await self._call(), "6°75'12\" LS 106°37'55\" BT")

    async def on_map(self) -> None:
        """A point is picked on the map, over the page."""
        field = await self._call()
        field.take_point(-6.1783, 106.6319)
        field.pick()
        frame = self._program.frame
        assert frame is not None, "somebody has signed in"
        sheet = frame.sheet
        assert sheet is not None, "a sheet is open"
        await _until(lambda: bool(sheet.findChildren(PickView)))
        for _ in range(3):
            QTest.keyClick(sheet.findChildren(PickView)[0], Qt.Key.Key_Right)

    async def edited(self) -> None:
        """Where a case is, is corrected."""
        frame = self._program.frame
        assert frame is not None, "somebody has signed in"
        frame.go("board")
        frame.board.focus_cases()
        frame.ask("place")
        await self._drawn(PlaceSheet)
        for field in frame.sheet.findChildren(PlaceField) if frame.sheet is not None else ():
            field.text.deselect()

    async def _known_street(self) -> str:
        """No street is named often enough in every city that lives. A slip in a short word or in a
        number is another street.
        """
        page = await self._program.sync.cache.read(told_places)
        streets = Streets()
        streets.take_all(page.told)
        known = streets.names(self._program.desk.city)
        names = [one for one in known if len(one.name.split()[-1]) >= _SLIPS_FROM]
        return max(names, key=lambda one: (one.cases, len(one.name))).name

    async def _call(self) -> PlaceField:
        frame = self._program.frame
        assert frame is not None, "somebody has signed in"
        frame.go("board")
        frame.take_call()
        await self._drawn(IntakeSheet)
        assert frame.sheet is not None, "a sheet is open"
        return frame.sheet.findChildren(PlaceField)[0]

    async def _drawn(self, kind: type[Sheet]) -> None:
        """The sheet is there, with its small map; an older one may not have gone yet."""
        frame = self._program.frame
        await _until(
            lambda: (
                frame is not None
                and isinstance(frame.sheet, kind)
                and bool(frame.sheet.findChildren(SmallMap))
            )
        )


async def _type(field: PlaceField, text: str) -> None:
    field.text.setFocus()
    QTest.keyClicks(field.text, text)
    await asyncio.sleep(0.3)


async def _until(true: Callable[[], bool]) -> None:
    waited = 0.0
    while not true() and waited < _PATIENCE:
        await asyncio.sleep(0.05)
        waited += 0.05
