"""What ends when nobody looks any more: a reporter who was shown, and being on a case."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from console.desk import Desk
from console.pages.case import CasePage
from console.pages.hands import Hands
from console.pages.identity import IdentitySheet
from console.pages.sheet import SheetPlace


class Privacy(QObject):
    """Forgets a reporter when the case page is left or the desk is locked. Who has locked it is on
    no case: others must not wait for them.
    """

    def __init__(
        self,
        desk: Desk,
        pages: QStackedWidget,
        case_page: CasePage,
        sheets: SheetPlace,
        hands: Hands,
        writing: tuple[QWidget, ...],
    ) -> None:
        super().__init__(pages)
        self._desk, self._case_page, self._sheets = desk, case_page, sheets
        self._hands, self._writing = hands, writing
        self._preparing = ""
        hands.preparing.connect(self._prepare)
        pages.currentChanged.connect(self._left)
        case_page.left.connect(self._left)

    @Slot(bool)
    def follow(self, locked: bool) -> None:
        """The desk is locked, or open again: then the officer is on their case as before."""
        view, sheet = self._case_page.view, self._sheets.current
        if locked:
            self._case_page.conceal()
            self._hands.drop_look()
            self._desk.attend(None)
        elif sheet is not None and sheet.isVisible() and self._preparing:
            self._desk.attend(self._preparing, "edit")
        elif view is not None and self._case_page.isVisible():
            self._desk.attend(view.case.id)

    @Slot(str)
    def _prepare(self, case: str) -> None:
        self._preparing = case

    def writing(self) -> bool:
        """Whether somebody has typed what is not stored yet."""
        sheet = self._sheets.current
        places = (*self._writing, *([sheet] if sheet is not None else []))
        return any(
            any(line.text() and line.isModified() for line in place.findChildren(QLineEdit))
            or any(
                text.toPlainText() and text.document().isModified()
                for text in place.findChildren(QPlainTextEdit)
            )
            for place in places
        )

    @Slot()
    def _left(self) -> None:
        """Another page, or another case: an answer on its way is for nobody."""
        self._case_page.conceal()
        if isinstance(self._sheets.current, IdentitySheet):
            self._sheets.close()
