"""Memory goes back to the system when it is free, also after months."""

from __future__ import annotations

import ctypes
import sys

_M_MMAP_THRESHOLD = -3  # malloc.h
_LARGE = 1 << 20


def give_back_large_pieces() -> bool:
    """Whether the system's allocator was told so; it is in the GNU C library alone.

    That one learns from what is freed: after the first picture of a large screen the next ones come
    out of its heap, where anything small behind them keeps them from going back.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(_M_MMAP_THRESHOLD, _LARGE))


def give_back_free_pages() -> bool:
    """What lies free between small pieces goes back as well; whether there was any. A few ms: once
    a minute keeps what was needed for a moment from being held for ever.
    """
    if sys.platform != "linux":
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and bool(trim(0))
