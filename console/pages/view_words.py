"""What is said of viewing as another role."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from db.domain.city import City
from db.domain.states import Role

translate = QCoreApplication.translate

OF_THE_ROOM = (Role.OFFICER, Role.SUPERVISOR)


def view_only() -> str:
    """Why nothing happens, and what to do."""
    return translate("viewing", "Hanya melihat: tidak ada yang dapat diubah di sini.")


def role_of(role: Role, opd: str, city: City) -> str:
    """A role, with its agency where it has one."""
    word = city.words.get(role.value, role.value)
    return f"{word} · {city.agencies[opd].short}" if opd in city.agencies else word


def held_back(role: Role) -> str:
    """What the role sees and an administrator does not."""
    if role in OF_THE_ROOM:
        return translate(
            "viewing",
            "Tidak diperlihatkan kepada admin: identitas pelapor, catatan dan serah terima shift, "
            "saringan bersama, saran OPD dari putusan.",
        )
    return translate("viewing", "Semua yang terlihat oleh peran ini diperlihatkan.")
