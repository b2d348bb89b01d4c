"""The vocabulary between models and delegates: one role, one plain card."""

from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex

CARD: Final[int] = int(Qt.ItemDataRole.UserRole) + 1
"""``index.data(CARD)`` is a ``Card``, or None where the row is not read yet."""

# Bits of Card.flags. Plain integers: they are tested several times for every card painted.
REOPENED: Final = 1
SECRET: Final = 2
PENDING: Final = 4  # in the outbox, the server has not confirmed it
PARKED: Final = 8  # refused or waiting for the officer: needs an act here
URGENT: Final = 16
EMERGENCY: Final = 32
NEW: Final = 64
NO_PLACE: Final = 128
LEFT: Final = 256  # a colleague took it away; it stays in its row until the officer moves on
FOLDED: Final = 512  # holds reports that the server has folded into it


class Card(NamedTuple):
    """One case as a lane or a table shows it; instants are server ms since the epoch."""

    id: str
    number: str
    state: str
    title: str  # first line of the citizen's own words
    category: str
    icon: str  # name in the icon family
    area: str
    channel: str
    owner: str  # who owes the next act: "DPUPR · belum menerima"
    due: int  # 0: no open deadline
    warn: int  # 0: no warning point
    rule: str  # the deadline's name: "verifikasi"
    reports: int = 1
    photos: int = 0
    flags: int = 0
    arrived: int = 0
    who: str = ""  # officer who is on it right now
