"""Makes the fonts that reports are printed in: Inter as one file a weight, European letters alone.

python packaging/paper_fonts.py        writes resources/fonts/, as `make setup` does

The package's own file holds every weight at once, and taking one out of it costs ten seconds: too
long for each report, so it is done once. The licence (OFL, without a reserved name) allows it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = {"regular": 400, "bold": 700}
LETTERS = (range(0x20, 0x530), range(0x1E00, 0x2300), range(0x2500, 0x2700))
"""Latin, Greek, Cyrillic, punctuation, arrows, mathematics and marks."""


def folder_of(package: str) -> Path:
    """Where a package lies. Raises FileNotFoundError where it is not installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    return Path(spec.origin).parent


def write(source: Path, target: Path, weight: int) -> None:
    """One weight, without hints and layout rules: paper needs neither."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[one for letters in LETTERS for one in letters])
    cut.subset(font)
    instancer.instantiateVariableFont(font, {"wght": weight, "opsz": 14}, inplace=True)
    font.save(target)


def main() -> None:
    """All weights, and the licence beside them."""
    package = folder_of("fontpkg_inter")
    target = Path(__file__).resolve().parent.parent / "resources" / "fonts"
    target.mkdir(exist_ok=True)
    for name, weight in WEIGHTS.items():
        write(package / "files" / "Inter[opsz,wght].ttf", target / f"inter-{name}.ttf", weight)
    (target / "inter-licence.txt").write_bytes((package / "LICENSE").read_bytes())


if __name__ == "__main__":
    main()
