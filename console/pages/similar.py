"""Cases that may be the same problem: what is alike in words, and a list to open them from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from console.pages import words
from db.domain.city import City
from db.domain.likeness import MEASURE, Likeness, Similar
from widgets.key_hint import KeyHint
from widgets.labels import Elided, label, rule
from widgets.marks import word_of
from widgets.picker import Choice
from widgets.theme import Theme

translate = QCoreApplication.translate

_ROWS = 3


def away(found: Likeness) -> str:
    """How far, in words."""
    if found.by_name:
        return translate("similar", "nama tempat yang sama")
    if found.metres is None:
        same = translate("similar", "kelurahan yang sama")
        return same if found.place else translate("similar", "jarak tidak diketahui")
    return far(found.metres)


def far(metres: float) -> str:
    """A distance in words: "340 m", "1,2 km"."""
    if metres < 1000:
        return translate("similar", "{n} m").format(n=round(metres))
    return translate("similar", "{n} km").format(n=f"{metres / 1000:.1f}".replace(".", ","))


def apart(older: timedelta) -> str:
    """How much sooner or later the other one came in."""
    minutes = int(abs(older).total_seconds() // 60)
    if minutes < 1:
        return translate("similar", "bersamaan")
    if minutes < 60:
        span = translate("similar", "{n} menit").format(n=minutes)
    elif minutes < 48 * 60:
        span = translate("similar", "{n} jam").format(n=minutes // 60)
    else:
        span = translate("similar", "{n} hari").format(n=minutes // (24 * 60))
    if older > timedelta(0):
        return translate("similar", "{span} lebih awal").format(span=span)
    return translate("similar", "{span} kemudian").format(span=span)


def reasons(found: Likeness) -> list[str]:
    """What else speaks for it, the strongest first."""
    said = []
    if found.pictures:
        said.append(translate("similar", "foto yang sama"))
    if found.category == 1:
        said.append(translate("similar", "kategori sama"))
    if found.common:
        said.append(translate("similar", "{n} kata sama").format(n=len(found.common)))
    return said


def told(found: Likeness) -> str:
    """All of it on one line."""
    return " · ".join([away(found), apart(found.older), *reasons(found)])


def title(one: Similar) -> str:
    """What its first reporter said, on one line."""
    return one.case.text.strip().splitlines()[0][:160]


def choice(one: Similar, city: City) -> Choice:
    """One of those offered first where a case is merged."""
    place = words.place_words(one.case.place, city)
    return Choice(one.case.id, one.case.number, title(one), told(one.likeness), place[:40])


class SimilarPanel(QWidget):
    """The likest cases; `asked` names the one to compare. Not there while there are none."""

    asked = Signal(str)

    def __init__(
        self, theme: Theme, city: City, parent: QWidget | None = None, *, keys: str = "="
    ) -> None:
        super().__init__(parent)
        self._theme, self._city = theme, city
        self._shown: tuple[Similar, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.xs)
        column.addWidget(rule(self))
        head = QHBoxLayout()
        self._title = label("", theme.fonts.secondary_strong, self, "secondary")
        head.addWidget(self._title, 1)
        if keys:
            head.addWidget(label(self.tr("bandingkan"), theme.fonts.secondary, self, "secondary"))
            head.addWidget(KeyHint(theme, keys, self))
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space.xs)
        column.addLayout(self._rows)
        self.hide()

    def show_similar(self, similar: Sequence[Similar]) -> None:
        """Show these, the likest first; rows stay where they are while nothing is different."""
        if tuple(similar) == self._shown:
            return
        self._shown = tuple(similar)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in self._shown[:_ROWS]:
            self._rows.addWidget(self._row(one))
        self._title.setText(self.tr("Kasus serupa · {n}").format(n=len(self._shown)))
        self.setVisible(bool(self._shown))

    def _row(self, one: Similar) -> QPushButton:
        row = SimilarRow(self._theme, one, self)
        row.clicked.connect(lambda: self.asked.emit(one.case.id))
        return row


class SimilarRow(QPushButton):
    """Mark, number and first words; below, what is alike. Likely ones say so.

    `says_state`: the word of the state stands beside the number, and the row can be in hand.
    """

    def __init__(
        self, theme: Theme, one: Similar, parent: QWidget, *, says_state: bool = False
    ) -> None:
        super().__init__(parent)
        self.setCheckable(says_state)
        self.setProperty("kind", "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        alike = told(one.likeness)
        if one.likeness.score >= MEASURE.likely:
            alike = self.tr("Mungkin sama: {why}").format(why=alike)
        grid = QVBoxLayout(self)
        grid.setContentsMargins(theme.space.s, theme.space.xs, theme.space.s, theme.space.xs)
        grid.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(theme.space.s)
        mark = QLabel(self)
        state = one.case.state.value
        mark.setPixmap(theme.marks.pixmap(state, 14, self.devicePixelRatioF()))
        top.addWidget(mark)
        number = one.case.number or self.tr("Nomor menyusul")
        top.addWidget(label(number, theme.fonts.strong, self))
        if says_state:
            top.addWidget(label(word_of(state), theme.fonts.secondary, self, "secondary"))
        top.addWidget(Elided(title(one), theme.fonts.text, self), 1)
        grid.addLayout(top)
        likely = one.likeness.score >= MEASURE.likely
        grid.addWidget(
            Elided(alike, theme.fonts.secondary, self, "accent" if likely else "secondary")
        )
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        fonts = (theme.fonts.strong, theme.fonts.secondary)
        lines = sum(QFontMetrics(font).height() for font in fonts)
        self._height = lines + 2 * theme.space.s
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(alike)
        self.setAccessibleName(f"{number}, {word_of(state)}, {title(one)}")
        self.setAccessibleDescription(alike)

    def sizeHint(self) -> QSize:
        """Two lines: the style sheet knows of one."""
        return QSize(super().sizeHint().width(), self._height)
