"""One command on the outbox page: what it is, how it stands, and what may be done about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.desk import Item
from console.pages import words
from console.pages.acts import word_of
from db.domain import commands as verb
from db.domain.city import City
from db.domain.media import named_by
from db.domain.states import IN_WORK, State
from widgets.labels import Elided, label
from widgets.theme import Theme

translate = QCoreApplication.translate

NEEDS_ACT = ("parked", "rejected")
_OVERTAKEN = ("forwarded", "reassigned")


class Choice(NamedTuple):
    """A button: `key` is open, keep, again, instead or take_over."""

    key: str
    word: str
    primary: bool = False
    tip: str = ""


class OutboxCard(QFrame):
    """`chosen` carries what was chosen and the item; `buttons` are in the order of the keys."""

    chosen = Signal(str, object)

    def __init__(
        self, theme: Theme, item: Item, about: str, city: City, supervisor: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        needs = item.state in NEEDS_ACT or item.stranded
        self.setProperty("kind", "banner")
        self.setProperty("tone", "warning" if needs else "quiet")
        self.item = item
        row = QHBoxLayout(self)
        # The mark at the left of what needs an act is wider by two; the words stand in one line.
        left = theme.space.m if needs else theme.space.m + 2
        row.setContentsMargins(left, theme.space.s, theme.space.m, theme.space.s)
        row.setSpacing(theme.space.m)
        row.addWidget(self._picture(theme), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._texts(theme, about, city, supervisor), 1)
        self.buttons = [self._button(choice) for choice in choices(item, city, supervisor)]
        for button in self.buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _picture(self, theme: Theme) -> QLabel:
        """The shape says how it stands before any word is read."""
        name, role = _PICTURES["parked" if self.item.stranded else self.item.state]
        picture = QLabel(self)
        picture.setPixmap(theme.icons.icon(name, role).pixmap(theme.px(20), theme.px(20)))
        return picture

    def _texts(self, theme: Theme, about: str, city: City, supervisor: bool) -> QVBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        head = f"{word_of(self.item.command.act)} · {state_word(self.item)}"
        texts.addWidget(Elided(head, theme.fonts.strong, self))
        if about:
            texts.addWidget(Elided(about, theme.fonts.text, self))
        if self.item.state in NEEDS_ACT or self.item.stranded:
            texts.addWidget(
                label(why(self.item, city, supervisor), theme.fonts.text, self, wrap=True)
            )
        texts.addWidget(Elided(detail(self.item, city), theme.fonts.secondary, self, "secondary"))
        return texts

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(choice.word, self)
        if choice.primary:
            button.setProperty("kind", "primary")
        button.setToolTip(choice.tip)
        button.clicked.connect(lambda: self.chosen.emit(choice.key, self.item))
        return button


_PICTURES = {
    "queued": ("tray-arrow-up", "secondary"),
    "sending": ("tray-arrow-up", "accent"),
    "decided": ("check", "accent"),
    "withdrawn": ("check", "secondary"),
    "parked": ("alert-outline", "main"),
    "rejected": ("alert-outline", "main"),
}


def choices(item: Item, city: City, supervisor: bool) -> list[Choice]:
    """What an officer may do about a command: the safe way first, the one that acts last."""
    open_case = Choice("open", translate("outbox", "Buka kasus"))
    if item.state == "withdrawn" and (item.mine or supervisor):
        return [open_case, Choice("keep", translate("outbox", "Tutup"))]
    tip = translate("outbox", "Menjadi perintah baru atas nama Anda, pada kasus seperti kini.")
    instead = Choice("again", translate("outbox", "Kirim atas nama saya"), True, tip)
    if item.stranded and supervisor:
        return [open_case, instead]
    if item.state not in NEEDS_ACT or not (item.mine or supervisor):
        return [open_case]
    keep = Choice(
        "keep",
        translate("outbox", "Biarkan"),
        tip=translate("outbox", "Keputusan server dibiarkan; perintah ini disimpan di arsip."),
    )
    if not item.mine:
        return [open_case, keep, instead]
    if overtaken(item):
        return [open_case, *_keep_or_reassign(item, city)]
    return [open_case, keep, Choice("again", translate("outbox", "Kirim lagi"), True)]


def _keep_or_reassign(item: Item, city: City) -> list[Choice]:
    """Nothing is overwritten in silence: the winner's agency stays, or a reason is given."""
    facts = item.facts
    held, mine = _agencies(facts.get("opd"), city), _agencies(_destination(item), city)
    keep = translate("outbox", "Biarkan di {opd}").format(opd=held)
    instead = translate("outbox", "Alihkan ke {opd}").format(opd=mine)
    tip = translate("outbox", "Meminta alasan; OPD yang sudah diberi tahu dikabari.")
    return [Choice("keep", keep), Choice("instead", instead, True, tip)]


