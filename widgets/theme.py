"""The look of the desk: tokens of resources/theme as colours, fonts, icons and a style sheet."""

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from string import Template
from typing import Any, TypeVar

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from resources import path
from widgets.fonts import Fonts, fonts
from widgets.icons import Icons
from widgets.marks import Marks


@dataclass(frozen=True)
class Surface:
    """Backgrounds, from the back of the window to what lies under the pointer."""

    window: QColor
    panel: QColor
    raised: QColor
    hover: QColor
    selected: QColor
    field: QColor
    overlay: QColor


@dataclass(frozen=True)
class Text:
    """Words upon any surface; ``inverse`` upon ``main``."""

    main: QColor
    secondary: QColor
    disabled: QColor
    inverse: QColor


@dataclass(frozen=True)
class Line:
    """``border`` parts things, ``strong`` outlines controls, ``focus`` shows where keys go."""

    border: QColor
    strong: QColor
    scroll: QColor
    focus: QColor


@dataclass(frozen=True)
class Accent:
    """The one colour that is not a status."""

    fill: QColor
    fill_hover: QColor
    on: QColor
    text: QColor
    soft: QColor


@dataclass(frozen=True)
class Plate:
    """Inverse video, for a breached deadline and for errors."""

    fill: QColor
    on: QColor
    edge: QColor


@dataclass(frozen=True)
class Past:
    """The frame around what is long over; neither a status nor the accent."""

    fill: QColor
    on: QColor


@dataclass(frozen=True)
class Status:
    """One status colour: mark, text upon it, soft background, text upon that, outline."""

    fill: QColor
    on: QColor
    soft: QColor
    text: QColor
    line: QColor


@dataclass(frozen=True)
class Layer:
    """Fills of areas: steps from little to much, and from less than before to more."""

    step1: QColor
    step2: QColor
    step3: QColor
    step4: QColor
    step5: QColor
    less2: QColor
    less1: QColor
    even: QColor
    more1: QColor
    more2: QColor

    @property
    def steps(self) -> tuple[QColor, ...]:
        """From little to much."""
        return self.step1, self.step2, self.step3, self.step4, self.step5

    @property
    def changes(self) -> tuple[QColor, ...]:
        """From much less to much more, `even` in the middle."""
        return self.less2, self.less1, self.even, self.more1, self.more2


@dataclass(frozen=True)
class Space:
    """The only distances: 4, 8, 12 and 16 px."""

    xs: int
    s: int
    m: int
    l: int  # noqa: E741  the sizes are called xs, s, m, l everywhere


@dataclass(frozen=True)
class Radius:
    """Corner radii in px."""

    small: int
    normal: int
    large: int


@dataclass(frozen=True)
class Theme:
    """Everything a widget needs to look right; handed to each in its ``__init__``.

    Frozen: another theme or text size means building the window anew from the live models.
    """

    name: str
    label: str
    scale: float
    surface: Surface
    text: Text
    line: Line
    accent: Accent
    plate: Plate
    past: Past
    status: dict[str, Status]
    layer: Layer
    space: Space
    radius: Radius
    fonts: Fonts
    icons: Icons
    marks: Marks
    still: bool = False
    """Whether nothing may move by itself."""

    def px(self, length: int) -> int:
        """A length that must grow with the text, such as a row's height."""
        return round(length * self.scale)


def theme_names() -> tuple[str, ...]:
    """The themes there are, the default first."""
    return ("dark", "light")


def load_theme(name: str = "dark", text_scale: float = 1.0, *, still: bool = False) -> Theme:
    """Read a theme; needs a QGuiApplication. ``text_scale`` is 1.0 to 1.5; ``still`` for who asks
    for less motion.

    Raises ValueError naming file and key where a token is missing or no colour.
    """
    if not 1.0 <= text_scale <= 1.5:
        raise ValueError(f"text size {text_scale:.0%} is outside 100 % to 150 %: choose one within")
    return _theme(name, text_scale, still)


def wall_theme(name: str, smallest: float) -> Theme:
    """The same look for who stands far away: the smallest letters are set in so many px.

    Everything else grows alike, distances too. Raises ValueError as ``load_theme`` does.
    """
    sizes = _part(_table(path("theme", "measures.toml")), path("theme", "measures.toml"), "type")
    theme = _theme(name, smallest / min(sizes.values()), still=True)
    spaces = {f.name: theme.px(getattr(theme.space, f.name)) for f in fields(Space)}
    radii = {f.name: theme.px(getattr(theme.radius, f.name)) for f in fields(Radius)}
    return replace(theme, space=Space(**spaces), radius=Radius(**radii))


