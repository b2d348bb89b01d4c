"""Loads what paints a map beside the running desk: it brings numpy, which nothing else needs."""

from __future__ import annotations

import asyncio
import importlib
from typing import Any


async def load_place_map() -> Any:
    """The module `console.pages.place_map`."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, importlib.import_module, "console.pages.place_map")
