"""Photos and videos of finished work, chosen for an act and kept on this desk before it is sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from console.async_slot import async_slot
from console.desk import SMALL, Desk, NotAPhoto, StoreFault
from console.pages import links
from console.pages.photos import choose_files, sources_of
from widgets.labels import label
from widgets.photo_strip import PhotoStrip, Thumb
from widgets.theme import Theme


class ProofBox(QWidget):
    """`chosen` are hashes of files that outlive a power cut. Pressing a picture takes it away."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen: dict[str, None] = {}
        self._waiting = 0
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        word = self.tr("Pilih foto atau video")
        self._button = QPushButton(theme.icons.icon("image-plus"), word, self)
        self._button.setToolTip(self.tr("Atau seret berkas ke sini, atau Ctrl+V"))
        self._button.clicked.connect(self._choose)
        self.setFocusProxy(self._button)
        column.addWidget(self._button)
        self._strip = PhotoStrip(theme, self)
        self._strip.opened.connect(self._drop)
        self._strip.hide()
        column.addWidget(self._strip)
        self._said = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        self._said.hide()
        column.addWidget(self._said)
        paste = QShortcut(QKeySequence.StandardKey.Paste, self, self._paste)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What has been chosen, in its order."""
        return tuple(self._chosen)

    @property
    def busy(self) -> bool:
        """Whether something is still being copied to this desk's disk."""
        return self._waiting > 0

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped here."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Proofs by the mouse."""
        self.take(sources_of(event.mimeData()))
        event.acceptProposedAction()

    @Slot()
    def _paste(self) -> None:
        self.take(sources_of(QGuiApplication.clipboard().mimeData()))

    @Slot()
    def _choose(self) -> None:
        dialog = choose_files(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Pilih"))
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    @async_slot
    async def take(self, sources: list[Path | bytes]) -> None:
        """Keep these and add them; what cannot be kept is said here."""
        self._waiting += 1
        self._say(self.tr("Menyimpan {n} berkas …").format(n=len(sources)))
        said = ""
        try:
            for source in sources:
                self._chosen |= dict.fromkeys(await self._desk.stage([source]))
        except NotAPhoto as no:
            said = links.photo_refused(no.reason)
        except StoreFault as fault:
            said = links.store_fault(fault)
        except OSError as fault:
            said = self.tr("Berkas tidak bisa dibaca: {path}").format(path=fault.filename or "")
        finally:
            self._waiting -= 1
        self._say(said)
        self._show()

    @Slot(str)
    def _drop(self, name: str) -> None:
        self._chosen.pop(name, None)
        self._say(self.tr("Satu bukti dilepas."))
        self._show()
        self._button.setFocus()

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _show(self) -> None:
        caption = self.tr("Bukti {n}")
        whole = self.tr("Bukti {n}: tekan untuk melepas")
        self._strip.set_thumbs(
            [
                Thumb(name, caption.format(n=n), whole.format(n=n))
                for n, name in enumerate(self._chosen, 1)
            ]
        )
        self._strip.setVisible(bool(self._chosen))
        for name in self._chosen:
            self._load(name)

    @async_slot
    async def _load(self, name: str) -> None:
        picture = await self._desk.picture(name, SMALL)
        button = self._strip.button(name)
        if button is not None and picture.image is not None:
            button.show_image(picture.image)
        elif button is not None:
            button.show_icon("play-circle" if picture.state == "video" else "image-outline")
