"""The part of the sheet of basemaps that is about an address: what it is, what is kept of it, and
the city fetched ahead."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from console.pages import basemap_words as words
from console.pages.basemaps import Choice, Plan, Shown, Stock
from widgets.labels import label
from widgets.spins import inset
from widgets.theme import Theme

LOWEST, HIGHEST, USUAL = 10, 22, 16


class WebPart(QWidget):
    """`chosen` carries a Choice; `planned` and `fetch_asked` a zoom."""

    chosen = Signal(object)
    cleared = Signal()
    planned = Signal(int)
    fetch_asked = Signal(int)
    stop_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._fetching, self._most = theme, False, 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.s)
        self._address = self._field(self.tr("Alamat ubin"))
        self._address.setPlaceholderText("https://…/{z}/{x}/{y}.png")
        self._whose = self._field(self.tr("Keterangan sumber, selalu tertulis di peta"))
        self._whose.setPlaceholderText("© …")
        self._highest = self._zoom(self.tr("Perbesaran terakhir yang ada"), 19)
        use = QPushButton(self.tr("Pakai alamat"), self)
        use.clicked.connect(self.send)
        self._column.addWidget(use)
        self._build_kept()

    def show_shown(self, shown: Shown) -> None:
        """What is in force; what is being typed is left alone."""
        choice, used = shown.choice, shown.choice.kind == "web"
        if choice.address and not self._address.isModified():
            self._address.setText(choice.address)
        if choice.attribution and not self._whose.isModified():
            self._whose.setText(choice.attribution)
            self._highest.setValue(choice.highest)
        self._kept.setVisible(used)
        self._to.setMaximum(min(HIGHEST, max(LOWEST, choice.highest)))
        self._show_left(shown.left)

    def show_stock(self, stock: Stock) -> None:
        """What is kept on this desk."""
        self._stock.setText(words.stock(stock))
        self._clear.setEnabled(stock.many > 0)

    def show_plan(self, plan: Plan) -> None:
        """What fetching the city takes."""
        self._plan.setText(words.plan(plan))
        may = plan.trouble is None and plan.here < plan.many
        self._fetch.setEnabled(self._fetching or may)

    def begin(self) -> None:
        """Keys go to the address."""
        self._address.setFocus()

    @property
    def empty(self) -> bool:
        """Whether there is no address yet."""
        return not self._address.text().strip()

    @property
    def zoom(self) -> int:
        """Up to which zoom the city is wanted."""
        return self._to.value()

    @Slot()
    def send(self) -> None:
        """Use the address as it is typed."""
        address, whose = self._address.text().strip(), self._whose.text().strip()
        highest = self._highest.value()
        self.chosen.emit(Choice("web", address=address, attribution=whose, highest=highest))

    def _build_kept(self) -> None:
        self._kept = QWidget(self)
        column = QVBoxLayout(self._kept)
        column.setContentsMargins(0, self._theme.space.s, 0, 0)
        column.setSpacing(self._theme.space.s)
        small = self._theme.fonts.secondary
        self._stock = label("", small, self._kept, "secondary", wrap=True)
        column.addWidget(self._stock)
        self._clear = QPushButton(self.tr("Kosongkan simpanan"), self._kept)
        self._clear.clicked.connect(self.cleared)
        column.addWidget(self._clear)
        self._to = self._zoom(self.tr("Kota tanpa jaringan, sampai perbesaran"), USUAL, column)
        self._to.valueChanged.connect(self.planned)
        self._plan = label("", small, self._kept, "secondary", wrap=True)
        column.addWidget(self._plan)
        self._bar = QProgressBar(self._kept)
        self._bar.setTextVisible(False)  # above it stands how many, where they can be read
        self._bar.setAccessibleName(self.tr("Ubin kota yang sudah diunduh"))
        column.addWidget(self._bar)
        self._fetch = QPushButton("", self._kept)
        self._fetch.clicked.connect(self._fetch_or_stop)
        column.addWidget(self._fetch)
        self._column.addWidget(self._kept)

    def _show_left(self, left: int) -> None:
        was, self._fetching = self._fetching, left > 0
        self._most = max(self._most, left) if left else 0
        self._bar.setVisible(left > 0)
        self._bar.setRange(0, max(1, self._most))
        self._bar.setValue(self._most - left)
        self._fetch.setText(self.tr("Hentikan") if left else self.tr("Unduh kota"))
        self._to.setEnabled(not left)
        if was and not left:
            self.planned.emit(self.zoom)

    @Slot()
    def _fetch_or_stop(self) -> None:
        if self._fetching:
            self.stop_asked.emit()
        else:
            self.fetch_asked.emit(self.zoom)

    def _field(self, word: str) -> QLineEdit:
        self._column.addWidget(label(word, self._theme.fonts.secondary, self, "secondary"))
        field = QLineEdit(self)
        field.setAccessibleName(word)
        field.returnPressed.connect(self.send)
        self._column.addWidget(field)
        return field

    def _zoom(self, word: str, value: int, column: QVBoxLayout | None = None) -> QSpinBox:
        row = QHBoxLayout()
        row.addWidget(label(word, self._theme.fonts.secondary, self, "secondary"), 1)
        spin = QSpinBox(self)
        inset(spin, self._theme)
        spin.setAccessibleName(word)
        spin.setRange(LOWEST, HIGHEST)
        spin.setValue(value)
        row.addWidget(spin)
        (column or self._column).addLayout(row)
        return spin
