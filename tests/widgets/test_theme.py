"""The theme: contrast, colour blindness, and what a damaged token file says."""

from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

import widgets.theme as theme_module
from resources import path
from widgets.theme import Theme, load_theme, style_sheet

AA_TEXT, AA_SHAPE = 4.5, 3.0

# Linear-RGB matrices of Machado, Oliveira and Fernandes (2009), severity 1.0.
BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
}


def linear(colour: QColor) -> tuple[float, float, float]:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(colour.redF()), channel(colour.greenF()), channel(colour.blueF())


def luminance(rgb: tuple[float, ...]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(linear(one)), luminance(linear(other))))
    return (light + 0.05) / (dark + 0.05)


def surfaces(theme: Theme) -> dict[str, QColor]:
    return vars(theme.surface)


def test_words_are_readable_on_every_surface(theme: Theme) -> None:
    for name, surface in surfaces(theme).items():
        for role, text in (
            ("main", theme.text.main),
            ("secondary", theme.text.secondary),
            ("accent", theme.accent.text),
        ):
            assert contrast(text, surface) >= AA_TEXT, f"{role} on {name}"


def test_words_are_readable_on_filled_things(theme: Theme) -> None:
    pairs = {
        "accent": (theme.accent.on, theme.accent.fill),
        "accent under the pointer": (theme.accent.on, theme.accent.fill_hover),
        "accent, soft": (theme.accent.text, theme.accent.soft),
        "plate": (theme.plate.on, theme.plate.fill),
        "inverse": (theme.text.inverse, theme.text.main),
    }
    for name, (text, ground) in pairs.items():
        assert contrast(text, ground) >= AA_TEXT, name


@pytest.mark.parametrize("colour", ["red", "yellow", "green", "grey"])
def test_status_words_and_marks_are_readable(theme: Theme, colour: str) -> None:
    status = theme.status[colour]
    assert contrast(status.on, status.fill) >= AA_TEXT
    assert contrast(status.text, status.soft) >= AA_TEXT
    for name in ("panel", "raised", "hover", "selected"):
        surface = surfaces(theme)[name]
        assert contrast(status.text, surface) >= AA_TEXT, name
        if name != "selected":
            assert contrast(status.line, surface) >= AA_SHAPE, name


def test_outlines_and_focus_can_be_seen(theme: Theme) -> None:
    for name in ("window", "panel", "raised", "field"):
        surface = surfaces(theme)[name]
        assert contrast(theme.line.strong, surface) >= AA_SHAPE, name
        assert contrast(theme.line.focus, surface) >= AA_SHAPE, name


@pytest.mark.parametrize("kind", BLINDNESS)
def test_status_colours_differ_for_every_eye(theme: Theme, kind: str) -> None:
    """Far enough apart in lightness or hue to be told apart; shapes differ besides."""
    seen = {}
    for name, tokens in theme.status.items():
        rgb = linear(tokens.fill)
        rows = BLINDNESS[kind]
        seen[name] = tuple(sum(a * b for a, b in zip(row, rgb, strict=True)) for row in rows)
    for (one, a), (other, b) in combinations(seen.items(), 2):
        distance = sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5
        low, high = sorted((luminance(a), luminance(b)))
        assert distance >= 0.08 or (high + 0.05) / (low + 0.05) >= 1.25, f"{one} and {other}"


def test_accent_is_no_status(theme: Theme) -> None:
    for tokens in theme.status.values():
        hues = theme.accent.fill.hslHueF(), tokens.fill.hslHueF()
        calm = tokens.fill.hslSaturationF() < 0.2
        assert calm or min(abs(hues[0] - hues[1]), 1 - abs(hues[0] - hues[1])) > 0.08


def test_style_sheet_has_no_open_places(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "${" not in sheet
    for line in sheet.splitlines():
        if 'url("' in line:
            assert Path(line.split('url("')[1].split('"')[0]).is_file()


def test_text_grows_with_the_setting(qapp: QApplication) -> None:
    usual, large = load_theme("dark", 1.0), load_theme("dark", 1.5)
    assert usual.fonts.text.pixelSize() == 13
    assert usual.fonts.secondary.pixelSize() == 11
    assert large.fonts.text.pixelSize() == 20
    assert large.px(20) == 30
    with pytest.raises(ValueError, match="100 % to 150 %"):
        load_theme("dark", 3.0)


def test_damaged_theme_names_file_and_key(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = path("theme", "dark.toml").read_text("utf-8").replace('soft = "#12303E"', "", 1)
    (tmp_path / "dark.toml").write_text(broken, "utf-8")
    usual = path

    def elsewhere(*parts: str) -> Path:
        return tmp_path / "dark.toml" if parts[-1] == "dark.toml" else usual(*parts)

    monkeypatch.setattr(theme_module, "path", elsewhere)
    with pytest.raises(ValueError, match=r"dark\.toml.*\[accent\] soft"):
        load_theme("dark")
