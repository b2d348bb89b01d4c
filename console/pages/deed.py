"""One thing the desk can do, as keys, help, palette and menus know it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Deed(NamedTuple):
    """Something the desk can do. `keys` as Qt writes them, "" for none; `acts` are the acts on a
    case that its key may mean, of which the case's state allows one; `page` is the only one where
    it means anything, "" for everywhere.
    """

    key: str
    word: str
    act: Callable[[], object]
    keys: str = ""
    icon: str = ""
    acts: tuple[str, ...] = ()
    page: str = ""
