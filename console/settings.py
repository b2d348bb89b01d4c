"""What one operator likes on this machine: look, language, text size, columns, window place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

THEMES = ("dark", "light")
LANGUAGES = ("id", "en")
TEXT_SCALES = (1.0, 1.15, 1.3, 1.5)
DENSITIES = ("comfortable", "compact")
LOCK_MINUTES = (5, 2, 10, 15, 30, 0)
MOTIONS = ("full", "less")
VOLUMES = (0.6, 0.3, 1.0)


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
    def density(self) -> str:
        """`comfortable` (four lines a card) or `compact` (two)."""
        return self._one_of("density", DENSITIES)

    @property
    def motion(self) -> str:
        """`full`, or `less`: nothing glides, zooms or grows by itself."""
        return self._one_of("motion", MOTIONS)

    @property
    def lock_minutes(self) -> int:
        """After how many minutes without key or mouse the desk locks itself; 0 for never."""
        held = str(self._file.value("lock_minutes", ""))
        return next((many for many in LOCK_MINUTES if str(many) == held), LOCK_MINUTES[0])

    @property
    def volume(self) -> float:
        """How loud alarms are, 0.3 to 1.0; quiet is asked for by the half-hour at most."""
        held = str(self._file.value("volume", ""))
        return next((volume for volume in VOLUMES if str(volume) == held), VOLUMES[0])

    @property
    def window(self) -> QByteArray:
        """Place and size of the window; empty at first."""
        held = self._file.value("window")
        return held if isinstance(held, QByteArray) else QByteArray()

    def keys(self, officer: str) -> dict[str, str]:
        """The keys this officer chose themselves, by deed; "" where they want none."""
        try:
            held = json.loads(self.left(officer, "keys") or "{}")
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in held.items()} if isinstance(held, dict) else {}

    def keep_keys(self, officer: str, keys: Mapping[str, str]) -> None:
        """Remember the keys of this officer."""
        self.leave(officer, "keys", json.dumps(dict(keys)))

    def keep(self, name: str, value: str | float | QByteArray) -> None:
        """Remember one of the values above."""
        self._file.setValue(name, str(value) if isinstance(value, float) else value)
        self._file.sync()

    def begin_with(self, name: str, value: str | float) -> None:
        """A value for where nobody has chosen one yet."""
        if not self._file.contains(name):
            self.keep(name, value)

    def left(self, person: str, name: str) -> str:
        """What an officer left under a name, "" at first."""
        return str(self._file.value(_own(person, name), ""))

    def leave(self, person: str, name: str, text: str) -> None:
        """Remember it for this officer; others have their own."""
        self._file.setValue(_own(person, name), text)
        self._file.sync()

    def _one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        held = str(self._file.value(name, allowed[0]))
        return held if held in allowed else allowed[0]


def _own(person: str, name: str) -> str:
    return f"officer {person}/{name}".replace("\\", "/")
