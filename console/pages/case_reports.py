"""The left side of a case: what its reporters wrote, who they are if asked, and the photos."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from console.pages import words
from console.pages.case_map import CaseMap
from console.pages.photos import CasePhotos
from db.domain.case import Case, Report
from db.domain.city import City
from widgets.labels import label, rule
from widgets.masked import Masked
from widgets.scroller import Scroller
from widgets.theme import Theme


class CaseReports(QFrame):
    """`look_asked` names a report whose sender is asked for."""

    look_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        city: City,
        photos: CasePhotos | None,
        parent: QWidget,
        *,
        place: CaseMap | None = None,
        may_look: bool = True,
    ) -> None:
        super().__init__(parent)
        self._may_look = may_look
        self._theme, self._city, self._photos, self._place = theme, city, photos, place
        self._case: Case | None = None
        self._masks: dict[str, Masked] = {}
        self.setProperty("kind", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.l, theme.space.m, theme.space.l, theme.space.l)
        column.setSpacing(theme.space.s)
        title = self.tr("Laporan warga")
        column.addWidget(label(title, theme.fonts.secondary_strong, self, "secondary"))
        self._scroll = _Snug(self, self.tr("Laporan"))
        self._scroll.fitted.connect(self._share_room)
        self._rows = QVBoxLayout(self._scroll.inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space.m)
        column.addWidget(self._scroll, 1)
        if photos is not None:
            # What was seen belongs to what was written: right below it, however high the screen.
            column.addSpacing(theme.space.s)
            column.addWidget(rule(self))
            photos.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(photos)
        if place is not None:
            column.addSpacing(theme.space.s)
            column.addWidget(place, 2)
        column.addStretch(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    @Slot()
    def _share_room(self) -> None:
        """The map takes only what reports and photos leave."""
        layout = self.layout()
        if self._place is None or layout is None:
            return
        items = map(layout.itemAt, range(layout.count()))
        others = [
            item
            for item in items
            if item is not None and item.widget() not in (self._place, self._scroll)
        ]
        taken = sum(item.sizeHint().height() for item in others) + self._scroll.maximumHeight()
        margins, gaps = layout.contentsMargins(), layout.spacing() * layout.count()
        self._place.give_room(self.height() - taken - margins.top() - margins.bottom() - gaps)

    def show_case(self, case: Case) -> None:
        """Show a case; a sender who was revealed stays so while the reports are the same."""
        before, self._case = self._case, case
        if before is None or before.id != case.id or before.reports != case.reports:
            self._show_reports(case)
        if self._photos is not None:
            self._photos.show_case(case)
        if self._place is not None:
            self._place.show_case(case)

    def reveal(self, report: str, text: str) -> None:
        """Show who reported, after the look was granted."""
        if report in self._masks:
            self._masks[report].reveal(text)

    def conceal(self) -> None:
        """Forget every sender who was shown."""
        for mask in self._masks.values():
            mask.conceal()

    def _show_reports(self, case: Case) -> None:
        self.conceal()  # widgets live on a little after they are thrown away
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._masks.clear()
        for report in case.reports:
            self._rows.addWidget(self._report(report))
        self._scroll.verticalScrollBar().setValue(0)

    def _report(self, report: Report) -> QWidget:
        theme = self._theme
        box = QWidget(self._scroll.inner)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s)
        channel = self._city.channels.get(report.channel, report.channel)
        when = words.local_time(report.at, self._city)
        column.addWidget(label(f"{channel} · {when}", theme.fonts.secondary, box, "secondary"))
        quote = label(report.text, theme.fonts.text, box, wrap=True)
        quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        quote.setAccessibleDescription(self.tr("Kata-kata pelapor"))
        column.addWidget(quote)
        mask = Masked(theme, self.tr("Pelapor"), box, may_ask=self._may_look)
        mask.reveal_asked.connect(lambda: self.look_asked.emit(report.id))
        self._masks[report.id] = mask
        column.addWidget(mask)
        return box


class _Snug(Scroller):
    """Scrolls what is too high for its place, and is never higher than that. `fitted`: it may be
    of another height now."""

    fitted = Signal()

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, name)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit)
        self.inner = QWidget(self)
        self.inner.setProperty("kind", "panel")
        self.setWidget(self.inner)
        self.inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Its reports are others now."""
        if watched is self.inner and event.type() is QEvent.Type.LayoutRequest:
            self._later.start()  # once the layout knows of it itself
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    @Slot()
    def _fit(self) -> None:
        layout = self.inner.layout()
        if layout is not None:
            wanted = layout.totalHeightForWidth(self.viewport().width())
            self.setMaximumHeight(max(wanted, 1) + 2 * self.frameWidth())
            self.fitted.emit()
