"""One case: what the citizen wrote, what to do now, and everything that happened to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.desk import CaseView
from console.pages import deliveries, flood, words
from console.pages.acts import Act, offered
from console.pages.case_facts import fact_rows
from console.pages.case_head import CaseHead
from console.pages.case_map import CaseMap
from console.pages.case_reports import CaseReports
from console.pages.clock_words import rule_name
from console.pages.layout import widths_of
from console.pages.nearest import NearestPanel
from console.pages.photos import CasePhotos, sources_of
from console.pages.similar import SimilarPanel
from db.domain.astray import failed
from db.domain.case import Actor, Case, Place
from db.domain.changes import Change
from db.domain.city import City
from db.domain.clocks import soonest
from db.domain.commands import LAWS, Undo
from db.domain.likeness import Similar
from db.domain.nearby import nearby_case
from db.domain.states import OPEN, Role, State
from widgets.banner import Banner
from widgets.countdown import BREACHED, left
from widgets.empty import Empty
from widgets.labels import label, rule
from widgets.theme import Theme
from widgets.timeline import Entry, Timeline
from widgets.verbs import Verb, Verbs

BIG_VERBS = 3

LOOKERS = frozenset({Role.OFFICER, Role.SUPERVISOR})
"""Who may ask who reported; the server asks for the same."""


class CasePage(QWidget):
    """Shows the case it is given. `asked` names an act, `look_asked` a report's identity, `given`
    are photos that were dropped or pasted here, `compare_asked` a case to put beside this one,
    `call_asked` a facility to be called;
    `left`: the case that was shown is not on the page any more; `pin_asked`: the page is to stay at
    its case, or to follow the board again.
    """

    asked = Signal(str)
    look_asked = Signal(str)
    given = Signal(object)
    compare_asked = Signal(str)
    call_asked = Signal(object)
    left = Signal()
    pin_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        author: Actor,
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
        *,
        named: Callable[[str], str] = lambda case: "",
        photos: CasePhotos | None = None,
        place: CaseMap | None = None,
        keys: Mapping[str, str] = MappingProxyType({}),
        near: Callable[[Place], str] = lambda place: "",
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._photos, self._place = photos, place
        self._theme, self._city, self._author, self._now = theme, city, author, now_ms
        self._named, self._near = named, near
        self._view: CaseView | None = None
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
        """The case is being read; no act is meant for the one before."""
        self.left.emit()
        self._view = None
        self._empty.show_loading(self.tr("Membuka kasus …"))
        self._pages.setCurrentWidget(self._empty)

    def show_gone(self) -> None:
        """The case is not, or no longer, in sight of this desk."""
        self._view = None
        self.left.emit()
        self._empty.show_error(
            self.tr("Kasus ini tidak ada di meja ini"),
            self.tr("Mungkin sudah dirahasiakan, atau belum pernah diunduh."),
            "",
        )
        self._pages.setCurrentWidget(self._empty)

    def show_case(self, view: CaseView) -> None:
        """Show a case, or the one on the page as it is now."""
        before, now = self._view.case if self._view is not None else None, view.case
        if before is None or before.id != now.id:
            self.left.emit()
            self._similar.show_similar(())
        elif before.state in OPEN and now.state not in OPEN:
            self.conceal()  # nothing is owed to the reporter any more
        self._view = view
        self._head.show_case(view.case)
        self._reports.show_case(view.case)
        self._show_facts(view.case)
        self._nearest.show_nearby(nearby_case(view.case, self._city))
        self._show_verbs(view.case)
        self._show_notice(view)
        self._show_timeline(view)
        self.tick()
        self._pages.setCurrentWidget(self._page)

    @Slot()
    def look_around(self) -> None:
        """More is known of what lies around."""
        if self._view is not None:
            self._show_facts(self._view.case)

    def show_others(self, others: Sequence[Mapping[str, Any]]) -> None:
        """Who else is on this case, as ``Desk.others`` has it."""
        self._head.show_others(others)

    def show_pin(self, *, offered: bool, pinned: bool) -> None:
        """Whether this page follows the board, where both are seen."""
        self._head.show_pin(offered=offered, pinned=pinned)

    def show_similar(self, similar: Sequence[Similar]) -> None:
        """Which open cases may be the same problem, the likest first."""
        self._similar.show_similar(similar)

    def save(self) -> str:
        """How wide its three parts are, for ``restore`` on another day; "" where none is shown."""
        return json.dumps(self._splitter.sizes()) if self._view is not None else ""

    def restore(self, saved: str) -> None:
        """Set them up as they were; what makes no sense is as at first."""
        widths = widths_of(saved)
        if len(widths) == len(_WIDTHS):
            self._splitter.setSizes(list(widths))

    def reveal(self, report: str, text: str) -> None:
        """Show who reported, after the look was granted."""
        self._reports.reveal(report, text)

    def conceal(self) -> None:
        """Forget who reported."""
        self._reports.conceal()

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        if self._view is None:
            return
        run = soonest(self._view.case.clocks)
        if run is None:
            waits = self._view.pending and not self._view.case.clocks  # the server sets the clocks
            none, later = self.tr("Tidak ada tenggat berjalan"), self.tr("Tenggat menyusul")
            self._head.show_left(later if waits else none)
            return
        due, warn = _ms(run.due), _ms(run.warn_at)
        remainder = left(due, warn, rule_name(run.rule, self._city), self._now())
        said = f"{remainder.figure} {remainder.words}"
        self._head.show_left(said, late=remainder.level == BREACHED)

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
        self._head = CaseHead(theme, self._city, self._page, self._keys)
        self._head.pin_asked.connect(self.pin_asked)
        column.addWidget(self._head)
        splitter = QSplitter(Qt.Orientation.Horizontal, self._page)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.space.m)
        splitter.addWidget(self._left_side(theme))
        splitter.addWidget(self._middle(theme))
        splitter.addWidget(self._right_side(theme))
        splitter.setSizes(_WIDTHS)
        column.addWidget(splitter, 1)
        self._splitter = splitter

    def _panel(self, theme: Theme, title: str) -> tuple[QFrame, QVBoxLayout]:
        panel = QFrame(self._page)
        panel.setProperty("kind", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.s)
        column.addWidget(label(title, theme.fonts.secondary_strong, panel, "secondary"))
        return panel, column

    def _left_side(self, theme: Theme) -> QWidget:
        self._reports = CaseReports(
            theme,
            self._city,
            self._photos,
            self._page,
            place=self._place,
            may_look=self._author.role in LOOKERS,
        )
        self._reports.look_asked.connect(self.look_asked)
        if self._photos is not None:
            self._take_photos(self._photos)
        return self._reports

    def _take_photos(self, photos: CasePhotos) -> None:
        """More photos come by key, chooser, drop and paste."""
        photos.asked.connect(lambda: self.asked.emit("attach"))
        self.setAcceptDrops(True)
        paste = QShortcut(QKeySequence.StandardKey.Paste, self, self._paste)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped on a case."""
        if self._view is not None and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Photos for the case on the page."""
        self._give(sources_of(event.mimeData()))
        event.acceptProposedAction()

    @Slot()
    def _paste(self) -> None:
        self._give(sources_of(QGuiApplication.clipboard().mimeData()))

    def _give(self, sources: list[Path | bytes]) -> None:
        if sources and self._view is not None:
            self.given.emit(sources)

    def _middle(self, theme: Theme) -> QWidget:
        acts = any(self._author.role in law.roles for law in LAWS.values())
        title = self.tr("Yang bisa dilakukan sekarang") if acts else self.tr("Tentang kasus ini")
        panel, column = self._panel(theme, title)
        self._verbs = Verbs(theme, panel)
        self._verbs.asked.connect(self.asked)
        column.addWidget(self._verbs)
        self._verbs.setVisible(acts)
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
        column.addSpacing(theme.space.s)
        self._nearest = NearestPanel(theme, panel, keys=self._keys.get("call_nearest", ""))
        self._nearest.call_asked.connect(self.call_asked)
        column.addWidget(self._nearest)
        self._similar = SimilarPanel(theme, self._city, panel)
        self._similar.asked.connect(self.compare_asked)
        column.addWidget(self._similar)
        column.addStretch(1)
        return panel

    def _right_side(self, theme: Theme) -> QWidget:
        panel, column = self._panel(theme, self.tr("Riwayat"))
        self._timeline = Timeline(theme, self._when, panel)
        column.addWidget(self._timeline, 1)
        return panel

    # --- showing ---

    def _show_facts(self, case: Case) -> None:
        near = self._near(case.place)
        _empty_layout(self._facts)
        for row, (what, value) in enumerate(fact_rows(case, self._city, self._now(), near)):
            name = label(what, self._theme.fonts.secondary, None, "secondary", wrap=True)
            text = label(value, self._theme.fonts.text, None, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(text, row, 1)

    def _show_verbs(self, case: Case) -> None:
        acts = [act for act in offered(case, self._author) if act.key != "undo" or case.acts]
        small = _SMALL if failed(case) else (*_SMALL, "told")
        big = [act for act in acts if act.key not in small][:BIG_VERBS]
        rest = [act for act in acts if act not in big]
        self._verbs.set_verbs(
            [self._verb(act, big) for act in big], [self._verb(act) for act in rest]
        )

    def _verb(self, act: Act, big: Sequence[Act] = ()) -> Verb:
        primary = bool(big) and act is big[0]
        return Verb(act.key, act.word, act.icon, self._keys.get(act.key, act.shortcut), primary)

    def _show_notice(self, view: CaseView) -> None:
        if view.refused:
            no = view.refused[0][1]
            self._notice.show_notice("warning", words.refusal(no.key, no.facts, self._city))
        elif view.pending:
            count = len(view.pending)
            said = self.tr("{n} perintah tersimpan di meja ini, belum terkirim ke server.")
            self._notice.show_notice("info", said.format(n=count))
        elif alarm := deliveries.alarm(view.case, self._city):
            self._notice.show_notice("warning", alarm)
        elif said := self._folded_words(view):
            self._notice.show_notice("info", said)
        elif view.case.state is State.MERGED:
            self._notice.show_notice("info", self._merged_words(view.case))
        else:
            self._notice.clear()

    def _folded_words(self, view: CaseView) -> str:
        master, key = self._named(view.case.master or ""), self._keys.get("unfold", "")
        return flood.on_case(view.case, view.history, master, key)

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


_WIDTHS = [1200, 1100, 1000]
_SMALL = ("note", "attach", "place", "undo", "bounce", "reassign", "merge", "decline", "archive")


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _empty_layout(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
