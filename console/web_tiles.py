"""Tiles of an address, as far as they are kept on this desk."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable

from console.tile_address import for_screen, is_vector
from console.tile_answers import Verdict
from console.tile_files import Facts, NotTiles, Square, unpacked
from console.tile_shelf import Kept, Stock, TileShelf

_VECTOR_HIGHEST = 14
_MOST_PASSING = 128


class WebTiles:
    """For one worker thread, like the shelf: what is missing is fetched elsewhere, then `take`n."""

    def __init__(
        self, address: str, attribution: str, highest: int, shelf: TileShelf, *, dense: bool
    ) -> None:
        self.address, px = for_screen(address, dense=dense)
        self.vector = is_vector(address)
        self._shelf = shelf
        self._passing: OrderedDict[Square, Kept] = OrderedDict()
        """Tiles that no disk may keep, while they are looked at."""
        highest = min(highest, _VECTOR_HIGHEST) if self.vector else highest
        self.facts = Facts(address, attribution, 0, highest, 0 if self.vector else px)

    def tile(self, square: Square) -> bytes | None:
        """A tile that was fetched, however old. Raises NotTiles."""
        kept = self.kept(square)
        if kept is None or kept.body is None:
            return None
        if not self.vector:
            return kept.body
        try:
            return unpacked(kept.body)
        except ValueError as fault:
            raise NotTiles("damaged", file=self.address) from fault

    def kept(self, square: Square) -> Kept | None:
        """The same with when it came and how long it is fresh."""
        return self._passing.get(square) or self._shelf.find(self.address, square, time.time())

    def due(self, squares: Iterable[Square]) -> list[Square]:
        """Those that should be asked for."""
        now = time.time()
        asked = [one for one in squares if (kept := self._passing.get(one)) is None
                 or kept.fresh_until < now]  # fmt: skip
        return self._shelf.due(self.address, asked, now)

    def take(self, square: Square, verdict: Verdict) -> bool:
        """What was fetched. False when the disk did not take it; it is shown nevertheless."""
        if verdict.stored and self._shelf.keep(self.address, square, verdict.kept, time.time()):
            self._passing.pop(square, None)
            return True
        self._passing[square] = verdict.kept
        while len(self._passing) > _MOST_PASSING:
            self._passing.popitem(last=False)
        return not verdict.stored

    def stock(self) -> Stock:
        """What is kept of this address."""
        return self._shelf.stock(self.address)

    def clear(self) -> None:
        """Away with all that is kept of it."""
        self._passing.clear()
        self._shelf.clear(self.address)

    def close(self) -> None:
        """The shelf stays open for another address."""
