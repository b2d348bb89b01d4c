"""One case: what the citizen wrote, what to do now, and everything that happened to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.desk import CaseView
from console.pages import words
from console.pages.acts import Act, offered
from db.domain.case import Actor, Case, Report
from db.domain.changes import Change
from db.domain.city import City
from db.domain.clocks import ClockRun, soonest
from db.domain.commands import Undo
from db.domain.states import State
from widgets.banner import Banner
from widgets.countdown import BREACHED, left
from widgets.empty import Empty
from widgets.labels import label, rule
from widgets.marks import word_of
from widgets.masked import Masked
from widgets.theme import Theme
from widgets.timeline import Entry, Timeline
from widgets.verbs import Verb, Verbs

BIG_VERBS = 3


class CasePage(QWidget):
    """Shows the case it is given. `asked` names an act, `look_asked` a report's identity."""

    asked = Signal(str)
    look_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        author: Actor,
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
        *,
        named: Callable[[str], str] = lambda case: "",
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._author, self._now = theme, city, author, now_ms
        self._named = named
        self._view: CaseView | None = None
        self._masks: dict[str, Masked] = {}
        self._build(theme)
        self.show_nothing()

    @property
    def view(self) -> CaseView | None:
        """The case on the page."""
        return self._view

    def show_nothing(self) -> None:
        """No case is chosen."""
        self._view = None
        self._empty.show_empty(
            "folder-open-outline",
            self.tr("Belum ada kasus yang dibuka"),
            self.tr("Pilih kasus di papan lalu tekan Enter."),
        )
        self._pages.setCurrentWidget(self._empty)

    def show_loading(self) -> None:
        """The case is being read."""
        self._empty.show_loading(self.tr("Membuka kasus …"))
        self._pages.setCurrentWidget(self._empty)

    def show_gone(self) -> None:
        """The case is not, or no longer, in sight of this desk."""
        self._view = None
        self._empty.show_error(
            self.tr("Kasus ini tidak ada di meja ini"),
            self.tr("Mungkin sudah dirahasiakan, atau belum pernah diunduh."),
            "",
        )
        self._pages.setCurrentWidget(self._empty)

    def show_case(self, view: CaseView) -> None:
        """Show a case, or the one on the page as it is now."""
        same = self._view is not None and self._view.case.id == view.case.id
        reports_same = (
            same and self._view is not None and (self._view.case.reports == view.case.reports)
        )
        self._view = view
        self._show_head(view.case)
        if not reports_same:
            self._show_reports(view.case)
        self._show_facts(view.case)
        self._show_verbs(view.case)
        self._show_notice(view)
        self._show_timeline(view)
        self.tick()
        self._pages.setCurrentWidget(self._page)

    def reveal(self, report: str, text: str) -> None:
        """Show who reported, after the look was granted."""
        if report in self._masks:
            self._masks[report].reveal(text)

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        if self._view is None:
            return
        run = soonest(self._view.case.clocks)
        if run is None:
            waits = self._view.pending and not self._view.case.clocks  # the server sets the clocks
            none, later = self.tr("Tidak ada tenggat berjalan"), self.tr("Tenggat menyusul")
            self._left.setText(later if waits else none)
            return
        due, warn = _ms(run.due), _ms(run.warn_at)
        remainder = left(due, warn, self._rule_name(run.rule), self._now())
        self._left.setText(f"{remainder.figure} {remainder.words}")
        late = remainder.level == BREACHED
        if late != (self._left.property("kind") == "plate"):
            self._left.setProperty("kind", "plate" if late else "")
            self._left.style().polish(self._left)

    # --- building ---

    def _build(self, theme: Theme) -> None:
        self._pages = QStackedWidget(self)
        self._empty = Empty(theme, self)
        self._page = QWidget(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.m)
        column.addWidget(self._head(theme))
        splitter = QSplitter(Qt.Orientation.Horizontal, self._page)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.space.m)
        splitter.addWidget(self._left_side(theme))
        splitter.addWidget(self._middle(theme))
        splitter.addWidget(self._right_side(theme))
        splitter.setSizes([1200, 1100, 1000])
        column.addWidget(splitter, 1)

    def _head(self, theme: Theme) -> QWidget:
        head = QWidget(self._page)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s)
        self._mark = QLabel(head)
        self._number = label("", theme.fonts.title, head)
        self._state = label("", theme.fonts.strong, head)
        self._left = label("", theme.fonts.figure, head)
        self._left.setMargin(theme.space.xs)
        row.addWidget(self._mark)
        row.addWidget(self._number)
        row.addWidget(self._state)
        row.addStretch(1)
        row.addWidget(self._left)
        return head

    def _panel(self, theme: Theme, title: str) -> tuple[QFrame, QVBoxLayout]:
        panel = QFrame(self._page)
        panel.setProperty("kind", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.s)
        column.addWidget(label(title, theme.fonts.secondary_strong, panel, "secondary"))
        return panel, column

    def _left_side(self, theme: Theme) -> QWidget:
        panel, column = self._panel(theme, self.tr("Laporan warga"))
        scroll = QScrollArea(panel)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget(scroll)
        inner.setProperty("kind", "panel")
        self._reports = QVBoxLayout(inner)
        self._reports.setContentsMargins(0, 0, 0, 0)
        self._reports.setSpacing(theme.space.m)
        scroll.setWidget(inner)
        column.addWidget(scroll, 1)
        return panel

    def _middle(self, theme: Theme) -> QWidget:
        panel, column = self._panel(theme, self.tr("Yang bisa dilakukan sekarang"))
        self._verbs = Verbs(theme, panel)
        self._verbs.asked.connect(self.asked)
        column.addWidget(self._verbs)
        self._notice = Banner(theme, panel)
        self._notice.clear()
        column.addWidget(self._notice)
        column.addSpacing(theme.space.s)
        column.addWidget(rule(panel))
        self._facts = QGridLayout()
        self._facts.setColumnStretch(0, 2)
        self._facts.setColumnStretch(1, 3)
        self._facts.setHorizontalSpacing(theme.space.m)
        self._facts.setVerticalSpacing(theme.space.s)
        column.addLayout(self._facts)
        column.addStretch(1)
        return panel

    def _right_side(self, theme: Theme) -> QWidget:
        panel, column = self._panel(theme, self.tr("Riwayat"))
        self._timeline = Timeline(theme, self._when, panel)
        column.addWidget(self._timeline, 1)
        return panel

    # --- showing ---

    def _show_head(self, case: Case) -> None:
        self._mark.setPixmap(
            self._theme.marks.pixmap(case.state.value, 20, self.devicePixelRatioF())
        )
        self._number.setText(case.number or self.tr("Nomor menyusul"))
        category = self._city.categories.get(case.category or "")
        named = words.category_name(category) if category else self.tr("belum berkategori")
        self._state.setText(f"{word_of(case.state.value)} · {named}")

    def _show_reports(self, case: Case) -> None:
        _empty_layout(self._reports)
        self._masks.clear()
        for report in case.reports:
            self._reports.addWidget(self._report(report))
        self._reports.addStretch(1)

    def _report(self, report: Report) -> QWidget:
        theme = self._theme
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        channel = self._city.channels.get(report.channel, report.channel)
        when = words.local_time(report.at, self._city)
        column.addWidget(label(f"{channel} · {when}", theme.fonts.secondary, box, "secondary"))
        quote = label(report.text, theme.fonts.text, box, wrap=True)
        quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        quote.setAccessibleName(self.tr("Kata-kata pelapor"))
        column.addWidget(quote)
        mask = Masked(theme, self.tr("Pelapor"), box)
        mask.reveal_asked.connect(lambda: self.look_asked.emit(report.id))
        self._masks[report.id] = mask
        column.addWidget(mask)
        return box

    def _show_facts(self, case: Case) -> None:
        _empty_layout(self._facts)
        for row, (what, value) in enumerate(self._fact_rows(case)):
            name = label(what, self._theme.fonts.secondary, None, "secondary", wrap=True)
            text = label(value, self._theme.fonts.text, None, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(text, row, 1)

    def _fact_rows(self, case: Case) -> list[tuple[str, str]]:
        city = self._city
        opds = ",".join(task.opd for task in case.tasks)
        rows = [
            (self.tr("Giliran"), words.owner(case.state.value, opds, city) or "–"),
            (self.tr("Lokasi"), words.place_words(case.place, city)),
            (self.tr("Jenis"), city.classes.get(case.report_class, case.report_class)),
            (self.tr("Prioritas"), _priority(case.priority)),
            (self.tr("Laporan"), str(len(case.reports))),
        ]
        for task in case.tasks:
            if task.planned_for is not None:
                planned = words.local_time(task.planned_for, city)
                rows.append((self.tr("Rencana"), f"{planned} · {task.plan}"))
        rows += self._clock_rows(case.clocks)
        if case.bounces:
            rows.append((self.tr("Dikembalikan OPD"), f"{case.bounces}×"))
        if case.reopened:
            rows.append((self.tr("Dibuka lagi"), f"{case.reopened}×"))
        return rows

    def _clock_rows(self, clocks: tuple[ClockRun, ...]) -> list[tuple[str, str]]:
        """Running and missed clocks a line each; the kept ones together on one."""
        rows, kept = [], list[str]()
        for run in clocks:
            name, due = self._rule_name(run.rule), words.local_time(run.due, self._city)
            if run.ended is not None and run.ended <= run.due:
                kept.append(name)
            elif run.ended is not None:
                rows.append((name, self.tr("terlambat, tenggat {due}").format(due=due)))
            elif run.paused is not None:
                rows.append((name, self.tr("berhenti sementara")))
            else:
                rows.append((name, self.tr("tenggat {due}").format(due=due)))
        if kept:
            rows.append((self.tr("Tepat waktu"), ", ".join(dict.fromkeys(kept))))
        return rows

    def _show_verbs(self, case: Case) -> None:
        acts = [act for act in offered(case, self._author) if act.key != "undo" or case.acts]
        big = [act for act in acts if act.key not in _SMALL][:BIG_VERBS]
        rest = [act for act in acts if act not in big]
        self._verbs.set_verbs([_verb(act, big) for act in big], [_verb(act, big) for act in rest])

    def _show_notice(self, view: CaseView) -> None:
        if view.refused:
            no = view.refused[0][1]
            self._notice.show_notice("warning", words.refusal(no.key, no.facts, self._city))
        elif view.pending:
            count = len(view.pending)
            said = self.tr("{n} perintah tersimpan di meja ini, belum terkirim ke server.")
            self._notice.show_notice("info", said.format(n=count))
        elif view.case.state is State.MERGED:
            self._notice.show_notice("info", self._merged_words(view.case))
        else:
            self._notice.clear()

    def _merged_words(self, case: Case) -> str:
        master = self._named(case.master or "")
        if not master:
            return self.tr("Kasus ini digabung ke kasus lain.")
        return self.tr("Kasus ini digabung ke {case}").format(case=master)

    def _show_timeline(self, view: CaseView) -> None:
        undone = {
            change.act.change
            for change in (*view.history, *view.pending)
            if isinstance(change.act, Undo) and change.alters
        }
        entries = [self._entry(change, undone, pending=True) for change in view.pending]
        entries += [self._entry(change, undone, pending=False) for change in view.history]
        self._timeline.set_entries(entries)

    def _entry(self, change: Change, undone: set[str], *, pending: bool) -> Entry:
        icon, what, text = words.happened(change, self._city)
        return Entry(
            _ms(change.at),
            change.by.name,
            change.by.desk,
            what,
            text,
            pending,
            change.id in undone,
            icon,
        )

    def _when(self, ms: int) -> str:
        moment = datetime.fromtimestamp(ms / 1000, UTC)
        now = datetime.fromtimestamp(self._now() / 1000, UTC)
        return words.local_time(moment, self._city, now)

    def _rule_name(self, rule_id: str) -> str:
        return next((r.name for r in self._city.clocks if r.id == rule_id), rule_id)


_SMALL = ("note", "undo", "bounce", "reassign", "merge", "decline", "archive")


def _verb(act: Act, big: list[Act]) -> Verb:
    primary = bool(big) and act is big[0]
    return Verb(act.key, act.word, act.icon, act.shortcut, primary)


def _priority(key: str) -> str:
    return {
        "normal": words.translate("words", "Biasa"),
        "urgent": words.translate("words", "Mendesak"),
        "emergency": words.translate("words", "Darurat"),
    }.get(key, key)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _empty_layout(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
