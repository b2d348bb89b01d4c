"""Photos and videos by the hash of their bytes: which a case names, and which a command."""

from __future__ import annotations

import re
from collections.abc import Iterator

from db.domain.case import Case
from db.domain.commands import Attach, Finish, Receive, Verb

_HASH = re.compile(r"[0-9a-f]{64}")


def is_hash(name: str) -> bool:
    """Whether it is a SHA-256 in lower-case hex, by which a file of ours is named."""
    return _HASH.fullmatch(name) is not None


def named_by(act: Verb) -> tuple[str, ...]:
    """The media that a command names."""
    match act:
        case Attach(media) | Receive(media=media):
            return media
        case Finish(proofs=proofs):
            return proofs
        case _:
            return ()


def before(case: Case) -> tuple[str, ...]:
    """What reporters and officers added to the case, oldest first, each once."""
    return tuple(dict.fromkeys((*_brought(case), *case.media)))


def of_case(case: Case) -> tuple[str, ...]:
    """Everything a case names, proofs of work last, each once."""
    return tuple(dict.fromkeys((*before(case), *case.proofs)))


def _brought(case: Case) -> Iterator[str]:
    for report in case.reports:
        yield from report.media
