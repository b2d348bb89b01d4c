"""All keys of the desk on one page, as this officer has them, and the way to change them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.pages.deed import Deed
from console.pages.deeds import FILTERS, caps
from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.scroller import Scroller
from widgets.theme import Theme

_AROUND = 140
"""Height of what else is on the page, at 100 %."""
_BESIDE = 100
"""Width of what else is on the page."""
_LEADER = "G "
"""With it begin the keys that lead to places."""


class KeysHelp(QDialog):
    """Closes with Esc or "?"."""

    change_asked = Signal()

    def __init__(self, theme: Theme, deeds: Sequence[Deed], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Tombol"))
        QShortcut(QKeySequence("?"), self, self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space.l,) * 4)
        column.setSpacing(theme.space.l)
        column.addWidget(self._whole(deeds))
        column.addLayout(self._foot(deeds))
        wide = self.sizeHint().width()
        self.setMinimumHeight(column.totalHeightForWidth(wide))  # else wrapped words are squeezed

    def _whole(self, deeds: Sequence[Deed]) -> QWidget:
        """All lists; with large text on a small screen they are scrolled."""
        above, inner = self.parentWidget(), self._inner(deeds, in_three=True)
        if above is not None and inner.sizeHint().width() > above.width() - _BESIDE:
            inner.deleteLater()
            inner = self._inner(deeds, in_three=False)
        wanted = inner.sizeHint()
        room = above.height() - self._theme.px(_AROUND) if above else wanted.height()
        if wanted.height() <= room:
            return inner
        scroll = Scroller(self, self.tr("Tombol"))
        scroll.setWidget(inner)
        scroll.setFixedHeight(room)
        scroll.setMinimumWidth(wanted.width() + self._theme.space.l)
        return scroll

    def _inner(self, deeds: Sequence[Deed], *, in_three: bool) -> QWidget:
        inner = QWidget(self)
        inner.setProperty("kind", "window")
        inner.setLayout(self._columns(deeds, in_three=in_three))
        return inner

    def _columns(self, deeds: Sequence[Deed], *, in_three: bool) -> QHBoxLayout:
        keyed = [(caps(deed.keys), deed.word, deed) for deed in deeds if deed.keys]
        ranged = [(key, word) for key, word, deed in keyed if deed.key not in FILTERS]
        on_cases = [(key, word) for key, word, deed in keyed if deed.acts]
        of_map = [(key, word) for key, word, deed in keyed if deed.page == "map"]
        leading = [(key, word) for key, word in ranged if key.startswith(_LEADER)]
        rest = [line for line in ranged if line not in (*on_cases, *leading, *of_map)]
        on_map = [*of_map, *self._moving()] if of_map else []
        if any(deed.key in FILTERS for deed in deeds):
            leading.append(("Alt+1 … 9", self.tr("Saringan tersimpan 1 sampai 9")))
        row = QHBoxLayout()
        row.setSpacing(2 * self._theme.space.l)
        first = [(self.tr("Pada kasus"), on_cases), (self.tr("Di peta"), on_map)]
        last = [(self.tr("Ke tempat lain"), leading), (self.tr("Tetap"), self._fixed())]
        everywhere = (self.tr("Di papan dan di mana saja"), rest)
        columns = [first, [everywhere], last] if in_three else [[*first, *last], [everywhere]]
        for lists in columns:
            row.addLayout(self._lists(*lists))
        return row

    def _fixed(self) -> list[tuple[str, str]]:
        """Keys that belong to controls, not to deeds: nobody can change them."""
        return [
            ("Enter", self.tr("Buka kasus, tekan tombol")),
            ("↑ ↓", self.tr("Baris lain")),
            ("Tab", self.tr("Kendali berikutnya")),
            ("Esc", self.tr("Tutup perintah, juga dengan kata di dalamnya")),
            ("1 … 9", self.tr("Pilih OPD di lembar")),
            ("Ctrl+Enter", self.tr("Kirim isi lembar")),
            ("Ctrl+↓", self.tr("Kasus serupa, di laporan baru")),
            ("Ctrl+Shift+Enter", self.tr("Laporan ini kasus itu")),
            ("Ctrl+G", self.tr("Pilih titik di peta, di lembar")),
            ("Ctrl+Shift+G", self.tr("Pakai kelurahan perkiraan")),
            ("J", self.tr("Kasus serupa berikutnya, di lembar")),
            ("← →", self.tr("Foto lain, di foto besar")),
            ("Ctrl+V", self.tr("Tempel foto ke kasus")),
            ("Ctrl+C", self.tr("Salin riwayat terpilih")),
        ]

    def _moving(self) -> list[tuple[str, str]]:
        """Keys of the map itself, while it has them."""
        return [
            ("← → ↑ ↓", self.tr("Geser peta")),
            ("+ −", self.tr("Perbesar, perkecil")),
            ("0", self.tr("Seluruh kota")),
            ("Enter", self.tr("Buka kasus; saat mengukur, titik di tengah")),
        ]

    def _lists(self, *lists: tuple[str, Sequence[tuple[str, str]]]) -> QGridLayout:
        """Keys and what they do, one list under the other, each with its heading."""
        theme, grid = self._theme, QGridLayout()
        grid.setHorizontalSpacing(theme.space.m)
        grid.setVerticalSpacing(theme.space.s)
        for heading, lines in lists:
            at = grid.rowCount()
            if at > 1:
                grid.setRowMinimumHeight(at, theme.space.s)
                at += 1
            grid.addWidget(label(heading, theme.fonts.secondary_strong, self, "secondary"), at, 1)
            for below, (key, word) in enumerate(lines, at + 1):
                grid.addWidget(KeyHint(theme, key, self), below, 0, Qt.AlignmentFlag.AlignRight)
                grid.addWidget(label(word, theme.fonts.text, self), below, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return grid

    def _foot(self, deeds: Sequence[Deed]) -> QHBoxLayout:
        """What has no key of its own is found by its word."""
        keys = {deed.key: caps(deed.keys) for deed in deeds}
        words = ", ".join(deed.word for deed in deeds if not deed.keys)
        said = self.tr("Lewat {keys}: {words}.").format(keys=keys.get("palette", ""), words=words)
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.l)
        row.addWidget(label(said, self._theme.fonts.secondary, self, "secondary", wrap=True), 1)
        change = QPushButton(self.tr("Ubah tombol …"), self)
        change.setIcon(self._theme.icons.icon("keyboard-settings", "main"))
        change.setAutoDefault(False)
        change.clicked.connect(self.close)
        change.clicked.connect(self.change_asked)
        row.addWidget(change)
        return row
