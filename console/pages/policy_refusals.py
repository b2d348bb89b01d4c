"""Why a policy brief is not signed, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def refusals() -> dict[str, str]:
    """A sentence for each reason key; facts stand in {places}."""
    return {
        "policy_not_yours": translate("policy", "Hanya kepala regu menandatangani naskah."),
        "policy_other_claims": translate("policy", "Klaimnya bukan yang dihitung. Hitung ulang."),
        "policy_too_few": translate("policy", "Tidak ada klaim dengan kurang dari {least} kasus."),
        "policy_no_sentence": translate(
            "policy", "Satu klaim belum berkalimat. Tulis kalimatnya, atau keluarkan klaimnya."
        ),
        "policy_no_field": translate(
            "policy", "Isian {field} tidak dikenal. Pakai yang tertulis di bawahnya."
        ),
        "policy_typed_number": translate(
            "policy",
            "Angka tidak diketik dalam kalimat: pakai isian yang tertulis di bawahnya, atau tulis "
            "di rekomendasi.",
        ),
        "policy_moved": translate(
            "policy",
            "Jurnal sudah bergerak: {claims} klaim berubah. Periksa angka baru, lalu tanda tangani "
            "lagi.",
        ),
        "policy_from_tomorrow": translate(
            "policy", "Periodenya belum selesai menurut server. Periksa jam meja ini."
        ),
        "policy_stale": translate(
            "policy", "Naskah ini dihitung lebih dari sehari yang lalu. Hitung ulang dulu."
        ),
        "policy_unknown": translate("policy", "Naskah yang digantikan tidak ada di server."),
        "policy_replaced": translate(
            "policy", "Naskah itu sudah digantikan yang lain. Pilih yang terbaru."
        ),
    }
