"""Small files that are written whole or not at all, for this user's eyes only."""

from __future__ import annotations

import os
from pathlib import Path

from db import folder


def write_private(path: Path, text: str) -> None:
    """Put a small file in place of the old one, for this user's eyes only, whole or not at all.

    It outlives a power cut when this returns. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder.sync(path.parent)