def overtaken(item: Item) -> bool:
    """Whether another officer's forward was first, and the case is with an agency since."""
    facts = item.facts
    in_work = str(facts.get("state")) in {state.value for state in IN_WORK}
    validating = facts.get("state") == State.AWAITING_VALIDATION
    ours = isinstance(item.command.act, verb.Forward | verb.Reassign)
    changed = item.state == "rejected" and item.reason == "assignment_changed"
    return changed and ours and in_work and not validating and bool(facts.get("opd"))


def state_word(item: Item) -> str:
    """How a command stands."""
    if item.stranded:
        return translate("outbox", "tersimpan, sesi pembuatnya di meja ini berakhir")
    return {
        "queued": translate("outbox", "tersimpan, belum terkirim"),
        "sending": translate("outbox", "sedang dikirim"),
        "decided": translate("outbox", "diterima server"),
        "withdrawn": translate("outbox", "dikirim ulang atas nama orang lain"),
        "parked": translate("outbox", "tertahan"),
        "rejected": translate("outbox", "tidak dijalankan"),
    }[item.state]


def why(item: Item, city: City, supervisor: bool = False) -> str:
    """Why it was not done, or is not sent; with who was first where somebody was."""
    if item.stranded:
        said = translate(
            "outbox", "Minta {who} masuk di meja ini, atau serahkan ke kepala regu (Ekspor …)."
        )
        if supervisor:
            said = translate("outbox", "Minta {who} masuk di meja ini, atau kirim atas nama Anda.")
        return said.format(who=item.command.author.name)
    if item.reason == "stale_confirm":
        said = translate("outbox", "Sudah {hours} jam menunggu. Kirim lagi bila masih berlaku.")
        return said.format(hours=item.facts.get("hours", "–"))
    if overtaken(item) and item.facts.get("did") in _OVERTAKEN:
        said = translate(
            "outbox",
            "{who} lebih dulu meneruskannya ke {opd}, {at}. Terusan Anda ke {mine} tidak "
            "dijalankan.",
        )
        mine = _agencies(_destination(item), city)
        return words.told(said, {**item.facts, "mine": mine}, city)
    if item.reason:
        return words.refusal(item.reason, item.facts, city)
    if named_by(item.command.act):
        return translate("outbox", "Fotonya, atau perintah sebelumnya, tidak sampai di server.")
    return translate("outbox", "Perintah sebelumnya pada kasus ini belum dijalankan.")


def detail(item: Item, city: City) -> str:
    """When it was made, by whom if not by this officer, and what it says."""
    queued = datetime.fromtimestamp(item.queued_at / 1000, UTC)
    parts = [words.local_time(queued, city)]
    if not item.mine:
        parts.append(item.command.author.name)
    act = item.command.act
    if isinstance(act, verb.Forward | verb.Reassign):
        parts.append(_agencies(",".join(act.opds), city))
    text = str(getattr(act, "text", "") or getattr(act, "reason", "")).strip()
    if text:
        parts.append(text.splitlines()[0])
    return " · ".join(parts)


def _destination(item: Item) -> str:
    return ",".join(getattr(item.command.act, "opds", ()))


def _agencies(ids: Any, city: City) -> str:
    return words.agencies(str(ids or "").replace(" ", ""), city)
