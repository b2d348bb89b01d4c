"""What is heard at which desk: the most pressing, at one desk first, until somebody sees to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.alarms import Alarm, Kind
from console.sounding import (
    ALONE_FOR,
    APART,
    EVERY,
    SOUND_OF,
    Heard,
    Sound,
    Standing,
    mine_first,
    name_of,
    next_sound,
)

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROOM = frozenset({"siti", "agus", "rina", "tono"})


def alarm(kind: Kind = Kind.EMERGENCY, case: str = "c1", since: datetime = NOON) -> Alarm:
    """Something that needs an act."""
    return Alarm(case, "KT-1", "Banjir", kind, kind.name.lower(), since)


def here(*alarms: Alarm, **more: object) -> Standing:
    """What stands at a desk where nobody else is."""
    order = sorted(alarms, key=lambda one: one.order)
    return replace(Standing(order, me="siti"), **more)  # type: ignore[arg-type]


def run(
    standing: Standing, seconds: int, heard: Heard | None = None, since: datetime = NOON
) -> tuple[list[tuple[int, Sound]], Heard]:
    """What is played when, a look a second."""
    heard = heard or Heard()
    played = []
    for second in range(seconds):
        heard, sound = next_sound(standing, heard, since + second * SECOND)
        if sound is not None:
            played.append((second, sound))
    return played, heard


def owner(one: Alarm) -> str:
    """At whose desk it is heard first."""
    (found,) = (who for who in ROOM if mine_first(one, who, ROOM - {who}))
    return found


@pytest.mark.parametrize("kind", list(Kind))
def test_an_alarm_is_heard_at_once_and_again_at_the_pace_of_its_priority(kind: Kind) -> None:
    played, _ = run(here(alarm(kind)), 130)
    sound = SOUND_OF[kind]
    pace = int(EVERY[sound].total_seconds())
    assert played == [(at, sound) for at in range(0, 130, pace)]


def test_the_more_an_alarm_presses_the_sooner_it_comes_again() -> None:
    assert EVERY[Sound.EMERGENCY] < EVERY[Sound.URGENT] < EVERY[Sound.ROUTINE]


def test_what_somebody_sees_to_is_not_heard_again() -> None:
    _, heard = run(here(alarm()), 4)
    assert run(here(), 60, heard, NOON + 4 * SECOND)[0] == []


def test_the_most_pressing_alone_is_heard_and_the_next_once_it_is_seen_to() -> None:
    both = here(alarm(), alarm(Kind.BREACHED, "c2"))
    played, heard = run(both, 120)
    assert {sound for _, sound in played} == {Sound.EMERGENCY}
    later, _ = run(here(alarm(Kind.BREACHED, "c2")), 10, heard, NOON + 120 * SECOND)
    assert later[0][1] is Sound.ROUTINE


def test_another_alarm_of_the_same_priority_is_told_of_without_waiting_for_the_pace() -> None:
    late = NOON + 10 * SECOND
    _, heard = run(here(alarm(Kind.BREACHED)), 10)
    two = here(alarm(Kind.BREACHED), alarm(Kind.BREACHED, "c2", late))
    played, _ = run(two, 30, heard, late)
    assert played == [(0, Sound.ROUTINE)]


def test_an_alarm_is_heard_at_one_desk_and_at_all_after_a_minute() -> None:
    one = alarm(Kind.ESCALATED)
    alone = int(ALONE_FOR.total_seconds())
    for who in ROOM:
        standing = here(one, me=who, colleagues=ROOM - {who})
        played, _ = run(standing, 2 * alone)
        assert (played[0][0] == 0) == (who == owner(one))
        assert next(at for at, _ in played if at >= alone) < alone + 20


@given(st.lists(st.text("abcdef", min_size=1, max_size=6), min_size=1, unique=True), st.text())
def test_each_alarm_is_one_desks_affair_whoever_is_here(people: list[str], case: str) -> None:
    one, room = alarm(case=case), frozenset(people)
    assert sum(mine_first(one, who, room - {who}) for who in people) == 1


def test_what_calls_either_role_calls_an_officer_before_the_supervisor() -> None:
    standing = here(alarm(), me="budi", relieved=True)
    assert run(standing, 60)[0] == []
    assert run(standing, 61)[0] != []
    told_up = here(alarm(Kind.ESCALATED), me="budi", relieved=True)
    assert run(told_up, 1)[0] == [(0, Sound.URGENT)]


def test_quiet_keeps_everything_but_emergencies_silent_and_ends_by_itself() -> None:
    quiet = Heard(muted_until=NOON + timedelta(minutes=10))
    late = here(alarm(Kind.BREACHED), troubles=frozenset({"outbox_stuck"}))
    assert run(late, 600, quiet)[0] == []
    assert run(late, 601, quiet)[0] == [(600, Sound.ROUTINE)]
    assert run(here(alarm()), 1, quiet)[0] == [(0, Sound.EMERGENCY)]


def test_a_locked_desk_is_silent_but_for_an_emergency_that_nobody_sees_to() -> None:
    locked = here(alarm(Kind.ESCALATED), troubles=frozenset({"disk_full"}), locked=True)
    assert run(locked, 300)[0] == []
    assert run(here(alarm(), locked=True), 70)[0] == [(60, Sound.EMERGENCY), (66, Sound.EMERGENCY)]


def test_a_trouble_is_heard_until_somebody_looks_and_anew_when_it_comes_back() -> None:
    stuck = here(troubles=frozenset({"outbox_stuck"}))
    played, heard = run(stuck, 61)
    assert played == [(at, Sound.TROUBLE) for at in (0, 30, 60)]
    seen = replace(heard, seen_troubles=stuck.troubles)
    silent, seen = run(stuck, 300, seen, NOON + 61 * SECOND)
    assert silent == []
    over = NOON + 361 * SECOND
    _, after = run(here(), 1, seen, over)
    assert run(stuck, 1, after, over + SECOND)[0] == [(0, Sound.TROUBLE)]


def test_a_trouble_comes_between_the_sounds_of_an_alarm_and_both_are_heard() -> None:
    played, _ = run(here(alarm(), troubles=frozenset({"disk_full"})), 40)
    assert [at for at, sound in played if sound is Sound.TROUBLE] == [3, 33]
    assert [at for at, sound in played if sound is Sound.EMERGENCY][:3] == [0, 6, 12]


def test_a_shelved_alarm_that_comes_back_is_news() -> None:
    _, heard = run(here(alarm(Kind.BREACHED)), 1)
    back = NOON + timedelta(seconds=30)
    played, _ = run(here(alarm(Kind.BREACHED, since=back)), 1, heard, back)
    assert played == [(0, Sound.ROUTINE)]


def test_a_clock_put_back_does_not_silence_a_desk() -> None:
    _, heard = run(here(alarm()), 1)
    early = NOON - timedelta(hours=1)
    standing = here(alarm(since=early))
    assert run(standing, 1, heard, early)[0] == [(0, Sound.EMERGENCY)]


STEPS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(list(Kind)), st.sampled_from("abc")), max_size=4),
        st.frozensets(st.sampled_from(["disk_full", "server:disk_full"])),
        st.booleans(),
        st.booleans(),
        st.integers(1, 40),
    ),
    max_size=25,
)


@given(STEPS)
def test_sounds_stay_apart_and_only_tell_of_what_stands(steps: Sequence[object]) -> None:
    heard, now, last = Heard(), NOON, None
    for found, troubles, locked, quiet, seconds in steps:  # type: ignore[misc]
        alarms = [alarm(kind, case) for kind, case in dict.fromkeys(found)]  # type: ignore[has-type]
        standing = here(*alarms, troubles=troubles, locked=locked)  # type: ignore[has-type]
        if quiet:  # type: ignore[has-type]
            heard = replace(heard, muted_until=now + 5 * SECOND)
        for _ in range(seconds):  # type: ignore[has-type]
            before = heard
            heard, sound = next_sound(standing, heard, now)
            assert heard.told <= {name_of(one) for one in alarms}
            if sound is not None:
                assert last is None or now - last >= APART
                last = now
                kinds = {SOUND_OF[one.kind] for one in alarms}
                assert sound in kinds or (sound is Sound.TROUBLE and troubles)  # type: ignore[has-type]
                silent = locked or before.muted(now)  # type: ignore[has-type]
                assert sound is Sound.EMERGENCY or not silent
            now += SECOND
