"""The brief that is being written: its claims, what is said of each, the preview, the signature."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from console.async_slot import async_slot
from console.desk import Fault, Offline, Policies, StoreFault
from console.pages import links, words
from console.pages import policy_words as told
from console.pages.policy_side import ClaimBox, WholeBox
from db.domain.city import City
from db.domain.policy import Claim, Facts, Said
from db.domain.refused import Refused
from widgets.banner import Banner, Tone
from widgets.empty import Empty
from widgets.figure_list import Figure, FigureList
from widgets.labels import label
from widgets.scroller import Scroller
from widgets.theme import Theme

_SIDE = 520


class PolicyWrite(QWidget):
    """`listed` carries (title, ids, total): the cases behind a claim; `signed` the id of a brief
    that is signed now; `said` a short message.
    """

    listed = Signal(str, object, int)
    signed = Signal(str)
    said = Signal(str)

    def __init__(
        self, theme: Theme, city: City, policies: Policies, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._policies = theme, city, policies
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        column.addLayout(self._head(theme))
        self.banner = Banner(theme, self)
        column.addWidget(self.banner)
        row = QHBoxLayout()
        row.setSpacing(theme.space.m)
        row.addLayout(self._left(theme), 1)
        row.addWidget(self._side(theme))
        column.addLayout(row, 1)
        policies.counted.connect(self._counted)

    @async_slot
    async def begin(self) -> None:
        """The leaf has come to the front: count anew what is written here."""
        try:
            await self._policies.open()
        except StoreFault as fault:
            self._refuse(fault)
            return
        if isValid(self):
            self.tell_moved()

    def focus_first(self) -> None:
        """Keys go to the claims, or where there are none to the period."""
        first = self.claims if self.claims.isVisible() else self._span
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def step(self, rows: int) -> None:
        """To another claim."""
        at = self.claims.currentIndex().row() + rows
        self.claims.choose_row(min(max(at, 0), len(self._shown) - 1))

    @property
    def facts(self) -> Facts | None:
        """What is counted."""
        return self._policies.current.facts

    # --- showing ---

    @property
    def _shown(self) -> tuple[Claim, ...]:
        return self.facts.claims if self.facts is not None else ()

    @Slot()
    def _counted(self) -> None:
        facts = self.facts
        if facts is None:
            return
        policies = self._policies
        self._span.blockSignals(True)
        self._span.setCurrentIndex(self._span.findData(facts.period.weeks))
        self._span.blockSignals(False)
        back = policies.back(facts.period)
        self._later.setEnabled(back > 0)
        self._period.setText(told.period(facts.period, self._city))
        self._sums.setText("\n".join(told.sums(facts)))
        self._rule.setText(told.rule(facts))
        self._rule.setToolTip("\n".join(told.unsaid(facts)))
        self._show_claims(facts)
        self._show_state()
        self.act.setEnabled(True)

    def _show_claims(self, facts: Facts) -> None:
        self.claims.show_all(self._figure(claim, facts) for claim in facts.claims)
        some = bool(facts.claims)
        self.claims.setVisible(some)
        self._calm.setVisible(not some)
        self._claim.setVisible(some)
        if not some:
            head = self.tr("Tidak ada yang naik melebihi kebetulan")
            if not facts.weeks:
                head = self.tr("Riwayat belum cukup")
            hint = self.tr("Pilih periode lain, atau tanda tangani naskah tanpa klaim.")
            self._calm.show_empty("trending-up", head, hint)
        elif not self.claims.currentIndex().isValid():
            self.claims.choose_row(0)
        self._show_claim()

    def _figure(self, claim: Claim, facts: Facts) -> Figure:
        given = self._policies.said(claim)
        said = self.tr("biasanya {usual} · {late} lewat tenggat")
        late = claim.on_time.late + claim.on_time.broke
        text = said.format(usual=told.usual(claim, facts), late=late)
        if given.dropped:
            text = self.tr("tidak dimuat")
        elif given.text or given.advice:
            text += self.tr(" · disunting")
        return Figure(told.name(claim, self._city), str(claim.many), text)

    @Slot()
    def _show_claim(self) -> None:
        claim, facts = self._current(), self.facts
        if claim is not None and facts is not None:
            self._claim.show_claim(claim, self._policies.said(claim), facts)

    def _show_state(self) -> None:
        current = self._policies.current
        dropped = sum(self._policies.said(claim).dropped for claim in self._shown)
        shown = len(self._shown) - dropped
        self._whole.show_state(current.remark, shown, dropped, current.replaces)

    def _current(self) -> Claim | None:
        row = self.claims.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def tell_moved(self) -> None:
        """What differs from when the brief was last looked at, if anything."""
        moved = self._policies.current.moved
        if not moved:
            return
        said = self.tr("Angka {n} klaim berubah sejak terakhir ditulis")
        more = told.moved(moved, self._city)
        self._tell("warning", said.format(n=len(moved)), more)

    # --- what is asked ---

    @Slot()
    def _choose(self) -> None:
        self._chosen(int(self._span.currentData()), 0)

    def _turn(self, periods: int) -> None:
        facts = self.facts
        if facts is not None:
            back = max(0, self._policies.back(facts.period) + periods)
            self._chosen(facts.period.weeks, back)

    @async_slot
    async def _chosen(self, weeks: int, back: int) -> None:
        self.banner.clear()
        try:
            await self._policies.choose(weeks, back)
        except StoreFault as fault:
            self._refuse(fault)

    @Slot(object)
    def _say(self, given: Said) -> None:
        self._policies.say(given)
        facts = self.facts
        if facts is not None:
            self.claims.show_all(self._figure(claim, facts) for claim in facts.claims)
        self._show_state()

    @Slot(QModelIndex)
    def _opened(self, index: QModelIndex) -> None:
        self._list(self._shown[index.row()])

    @Slot(object)
    def _list(self, claim: Claim) -> None:
        facts = self.facts
        if facts is None:
            return
        name = f"{told.name(claim, self._city)} · {told.period(facts.period, self._city)}"
        ids = [link.case for link in claim.cases]
        self.listed.emit(name, ids, len(ids))

    @Slot()
    def _kept_apart(self) -> None:
        self._policies.replace("")
        self._show_state()

    @async_slot
    async def _sign(self) -> None:
        self.act.setEnabled(False)
        self.banner.clear()
        try:
            kept = await self._policies.sign(told.sentence)
        except (Refused, StoreFault, Fault) as no:
            if isValid(self):
                self._refuse(no)
            return
        if isValid(self):
            self.said.emit(self.tr("Naskah ditandatangani dan tersimpan di server."))
            self.signed.emit(kept.policy.id)

    def _refuse(self, no: Refused | StoreFault | Fault) -> None:
        self.act.setEnabled(True)
        if isinstance(no, Refused):
            text = words.refusal(no.key, no.facts, self._city)
            self._tell("error", text, told.moved(self._policies.current.moved, self._city))
        elif isinstance(no, StoreFault):
            self._tell("error", links.store_fault(no))
        elif isinstance(no, Offline):
            self.refuse_offline()
        else:
            text = self.tr("Server menjawab tidak semestinya. Naskah tersimpan di meja ini.")
            self._tell("error", text)

    def _tell(self, tone: Tone, sentence: str, more: str = "") -> None:
        self.banner.show_notice(tone, sentence, "", more)

    def refuse_offline(self) -> None:
        """Why it cannot be signed now, and that nothing is lost."""
        text = self.tr("Tanda tangan butuh server. Naskah tersimpan di meja ini.")
        self._tell("warning", text)

    # --- building ---

    def _head(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        self._span = QComboBox(self)
        self._span.setAccessibleName(self.tr("Panjang periode"))
        for weeks, word in told.spans().items():
            self._span.addItem(word, weeks)
        self._span.currentIndexChanged.connect(self._choose)
        row.addWidget(self._span)
        self._earlier = self._arrow("chevron-left", self.tr("Periode sebelumnya"), 1)
        self._later = self._arrow("chevron-right", self.tr("Periode berikutnya"), -1)
        self._period = label("", theme.fonts.strong, self)
        for part in (self._earlier, self._period, self._later):
            row.addWidget(part)
        again = QPushButton(self.tr("Hitung ulang"), self)
        again.setIcon(theme.icons.icon("refresh", "main"))
        again.setToolTip(self.tr("Menurut keadaan sekarang; kalimat Anda tetap"))
        again.clicked.connect(self.begin)
        row.addStretch(1)
        row.addWidget(again)
        self.act = QPushButton(self.tr("Tanda tangani naskah"), self)
        self.act.setProperty("kind", "primary")
        self.act.clicked.connect(self._sign)
        self.act.setEnabled(False)
        row.addWidget(self.act)
        return row

    def _arrow(self, icon: str, word: str, periods: int) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(self._theme.icons.icon(icon, "main"))
        button.setAccessibleName(word)
        button.setToolTip(word)
        button.clicked.connect(lambda: self._turn(periods))
        return button

    def _left(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.space.s)
        self._sums = label("", theme.fonts.text, self, wrap=True)
        self._rule = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        self.claims = FigureList(theme, self.tr("Klaim naskah"), self)
        self.claims.row_opened.connect(self._opened)
        self.claims.selectionModel().currentChanged.connect(self._show_claim)
        self._calm = Empty(theme, self)
        self._calm.show_loading(self.tr("Menghitung …"))
        self.claims.hide()
        column.addWidget(self._sums)
        column.addWidget(self.claims, 1)
        column.addWidget(self._calm, 1)
        column.addWidget(self._rule)
        return column

    def _side(self, theme: Theme) -> QWidget:
        scroll = Scroller(self)
        scroll.setFixedWidth(theme.px(_SIDE))
        inner = QWidget(scroll)
        inner.setProperty("kind", "window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.m)
        self._claim = ClaimBox(theme, self._city, inner)
        self._claim.said.connect(self._say)
        self._claim.cases_asked.connect(self._list)
        self._claim.hide()
        self._whole = WholeBox(theme, inner)
        self._whole.remarked.connect(self._policies.remark)
        self._whole.kept_apart.connect(self._kept_apart)
        column.addWidget(self._claim)
        column.addWidget(self._whole)
        column.addStretch(1)
        scroll.setWidget(inner)
        return scroll
