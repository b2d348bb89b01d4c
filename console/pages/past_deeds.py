"""What can be done in the time machine."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from console.pages.deed import Deed
from console.pages.moves import Moves

translate = QCoreApplication.translate


def past_deeds(desk: Moves) -> list[Deed]:
    """Each with its key; elsewhere than in the time machine they say how to get there."""
    return [
        Deed(
            "past_play",
            translate("deeds", "Mesin waktu: putar atau jeda"),
            lambda: desk.past.play(),
            "Shift+Space",
            "play",
        ),
        _going(desk, "past_back", translate("deeds", "Mesin waktu: semenit lebih awal"), -1, ","),
        _going(desk, "past_on", translate("deeds", "Mesin waktu: semenit lebih akhir"), 1, "."),
        _going(
            desk,
            "past_hour_back",
            translate("deeds", "Mesin waktu: sejam lebih awal"),
            -60,
            "Ctrl+,",
        ),
        _going(
            desk,
            "past_hour_on",
            translate("deeds", "Mesin waktu: sejam lebih akhir"),
            60,
            "Ctrl+.",
        ),
        Deed(
            "past_slower",
            translate("deeds", "Mesin waktu: lebih lambat"),
            lambda: desk.past.faster(-1),
            "[",
            "speedometer-slow",
        ),
        Deed(
            "past_faster",
            translate("deeds", "Mesin waktu: lebih cepat"),
            lambda: desk.past.faster(1),
            "]",
            "speedometer",
        ),
        Deed(
            "past_map",
            translate("deeds", "Mesin waktu: papan atau peta"),
            lambda: desk.past.toggle_map(),
            "Shift+M",
            "map-outline",
        ),
    ]


def _going(desk: Moves, key: str, word: str, minutes: int, keys: str) -> Deed:
    icon = "step-backward" if minutes < 0 else "step-forward"
    return Deed(key, word, partial(_go, desk, minutes), keys, icon)


def _go(desk: Moves, minutes: int) -> None:
    desk.past.go_by(minutes)
