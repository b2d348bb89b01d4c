"""Loads what lies behind the sign-in page, once that is shown: it takes longer than both."""

from __future__ import annotations

import gc
import importlib
from typing import Any


def load_workplace() -> Any:
    """The module `console.viewing`: the workplace, and those like it for looking as a role."""
    return importlib.import_module("console.viewing")


def load_workplace_aside() -> Any:
    """The same on a thread, without the collector: it would walk through all modules for ever."""
    gc.disable()
    try:
        return load_workplace()
    finally:
        gc.enable()
        gc.freeze()
