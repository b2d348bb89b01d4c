"""City packs, theme, icons, translations and sounds, and the one function that finds them."""

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Absolute path of a resource file or folder, e.g. ``path("cities", "kota-tangerang")``.

    Raises FileNotFoundError, naming what is missing, where the installation lacks it.
    """
    found = _FOLDER.joinpath(*parts)
    if not found.exists():
        wanted = "/".join(parts)
        raise FileNotFoundError(
            f"resource {wanted!r} is missing: expected it at {found}; "
            "run 'make setup' in a checkout, or install LIVE Room again"
        )
    return found
