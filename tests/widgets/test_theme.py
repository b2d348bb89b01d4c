"""The theme: contrast of its tokens, and what a damaged token file says."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

import widgets.theme as theme_module
from resources import path
from tests.screens.colours import AA_SHAPE, AA_TEXT, contrast
from widgets.theme import Theme, load_theme, style_sheet


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
        "past": (theme.past.on, theme.past.fill),
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


def test_names_are_readable_on_layers(theme: Theme) -> None:
    for colour in vars(theme.layer).values():
        assert contrast(theme.text.main, colour) >= AA_TEXT, colour.name()


def test_outlines_and_focus_can_be_seen(theme: Theme) -> None:
    for name in ("window", "panel", "raised", "field"):
        surface = surfaces(theme)[name]
        assert contrast(theme.line.strong, surface) >= AA_SHAPE, name
        assert contrast(theme.line.focus, surface) >= AA_SHAPE, name


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
