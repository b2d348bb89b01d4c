"""What a line of the stream tells beside the changes: troubles, a flood, who is on which case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.api import Api
from console.parts import trouble_of_line
from console.presence import Presence
from console.tasks import Tasks
from console.worker import Worker


@dataclass(frozen=True, slots=True)
class Flood:
    """What the server says of a flood of reports: since when (UTC), how many became how many.

    `each` are reports an officer in ten minutes; without `folding` a supervisor has ended that.
    """

    since: datetime
    reports: int
    cases: int
    each: float
    folding: bool


def flood_of_line(said: Any) -> Flood | None:
    """The flood on a line of the stream; what is none is passed over."""
    match said:
        case {
            "since": str(since),
            "reports": int(reports),
            "cases": int(cases),
            "each": int(each) | float(each),
            "folding": bool(folding),
        }:
            try:
                return Flood(datetime.fromisoformat(since), reports, cases, each, folding)
            except ValueError:
                return None
    return None


class Beside(QObject):
    """Holds what was told last. Main thread only.

    `presence_changed` carries who else is on which case, `flood_changed` another flood or None.
    """

    presence_changed = Signal(object)
    flood_changed = Signal(object)

    def __init__(self, tasks: Tasks, worker: Worker, api: Callable[[], Api]) -> None:
        super().__init__()
        self.trouble: tuple[str, ...] = ()
        self.flood: Flood | None = None
        self.presence = Presence(tasks, worker, api, self.presence_changed.emit)

    def seen(self, data: Mapping[str, Any], me: str) -> None:
        """A line came."""
        self.trouble = trouble_of_line(data.get("trouble"))
        self.take_flood(flood_of_line(data.get("flood")))
        self.presence.seen(data.get("presence"), me)

    def lost(self) -> None:
        """Without the server nobody knows how the city stands."""
        self.take_flood(None)
        self.presence.lost()

    def take_flood(self, flood: Flood | None) -> None:
        """This is the flood now."""
        if flood != self.flood:
            self.flood = flood
            self.flood_changed.emit(flood)
