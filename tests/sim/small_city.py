"""A city small enough for 200 worlds: two agencies, one kind of problem, clocks that always run."""

from dataclasses import replace
from datetime import timedelta

from db.domain.case import Actor
from db.domain.city import Agency, Category, City
from db.domain.clocks import Limit
from db.domain.states import Role
from tests.db.domain.tangerang import CALENDAR, rule

SARI = Actor("p-sari", "Sari", Role.OFFICER, "meja-1")
TONO = Actor("p-tono", "Tono", Role.OFFICER, "meja-1")
AGUS = Actor("p-agus", "Agus", Role.OFFICER, "meja-2")
BUDI = Actor("p-budi", "Budi", Role.SUPERVISOR, "meja-3")
DEWI = Actor("p-dewi", "Dewi", Role.OPD_OPERATOR, "meja-4", "dishub")

PEOPLE = {person.id: person for person in (SARI, TONO, AGUS, BUDI, DEWI)}
DESKS = {"meja-1": SARI.id, "meja-2": AGUS.id, "meja-3": BUDI.id, "meja-4": DEWI.id}
"""Who sits where at first."""

SCOPES = ("city", "city+secret", "opd:dishub", "opd:dpupr")

PROMOTED = {
    AGUS.id: replace(AGUS, role=Role.SUPERVISOR),
    DEWI.id: replace(DEWI, opd="dpupr"),
    BUDI.id: replace(BUDI, role=Role.OFFICER),
}
"""Whose rights may change, and into what."""


def _agency(id: str) -> Agency:
    return Agency(id, id.upper(), id, "dinas", "", "", "24h", ("email", "console"), "", "A")


def _elapsed(hours: int) -> Limit:
    return Limit(seconds=hours * 3600)


CITY = City(
    id="kota-tangerang",
    name="Kota Tangerang",
    zone="Asia/Jakarta",
    number_prefix="KT",
    lat=-6.17,
    lng=106.63,
    confirm_after=timedelta(hours=12),
    proofs_required=1,
    classes={"complaint": "Pengaduan"},
    room_answers=frozenset({"complaint"}),
    channels={"phone": "Telepon"},
    agencies={"dishub": _agency("dishub"), "dpupr": _agency("dpupr")},
    categories={
        "pju": Category(
            "pju", "Lampu", "Light", (), "dishub", (), "complaint", "normal", "low", "no", False,
            "", "", "A",
        )
    },
    areas={},
    calendar=CALENDAR,
    clocks=(
        rule("room", _elapsed(24), "received reopened", "forwarded answered", calendar="elapsed"),
        rule("acceptance", _elapsed(1), "forwarded reassigned", "accepted bounced reassigned",
             calendar="elapsed"),
        rule("validation", _elapsed(24), "finished", "validated refused_work", calendar="elapsed"),
    ),
    replies=(),
    words={},
    archive_reasons={},
)  # fmt: skip
