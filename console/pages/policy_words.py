"""Sentences of a policy brief, on the screen, on paper and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from console.pages import words
from console.pages.handover_words import dated, signer
from db.domain.city import City
from db.domain.policy import (
    Claim,
    Facts,
    Heading,
    Moved,
    OnTime,
    Period,
    Policy,
    Said,
    Signed,
    filled,
    rule_of,
)

translate = QCoreApplication.translate


def spans() -> dict[int, str]:
    """What a period of so many weeks is called."""
    return {
        1: translate("policy", "Sepekan"),
        4: translate("policy", "Sebulan (4 pekan)"),
        13: translate("policy", "Triwulan (13 pekan)"),
    }


def period(given: Period, city: City) -> str:
    """From which day to which, both within: "25 Okt – 21 Nov 2026"."""
    zone, locale = ZoneInfo(city.zone), QLocale()
    first = given.since.astimezone(zone).date()
    last = (given.until - timedelta(seconds=1)).astimezone(zone).date()
    shape = "d MMM" if first.year == last.year else "d MMM yyyy"
    if (first.year, first.month) == (last.year, last.month):
        shape = "d"
    begins = locale.toString(first, shape)  # type: ignore[call-overload]
    ends = locale.toString(last, "d MMM yyyy")  # type: ignore[call-overload]
    return f"{begins} – {ends}"


def title(facts: Facts, city: City) -> str:
    """What a brief is called."""
    said = translate("policy", "Naskah kebijakan · {city} · {period}")
    return said.format(city=city.name, period=period(facts.period, city))


def name(claim: Claim | Said | Moved, city: City) -> str:
    """What a claim is about."""
    return f"{_category(claim.category, city)} · {_place(claim.area, city)}"


def sentence(_claim: Claim) -> str:
    """What is said of a claim where nobody has written anything; the fields stay fields."""
    return translate(
        "policy",
        "{category} di {place} naik: {count} kasus pada {period}, biasanya {usual}. "
        "Yang menangani: {agencies}.",
    )


def fields() -> dict[str, str]:
    """What each field is called by who writes."""
    return {
        "category": translate("policy", "kategori"),
        "place": translate("policy", "tempat"),
        "count": translate("policy", "jumlah"),
        "usual": translate("policy", "biasa"),
        "late": translate("policy", "lewat"),
        "period": translate("policy", "periode"),
        "agencies": translate("policy", "opd"),
    }


def named(text: str) -> str:
    """A sentence with its fields as who writes calls them."""
    return filled(text, {key: f"{{{word}}}" for key, word in fields().items()})


def keyed(text: str) -> str:
    """The same with the fields as the brief has them."""
    return filled(text, {word: f"{{{key}}}" for key, word in fields().items()})


def values(claim: Claim, facts: Facts, city: City) -> dict[str, str]:
    """What the fields of a sentence stand for."""
    return {
        "category": _category(claim.category, city),
        "place": _place(claim.area, city),
        "count": _n(claim.many),
        "usual": usual(claim, facts),
        "late": _n(claim.on_time.late + claim.on_time.broke),
        "period": period(facts.period, city),
        "agencies": _opds(claim, city),
    }


def said(claim: Claim, text: str, facts: Facts, city: City) -> str:
    """A sentence as it is read."""
    return filled(text, values(claim, facts, city))


def usual(claim: Claim, facts: Facts) -> str:
    """How many cases would be usual in a period as long."""
    if not facts.weeks:
        return "–"
    return QLocale().toString(round(claim.before / facts.weeks * facts.period.weeks, 1), "g", 5)


def counted(claim: Claim, facts: Facts) -> str:
    """The count and what it is held against."""
    text = translate(
        "policy", "{n} kasus; biasanya {usual} ({before} dalam {weeks} pekan sebelumnya)"
    )
    return text.format(
        n=_n(claim.many), usual=usual(claim, facts), before=_n(claim.before), weeks=facts.weeks
    )


def on_time(given: OnTime) -> str:
    """How the cases stand against their deadlines; the parts add up."""
    parts = (
        (given.open, translate("policy", "{n} terbuka dalam batas waktu")),
        (given.late, translate("policy", "{n} terbuka lewat tenggat")),
        (given.kept, translate("policy", "{n} selesai tepat waktu")),
        (given.broke, translate("policy", "{n} selesai terlambat")),
        (given.free, translate("policy", "{n} selesai tanpa batas waktu")),
        (given.out, translate("policy", "{n} bukan wewenang, arsip, atau di pelapor")),
    )
    told = " + ".join(text.format(n=_n(many)) for many, text in parts if many)
    return f"{told} = {_n(given.all)}"


def shares(claim: Claim, city: City) -> str:
    """The agencies, and in how many of the cases each has a part."""
    none = translate("policy", "belum ada OPD")
    parts = (
        f"{words.agencies(one.opd, city) if one.opd else none} {_n(one.cases)}"
        for one in claim.opds
    )
    return translate("policy", "Penanggung jawab: {opds}").format(opds=", ".join(parts))


def sums(facts: Facts) -> list[str]:
    """How the period adds up."""
    one = facts.sums
    colours = translate(
        "policy",
        "{n} kasus masuk = {red} merah + {yellow} kuning + {green} hijau + {grey} abu-abu "
        "({reports} laporan)",
    )
    places = translate("policy", "{n} kasus = {placed} dengan kelurahan + {lost} tanpa kelurahan")
    behind = translate("policy", "{named} dari {n} kasus ada di balik sebuah klaim")
    facts_of = {field: _n(getattr(one, field)) for field in one.__slots__}
    return [text.format(n=_n(one.cases), **facts_of) for text in (colours, places, behind)]


def rule(facts: Facts) -> str:
    """The rule by which something rises, and how often it errs."""
    if not facts.weeks:
        least = rule_of(facts.period.weeks, facts.least).least_weeks
        need = translate(
            "policy",
            "Riwayat belum cukup untuk membandingkan: perlu {n} pekan sebelum periode ini.",
        )
        return need.format(n=least + 1)
    used = rule_of(facts.period.weeks, facts.least)
    said = translate(
        "policy",
        "Aturan: {span} pekan dibanding {weeks} pekan tepat sebelumnya. Uji eksak beta-binomial "
        "atas {tested} pasangan kategori dan tempat, disaring menurut Benjamini-Hochberg; "
        "disebut bila sedikitnya {least} kasus dan {times} kali biasanya. Di kota yang tenang "
        "paling banyak {rate} % naskah menyebut sesuatu yang hanya kebetulan.",
    )
    return said.format(
        span=facts.period.weeks,
        weeks=facts.weeks,
        tested=_n(facts.tested),
        least=facts.least,
        times=QLocale().toString(used.times, "g", 3),
        rate=QLocale().toString(used.rate * 100, "g", 3),
    )


def unsaid(facts: Facts) -> list[str]:
    """What a brief does not say."""
    one = facts.sums
    lost = translate("policy", "{n} kasus tanpa kelurahan hanya dihitung dalam klaim seluruh kota.")
    bare = translate("policy", "{n} kasus belum berkategori; tidak ada klaim yang memuatnya.")
    few = translate(
        "policy",
        "Yang kurang dari {n} kasus tidak disebut, juga agar tidak menunjuk orang tertentu.",
    )
    return [
        lost.format(n=_n(one.lost)),
        bare.format(n=_n(one.cases - one.filed)),
        few.format(n=facts.least),
        translate(
            "policy",
            "Kasus rahasia tidak dihitung; laporan yang digabung dihitung sekali, pada induknya.",
        ),
        translate(
            "policy",
            "Laporan dari periode ini yang baru masuk kemudian, juga koreksi kategori atau tempat, "
            "tidak termasuk. Naskah ini tidak menyebut sebab.",
        ),
    ]


def moved(many: Sequence[Moved], city: City) -> str:
    """What differs from when the brief was last looked at."""
    parts = [
        translate("policy", "{name}: {was} → {now}").format(
            name=name(one, city), was=_n(one.was), now=_n(one.now)
        )
        for one in many[:4]
    ]
    if len(many) > len(parts):
        parts.append(translate("policy", "dan {n} lagi").format(n=_n(len(many) - len(parts))))
    return "; ".join(parts)


def heading(one: Heading, city: City) -> str:
    """A signed brief in a list, in three lines."""
    given = Period(one.until, one.weeks)
    by = translate("policy", "{by}, {at}").format(by=one.by, at=dated(one.at, city))
    more = ""
    if one.replaced:
        more = translate("policy", "Digantikan naskah {id}").format(id=one.replaced[:8])
    elif one.replaces:
        more = translate("policy", "Menggantikan naskah {id}").format(id=one.replaces[:8])
    head = f"{period(given, city)} · {spans().get(one.weeks, '')}"
    return "\n".join(filter(None, (head, by, more)))


# --- the whole of it ---


class Block(NamedTuple):
    """A piece of the paper: `kind` is title, head, strong, text, cases, small or item."""

    kind: str
    text: str


_TAGS = {
    "title": "<h2>{}</h2>",
    "head": "<h3>{}</h3>",
    "strong": "<p><b>{}</b></p>",
    "text": "<p>{}</p>",
    "cases": '<p style="font-size:small">{}</p>',
    "small": '<p style="font-size:small">{}</p>',
    "item": "<li>{}</li>",
}


def html(blocks: Iterable[Block], opens: Sequence[str] = (), ink: str = "") -> str:
    """Simple HTML, for a screen and for A4. `opens`: words of a link to the cases of each claim, in
    the colour `ink`; it leads to the place of the claim.
    """
    parts, at = [], 0
    for one in blocks:
        body = escape(one.text).replace("\n", "<br>")
        if one.kind == "cases" and opens:
            link = f'<a href="{at}" style="color:{ink}">{escape(opens[at])}</a>'
            body, at = f"{body}<br>{link}", at + 1
        parts.append(_TAGS[one.kind].format(body))
    return "".join(parts)


def plain(blocks: Iterable[Block]) -> str:
    """Text for a letter or a message."""
    marks = {"title": "{}\n", "head": "\n{}\n", "item": "- {}"}
    return "\n".join(marks.get(one.kind, "{}").replace("{}", one.text) for one in blocks) + "\n"


def paper(policy: Policy, signed: Signed | None, city: City) -> list[Block]:
    """All of a brief, piece by piece; `signed` is None for one that is still being written."""
    return list(_paper(policy, signed, city))


def _paper(policy: Policy, signed: Signed | None, city: City) -> Iterator[Block]:
    facts = policy.facts
    yield Block("title", title(facts, city))
    yield Block("strong", _signature(policy, signed, city))
    if policy.remark:
        yield Block("text", policy.remark)
    yield Block("text", "\n".join(sums(facts)))
    yield from _claims(policy, city)
    dropped = sum(one.dropped for one in policy.said)
    if dropped:
        left = translate("policy", "{n} klaim tidak dimuat oleh penyusun.")
        yield Block("text", left.format(n=_n(dropped)))
    if signed is not None and signed.hidden:
        others = translate("policy", "{n} klaim tentang OPD lain tidak ditampilkan.")
        yield Block("text", others.format(n=_n(signed.hidden)))
    yield Block("head", translate("policy", "Cara menghitung"))
    yield Block("text", rule(facts))
    as_of = translate("policy", "Keadaan kasus per {at}.")
    yield Block("text", as_of.format(at=dated(facts.at, city)))
    yield Block("head", translate("policy", "Yang tidak dikatakan naskah ini"))
    yield from (Block("item", text) for text in unsaid(facts))
    if signed is not None:
        yield Block("small", _trace(signed))


def _claims(policy: Policy, city: City) -> Iterator[Block]:
    facts = policy.facts
    if not policy.shown:
        calm = translate("policy", "Tidak ada yang naik melebihi kebetulan pada periode ini.")
        yield Block("strong", calm if facts.weeks else rule(facts))
    for n, (claim, one) in enumerate(policy.shown, 1):
        yield Block("head", f"{n}. {name(claim, city)}")
        yield Block("strong", said(claim, one.text, facts, city))
        yield Block(
            "text",
            "\n".join((counted(claim, facts), on_time(claim.on_time), shares(claim, city))),
        )
        if one.advice.strip():
            advice = translate("policy", "Rekomendasi: {text}")
            yield Block("text", advice.format(text=one.advice.strip()))
        yield Block("cases", _numbers(claim))


def _numbers(claim: Claim) -> str:
    numbers = ", ".join(link.number for link in claim.cases)
    text = translate("policy", "Kasus: {numbers}").format(numbers=numbers or "–")
    hidden = claim.many - len(claim.cases)
    if hidden:
        more = translate("policy", " dan {n} yang tidak dapat Anda lihat")
        text += more.format(n=_n(hidden))
    return text


def _signature(policy: Policy, signed: Signed | None, city: City) -> str:
    if signed is None:
        return translate("policy", "Rancangan, belum ditandatangani")
    by = translate("policy", "Ditandatangani {who}, {at}")
    rows = [by.format(who=signer(policy.by), at=dated(policy.at, city))]
    if policy.replaces:
        old = translate("policy", "Menggantikan naskah {id}")
        rows.append(old.format(id=policy.replaces[:8]))
    if signed.replaced:
        new = translate("policy", "Sudah digantikan naskah {id}")
        rows.append(new.format(id=signed.replaced[:8]))
    return "\n".join(rows)


def _trace(signed: Signed) -> str:
    text = translate(
        "policy",
        "Naskah {id}. Benar menurut jurnal sampai perubahan ke-{seq}, rantai {chain}. "
        "Sidik {digest}.",
    )
    return text.format(
        id=signed.policy.id,
        seq=_n(signed.seq),
        chain=signed.chain[:16],
        digest=signed.digest[:16],
    )


def foot(policy: Policy, city: City) -> str:
    """What stands at the foot of every page, with {page} and {pages} to fill."""
    text = translate("policy", "{city} · LIVE Room · {id} · Halaman {page} dari {pages}")
    return text.format(city=city.name, id=policy.id[:8], page="{page}", pages="{pages}")


def file_name(policy: Policy, city: City) -> str:
    """What a file of it is called, without its ending."""
    last: datetime = (policy.facts.period.until - timedelta(seconds=1)).astimezone(
        ZoneInfo(city.zone)
    )
    return translate("policy", "naskah-kebijakan-{day}").format(day=f"{last:%Y%m%d}")


# --- small things ---


def _category(id: str, city: City) -> str:
    category = city.categories.get(id)
    return words.category_name(category) if category is not None else id


def _place(code: str, city: City) -> str:
    if not code:
        return translate("policy", "seluruh kota")
    area = city.areas.get(code)
    above = city.areas.get(area.parent or "") if area is not None else None
    if area is None:
        return code
    return f"{area.name}, {above.name}" if above is not None else area.name


def _opds(claim: Claim, city: City) -> str:
    ids = ",".join(one.opd for one in claim.opds if one.opd)
    return words.agencies(ids, city) or translate("policy", "belum ada OPD")


def _n(value: int) -> str:
    return QLocale().toString(value)
