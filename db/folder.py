"""The names in a folder: one that was made, moved or removed is so for good only once synced."""

from __future__ import annotations

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Put the names of a folder on the disk; Windows has no call for it. Raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
