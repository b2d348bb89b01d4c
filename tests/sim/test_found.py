"""What the simulator has found, each in the fewest steps that show it."""

from console import replica
from console.replica_events import (
    Answered,
    AskedAgain,
    Cursor,
    Decided,
    Entry,
    FeedFailed,
    HeadSeen,
    OpenStream,
    Page,
    PageCame,
    PageThrown,
    Park,
    Push,
    PushFailed,
    Reoffered,
    SignedIn,
    SignedOut,
    SnapshotLoaded,
    TakeSnapshot,
    Trouble,
    Unpark,
    Woke,
)
from console.replica_feed import Phase

E, OLD = "this history", "an older one"
SARI, TONO = "p-sari", "p-tono"


def entry(id: str, on: str | None = None, stage: str = "queued", outcome: str = "") -> Entry:
    return Entry(id, "case", SARI, on, stage, outcome)


def at_work(*entries: Entry) -> replica.State:
    """Sari has signed in at a desk whose cache and outbox are of this history."""
    state = replica.begin(1, Cursor(E, 7, "chain"), E, entries)
    return replica.step(state, SignedIn(SARI), 10.0)[0]


def stages(state: replica.State) -> dict[str, str]:
    return {entry.id: entry.stage for entry in state.outbox.entries}


def test_one_who_has_left_takes_nobody_elses_downloads_away() -> None:
    state = at_work(entry("a"))
    state, _ = replica.step(state, SignedOut(SARI, draining=True), 11.0)
    state, _ = replica.step(state, SignedIn(TONO), 12.0)
    state, _ = replica.step(state, SignedOut(SARI, reads=False), 13.0)
    assert state.feed.phase is Phase.STREAM
    assert state.outbox.senders == {TONO}


def test_asked_again_takes_along_what_it_leans_on() -> None:
    state = at_work(
        entry("a", None, "parked"), entry("b", "a", "parked"), entry("c", "b", "parked")
    )
    state, effects = replica.step(state, AskedAgain("b"), 11.0)
    assert Unpark(("a", "b")) in effects
    assert stages(state) == {"a": "sent", "b": "sent", "c": "parked"}


def test_nothing_waits_unseen_behind_a_parked_command_after_a_crash() -> None:
    state = replica.begin(
        1, Cursor(E, 7, "chain"), E, [entry("a", None, "parked"), entry("b", "a")]
    )
    state, effects = replica.step(state, SignedIn(SARI), 10.0)
    assert Park(("b",)) in effects
    assert stages(state) == {"a": "parked", "b": "parked"}


def test_what_leans_on_a_rejection_of_an_older_history_is_not_asked_for_ever() -> None:
    rejected = Entry("a", "case", SARI, None, "decided", "rejected")
    state = replica.begin(1, Cursor(E, 7, "chain"), OLD, [rejected])
    state, _ = replica.step(state, SignedIn(SARI), 10.0)
    state, _ = replica.step(state, HeadSeen(E, 7), 11.0)
    offered = Reoffered(E, (rejected, entry("b", "a"), entry("c", "b")))
    state, effects = replica.step(state, offered, 12.0)
    (push,) = [effect for effect in effects if isinstance(effect, Push)]
    not_yet = (Decided("b", "not_yet"), Decided("c", "not_yet"))
    state, effects = replica.step(state, Answered(push.turn, E, not_yet), 13.0)
    assert stages(state) == {"a": "decided", "b": "parked", "c": "parked"}
    assert replica.next_wake(state) != 13.0


def test_a_no_to_a_session_that_was_replaced_does_not_end_the_new_one() -> None:
    state = at_work(entry("a"))
    turn, push = state.feed.turn, state.outbox.turn
    state, _ = replica.step(state, SignedIn(SARI), 12.0)
    state, _ = replica.step(state, FeedFailed(turn, Trouble.DENIED, "token_expired"), 12.5)
    state, _ = replica.step(state, PushFailed(push, Trouble.DENIED, "token_expired"), 12.5)
    assert state.feed.phase is Phase.WAIT
    assert state.outbox.senders == {SARI}
    due = replica.next_wake(state)
    assert due is not None
    _, effects = replica.step(state, SignedIn(SARI), due + 1)
    assert any(isinstance(effect, OpenStream) for effect in effects)


def test_a_no_to_the_session_of_now_ends_it() -> None:
    state = at_work(entry("a"))
    turn, push = state.feed.turn, state.outbox.turn
    state, _ = replica.step(state, FeedFailed(turn, Trouble.DENIED, "token_revoked"), 12.5)
    state, _ = replica.step(state, PushFailed(push, Trouble.DENIED, "token_revoked"), 12.5)
    assert state.feed.phase is Phase.DENIED
    assert state.outbox.senders == set()


def test_without_cache_and_epoch_what_was_accepted_stays_on_top() -> None:
    """Both were lost at once; a snapshot made before the decision must not uncover the case."""
    accepted = Entry("a", "case", SARI, None, "decided", "accepted", "", 9)
    assert replica.settled_up_to(None, "") == 0
    state = replica.begin(1, None, "", [accepted])
    state, _ = replica.step(state, SignedIn(SARI), 10.0)
    state, _ = replica.step(state, SnapshotLoaded(Cursor(E, 8, "chain")), 11.0)
    assert [one.id for one in state.overlay] == ["a"]


def test_without_an_epoch_the_cache_says_what_is_settled() -> None:
    assert replica.settled_up_to(Cursor(E, 8, "chain"), "") == 8
    assert replica.settled_up_to(Cursor(E, 8, "chain"), E) == 8
    assert replica.settled_up_to(Cursor(E, 8, "chain"), OLD) == 0


def test_pages_spoilt_on_the_way_do_not_take_the_screen_back_to_an_old_snapshot() -> None:
    state = at_work()
    for n in range(3):
        turn = state.feed.turn
        state, _ = replica.step(state, PageCame(turn, Page(E, 7, 9, 9, "chain")), 20.0 * n + 11)
        state, _ = replica.step(state, PageThrown("wrong_chain"), 20.0 * n + 12)
        state, effects = replica.step(state, Woke(), 20.0 * n + 25)
    assert effects == (TakeSnapshot(E, 7),)
