"""What can be done with a case: each act's key, word, icon, who may and when, and what it asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.domain import commands as verb
from db.domain.astray import awaited, sendable
from db.domain.case import Actor, Astray, Case
from db.domain.city import City
from db.domain.commands import LAWS, Verb
from db.domain.states import IN_WORK, OPEN, Role, State

translate = QCoreApplication.translate


class Field(NamedTuple):
    """One thing an act asks: `kind` is text, line, choice, agency, task, case, date, moment,
    proofs, notice (what an agency is to be told) or delivery (one to be sent again). `hint` stands
    below; `supervisor`: nobody else is asked.
    """

    key: str
    word: str
    kind: str = "text"
    needed: bool = True
    hint: str = ""
    supervisor: bool = False
    choices: Callable[[City], list[tuple[str, str]]] | None = None


class Act(NamedTuple):
    """An act an officer can choose. `build` makes the command's verb from the filled fields;
    `bulk`: it makes sense for many cases at once, with the same words for all.
    """

    key: str
    verb: type[Verb]
    word: str
    icon: str
    shortcut: str
    states: frozenset[State]
    build: Callable[[dict[str, str]], Verb] | None = None
    fields: tuple[Field, ...] = ()
    reply: str = ""
    primary: bool = False
    supervisor: bool = False
    fits: Callable[[Case], object] = lambda case: True
    bulk: bool = False


def offered(case: Case, author: Actor) -> list[Act]:
    """The acts that the state and the role allow, the most usual first."""
    return [act for act in _acts() if not barred(act, case, author)]


def barred(act: Act, case: Case, author: Actor) -> str:
    """The key of the reason why an act is out of the question now; "" where it is offered."""
    if author.role not in LAWS[act.verb].roles:
        return "not_allowed"
    if case.state not in act.states:
        return "illegal_state"
    if act.supervisor and author.role is not Role.SUPERVISOR:
        return "supervisor_only"
    return "" if act.fits(case) else "nothing_awaited"


def by_shortcut() -> dict[str, str]:
    """Keys of acts by their shortcut, for help pages and windows."""
    return {act.shortcut: act.key for act in _acts() if act.shortcut}


def all_acts() -> list[Act]:
    """Every act there is, in the order of a case's life."""
    return _acts()


def reassign_to(opds: tuple[str, ...], names: str) -> Act:
    """Reassigning to agencies that are chosen already: only the reason is asked."""
    (plain,) = (act for act in _acts() if act.key == "reassign")
    return plain._replace(
        word=translate("acts", "Alihkan ke {opd}").format(opd=names),
        build=lambda got: verb.Reassign(opds, got["reason"]),
        fields=plain.fields[1:],
    )


def word_of(act: Verb) -> str:
    """What an act is called, also one that no button stands for."""
    if isinstance(act, verb.Receive):
        return translate("acts", "Laporan baru")
    named = next((a.word for a in _acts() if isinstance(act, a.verb)), "")
    return named or LAWS[type(act)].name


_RECEIVED = frozenset({State.RECEIVED})
_ANY = frozenset(State)
_MERGEABLE = OPEN - {State.AWAITING_VALIDATION}


