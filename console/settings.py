"""What one operator likes on this machine: look, language, text size, columns, window place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

THEMES = ("dark", "light")
LANGUAGES = ("id", "en")
TEXT_SCALES = (1.0, 1.15, 1.3, 1.5)


class Settings:
    """Kept in one INI file in the data folder; a value that makes no sense reads as the default."""

    def __init__(self, folder: Path) -> None:
        self._file = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """`dark` (the room) or `light` (day offices)."""
        return self._one_of("theme", THEMES)

    @property
    def language(self) -> str:
        """`id` or `en`."""
        return self._one_of("language", LANGUAGES)

    @property
    def text_scale(self) -> float:
        """Size of all text, 1.0 to 1.5."""
        held = str(self._file.value("text_scale", ""))
        return next((scale for scale in TEXT_SCALES if str(scale) == held), TEXT_SCALES[0])

    @property
    def columns(self) -> str:
        """What the dense table shows, as the table keeps it."""
        return str(self._file.value("columns", ""))

    @property
    def window(self) -> QByteArray:
        """Place and size of the window; empty at first."""
        held = self._file.value("window")
        return held if isinstance(held, QByteArray) else QByteArray()

    def keep(self, name: str, value: str | float | QByteArray) -> None:
        """Remember one of the values above."""
        self._file.setValue(name, str(value) if isinstance(value, float) else value)
        self._file.sync()

    def _one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        held = str(self._file.value(name, allowed[0]))
        return held if held in allowed else allowed[0]
