"""The facts of a case in rows: whose turn, where, how far its news has come, and its deadlines."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from console.pages import deliveries, words
from console.pages.clock_words import rule_name
from db.domain.case import Case, Task
from db.domain.city import City
from db.domain.clocks import ClockRun
from db.domain.locating import neighbour_of

translate = QCoreApplication.translate


def fact_rows(case: Case, city: City, now_ms: int, near: str = "") -> list[tuple[str, str]]:
    """What it is called and what it says, in the order they are read; `near` is what lies there."""
    opds = ",".join(task.opd for task in case.tasks)
    rows = [
        (translate("CasePage", "Giliran"), words.owner(case.state.value, opds, city) or "–"),
        (translate("CasePage", "Lokasi"), words.place_words(case.place, city)),
        (translate("CasePage", "Jenis"), city.classes.get(case.report_class, case.report_class)),
        (translate("CasePage", "Prioritas"), _priority(case.priority)),
        (translate("CasePage", "Laporan"), str(len(case.reports))),
    ]
    if near:
        rows.insert(2, (translate("CasePage", "Sekitar"), near))
    if neighbour := neighbour_of(case.place, city):
        outside = translate("CasePage", "Di luar kota: {name}").format(name=neighbour)
        rows.insert(2, (translate("CasePage", "Wilayah"), outside))
    for task in case.tasks:
        if news := _news(task, city, now_ms):
            rows.append((translate("CasePage", "Pengiriman"), news))
        if task.planned_for is not None:
            planned = words.local_time(task.planned_for, city)
            rows.append((translate("CasePage", "Rencana"), f"{planned} · {task.plan}"))
    rows += _clock_rows(case.clocks, city)
    if case.bounces:
        rows.append((translate("CasePage", "Dikembalikan OPD"), f"{case.bounces}×"))
    if case.reopened:
        rows.append((translate("CasePage", "Dibuka lagi"), f"{case.reopened}×"))
    return rows


def _news(task: Task, city: City, now_ms: int) -> str:
    """How far the agency has heard of its task."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    when, seen = (
        "" if moment is None else words.local_time(moment, city, now)
        for moment in (task.delivered_at, task.seen_at)
    )
    return deliveries.line(task, words.agencies(task.opd, city), when, seen)


def _clock_rows(clocks: tuple[ClockRun, ...], city: City) -> list[tuple[str, str]]:
    """Running and missed clocks a line each; the kept ones together on one."""
    rows, kept = [], list[str]()
    for run in clocks:
        name, due = rule_name(run.rule, city), words.local_time(run.due, city)
        if run.ended is not None and run.ended <= run.due:
            kept.append(name)
        elif run.ended is not None:
            rows.append((name, translate("CasePage", "terlambat, tenggat {due}").format(due=due)))
        elif run.paused is not None:
            rows.append((name, translate("CasePage", "berhenti sementara")))
        else:
            rows.append((name, translate("CasePage", "tenggat {due}").format(due=due)))
    if kept:
        rows.append((translate("CasePage", "Tepat waktu"), ", ".join(dict.fromkeys(kept))))
    return rows


def _priority(key: str) -> str:
    return {
        "normal": translate("words", "Biasa"),
        "urgent": translate("words", "Mendesak"),
        "emergency": translate("words", "Darurat"),
    }.get(key, key)
