"""Any history: every verb, by everybody, on several cases, as hypothesis picks them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain import ladder
from db.domain.apply import apply
from db.domain.case import Actor, Case, Place, Task
from db.domain.changes import Change, Fact
from db.domain.commands import LAWS, Command, Verb
from db.domain.counts import count
from db.domain.refused import Refused
from db.domain.states import MOVES, PROGRESS, State, least_advanced
from db.domain.wire import canonical, change_bytes, command_bytes, encode, load
from tests.db.domain.small_city import CITY, EVERYONE, NOW, Book

CASES = ("a", "b", "c", "d")
_cases = st.sampled_from(CASES)
_opd = st.sampled_from(["pu", "dlh"])
_opds = st.sampled_from([("pu",), ("dlh",), ("pu", "dlh"), ("dlh", "pu")])
_photos = st.integers(0, 10**6).map(lambda number: (f"photo-{number}",))
_words = st.sampled_from(["Sudah", "Belum"])
_later = st.just(NOW + timedelta(days=90))
_place = st.sampled_from([Place("Jl. Merdeka"), Place(lat=-6.2, lng=106.7)])

ACTS: tuple[st.SearchStrategy[Verb], ...] = (
    st.builds(
        verb.Forward,
        _opds,
        st.sampled_from(["jalan", "jalan", "kebakaran", "anak"]),
        st.just("complaint"),
        place=_place,
    ),
    st.builds(verb.Reassign, _opds, _words),
    st.builds(verb.Accept, _words, _opd),
    st.builds(verb.Bounce, _words, opd=_opd),
    st.builds(verb.Start, _opd),
    st.builds(verb.Schedule, _words, _later, _opd),
    st.builds(verb.Finish, _words, _photos, _words, _opd),
    st.builds(verb.Validate, opd=_opd),
    st.builds(verb.Refuse, _words, _opd),
    st.builds(verb.Answer, _words),
    st.builds(verb.AskReporter, _words),
    st.builds(verb.Complete, _words, _place),
    st.builds(verb.Decline, st.just("Provinsi"), _words, st.just("Budi")),
    st.builds(verb.Archive, st.just("spam")),
    st.builds(verb.Merge, _cases),
    st.builds(verb.Unmerge),
    st.builds(verb.Note, _words),
    st.builds(verb.Attach, _photos),
    st.sampled_from(
        [
            verb.Edit("priority", "normal", "emergency"),
            verb.Edit("priority", "emergency", "normal"),
            verb.Edit("report_class", "complaint", "information"),
            verb.Edit("secret", "no", "yes"),
            verb.Edit("secret", "yes", "no"),
        ]
    ),
    st.builds(verb.Object, _words),
    st.builds(verb.Close),
    st.builds(verb.Acknowledge),
    st.builds(verb.Shelve, _words, _later),
    st.builds(verb.Bring, st.sampled_from(State)),
    st.builds(
        verb.Deliver,
        st.sampled_from(["pu", "dlh"]),
        st.just("console"),
        st.sampled_from(verb.STEPS),
        st.just(NOW),
        withdrawn=st.booleans(),
        job=st.sampled_from(["", "one", "two"]),
        name=_words,
    ),
    st.builds(
        verb.Resend,
        st.sampled_from(["one", "two"]),
        st.sampled_from(["pu", "dlh"]),
        st.just("webhook"),
        st.booleans(),
    ),
    st.builds(
        verb.Escalate,
        st.sampled_from(["room", "acceptance"]),
        st.just(NOW),
        st.integers(1, 3),
        st.just("supervisor"),
    ),
)
COUNTERS = {"forwarded", "reassigned", "returned", "closed", "reopened", "merged"}
"""Kinds with which sync.md lets assignment_no grow."""

PARTINGS = {"bounced", "unmerged"}
"""And those that end an assignment as well."""


class Checked(Book):
    """A book that holds every step against the law's promises."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived = 0
        self.before: dict[str, list[Case]] = {}

    def decide(self, command: Command) -> Change:
        """As in any book, twice over, and nothing that went in is different afterwards."""
        case, other = self.cases.get(command.case), self.other(command)
        frozen = [encode(value) for value in (case, other) if value is not None]
        body = command_bytes(command)
        said = [self._answer(command) for _ in range(2)]
        assert said[0] == said[1]
        assert frozen == [encode(value) for value in (case, other) if value is not None]
        assert command_bytes(command) == body
        return super().decide(command)

    def _answer(self, command: Command) -> Change | tuple[str, Mapping[str, Fact]]:
        try:
            return super().decide(command)
        except Refused as no:
            return no.key, no.facts

    def take(self, change: Change) -> None:
        """Put a change into the book and judge the step."""
        copy = load(Change, change_bytes(change))
        assert copy == change
        past = dict(self.cases)
        super().take(change)
        if isinstance(change.act, verb.Receive):
            self.arrived += 1
        if change.alters:
            for id in change.cases:
                before = past.get(id)
                again = None if before is None else load(Case, canonical(encode(before)))
                assert apply(again, copy) == self.cases[id]
                self._judge(before, self.cases[id], change)
        else:
            assert self.cases == past
        assert count(self.cases.values()).received == self.arrived
        self._reports_are_somebodys()

    def _judge(self, before: Case | None, after: Case, change: Change) -> None:
        if before is None:
            return
        own = after.id == change.case
        assert after.seq == change.seq
        assert after.assignment_no - before.assignment_no == (own and self._assigns(before, change))
        if not own:
            moved = {"seq", "changed_at", "reports"}
            assert all(
                getattr(after, name) == getattr(before, name)
                for name in Case.__slots__
                if name not in moved
            )
            return
        if isinstance(change.act, verb.Deliver | verb.Resend):
            self._judge_news(before, after, change)
        if isinstance(change.act, verb.Escalate):
            assert after == replace(before, seq=change.seq, climbs=after.climbs)
            assert len(set(after.climbs)) == len(before.climbs) + 1
        self._judge_state(before, after, change)
        self._judge_undo(before, after, change)
        if after.state in (State.CLOSED, State.ARCHIVED, State.NOT_OURS):
            assert all(run.ended for run in after.clocks)

    def _assigns(self, before: Case, change: Change) -> bool:
        kind = before.acts[-1].kind if isinstance(change.act, verb.Undo) else change.kind
        return kind in COUNTERS | PARTINGS

    def _judge_news(self, before: Case, after: Case, change: Change) -> None:
        """A delivery alters what its agency has heard and nothing else, no deadline above all."""
        assert after == replace(before, seq=change.seq, tasks=after.tasks, astray=after.astray)
        assert _without_news(after.tasks) == _without_news(before.tasks)
        heard = [t.opd for t, was in zip(after.tasks, before.tasks, strict=True) if t != was]
        act = change.act
        assert isinstance(act, verb.Deliver | verb.Resend)
        if act.withdrawn:
            assert heard == []
        else:
            assert heard == [act.opd] or after.astray != before.astray

    def _judge_state(self, before: Case, after: Case, change: Change) -> None:
        if after.tasks and after.state in PROGRESS:
            assert after.state is least_advanced(tuple(task.state for task in after.tasks))
        if isinstance(change.act, verb.Undo | verb.Bring):
            return
        if len(before.tasks) < 2 and len(after.tasks) < 2:
            assert after.state in MOVES[before.state] | {before.state}
        if after.state is State.RESOLVED and before.state is not State.RESOLVED:
            assert isinstance(change.act, verb.Validate | verb.Answer)

    def _judge_undo(self, before: Case, after: Case, change: Change) -> None:
        """`self.before` holds, for each act still undoable, the case as it was before it."""
        stack = self.before.setdefault(after.id, [])
        if isinstance(change.act, verb.Undo):
            assert _undoable(after) == _undoable(stack.pop())
        elif isinstance(change.act, verb.Unmerge):
            was = stack.pop()
            assert (after.state, after.reports) == (was.state, was.reports)
            assert _without_news(after.tasks) == _without_news(was.tasks)
            _carried(stack, after, "clocks")  # they had stood still meanwhile
        elif isinstance(change.act, verb.Bring):
            stack.clear()
        elif isinstance(change.act, verb.Edit) and before.state is State.MERGED:
            _carried(stack, after, "secret")
        elif LAWS[type(change.act)].undoable:
            stack.append(before)
        del stack[:-12]
        assert len(stack) == len(after.acts)

    def _reports_are_somebodys(self) -> None:
        """Every report counts with exactly one case: its own, or the master at the end."""
        held = [
            report.id
            for case in self.cases.values()
            if case.state is not State.MERGED
            for report in case.reports
        ]
        assert sorted(held) == sorted(f"r-{id}" for id in self.cases)
        for case in self.cases.values():
            root = self.root(case.id)
            assert root is not None
            assert {report.id for report in case.reports} <= {r.id for r in root.reports}
            assert (case.state is State.MERGED) is (case.master is not None)


