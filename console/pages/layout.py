"""How an officer left the board: lanes or table, widths, columns, order, filters. As one text."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from console.pages.saved_filters import filters_of
from widgets.filter_bar import Filters


@dataclass(frozen=True, slots=True)
class Layout:
    """`lanes` are widths (px), `columns` as the table saves them, `order` a column and whether it
    is turned round.
    """

    table: bool = False
    lanes: tuple[int, ...] = ()
    columns: str = ""
    order: tuple[str, bool] = ("left", False)
    filters: Filters = field(default_factory=Filters)

    def text(self) -> str:
        """For ``read`` on another day."""
        return json.dumps(asdict(self))


def read(text: str) -> Layout:
    """What `text` gave; whatever makes no sense is as at first."""
    try:
        held = json.loads(text)
    except ValueError:
        return Layout()
    if not isinstance(held, dict):
        return Layout()
    return Layout(
        held.get("table") is True,
        _widths(held.get("lanes")),
        str(held.get("columns", "")),
        _order(held.get("order")),
        filters_of(held.get("filters")),
    )


def widths_of(text: str) -> tuple[int, ...]:
    """Widths (px) as one text; none where it makes no sense."""
    try:
        return _widths(json.loads(text))
    except ValueError:
        return ()


def _widths(held: Any) -> tuple[int, ...]:
    whole = isinstance(held, list) and all(isinstance(width, int) for width in held)
    return tuple(held) if whole else ()


def _order(held: Any) -> tuple[str, bool]:
    match held:
        case [str(key), bool(turned)]:
            return key, turned
        case _:
            return Layout().order
