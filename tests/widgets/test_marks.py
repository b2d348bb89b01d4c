"""Marks: one shape for each state, different without any colour."""

from itertools import combinations

import pytest
from PySide6.QtGui import QImage

from widgets.icons import Icons
from widgets.marks import MARKS, mark_of, word_of
from widgets.theme import Theme

STATES = {
    "received", "forwarded", "accepted", "on_site", "scheduled", "awaiting_validation",
    "resolved", "closed", "returned", "not_ours", "archived", "merged",
}  # fmt: skip


def silhouette(theme: Theme, state: str) -> list[int]:
    """Opacity of each point at 32 px, without colour."""
    image = theme.marks.pixmap(state, 32, 1.0).toImage()
    image = image.convertToFormat(QImage.Format.Format_Alpha8)
    return [image.pixelColor(x, y).alpha() for y in range(32) for x in range(32)]


def test_every_state_has_mark_and_word() -> None:
    assert set(MARKS) == STATES
    assert all(word_of(state) != state for state in STATES)
    assert len({mark.shape for mark in MARKS.values()}) == len(STATES)


def test_shapes_differ_without_colour(dark: Theme) -> None:
    drawn = {state: silhouette(dark, state) for state in STATES}
    for (one, a), (other, b) in combinations(drawn.items(), 2):
        differing = sum(abs(x - y) for x, y in zip(a, b, strict=True)) / 255
        assert differing >= 24, f"{one} looks like {other}"


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_marks_are_sharp_and_kept(dark: Theme, ratio: float) -> None:
    picture = dark.marks.pixmap("received", 16, ratio)
    assert picture.width() == round(16 * ratio)
    assert picture is dark.marks.pixmap("received", 16, ratio)


def test_a_state_not_known_is_an_empty_ring(dark: Theme) -> None:
    assert mark_of("someday").shape == "ring"
    assert word_of("someday") == "someday"
    assert not dark.marks.pixmap("someday", 16, 1.0).isNull()


def test_merged_wears_its_masters_colour(dark: Theme) -> None:
    own = dark.marks.pixmap("merged", 16, 1.0).toImage()
    red = dark.marks.pixmap("merged", 16, 1.0, "red").toImage()
    assert own != red


def test_icons_by_name(dark: Theme) -> None:
    icons: Icons = dark.icons
    assert icons.known("phone")
    assert icons.known("mdi6.phone")
    assert not icons.known("no-such-icon")
    unknown = icons.pixmap("no-such-icon", "main", 16, 1.0).toImage()
    assert unknown == icons.pixmap("help-circle-outline", "main", 16, 1.0).toImage()
    assert not icons.icon("phone").pixmap(16, 16).isNull()
