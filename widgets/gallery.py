"""Every widget in every state, to look at; also renders itself: ``--png DIR``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from widgets.banner import Banner
from widgets.case_table import CaseTable
from widgets.empty import Empty
from widgets.filter_bar import FilterBar, Filters, Option
from widgets.gallery_cases import LANES, NOW, Cards, lane_cards
from widgets.gallery_controls import controls
from widgets.labels import label, rule
from widgets.lane import Lane
from widgets.masked import Masked
from widgets.picker import Choice, Picker
from widgets.pill import Pill
from widgets.rail import Place, Rail
from widgets.theme import Theme, apply_theme, load_theme, theme_names
from widgets.timeline import Entry, Timeline
from widgets.toast import Toast
from widgets.verbs import Verb, Verbs

_JAKARTA = timezone(timedelta(hours=7))
_MINUTE = 60_000
_PLACES = (
    Place("board", "Papan", "view-column-outline", "G B"),
    Place("map", "Peta", "map-outline", "G P"),
    Place("case", "Kasus", "file-document-outline", "G K"),
    Place("handover", "Serah terima", "account-switch-outline", "G S"),
    Place("figures", "Angka", "chart-bar", "G A"),
    Place("outbox", "Kotak keluar", "tray-arrow-up", "G O"),
)


def _now() -> int:
    return NOW


def _clock(when: int) -> str:
    return datetime.fromtimestamp(when / 1000, UTC).astimezone(_JAKARTA).strftime("%d/%m %H.%M")


class Gallery(QWidget):
    """One page of the gallery inside the frame that every desk window has."""

    def __init__(self, theme: Theme, page: str) -> None:
        super().__init__()
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(f"Galeri: {page}")
        self._theme = theme
        row, column = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        rail = Rail(theme, _PLACES, self, lower=[Place("help", "Bantuan", "help-circle-outline")])
        rail.set_current("case" if page == "case" else "board")
        rail.set_badge("outbox", 3)
        row.addWidget(rail)
        column.setContentsMargins(*(theme.space.s,) * 4)
        column.setSpacing(theme.space.s)
        column.addLayout(self._top())
        column.addWidget(_PAGES[page](theme, self), 1)
        row.addLayout(column, 1)

    def _top(self) -> QHBoxLayout:
        theme, bar = self._theme, QHBoxLayout()
        bar.setSpacing(theme.space.m)
        bar.addWidget(label("LIVE Room", theme.fonts.heading, self))
        bar.addWidget(label("Kota Tangerang · Meja 2", theme.fonts.text, self, "secondary"))
        bar.addStretch(1)
        for state, text in (
            ("online", "Terhubung · 0,3 dtk lalu"),
            ("offline", "Luring sejak 14.02 · 3 perintah menunggu"),
        ):
            pill = Pill(theme, self)
            pill.show_state(state, text)  # type: ignore[arg-type]
            bar.addWidget(pill)
        bar.addWidget(label("14.07.33", theme.fonts.figure, self))
        return bar


def _filter_bar(theme: Theme, parent: QWidget) -> FilterBar:
    bar = FilterBar(theme, parent)
    words = ("Lampu PJU", "Jalan rusak", "Sampah", "Drainase", "Pohon", "Banjir")
    bar.set_options("category", [Option(word, word) for word in words])
    bar.set_options("agency", [Option(word, word) for word in ("Dishub", "DPUPR", "DLH", "BPBD")])
    bar.set_options("area", [Option(f"k{n}", f"Kelurahan {n}") for n in range(104)])
    bar.set_options("channel", [Option(word, word) for word in ("LAKSA", "SP4N-LAPOR!", "112")])
    bar.set_options("kind", [Option("complaint", "Pengaduan"), Option("info", "Informasi")])
    return bar


def _board(theme: Theme, parent: QWidget, compact: bool = False) -> QWidget:
    page = QWidget(parent)
    column, row = QVBoxLayout(page), QHBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space.s)
    bar = _filter_bar(theme, page)
    bar.set_filters(Filters(category=("Lampu PJU", "Sampah"), colour=("red",)))
    column.addWidget(bar)
    column.addLayout(row, 1)
    row.setSpacing(theme.space.s)
    for at, (word, states, _, _) in enumerate(LANES):
        lane = Lane(theme, _now, word, page, states=states, compact=compact)
        cards = lane_cards(at)
        lane.set_model(Cards(cards))
        late = sum(0 < card.due < NOW for card in cards)
        lane.set_figures(len(cards), late, min(card.arrived for card in cards))
        lane.choose_row(1 if at == 0 else -1)
        lane.news.show_count(3 if at == 1 else 0)
        row.addWidget(lane, 1)
        if at == 2:
            chosen = lane.view.model().index(2, 0)
            lane.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)
        if at == 0:
            lane.view.setFocus()
    return page


def _compact(theme: Theme, parent: QWidget) -> QWidget:
    return _board(theme, parent, compact=True)


def _table(theme: Theme, parent: QWidget) -> QWidget:
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(_filter_bar(theme, page))
    table = CaseTable(theme, _now, page, when_text=_clock)
    every = sorted((c for at in range(5) for c in lane_cards(at)), key=lambda c: c.due or NOW * 2)
    table.set_model(Cards(every))
    table.set_sorted("left")
    table.choose_row(2)
    table.view.setFocus()
    column.addWidget(table, 1)
    return page


_ENTRIES = (
    Entry(NOW - 95 * _MINUTE, "LAKSA", "aplikasi", "Laporan masuk", icon="inbox-arrow-down"),
    Entry(
        NOW - 80 * _MINUTE,
        "Rina",
        "Meja 2",
        "Catatan",
        "Pelapor ditelepon, lampu yang padam ada empat, dari depan SDN sampai pertigaan.",
        icon="note-text-outline",
    ),
    Entry(NOW - 62 * _MINUTE, "Rina", "Meja 2", "Diteruskan ke DPUPR", "", False, True, "send"),
    Entry(NOW - 60 * _MINUTE, "Rina", "Meja 2", "Diteruskan ke Dishub", icon="send-outline"),
    Entry(NOW - 58 * _MINUTE, "Sistem", "surel", "Terkirim, dibuka", icon="email-check-outline"),
    Entry(NOW - _MINUTE, "Rina", "Meja 2", "Catatan", "Ditanyakan lagi ke Dishub.", True),
)
_CHOICES = (
    Choice(
        "dishub",
        "Dishub",
        "Dinas Perhubungan",
        "kategori Lampu PJU → Dishub · 12 dari 13 kasus serupa",
        "buka 24 jam\n021-5555 0101",
        "traffic-light-outline",
    ),
    Choice("dpupr", "DPUPR", "Pekerjaan Umum", "", "08.00–16.00\n021-5555 0102", "road-variant"),
    Choice("dlh", "DLH", "Lingkungan Hidup", "", "07.00–16.00", "trash-can-outline"),
    Choice("bpbd", "BPBD", "Penanggulangan Bencana", "", "buka 24 jam", "home-flood"),
)


def _case(theme: Theme, parent: QWidget) -> QWidget:
    frame = QWidget(parent)
    frame.setProperty("kind", "panel")
    frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    page = QSplitter(Qt.Orientation.Horizontal, frame)
    QVBoxLayout(frame).addWidget(page)
    page.addWidget(_report(theme, page))
    page.addWidget(_now_what(theme, page))
    timeline = Timeline(theme, _clock, page)
    timeline.set_entries(_ENTRIES)
    timeline.setCurrentIndex(timeline.model().index(1, 0))
    page.addWidget(timeline)
    page.setSizes([300, 560, 420])
    toast = Toast(theme, frame)
    toast.say("Diteruskan ke Dishub", "Batalkan", "Z")
    return frame


def _report(theme: Theme, parent: QWidget) -> QWidget:
    side = QWidget(parent)
    column = QVBoxLayout(side)
    column.addWidget(label("26-04003", theme.fonts.title, side))
    column.addWidget(label("Lampu PJU · Cipondoh Makmur", theme.fonts.text, side, "secondary"))
    words = QPlainTextEdit(side)
    words.setProperty("kind", "quote")
    words.setReadOnly(True)
    words.setPlainText(
        "Lampu PJU di Jl. KH Hasyim Ashari padam sejak tiga malam, gelap sekali.\n"
        "Tolong segera, kemarin hampir ada yang jatuh."
    )
    column.addWidget(words)
    column.addWidget(Masked(theme, "Pelapor", side))
    shown = Masked(theme, "Telepon", side)
    shown.reveal("0812-0000-0000")
    column.addWidget(shown)
    column.addWidget(rule(side))
    empty = Empty(theme, side)
    empty.show_empty("image-off-outline", "Tidak ada foto", "Pelapor tidak mengirim gambar")
    column.addWidget(empty, 1)
    return side


def _now_what(theme: Theme, parent: QWidget) -> QWidget:
    middle = QWidget(parent)
    column = QVBoxLayout(middle)
    for tone, text, action in (
        ("info", "Kasus ini sedang dibuka Rina di Meja 2.", ""),
        ("success", "Tersimpan, belum terkirim. Akan dikirim begitu server terjangkau.", ""),
        ("warning", "Dua kasus serupa dalam 200 m.", "Bandingkan"),
        ("error", "Sudah diteruskan ke DPUPR oleh Budi pukul 14.01.", "Alihkan ke Dishub"),
    ):
        banner = Banner(theme, middle)
        banner.show_notice(tone, text, action)  # type: ignore[arg-type]
        column.addWidget(banner)
    verbs = Verbs(theme, middle)
    verbs.set_verbs(
        [
            Verb("forward", "Teruskan", "send", "F", primary=True),
            Verb("answer", "Jawab", "message-reply-text-outline", "A"),
            Verb("return", "Kembalikan", "undo", "R", enabled=False, why="Sudah dikembalikan"),
        ],
        [Verb("note", "Catatan", "note-text-outline", "N")],
    )
    column.addWidget(verbs)
    picker = Picker(theme, middle)
    picker.set_choices(_CHOICES)
    column.addWidget(picker, 1)
    return middle


def _empties(theme: Theme, parent: QWidget) -> QWidget:
    page = QWidget(parent)
    row = QHBoxLayout(page)
    row.setSpacing(theme.space.s)
    for word, loading in (("Ruang", False), ("Dikerjakan", True)):
        lane = Lane(theme, _now, word, page, states=("received",))
        lane.set_empty("Tidak ada yang menunggu", "Laporan baru tampil di sini")
        lane.set_loading(loading)
        row.addWidget(lane, 1)
    error = Empty(theme, page)
    error.show_error("Cache tidak terbaca", "Dibangun ulang dari server.", "Bangun ulang sekarang")
    row.addWidget(error, 1)
    return page


_PAGES: dict[str, Callable[[Theme, QWidget], QWidget]] = {
    "board": _board,
    "compact": _compact,
    "table": _table,
    "case": _case,
    "controls": controls,
    "empty": _empties,
}
PAGES = tuple(_PAGES)


def main(arguments: Sequence[str]) -> int:
    """Show one page, or render all of them to ``<dir>/<page>-<theme>-<size>.png``."""
    asked = _parser().parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme = load_theme(asked.theme, asked.text / 100)
    apply_theme(app, theme)
    width, height = (int(side) for side in asked.size.split("x"))
    size = QSize(width, height) / app.devicePixelRatio()
    if asked.png is None:
        window = Gallery(theme, asked.page)
        window.resize(size)
        window.show()
        return app.exec()
    for page in PAGES:
        window = Gallery(theme, page)
        window.resize(size)
        window.show()
        window.activateWindow()
        app.processEvents()
        file = asked.png / f"{page}-{theme.name}-{asked.size}.png"
        if not window.grab().save(str(file)):
            print(f"cannot write {file}: does the folder exist?", file=sys.stderr)
            return 1
        window.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m widgets.gallery", description=__doc__)
    parser.add_argument("--theme", choices=theme_names(), default="dark")
    parser.add_argument("--size", default="1920x1080", help="in device pixels")
    parser.add_argument("--text", type=int, default=100, help="text size in %%, 100 to 150")
    parser.add_argument("--page", choices=PAGES, default="board")
    parser.add_argument("--png", type=Path, help="folder for pictures of every page")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
