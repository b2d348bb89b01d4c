"""Sentences about basemaps."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from console.pages.basemaps import Plan, Shown, Stock, Trouble

translate = QCoreApplication.translate


def trouble(of: Trouble) -> str:
    """What is wrong, with the file or address it is about, and what to do."""
    known = {
        "gone": translate("basemap", "{file} tidak ada lagi. Pilih berkasnya lagi."),
        "unreadable": translate(
            "basemap", "{file} tidak dapat dibaca. Periksa cakram dan izin berkasnya, lalu ulangi."
        ),
        "no_tile_file": translate(
            "basemap", "{file} bukan berkas MBTiles atau PMTiles. Pilih berkas lain."
        ),
        "no_tiles": translate(
            "basemap", "{file} tidak berisi ubin peta. Buat atau unduh berkasnya lagi."
        ),
        "damaged": translate(
            "basemap", "{file} rusak atau tidak lengkap. Salin atau unduh berkasnya lagi."
        ),
        "old_version": translate(
            "basemap",
            "{file} memakai PMTiles versi lama. Ubah ke versi 3: pmtiles convert.",
        ),
        "strange_packing": translate(
            "basemap", "{file} dimampatkan dengan {form}; yang dibaca hanya gzip. Mampatkan ulang."
        ),
        "strange_form": translate(
            "basemap",
            "{file} berisi ubin {form}; yang dibaca hanya PNG, JPEG, WebP dan ubin vektor (MVT).",
        ),
        "strange_layers": translate(
            "basemap",
            "Lapisan di {file} tidak dikenal. Pakai skema OpenMapTiles, Protomaps atau Shortbread.",
        ),
    }
    return (known | _web())[of.key].format_map(of.facts)


def _web() -> dict[str, str]:
    return {
        "no_address": translate(
            "basemap",
            "Itu bukan alamat ubin. Contoh: https://ubin.contoh.go.id/{{z}}/{{x}}/{{y}}.png",
        ),
        "no_places": translate(
            "basemap", "Alamat belum memuat {missing}. Contoh: …/{{z}}/{{x}}/{{y}}.png"
        ),
        "strange_place": translate(
            "basemap",
            "{place} di alamat tidak dikenal. Yang dikenal: {{z}}, {{x}}, {{y}}, {{r}}, {{s}}.",
        ),
        "secret_address": translate(
            "basemap", "Alamat memuat nama atau kata sandi. Pakai alamat tanpa itu."
        ),
        "no_attribution": translate(
            "basemap",
            "Tulis keterangan sumber yang diminta pemilik peta, misalnya © kontributor "
            "OpenStreetMap.",
        ),
        "no_shelf": translate(
            "basemap", "{file} tidak dapat dibuka. Periksa cakram dan izin foldernya, lalu ulangi."
        ),
        "unkept": translate(
            "basemap",
            "Ubin tampil, tetapi tidak tersimpan: {file} tidak dapat ditulis. Periksa cakram.",
        ),
        "web_denied": translate(
            "basemap",
            "{host} menolak ({status}). Tanyakan kepada pemiliknya, atau pakai alamat lain.",
        ),
        "web_no_tile": translate(
            "basemap",
            "{host} tidak menjawab dengan ubin peta ({status}, {form}). Periksa alamatnya.",
        ),
        "web_too_large": translate(
            "basemap", "Jawaban {host} terlalu besar untuk sebuah ubin. Periksa alamatnya."
        ),
        "too_many": translate(
            "basemap",
            "{many} ubin terlalu banyak untuk diminta (paling banyak {most}). Kurangi "
            "perbesarannya, atau pakai berkas.",
        ),
        "no_room": translate(
            "basemap", "Tidak muat di simpanan {most} MB. Kurangi perbesarannya, atau pakai berkas."
        ),
    }


def stock(kept: Stock) -> str:
    """What is kept on this desk, and how old it is."""
    if not kept.many:
        return translate("basemap", "Simpanan kosong")
    said = translate("basemap", "Simpanan: {n} ubin, {size} dari {most}, tertua {day}")
    day = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(kept.oldest)).date(), _SHORT)
    number = QLocale().toString(kept.many)
    return said.format(n=number, size=_size(kept.size), most=_size(kept.most), day=day)


def plan(of: Plan) -> str:
    """What fetching the city takes."""
    if of.trouble is not None:
        return trouble(of.trouble)
    number = QLocale().toString
    if of.many == of.here:
        return translate("basemap", "Semua {n} ubin kota sudah ada.").format(n=number(of.many))
    said = translate("basemap", "{n} ubin, {here} sudah ada; mengunduh ± {size}.")
    return said.format(n=number(of.many), here=number(of.here), size=_size(of.size))


def _size(of: int) -> str:
    return QLocale().formattedDataSize(of, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


_SHORT = QLocale.FormatType.ShortFormat


def about(shown: Shown) -> str:
    """What the tiles are."""
    kind = translate("basemap", "vektor") if shown.drawn else translate("basemap", "gambar")
    said = translate("basemap", "{name}: ubin {kind}, perbesaran {lowest}–{highest}")
    number = QLocale().toString
    return said.format(
        name=shown.name, kind=kind, lowest=number(shown.lowest), highest=number(shown.highest)
    )
