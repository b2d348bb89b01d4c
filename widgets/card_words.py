"""What a card says beside its picture: badges, the words for its flags, the whole in sentences."""

from PySide6.QtCore import QCoreApplication

from widgets import roles
from widgets.countdown import left, spoken
from widgets.marks import word_of
from widgets.roles import Card


def describe(card: Card, now: int) -> str:
    """A card as lines, for tooltips."""
    parts = [
        f"{card.number}, {word_of(card.state)}",
        spoken(left(card.due, card.warn, card.rule, now)),
        card.title,
        joined(card.category, card.area, card.channel),
        card.owner,
        *_flag_words(card),
    ]
    return "\n".join(part for part in parts if part)


def heard(card: Card, now: int) -> str:
    """The same in one breath, for screen readers: what it is and until when comes first."""
    return describe(card, now).replace("\n", ". ")


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def unsent_word(flags: int) -> str:
    if flags & roles.PARKED:
        return QCoreApplication.translate("Card", "perlu tindakan")
    return QCoreApplication.translate("Card", "belum terkirim")


def left_word() -> str:
    """What stands on a card that a colleague has taken away."""
    return QCoreApplication.translate("Card", "Sudah pindah")


def folded_word(card: Card) -> str:
    """How many reports the server has made one case of."""
    return QCoreApplication.translate("Card", "{n} dilipat").format(n=card.reports)


Badge = tuple[str, str, str]
"""(icon or "", role of its colour, text or "")"""


def pressing(card: Card) -> list[Badge]:
    """What makes a case press, from the right end."""
    flags, found = card.flags, []
    if flags & roles.NEW:
        found.append(("", "accent", QCoreApplication.translate("Card", "baru")))
    if flags & roles.URGENT:
        found.append(("chevron-double-up", "main", ""))
    if flags & roles.EMERGENCY:
        word = QCoreApplication.translate("Card", "darurat")
        found.append(("alarm-light-outline", "main", word))
    return found


def badges(card: Card) -> list[Badge]:
    """What else is to know about a case, from the right end."""
    flags, found = card.flags, []
    if card.who:
        found.append(("account-edit-outline", "accent", card.who))
    if card.photos:
        found.append(("camera-outline", "secondary", str(card.photos)))
    if flags & roles.FOLDED:
        found.append(("layers-outline", "main", folded_word(card)))
    elif card.reports > 1:
        found.append(("account-multiple-outline", "secondary", str(card.reports)))
    if flags & roles.NO_PLACE:
        found.append(("map-marker-off-outline", "secondary", ""))
    if flags & roles.SECRET:
        found.append(("lock-outline", "main", ""))
    if flags & roles.REOPENED:
        found.append(("restore", "main", ""))
    return found


def _flag_words(card: Card) -> list[str]:
    flags = card.flags
    words = (
        (roles.EMERGENCY, QCoreApplication.translate("Card", "Darurat")),
        (roles.URGENT, QCoreApplication.translate("Card", "Mendesak")),
        (roles.REOPENED, QCoreApplication.translate("Card", "Dibuka lagi")),
        (roles.SECRET, QCoreApplication.translate("Card", "Rahasia")),
        (roles.NO_PLACE, QCoreApplication.translate("Card", "Tanpa lokasi")),
        (roles.PENDING, QCoreApplication.translate("Card", "Belum terkirim ke server")),
        (roles.PARKED, QCoreApplication.translate("Card", "Perlu tindakan di Kotak keluar")),
        (roles.NEW, QCoreApplication.translate("Card", "Baru masuk")),
        (roles.LEFT, left_word()),
    )
    found = [word for bit, word in words if flags & bit]
    if card.reports > 1:
        word = QCoreApplication.translate("Card", "{n} laporan")
        if flags & roles.FOLDED:
            word = QCoreApplication.translate("Card", "{n} laporan, dilipat otomatis")
        found.append(word.format(n=card.reports))
    if card.photos:
        found.append(QCoreApplication.translate("Card", "{n} foto").format(n=card.photos))
    if card.who:
        found.append(QCoreApplication.translate("Card", "Sedang dibuka {who}").format(who=card.who))
    return found
