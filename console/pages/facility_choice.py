"""Which facilities an officer wants on the map: whether any, and of which kinds."""

from __future__ import annotations

import json
from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from db.domain.facilities import KINDS


class FacilityChoice(QObject):
    """`changed`: the map is to show others. At first all kinds are shown."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = True
        self.kinds: tuple[str, ...] = KINDS

    def toggle(self) -> bool:
        """Show them, or hide them; whether they are shown now."""
        self.shown = not self.shown
        self.kinds = self.kinds or KINDS
        self.changed.emit()
        return self.shown

    def choose(self, kinds: Collection[str]) -> None:
        """Show these kinds alone; of none there is nothing to show."""
        self.kinds = tuple(kind for kind in KINDS if kind in kinds)
        self.shown = bool(self.kinds)
        self.changed.emit()

    def save(self) -> str:
        """As text, for ``restore`` on another day."""
        return json.dumps({"shown": self.shown, "kinds": list(self.kinds)})

    def restore(self, saved: str) -> None:
        """As it was; what makes no sense is as at first."""
        try:
            held = json.loads(saved or "{}")
            kinds = [kind for kind in KINDS if kind in held.get("kinds", KINDS)]
            self.shown = bool(held.get("shown", True))
        except (ValueError, AttributeError, TypeError):
            return
        self.kinds = tuple(kinds)
        self.changed.emit()
