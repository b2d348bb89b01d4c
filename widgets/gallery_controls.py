"""The page of the gallery that shows every stock control and every mark."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from widgets.key_hint import KeyHint
from widgets.labels import label
from widgets.marks import MARKS, word_of
from widgets.spins import inset
from widgets.theme import Theme


def controls(theme: Theme, parent: QWidget) -> QWidget:
    tabs = QTabWidget(parent)
    page = QWidget(tabs)
    grid = QGridLayout(page)
    grid.setSpacing(theme.space.l)
    grid.addWidget(_fields(theme, page), 0, 0)
    grid.addWidget(_buttons(theme, page), 0, 1)
    grid.addWidget(_lists(page), 1, 0)
    grid.addWidget(_states(theme, page), 1, 1)
    tabs.addTab(page, "Kendali")
    tabs.addTab(QWidget(tabs), "Lainnya")
    return tabs


def _fields(theme: Theme, parent: QWidget) -> QWidget:
    box = QGroupBox("Isian", parent)
    column = QVBoxLayout(box)
    bad, off, many = QLineEdit("12:7"), QLineEdit("tidak dapat diubah"), QComboBox()
    bad.setProperty("kind", "bad")
    off.setEnabled(False)
    many.addItems(["Semua kanal", "LAKSA", "SP4N-LAPOR!"])
    field = QLineEdit()
    field.setPlaceholderText("Nama pelapor")
    spin = QSpinBox()
    inset(spin, theme)
    box.setFocusProxy(field)
    for part in (field, bad, off, many, spin, QPlainTextEdit("Uraian laporan")):
        column.addWidget(part)
    return box


def _buttons(theme: Theme, parent: QWidget) -> QWidget:
    box = QGroupBox("Tombol", parent)
    column = QVBoxLayout(box)
    for kind, word in (("primary", "Utama"), ("", "Biasa"), ("quiet", "Tenang")):
        for enabled in (True, False):
            button = QPushButton(word, box)
            button.setProperty("kind", kind)
            button.setEnabled(enabled)
            column.addWidget(button)
    for choice in (QCheckBox("Rahasia", box), QRadioButton("Anonim", box)):
        choice.setChecked(True)
        column.addWidget(choice)
    column.addWidget(QCheckBox("Belum dipilih", box))
    column.addWidget(KeyHint(theme, "Ctrl+K", box))
    return box


def _lists(parent: QWidget) -> QWidget:
    box = QGroupBox("Daftar", parent)
    row = QHBoxLayout(box)
    names, table = QListWidget(box), QTableWidget(12, 3, box)
    names.addItems([f"Kelurahan {n}" for n in range(40)])
    names.ensurePolished()  # rows laid out before would keep their unstyled height
    names.setCurrentRow(2)
    table.setHorizontalHeaderLabels(["OPD", "Terbuka", "Lewat"])
    table.verticalHeader().hide()
    for at in range(12):
        for column, text in enumerate((f"Dinas {at}", str(at * 7), str(at))):
            table.setItem(at, column, QTableWidgetItem(text))
    table.selectRow(3)
    row.addWidget(names)
    row.addWidget(table, 1)
    return box


def _states(theme: Theme, parent: QWidget) -> QWidget:
    box = QGroupBox("Status", parent)
    grid = QGridLayout(box)
    for at, state in enumerate(MARKS):
        picture = label("", theme.fonts.text, box)
        picture.setPixmap(theme.marks.pixmap(state, 20, parent.devicePixelRatioF()))
        grid.addWidget(picture, at // 2, at % 2 * 2)
        grid.addWidget(label(word_of(state), theme.fonts.text, box), at // 2, at % 2 * 2 + 1)
    bar, slider = QProgressBar(box), QSlider(Qt.Orientation.Horizontal, box)
    bar.setValue(40)
    slider.setValue(40)
    grid.addWidget(bar, 6, 0, 1, 4)
    grid.addWidget(slider, 7, 0, 1, 4)
    grid.setColumnStretch(3, 1)
    return box
