"""Roles that look: whatever they ask for, no case stands otherwise afterwards."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Actor, Case, Place, Report, Task
from db.domain.commands import LAWS, Command, Verb
from db.domain.decide import decide
from db.domain.refused import Refused
from db.domain.states import IN_WORK, LOOKING, Role, State
from tests.db.history import CITY, NOW

REMARK = frozenset({"seq", "notes", "changed_at", "acts"})
"""All that a comment may alter."""

VALUES: dict[str, Any] = {
    "Place": Place("Jl. Merdeka", -6.17, 106.63),
    "Place | None": Place("Jl. Merdeka"),
    "State": State.CLOSED,
    "datetime": NOW,
    "datetime | None": NOW,
    "int": 1,
    "bool": True,
    "Mapping[str, datetime]": {},
}
TEXTS = st.sampled_from(["dishub", "pju", "complaint", "secret", "yes", "no", "x", "case-2"])


@st.composite
def acts(draw: st.DrawFn) -> Verb:
    """Any verb, filled with what could be meant, or not at all."""
    kind = draw(st.sampled_from(sorted(LAWS, key=lambda one: one.__name__)))
    filled: dict[str, Any] = {}
    for field in fields(kind):
        told = str(field.type)
        if told in VALUES:
            filled[field.name] = VALUES[told]
        elif told.startswith("tuple"):
            filled[field.name] = tuple(draw(st.lists(TEXTS, max_size=2)))
        else:
            filled[field.name] = draw(TEXTS)
    return kind(**filled)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case in any state, with an agency's task where it is in one's hands."""
    state = draw(st.sampled_from(list(State)))
    report = Report("r", "case-1", "laksa", NOW, "Lampu mati")
    tasks = (Task("dishub", state, NOW),) if state in IN_WORK else ()
    case = Case("case-1", "KT-26-000001", 1, state, NOW, NOW, (report,), "complaint", tasks=tasks)
    master = "case-2" if state is State.MERGED else None
    return replace(case, secret=draw(st.booleans()), master=master, category="pju")


@given(cases(), acts(), st.sampled_from(sorted(LOOKING)), st.sampled_from([None, "dishub"]))
def test_they_comment_and_nothing_else(case: Case, act: Verb, role: Role, opd: str | None) -> None:
    who = Actor("p-looks", "Melihat", role, "desk-1", opd)
    command = Command("command-1", case.id, act, who, NOW, expect=case.assignment_no)
    other = replace(case, id="case-2", number="KT-26-000002", state=State.RECEIVED, master=None)
    said = ""
    try:
        change = decide(case, command, CITY, NOW, other=other, number="KT-26-000003")
    except Refused as no:
        said = no.key
    if said:
        assert isinstance(act, verb.Note) or said == "not_allowed"
        return
    assert isinstance(act, verb.Note)
    assert role is not Role.ADMIN
    commented = other if change.case == other.id else case
    after = apply(commented, replace(change, seq=2))
    for field in fields(Case):
        if field.name not in REMARK:
            assert getattr(after, field.name) == getattr(commented, field.name), field.name


@pytest.mark.parametrize("role", sorted(LOOKING))
def test_their_only_verb_is_the_note(role: Role) -> None:
    verbs = {law.name for law in LAWS.values() if role in law.roles}
    assert verbs == (set() if role is Role.ADMIN else {"note"})
