"""The board of the desk itself: lanes, cards, chips, countdowns and sums, all switched on."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from bench.parts.cases import NOW
from console.case_model import CaseBook, Columns, Wanted
from console.desk import flags_of
from console.heap import give_back_free_pages
from console.pages.board import Board
from console.worker import TURN
from db.domain.brief import Brief
from server.city import open_city
from widgets.card_view import CardView
from widgets.theme import apply_theme, load_theme

_CITY = Path(__file__).resolve().parents[2] / "resources" / "cities" / "kota-tangerang"


class Ours:
    """The real page over the real book; only search is left out, which asks the cache."""

    def __init__(self) -> None:
        city, _ = open_city(_CITY)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = load_theme("dark")
        apply_theme(app, theme)

        async def nothing(*_: object) -> frozenset[str]:
            return frozenset()

        sys.setswitchinterval(TURN)  # as the program does
        self._now = NOW
        self.book = CaseBook()
        self.board = Board(theme, self.book, city, lambda: self._now, nothing, nothing)
        self._columns = self.book.fresh()

    def resize(self, width: int, height: int) -> None:
        """Size of the window."""
        self.board.resize(width, height)

    def fill(self, cases: list[Brief]) -> None:
        """What the cache's reading thread does."""
        self._columns = self.columns_of(cases)

    def columns_of(self, cases: list[Brief]) -> Columns:
        """Columns of these cases, arranged; on any thread."""
        columns = self.book.fresh()
        columns.take(cases, flags_of)
        columns.arrange()
        give_back_free_pages()
        return columns

    def show_all(self) -> None:
        """What the main thread does."""
        self.book.adopt(self._columns)
        self.board.show()

    def _views(self) -> list[CardView]:
        return [view for view in self.board.findChildren(CardView) if view.isVisible()]

    def jump(self, turn: int, part: float) -> None:
        """One lane to another place, each in its turn, as an officer would."""
        views = self._views()
        bar = views[turn % len(views)].verticalScrollBar()
        bar.setValue(int(part * bar.maximum()))

    def wheel(self, turn: int) -> None:
        """One lane a third of a card down, about three rows of a table."""
        views = self._views()
        bar = views[turn // 40 % len(views)].verticalScrollBar()
        bar.setValue(bar.value() + 66)

    def tick(self) -> None:
        """A second has passed."""
        self._now += 1000
        self.board.tick()

    def change(self, cases: list[Brief]) -> None:
        """These are new, in one go."""
        self.book.put([(case, flags_of(case)) for case in cases])

    def narrow(self, category: str) -> None:
        """Show one category, "" for all."""
        self.book.narrow(Wanted(categories=(category,) if category else ()))
