"""Lihat sebagai: an administrator sees the console as a role sees it, and touches nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from console.pages.deed import Deed
from console.pages.sheet import Sheet, SheetPlace
from console.pages.view_words import OF_THE_ROOM, held_back, role_of, view_only
from db.domain.case import Actor
from db.domain.city import City
from db.domain.states import Role
from widgets.labels import label
from widgets.picker import Choice, Picker
from widgets.theme import Theme

translate = QCoreApplication.translate

KEY = "view_as"
"""The deed that begins it, and ends it."""

_OF_AN_AGENCY = (Role.AGENCY_HEAD, Role.OPD_OPERATOR)

_HELD = frozenset(
    {
        "take_call", "undo_bulk", "unfold", "save_filter", "share_filter", "basemap", "change_keys",
        "mute", "tear_off",
    }
)  # fmt: skip
"""Beside acts on cases: what would alter something, here or for others, or leave the banner."""


class Viewing(NamedTuple):
    """Who is seen to look (the role, and its agency), and until when (UTC)."""

    actor: Actor
    until: datetime


class ViewBanner(QFrame):
    """Above everything for as long as it lasts. `left` when its button is pressed."""

    left = Signal()

    def __init__(self, theme: Theme, city: City, viewing: Viewing, keys: str) -> None:
        super().__init__()
        self.setProperty("kind", "viewing")
        actor, until = viewing.actor, viewing.until.astimezone(ZoneInfo(city.zone))
        role = role_of(actor.role, actor.opd or "", city)
        said = self.tr("Melihat sebagai {role} · hanya lihat · sampai {at}")
        said = said.format(role=role, at=f"{until:%H.%M}")
        detail = held_back(actor.role)
        self.setAccessibleName(f"{said}. {detail}")
        picture = QLabel(self)
        picture.setPixmap(theme.icons.icon("eye", "on_accent").pixmap(20, 20))
        words = label(said, theme.fonts.strong, self)
        words.setObjectName("viewing_as")
        more = label(detail, theme.fonts.secondary, self, wrap=True)
        leave = QPushButton(self.tr("Selesai melihat ({keys})").format(keys=keys), self)
        leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        leave.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.l, theme.space.s, theme.space.l, theme.space.s)
        row.setSpacing(theme.space.m)
        row.addWidget(picture)
        row.addWidget(words)
        row.addWidget(more, 1)
        row.addWidget(leave)


class ViewSheet(Sheet):
    """As whom? `chosen` carries the role and the id of its agency, or ""."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, city: City, parent: QWidget | None = None) -> None:
        title = translate("ViewSheet", "Lihat sebagai")
        told = translate(
            "ViewSheet",
            "Konsol seperti peran ini melihatnya, paling lama 15 menit. Hanya lihat; tercatat di "
            "server, dan tidak terhitung sebagai hadir atau membaca.",
        )
        super().__init__(theme, title, told, parent)
        self._picker = Picker(theme, self, placeholder=self.tr("Ketik peran atau OPD"))
        self._picker.set_choices(_choices(city))
        self._picker.chosen.connect(self._chosen)
        self._picker.cancelled.connect(self.closed)
        self.body.addWidget(self._picker, 1)

    def begin(self) -> None:
        """Keys go to the names."""
        self._picker.setFocus()

    @Slot(str)
    def _chosen(self, key: str) -> None:
        role, _, opd = key.partition(":")
        self.chosen.emit(role, opd)


def _choices(city: City) -> list[Choice]:
    of_the_city = (*OF_THE_ROOM, Role.MAYOR)
    found = [_choice(role, "", "", city, "account-circle") for role in of_the_city]
    for opd, agency in city.agencies.items():
        found += [_choice(role, opd, agency.name, city, "domain") for role in _OF_AN_AGENCY]
    return found


def _choice(role: Role, opd: str, detail: str, city: City, icon: str) -> Choice:
    return Choice(f"{role}:{opd}", role_of(role, opd, city), detail, icon=icon)


class ViewHands(QObject):
    """Begins and ends a view; while one lasts, keeps every hand still.

    `asked` carries a role and the id of its agency, or ""; `ended`: enough was seen.
    """

    asked = Signal(str, str)
    ended = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        viewing: Viewing | None,
        sheets: Callable[[], SheetPlace],
        say: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._viewing = theme, city, viewing
        self._sheets, self._say = sheets, say

    @property
    def lasts(self) -> bool:
        """Whether this desk is a view."""
        return self._viewing is not None

    def banner(self, keys: str) -> ViewBanner | None:
        """What stands above everything; None at a desk of one's own."""
        if self._viewing is None:
            return None
        banner = ViewBanner(self._theme, self._city, self._viewing, keys)
        banner.left.connect(self.ended)
        return banner

    def toggle(self) -> None:
        """Ask as whom; or, while it lasts, back to one's own desk."""
        if self.lasts:
            self.ended.emit()
            return
        sheet = ViewSheet(self._theme, self._city, self._sheets().page)
        sheet.chosen.connect(self._chosen)
        self._sheets().show(sheet)

    def deed(self, deed: Deed) -> Deed:
        """A deed as it may be done here."""
        if deed.key == KEY and self.lasts:
            return deed._replace(word=translate("viewing", "Selesai melihat sebagai peran lain"))
        alters = deed.acts or deed.key in _HELD or deed.key.startswith("volume=")
        return deed._replace(act=self.held(deed.act)) if alters else deed

    def held(self, act: Callable[..., object]) -> Callable[..., object]:
        """The same at a desk of one's own; in a view it only says why not."""
        return act if not self.lasts else lambda *_asked: self._say(view_only())

    @Slot(str, str)
    def _chosen(self, role: str, opd: str) -> None:
        self._sheets().close()
        self.asked.emit(role, opd)
