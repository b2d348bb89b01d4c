"""Words for reports by e-mail: when they go, to whom, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from db.domain.city import City
from db.domain.deliveries import JobState
from db.domain.mailings import AGENCY, CITY, FORMS, Mailing, Recipient, Sent, is_address

translate = QCoreApplication.translate


def kinds() -> dict[str, str]:
    """How long a report looks back."""
    return {
        "daily": translate("mailing", "Harian"),
        "weekly": translate("mailing", "Mingguan"),
        "monthly": translate("mailing", "Bulanan"),
    }


def forms(some: Sequence[str]) -> str:
    """PDF, XLSX."""
    return ", ".join(one.upper() for one in FORMS if one in some)


def headline(mailing: Mailing) -> str:
    """Which report, in which forms."""
    return f"{kinds()[mailing.terms.kind]} · {forms(mailing.terms.forms)}"


def when(mailing: Mailing, due: datetime | None, city: City) -> str:
    """When it goes next."""
    if mailing.terms.paused or due is None:
        return translate("mailing", "dijeda")
    return moment(due, city)


def moment(at: datetime, city: City) -> str:
    """27 Nov 07.00, on the city's wall."""
    local = at.astimezone(ZoneInfo(city.zone))
    return f"{_day(local.date())} {local:%H.%M}"


def recipients(some: Sequence[Recipient], city: City) -> str:
    """Every address, with whose cases its report is about where that is one agency's."""
    return ", ".join(
        one.address if one.scope == CITY else f"{one.address} ({scope(one.scope, city)})"
        for one in some
    )


def scope(one: str, city: City) -> str:
    """The whole city, or the agency's short name."""
    if one == CITY:
        return translate("mailing", "seluruh kota")
    return one.removeprefix(AGENCY).upper()


def outcome(sent: Sent) -> str:
    """How a letter stands, in a word or two."""
    return {
        JobState.QUEUED: translate("mailing", "belum sampai") if sent.tries else _waits(),
        JobState.SENT: translate("mailing", "mungkin sampai"),
        JobState.DELIVERED: translate("mailing", "diterima"),
        JobState.FAILED: translate("mailing", "gagal"),
        JobState.CANCELLED: translate("mailing", "dibatalkan"),
    }.get(sent.state, sent.state.value)


def _waits() -> str:
    return translate("mailing", "menunggu")


def about(sent: Sent, city: City) -> str:
    """Which report it was, whose cases, when it arrived or why it did not."""
    first = _day(date.fromisoformat(sent.first))
    parts = [f"{kinds().get(sent.kind, sent.kind)} {first}", scope(sent.scope, city)]
    if sent.delivered_at is not None:
        parts.append(moment(sent.delivered_at, city))
    elif sent.said:
        parts.append(why(sent.said))
    if sent.missed:
        parts.append(translate("mailing", "{n} sebelumnya dilewati").format(n=sent.missed))
    return " · ".join(parts)


def why(said: str) -> str:
    """What the attempt came to; codes of mail servers as they are."""
    known = {
        "unreachable": translate("mailing", "server surel tidak terjangkau"),
        "timeout": translate("mailing", "server surel tidak menjawab"),
        "insecure": translate("mailing", "sambungan ke server surel tidak aman"),
        "no_mail_server": translate("mailing", "server surel belum diatur"),
        "unsealed": translate("mailing", "menunggu harinya disegel"),
        "no_figures": translate("mailing", "angka masih dihitung"),
        "unprintable": translate("mailing", "PDF tidak jadi"),
    }
    if said.startswith("smtp_"):
        code = said.removeprefix("smtp_")
        return translate("mailing", "ditolak server surel ({code})").format(code=code)
    return known.get(said, said)


class Read(NamedTuple):
    """What somebody typed as recipients, and what is wrong with it, if anything, in words."""

    recipients: tuple[Recipient, ...]
    fault: str = ""


def read(text: str, city: City) -> Read:
    """A line a recipient: an address, and an agency's id behind it where it is about that alone."""
    found: list[Recipient] = []
    for n, line in enumerate(text.splitlines(), 1):
        address, _, agency = line.strip().partition(" ")
        if not address:
            continue
        agency = agency.strip().strip("()").casefold()
        if not is_address(address):
            said = translate("mailing", "Baris {n}: “{what}” bukan alamat surel.")
            return Read((), said.format(n=n, what=address[:60]))
        if agency and agency not in city.agencies:
            said = translate("mailing", "Baris {n}: tidak ada OPD “{what}”.")
            return Read((), said.format(n=n, what=agency[:60]))
        if address.casefold() in {one.address.casefold() for one in found}:
            said = translate("mailing", "Baris {n}: {what} sudah disebut di atas.")
            return Read((), said.format(n=n, what=address))
        found.append(Recipient(address, f"{AGENCY}{agency}" if agency else CITY))
    if not found:
        return Read((), translate("mailing", "Sebut paling sedikit satu penerima."))
    return Read(tuple(found))


def _day(one: date) -> str:
    return QLocale().toString(QDate(one.year, one.month, one.day), "d MMM")
