"""The loudspeaker: the files of the sounds, played by Qt. Without one the desk works on."""

from __future__ import annotations

import importlib
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal

from console.sounding import Sound
from console.worker import Worker
from resources import path


class Speaker(QObject):
    """Main thread only. Loads Qt's multimedia when it is opened: on Linux that needs libpulse.

    `faulted` carries why nothing is heard whenever that changes: "library", "device", or "" for
    all is well.
    """

    faulted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._qt: Any = None
        self._fault: str | None = None
        self._device = b""
        self._effects: dict[Sound, Any] = {}

    async def open(self) -> None:
        """Look for a way to be heard; what is loaded for it is loaded beside the event loop."""
        loader = Worker("sound")
        try:
            self._qt = await loader.do(importlib.import_module, "PySide6.QtMultimedia")
        except ImportError:
            self._tell("library")
        else:
            self._find_device()
        finally:
            loader.shutdown(wait=False)

    def play(self, sound: Sound, volume: float) -> None:
        """Begin to play it on the device that the system prefers now, `volume` 0 to 1."""
        if self._qt is None or not self._find_device():
            return
        effect = self._effects[sound]
        effect.setVolume(min(1.0, max(0.0, volume)))
        effect.play()

    def _find_device(self) -> bool:
        device = self._qt.QMediaDevices.defaultAudioOutput()
        if device.isNull():
            self._tell("device")
            return False
        if bytes(device.id().data()) != self._device:
            self._device = bytes(device.id().data())
            for old in self._effects.values():
                old.deleteLater()
            self._effects = {sound: self._loaded(sound, device) for sound in Sound}
        self._tell("")
        return True

    def _loaded(self, sound: Sound, device: Any) -> Any:
        effect = self._qt.QSoundEffect(device, self)
        effect.setSource(QUrl.fromLocalFile(str(path("sounds", f"{sound}.wav"))))
        return effect

    def _tell(self, fault: str) -> None:
        if fault != self._fault:
            self._fault = fault
            self.faulted.emit(fault)
