"""Why the room takes a filter not, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def refusals() -> dict[str, str]:
    """A sentence for each reason key; facts stand in {places}."""
    return {
        "filter_empty": translate("filters", "Pilih saringan dulu, lalu bagikan."),
        "filter_name_taken": translate(
            "filters", "{by} sudah membagikan “{name}”. Pilih nama lain."
        ),
        "filters_full": translate(
            "filters", "Ruangan sudah punya {limit} saringan bersama. Tarik satu dulu."
        ),
    }
