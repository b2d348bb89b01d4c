"""What a screen reader finds in a window, and where Tab leads: what is wrong with either."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTextBrowser,
    QWidget,
)

from console.pages.lock import LockPage
from console.pages.palette import Palette
from console.pages.sheet import Sheet
from widgets.tour_card import TourCard

_KEEPERS = (Sheet, Palette, LockPage)
"""What keeps the keys while it is there."""

_INSIDE = 60

_Role, _Text = QAccessible.Role, QAccessible.Text

_BUTTONS = {
    _Role.PushButton,
    _Role.CheckBox,
    _Role.RadioButton,
    _Role.ButtonMenu,
    _Role.ButtonDropDown,
    _Role.PageTab,
}
_CONTROLS = _BUTTONS | {
    _Role.ComboBox,
    _Role.EditableText,
    _Role.HotkeyField,
    _Role.Link,
    _Role.List,
    _Role.ListItem,
    _Role.MenuItem,
    _Role.Slider,
    _Role.SpinBox,
    _Role.Table,
    _Role.Tree,
    _Role.TreeItem,
}
_FILE = re.compile(r"\.(png|svg|jpe?g|gif|webp|heic|mp4|webm|mov)$", re.IGNORECASE)
_MOST_ITEMS = 30
"""Of one list are heard; the others are made the same way."""
_MOST_STOPS = 400


def faults(window: QWidget) -> list[str]:
    """What a reader could not say, or would call by a wrong name."""
    found: list[str] = []
    for heard in _all(window):
        made = heard.object()
        where = made if isinstance(made, QWidget) else None
        if heard.role() in _CONTROLS or heard.state().focusable:
            found += _nameless(heard, where)
        if isinstance(where, QAbstractButton) and heard.role() not in _BUTTONS:
            found.append(f"{_called(where)} is a button and heard as {heard.role()}")
        if isinstance(where, QLabel) and _veiled(heard, where):
            found.append(
                f"{_called(where)} says {where.text()!r}, heard is {heard.text(_Text.Name)!r}"
            )
        if isinstance(where, QAbstractItemView) and not isinstance(where, QHeaderView):
            found += _unlisted(heard, where)
        if where is not None and _pressed_only(heard, where):
            found.append(f"{_called(where)} can be pressed and is heard as {heard.role()}")
    return found


def _all(window: QWidget) -> Iterator[QAccessibleInterface]:
    waiting: list[QAccessibleInterface | None] = [QAccessible.queryAccessibleInterface(window)]
    while waiting:
        heard = waiting.pop()
        if heard is None or not heard.isValid() or heard.state().invisible:
            continue
        yield heard
        many = heard.childCount()
        if isinstance(heard.object(), QAbstractItemView):
            many = min(many, _MOST_ITEMS)
        waiting += [heard.child(n) for n in reversed(range(many))]


def _veiled(heard: QAccessibleInterface, where: QLabel) -> bool:
    """Whether a name keeps a reader from the words of a label; what it is for is a description."""
    words = re.search(r"[^\W_]", where.text()) and where.textFormat() is not Qt.TextFormat.RichText
    return bool(words) and where.text().rstrip("…") not in heard.text(_Text.Name)


def _nameless(heard: QAccessibleInterface, where: QWidget | None) -> Iterator[str]:
    if _inside(where) or isinstance(where, QLabel):
        return
    name = heard.text(_Text.Name)
    letters = re.findall(r"[^\W\d_]", name)
    if len(letters) < 2 or _FILE.search(name):
        yield f"{_called(where)} {heard.role()} is heard as {name!r}"


def _unlisted(heard: QAccessibleInterface, view: QAbstractItemView) -> Iterator[str]:
    if heard.role() not in (_Role.List, _Role.Table, _Role.Tree):
        yield f"{_called(view)} is a list and heard as {heard.role()}"
    elif view.model() is not None and view.model().rowCount() and not heard.childCount():
        yield f"{_called(view)} has rows that nobody hears of"


def _pressed_only(heard: QAccessibleInterface, where: QWidget) -> bool:
    ours = [kind for kind in type(where).__mro__ if not kind.__module__.startswith("PySide6")]
    own = {name for kind in ours for name in vars(kind)}
    presses = not own.isdisjoint({"mousePressEvent", "mouseReleaseEvent"})
    canvas = where.focusPolicy() & Qt.FocusPolicy.TabFocus and where.accessibleName()
    unreached = where.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    if canvas or unreached or where.findChildren(QAbstractButton):
        return False  # keys work it, no press reaches it, or it is what holds the buttons
    return presses and heard.role() not in _CONTROLS


def _inside(where: QWidget | None) -> bool:
    """Whether it is a part that Qt itself makes inside a control with a name of its own."""
    above = where.parentWidget() if where is not None else None
    return isinstance(where, QScrollBar) or isinstance(above, QLineEdit | QTabBar | QComboBox)


def _called(where: QWidget | None) -> str:
    if where is None:
        return "an item"
    path: list[str] = []
    at: QWidget | None = where
    while at is not None and len(path) < 3:
        path.append(type(at).__name__)
        at = at.parentWidget()
    said = where.text() if isinstance(where, QAbstractButton) else ""
    return " < ".join(path) + (f" {said!r}" if said else "")


# --- Tab ---


def tab_faults(window: QWidget) -> list[str]:
    """Controls that Tab never comes to, or twice, or where nobody sees that it has come."""
    begin = _first(window)
    if begin is None:
        return [f"Tab never comes to {_called(at)}" for at in _missed(window, [])]
    stops, found = [begin], list[str]()
    while True:
        before = stops[-1]
        lit, place = _look(window, before)
        had = before.hasFocus()
        # A text leads from link to link first, a date from part to part; and a key that was begun
        # (G …) takes the next one along.
        for _ in range(_INSIDE if isinstance(before, QTextBrowser | QAbstractSpinBox) else 2):
            QTest.keyClick(before, Qt.Key.Key_Tab)
            now = QApplication.focusWidget()
            if now is not before:
                break
        if now is None or now is before:
            alone = not _missed(window, stops)
            led = "stays at" if now else "leads nowhere from"
            how = f"(stop {len(stops)}, had the keys: {had}, active: {window.isActiveWindow()})"
            return found if alone else [*found, f"Tab {led} {_called(before)} {how}"]
        if window.grab(place).toImage() == lit and not _under_tour(window, place):
            found.append(f"nobody sees that keys are at {_called(before)}")
        if now is begin:
            break
        stops.append(now)
        if len(stops) > _MOST_STOPS:
            return [*found, f"Tab does not come back to {_called(begin)}"]
    found += [f"Tab comes {n} times to {_called(at)}" for at, n in Counter(stops).items() if n > 1]
    return [*found, *(f"Tab never comes to {_called(at)}" for at in _missed(window, stops))]


def _first(window: QWidget) -> QWidget | None:
    """Where Tab begins: a page that has the keys for its letters is no stop itself."""
    page = QApplication.focusWidget() or window
    if not page.focusPolicy() & Qt.FocusPolicy.TabFocus:
        QTest.keyClick(page, Qt.Key.Key_Tab)
    at: QWidget | None = QApplication.focusWidget()
    return at if at is not None and at.window() is window else None


def _under_tour(window: QWidget, place: QRect) -> bool:
    """A card of the tour may lie over controls: it is there to be read, and goes with a key."""
    return any(
        card.isVisible() and QRect(card.mapTo(window, QPoint()), card.size()).intersects(place)
        for card in window.findChildren(TourCard)
    )


def _look(window: QWidget, at: QWidget) -> tuple[object, QRect]:
    window.grab(QRect(0, 0, 1, 1))  # what waits to be laid out moves it
    place = QRect(at.mapTo(window, at.rect().topLeft()), at.size()).adjusted(-3, -3, 3, 3)
    place = place.intersected(window.rect())
    return window.grab(place).toImage(), place


def _missed(window: QWidget, stops: list[QWidget]) -> list[QWidget]:
    """What can be pressed or written in and was not come to.

    Of radio buttons, and of a bar in which arrows lead on, one is enough; and while a sheet or
    something else keeps the keys, what lies beside it is not meant.
    """
    reached = {*stops, *(at.focusProxy() for at in stops)} - {None}
    bars = {(at.parentWidget(), type(at)) for at in stops}
    return [
        at
        for at in _keeps_keys(window, stops).findChildren(QWidget)
        if at.isVisible()
        and at.isEnabled()
        and (_has_no_key(at) or at.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and at not in reached
        and (at.focusProxy() is None or at.focusProxy() not in reached)
        and not _inside(at)
        and not (_one_of_many(at) and (at.parentWidget(), type(at)) in bars)
        and (not at.visibleRegion().isEmpty() or at.focusPolicy() & Qt.FocusPolicy.TabFocus)
    ]


def _has_no_key(at: QWidget) -> bool:
    """Whether it can be pressed, and does not say by which key the same is done."""
    pressed = isinstance(at, QAbstractButton)
    pressed &= not at.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return pressed and not re.search(r"\(\S.*\)$", at.toolTip())


def _one_of_many(at: QWidget) -> bool:
    return isinstance(at, QRadioButton) or not at.focusPolicy() & Qt.FocusPolicy.TabFocus


def _keeps_keys(window: QWidget, stops: list[QWidget]) -> QWidget:
    """The sheet, card or cover that all stops are in, else the window."""
    at: QWidget | None = stops[0] if stops else None
    while at is not None and at is not window:
        if isinstance(at, _KEEPERS) and all(at.isAncestorOf(stop) for stop in stops):
            return at
        at = at.parentWidget()
    return window
