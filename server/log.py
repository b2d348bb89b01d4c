"""Log lines as JSON on stderr: what happened and where, never a text, a name or a token."""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from types import FrameType, TracebackType

LOG = logging.getLogger("liveroom.server")

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being served; every line about it carries it."""


class JsonLines(logging.Formatter):
    """One JSON object a line.

    Of an exception only its kind and place are told: its message could quote what a citizen wrote.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **getattr(record, "facts", {}),
        }
        if REQUEST.get():
            line["request"] = REQUEST.get()
        if record.exc_info and record.exc_info[0]:
            line["fault"] = record.exc_info[0].__name__
            line["at"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """The line of our own; of a library's only what stands in its code, without what it quotes."""
    return str(record.msg) if record.args else record.getMessage()


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    return places[-12:]


def places_of(frame: FrameType | None) -> str:
    """Where a thread stands now, innermost first."""
    places: list[str] = []
    while frame is not None and len(places) < 6:
        code = frame.f_code
        places.append(f"{code.co_filename}:{frame.f_lineno} {code.co_qualname}")
        frame = frame.f_back
    return " < ".join(places)


def log_to_stderr(level: int = logging.INFO) -> None:
    """Send every log line of this process to stderr as JSON."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [out]
    root.setLevel(level)


def note(event: str, level: int = logging.INFO, **facts: str | int | float | None) -> None:
    """Log that something happened. Facts are keys and numbers, never what people wrote."""
    LOG.log(level, event, extra={"facts": facts})
