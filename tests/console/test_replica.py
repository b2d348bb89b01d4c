"""The replica's rules, each as: given a state, when something happens, then this is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from console import replica
from console.backoff import CAP, delay
from console.replica import State
from console.replica_events import (
    Answered,
    ApplyPage,
    AskedAgain,
    CacheLost,
    CloseStream,
    Cursor,
    Decided,
    Dismissed,
    Effect,
    Entry,
    Event,
    FeedFailed,
    HeadSeen,
    Notice,
    OpenStream,
    Page,
    PageApplied,
    PageCame,
    PageThrown,
    Park,
    Pull,
    Push,
    PushFailed,
    Queued,
    Reoffer,
    Reoffered,
    Settle,
    SignedIn,
    SignedOut,
    SnapshotFailed,
    SnapshotLoaded,
    TakeSnapshot,
    Tell,
    Trouble,
    Unpark,
    Woke,
)
from console.replica_feed import Phase
from tests.console.driven import Driven, at, entry, page


def live(seq: int = 10, entries: Iterable[Entry] = ()) -> Driven:
    """A desk that follows the feed at this seq."""
    desk = Driven(replica.begin(1, at(seq), "E", entries))
    desk.do(SignedIn("sari"))
    desk.do(PageCame(desk.turn, page(seq, seq)))
    return desk


# --- downloads -----------------------------------------------------------------------------------


def test_given_a_cache_when_signed_in_then_it_follows_from_its_cursor() -> None:
    desk = Driven(replica.begin(1, at(10), "E", ()))
    assert desk.do(SignedIn("sari")) == [OpenStream(1, "E", 10)]


def test_given_no_cache_when_signed_in_then_it_takes_a_snapshot_and_follows_from_there() -> None:
    desk = Driven(replica.begin(1, None, "", ()))
    assert desk.do(SignedIn("sari")) == [TakeSnapshot("", 0)]
    assert OpenStream(2, "E", 7) in desk.do(SnapshotLoaded(at(7)))


def test_given_nobody_signed_in_then_nothing_is_asked_for() -> None:
    desk = Driven(replica.begin(1, at(10), "E", [entry("a")]))
    assert desk.do(Woke()) == []
    assert replica.next_wake(desk.state) is None


def test_when_pages_follow_each_other_then_each_is_handed_over_before_the_last_is_applied() -> None:
    desk = live()
    first, second = page(10, 12), page(12, 15)
    assert desk.do(PageCame(desk.turn, first)) == [ApplyPage(first)]
    assert desk.do(PageCame(desk.turn, second)) == [ApplyPage(second)]
    desk.do(PageApplied(at(12)))
    assert desk.state.feed.cursor == at(12)


@pytest.mark.parametrize(
    "bad",
    [page(11, 12), page(9, 12), page(10, 9), page(10, 12, head=11), page(10, 10, chain="other")],
    ids=["hole", "overlap", "backwards", "beyond head", "rewritten"],
)
def test_when_a_page_does_not_fit_then_it_is_thrown_away_and_fetched_again(bad: Page) -> None:
    desk = live()
    assert desk.do(PageCame(desk.turn, bad)) == [CloseStream(1)]
    assert desk.state.feed.cursor == at(10)
    assert desk.wait() == [OpenStream(3, "E", 10)]


def test_when_the_cache_refuses_a_page_then_those_behind_it_count_for_nothing() -> None:
    desk = live()
    desk.do(PageCame(desk.turn, page(10, 12)), PageCame(desk.turn, page(12, 13)))
    assert desk.do(PageThrown("wrong_chain")) == [CloseStream(1)]
    assert desk.do(PageThrown("not_my_cursor")) == []
    assert desk.state.feed.bad == 1
    assert desk.wait() == [OpenStream(3, "E", 10)]


def test_when_a_page_is_refused_three_times_then_it_alarms_and_takes_a_snapshot() -> None:
    desk = live()
    effects: list[Effect] = []
    for _ in range(3):
        effects += desk.do(PageCame(desk.turn, page(10, 12)), PageThrown("wrong_chain"))
        effects += desk.wait()
    assert Notice("history_differs", {"reason": "wrong_chain", "seq": 10}) in effects
    assert effects[-1] == TakeSnapshot("E", 10)


def test_when_the_disk_takes_nothing_then_the_page_is_not_blamed() -> None:
    desk = live()
    for _ in range(5):
        desk.do(PageCame(desk.turn, page(10, 12)), PageThrown("store"))
        assert isinstance(desk.wait()[-1], OpenStream)


def test_when_a_kind_is_unknown_then_it_stops_and_still_sends() -> None:
    desk = live()
    desk.do(PageCame(desk.turn, page(10, 12)))
    assert desk.do(PageThrown("unknown_kind")) == [CloseStream(1)]
    assert desk.state.feed.phase is Phase.STOPPED
    assert desk.do(Queued(entry("a"))) == [Push(1, "sari", ("a",))]


def test_when_a_live_stream_is_silent_for_45_seconds_then_it_is_opened_again() -> None:
    desk = live()
    assert desk.pass_time(44.9) == []
    assert desk.pass_time(0.2) == [CloseStream(1)]
    assert desk.wait() == [OpenStream(3, "E", 10)]


def polling() -> Driven:
    """A desk whose network would not carry a stream."""
    desk = Driven(replica.begin(1, at(10), "E", ()))
    desk.do(SignedIn("sari"))
    desk.pass_time(20.1)
    desk.wait()
    desk.pass_time(20.1)
    assert desk.wait() == [Pull(5, "E", 10)]
    return desk


def test_when_streams_never_say_a_word_then_it_pulls_every_five_seconds() -> None:
    desk = polling()
    for _ in range(10):
        desk.do(PageCame(desk.turn, page(10, 10)))
        before = desk.now
        assert isinstance(desk.wait()[-1], Pull)
        assert 4.0 <= desk.now - before <= 6.0


def test_when_pulling_and_behind_then_the_next_page_is_fetched_at_once() -> None:
    desk = polling()
    desk.do(PageCame(desk.turn, page(10, 12, head=15)))
    assert desk.do(PageApplied(at(12))) == [Pull(6, "E", 12)]


def test_when_pulling_for_a_while_then_a_stream_is_tried_again() -> None:
    desk = polling()
    asked: list[Effect] = []
    for _ in range(40):
        desk.do(PageCame(desk.turn, page(10, 10)))
        asked += desk.wait()
        if isinstance(asked[-1], OpenStream):
            break
    assert isinstance(asked[-1], OpenStream)
    assert desk.now - 1000 < 200


def test_when_the_server_is_away_then_streams_are_not_to_blame() -> None:
    desk = live()
    for _ in range(5):
        desk.do(FeedFailed(desk.turn, Trouble.OFFLINE, "no_route"))
        assert isinstance(desk.wait()[-1], OpenStream)


def test_when_nothing_follows_the_first_word_of_a_stream_then_it_pulls() -> None:
    desk = live()
    for _ in range(2):
        desk.do(PageCame(desk.turn, page(10, 10, head=12)))
        desk.pass_time(45.1)
        asked = desk.wait()
    assert isinstance(asked[-1], Pull)
    desk.do(PageCame(desk.turn, page(10, 12)))
    assert desk.asked(ApplyPage)[-1].page.to == 12


def test_when_streams_are_cut_after_their_first_word_then_they_are_not_asked_for_at_once() -> None:
    desk = live()
    begun = desk.now
    for _ in range(20):
        desk.do(PageCame(desk.turn, page(10, 10)))
        desk.do(FeedFailed(desk.turn, Trouble.OFFLINE, "broken_off"))
        desk.wait()
    assert desk.now - begun > 120


def test_when_a_stream_has_carried_a_page_then_its_end_says_nothing_of_the_network() -> None:
    desk = live()
    for seq in range(10, 14):
        desk.do(PageCame(desk.turn, page(seq, seq)))
        desk.do(PageCame(desk.turn, page(seq, seq + 1)), PageApplied(at(seq + 1)))
        desk.do(FeedFailed(desk.turn, Trouble.OFFLINE, "broken_off"))
        before = desk.now
        assert isinstance(desk.wait()[-1], OpenStream)
        assert desk.now - before <= 1.0


def test_when_a_push_is_answered_from_ahead_then_a_pull_need_not_wait() -> None:
    desk = polling()
    desk.do(PageCame(desk.turn, page(10, 10)))
    assert desk.do(HeadSeen("E", 12)) == [Pull(6, "E", 10)]


def test_when_the_cursor_is_too_old_then_a_snapshot_is_taken_and_nothing_is_offered_again() -> None:
    desk = live()
    desk.do(FeedFailed(desk.turn, Trouble.GONE, head=50_000))
    assert desk.wait() == [TakeSnapshot("E", 10)]


def test_when_the_server_is_behind_the_cursor_then_it_alarms_once_and_keeps_the_screen() -> None:
    desk = live()
    told = desk.do(FeedFailed(desk.turn, Trouble.GONE, head=5))
    assert Notice("cursor_beyond_head", {"cursor": 10, "head": 5}) in told
    desk.wait()
    again = desk.do(FeedFailed(desk.turn, Trouble.GONE, head=5))
    assert not [effect for effect in again if isinstance(effect, Notice)]
    assert desk.state.feed.cursor == at(10)


def returned() -> Driven:
    """A server that has gone from E to F, and is back in E from an old backup."""
    desk = live(entries=[entry("a")])
    desk.do(HeadSeen("F", 20), Reoffered("F", (entry("a"),)))
    desk.do(SnapshotLoaded(Cursor("F", 20, "chain")))
    desk.wait()
    return desk


def test_when_the_server_is_back_in_a_history_it_had_left_then_the_desk_follows_it_there() -> None:
    desk = returned()
    for _ in range(2):  # one snapshot might be a late answer; a second one is meant
        if desk.state.feed.phase is Phase.STREAM:
            desk.do(FeedFailed(desk.turn, Trouble.GONE, head=5, epoch="E"))
            desk.wait()
        told = desk.do(SnapshotLoaded(Cursor("E", 5, "older")))
    assert Notice("history_broken", {"old": "F", "new": "E"}) in told
    assert desk.state.epoch == "E"
    assert desk.state.feed.cursor == Cursor("E", 5, "older")
    assert Reoffer("E") in told


def test_when_a_history_it_had_left_answers_then_a_push_is_not_repeated_without_end() -> None:
    desk = returned()
    begun = desk.now
    for _ in range(20):
        push = desk.asked(Push)[-1]
        desk.do(Answered(push.turn, "E", (Decided("a", "accepted", 3),)))
        desk.wait()
    assert desk.now - begun > 60


def test_when_the_cache_is_lost_then_no_older_snapshot_will_do() -> None:
    desk = live()
    assert desk.do(CacheLost()) == [CloseStream(1), TakeSnapshot("E", 10)]


def test_when_a_snapshot_fails_then_it_is_tried_again_later() -> None:
    desk = Driven(replica.begin(1, None, "", ()))
    desk.do(SignedIn("sari"))
    assert desk.do(SnapshotFailed(Trouble.OFFLINE, "timeout")) == []
    assert desk.wait() == [TakeSnapshot("", 0)]


def test_when_the_feed_stays_away_then_no_pause_is_longer_than_fifteen_seconds() -> None:
    desk = live()
    for _ in range(20):
        desk.do(FeedFailed(desk.turn, Trouble.OFFLINE, "no_route"))
        before = desk.now
        assert isinstance(desk.wait()[-1], OpenStream | Pull)
        assert desk.now - before <= 15.1


# --- uploads -------------------------------------------------------------------------------------


def test_given_commands_when_sent_then_in_order_and_each_after_what_it_depends_on() -> None:
    desk = live(entries=[entry("a"), entry("b", depends_on="a"), entry("c")])
    assert [e.stage for e in desk.state.outbox.entries] == ["sent"] * 3
    assert desk.asked(Push) == [Push(1, "sari", ("a", "b", "c"))]


def test_when_the_answer_is_lost_then_the_same_ids_go_again() -> None:
    desk = live(entries=[entry("a")])
    assert desk.do(PushFailed(1, Trouble.OFFLINE, "timeout")) == []
    assert desk.wait() == [Push(2, "sari", ("a",))]


def test_when_accepted_then_it_stays_on_screen_until_the_feed_has_passed_it() -> None:
    desk = live(entries=[entry("a")])
    done = Decided("a", "accepted", 12)
    assert desk.do(Answered(1, "E", (done,))) == [Settle((done,))]
    assert [e.id for e in desk.state.overlay] == ["a"]
    desk.do(PageCame(desk.turn, page(10, 12)), PageApplied(at(12)))
    assert desk.state.overlay == ()


def test_when_the_feed_is_first_then_the_lost_answer_is_not_missed() -> None:
    desk = live(entries=[entry("a")])
    done = Decided("a", "accepted", 12)
    assert desk.do(PageCame(desk.turn, page(10, 12)), PageApplied(at(12), (done,))) == [
        ApplyPage(page(10, 12)),
        Settle((done,)),
    ]
    assert desk.state.outbox.entries == ()


def test_when_rejected_then_the_officer_is_told_and_its_dependents_are_parked() -> None:
    desk = live(entries=[entry("a")])
    desk.do(Queued(entry("b", depends_on="a")), Queued(entry("c", depends_on="b")))
    no = Decided("a", "rejected", 12, "assignment_changed", {"by": "agus"})
    told = desk.do(Answered(1, "E", (no,)))
    assert told == [Settle((no,)), Park(("b", "c")), Tell("a", no.reason, no.facts)]
    assert [e.id for e in desk.state.needs_action] == ["a", "b", "c"]
    desk.do(PageCame(desk.turn, page(10, 12)), PageApplied(at(12)))
    assert [e.id for e in desk.state.needs_action] == ["a", "b", "c"]
    desk.do(Dismissed("a"))
    assert [e.id for e in desk.state.needs_action] == ["b", "c"]


def test_when_it_leans_on_a_rejected_command_then_it_is_parked_at_once_and_asked_again() -> None:
    desk = live(entries=[entry("a")])
    desk.do(Answered(1, "E", (Decided("a", "rejected", 12, "illegal_state"),)))
    assert desk.do(Queued(entry("b", depends_on="a"))) == [Park(("b",))]
    assert desk.do(AskedAgain("b")) == [Unpark(("b",)), Push(2, "sari", ("b",))]


def test_when_one_is_malformed_then_its_neighbours_go_through() -> None:
    desk = live(entries=[entry("a"), entry("b")])
    bad = Decided("a", "bad_wire", 0, "bad_wire", {"place": "commands[0].act"})
    desk.do(Answered(1, "E", (bad, Decided("b", "accepted", 11))))
    assert [e.id for e in desk.state.needs_action] == ["a"]


def test_when_the_server_cannot_read_a_batch_then_the_one_at_fault_is_found() -> None:
    desk = live(entries=[entry("a"), entry("b")])
    assert desk.do(PushFailed(1, Trouble.UNFIT, "nul")) == [Push(2, "sari", ("a",))]
    told = desk.do(PushFailed(2, Trouble.UNFIT, "nul"))
    assert told[-1] == Push(3, "sari", ("b",))
    assert [e.id for e in desk.state.needs_action] == ["a"]


def test_while_the_feed_works_a_push_waits_ten_seconds_at_most_unless_the_server_asks() -> None:
    desk = live(entries=[entry("a")])
    for _ in range(8):
        desk.do(PushFailed(desk.asked(Push)[-1].turn, Trouble.OFFLINE, "timeout"))
        due = replica.next_wake(desk.state)
        assert due is not None
        assert due <= desk.now + 10
        desk.pass_time(10)
        desk.do(PageCame(desk.turn, page(10, 10)))
    turns = len(desk.asked(Push))
    desk.do(PushFailed(desk.asked(Push)[-1].turn, Trouble.OFFLINE, "busy", 30.0))
    desk.pass_time(29)
    assert len(desk.asked(Push)) == turns
    desk.pass_time(31)
    assert len(desk.asked(Push)) == turns + 1


def test_one_command_at_which_the_server_fails_does_not_hold_up_the_others() -> None:
    desk = live(entries=[entry("a"), entry("b"), entry("c", author="agus")])
    desk.do(SignedIn("agus"))

    def sent() -> tuple[str, ...]:
        return desk.asked(Push)[-1].ids

    def fails() -> PushFailed:
        return PushFailed(desk.asked(Push)[-1].turn, Trouble.OFFLINE, "server_error")

    def takes(id: str, seq: int) -> Answered:
        return Answered(desk.asked(Push)[-1].turn, "E", (Decided(id, "accepted", seq),))

    assert sent() == ("a", "b")
    desk.do(fails())
    desk.pass_time(60)
    assert sent() == ("a",)  # smaller batches, until it is alone
    desk.do(fails())
    desk.pass_time(60)
    assert sent() == ("b",)
    desk.do(takes("b", 11))
    assert sent() == ("c",)  # another author's too
    desk.do(takes("c", 12))
    assert sent() == ("a",)
    desk.do(fails(), Queued(entry("d")))
    assert sent() == ("d",)  # what is new does not sit out its pause
    desk.do(takes("d", 13))
    assert sent() == ("a",)
    desk.do(takes("a", 14))
    assert desk.state.waiting == ()


def test_when_not_yet_then_it_is_asked_again_and_parked_once_nobody_knows_its_dependency() -> None:
    desk = live(entries=[entry("a"), entry("b", depends_on="a")])
    desk.do(Answered(1, "E", (Decided("a", "not_yet"), Decided("b", "not_yet"))))
    assert desk.wait() == [Push(2, "sari", ("a", "b"))]
    gone = live(entries=[entry("z", depends_on="long gone")])
    assert gone.do(Answered(1, "E", (Decided("z", "not_yet"),))) == [Park(("z",))]


def test_when_denied_then_the_outbox_waits_untouched_for_a_sign_in() -> None:
    desk = live(entries=[entry("a")])
    desk.do(PushFailed(1, Trouble.DENIED, "token_expired"))
    desk.do(FeedFailed(desk.turn, Trouble.DENIED, "token_expired"))
    assert desk.pass_time(3600) == []
    assert [e.stage for e in desk.state.outbox.entries] == ["queued"]
    assert {type(e) for e in desk.do(SignedIn("sari"))} == {OpenStream, Push}


def test_when_another_officer_signs_in_then_nobody_sends_the_first_ones_commands() -> None:
    desk = Driven(replica.begin(1, at(10), "E", [entry("a", author="agus"), entry("b")]))
    desk.do(SignedIn("sari"))
    assert desk.asked(Push) == [Push(1, "sari", ("b",))]


def test_when_signed_out_while_draining_then_only_sending_goes_on() -> None:
    desk = live(entries=[entry("a")])
    desk.do(PushFailed(1, Trouble.OFFLINE, "timeout"))
    assert desk.do(SignedOut("sari", draining=True)) == [CloseStream(1)]
    assert desk.wait() == [Push(2, "sari", ("a",))]
    assert desk.state.feed.phase is Phase.DENIED


def test_when_one_who_left_has_delivered_everything_then_the_next_one_reads_on() -> None:
    desk = live(entries=[entry("a", author="agus")])
    assert desk.do(SignedIn("agus", reads=False)) == [Push(1, "agus", ("a",))]
    desk.do(Answered(1, "E", (Decided("a", "accepted", 11),)))
    assert desk.do(SignedOut("agus", reads=False)) == []
    assert desk.state.feed.phase is Phase.STREAM


def test_when_only_one_who_left_may_send_then_nobody_reads() -> None:
    desk = Driven(replica.begin(1, at(10), "E", [entry("a")]))
    assert desk.do(SignedIn("sari", reads=False)) == [Push(1, "sari", ("a",))]
    assert desk.state.feed.phase is Phase.DENIED


def test_when_the_program_is_too_old_then_each_direction_stops_by_itself() -> None:
    desk = live(entries=[entry("a")])
    desk.do(FeedFailed(desk.turn, Trouble.OUTDATED))
    assert desk.do(Answered(1, "E", (Decided("a", "accepted", 11),))) != []
    desk.do(Queued(entry("b")), PushFailed(2, Trouble.OUTDATED))
    assert desk.pass_time(299) == []


def test_when_the_server_was_put_back_then_a_desk_that_was_too_old_goes_on_by_itself() -> None:
    desk = live(entries=[entry("a")])
    desk.do(FeedFailed(desk.turn, Trouble.OUTDATED), PushFailed(1, Trouble.OUTDATED))
    again = desk.pass_time(301)
    assert [type(effect) for effect in again] == [OpenStream, Push]
    desk.do(PageCame(desk.turn, page(10, 10)))
    assert desk.state.feed.phase is Phase.STREAM
    assert desk.state.feed.key == ""


# --- a broken history ----------------------------------------------------------------------------


def test_when_the_epoch_is_new_then_all_is_offered_again_before_anything_else_is_sent() -> None:
    desk = live(entries=[entry("b")])
    told = desk.do(HeadSeen("F", 4))
    assert told == [
        CloseStream(1),
        Notice("history_broken", {"old": "E", "new": "F"}),
        TakeSnapshot("E", 10),
        Reoffer("F"),
    ]
    assert desk.do(Answered(1, "F", (Decided("b", "accepted", 5),))) == []
    again = desk.do(Reoffered("F", (entry("a"), entry("b"))))
    assert again == [Push(2, "sari", ("a", "b"))]
    desk.do(SnapshotLoaded(Cursor("F", 4, "chain 4")))
    assert desk.state.feed.cursor.epoch == "F"


def test_when_an_old_history_answers_late_then_it_counts_for_nothing() -> None:
    desk = live(entries=[entry("a")])
    desk.do(HeadSeen("F", 4), Reoffered("F", (entry("a"),)))
    desk.do(SnapshotLoaded(Cursor("F", 4, "chain 4")))
    before = desk.state.feed
    assert desk.do(HeadSeen("E", 99)) == []
    assert desk.state.feed == before


def test_when_a_spoilt_page_named_a_history_that_never_was_then_snapshots_tell_better() -> None:
    desk = live(entries=[entry("a")])
    spoilt = replace(page(10, 11), epoch="D")
    assert Reoffer("D") in desk.do(PageCame(desk.turn, spoilt))
    desk.do(Reoffered("D", (entry("a"),)), SnapshotLoaded(at(12)))
    assert desk.state.epoch == "D"  # it may have been on its way before
    told = desk.do(SnapshotLoaded(at(12)))
    assert desk.state.epoch == "E"
    assert OpenStream(desk.turn, "E", 12) in told
    assert Reoffer("E") in told
    desk.do(Reoffered("E", (entry("a"),)))
    desk.do(Answered(1, "E", (Decided("a", "accepted", 11),)))
    assert desk.state.waiting == ()


def test_given_an_outbox_offered_elsewhere_when_started_then_it_is_offered_again() -> None:
    desk = Driven(replica.begin(1, at(10), "", [entry("a")]))
    assert desk.do(SignedIn("sari")) == [OpenStream(1, "E", 10), Reoffer("E")]


# --- back-off ------------------------------------------------------------------------------------


def test_back_off_doubles_with_jitter_up_to_its_cap() -> None:
    seed, waits = 1, []
    for failures in range(1, 40):
        seed, wait = delay(failures, seed)
        waits.append(wait)
    assert all(0 < wait <= CAP for wait in waits)
    assert waits[0] <= 1.0
    assert min(waits[10:]) >= CAP / 2
    assert len(set(waits)) == len(waits)


def test_back_off_keeps_to_what_the_server_asks_for() -> None:
    assert delay(1, 1, asked=30.0)[1] == 30.0
    assert delay(1, 1, asked=3600.0)[1] == CAP


def test_a_step_never_asks_to_be_woken_in_the_past() -> None:
    states: list[tuple[State, float]] = []
    desk = Driven(replica.begin(1, None, "", [entry("a")]))
    events: list[Event] = [SignedIn("sari"), SnapshotFailed(Trouble.OFFLINE), Queued(entry("b"))]
    for event in events:
        desk.do(event)
        states.append((desk.state, desk.now))
    for state, now in states:
        due = replica.next_wake(state)
        assert due is None or due > now
