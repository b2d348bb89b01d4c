"""The photos of a case: small ones in a row, large ones side by side, before and after the work."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QMimeData,
    QSize,
    QStandardPaths,
    Qt,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import QDesktopServices, QImage, QImageWriter, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.async_slot import async_slot
from console.desk import LARGE, SMALL, Desk, Picture
from console.pages.chooser import file_chooser
from db.domain.case import Case
from db.domain.media import before, is_hash, of_case
from widgets.labels import Elided, label
from widgets.photo_strip import PhotoStrip, Thumb
from widgets.theme import Theme

translate = QCoreApplication.translate

_PICTURES = QStandardPaths.StandardLocation.PicturesLocation
_WHY = {"offline": "cloud-off-outline", "missing": "image-off-outline", "video": "play-circle"}


class CasePhotos(QWidget):
    """`asked` when the officer wants to choose a file; `only_shown`: there is no way to do so."""

    asked = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        only_shown: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self._case: Case | None = None
        self._videos: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        head = QHBoxLayout()
        self._title = label("", theme.fonts.secondary_strong, self, "secondary")
        head.addWidget(self._title)
        head.addStretch(1)
        self._attach = QPushButton(theme.icons.icon("image-plus"), self.tr("Lampirkan foto"), self)
        self._attach.setAccessibleName(self.tr("Lampirkan foto atau video"))
        self._attach.setToolTip(self.tr("P; atau seret berkas ke sini, atau Ctrl+V"))
        self._attach.clicked.connect(self.asked)
        self._attach.setVisible(not only_shown)
        head.addWidget(self._attach)
        column.addLayout(head)
        self._strip = PhotoStrip(theme, self)
        self._strip.opened.connect(self.open)
        column.addWidget(self._strip)
        desk.photo_moved.connect(self._moved)

    def show_case(self, case: Case) -> None:
        """Show what the case names, waiting ones included."""
        self._case = case
        names = of_case(case)
        self._title.setText(
            self.tr("Foto dan video · {n}").format(n=len(names))
            if names
            else self.tr("Belum ada foto atau video")
        )
        self._strip.set_thumbs([self._thumb(case, name, n) for n, name in enumerate(names, 1)])
        self._strip.setVisible(bool(names))
        for name in names:
            self._moved(name)
            self._load(name)

    def _thumb(self, case: Case, name: str, n: int) -> Thumb:
        caption = self._caption(case, name)
        whole = self.tr("Foto {n}: {what}").format(n=n, what=caption)
        return Thumb(name, caption, whole)

    def _caption(self, case: Case, name: str) -> str:
        if name in case.proofs:
            return self.tr("Bukti")
        reported = any(name in report.media for report in case.reports)
        return self.tr("Laporan") if reported else self.tr("Lampiran")

    @async_slot
    async def _load(self, name: str) -> None:
        button = self._strip.button(name)
        if button is None:
            return
        picture = await self._desk.picture(name, SMALL) if is_hash(name) else Picture("missing")
        if self._strip.button(name) is not button:
            return  # another case has been opened meanwhile
        if picture.image is not None:
            button.show_image(picture.image)
        else:
            button.show_icon(_WHY[picture.state], self._why(picture.state))
        if picture.state == "video":
            self._videos.add(name)
        self._moved(name)

    def _why(self, state: str) -> str:
        return {
            "offline": self.tr("belum diunduh"),
            "missing": self.tr("tidak ada di server"),
            "video": self.tr("video"),
        }[state]

    @Slot(str)
    def _moved(self, name: str) -> None:
        """A photo of this desk is further on its way, or there."""
        button = self._strip.button(name)
        if button is not None:
            share = self._desk.share(name)
            word = self.tr("belum terunggah · {n} %").format(n=round(100 * (share or 0.0)))
            button.show_share(share, word)

    @async_slot
    async def open(self, name: str) -> None:
        """Large, beside its counterpart where there is one; a video with the system's player."""
        case = self._case
        if case is None:
            return
        if name in self._videos:
            path = await self._desk.video(name)
            if path is not None:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            return
        view = PhotoView(self._theme, self._desk, case, name, self.window())
        view.open()


class PhotoView(QDialog):
    """One photo, or before and after side by side. Left and Right go on, Esc closes."""

    def __init__(
        self, theme: Theme, desk: Desk, case: Case, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(case.number or self.tr("Foto"))
        self._desk = desk
        firsts = [one for one in before(case) if is_hash(one)]
        proofs = [one for one in case.proofs if is_hash(one)]
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space.l,) * 4)
        row.setSpacing(theme.space.m)
        sides = [(self.tr("Sebelum"), firsts), (self.tr("Sesudah"), proofs)]
        if not proofs:  # nothing has been done yet that these would come before
            sides = [(self.tr("Foto"), firsts)]
        sides = [(title, names) for title, names in sides if names]
        self._sides = [PhotoSide(theme, desk, title, names, self) for title, names in sides]
        for side in self._sides:
            side.show_one(name)
            row.addWidget(side, 1)
        if parent is not None:
            self.resize(parent.size() * 0.92)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right step through the side that has more to show; Esc closes."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        focused = next((side for side in self._sides if side.holds_focus()), None)
        most = max(self._sides, key=lambda side: side.count)
        (focused or most).step(step)


