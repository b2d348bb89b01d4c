"""The language of the screens: its sentences and its way of writing numbers, set together."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from resources import path

SOURCE = "id"
"""The language the sentences in the code are written in; it needs no file."""

_LOCALES = {"id": "id_ID", "en": "en_GB"}


class Language:
    """One language at a time; screens built before a change keep the words they have."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app, self._translator = app, QTranslator(app)

    def speak(self, language: str) -> str:
        """Speak `id` or `en` from now on, and say which it became.

        It becomes `id` where the compiled sentences of the other language are not installed.
        """
        self._app.removeTranslator(self._translator)
        spoken = language if language == SOURCE or self._load(language) else SOURCE
        QLocale.setDefault(QLocale(_LOCALES[spoken]))
        return spoken

    def _load(self, language: str) -> bool:
        try:
            file = path("i18n", f"liveroom_{language}.qm")
        except FileNotFoundError:
            return False
        return self._translator.load(str(file)) and self._app.installTranslator(self._translator)
