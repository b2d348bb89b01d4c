"""What can be done with the map: its layers from any page, hands where it is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from console.pages.deed import Deed
from console.pages.moves import Moves

translate = QCoreApplication.translate


def map_deeds(desk: Moves) -> list[Deed]:
    """Its layers, each with a key, and what is done on it."""
    layers = (
        ("cases", translate("deeds", "Peta: kasus satu per satu"), "map-marker-multiple-outline"),
        ("heat", translate("deeds", "Peta: kepadatan"), "blur"),
        ("open", translate("deeds", "Peta: terbuka per wilayah"), "counter"),
        ("months", translate("deeds", "Peta: bulan ini banding bulan lalu"), "calendar-month"),
    )
    switch = translate("deeds", "Peta: per kelurahan atau per kecamatan")
    rising = translate("deeds", "Peta: ke yang sedang naik")
    return [
        *(
            Deed(f"layer_{name}", word, partial(_show_layer, desk, name), f"Ctrl+{n}", icon)
            for n, (name, word, icon) in enumerate(layers, 1)
        ),
        Deed("layer_areas", switch, partial(_switch_areas, desk), "Ctrl+5", "map-legend"),
        Deed("rising", rising, partial(_show_rising, desk), "G, T", "trending-up"),
        Deed(
            "map_lasso",
            translate("deeds", "Laso: pilih yang dikelilingi garis"),
            lambda: desk.map_hands.lasso(),
            "Shift+L",
            "lasso",
            page="map",
        ),
        Deed(
            "map_area",
            translate("deeds", "Pilih kasus sekelurahan, lalu sekecamatan"),
            lambda: desk.map_hands.take_area(),
            "Shift+A",
            "select-group",
            page="map",
        ),
        Deed(
            "map_ring",
            translate("deeds", "Cincin jarak di sekitar kasus"),
            lambda: desk.map_hands.ring(),
            "Shift+R",
            "radius",
            page="map",
        ),
        Deed(
            "map_ring_more",
            translate("deeds", "Cincin jarak lebih lebar"),
            lambda: desk.map_hands.resize_ring(1),
            "Alt+Up",
            "plus-circle-outline",
            page="map",
        ),
        Deed(
            "map_ring_less",
            translate("deeds", "Cincin jarak lebih sempit"),
            lambda: desk.map_hands.resize_ring(-1),
            "Alt+Down",
            "minus-circle-outline",
            page="map",
        ),
        Deed(
            "map_measure",
            translate("deeds", "Ukur jarak di peta"),
            lambda: desk.map_hands.measure(),
            "Shift+H",
            "ruler",
            page="map",
        ),
        Deed(
            "map_save",
            translate("deeds", "Simpan peta sebagai PNG atau PDF"),
            lambda: desk.map_hands.save(),
            "Ctrl+P",
            "printer-outline",
            page="map",
        ),
    ]


def _show_layer(desk: Moves, name: str) -> None:
    desk.go("map")
    desk.map.show_layer(name)


def _show_rising(desk: Moves) -> None:
    desk.go("map")
    desk.map.show_rising()


def _switch_areas(desk: Moves) -> None:
    desk.go("map")
    desk.map.switch_areas()