class PhotoSide(QWidget):
    """One side: a title, a photo as large as there is room, and which of how many it is."""

    def __init__(
        self, theme: Theme, desk: Desk, title: str, names: list[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._names, self._title = desk, names, title
        self._at = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout()
        self._head = label("", theme.fonts.strong, self)
        row.addWidget(self._head)
        self._taken = Elided("", theme.fonts.secondary, self, "secondary")
        row.addWidget(self._taken, 1)
        row.setSpacing(theme.space.m)
        for icon, word, step in (
            ("chevron-left", self.tr("Foto sebelumnya"), -1),
            ("chevron-right", self.tr("Foto berikutnya"), 1),
        ):
            button = QPushButton(theme.icons.icon(icon), "", self)
            button.setAccessibleName(f"{title}: {word}")
            button.setToolTip(word)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, step=step: self.step(step))
            button.setVisible(len(names) > 1)
            row.addWidget(button)
            self._buttons.append(button)
        column.addLayout(row)
        self._canvas = Canvas(theme, self)
        column.addWidget(self._canvas, 1)

    @property
    def count(self) -> int:
        """How many photos this side has."""
        return len(self._names)

    def holds_focus(self) -> bool:
        """Whether the keys go to this side."""
        return any(button.hasFocus() for button in self._buttons)

    def show_one(self, name: str) -> None:
        """Show this one if it is of this side, else the first."""
        self._at = self._names.index(name) if name in self._names else 0
        self._show()

    def step(self, by: int) -> None:
        """The next or the one before, around the end."""
        self._at = (self._at + by) % len(self._names)
        self._show()

    def _show(self) -> None:
        where = self.tr("{n} dari {all}").format(n=self._at + 1, all=len(self._names))
        self._head.setText(f"{self._title} · {where}")
        self._canvas.setAccessibleName(f"{self._title}, {where}")
        self._load(self._names[self._at])

    @async_slot
    async def _load(self, name: str) -> None:
        self._canvas.show_words(self.tr("Memuat …"))
        self._taken.say("")
        picture = await self._desk.picture(name, LARGE)
        if self._names[self._at] != name:
            return
        if picture.image is not None:
            self._canvas.show_image(picture.image)
        elif picture.state == "offline":
            self._canvas.show_words(self.tr("Server tidak terjangkau; foto ini belum diunduh."))
        else:
            self._canvas.show_words(self.tr("Foto ini tidak ada di server."))
        at, lat, lng = await self._desk.taken(name)
        if self._names[self._at] == name:
            self._taken.say(self._told(at, lat, lng))

    def _told(self, at: str, lat: float | None, lng: float | None) -> str:
        """When and where, by the camera's own account."""
        when = f"{at[8:10]}/{at[5:7]}/{at[:4]} {at[11:16].replace(':', '.')}" if at else ""
        where = f"{lat:.5f}, {lng:.5f}" if lat is not None and lng is not None else ""
        if not when and not where:
            return self.tr("Kamera tidak mencatat waktu dan tempat.")
        return self.tr("Menurut kamera: {what}").format(
            what=" · ".join(filter(None, (when, where)))
        )


class Canvas(QWidget):
    """A picture as large as there is room, or a sentence in its place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._words = ""

    def show_image(self, image: QImage) -> None:
        """Show the picture."""
        self._image = image
        self.update()

    def show_words(self, words: str) -> None:
        """Say why there is no picture (yet)."""
        self._image, self._words = None, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._theme.surface.window)
        if self._image is None:
            painter.setFont(self._theme.fonts.text)
            painter.setPen(self._theme.text.secondary)
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
            painter.end()
            return
        fitting = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = self.rect()
        place.setSize(QSize(fitting.width(), fitting.height()))
        place.moveLeft((self.width() - place.width()) // 2)  # right below its words
        painter.drawImage(place, self._image)
        painter.end()


def choose_files(parent: QWidget) -> QFileDialog:
    """A chooser that does not block: `filesSelected` carries the paths."""
    endings = "*.jpg *.jpeg *.png *.webp *.heic *.mp4 *.mov *.webm"
    named = translate("CasePhotos", "Foto dan video")
    title = translate("CasePhotos", "Lampirkan foto atau video")
    names = f"{named} ({endings} {endings.upper()})"
    dialog = file_chooser(parent, title, names, translate("CasePhotos", "Lampirkan"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setDirectory(QStandardPaths.writableLocation(_PICTURES))
    return dialog


def sources_of(mime: QMimeData) -> list[Path | bytes]:
    """What was dropped or pasted: files of this machine, or a picture; empty when neither."""
    files: list[Path | bytes] = [Path(u.toLocalFile()) for u in mime.urls() if u.isLocalFile()]
    if files:
        return files
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return [bytes(buffer.data().data())]
