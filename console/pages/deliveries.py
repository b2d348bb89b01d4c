"""How far the news of a case has come to its agencies, in words."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from db.domain.astray import failed
from db.domain.case import Astray, Case, Task
from db.domain.city import City
from db.domain.commands import Deliver, Resend
from db.domain.states import State

translate = QCoreApplication.translate


def told(act: Deliver, opd: str, when: str = "") -> str:
    """What happened to a delivery; `opd` is the agency's short name, `when` they were told."""
    if act.name:
        plain = translate("deliveries", "{opd} diberi tahu lewat telepon {when} ({name})")
        back = translate(
            "deliveries", "{opd} diberi tahu lewat telepon {when} bahwa kasus ini ditarik ({name})"
        )
        said = (back if act.withdrawn else plain).format(opd=opd, when=when, name=act.name)
        return " ".join(said.split())
    if act.ladder:
        return _late(act, opd)
    if act.withdrawn:
        known = translate("deliveries", "{opd} sudah tahu kasus ini ditarik")
        unknown = translate("deliveries", "{opd} belum tahu kasus ini ditarik")
        return (unknown if act.step == "failed" else known).format(opd=opd)
    if act.step == "delivered" and act.channel == "email":
        # A mail server has taken it; whether anybody has read it is not known.
        return translate("deliveries", "Surel ke {opd} terkirim").format(opd=opd)
    sentence = {
        "failed": translate("deliveries", "Belum sampai ke {opd} lewat {way}"),
        "delivered": translate("deliveries", "Sampai ke {opd} lewat {way}"),
        "seen": translate("deliveries", "Dilihat {opd}"),
        "acknowledged": translate("deliveries", "Dicatat sistem {opd}"),
    }[act.step]
    return sentence.format(opd=opd, way=way(act.channel))


def _late(act: Deliver, opd: str) -> str:
    """How far it has come to an agency that they are late."""
    if act.step == "delivered" and act.channel == "email":
        return translate("deliveries", "Surel eskalasi ke {opd} terkirim").format(opd=opd)
    sentence = {
        "failed": translate("deliveries", "Eskalasi belum sampai ke {opd} lewat {way}"),
        "delivered": translate("deliveries", "Eskalasi sampai ke {opd} lewat {way}"),
        "seen": translate("deliveries", "Eskalasi dilihat {opd}"),
        "acknowledged": translate("deliveries", "Eskalasi dicatat sistem {opd}"),
    }[act.step]
    return sentence.format(opd=opd, way=way(act.channel))


def sent_again(act: Resend, opd: str) -> str:
    """That a person had a delivery sent once more."""
    plain = translate("deliveries", "Dikirim lagi ke {opd} lewat {way}")
    back = translate("deliveries", "Penarikan dikirim lagi ke {opd} lewat {way}")
    return (back if act.withdrawn else plain).format(opd=opd, way=way(act.channel))


def notice(opd: str, withdrawn: bool, city: City, *, late: bool = False) -> str:
    """What an agency is to be told, as one of several to choose from; `late`: that they are."""
    known = city.agencies
    short = known[opd].short if opd in known else opd
    if withdrawn:
        return translate("deliveries", "{opd} · kasus ini ditarik").format(opd=short)
    if late:
        return translate("deliveries", "{opd} · eskalasi").format(opd=short)
    return translate("deliveries", "{opd} · kasus ini diteruskan").format(opd=short)


def lost(one: Astray, city: City) -> str:
    """A delivery that has not arrived, as one of several to choose from."""
    said = translate("deliveries", "{what}, lewat {way}")
    what = notice(one.opd, one.withdrawn, city, late=bool(one.ladder))
    return said.format(what=what, way=way(one.channel))


def why(act: Deliver) -> str:
    """Why it has not arrived, and what to do about it."""
    if act.step != "failed":
        return ""
    parts = [reason(act.reason)]
    if act.tries:
        parts.append(translate("deliveries", "Percobaan: {n}.").format(n=act.tries))
    return " ".join(part for part in parts if part)


def way(channel: str) -> str:
    """The name of a way to an agency."""
    return {
        "console": translate("deliveries", "konsol"),
        "phone": translate("deliveries", "telepon"),
        "email": translate("deliveries", "surel"),
        "webhook": translate("deliveries", "sistem mereka"),
        "open311": translate("deliveries", "Open311 mereka"),
    }.get(channel, channel)


def reason(key: str) -> str:
    """What the last attempt met."""
    answered = re.fullmatch(r"(?:http|smtp)_(\d{3})", key)
    if answered:
        said = translate("deliveries", "Server mereka menjawab {code}.")
        return said.format(code=answered[1])
    return _REASONS().get(key, "")


