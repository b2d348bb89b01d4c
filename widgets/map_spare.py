"""What a frame may spend on what is painted once and then kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Spare:
    """So many ms, shared by all that makes pictures; the frames after it go on where it ends."""

    def __init__(self, ms: float) -> None:
        self._left = ms / 1000

    def __bool__(self) -> bool:
        """Whether there is any left."""
        return self._left > 0

    @contextmanager
    def spend(self) -> Iterator[None]:
        """What is done meanwhile is paid from it."""
        began = time.perf_counter()
        yield
        self._left -= time.perf_counter() - began
