"""How the map asks where cases are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

Points = Callable[[Sequence[str]], Awaitable[Mapping[str, tuple[float, float]]]]
"""Latitude and longitude of those of these cases that have a point."""


async def nowhere(_cases: Sequence[str]) -> Mapping[str, tuple[float, float]]:
    """Of no case is known where it is."""
    return {}
