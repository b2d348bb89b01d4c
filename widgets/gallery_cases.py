"""Cases for the gallery: made up, in the words that citizens of the city use."""

from random import Random
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex

from widgets import roles
from widgets.roles import CARD, Card, Index

NOW: Final = 1_800_000_000_000
_HOUR: Final = 3_600_000

_TITLES = (
    ("lightbulb-outline", "Lampu PJU", "Lampu PJU di Jl. KH Hasyim Ashari padam sejak tiga malam"),
    ("road-variant", "Jalan rusak", "Jalan berlubang depan SDN Cipondoh 2, sudah ada motor jatuh"),
    ("trash-can-outline", "Sampah", "Sampah di samping Pasar Anyar belum diangkut lima hari"),
    ("pipe", "Drainase", "Saluran mampet di RT 03/07, air hujan masuk ke rumah warga"),
    ("tree-outline", "Pohon", "Pohon tumbang menutup separuh jalan di Perumnas 1"),
    ("parking", "Parkir liar", "Parkir liar di trotoar stasiun, pejalan kaki turun ke jalan"),
    ("water-off-outline", "Air bersih", "Air mati dari subuh, tidak ada pemberitahuan"),
    ("store-outline", "PKL", "PKL menutup trotoar Jl. Kisamaun setiap sore"),
    ("card-account-details-outline", "KTP/KK", "KK belum jadi sudah tiga minggu, mohon bantuan"),
    ("home-flood", "Banjir", "Banjir setinggi lutut di Jl. Garuda, mobil mogok"),
    ("snake", "Hewan liar", "Ular masuk rumah, mohon damkar segera"),
)
_AREAS = (
    "Cipondoh Makmur",
    "Karawaci Baru",
    "Poris Plawad Indah",
    "Sukasari",
    "Batuceper",
    "Neglasari",
    "Kreo Selatan",
    "Pinang",
    "Cibodasari",
    "Benda",
)
_CHANNELS = ("LAKSA", "SP4N-LAPOR!", "112", "Media sosial", "Datang langsung")
_CHANCES = (
    (roles.PENDING, 0.07),
    (roles.PARKED, 0.03),
    (roles.REOPENED, 0.08),
    (roles.SECRET, 0.05),
    (roles.URGENT, 0.08),
    (roles.EMERGENCY, 0.04),
    (roles.NEW, 0.1),
    (roles.NO_PLACE, 0.08),
)
LANES = (
    ("Ruang", ("received",), ("Ruang · belum dibaca", "Ruang · regu A"), "verifikasi"),
    ("OPD belum menerima", ("forwarded",), ("DPUPR", "Dishub", "DLH"), "terima OPD"),
    ("Dikerjakan", ("accepted", "on_site", "scheduled"), ("DLH", "Dishub · tim 3"), "selesai"),
    ("Menunggu validasi", ("awaiting_validation",), ("petugas lain",), "validasi"),
    ("Selesai hari ini", ("resolved", "closed"), ("pelapor",), "keberatan"),
)


class Cards(QAbstractListModel):
    """Cards in the order given."""

    def __init__(self, cards: list[Card]) -> None:
        super().__init__()
        self.cards = cards

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = CARD) -> object:
        return self.cards[index.row()] if role == CARD else None

    def insert(self, row: int, cards: list[Card]) -> None:
        """Put cards before a row."""
        self.beginInsertRows(QModelIndex(), row, row + len(cards) - 1)
        self.cards[row:row] = cards
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Take one card out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.cards[row]
        self.endRemoveRows()


def lane_cards(lane: int, count: int = 30) -> list[Card]:
    """Cards of one of LANES, soonest deadline first; the same for the same arguments."""
    dice = Random(lane)
    cards = [_card(dice, lane, at) for at in range(count)]
    return sorted(cards, key=lambda card: card.due or NOW * 2)


def _card(dice: Random, lane: int, at: int) -> Card:
    _, states, owners, rule = LANES[lane]
    icon, category, title = dice.choice(_TITLES)
    state = dice.choice(states)
    due = NOW + round((at - 3.4) * dice.uniform(0.3, 0.9) * _HOUR)
    if at > 20:
        due += dice.randrange(1, 14) * 24 * _HOUR
    if lane == 4:
        due = 0 if state == "closed" else due + 8 * 24 * _HOUR
    return Card(
        id=f"{lane}-{at}",
        number=f"26-{4000 + lane * 300 + at * 7:05}",
        state=state,
        title=title,
        category=category,
        icon=icon,
        area=dice.choice(_AREAS),
        channel=dice.choice(_CHANNELS),
        owner=dice.choice(owners),
        due=due,
        warn=due - _HOUR // 2 if due else 0,
        rule=rule if due else "",
        reports=dice.choice((1, 1, 1, 2, 5)),
        photos=dice.choice((0, 0, 1, 3)),
        flags=sum(bit for bit, chance in _CHANCES if dice.random() < chance),
        arrived=NOW - dice.randrange(1, 90) * _HOUR,
        who=dice.choice(("", "", "", "", "", "Rina")),
    )
