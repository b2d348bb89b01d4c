"""Why somebody could not come in, in words: at the sign-in page and at the lock page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from console.faults import (
    BadAnswer,
    Denied,
    Fault,
    NoLastSession,
    Offline,
    OtherScope,
    Outdated,
    WrongPassword,
)
from db.domain.refused import Refused

translate = QCoreApplication.translate


def why_not(fault: Fault) -> str:
    """What the server, or the lock of this desk, said no to."""
    match fault:
        case WrongPassword(seconds=0):
            return translate(
                "Program", "Tidak cocok dengan sesi terakhir atau yang pernah masuk di meja ini."
            )
        case WrongPassword(seconds=seconds):
            said = translate("Program", "Terlalu sering salah. Tunggu {n} detik.")
            return said.format(n=seconds)
        case NoLastSession():
            return translate(
                "Program", "Belum pernah ada yang masuk di meja ini; perlu server sekali."
            )
        case OtherScope():
            return translate(
                "Program", "Peran itu melihat kasus lain; tanpa server ia belum bisa masuk di sini."
            )
        case Denied():
            return translate("Program", "Nama pengguna atau kata sandi salah.")
        case Outdated():
            return translate(
                "Program", "Versi aplikasi ini sudah tidak dilayani server. Perbarui aplikasi."
            )
        case BadAnswer():
            return translate(
                "Program", "Alamat itu menjawab, tetapi bukan server LIVE Room. Periksa alamatnya."
            )
        case Offline(key="busy"):
            return translate("Program", "Terlalu sering dicoba. Tunggu beberapa menit.")
        case _:
            return translate("Program", "Server tidak terjangkau. Periksa alamat dan jaringan.")


def why_no_view(fault: Fault | Refused) -> str:
    """Why nobody can look as another role now."""
    match fault:
        case Offline():
            return translate(
                "Program", "Melihat sebagai peran lain perlu server, yang sekarang tak terjangkau."
            )
        case BadAnswer():
            return translate("Program", "Server ini belum mengenal melihat sebagai peran lain.")
        case _:
            return translate("Program", "Hanya pengelola sistem yang dapat melihat sebagai peran.")


def why_view_stopped(why: str) -> str:
    """Why one's own desk is back."""
    if why == "offline":
        return translate(
            "Program", "Server tak terjangkau: melihat sebagai peran lain berakhir. Ini meja Anda."
        )
    return translate("Program", "Waktu melihat sebagai peran lain habis. Ini meja Anda sendiri.")


def not_kept(folder: Path, fault: OSError) -> str:
    """The disk did not take the session."""
    said = translate(
        "Program", "Sesi ini tidak dapat disimpan di {path} ({why}). Kosongkan ruang, ulangi."
    )
    return said.format(path=folder, why=fault.strerror)
