"""What can be done with a case: each act's key, word, icon, who may and when, and what it asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.domain import commands as verb
from db.domain.case import Actor, Case
from db.domain.city import City
from db.domain.commands import LAWS, Verb
from db.domain.states import IN_WORK, OPEN, Role, State

translate = QCoreApplication.translate


class Field(NamedTuple):
    """One thing an act asks: `kind` is text, line, choice, agency or date."""

    key: str
    word: str
    kind: str = "text"
    needed: bool = True
    hint: str = ""
    choices: Callable[[City], list[tuple[str, str]]] | None = None


class Act(NamedTuple):
    """An act an officer can choose. `build` makes the command's verb from the filled fields."""

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


def offered(case: Case, author: Actor) -> list[Act]:
    """The acts that the state and the role allow, the most usual first."""
    acts = []
    for act in _acts():
        law = LAWS[act.verb]
        if case.state not in act.states or author.role not in law.roles:
            continue
        if act.supervisor and author.role is not Role.SUPERVISOR:
            continue
        acts.append(act)
    return acts


def by_shortcut() -> dict[str, str]:
    """Keys of acts by their shortcut, for help pages and windows."""
    return {act.shortcut: act.key for act in _acts() if act.shortcut}


def all_acts() -> list[Act]:
    """Every act there is, in the order of a case's life."""
    return _acts()


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
                got["text"], without_proof=got["without_proof"], opd=got["opd"] or None
            ),
            (
                text,
                Field("without_proof", translate("acts", "Mengapa tanpa foto atau video")),
                Field("opd", translate("acts", "OPD"), "task"),
            ),
            supervisor=True,
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
            "",
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
            "",
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
        ),
        Act(
            "object",
            verb.Object,
            translate("acts", "Buka lagi"),
            "restart",
            "",
            frozenset({State.RESOLVED}),
            lambda got: verb.Object(got["text"]),
            (Field("text", translate("acts", "Keberatan pelapor")),),
        ),
        Act(
            "close",
            verb.Close,
            translate("acts", "Tutup"),
            "check-circle",
            "",
            frozenset({State.RESOLVED}),
            lambda got: verb.Close(got["text"]),
            (Field("text", translate("acts", "Catatan"), needed=False),),
        ),
        Act(
            "note",
            verb.Note,
            translate("acts", "Catatan"),
            "note-text",
            "N",
            _ANY,
            lambda got: verb.Note(got["text"]),
            (Field("text", translate("acts", "Catatan untuk rekan (tidak dilihat pelapor)")),),
        ),
        Act("undo", verb.Undo, translate("acts", "Batalkan"), "undo", "Z", _ANY),
    ]


def earliest_plan(now: datetime) -> datetime:
    """The day proposed first when work is planned."""
    return now + timedelta(days=1)
