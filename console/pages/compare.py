"""Two cases side by side: are they one problem? One key goes on, one merges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.desk import Desk
from console.pages import acts, words
from console.pages.photos import CasePhotos
from console.pages.sheet import Sheet
from console.pages.similar import told
from db.domain.case import Case
from db.domain.commands import Merge
from db.domain.likeness import Similar
from db.domain.media import of_case
from widgets.key_hint import KeyHint
from widgets.labels import label, rule
from widgets.marks import word_of
from widgets.scroller import Scroller
from widgets.theme import Theme

WIDTH = 900


def parts_of(case: Case, one: Similar) -> tuple[Case, Case]:
    """Which of the two goes into which: the one that came later goes, the older one stays."""
    younger = one.likeness.older.total_seconds() >= 0
    return (case, one.case) if younger else (one.case, case)


class CompareSheet(Sheet):
    """`merged` carries the case that goes and the Merge into the one that stays."""

    merged = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        case: Case,
        similar: Sequence[Similar],
        parent: QWidget | None = None,
    ) -> None:
        title = QCoreApplication.translate("CompareSheet", "Masalah yang sama?")
        super().__init__(theme, title, "", parent)
        self._desk, self._case, self._similar, self._at = desk, case, tuple(similar), 0
        room = parent.width() - theme.space.l if parent is not None else theme.px(WIDTH)
        self.setFixedWidth(min(theme.px(WIDTH), room))
        self._build(theme)
        self._show()

    def begin(self) -> None:
        """Keys go to the sheet itself: J, K and D."""
        self.setFocus()

    def show_other(self, case: str) -> None:
        """Show this one of the similar cases; another id changes nothing."""
        ids = [one.case.id for one in self._similar]
        if case in ids:
            self._at = ids.index(case)
            self._show()

    # --- building ---

    def _build(self, theme: Theme) -> None:
        self._which = label("", theme.fonts.strong, self)
        self._alike = label("", theme.fonts.text, self, "accent", wrap=True)
        self._common = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        for one in (self._which, self._alike, self._common):
            self.body.addWidget(one)
        self.body.addWidget(rule(self))
        sides = QHBoxLayout()
        sides.setSpacing(theme.space.l)
        self._mine, self._other = (
            CaseSide(theme, self._desk, self),
            CaseSide(theme, self._desk, self),
        )
        sides.addWidget(self._mine, 1)
        sides.addWidget(rule(self, vertical=True))
        sides.addWidget(self._other, 1)
        self.body.addLayout(sides, 1)
        self._next = QPushButton(self.tr("Kasus serupa berikutnya"), self)
        self._next.setMinimumHeight(theme.px(36))
        self._next.clicked.connect(lambda: self._step(1))
        self._next.setVisible(len(self._similar) > 1)
        hint = KeyHint(theme, "J", self)
        hint.setVisible(len(self._similar) > 1)
        self.buttons.addWidget(self._next)
        self.buttons.addWidget(hint)
        self._send = self.add_send("", "D")
        self._send.clicked.connect(self._merge)
        self._bind()

    def _bind(self) -> None:
        for keys, act in (
            ("J", lambda: self._step(1)),
            ("Right", lambda: self._step(1)),
            ("K", lambda: self._step(-1)),
            ("Left", lambda: self._step(-1)),
            ("D", self._merge),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- showing ---

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self._similar)
        self._show()

    def _show(self) -> None:
        one = self._similar[self._at]
        self._show_words(one)
        self._mine.show_case(self._case)
        self._other.show_case(one.case)
        goes, stays = parts_of(self._case, one)
        mine = self.tr("kasus ini")
        said = self.tr("Gabungkan {goes} ke {stays}")
        self._send.setText(said.format(goes=goes.number or mine, stays=stays.number or mine))
        self.say_below_title(self._answered(goes, stays.number or mine))
        self._send.setEnabled(self._may(goes))
        self.banner.clear()
        if not self._may(goes):
            state = {"state": goes.state.value}
            why = words.refusal("illegal_state", state, self._desk.city)
            self.banner.show_notice("info", why)

    def _answered(self, goes: Case, stays: str) -> str:
        """Whose answers would come from the case that goes on."""
        channels = self._desk.city.channels
        many = Counter(channels.get(report.channel, report.channel) for report in goes.reports)
        named = ", ".join(f"{name} {n}" if n > 1 else name for name, n in many.items())
        said = self.tr(
            "Bila satu masalah, gabungkan: {n} pelapor ({channels}) dijawab dari {stays}."
        )
        return said.format(n=len(goes.reports), channels=named, stays=stays)

    def _show_words(self, one: Similar) -> None:
        said = self.tr("{number} dengan {other} · {n} dari {many} kasus serupa")
        number = self._case.number or self.tr("kasus baru")
        other, many = one.case.number, len(self._similar)
        self._which.setText(said.format(number=number, other=other, n=self._at + 1, many=many))
        self._alike.setText(told(one.likeness))
        common = self.tr("Kata yang sama: {words}").format(words=", ".join(one.likeness.common))
        none = self.tr("Tidak ada kata yang sama.")
        self._common.setText(common if one.likeness.common else none)
        self.setAccessibleDescription(f"{self._which.text()}, {self._alike.text()}")

    def _may(self, goes: Case) -> bool:
        return any(act.key == "merge" for act in acts.offered(goes, self._desk.author))

    @Slot()
    def _merge(self) -> None:
        goes, stays = parts_of(self._case, self._similar[self._at])
        if self._may(goes):
            self.merged.emit(goes, Merge(stays.id))


class CaseSide(QWidget):
    """One case to look at: who has it, where, when, what was written, and the photos."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._city, self._now = theme, desk.city, desk.now
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        head = QHBoxLayout()
        self._mark = QLabel(self)
        self._number = label("", theme.fonts.heading, self)
        self._state = label("", theme.fonts.text, self)
        head.addWidget(self._mark)
        head.addWidget(self._number)
        head.addWidget(self._state, 1)
        column.addLayout(head)
        self._facts = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        column.addWidget(self._facts)
        self._texts = QWidget(self)
        self._texts.setProperty("kind", "panel")
        self._rows = QVBoxLayout(self._texts)
        self._rows.setContentsMargins(0, 0, theme.space.s, 0)
        self._rows.setSpacing(theme.space.s)
        scroll = Scroller(self)
        scroll.setWidget(self._texts)
        column.addWidget(scroll, 1)
        self._photos = CasePhotos(theme, desk, self, only_shown=True)
        column.addWidget(self._photos)

    def show_case(self, case: Case) -> None:
        """Show one case."""
        city, state = self._city, case.state.value
        self._mark.setPixmap(self._theme.marks.pixmap(state, 18, self.devicePixelRatioF()))
        self._number.setText(case.number or self.tr("Nomor menyusul"))
        opds = words.agencies(",".join(task.opd for task in case.tasks), city)
        self._state.setText(" · ".join(part for part in (word_of(state), opds) if part))
        category = city.categories.get(case.category or "")
        named = words.category_name(category) if category else self.tr("belum berkategori")
        arrived = words.local_time(case.first_at, city, self._now())
        self._facts.setText(f"{arrived} · {named}\n{words.place_words(case.place, city)}")
        self._show_reports(case)
        self._photos.setVisible(bool(of_case(case)))
        self._photos.show_case(case)

    def _show_reports(self, case: Case) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        fonts, city = self._theme.fonts, self._city
        for report in case.reports:
            channel = city.channels.get(report.channel, report.channel)
            when = words.local_time(report.at, city, self._now())
            said = f"{channel} · {when}"
            self._rows.addWidget(label(said, fonts.secondary, self._texts, "secondary"))
            quote = label(report.text, fonts.text, self._texts, wrap=True)
            quote.setAccessibleDescription(self.tr("Kata-kata pelapor"))
            self._rows.addWidget(quote)
        self._rows.addStretch(1)