def _carried(stack: list[Case], case: Case, field: str) -> None:
    """What became another by no act of the case stays so, unless an undone act was about it."""
    for place in reversed(range(len(stack))):
        if field in case.acts[place].before:
            return
        now: dict[str, Any] = {field: getattr(case, field)}
        stack[place] = replace(stack[place], **now)


def _without_news(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """The tasks without what their agencies have heard of them: no undo takes that back."""
    none: dict[str, Any] = {
        "delivery": "",
        "channel": "",
        "delivered_at": None,
        "seen_at": None,
        "tries": 0,
    }
    return tuple(replace(task, **none) for task in tasks)


def _undoable(case: Case) -> Case:
    """The case without what an undo leaves alone."""
    return replace(
        case,
        tasks=_without_news(case.tasks),
        seq=0,
        changed_at=NOW,
        assignment_no=0,
        acts=(),
        acknowledged_by="",  # never an act of its own: nobody takes back what he has seen
        seen=(),
        climbs=(),  # nor what somebody was told
        astray=(),  # nor that something did not come to somebody
        reports=(),  # they come and go with cases merged into this one
    )


_LIKELY: dict[State, tuple[type[Verb], ...]] = {
    State.RECEIVED: (*[verb.Forward] * 6, verb.AskReporter, verb.Merge, verb.Answer, verb.Edit),
    State.RETURNED: (verb.Complete, verb.Merge, verb.Complete),
    State.FORWARDED: (
        *[verb.Accept] * 6,
        verb.Deliver,
        verb.Bounce,
        verb.Reassign,
        verb.Merge,
        verb.Edit,
    ),
    State.ACCEPTED: (verb.Start, verb.Schedule, verb.Finish, verb.Finish, verb.Bounce),
    State.ON_SITE: (verb.Finish, verb.Finish, verb.Finish, verb.Merge),
    State.SCHEDULED: (verb.Start, verb.Finish, verb.Finish),
    State.AWAITING_VALIDATION: (verb.Validate, verb.Validate, verb.Refuse, verb.Refuse),
    State.RESOLVED: (verb.Object, verb.Object, verb.Close),
    State.CLOSED: (verb.Note,),
    State.NOT_OURS: (verb.Note,),
    State.ARCHIVED: (verb.Note,),
    State.MERGED: (verb.Unmerge, verb.Unmerge, verb.Note, verb.Attach),
}
_OF_ACTS = (kind for kind in LAWS if kind not in (verb.Receive, verb.Undo))
_MADE = dict(zip(_OF_ACTS, ACTS, strict=True))


@st.composite
def steps(draw: st.DrawFn, book: Book, case: str) -> tuple[Verb, Actor, dict[str, Any]]:
    """An act on a case: mostly one that fits its state, by somebody who may."""
    held, chance = book[case], draw(st.integers(0, 99))
    if held.acts and 90 > chance > 80:
        last = held.acts[-1]
        by = next(who for who in EVERYONE if who.id in (last.by, "budi"))
        return verb.Undo(last.change), by, {}
    if chance <= 80:
        # Of several agencies any may be further on than the case.
        states = [held.state, *(task.state for task in held.tasks)]
        act = draw(_MADE[draw(st.sampled_from(_LIKELY[draw(st.sampled_from(states))]))])
    else:
        act = draw(st.one_of(ACTS))
    if isinstance(act, verb.Deliver) and held.tasks and chance < 95:
        task = draw(st.sampled_from(held.tasks))
        act = replace(act, opd=task.opd, since=task.forwarded_at)
    if isinstance(act, verb.Escalate) and (next_steps := ladder.steps(held, CITY)):
        step = draw(st.sampled_from(next_steps))
        act = replace(act, rule=step.rule, started=step.started, step=step.step)
    may = [who for who in EVERYONE if who.role in LAWS[type(act)].roles]
    by = draw(st.sampled_from(EVERYONE if chance > 95 else may))
    return act, by, {"expect": draw(st.none() | st.integers(0, 3))} if chance == 90 else {}
