"""Loads what lies behind the sign-in page, once that is shown: it takes longer than both."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Any

_MODULE = "console.viewing"
"""The workplace, and those like it for looking as a role."""


def load_workplace() -> Any:
    """The module behind the sign-in page."""
    return importlib.import_module(_MODULE)


def load_workplace_aside() -> Any:
    """The same on a thread, without the collector: it would walk through all modules for ever."""
    if _MODULE in sys.modules:
        return load_workplace()  # nothing new; what else is held now may well be garbage soon
    gc.disable()
    try:
        return load_workplace()
    finally:
        gc.enable()
        gc.freeze()
