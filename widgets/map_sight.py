"""What part of the plane a map shows: its middle and scale, moved and zoomed within bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cosh, log2, pi

from widgets.map_index import Window

AROUND = 40_075_016.686
"""Metres around the equator: the side of the plane there."""

LOWEST, HIGHEST = 9.0, 19.0
"""Zoom as web maps count it: 256 px show the whole plane at 0."""


@dataclass(frozen=True, slots=True)
class Sight:
    """`x`, `y` is the plane's point in the middle of `width` x `height` px."""

    x: float
    y: float
    zoom: float
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Px for the whole plane."""
        return float(256 * 2.0**self.zoom)

    @property
    def left(self) -> float:
        """Px from the plane's edge to the view's, at this scale."""
        return self.x * self.scale - self.width / 2

    @property
    def top(self) -> float:
        """The same from above."""
        return self.y * self.scale - self.height / 2

    def window(self, around: float = 0.0) -> Window:
        """What is shown, and so many px around it."""
        scale, left, top = self.scale, self.left - around, self.top - around
        return Window(
            left / scale,
            top / scale,
            (left + self.width + 2 * around) / scale,
            (top + self.height + 2 * around) / scale,
        )

    def moved(self, dx: float, dy: float) -> Sight:
        """The map drawn so many px to the right and down."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)

    def zoomed(self, zoom: float, at_x: float, at_y: float) -> Sight:
        """Another zoom; what is at this point of the view stays there."""
        zoom = max(LOWEST, min(HIGHEST, zoom))
        px, py = (self.left + at_x) / self.scale, (self.top + at_y) / self.scale
        scale = 256 * 2.0**zoom
        x = px + (self.width / 2 - at_x) / scale
        y = py + (self.height / 2 - at_y) / scale
        return replace(self, x=x, y=y, zoom=zoom)

    def resized(self, width: int, height: int) -> Sight:
        """A view of another size with the same middle."""
        return replace(self, width=max(1, width), height=max(1, height))

    def fitted(self, whole: Window, margin: float) -> Sight:
        """So that a window of the plane fills the view but for a margin of px."""
        across = max(whole.right - whole.left, 1e-9) / max(self.width - 2 * margin, 50.0)
        down = max(whole.bottom - whole.top, 1e-9) / max(self.height - 2 * margin, 50.0)
        zoom = max(LOWEST, min(HIGHEST, log2(1 / max(across, down) / 256)))
        x, y = (whole.left + whole.right) / 2, (whole.top + whole.bottom) / 2
        return replace(self, x=x, y=y, zoom=zoom)

    def kept_near(self, whole: Window) -> Sight:
        """The middle stays within a window: nobody gets lost on an empty plane."""
        x = max(whole.left, min(whole.right, self.x))
        y = max(whole.top, min(whole.bottom, self.y))
        return self if (x, y) == (self.x, self.y) else replace(self, x=x, y=y)

    @property
    def metres_a_px(self) -> float:
        """In the middle of the view."""
        return AROUND / cosh((0.5 - self.y) * 2 * pi) / self.scale


def bar_of(metres_a_px: float, longest: float) -> tuple[int, float]:
    """A round length for a scale bar, in metres, and its px."""
    lengths = (step * 10**tens for tens in range(7) for step in (1, 2, 5))
    metres = max((one for one in lengths if one / metres_a_px <= longest), default=1)
    return metres, metres / metres_a_px
