"""Photos on the case page of the real program: attached by paste, seen small and large, offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from console.pages.photos import CasePhotos, PhotoView
from db.domain import commands as verb
from resources import path
from tests.plugins.pictures import jpeg, sha256
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Room, forward
from tests.server.sending import uploaded
from widgets.photo_strip import PhotoButton, PhotoStrip
from widgets.toast import Toast

PHOTO, AFTER = jpeg(), jpeg(seed=2)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


async def on_case(seat: Seat, room: Room, case: str) -> CasePhotos:
    """Sign in and open the case; its photos."""
    await seat.enter(room.url, "siti", PASSWORD)
    await until(lambda: seat.program.book.slot(case) is not None, "the case is here")
    seat.frame.open_case(case)
    await until(lambda: seat.frame.case_page.view is not None, "the case is open")
    return seat.program.findChildren(CasePhotos)[-1]


def buttons(photos: CasePhotos) -> list[PhotoButton]:
    """The small pictures."""
    return photos.findChildren(PhotoButton)


def test_a_pasted_picture_is_attached_and_seen_by_everybody(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    agus, seat = room.desk("agus"), sit()
    case = room.received(agus)

    async def journey() -> None:
        photos = await on_case(seat, room, case)
        assert buttons(photos) == []
        image = QImage(400, 300, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.red)
        QGuiApplication.clipboard().setImage(image)
        await seat.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(buttons(photos)) == 1, "its small picture is shown")
        await until(lambda: not seat.program.sync.status.waiting, "it is on the server")
        (name,) = photos.findChildren(PhotoStrip)[0].keys
        assert agus.http.get(f"/media/{name}?size=320").status_code == 200
        (button,) = buttons(photos)
        await until(lambda: "belum terunggah" not in button.accessibleName(), "the mark goes")
        assert button.accessibleName() == "Foto 1: Lampiran"
        assert button.focusPolicy() is Qt.FocusPolicy.StrongFocus

    loop.run(journey())


def test_files_are_dropped_and_chosen_with_a_key(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    seat = sit()
    case = room.received(room.desk("agus"))
    good, bad = tmp_path / "a.jpg", tmp_path / "b.jpg"
    good.write_bytes(PHOTO)
    bad.write_bytes(b"not a photo")

    async def journey() -> None:
        photos = await on_case(seat, room, case)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(bad))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        drop = QDropEvent(QPointF(9, 9), copy, mime, left, Qt.KeyboardModifier.NoModifier)
        seat.frame.case_page.dropEvent(drop)
        (toast,) = seat.frame.findChildren(Toast)
        said = toast.findChildren(QLabel)
        await until(lambda: any("Bukan foto" in one.text() for one in said), "it says why not")
        seat.frame.case_page.setFocus()
        await seat.press("p")
        await until(lambda: bool(seat.program.findChildren(QFileDialog)), "files are chosen")
        dialog = seat.program.findChildren(QFileDialog)[-1]
        dialog.filesSelected.emit([str(good)])
        dialog.close()
        await until(lambda: len(buttons(photos)) == 1, "its small picture is shown")

    loop.run(journey())


def test_before_and_after_stand_side_by_side_and_are_kept_for_later(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    agus, dewi, seat = room.desk("agus"), room.desk("dewi"), sit()
    case = room.received(agus, media=(uploaded(agus, PHOTO),))
    agus.do(case, forward("dlh"), 0)
    dewi.do(case, verb.Accept("Dewi"), 1)
    dewi.do(case, verb.Finish("Sudah diangkut", (uploaded(dewi, AFTER),)), 1)

    async def journey() -> None:
        photos = await on_case(seat, room, case)
        names = [sha256(PHOTO), sha256(AFTER)]
        await until(lambda: photos.findChildren(PhotoStrip)[0].keys == tuple(names), "both")
        assert [one.thumb.caption for one in buttons(photos)] == ["Laporan", "Bukti"]
        buttons(photos)[1].setFocus()
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: bool(seat.program.findChildren(PhotoView)), "it opens")
        (view,) = seat.program.findChildren(PhotoView)
        sides = view._sides
        assert [side._title for side in sides] == ["Sebelum", "Sesudah"]
        await until(lambda: all(side._canvas._image for side in sides), "both are large")
        await until(lambda: "21/11/2026 14.02" in sides[1]._taken.text(), "by the camera")
        await seat.press(Qt.Key.Key_Escape)
        await until(lambda: not seat.program.findChildren(PhotoView), "it closes")
        room.stop()
        for name in names:
            assert (await seat.program.desk.picture(name, 320)).state == "shown"
        assert (await seat.program.desk.picture("ab" * 32, 320)).state == "offline"
        room.start()

    loop.run(journey())


def test_the_button_is_named_and_reached_by_keyboard(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    seat = sit()
    case = room.received(room.desk("agus"))

    async def journey() -> None:
        photos = await on_case(seat, room, case)
        button = seat.find(QPushButton, "Lampirkan foto atau video", photos)
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus

    loop.run(journey())
