"""The strip of photos and the keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.photo_strip import PhotoStrip, Thumb
from widgets.theme import Theme


def test_a_photo_that_the_keys_come_to_is_in_view(qtbot: QtBot, theme: Theme) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    before, strip, behind = QPushButton("1", box), PhotoStrip(theme, box), QPushButton("2", box)
    for part in (before, strip, behind):
        column.addWidget(part)
    strip.set_thumbs([Thumb(f"k{n}", f"Foto {n}", f"Foto {n}") for n in range(12)])
    box.resize(420, 400)
    box.show()
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    first, last = strip.button("k0"), strip.button("k11")
    assert first is not None
    assert last is not None
    bar = strip.verticalScrollBar()
    assert bar.maximum() > 0
    for photo, away in ((first, bar.maximum()), (last, 0)):
        bar.setValue(away)
        before.setFocus()
        photo.setFocus(Qt.FocusReason.TabFocusReason)
        assert not photo.visibleRegion().isEmpty()
        assert photo.visibleRegion().boundingRect().height() == photo.height()
    QTest.keyClick(last, Qt.Key.Key_Backtab)
    assert last is not box.focusWidget()
