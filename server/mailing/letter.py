"""A report as a letter: a few lines that say what it is and that it adds up, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from db.domain.city import City
from db.domain.mailings import AGENCY, Letter
from db.domain.periods import Kind, period_of
from server.mailer import Mailer
from server.reports.paper import Document
from server.reports.words import KINDS
from server.reports.words import period as words_of


@dataclass(frozen=True, slots=True)
class Printed:
    """A report as it goes out: `sums` is the line that shows that it adds up, `scope` whose cases
    it counts, both in words."""

    sums: str
    scope: str
    documents: Sequence[Document]


def message(
    letter: Letter, printed: Printed, city: City, mailer: Mailer, test: bool = False
) -> EmailMessage:
    """The letter to its one recipient; the same id on every attempt, so that mailboxes know it."""
    made = EmailMessage(policy=SMTP)
    what = f"Laporan {KINDS[Kind(letter.kind)]}"
    made["Message-ID"] = f"<{letter.id}@{mailer.domain}>"
    made["Date"] = format_datetime(letter.made_at)
    made["From"] = mailer.sender
    made["To"] = Address(addr_spec=letter.address)
    made["Subject"] = f"{'[UJI] ' if test else ''}[LIVE Room] {_subject(letter, what, city)}"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Id"] = f"{what} LIVE Room <{letter.mailing}.laporan.{mailer.domain}>"
    made.set_content(_text(letter, printed, what, city), cte="quoted-printable")
    for one in printed.documents:
        kind, _, rest = one.media_type.partition("/")
        subtype = rest.partition(";")[0]
        made.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    return made


def _subject(letter: Letter, what: str, city: City) -> str:
    return f"{what} {_whose(letter, city)}: {_period(letter)}"


def _whose(letter: Letter, city: City) -> str:
    agency = city.agencies.get(letter.scope.removeprefix(AGENCY))
    return f"{agency.name}, {city.name}" if agency is not None else city.name


def _period(letter: Letter) -> str:
    return words_of(period_of(Kind(letter.kind), date.fromisoformat(letter.first)))


def _text(letter: Letter, printed: Printed, what: str, city: City) -> str:
    lines = [
        f"{what} penanganan pengaduan {_whose(letter, city)}",
        _period(letter),
        "",
        printed.sums,
        f"Cakupan: {printed.scope}.",
        "",
        "Terlampir:",
        *(f"- {one.name}" for one in printed.documents),
        "",
    ]
    if letter.missed:
        lines += [
            f"{letter.missed} laporan sebelum ini tidak dikirim karena server tidak berjalan saat "
            "jatuh temponya; ruang kendali dapat membuatnya.",
            "",
        ]
    lines += [
        f"Ruang kendali {city.name}",
        "",
        "-- ",
        f"Surel otomatis menurut jadwal ruang kendali. Nomor pengiriman {letter.id}.",
        "Bila bukan untuk Anda, mohon beri tahu ruang kendali.",
    ]
    return "\n".join(lines) + "\n"
