"""What is still being written, on this desk's disk: a file an officer, personal data masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from console.private_file import write_private
from db.domain import wire
from db.domain.commands import Receive
from db.domain.personal import mask_personal
from db.domain.policy import Facts, Said, said_masked
from db.store import StoreFault

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class HandoverDraft:
    """What an officer typed by `at`: on the whole, and by case id."""

    at: datetime
    remark: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)

    def masked(self) -> HandoverDraft:
        """The same without personal data."""
        remarks = {case: mask_personal(text)[0] for case, text in self.remarks.items() if text}
        return HandoverDraft(self.at, mask_personal(self.remark)[0], remarks)


@dataclass(frozen=True, slots=True)
class CallDraft:
    """A call as far as it was written down by `at`."""

    at: datetime
    act: Receive

    def masked(self) -> CallDraft:
        """The same without personal data."""
        place = self.act.place
        where = replace(place, text=mask_personal(place.text)[0])
        text = mask_personal(self.act.text)[0]
        return CallDraft(self.at, replace(self.act, text=text, place=where))


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """A policy brief as it was by `at`: what was counted last, and what was typed."""

    at: datetime
    facts: Facts
    said: tuple[Said, ...] = ()
    remark: str = ""
    replaces: str = ""

    def masked(self) -> PolicyDraft:
        """The same without personal data."""
        said = tuple(said_masked(one) for one in self.said)
        return replace(self, said=said, remark=mask_personal(self.remark)[0])


class Drafts(Generic[D]):
    """A folder of files, mode 0600, each the `kind` of draft of one officer. One worker thread."""

    def __init__(self, folder: Path, kind: type[D], masked: Callable[[D], D]) -> None:
        self._folder, self._kind, self._masked = folder, kind, masked

    def read(self, person: str) -> D | None:
        """What this officer typed last; None where nothing is there or can be read."""
        try:
            return wire.load(self._kind, self._path(person).read_bytes())
        except (OSError, wire.BadWire):
            return None

    def put(self, person: str, draft: D) -> None:
        """Keep it in place of what was there, personal data masked. Raises StoreFault."""
        path = self._path(person)
        try:
            write_private(path, wire.dump(self._masked(draft)))
        except OSError as fault:
            raise StoreFault.of(fault, path) from fault

    def forget(self, person: str) -> None:
        """It is done with. Where the file cannot be removed its time tells that it is over."""
        with suppress(OSError):
            self._path(person).unlink(missing_ok=True)

    def _path(self, person: str) -> Path:
        # An id may hold what no file's name may.
        return self._folder / f"{sha256(person.encode()).hexdigest()[:32]}.json"


def of_handovers(folder: Path) -> Drafts[HandoverDraft]:
    """Of handovers, in the data folder."""
    return Drafts(folder / "logbook" / "drafts", HandoverDraft, HandoverDraft.masked)


def of_calls(folder: Path) -> Drafts[CallDraft]:
    """Of calls, in the data folder."""
    return Drafts(folder / "calls", CallDraft, CallDraft.masked)


def of_policies(folder: Path) -> Drafts[PolicyDraft]:
    """Of policy briefs, in the data folder."""
    return Drafts(folder / "policies", PolicyDraft, PolicyDraft.masked)
