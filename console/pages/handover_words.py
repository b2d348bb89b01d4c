"""Sentences of a handover and of the shift log, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from console.pages import acts, words
from console.pages.clock_words import rule_name
from db.domain.case import Actor
from db.domain.city import City
from db.domain.commands import LAWS, Receive
from db.domain.handover import Handover, Line, Reason, Waiting, Why
from db.domain.logbook import Entry, Kept
from db.domain.shifts import Turn
from db.domain.states import Colour
from widgets.marks import colour_word_of, word_of

translate = QCoreApplication.translate


def section(why: Why) -> str:
    """What the cases of one reason are called together."""
    return {
        Why.SILENT: translate("handover", "OPD diam: diteruskan, belum diterima"),
        Why.ASTRAY: translate("handover", "Kiriman yang tidak sampai di OPD"),
        Why.BREACHED: translate("handover", "Sudah melewati tenggat"),
        Why.DUE: translate("handover", "Jatuh tempo dalam giliran ini"),
        Why.PROMISE_DUE: translate("handover", "Janji kepada pelapor yang jatuh dalam giliran ini"),
        Why.SHELVED: translate("handover", "Ditangguhkan"),
        Why.PROMISE: translate("handover", "Janji kepada pelapor, sesudah giliran ini"),
        Why.ASKED: translate("handover", "Menunggu jawaban pelapor"),
    }[why]


def reason(one: Reason, city: City) -> str:
    """Why a case is handed over, with its facts."""
    at = local(one.at, city)
    said = {
        Why.SILENT: translate("handover", "{who} belum menerima, batasnya {at}"),
        Why.ASTRAY: translate("handover", "Kabar ke {who} sejak {at} tidak sampai"),
        Why.BREACHED: translate("handover", "{who} lewat sejak {at}"),
        Why.DUE: translate("handover", "{who} sampai {at}"),
        Why.PROMISE_DUE: translate("handover", "{who} berjanji {at}: {text}"),
        Why.SHELVED: translate("handover", "Ditangguhkan sampai {at}: {text}"),
        Why.PROMISE: translate("handover", "{who} berjanji {at}: {text}"),
        Why.ASKED: translate("handover", "Ditanyakan kepada pelapor {at}"),
    }[one.why]
    rules = (Why.BREACHED, Why.DUE)
    who = rule_name(one.who, city) if one.why in rules else words.agencies(one.who, city)
    return said.format(who=who or "–", at=at, text=one.text or "–")


def about(line: Line, city: City) -> str:
    """What a case is about, not in its reporter's words; a secret one says nothing."""
    if line.secret:
        return translate("handover", "Kasus rahasia")
    category = city.categories.get(line.category)
    area = city.areas.get(line.area)
    parts = (
        words.category_name(category) if category else translate("handover", "Belum dikategorikan"),
        area.name if area else "",
        words.agencies(",".join(line.opds), city),
    )
    return " · ".join(filter(None, parts))


def turn(given: Turn, city: City) -> str:
    """Which shift takes over, from when until when."""
    zone = ZoneInfo(city.zone)
    begins, ends = given.begins.astimezone(zone), given.ends.astimezone(zone)
    day = QLocale().toString(begins.date(), "ddd d MMM")  # type: ignore[call-overload]
    hours = f"{begins:%H.%M}–{ends:%H.%M}"
    return " · ".join(filter(None, (given.name, hours, day)))


def local(moment: datetime | None, city: City) -> str:
    """A moment on the city's wall."""
    return words.local_time(moment, city) if moment is not None else "–"


def dated(moment: datetime, city: City) -> str:
    """The same with its year, for what is kept."""
    at = moment.astimezone(ZoneInfo(city.zone))
    day = QLocale().toString(at.date(), "d MMM yyyy")  # type: ignore[call-overload]
    return translate("handover", "{day} pukul {time}").format(day=day, time=f"{at:%H.%M}")


def sums(given: Handover) -> str:
    """How the named and the calm cases add up to the open ones."""
    said = translate("handover", "{open} kasus terbuka = {named} disebut di bawah + {calm} tenang")
    named = given.open - given.calm
    return said.format(open=_n(given.open), named=_n(named), calm=_n(given.calm))


def colours(given: Handover) -> str:
    """The board's sum in words."""
    counts = given.counts
    parts = [f"{_n(getattr(counts, one.value))} {colour_word_of(one.value)}" for one in Colour]
    said = translate("handover", "{sum} = {n} laporan, {problems} masalah")
    return said.format(sum=" + ".join(parts), n=_n(counts.received), problems=_n(counts.problems))


def waiting(one: Waiting, city: City) -> str:
    """An act that the server has not decided."""
    what = _act(one.kind)
    number = one.number or translate("handover", "kasus baru")
    if one.refused:
        said = translate("handover", "{what} pada {number} tidak dijalankan server, sejak {at}")
    else:
        said = translate("handover", "{what} pada {number} belum sampai di server, sejak {at}")
    return said.format(what=what, number=number, at=local(one.at, city))


def signer(by: Actor) -> str:
    """Who signed, at which desk."""
    return f"{by.name} ({by.desk})" if by.desk else by.name


