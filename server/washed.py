"""What washing a photo or video leaves: the files' names, the facts, and why one is refused."""

from __future__ import annotations

from typing import TypedDict

FACTS = "facts.json"
SIZES = (320, 1600)
"""Longest edges, in pixels, of the smaller pictures made of a photo."""


class Facts(TypedDict):
    """What is kept beside the picture. `name` is its file's; `bytes` its size.

    `taken_at` is the camera's own time, ISO 8601, with an offset where it told one; `lat` and
    `lng` are degrees (WGS 84). Both may be wrong: they are what the file said.
    """

    type: str
    name: str
    bytes: int
    width: int
    height: int
    taken_at: str
    lat: float | None
    lng: float | None
    sizes: list[int]


class Unfit(Exception):
    """A file that is not taken. `reason` is a key that a page makes a sentence of."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def small_name(size: int) -> str:
    """The file of a smaller picture."""
    return f"{size}.jpg"
