"""Which typeface the desk is set in, and each text style as a font."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

# Inter comes with its package, so every desk shows the same; the rest are what systems bring.
_PACKAGE = "fontpkg_inter"
_PACKAGED_FILE = ("files", "Inter[opsz,wght].ttf")
_SYSTEM = ("Inter", "Segoe UI", "Noto Sans", "Ubuntu", "DejaVu Sans")

REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600


@dataclass(frozen=True)
class Fonts:
    """The text styles of the desk, sizes already multiplied by the operator's text size."""

    secondary: QFont
    secondary_strong: QFont
    text: QFont
    strong: QFont
    figure: QFont
    heading: QFont
    title: QFont
    display: QFont


@lru_cache(maxsize=1)
def family() -> str:
    """Name of the typeface to use; loads the packaged one on its first call."""
    packaged = _packaged()
    if packaged is not None:
        return packaged
    there = set(QFontDatabase.families())
    return next((name for name in _SYSTEM if name in there), QFont().defaultFamily())


def fonts(sizes: dict[str, int], scale: float) -> Fonts:
    """Text styles from pixel ``sizes`` at 100 %, grown by ``scale``."""
    name = family()

    def style(size: str, weight: int) -> QFont:
        return _font(name, round(sizes[size] * scale), weight)

    return Fonts(
        secondary=style("secondary", REGULAR),
        secondary_strong=style("secondary", SEMIBOLD),
        text=style("text", REGULAR),
        strong=style("strong", SEMIBOLD),
        figure=style("figure", SEMIBOLD),
        heading=style("heading", SEMIBOLD),
        title=style("title", SEMIBOLD),
        display=style("display", SEMIBOLD),
    )


@lru_cache(maxsize=512)
def face(pixels: int, weight: int) -> QFont:
    """The typeface in any size; not to be altered, it is everybody's."""
    return _font(family(), pixels, weight)


def _packaged() -> str | None:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0], *_PACKAGED_FILE)
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return families[0] if families else None


def _font(name: str, pixels: int, weight: int) -> QFont:
    font = QFont(name)
    font.setPixelSize(pixels)
    # A static family answers to the weight, a variable one only to its axis.
    font.setWeight(QFont.Weight(weight))
    font.setVariableAxis(QFont.Tag("wght"), weight)
    font.setFeature(QFont.Tag("tnum"), 1)  # numerals of one width: countdowns do not wobble
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
