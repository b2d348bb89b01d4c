"""Why the shift log takes something not, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def refusals() -> dict[str, str]:
    """A sentence for each reason key; facts stand in {places}."""
    return {
        "log_empty": translate("logbook", "Tulis dulu catatannya."),
        "log_not_yours": translate("logbook", "Hanya petugas dan kepala regu mengisi buku jaga."),
        "log_unknown_signer": translate(
            "logbook", "Server tidak mengenal {name} sebagai petugas ruang kendali."
        ),
        "log_stop_not_yours": translate(
            "logbook",
            "Hanya kepala regu, dari sesinya sendiri, menghentikan pelipatan. Masuk, lalu ulangi.",
        ),
        "log_from_tomorrow": translate(
            "logbook", "Jam meja ini mendahului server. Periksa jamnya, lalu ulangi."
        ),
        "log_no_handover": translate(
            "logbook", "Serah terimanya belum ada di server. Kirim dulu dari mejanya."
        ),
        "log_same_person": translate(
            "logbook", "Yang menerima tidak boleh orang yang menyerahkan. Panggil petugas masuk."
        ),
        "log_other_handover": translate(
            "logbook", "Serah terima ini bukan yang ditandatangani. Muat ulang buku jaga."
        ),
        "log_not_opened": translate(
            "logbook", "Masih {left} baris kritis belum dibuka. Buka dulu setiap baris."
        ),
        "log_taken_over": translate("logbook", "Sudah diterima oleh {by}."),
    }
