"""Words and icons for facilities: their kinds, how far they are and where."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.pages.similar import far
from db.domain.facilities import Near

translate = QCoreApplication.translate

ICONS = {
    "fire": "fire-truck",
    "police": "police-badge",
    "hospital": "hospital-box",
    "health_centre": "medical-bag",
    "opd": "office-building",
    "school": "school",
    "worship": "hands-pray",
    "tourism": "camera",
}
"""An icon for each kind."""


def kind_name(kind: str) -> str:
    """What a kind is called on screens."""
    return {
        "fire": translate("facilities", "Pemadam kebakaran"),
        "police": translate("facilities", "Polisi"),
        "hospital": translate("facilities", "Rumah sakit"),
        "health_centre": translate("facilities", "Puskesmas"),
        "opd": translate("facilities", "Kantor OPD"),
        "school": translate("facilities", "Sekolah"),
        "worship": translate("facilities", "Tempat ibadah"),
        "tourism": translate("facilities", "Tempat wisata"),
    }[kind]


def direction(eighth: int) -> str:
    """An eighth of a turn, clockwise from the north, in words."""
    return (
        translate("facilities", "utara"),
        translate("facilities", "timur laut"),
        translate("facilities", "timur"),
        translate("facilities", "tenggara"),
        translate("facilities", "selatan"),
        translate("facilities", "barat daya"),
        translate("facilities", "barat"),
        translate("facilities", "barat laut"),
    )[eighth]


def away(one: Near) -> str:
    """How far and where, "1,2 km timur laut"."""
    return f"{far(one.metres)} {direction(one.eighth)}"


def phone_words(phone: str) -> str:
    """The number, or that nobody knows one."""
    return phone or translate("facilities", "nomor belum diketahui")
