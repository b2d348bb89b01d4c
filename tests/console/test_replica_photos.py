"""Commands that name photos: each waits until the server has them, and nothing else waits."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from console import replica
from console.replica_events import (
    Answered,
    AskedAgain,
    Decided,
    Dismissed,
    Entry,
    Gone,
    HeadSeen,
    PageCame,
    Park,
    Push,
    PushFailed,
    Queued,
    Ready,
    Reoffered,
    Settle,
    SignedIn,
    Trouble,
    Unpark,
    Upload,
)
from tests.console.driven import Driven, at, entry, page


def live(entries: Iterable[Entry]) -> Driven:
    """A desk that follows the feed at 10 with these in its outbox."""
    desk = Driven(replica.begin(1, at(10), "E", entries))
    desk.do(SignedIn("sari"))
    desk.do(PageCame(desk.turn, page(10, 10)))
    return desk


def lacking(id: str, *hashes: str) -> Decided:
    """The server has not decided: it lacks these."""
    return Decided(id, "not_yet", facts={"media": list(hashes)})


def test_given_a_photo_on_its_way_when_sending_then_only_what_hangs_on_it_waits() -> None:
    waits = entry("a", needs=("p",))
    desk = live([waits, entry("b", depends_on="a"), Entry("c", "other", "sari")])
    assert desk.asked(Push) == [Push(1, "sari", ("c",))]
    desk.do(Answered(1, "E", (Decided("c", "accepted", 11),)))
    desk.pass_time(40)
    assert len(desk.asked(Push)) == 1
    assert desk.do(Ready("p")) == [Push(2, "sari", ("a", "b"))]


def test_given_two_photos_when_one_is_ready_then_it_waits_for_the_other() -> None:
    desk = live([entry("a", needs=("p", "q"))])
    assert desk.do(Ready("q")) == []
    assert desk.do(Ready("q"), Ready("unknown")) == []
    assert desk.do(Ready("p")) == [Push(1, "sari", ("a",))]


def test_given_a_photo_on_its_way_when_the_push_fails_then_its_case_still_waits() -> None:
    desk = live([Entry("c", "other", "sari")])
    desk.do(Queued(entry("a", needs=("p",))), PushFailed(1, Trouble.OFFLINE, "timeout"))
    assert desk.wait() == [Push(2, "sari", ("c",))]


@pytest.mark.parametrize("facts", [{}, {"media": "p"}, {"media": []}, {"media": None}])
def test_when_not_yet_names_no_photos_then_it_is_simply_asked_again(facts: object) -> None:
    desk = live([entry("a")])
    no = Decided("a", "not_yet", facts=facts)  # type: ignore[arg-type]
    assert desk.do(Answered(1, "E", (no,))) == []
    assert desk.wait() == [Push(2, "sari", ("a",))]


def test_when_the_server_lacks_a_photo_then_it_is_uploaded_before_the_command_goes_again() -> None:
    desk = live([entry("a"), Entry("c", "other", "sari")])
    answer = Answered(1, "E", (lacking("a", "p", "q"), Decided("c", "accepted", 11)))
    assert desk.do(answer) == [Settle((answer.decided[1],)), Upload(("p", "q"))]
    desk.pass_time(40)
    assert len(desk.asked(Push)) == 1
    assert desk.do(Ready("p"), Ready("q")) == [Push(2, "sari", ("a",))]


def test_when_the_server_lacks_a_photo_then_a_forgotten_dependency_does_not_park_it() -> None:
    desk = live([entry("b", depends_on="decided and forgotten")])
    assert desk.do(Answered(1, "E", (lacking("b", "p"),))) == [Upload(("p",))]
    assert desk.state.needs_action == ()


def test_when_the_photo_is_nowhere_then_an_officer_judges_it_and_what_leans_on_it() -> None:
    desk = live([entry("a"), Entry("c", "other", "sari")])
    desk.do(Answered(1, "E", (lacking("a", "p"), Decided("c", "accepted", 11))))
    desk.do(Queued(entry("b", depends_on="a")))
    assert desk.do(Gone("p")) == [Park(("a",)), Park(("b",))]
    assert [e.id for e in desk.state.needs_action] == ["a", "b"]
    assert desk.do(Gone("p")) == []


def test_when_a_command_without_its_photo_is_asked_again_then_the_server_says_what_it_lacks() -> (
    None
):
    desk = live([entry("a", needs=("p",))])
    desk.do(Gone("p"))
    assert desk.do(AskedAgain("a")) == [Unpark(("a",)), Push(1, "sari", ("a",))]
    assert desk.do(Answered(1, "E", (lacking("a", "p"),))) == [Upload(("p",))]
    desk.do(Gone("p"), Dismissed("a"))
    assert desk.state.outbox.entries == ()


def test_when_offered_to_a_new_history_then_what_it_needs_is_as_the_desk_says_now() -> None:
    desk = live([entry("a", needs=("p",))])
    desk.do(HeadSeen("F", 4), Ready("p"))
    again = desk.do(Reoffered("F", (entry("old", needs=("q",)), entry("a"))))
    assert again == [Push(1, "sari", ("a",))]
    assert desk.do(Answered(1, "F", (Decided("a", "accepted", 5),))) != []
    assert desk.do(Ready("q")) == [Push(2, "sari", ("old",))]
