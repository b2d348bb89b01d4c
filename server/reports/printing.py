"""A report as PDF: everything put into words here, set on pages by a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from server.reports import words
from server.reports.paper import Column, Holds, Paper, Section, Table

PATIENCE = 120.0
"""Seconds after which a report is given up."""

_ROOT = Path(__file__).resolve().parent.parent.parent
_RIGHT = {Holds.COUNT, Holds.SHARE, Holds.SPREAD}


class Unprintable(Exception):
    """No PDF came about: the program that sets it failed or took too long."""


def pdf_of(paper: Paper) -> bytes:
    """The PDF. Raises Unprintable."""
    plan = json.dumps(plan_of(paper), ensure_ascii=False).encode()
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "server.press"],
            cwd=_ROOT,
            env={"LANG": "C.UTF-8", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
            input=plan,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as fault:
        said = getattr(fault, "stderr", None) or b""
        raise Unprintable(said.decode(errors="replace")[-500:] or str(fault)) from fault
    return ran.stdout


def plan_of(paper: Paper) -> dict[str, Any]:
    """What `server.press` is told: texts alone, as JSON."""
    return {
        "city": paper.city,
        "title": paper.title,
        "period": paper.period,
        "facts": list(paper.facts),
        "foot": paper.foot,
        "page": "halaman {page} dari {pages}",
        "at": paper.at.isoformat(),
        "sections": [_section(section) for section in paper.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    names = ("merah", "kuning", "hijau", "abu-abu")
    bar = section.bar or ()
    return {
        "title": section.title,
        "lines": list(section.lines),
        "bar": [[f"{words.number(n)} {name}", n] for n, name in zip(bar, names, strict=False)],
        "tables": [_table(table) for table in section.tables],
        "notes": list(section.notes),
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "heads": [_head(column) for column in table.columns],
        "right": [column.holds in _RIGHT for column in table.columns],
        "rows": [[words.cell(cell) for cell in row] for row in table.rows],
        "sums": table.sums,
    }


def _head(column: Column) -> str:
    return column.name
