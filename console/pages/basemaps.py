"""What lies beneath the cases on the map, as its page and sheet speak of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from PySide6.QtCore import SignalInstance

from widgets.map_base import Pane

if TYPE_CHECKING:  # what counts with arrays is loaded with the map
    from widgets.map_index import Window


@dataclass(frozen=True, slots=True)
class Choice:
    """`areas` of the city alone, the tiles of a `file`, or those of an `address` on the web, whose
    owner asks for these words on the picture and has none nearer than `highest`."""

    kind: Literal["areas", "file", "web"] = "areas"
    file: str = ""
    address: str = ""
    attribution: str = ""
    highest: int = 19


class Trouble(NamedTuple):
    """Why a choice is not shown."""

    key: str
    facts: Mapping[str, str | int] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown now. `name`, zooms and whether the tiles are `drawn` by us from shapes, of a
    file; `trouble` is why the choice is not shown, or not all of it."""

    choice: Choice = field(default_factory=Choice)
    name: str = ""
    lowest: int = 0
    highest: int = 0
    drawn: bool = False
    trouble: Trouble | None = None
    away: bool = False
    """The web is out of reach: what is seen was kept."""
    left: int = 0
    """Tiles of the city that are still being fetched ahead."""


class Plan(NamedTuple):
    """What fetching the city takes: tiles, those of them that are here and fresh, and the bytes
    that the others may have. `trouble` is why it is not done."""

    many: int
    here: int
    size: int
    trouble: Trouble | None = None


class Stock(NamedTuple):
    """What is kept of an address: tiles, bytes of at most `most`, seconds since 1970 of the oldest
    (0 for none)."""

    many: int
    size: int
    oldest: float
    most: int


class Basemaps(Protocol):
    """A basemap by choice. Nothing is asked of any network before somebody chooses an address."""

    @property
    def came(self) -> SignalInstance: ...
    @property
    def changed(self) -> SignalInstance: ...
    @property
    def told(self) -> SignalInstance:
        """What is shown stands otherwise."""
        ...

    @property
    def attribution(self) -> str: ...
    @property
    def shown(self) -> Shown: ...
    def want(self, panes: Sequence[Pane], asker: object = None) -> None: ...
    async def choose(self, choice: Choice) -> Trouble | None:
        """Show this and remember it for this officer; why not, when what was shown stays."""
        ...

    async def stock(self) -> Stock: ...
    async def clear(self) -> None:
        """Away with what is kept of the address."""
        ...

    async def plan(self, city: Window, highest: int) -> Plan:
        """What it takes to have this piece of the plane up to a zoom without the web."""
        ...

    async def fetch(self, city: Window, highest: int) -> None:
        """Fetch it, going on where an earlier time ended. `stop` ends it."""
        ...

    def stop(self) -> None: ...
