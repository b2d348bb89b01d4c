"""A lane of the board: who owes the next act, how much of it there is, and the cards."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.card_view import CardView
from widgets.case_card import CaseCard
from widgets.countdown import figure
from widgets.empty import Empty
from widgets.labels import Elided, label, restyle
from widgets.marks import word_of
from widgets.news_chip import NewsChip
from widgets.roles import CARD, Card
from widgets.theme import Theme

_MARK = 14


class Lane(QFrame):
    """Header and cards. The model has one column and answers ``data(CARD)``."""

    chosen = Signal(str)  # id of the card that became current
    opened = Signal(str)  # Enter or double click

    def __init__(
        self,
        theme: Theme,
        now_ms: Callable[[], int],
        word: str,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        states: Sequence[str] = (),
        compact: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now, self._word = theme, now_ms, word
        self._painters = {dense: CaseCard(theme, now_ms, dense, self) for dense in (False, True)}
        self._oldest, self._loading, self._bare = 0, False, True
        self.setProperty("kind", "lane")
        self.setObjectName(f"lane {states[0]}" if states else "lane")
        self.view = CardView(self._painters[compact], self)
        self.view.setAccessibleName(word)
        self._empty = Empty(theme, self)
        self.news = NewsChip(theme, self)
        self._build(hint, states)
        self._connect()
        self.set_empty(self.tr("Tidak ada yang menunggu"), hint)
        self.set_figures(0)
        self._refresh()

    # -- what a page uses

    def set_model(self, model: QAbstractItemModel) -> None:
        """Show these rows, in the model's order."""
        self.view.setModel(model)
        self._refresh()

    def set_figures(self, count: int, breached: int = 0, oldest_arrival: int = 0) -> None:
        """The header: how many, how many past their deadline, when the oldest came in (ms)."""
        self._count.setText(str(count))
        self._breached.setText(self.tr("{n} lewat").format(n=breached))
        self._breached.setVisible(breached > 0)
        self._oldest = oldest_arrival
        self._show_oldest()
        name = self.tr("{word}: {count} kasus, {breached} lewat tenggat")
        self.setAccessibleName(name.format(word=self._word, count=count, breached=breached))

    def set_loading(self, loading: bool) -> None:
        """Whether rows are still being read."""
        self._loading = loading
        self._refresh()

    def set_empty(self, headline: str, hint: str = "", icon: str = "check-circle-outline") -> None:
        """What to say when the lane has no cards."""
        self._empty_words = (icon, headline, hint)
        self._refresh()

    def set_compact(self, compact: bool) -> None:
        """Two lines a card rather than four."""
        self.view.set_painter(self._painters[compact])

    def tick(self) -> None:
        """A second has passed: repaint the figures on screen that have changed."""
        self.view.tick()
        self._show_oldest()

    def current_id(self) -> str:
        """Id of the current card, or ""."""
        card = self._card(self.view.currentIndex())
        return card.id if card else ""

    def selected_ids(self) -> list[str]:
        """Ids of the selected cards, from the top."""
        model = self.view.model()
        cards = (self._card(model.index(row, 0)) for row in self.view.selected_rows())
        return [card.id for card in cards if card]

    def choose_row(self, row: int) -> None:
        """Make a row current and visible."""
        self.view.choose_row(row)

    def step(self, rows: int) -> None:
        """Make the card so many rows further on current."""
        self.view.choose_row(max(0, self.view.currentIndex().row() + rows))

    # -- inside

    def _build(self, hint: str, states: Sequence[str]) -> None:
        fonts, space = self._theme.fonts, self._theme.space
        self._count = label("0", fonts.heading, self)
        self._since = Elided("", fonts.secondary, self, "secondary")
        self._breached = label("", fonts.secondary_strong, self)
        self._breached.setProperty("kind", "plate")
        top, below, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        top.setSpacing(space.xs)
        for state in states:
            top.addWidget(self._mark(state))
        top.addSpacing(space.xs if states else 0)
        top.addWidget(Elided(self._word, fonts.strong, self), 1)
        top.addWidget(self._count)
        below.addWidget(self._since, 1)
        below.addWidget(self.news)
        below.addWidget(self._breached)
        below.setSpacing(space.xs)
        head = QVBoxLayout()
        head.setContentsMargins(space.m, space.s, space.m, space.s)
        head.setSpacing(2)
        head.addLayout(top)
        head.addLayout(below)
        self._breached.setFixedHeight(self._theme.px(18))
        self._since.setFixedHeight(self._theme.px(18))
        column.setContentsMargins(1, 1, 1, space.xs)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)
        self.setToolTip(hint)

    def _mark(self, state: str) -> QLabel:
        mark = QLabel(self)
        ratio = self.devicePixelRatioF()
        mark.setPixmap(self._theme.marks.pixmap(state, self._theme.px(_MARK), ratio))
        mark.setToolTip(word_of(state))
        mark.setAccessibleName(word_of(state))
        return mark

    def _connect(self) -> None:
        self.view.row_chosen.connect(lambda index: self._tell(self.chosen, index))
        self.view.row_opened.connect(lambda index: self._tell(self.opened, index))
        self.view.settled.connect(self._settle)
        self.view.installEventFilter(self)

    def _tell(self, signal: object, index: QModelIndex) -> None:
        card = self._card(index)
        if card:
            signal.emit(card.id)  # type: ignore[attr-defined]

    def _card(self, index: QModelIndex) -> Card | None:
        card: Card | None = index.data(CARD) if index.isValid() else None
        return card

    def _refresh(self) -> None:
        bare = self._bare = self._loading or self.view.count() == 0
        self.view.setVisible(not bare)
        self._empty.setVisible(bare)
        if self._loading:
            self._empty.show_loading(self.tr("Memuat kasus …"))
        elif bare:
            self._empty.show_empty(*self._empty_words)

    def _show_oldest(self) -> None:
        text = ""
        if self._oldest:
            age = figure(max(0, self._now() - self._oldest))
            text = self.tr("terlama {age}").format(age=age)
        self._since.say(text)

    def _settle(self) -> None:
        if self._bare != (self._loading or self.view.count() == 0):
            self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            restyle(self, "focused", event.type() is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)
