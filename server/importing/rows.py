"""A row of the source becomes what a case needs, or is left out for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db.domain.case import Place
from db.domain.city import City
from db.domain.personal import mask_personal
from db.domain.states import IN_WORK, State
from db.domain.wire import MAX_TEXT
from server.importing.cells import Instants, one_line, shown
from server.importing.faults import Rejected, RowFault
from server.importing.mapping import DEFAULT, ImportMapping
from server.importing.places import place_of
from server.importing.row import Layout, Row
from server.importing.sheet import Record

_ENDED = frozenset({State.RESOLVED, State.CLOSED, State.NOT_OURS, State.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row that can become a case. Texts are masked; `original` is what they were, if they were.

    `since` is when the case came to its state; `said_since` what the source says of it, where its
    two clocks disagree. `reporter` holds name, phone, e-mail and NIK.
    """

    row: int
    source_id: str
    channel: str
    opened: datetime
    target: datetime | None
    state: State
    since: datetime
    said_since: datetime
    text: str
    report_class: str
    category: str | None
    agency: str | None
    place: Place
    closing: str
    original: str
    reporter: tuple[str, str, str, str]


class RowReader:
    """Reads the rows of one file; `now` is the instant beyond which nothing can have happened.

    `unknown` counts the values that the mapping does not name, by column of the file; `skewed`
    the cases closed before they came in, `masked` the rows with personal data in their texts.
    """

    def __init__(
        self, mapping: ImportMapping, city: City, header: tuple[str, ...], now: datetime
    ) -> None:
        self._layout = Layout(mapping, header)
        self._mapping = mapping
        self._city = city
        self._now = now
        self._seen: dict[str, int] = {}
        self.instants = Instants(mapping.source.zone, mapping.source.time_formats)
        self.unknown: dict[str, Counter[str]] = {}
        self.skewed = 0
        self.masked = 0

    def read(self, record: Record) -> Incoming | Rejected:
        """What a row stands for, or why it is left out."""
        try:
            return self._incoming(Row(self._layout, record.cells), record.row)
        except RowFault as fault:
            return Rejected(record.row, fault.column, fault.reason, record.cells)

    def _incoming(self, row: Row, number: int) -> Incoming:
        source_id = self._source_id(row, number)
        values = self._values(row)
        opened = self._opened(row)
        state = State(values["status"])
        said = self._since(row, opened, state)
        self._check_way(row, state, values)
        category = self._city.categories.get(values["category"])
        place, place_was = place_of(row, values["area"], self._mapping.no_place, self._city.bounds)
        text, closing, original = self._texts(row, place_was)
        return Incoming(
            row=number,
            source_id=source_id,
            channel=values["channel"],
            opened=opened,
            target=row.instant("target", self.instants),
            state=state,
            since=max(opened, said),
            said_since=said,
            text=text,
            report_class=values["class"] or (category.report_class if category else ""),
            category=values["category"] or None,
            agency=values["agency"] or None,
            place=place,
            closing=closing,
            original=original,
            reporter=_reporter(row),
        )

    def _source_id(self, row: Row, number: int) -> str:
        value = row.text("source_id")
        if not value:
            raise row.fault("source_id", "is empty; without an id a row could come in twice")
        first = self._seen.setdefault(value, number)
        if first != number:
            raise row.fault("source_id", f"{value!r} stands in row {first} already")
        return value

    def _values(self, row: Row) -> dict[str, str]:
        """The pack's id for each value; every unknown one of the row is counted."""
        found: dict[str, str] = {}
        unknown: list[RowFault] = []
        for column, words in self._mapping.words.items():
            value = one_line(row.text(column))
            word = self._word(column, value, words)
            if word is None:
                name = self._layout.name(column)
                self.unknown.setdefault(name, Counter())[value] += 1
                unknown.append(row.fault(column, f"the mapping does not name {value[:80]!r}"))
            found[column] = word or ""
        if unknown:
            raise unknown[0]
        return found

    def _word(self, column: str, value: str, words: Mapping[str, str]) -> str | None:
        """The id of a value. A blank cell says nothing, so the default is not for it."""
        if value in words:
            return words[value]
        mapped = self._layout.at(column) is not None
        if mapped and not value:
            return "" if column in self._mapping.may_be_blank else None
        return words.get(DEFAULT, None if mapped else "")

    def _opened(self, row: Row) -> datetime:
        opened = row.instant("opened", self.instants)
        if opened is None:
            raise row.fault("opened", "is empty; a case has a time of arrival")
        self._check_past(row, "opened", opened)
        return opened

    def _since(self, row: Row, opened: datetime, state: State) -> datetime:
        """When the case came to its state, as the source says; its arrival if it does not."""
        ended = row.instant("closed", self.instants) if state in _ENDED else None
        key, since = "closed", ended
        if since is None:
            key, since = "changed", row.instant("changed", self.instants)
        if since is None and state in _ENDED:
            raise row.fault("closed", f"is empty, but the case is {state}: since when?")
        if since is None:
            return opened
        self._check_past(row, key, since)
        early = opened - since
        if since < opened and early > self._mapping.source.skew:
            allowed = int(self._mapping.source.skew.total_seconds())
            reason = f"is {early} before the arrival; source.skew_seconds allows {allowed} s"
            raise row.fault(key, reason)
        self.skewed += since < opened
        return since

    def _check_past(self, row: Row, key: str, moment: datetime) -> None:
        if moment > self._now:
            at = shown(moment, self._mapping.source.zone)
            raise row.fault(key, f"{at} lies in the future; check time_formats and zone")

    def _check_way(self, row: Row, state: State, values: dict[str, str]) -> None:
        """What an agency has needs the agency, and a category to be sent there by."""
        if state in IN_WORK and not values["agency"]:
            raise row.fault("agency", f"is not known, but the case is {state} to an agency")
        sent = state is not State.RECEIVED and values["agency"]
        if sent and not values["category"]:
            raise row.fault("category", "is not known, but the case was sent to an agency")
        if not (values["class"] or values["category"]):
            raise row.fault("class", "is not known, and no category gives one")

    def _texts(self, row: Row, place_was: str) -> tuple[str, str, str]:
        """Report and closing text, masked, and all texts as they were where any was masked."""
        report, closing = row.report(), row.text("closing_text")
        if not report:
            raise RowFault(self._mapping.text[0], "is empty; a report has some words")
        if len(report) > MAX_TEXT:
            reason = f"with the other text columns has {len(report)} characters of {MAX_TEXT}"
            raise RowFault(self._mapping.text[0], reason)
        masked_report, in_report = mask_personal(report)
        masked_closing, in_closing = mask_personal(closing)
        if not (in_report or in_closing or place_was):
            return report, closing, ""
        self.masked += 1
        pieces = (report, place_was, closing if in_closing else "")
        return masked_report, masked_closing, "\n\n".join(filter(None, pieces))


def _reporter(row: Row) -> tuple[str, str, str, str]:
    return (
        one_line(row.text("reporter_name")),
        one_line(row.text("reporter_phone")),
        one_line(row.text("reporter_email")),
        one_line(row.text("reporter_nik")),
    )
