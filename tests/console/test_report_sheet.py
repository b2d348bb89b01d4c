"""Reports asked for at the desk with keys: made by the real server, written or refused in words."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog

from console.pages.report_sheet import ReportSheet
from db.domain.periods import Kind, period_of
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from tests.server.test_figures import asked, today

Key = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


async def opened(seat: Seat) -> ReportSheet:
    """The sheet, by its key."""
    await seat.press(Key.Key_E, CTRL_SHIFT)
    await until(lambda: isinstance(seat.frame.sheet, ReportSheet), "the sheet is open")
    sheet = seat.frame.sheet
    assert isinstance(sheet, ReportSheet)
    return sheet


def combo(sheet: ReportSheet, name: str) -> QComboBox:
    (found,) = [one for one in sheet.findChildren(QComboBox) if one.accessibleName() == name]
    return found


async def save(seat: Seat, sheet: ReportSheet, path: Path) -> str:
    """Enter, and a place in the chooser; the name that it offered."""
    await seat.press(Key.Key_Return)
    await until(lambda: bool(sheet.findChildren(QFileDialog)), "a file is asked for")
    dialog = sheet.findChildren(QFileDialog)[-1]
    (name,) = dialog.selectedFiles()
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    return Path(name).name


def test_a_supervisor_saves_the_report_of_a_day(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    room.received(room.desk("siti"), category="sampah")
    asked(room.desk("budi"), "/figures")
    seat = sit()
    loop.run(seat.enter(room.url, "budi", PASSWORD))
    sheet = loop.run(opened(seat))
    yesterday = period_of(Kind.DAILY, sheet._today).before
    assert sheet.period == yesterday
    combo(sheet, "Periode").setCurrentIndex(0)
    target = tmp_path / "hari ini.pdf"
    name = loop.run(save(seat, sheet, target))
    assert name == f"laporan-kota-tangerang-{today(room)}.pdf"
    loop.run(until(target.exists, "the report is there"))
    said = " ".join(PdfReader(target).pages[0].extract_text().split())
    assert "1 laporan masuk = 1 merah + 0 kuning + 0 hijau + 0 abu-abu." in said
    loop.run(until(lambda: seat.frame.sheet is None, "the sheet has gone"))


def test_an_agency_head_gets_a_month_as_a_spreadsheet(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    asked(room.desk("budi"), "/figures")
    seat = sit()
    loop.run(seat.enter(room.url, "hana", PASSWORD))
    sheet = loop.run(opened(seat))
    combo(sheet, "Laporan").setCurrentIndex(2)
    combo(sheet, "Berkas").setCurrentIndex(1)
    assert sheet.period == period_of(Kind.MONTHLY, sheet._today).before
    target = tmp_path / "bulan.xlsx"
    loop.run(save(seat, sheet, target))
    loop.run(until(target.exists, "the report is there"))
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    assert "Dinas Lingkungan Hidup" in str([row[1].value for row in book.worksheets[0]["A5:B6"]])


def test_without_the_server_it_says_so_and_writes_nothing(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    seat = sit()
    loop.run(seat.enter(room.url, "budi", PASSWORD))
    sheet = loop.run(opened(seat))
    room.stop()
    loop.run(save(seat, sheet, tmp_path / "hari.csv"))
    loop.run(until(lambda: "tidak terjangkau" in sheet.banner.accessibleName(), "it says so"))
    assert list(tmp_path.glob("hari.csv*")) == []
    assert not sheet.busy


def test_what_fails_after_its_sheet_was_closed_is_told_as_well(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    asked(room.desk("budi"), "/figures")
    seat = sit()
    loop.run(seat.enter(room.url, "budi", PASSWORD))
    sheet = loop.run(opened(seat))
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")

    async def closed() -> None:
        await save(seat, sheet, nowhere / "hari.pdf")
        await until(lambda: sheet.busy, "the server is at it")
        sheet.closed.emit()
        await until(lambda: str(nowhere) in seat.frame._toast.accessibleName(), "it is told")

    loop.run(closed())


def test_an_officer_is_told_who_makes_reports(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    loop.run(seat.press(Key.Key_E, CTRL_SHIFT))
    assert seat.frame.sheet is None
    assert "kepala regu" in seat.frame._toast.accessibleName()


def test_the_page_of_figures_offers_reports_to_those_who_get_them(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    async def offered(seat: Seat) -> list[QAbstractButton]:
        await seat.press("g")
        await seat.press("u")
        await until(lambda: seat.frame.figures.page is not None, "the figures are there")
        buttons = seat.frame.figures.findChildren(QAbstractButton)
        return [button for button in buttons if button.text() == "Laporan berkala"]

    supervisor, officer = sit("supervisor"), sit("officer")
    loop.run(officer.enter(room.url, "siti", PASSWORD))
    assert loop.run(offered(officer)) == []
    loop.run(supervisor.enter(room.url, "budi", PASSWORD))
    (button,) = loop.run(offered(supervisor))
    button.click()
    assert isinstance(supervisor.frame.sheet, ReportSheet)
