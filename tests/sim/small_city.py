"""A city small enough for 200 worlds: two agencies, one kind of problem, clocks that always run."""

from datetime import timedelta

from db.domain.case import Actor
from db.domain.city import Agency, Category, City
from db.domain.clocks import Limit
from db.domain.states import Role
from tests.db.domain.tangerang import CALENDAR, rule

OFFICERS = (
    Actor("p-sari", "Sari", Role.OFFICER, "meja-1"),
    Actor("p-agus", "Agus", Role.OFFICER, "meja-2"),
    Actor("p-budi", "Budi", Role.SUPERVISOR, "meja-3"),
)
SCOPES = {"p-sari": "city", "p-agus": "city", "p-budi": "city+secret"}


def _agency(id: str) -> Agency:
    return Agency(id, id.upper(), id, "dinas", "", "", "24h", ("console",), "", "A")


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
