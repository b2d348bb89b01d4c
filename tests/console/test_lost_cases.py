"""What was put aside at a desk goes in the end, of its outbox too."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.cache import CaseCache
from console.lost_cases import LostCases
from db.asides import KEPT
from db.store import set_aside


def test_damaged_files_of_cache_and_outbox_are_swept_after_30_days(tmp_path: Path) -> None:
    for name in ("cache.db", "outbox.db", "outbox.log"):
        (tmp_path / name).write_bytes(b"damaged")
        set_aside(tmp_path / name)
    now = datetime.now(UTC)

    async def swept() -> None:
        lost = LostCases(tmp_path, CaseCache(tmp_path))
        await lost.sweep(now + KEPT - timedelta(hours=1))
        assert len(list(tmp_path.iterdir())) == 3
        await lost.sweep(now + KEPT + timedelta(hours=1))
        assert list(tmp_path.iterdir()) == []
        lost.close()

    asyncio.run(swept())
