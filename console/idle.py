"""Whether anybody is at this desk: how long no key and no mouse has been touched."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from console.clock import boot_seconds, wall_ms

_TOUCHED = frozenset(
    {
        QEvent.Type.ShortcutOverride,  # every key press, also one that a shortcut takes
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


class Idle(QObject):
    """`passed` once nobody has touched anything for `limit` seconds (0: never), `asked` when `keys`
    are pressed in any window: shortcuts reach no further than their own.

    It listens to windows, not to the application: a window is told of keys and mouse before its
    widgets are, and of no paint. Both clocks count: the one of the machine goes on during sleep,
    the one of the wall also where a whole virtual machine was halted. `look` once a second.
    """

    passed = Signal()
    asked = Signal()

    def __init__(
        self,
        parent: QObject,
        *,
        boot: Callable[[], float] = boot_seconds,
        wall: Callable[[], float] = wall_ms,
    ) -> None:
        super().__init__(parent)
        self._boot, self._wall = boot, wall
        self.limit = 0.0
        self.keys = QKeySequence()
        self.touch()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self.look)
            app.applicationStateChanged.connect(self.look)

    def touch(self) -> None:
        """Somebody is here."""
        self._touched = self._boot(), self._wall()

    def seconds(self) -> float:
        """How long nobody has been."""
        boot, wall = self._touched
        return max(self._boot() - boot, (self._wall() - wall) / 1000)

    @Slot()
    def look(self) -> None:
        """Listen to windows that are new; say so when it has been too long."""
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # counts once, however often it is said
        self._judge()

    def _judge(self) -> bool:
        late = 0 < self.limit <= self.seconds()
        if late:
            self.passed.emit()
        return late

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch that comes too late (the machine slept) does nothing but show the lock."""
        if event.type() not in _TOUCHED:
            return False
        late = self._judge()
        self.touch()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            pressed = QKeySequence(event.keyCombination())
            if pressed == self.keys:  # a key is never the empty sequence
                self.asked.emit()
        return late