def _acts() -> list[Act]:
    text = Field("text", translate("acts", "Teks untuk pelapor"))
    reason = Field("reason", translate("acts", "Alasan"))
    return [
        Act(
            "forward",
            verb.Forward,
            translate("acts", "Teruskan"),
            "send",
            "F",
            _RECEIVED,
            primary=True,
            bulk=True,
        ),
        Act(
            "answer",
            verb.Answer,
            translate("acts", "Jawab"),
            "message-reply-text",
            "A",
            _RECEIVED,
            lambda got: verb.Answer(got["text"]),
            (text,),
            reply="answer",
            bulk=True,
        ),
        Act(
            "ask_reporter",
            verb.AskReporter,
            translate("acts", "Minta dilengkapi"),
            "help-circle",
            "R",
            _RECEIVED,
            lambda got: verb.AskReporter(got["text"]),
            (
                Field(
                    "text",
                    translate("acts", "Apa yang perlu dilengkapi pelapor"),
                ),
            ),
            reply="ask_reporter",
            bulk=True,
        ),
        Act(
            "accept",
            verb.Accept,
            translate("acts", "Catat diterima OPD"),
            "handshake",
            "C",
            frozenset({State.FORWARDED}),
            lambda got: verb.Accept(got["name"], got["opd"] or None),
            (
                Field("name", translate("acts", "Nama yang menerima di OPD"), "line"),
                Field("opd", translate("acts", "OPD"), "task"),
            ),
            primary=True,
            bulk=True,
        ),
        Act(
            "told",
            verb.Deliver,
            translate("acts", "Sudah disampaikan"),
            "phone-check",
            "S",
            _ANY,
            lambda got: verb.Deliver(
                _opd_of(got["notice"]),
                "phone",
                "delivered",
                at=datetime.fromisoformat(got["at"]),
                withdrawn=got["notice"].startswith(WITHDRAWN),
                name=got["name"],
            ),
            (
                Field("name", translate("acts", "Nama yang diberi tahu di OPD"), "line"),
                Field("at", translate("acts", "Kapan diberi tahu"), "moment"),
                Field("notice", translate("acts", "Yang disampaikan"), "notice"),
            ),
            fits=lambda case: any(awaited(case)),
        ),
        Act(
            "resend",
            verb.Resend,
            translate("acts", "Kirim lagi"),
            "send-clock",
            "E",
            _ANY,
            lambda got: _resend(got["delivery"]),
            (
                Field(
                    "delivery",
                    translate("acts", "Kiriman yang belum sampai"),
                    "delivery",
                    hint=translate(
                        "acts",
                        "Dikirim dengan nomor yang sama. Open311 tidak mengenali kiriman ulang: "
                        "tanyakan dulu ke OPD apakah sudah sampai.",
                    ),
                ),
            ),
            fits=sendable,
        ),
        Act(
            "start",
            verb.Start,
            translate("acts", "Tim di lapangan"),
            "account-hard-hat",
            "W",
            frozenset({State.ACCEPTED, State.SCHEDULED}),
            lambda got: verb.Start(got["opd"] or None, got["note"]),
            (
                Field("note", translate("acts", "Keterangan"), needed=False),
                Field("opd", translate("acts", "OPD"), "task"),
            ),
            primary=True,
            bulk=True,
        ),
        Act(
            "schedule",
            verb.Schedule,
            translate("acts", "Jadwalkan"),
            "calendar-clock",
            "L",
            frozenset({State.ACCEPTED}),
            lambda got: verb.Schedule(
                got["plan"], datetime.fromisoformat(got["on"]), got["opd"] or None
            ),
            (
                Field("plan", translate("acts", "Rencana yang disampaikan ke pelapor")),
                Field("on", translate("acts", "Tanggal"), "date"),
                Field("opd", translate("acts", "OPD"), "task"),
            ),
        ),
        Act(
            "finish",
            verb.Finish,
            translate("acts", "Pekerjaan selesai"),
            "clipboard-check",
            "I",
            frozenset({State.ACCEPTED, State.ON_SITE, State.SCHEDULED}),
            lambda got: verb.Finish(
                got["text"],
                tuple(got["proofs"].split()),
                got.get("without_proof", ""),
                got["opd"] or None,
            ),
            (
                text,
                Field(
                    "proofs",
                    translate("acts", "Foto atau video sesudah pekerjaan"),
                    "proofs",
                    needed=False,
                ),
                Field(
                    "without_proof",
                    translate("acts", "Atau mengapa tanpa foto atau video"),
                    needed=False,
                    supervisor=True,
                ),
                Field("opd", translate("acts", "OPD"), "task"),
            ),
        ),
        Act(
            "validate",
            verb.Validate,
            translate("acts", "Sahkan"),
            "check-decagram",
            "V",
            frozenset({State.AWAITING_VALIDATION}),
            lambda got: verb.Validate(got["text"], got["opd"] or None),
            (
                Field("text", translate("acts", "Catatan"), needed=False),
                Field("opd", translate("acts", "OPD"), "task"),
            ),
            primary=True,
            bulk=True,
        ),
        Act(
            "refuse",
            verb.Refuse,
            translate("acts", "Tolak hasil"),
            "close-octagon",
            "X",
            frozenset({State.AWAITING_VALIDATION}),
            lambda got: verb.Refuse(got["reason"], got["opd"] or None),
            (reason, Field("opd", translate("acts", "OPD"), "task")),
            bulk=True,
        ),
        Act(
            "complete",
            verb.Complete,
            translate("acts", "Sudah dilengkapi"),
            "file-check",
            "U",
            frozenset({State.RETURNED}),
            lambda got: verb.Complete(got["text"]),
            (Field("text", translate("acts", "Informasi baru dari pelapor")),),
            primary=True,
        ),
        Act(
            "reassign",
            verb.Reassign,
            translate("acts", "Alihkan ke OPD lain"),
            "swap-horizontal",
            "O",
            IN_WORK - {State.AWAITING_VALIDATION},
            lambda got: verb.Reassign((got["to"],), got["reason"]),
            (Field("to", translate("acts", "OPD baru"), "agency"), reason),
            bulk=True,
        ),
        Act(
            "bounce",
            verb.Bounce,
            translate("acts", "Catat OPD menolak"),
            "undo-variant",
            "B",
            frozenset({State.FORWARDED, State.ACCEPTED}),
            lambda got: verb.Bounce(got["reason"], got["to"] or None, got["opd"] or None),
            (
                reason,
                Field("to", translate("acts", "Menurut mereka milik"), "agency", needed=False),
                Field("opd", translate("acts", "OPD"), "task"),
            ),
        ),
        Act(
            "merge",
            verb.Merge,
            translate("acts", "Gabung ke kasus lain"),
            "call-merge",
            "D",
            _MERGEABLE,
            lambda got: verb.Merge(got["into"]),
            (Field("into", translate("acts", "Kasus induk"), "case"),),
        ),
        Act(
            "unmerge",
            verb.Unmerge,
            translate("acts", "Pisahkan lagi"),
            "call-split",
            "D",
            frozenset({State.MERGED}),
            lambda got: verb.Unmerge(got["reason"]),
            (Field("reason", translate("acts", "Alasan"), needed=False),),
            primary=True,
        ),
        Act(
            "decline",
            verb.Decline,
            translate("acts", "Bukan wewenang kota"),
            "bank-transfer",
            "H",
            _RECEIVED,
            lambda got: verb.Decline(got["target_body"], got["text"], got["confirmed_by"]),
            (
                Field("target_body", translate("acts", "Instansi yang berwenang"), "line"),
                text,
                Field("confirmed_by", translate("acts", "Kepala regu yang menyetujui"), "line"),
            ),
        ),
        Act(
            "archive",
            verb.Archive,
            translate("acts", "Arsipkan"),
            "archive",
            "Y",
            frozenset({State.RECEIVED, State.RETURNED}),
            lambda got: verb.Archive(got["reason"], got["text"]),
            (
                Field(
                    "reason",
                    translate("acts", "Alasan"),
                    "choice",
                    choices=lambda city: list(city.archive_reasons.items()),
                ),
                Field("text", translate("acts", "Keterangan untuk pelapor"), needed=False),
            ),
            bulk=True,
        ),
        Act(
            "object",
            verb.Object,
            translate("acts", "Buka lagi"),
            "restart",
            "Q",
            frozenset({State.RESOLVED}),
            lambda got: verb.Object(got["text"]),
            (Field("text", translate("acts", "Keberatan pelapor")),),
        ),
        Act(
            "close",
            verb.Close,
            translate("acts", "Tutup"),
            "check-circle",
            "Y",
            frozenset({State.RESOLVED}),
            lambda got: verb.Close(got["text"]),
            (Field("text", translate("acts", "Catatan"), needed=False),),
            bulk=True,
        ),
        Act(
            "place",
            verb.Edit,
            translate("acts", "Perbaiki lokasi"),
            "map-marker-outline",
            "Shift+O",
            OPEN,
        ),
        Act("attach", verb.Attach, translate("acts", "Lampirkan foto"), "image-plus", "P", _ANY),
        Act(
            "note",
            verb.Note,
            translate("acts", "Catatan"),
            "note-text",
            "N",
            _ANY,
            lambda got: verb.Note(got["text"]),
            (Field("text", translate("acts", "Catatan untuk rekan (tidak dilihat pelapor)")),),
            bulk=True,
        ),
        Act("undo", verb.Undo, translate("acts", "Batalkan"), "undo", "Z", _ANY),
    ]


WITHDRAWN = "withdrawn "
"""Before the id of an agency that is to hear that the case is theirs no longer."""


def _opd_of(notice: str) -> str:
    return notice.removeprefix(WITHDRAWN)


def key_of(lost: Astray) -> str:
    """A delivery as one of several to choose from."""
    return "\n".join((lost.job, lost.opd, lost.channel, "yes" if lost.withdrawn else "no"))


def _resend(key: str) -> verb.Resend:
    job, opd, channel, withdrawn = key.split("\n")
    return verb.Resend(job, opd, channel, withdrawn == "yes")


def earliest_plan(now: datetime) -> datetime:
    """The day proposed first when work is planned."""
    return now + timedelta(days=1)
