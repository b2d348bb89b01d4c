"""Tables for spreadsheets, and what one would take for a formula made harmless."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = ("\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Table:
    """Something to be written into a file: a name, and rows of texts and numbers."""

    name: str
    rows: Sequence[Sequence[str | int | float | None]]


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a program might work it out instead.

    For CSV, which has no other way to say that something is text.
    """
    risky = text.startswith(_CONTROLS) or text.lstrip().startswith(_BEGINS)
    return f"'{text}" if risky else text
