"""Every screen as people with other eyes, with a screen reader or without a mouse meet it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.screens.conftest import Visit

# What the desk says of itself on a machine that has much else to do.
pytestmark = pytest.mark.expects_log("system trouble")

_SCENES = 40


def told(found: Mapping[str, Sequence[object]]) -> list[str]:
    """All of it, each with its screen."""
    return [f"{scene}: {what}" for scene, each in found.items() for what in each]


def test_every_word_can_be_read(visit: Visit) -> None:
    """Contrast of ink and ground on the rendered screens."""
    assert len(visit.words) > _SCENES
    desk = [found for scene, found in visit.words.items() if not scene.startswith("wall")]
    assert min(map(len, desk)) > 3
    assert min(map(len, visit.words.values())) > 1  # a wall that waits shows little but its code
    faint = {
        scene: [run for run in found if run.contrast < run.least]
        for scene, found in visit.words.items()
    }
    assert told(faint) == []


def test_everything_has_a_name(visit: Visit) -> None:
    """For screen readers: names, and what a thing is."""
    assert len(visit.unheard) > _SCENES
    assert told(visit.unheard) == []


def test_tab_comes_to_everything(visit: Visit) -> None:
    """Once, visibly, and back to where it began."""
    assert len(visit.untabbed) > _SCENES
    assert told(visit.untabbed) == []
