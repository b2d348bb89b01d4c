"""What one block adds to the figures of one question: counts by lane, by day, by group, times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from server.figures.block import ENDS, LANES, NEVER, OPEN_LANES, Block, Column
from server.figures.question import Question

COUNTS = ("problems", "on_time", "promised", "reopened", "sent", "bounced", "refused")
"""What is counted beside reports by lane, in this order."""

TIMES = ("forward", "accept", "resolve")

IS_OPEN = np.array([name in OPEN_LANES for name in LANES])
_STANDINGS = 3 * len(LANES)
_BOUNCED = ENDS.index("bounced")
_NONE = np.empty(0, np.int64)

Times = dict[str, tuple[Column, Column]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Things to be counted in groups: the place of each in its table, its group, what it counts.

    For reports and problems `case` is the place of the case, for parts that of the part.
    """

    case: Column
    code: Column
    many: Column | int


class Portion:
    """The rows of one block that pass. Places are those within the block's tables."""

    def __init__(self, block: Block, question: Question) -> None:
        self._block, self._question = block, question

    @cached_property
    def _mask(self) -> Column:
        return self._question.cases(self._block)

    @property
    def _came(self) -> bool:
        """Whether anything came in or was sent within the period."""
        first, last = self._block.came
        return first <= self._question.last and last >= self._question.first

    def _within(self, passed: Column, day: Column) -> Column:
        """Those of `passed` on a day of the period."""
        block, asked = self._block, self._question
        if block.came[0] < asked.first:
            passed = passed & (day >= asked.first)
        if block.came[1] > asked.last:
            passed = passed & (day <= asked.last)
        return passed

    @cached_property
    def reports(self) -> Column:
        """Places of the reports that came in within the period."""
        if not self._came:
            return _NONE
        reports = self._block.reports
        passed = self._within(self._mask[reports.case], reports.day)
        return np.flatnonzero(self._question.channels(passed, reports.channel))

    @cached_property
    def own(self) -> Column:
        """Places of the distinct problems that came in within the period."""
        if not self._came:
            return _NONE
        cases = self._block.cases
        passed = self._within(self._mask & (cases.reports > 0), cases.day)
        return np.flatnonzero(self._question.channels(passed, cases.channel))

    @cached_property
    def sent(self) -> Column:
        """Places of the times that an agency was sent a case within the period."""
        if not self._came:
            return _NONE
        parts = self._block.parts
        passed = self._within(self._mask[parts.case], parts.day)
        return np.flatnonzero(self._question.opds(passed, parts.opd))

    @cached_property
    def _of(self) -> Column:
        """Of each of the reports the place of its case."""
        of: Column = self._block.reports.case[self.reports]
        return of

    @cached_property
    def _stands(self) -> Column:
        """Of each of the reports how its case stands."""
        stands: Column = self._block.cases.stands[self._of]
        return stands

    # --- the whole ---

    def counts(self) -> tuple[Column, Column]:
        """Reports by lane, and COUNTS."""
        cases, parts = self._block.cases, self._block.parts
        stands = np.bincount(self._stands, minlength=_STANDINGS).reshape(-1, 3)
        counts = (
            len(self.own),
            stands[:, 2].sum(),
            stands[:, 1:].sum(),
            np.count_nonzero(cases.reopened[self.own]),
            len(self.sent),
            np.count_nonzero(parts.end[self.sent] == _BOUNCED),
            parts.refused[self.sent].sum(),
        )
        return stands.sum(1), np.array(counts, np.int64)

    def standing(self, moment: int) -> Column:
        """Reports by lane that had come in before an instant (ms), as they stood then."""
        spells = self._block.spells
        first, last = self._block.stirred
        if first >= moment:
            return np.zeros(len(LANES), np.int64)
        if last < moment:
            return self._today
        there = self._lasting(moment)
        return _counted(spells.lane[there], spells.reports[there], len(LANES))

    @cached_property
    def _today(self) -> Column:
        """Reports by lane, as they stand after all that is known."""
        spells, lasting = self._block.spells, slice(self._block.lasting)
        passed = self._question.channels(self._mask[spells.case[lasting]], spells.channel[lasting])
        return _counted(spells.lane[lasting], spells.reports[lasting] * passed, len(LANES))

    def _lasting(self, moment: int) -> Column:
        """Places of the spells that count and last at an instant."""
        spells = self._block.spells
        places = np.flatnonzero((spells.at < moment) & (spells.until >= moment))
        passed = self._mask[spells.case[places]]
        there: Column = places[self._question.channels(passed, spells.channel[places])]
        return there

    def days(self) -> Column:
        """Of each day: reports that came in, that were finished, and by how many more are open.

        What was open before the period is more on its first day.
        """
        block, asked = self._block, self._question
        first, many = asked.first, asked.last - asked.first + 1
        made = np.zeros((3, many), np.int64)
        made[0] = np.bincount(block.reports.day[self.reports] - first, minlength=many)
        ended = self._ended()
        made[1] = _counted(block.ends.day[ended] - first, block.ends.reports[ended], many)
        begun, over = block.waited
        if over < first:  # what was open then is so today
            made[2, 0] = self._today[IS_OPEN].sum()
        elif begun <= asked.last:
            waits = block.waits
            counts = waits.reports * asked.channels(self._mask[waits.case], waits.channel)
            began = np.clip(waits.day, first, asked.last + 1) - first
            ends = np.clip(waits.until_day, first, asked.last + 1) - first
            flows = _counted(began, counts, many + 1) - _counted(ends, counts, many + 1)
            made[2] = flows[:many]
        return made

    def _ended(self) -> Column:
        """Places among what was finished of that within the period."""
        asked, ends = self._question, self._block.ends
        first, last = self._block.ended
        if first > asked.last or last < asked.first:
            return _NONE
        passed = self._mask[ends.case] & (ends.day >= asked.first) & (ends.day <= asked.last)
        return np.flatnonzero(asked.channels(passed, ends.channel))

    def ages(self, bars: Sequence[int]) -> Column:
        """Reports open at the end of the period by the instant (ms) their case came in.

        `bars` rise; each instant begins one bar and ends another, which does not hold it.
        """
        block, end = self._block, self._question.end
        low, high = np.searchsorted(bars, block.first_at, "right").tolist()
        if low == high:
            made = np.zeros(len(bars) + 1, np.int64)
            made[low] = self.standing(end)[IS_OPEN].sum()
            return made
        there = self._open_at_end()
        first_at = block.cases.first_at[block.spells.case[there]]
        found = np.searchsorted(bars, first_at, "right")
        return _counted(found, block.spells.reports[there], len(bars) + 1)

    def _open_at_end(self) -> Column:
        there = self._lasting(self._question.end)
        found: Column = there[IS_OPEN[self._block.spells.lane[there]]]
        return found

    def cases_of(self, what: str) -> Column:
        """Places of cases that were `received` or `finished` within the period, or `open` then."""
        block = self._block
        if what == "received":
            return np.unique(self._of)
        if what == "finished":
            return np.unique(block.ends.case[self._ended()])
        return np.unique(block.spells.case[self._open_at_end()])

    def took(self) -> dict[str, Column]:
        """Seconds of each that has come to that, by TIMES."""
        return {name: seconds for name, (_, seconds) in self._took.items()}

    @cached_property
    def _took(self) -> Times:
        """By TIMES: which of `own` or `sent` have come to that, and after how many seconds."""
        cases = self._block.cases
        return {
            "forward": _reached(cases.forward[self.own]),
            "accept": _reached(self._block.parts.accept[self.sent]),
            "resolve": _reached(cases.resolve[self.own]),
        }

    # --- parted ---

    def grouped(self, size: int) -> tuple[Column, Column, Times]:
        """Reports by group and lane, COUNTS by group, and (group, seconds) by TIMES."""
        reports, own, sent = self._rows()
        cases, parts = self._block.cases, self._block.parts
        kinds = self._stands if reports.case is self._of else cases.stands[reports.case]
        stands = _table(reports, kinds, size, _STANDINGS)
        stands = stands.reshape(size, len(LANES), 3)
        reopened = _table(own, cases.reopened[own.case] > 0, size, 2)
        ends = _table(sent, parts.end[sent.case], size, len(ENDS))
        counts = (
            reopened.sum(1),
            stands[:, :, 2].sum(1),
            stands[:, :, 1:].sum((1, 2)),
            reopened[:, 1],
            ends.sum(1),
            ends[:, _BOUNCED],
            _counted(sent.code, parts.refused[sent.case], size),
        )
        return stands.sum(2), np.array(counts, np.int64), self._timed(own, sent)

    def _timed(self, own: Rows, sent: Rows) -> Times:
        cases, made = self._block.cases, dict(self._took)
        if own.case is not self.own:
            made["forward"] = _reached(cases.forward[own.case])
            made["resolve"] = _reached(cases.resolve[own.case])
        codes = {"forward": own.code, "accept": sent.code, "resolve": own.code}
        return {name: (codes[name][there], seconds) for name, (there, seconds) in made.items()}

    def _rows(self) -> tuple[Rows, Rows, Rows]:
        """Reports, problems and agencies' parts, each in its groups."""
        block, by = self._block, self._question.by
        parts, of = self.sent, self._of
        if by == "opd":
            return *self._shared(), Rows(parts, block.parts.opd[parts], 1)
        codes = self._question.groups(block)
        sent = Rows(parts, codes[block.parts.case[parts]], 1)
        own = Rows(self.own, codes[self.own], 1)
        code = block.reports.channel[self.reports] if by == "channel" else codes[of]
        return Rows(of, code, 1), own, sent

    def _shared(self) -> tuple[Rows, Rows]:
        """A case counts for each agency that has a part in it, so these add up to more."""
        shares = self._block.shares
        weight = np.bincount(self._of, minlength=len(self._block))
        passed = self._question.opds(weight[shares.case] > 0, shares.opd)
        held = np.flatnonzero(passed)
        own = np.zeros(len(self._block), np.bool_)
        own[self.own] = True
        problems = held[own[shares.case[held]]]
        return (
            Rows(shares.case[held], shares.opd[held], weight[shares.case[held]]),
            Rows(shares.case[problems], shares.opd[problems], 1),
        )


def _counted(codes: Column, many: Column, size: int) -> Column:
    """So many of each code, which are below `size`."""
    return np.bincount(codes, many, size).astype(np.int64)


def _table(rows: Rows, kinds: Column, groups: int, size: int) -> Column:
    """How many of each group are of each kind, which are below `size`."""
    many = None if isinstance(rows.many, int) else rows.many
    found = np.bincount(rows.code * np.int64(size) + kinds, many, groups * size)
    return found.astype(np.int64).reshape(groups, size)


def _reached(seconds: Column) -> tuple[Column, Column]:
    """Whether each has come to that, and the seconds of those that have."""
    there = seconds != NEVER
    return there, seconds[there]