def _REASONS() -> dict[str, str]:
    return {
        "not_taken": translate("deliveries", "Belum ada yang membuka konsol OPD. Telepon mereka."),
        "by_hand": translate("deliveries", "Telepon mereka, lalu catat penerimaannya."),
        "no_destination": translate(
            "deliveries", "Alamatnya belum diisi di server. Hubungi pengelola."
        ),
        "unreachable": translate("deliveries", "Server mereka tidak tersambung."),
        "timeout": translate("deliveries", "Server mereka tidak menjawab pada waktunya."),
        "insecure": translate("deliveries", "Sambungan aman ke server mereka gagal."),
        "address_refused": translate(
            "deliveries", "Alamatnya tidak boleh dihubungi. Hubungi pengelola."
        ),
        "look_first": translate(
            "deliveries", "Mungkin sudah sampai. Tanyakan dulu sebelum mengirim lagi."
        ),
        "bad_answer": translate("deliveries", "Jawaban server mereka tidak bisa dibaca."),
    }


def line(task: Task, opd: str, when: str, seen: str) -> str:
    """One line on how far the news of a task has come; the instants are given in words.

    Empty when nothing is known and nothing is awaited.
    """
    if task.delivery == "failed" and task.delivered_at is None:
        if task.state is not State.FORWARDED:
            return ""
        said = translate("deliveries", "BELUM SAMPAI: {opd}, lewat {way}")
        return said.format(opd=opd, way=way(task.channel))
    if task.delivered_at is None:
        awaited = translate("deliveries", "{opd} · belum ada kabar sampai")
        return awaited.format(opd=opd) if task.state is State.FORWARDED else ""
    said = translate("deliveries", "{opd} · sampai {when} lewat {way}")
    if task.channel == "email":
        said = translate("deliveries", "{opd} · surel terkirim {when}")
    parts = [said.format(opd=opd, when=when, way=way(task.channel))]
    if task.delivery == "acknowledged":
        parts.append(translate("deliveries", "dicatat {when}").format(when=seen))
    elif task.seen_at is not None:
        parts.append(translate("deliveries", "dilihat {when}").format(when=seen))
    return " · ".join(parts)


def alarm(case: Case, city: City) -> str:
    """What to do about agencies the case has not reached; empty when it has reached all."""
    waiting = [
        task
        for task in case.tasks
        if task.delivery == "failed" and task.state is State.FORWARDED and not task.delivered_at
    ]
    alarms = [_alarm(task, *_reached_by(task.opd, city)) for task in waiting]
    back = dict.fromkeys(one.opd for one in failed(case) if one.withdrawn)
    late = [one for one in failed(case) if one.ladder]
    alarms += [_not_escalated(one, *_reached_by(one.opd, city)) for one in late]
    return " ".join([*alarms, *(_not_taken_back(*_reached_by(opd, city)) for opd in back)])


def _reached_by(opd: str, city: City) -> tuple[str, str]:
    """The short name of an agency and its telephone, as far as the city knows them."""
    agency = city.agencies.get(opd)
    return (agency.short, agency.phone) if agency is not None else (opd, "")


def _alarm(task: Task, opd: str, phone: str) -> str:
    said = translate("deliveries", "BELUM SAMPAI: {opd}, lewat {way}")
    text = said.format(opd=opd, way=way(task.channel)) + "."
    if task.tries:
        text += " " + translate("deliveries", "Percobaan: {n}.").format(n=task.tries)
    call = translate(
        "deliveries", "Telepon {phone}, lalu catat penerimaannya atau bahwa sudah disampaikan."
    )
    ask = translate(
        "deliveries", "Telepon mereka, lalu catat penerimaannya atau bahwa sudah disampaikan."
    )
    return f"{text} {call.format(phone=phone) if phone else ask}"


def _not_escalated(one: Astray, opd: str, phone: str) -> str:
    said = translate("deliveries", "ESKALASI BELUM SAMPAI: {opd}, lewat {way}.")
    return _then_call(said.format(opd=opd, way=way(one.channel)), phone)


def _not_taken_back(opd: str, phone: str) -> str:
    text = translate("deliveries", "BELUM TAHU KASUS INI DITARIK: {opd}.").format(opd=opd)
    return _then_call(text, phone)


def _then_call(text: str, phone: str) -> str:
    call = translate("deliveries", "Telepon {phone}, lalu catat bahwa sudah disampaikan.")
    ask = translate("deliveries", "Telepon mereka, lalu catat bahwa sudah disampaikan.")
    return f"{text} {call.format(phone=phone) if phone else ask}"