def _theme(name: str, text_scale: float, still: bool) -> Theme:
    file, measures = path("theme", f"{name}.toml"), path("theme", "measures.toml")
    tokens, sizes = _table(file), _table(measures)
    text, accent = _colours(Text, tokens, file, "text"), _colours(Accent, tokens, file, "accent")
    plate = _colours(Plate, tokens, file, "plate")
    past = _colours(Past, tokens, file, "past")
    status = {
        colour: _colours(Status, _part(tokens, file, "status"), file, colour)
        for colour in ("red", "yellow", "green", "grey")
    }
    return Theme(
        name=tokens["name"],
        label=tokens["label"],
        scale=text_scale,
        surface=_colours(Surface, tokens, file, "surface"),
        text=text,
        line=_colours(Line, tokens, file, "line"),
        accent=accent,
        plate=plate,
        past=past,
        status=status,
        layer=_colours(Layer, tokens, file, "layer"),
        space=Space(**_part(sizes, measures, "space")),
        radius=Radius(**_part(sizes, measures, "radius")),
        fonts=fonts(_part(sizes, measures, "type"), text_scale),
        icons=Icons(_inks(text, accent, plate, status) | {"on_past": past.on}),
        marks=Marks(status),
        still=still,
    )


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application this look: Fusion, palette, font and style sheet."""
    app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    app.setFont(theme.fonts.text)
    app.setStyleSheet(style_sheet(theme))


def style_sheet(theme: Theme) -> str:
    """The one style sheet, its ``${surface_panel}`` places filled from the theme."""
    values: dict[str, str] = {}
    for group, tokens in (
        ("surface", theme.surface),
        ("text", theme.text),
        ("line", theme.line),
        ("accent", theme.accent),
        ("plate", theme.plate),
        ("past", theme.past),
    ):
        values |= {f"{group}_{key}": colour.name() for key, colour in vars(tokens).items()}
    values |= {f"space_{f.name}": f"{getattr(theme.space, f.name)}px" for f in fields(Space)}
    values |= {f"radius_{f.name}": f"{getattr(theme.radius, f.name)}px" for f in fields(Radius)}
    values["art"] = path("theme", "art", theme.name).as_posix()
    values["control"] = f"{theme.px(18)}px"  # inner height of every one-line control
    values["verb"] = f"{theme.px(30)}px"  # inner height of the large buttons
    values["indicator"] = f"{theme.px(16)}px"
    return Template(path("theme", "style.qss").read_text("utf-8")).substitute(values)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.surface.panel,
        role.WindowText: theme.text.main,
        role.Base: theme.surface.field,
        role.AlternateBase: theme.surface.raised,
        role.Text: theme.text.main,
        role.PlaceholderText: theme.text.secondary,
        role.Button: theme.surface.raised,
        role.ButtonText: theme.text.main,
        role.BrightText: theme.text.main,
        role.ToolTipBase: theme.surface.overlay,
        role.ToolTipText: theme.text.main,
        role.Highlight: theme.accent.fill,
        role.HighlightedText: theme.accent.on,
        role.Link: theme.accent.text,
        role.LinkVisited: theme.accent.text,
        role.Accent: theme.accent.fill,
        role.Light: theme.surface.hover,
        role.Midlight: theme.surface.raised,
        role.Mid: theme.line.border,
        role.Dark: theme.surface.window,
        role.Shadow: theme.surface.window,
    }
    for which, colour in colours.items():
        palette.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, theme.text.disabled)
    return palette


def _inks(text: Text, accent: Accent, plate: Plate, status: dict[str, Status]) -> dict[str, QColor]:
    """The colours an icon may have, by role."""
    inks = {field.name: getattr(text, field.name) for field in fields(Text)}
    inks |= {"accent": accent.text, "on_accent": accent.on, "on_plate": plate.on}
    return inks | {colour: tokens.text for colour, tokens in status.items()}


_Tokens = TypeVar("_Tokens", Surface, Text, Line, Accent, Plate, Past, Status, Layer)


def _colours(kind: type[_Tokens], tokens: dict[str, Any], file: Path, part: str) -> _Tokens:
    table = _part(tokens, file, part)
    found = {}
    for field in fields(kind):
        value = QColor(str(table.get(field.name, "")))
        if not value.isValid():
            raise ValueError(f"{file}: [{part}] {field.name} must be a colour such as '#1B7396'")
        found[field.name] = value
    return kind(**found)


def _part(tokens: dict[str, Any], file: Path, part: str) -> dict[str, Any]:
    table = tokens.get(part)
    if not isinstance(table, dict):
        raise ValueError(f"{file}: the table [{part}] is missing")
    return table


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"{file}: {fault}") from fault
