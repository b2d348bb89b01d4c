"""A flood of reports in words, and the sheet of the cases that others were folded into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.desk import Flood, Master
from console.pages import words
from console.pages.sheet import Sheet
from console.pages.words import translate
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.commands import Merge
from db.domain.flood import merged_in, was_folded
from db.domain.states import Role
from widgets.labels import Elided, label
from widgets.marks import word_of
from widgets.scroller import Scroller
from widgets.theme import Theme

MOST = 60
"""Masters listed at most, those with the most reports first."""


def told(flood: Flood, city: City, now: datetime) -> tuple[str, str]:
    """What the banner says, and the line below it."""
    since = words.local_time(flood.since, city, now)
    said = translate(
        "flood", "Banjir laporan sejak {since} · {reports} laporan menjadi {cases} kasus"
    )
    each = f"{flood.each:.1f}".replace(".", ",")
    below = translate("flood", "{each} laporan per petugas dalam 10 menit").format(each=each)
    if flood.folding:
        how = translate("flood", "yang sama tempat dan kategorinya dilipat otomatis")
    else:
        how = translate("flood", "pelipatan dihentikan kepala regu")
    text = said.format(since=since, reports=flood.reports, cases=flood.cases)
    return text, f"{below} · {how}"


class FoldedSheet(Sheet):
    """`opened` and `unfolding` carry the id of a master; `stopping` ends folding in this flood."""

    opened = Signal(str)
    unfolding = Signal(str)
    stopping = Signal()

    def __init__(
        self,
        theme: Theme,
        masters: Sequence[Master],
        city: City,
        parent: QWidget | None = None,
        *,
        stops: bool = False,
    ) -> None:
        reports = sum(len(one.folded) for one in masters)
        super().__init__(
            theme,
            translate("FoldedSheet", "Laporan yang dilipat"),
            translate("FoldedSheet", "{n} laporan dilipat otomatis ke {cases} kasus.").format(
                n=reports, cases=len(masters)
            ),
            parent,
        )
        self._city = city
        area = Scroller(self)
        area.setWidget(self._rows(masters))
        self.body.addWidget(area, 1)
        if stops:
            stop = QPushButton(self.tr("Hentikan pelipatan untuk banjir ini"), self)
            stop.setObjectName("stop")
            stop.clicked.connect(self.stopping)
            self.buttons.addWidget(stop)
            self.buttons.addStretch(1)

    def begin(self) -> None:
        """Keys go to the first master."""
        buttons = self.findChildren(QPushButton, "open")
        (buttons[0] if buttons else self).setFocus()

    def _rows(self, masters: Sequence[Master]) -> QWidget:
        theme = self._theme
        inner = QWidget()
        inner.setProperty("kind", "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.m)
        if not masters:
            none = self.tr(
                "Tidak ada. Saat laporan datang terlalu cepat, yang sama muncul di sini."
            )
            column.addWidget(label(none, theme.fonts.text, inner, "secondary", wrap=True))
        for one in masters[:MOST]:
            column.addWidget(self._row(one, inner))
        if len(masters) > MOST:
            more = self.tr("dan {n} kasus lagi").format(n=len(masters) - MOST)
            column.addWidget(label(more, theme.fonts.secondary, inner, "secondary"))
        column.addStretch(1)
        return inner

    def _row(self, one: Master, parent: QWidget) -> QWidget:
        theme, case = self._theme, one.case
        row = QWidget(parent)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.xs)
        many = self.tr("{n} laporan, dilipat otomatis").format(n=len(case.reports))
        column.addWidget(label(f"{case.number} · {many}", theme.fonts.strong, row, wrap=True))
        column.addWidget(Elided(case.text.strip().splitlines()[0], theme.fonts.text, row))
        where = words.place_words(case.place, self._city)
        about = f"{word_of(case.state.value)} · {where}"
        column.addWidget(Elided(about, theme.fonts.secondary, row, "secondary"))
        box = QHBoxLayout()
        box.setSpacing(theme.space.s)
        for name, word, asked in (
            ("open", self.tr("Buka kasus"), self.opened),
            ("unfold", self.tr("Buka lipatan …"), self.unfolding),
        ):
            button = QPushButton(word, row)
            button.setObjectName(name)
            button.setAccessibleName(f"{word} {case.number}")
            button.clicked.connect(lambda _=False, asked=asked: asked.emit(case.id))
            box.addWidget(button)
        box.addStretch(1)
        column.addLayout(box)
        return row


def on_case(case: Case, history: Sequence[Change], master: str, key: str) -> str:
    """What a case's page says of folding, "" for nothing; `key` opens what is folded."""
    if was_folded(case):
        said = translate("flood", "Laporan ini dilipat otomatis ke {case}. {key} mengeluarkannya.")
        return said.format(case=master, key=key)
    if many := folded_into(case, history):
        said = translate("flood", "{n} laporan dilipat otomatis ke kasus ini. {key} membukanya.")
        return said.format(n=many, key=key)
    return ""


def folded_into(case: Case, history: Sequence[Change]) -> int:
    """How many of a case's reports the server has folded into it; its past, the newest first."""
    last: dict[str, Change] = {}
    for change in history:
        if change.other == case.id:
            last.setdefault(change.case, change)
    return sum(
        isinstance(last[id].act, Merge) and last[id].by.role is Role.SYSTEM
        for id in merged_in(case)
        if id in last
    )
