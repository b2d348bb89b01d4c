"""Commands that a supervisor gave again under another name: they are never sent on their own."""

from __future__ import annotations

from console import replica
from console.replica_events import (
    Answered,
    Decided,
    Dismissed,
    Entry,
    Event,
    Park,
    Push,
    PushFailed,
    Queued,
    Reinstated,
    Reoffered,
    SignedIn,
    Trouble,
    Withdrawn,
)
from tests.console.driven import Driven, at, entry


def desk(*entries: Entry, signed: bool = False) -> Driven:
    """A desk whose officer's account has ended, or still holds."""
    made = Driven(replica.begin(1, at(10), "E", entries))
    events: list[Event] = [SignedIn("sari")] if signed else []
    made.do(*events)
    return made


def stages(made: Driven) -> dict[str, str]:
    """How each command stands."""
    return {one.id: one.stage for one in made.state.outbox.entries}


def test_when_the_account_is_enabled_again_then_what_was_given_again_stays_where_it_is() -> None:
    made = desk(entry("a"), Entry("b", "other", "sari"))
    made.do(Withdrawn("a"), SignedIn("sari"))
    assert made.asked(Push) == [Push(1, "sari", ("b",))]
    assert stages(made)["a"] == "withdrawn"
    assert [one.id for one in made.state.overlay] == ["b"]
    made.do(Answered(1, "E", (Decided("b", "accepted", 11),)), Dismissed("a"))
    assert "a" not in stages(made)


def test_after_a_restart_it_is_shown_and_not_sent() -> None:
    made = desk(Entry("a", "case", "sari", stage="withdrawn"), signed=True)
    made.pass_time(100)
    assert made.asked(Push) == []
    assert stages(made) == {"a": "withdrawn"}
    assert made.state.waiting == ()


def test_what_leans_on_it_is_for_an_officer_to_judge() -> None:
    made = desk(entry("a"), entry("b", depends_on="a"))
    assert made.do(Withdrawn("a")) == [Park(("b",))]
    assert made.do(Queued(entry("c", depends_on="a"))) == [Park(("c",))]


def test_when_its_batch_has_no_answer_then_it_is_not_queued_again() -> None:
    made = desk(entry("a"), signed=True)
    made.do(Withdrawn("a"), PushFailed(1, Trouble.OFFLINE))
    made.pass_time(100)
    assert made.asked(Push) == [Push(1, "sari", ("a",))]
    assert stages(made) == {"a": "withdrawn"}


def test_when_the_server_had_taken_it_already_then_that_is_what_counts() -> None:
    made = desk(entry("a"), signed=True)
    made.do(Withdrawn("a"), Answered(1, "E", (Decided("a", "accepted", 11),)))
    assert stages(made) == {"a": "decided"}


def test_when_it_could_not_be_given_again_then_it_waits_as_before() -> None:
    made = desk(entry("a"))
    made.do(Withdrawn("a"), Reinstated("a"), SignedIn("sari"))
    assert made.asked(Push) == [Push(1, "sari", ("a",))]


def test_what_was_held_back_and_could_not_be_given_again_is_held_back_as_before() -> None:
    made = desk(Entry("a", "case", "sari", stage="parked"), signed=True)
    made.do(Withdrawn("a"))
    assert [one.id for one in made.state.overlay] == []
    made.do(Reinstated("a"))
    made.pass_time(100)
    assert made.asked(Push) == []
    assert stages(made) == {"a": "parked"}


def test_a_new_history_does_not_bring_it_back() -> None:
    made = desk(entry("a"))
    made.do(Withdrawn("a"), Reoffered("F", (entry("a"),)))
    assert stages(made) == {"a": "withdrawn"}
