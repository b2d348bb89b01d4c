"""A theme of each kind, and a clock that stands still until it is moved."""

import pytest
from PySide6.QtWidgets import QApplication

from widgets.theme import Theme, apply_theme, load_theme


class Clock:
    """Server time in ms, set by the test."""

    def __init__(self) -> None:
        self.now = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock at a fixed instant."""
    return Clock()


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    """Each theme in turn, applied to the application."""
    loaded = load_theme(request.param)
    apply_theme(qapp, loaded)
    return loaded


@pytest.fixture
def dark(qapp: QApplication) -> Theme:
    """The default theme, applied to the application."""
    loaded = load_theme()
    apply_theme(qapp, loaded)
    return loaded
