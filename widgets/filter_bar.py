"""What the board shows: search, filters as chips, and each active one removable."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from widgets.flow import Flow
from widgets.key_hint import KeyHint
from widgets.labels import restyle
from widgets.marks import colour_word_of
from widgets.option_list import Option, OptionList
from widgets.theme import Theme

FIELDS: Final = ("category", "area", "agency", "channel", "kind", "colour")
_WAIT = 80  # ms without a keystroke before the text counts
_COLOURS = {"red": "received", "yellow": "accepted", "green": "closed", "grey": "archived"}

__all__ = ["FIELDS", "FilterBar", "Filters", "Option"]


@dataclass(frozen=True)
class Filters:
    """What an officer wants to see; empty means everything. Tuples hold option keys."""

    text: str = ""
    category: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    mine: bool = False
    breached: bool = False

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, field.name) for field in fields(self))


class FilterBar(QWidget):
    """``changed`` carries the new Filters; the text is waited for until typing rests.

    The key "/" is only shown: the page binds it to ``focus_search``.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filters = Filters()
        self._search = QLineEdit(self)
        self._hint = KeyHint(theme, "/", self._search)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._lists: dict[str, OptionList] = {}
        self._chips: dict[str, QToolButton] = {}
        self._toggles: dict[str, QToolButton] = {}
        self._active = QWidget(self)
        self._active_row = Flow(theme.space.xs, self._active)
        self._build()
        self._timer.timeout.connect(self._read_text)
        self.set_options("colour", [Option(c, colour_word_of(c)) for c in _COLOURS])
        self._show()

    def set_options(self, field: str, options: Sequence[Option]) -> None:
        """What a field (one of FIELDS) can be narrowed to."""
        self._lists[field].set_options([(o, self._picture(field, o)) for o in options])
        self._lists[field].set_keys(getattr(self._filters, field))
        self._show()

    def filters(self) -> Filters:
        """What is asked for now."""
        return self._filters

    def set_filters(self, filters: Filters) -> None:
        """Ask for this; emits if it is something else than before."""
        self._timer.stop()
        if self._search.text().strip() != filters.text:
            self._search.setText(filters.text)
            self._timer.stop()
        if filters == self._filters:
            return
        self._filters = filters
        for field, options in self._lists.items():
            options.set_keys(getattr(filters, field))
        self._show()
        self.changed.emit(filters)

    def in_words(self) -> str:
        """What is asked for, "" for everything."""
        words, now = self._words(), self._filters
        parts = [f"“{now.text}”"] if now.text else []
        for field, options in self._lists.items():
            keys = getattr(now, field)
            if keys:
                parts.append(f"{words[field]}: {', '.join(map(options.word, keys))}")
        parts += [words[field] for field in self._toggles if getattr(now, field)]
        return " · ".join(parts)

    def known(self, filters: Filters) -> Filters:
        """The same without the keys that are not offered here."""
        offered = {
            field: tuple(key for key in getattr(filters, field) if options.offers(key))
            for field, options in self._lists.items()
        }
        return replace(filters, **offered)  # type: ignore[arg-type]

    def clear(self) -> None:
        """Show everything again."""
        self.set_filters(Filters())

    def focus_search(self) -> None:
        """Put the cursor in the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    # -- building

    def _build(self) -> None:
        space = self._theme.space
        row, column = Flow(space.xs), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.xs)
        row.addWidget(self._search_field())
        words = self._words()
        for field in FIELDS:
            row.addWidget(self._chip(field, words[field]))
        for field, icon in (("mine", "account-outline"), ("breached", "timer-alert-outline")):
            row.addWidget(self._toggle(field, words[field], icon))
        column.addLayout(row)
        column.addWidget(self._active)

    def _search_field(self) -> QLineEdit:
        search, theme = self._search, self._theme
        search.setPlaceholderText(self.tr("Cari nomor, kata, jalan"))
        search.setAccessibleName(self.tr("Cari kasus"))
        picture = theme.icons.icon("magnify", "secondary")
        search.addAction(picture, QLineEdit.ActionPosition.LeadingPosition).setText(self.tr("Cari"))
        search.setFixedWidth(theme.px(240))
        search.textEdited.connect(lambda: self._timer.start())
        search.textChanged.connect(lambda text: self._hint.setVisible(not text))
        search.returnPressed.connect(self._read_text)
        inside = QHBoxLayout(search)
        inside.setContentsMargins(0, 0, theme.space.s, 0)
        inside.addStretch(1)
        inside.addWidget(self._hint)
        return search

    def _chip(self, field: str, word: str) -> QToolButton:
        chip = _Chip(self)
        chip.setProperty("kind", "chip")
        chip.setText(word)
        chip.setIcon(self._theme.icons.icon("chevron-down", "secondary"))
        chip.setIconSize(QSize(1, 1) * self._theme.px(14))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the word
        chip.setAccessibleName(self.tr("Saring: {word}").format(word=word))
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        options = self._lists[field] = OptionList(self._theme, word, self)
        options.ticked.connect(lambda: self._ticked(field))
        chip.clicked.connect(lambda: options.pop_up(chip.mapToGlobal(QPoint(0, chip.height() + 2))))
        self._chips[field] = chip
        return chip

    def _toggle(self, field: str, word: str, icon: str) -> QToolButton:
        toggle = _Chip(self)
        toggle.setProperty("kind", "toggle")
        toggle.setText(f" {word}")
        toggle.setIconSize(QSize(1, 1) * self._theme.px(14))
        toggle.setAccessibleName(word)
        toggle.setIcon(self._theme.icons.icon(icon, "secondary"))
        toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        toggle.setCheckable(True)
        toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        toggle.clicked.connect(lambda on: self._ask(field, on))
        self._toggles[field] = toggle
        return toggle

    def _picture(self, field: str, option: Option) -> QIcon:
        if field == "colour":
            state = _COLOURS[option.key]
            return QIcon(self._theme.marks.pixmap(state, 16, self.devicePixelRatioF()))
        return self._theme.icons.icon(option.icon, "secondary") if option.icon else QIcon()

    # -- asking and showing

    def _read_text(self) -> None:
        self._timer.stop()
        self._ask("text", self._search.text().strip())

    def _ticked(self, field: str) -> None:
        self._ask(field, self._lists[field].keys())

    def _ask(self, field: str, value: Any) -> None:
        self.set_filters(replace(self._filters, **{field: value}))

    def _show(self) -> None:
        words = self._words()
        for field, chip in self._chips.items():
            count = len(getattr(self._filters, field))
            chip.setText(f"{words[field]} {count} " if count else f"{words[field]} ")
            chip.setIcon(self._theme.icons.icon("chevron-down", "accent" if count else "secondary"))
            restyle(chip, "on", "true" if count else "false")
        for field, toggle in self._toggles.items():
            toggle.setChecked(getattr(self._filters, field))
        while (item := self._active_row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for field in FIELDS:
            for key in getattr(self._filters, field):
                self._active_row.addWidget(self._removable(field, key))
        if self._filters.active:
            self._active_row.addWidget(self._clear_button())
        self._active.setVisible(self._filters.active)

    def _removable(self, field: str, key: str) -> QToolButton:
        word = self._lists[field].word(key)
        chip = _Chip(self._active)
        chip.setProperty("kind", "active")
        chip.setText(f" {word}")
        chip.setFont(self._theme.fonts.secondary)
        chip.setIcon(self._theme.icons.icon("close", "accent"))
        chip.setIconSize(QSize(1, 1) * self._theme.px(12))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text = self.tr("Hapus saringan {field}: {word}")
        chip.setToolTip(text.format(field=self._words()[field], word=word))
        chip.setAccessibleName(chip.toolTip())
        chip.clicked.connect(lambda: self._remove(field, key))
        return chip

    def _clear_button(self) -> QToolButton:
        button = _Chip(self._active)
        button.setText(self.tr("Hapus semua"))
        button.setProperty("kind", "clear")
        button.setFont(self._theme.fonts.secondary)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self.clear)
        return button

    def _remove(self, field: str, key: str) -> None:
        self._ask(field, tuple(k for k in getattr(self._filters, field) if k != key))

    def _words(self) -> dict[str, str]:
        return {
            "category": self.tr("Kategori"),
            "area": self.tr("Wilayah"),
            "agency": self.tr("OPD"),
            "channel": self.tr("Kanal"),
            "kind": self.tr("Jenis"),
            "colour": self.tr("Warna"),
            "mine": self.tr("Milik saya"),
            "breached": self.tr("Lewat tenggat"),
        }


class _Chip(QToolButton):
    """A tool button without the two blanks that Qt adds on the right."""

    def sizeHint(self) -> QSize:
        blanks = 2 * self.fontMetrics().horizontalAdvance(" ")
        return super().sizeHint() - QSize(blanks, 0)