def standing(kept: Kept) -> str:
    """How far an entry has come; "" where it is on the server, brought by its signer."""
    if kept.refused:
        return translate("handover", "ditolak server; tersimpan di meja ini")
    if kept.recorded_at is None:
        return translate("handover", "tersimpan di meja ini, belum terkirim")
    if kept.carried and kept.carrier is not None:
        said = translate("handover", "tanda tangan diperiksa meja, dikirim oleh {who}")
        return said.format(who=kept.carrier.name)
    return ""


def title(given: Handover, city: City) -> str:
    """What a handover is called."""
    return translate("handover", "Serah terima · {turn}").format(turn=turn(given.turn, city))


def foot(given: Entry, city: City) -> str:
    """What stands at the foot of every page, with {page} and {pages} to fill."""
    said = translate("handover", "{city} · LIVE Room · {id} · Halaman {page} dari {pages}")
    return said.format(city=city.name, id=given.id[:8], page="{page}", pages="{pages}")


def paper(entry: Entry, receipt: Kept | None, city: City) -> str:
    """The whole handover as simple HTML, for a screen and for A4."""
    given = entry.handover
    assert given is not None, "an entry that is a handover"
    parts = [
        f"<h2>{escape(title(given, city))}</h2>",
        f"<p>{escape(city.name)} · {escape(dated(given.made_at, city))}</p>",
        _signatures(entry, receipt, city),
        f"<p>{escape(colours(given))}<br>{escape(sums(given))}</p>",
        _remark(translate("handover", "Catatan petugas keluar"), given.remark),
    ]
    if receipt is not None and receipt.entry.receipt is not None:
        said = translate("handover", "Catatan petugas masuk")
        parts.append(_remark(said, receipt.entry.receipt.remark))
    for why in Why:
        parts.append(_table(why, [line for line in given.lines if line.why is why], city))
    parts.append(_outbox(given.waiting, city))
    return "".join(parts)


def _signatures(entry: Entry, receipt: Kept | None, city: City) -> str:
    out = translate("handover", "Menyerahkan: {who}, {at}")
    rows = [out.format(who=signer(entry.by), at=dated(entry.at, city))]
    if receipt is None:
        rows.append(translate("handover", "Menerima: belum ditandatangani"))
    else:
        took = translate("handover", "Menerima: {who}, {at}")
        said = took.format(who=signer(receipt.entry.by), at=dated(receipt.entry.at, city))
        rows.append(" · ".join(filter(None, (said, standing(receipt)))))
    return "<p><b>" + "<br>".join(map(escape, rows)) + "</b></p>"


def _remark(head: str, text: str) -> str:
    if not text:
        return ""
    body = escape(text).replace("\n", "<br>")
    return f"<p><b>{escape(head)}</b><br>{body}</p>"


def _table(why: Why, lines: list[Line], city: City) -> str:
    if not lines:
        return ""
    rows = "".join(_row(line, city) for line in lines)
    head = f"{section(why)} · {_n(len(lines))}"
    table = '<table width="100%" cellspacing="0" cellpadding="3">'
    return f"<h3>{escape(head)}</h3>{table}{rows}</table>"


def _row(line: Line, city: City) -> str:
    said = "<br>".join(escape(reason(one, city)) for one in line.reasons)
    if line.secret:
        said = escape(translate("handover", "Kasus rahasia"))
    cells = [f"<b>{escape(line.number)}</b>"]
    if line.secret:
        cells += ["", said]
    else:
        cells += [f"{escape(word_of(line.state.value))}<br>{escape(about(line, city))}", said]
    remark = escape(line.remark).replace("\n", "<br>")
    cells.append(f"<i>{remark}</i>" if remark else "")
    widths = ("18%", "28%", "34%", "20%")
    both = zip(cells, widths, strict=True)
    return "<tr>" + "".join(f'<td width="{w}" valign="top">{c}</td>' for c, w in both) + "</tr>"


def _outbox(items: Iterable[Waiting], city: City) -> str:
    rows = "".join(f"<li>{escape(waiting(one, city))}</li>" for one in items)
    if not rows:
        return f"<p>{escape(translate('handover', 'Kotak keluar meja ini kosong.'))}</p>"
    head = translate("handover", "Kotak keluar meja ini belum kosong")
    return f"<h3>{escape(head)}</h3><ul>{rows}</ul>"


def _act(kind: str) -> str:
    if kind == LAWS[Receive].name:
        return translate("acts", "Laporan baru")
    return next((act.word for act in acts.all_acts() if LAWS[act.verb].name == kind), kind)


def _n(value: int) -> str:
    return QLocale().toString(value)


def searchable(entry: Entry, city: City) -> str:
    """All that can be read in an entry, in small letters, for who looks for words in it."""
    parts = [entry.by.name, entry.by.desk, entry.note, dated(entry.at, city)]
    if entry.receipt is not None:
        parts.append(entry.receipt.remark)
    if entry.handover is not None:
        parts += [title(entry.handover, city), entry.handover.remark]
        for line in entry.handover.lines:
            parts += [line.number, about(line, city), line.remark]
            parts += [one.text for one in line.reasons]
    return "\n".join(parts).casefold()
