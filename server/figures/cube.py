"""All trails as columns, in blocks: a change makes anew the block of its case and no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from db.domain.trail import Trail
from server.figures.block import Block, Words, cut, joined
from server.figures.from_trails import block_of
from server.figures.wall import Wall

MOST = 32_768
"""Cases in one block: one that is worked out anew fits into the cache of a processor's core."""


@dataclass(frozen=True, slots=True)
class Cube:
    """Blocks in the order in which their cases were opened; each holds `most` at most."""

    blocks: tuple[Block, ...] = ()
    most: int = MOST

    def __len__(self) -> int:
        return sum(map(len, self.blocks))

    @property
    def nbytes(self) -> int:
        """Bytes of all columns."""
        return sum(block.nbytes for block in self.blocks)

    def with_these(self, trails: Iterable[Trail], words: Words, wall: Wall) -> Cube:
        """With these trails, in place of the ones of the same cases."""
        news = block_of(trails, words, wall)
        if not len(news):
            return self
        # The last block takes in all that was opened later, too.
        ends = [int(block.cases.opened[-1]) for block in self.blocks[:-1]]
        places = np.searchsorted(news.cases.opened, ends, "right").tolist()
        made: list[Block] = []
        held = self.blocks or (news,)
        for block, piece in zip(held, cut(news, places), strict=True):
            made += self._merged(block, piece) if len(piece) else [block]
        return Cube(tuple(made), self.most)

    def _merged(self, block: Block, news: Block) -> list[Block]:
        """One block, or more where it has become too long; `news` in place of the same cases."""
        if block is not news:
            block = joined([block.without(news.cases.opened), news]).in_order()
        return cut(block, range(self.most, len(block), self.most))
