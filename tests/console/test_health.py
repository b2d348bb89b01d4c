"""What counts as stuck: each wedge is told within a minute, what moves is none, all clears."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.health import LOOK_EVERY, RULES, Audit, Health, Signs, judge
from console.parts import trouble_of_line
from console.sync_status import Link

WELL = Signs(link=Link.LIVE, now_ms=10_000_000, heard_ms=9_999_000, seq=40, head=40, turn=1)


def differs(same: bool) -> Audit:
    return Audit(40, 12, "ab" * 8, same, 9_000_000)


STUCK: dict[str, dict[str, Any]] = {
    "feed_silent": {"heard_ms": 1},
    "feed_stands": {"head": 41},
    "pages_thrown": {"thrown": 2},
    "snapshot_stands": {"link": Link.SNAPSHOT, "part": 4096},
    "snapshot_fails": {"link": Link.OFFLINE, "fresh": True, "failures": 3, "key": "digest"},
    "server_fails": {"link": Link.OFFLINE, "failures": 2, "key": "server_error"},
    "outbox_stands": {"oldest": "c1"},
    "author_gone": {"absent": ("Siti",)},
    "photo_stands": {"photo": ("ab" * 32, 0.5)},
    "push_fails": {"push_failures": 3},
    "reoffer_stands": {"reoffering": True},
    "cache_stuck": {"ages": {"cache_writer": 36.0}},
    "outbox_stuck": {"ages": {"outbox": 16.0}},
    "network_stuck": {"ages": {"fetch": 51.0}},
    "disk_stuck": {"ages": {"files": 31.0}},
    "desk_held": {"held": 5.1},
    "disk_full": {"free": 100 * 1024**2},
    "digest_differs": {"audit": differs(False)},
    "server_behind": {"behind_server": True},
    "clock_unverified": {"verified": False},
    "clock_jumped": {"jumped": -61.0},
    "sound_device": {"sound": "device"},
    "sound_library": {"sound": "library"},
    "disk_low": {"free": 900 * 1024**2},
}


def live(health: Health, signs: Signs, start: float, seconds: float) -> tuple[Health, list[float]]:
    """Look again and again at the same state of a desk that hears its server; when it alarmed."""
    alarmed, now = [], start
    while now <= start + seconds:
        heard = signs.heard_ms if signs.heard_ms == 1 else int(now * 1000)
        health = judge(health, replace(signs, heard_ms=heard), now)
        if health.troubles:
            alarmed.append(now - start)
        now += LOOK_EVERY
    return health, alarmed


def test_every_rule_has_a_wedge_here() -> None:
    assert set(STUCK) == set(RULES)


@pytest.mark.parametrize("key", STUCK)
def test_a_wedge_is_told_within_a_minute_and_clears_by_itself(key: str) -> None:
    before, _ = live(Health(), WELL, 0.0, 60.0)
    assert before.troubles == ()
    stuck, alarmed = live(before, replace(WELL, **STUCK[key]), 100.0, 60.0)
    assert key in [trouble.key for trouble in stuck.troubles]
    ages = {"cache_stuck": 36, "outbox_stuck": 16, "network_stuck": 51, "disk_stuck": 31}
    assert alarmed[0] + ages.get(key, 0) + LOOK_EVERY <= 60.0
    assert (key in stuck.alarms) is not RULES[key].note
    well, _ = live(stuck, WELL, 200.0, 0.0)
    assert well.troubles == ()


@pytest.mark.parametrize(
    "moves",
    [
        [{"heard_ms": n} for n in range(1, 40)],
        [{"head": 100, "seq": n} for n in range(40, 79)],
        [{"oldest": f"c{n}"} for n in range(39)],
        [{"photo": ("ab" * 32, n / 39)} for n in range(39)],
        [{"link": Link.SNAPSHOT, "part": n} for n in range(39)],
        [{"link": Link.OFFLINE, "failures": n, "key": "no_route", "turn": n} for n in range(39)],
        [{"link": Link.OFFLINE, "failures": n, "key": "timeout", "turn": n} for n in range(39)],
    ],
    ids=["heard", "pages", "outbox", "photo", "snapshot", "no network", "slow network"],
)
def test_what_moves_is_not_stuck(moves: list[dict[str, Any]]) -> None:
    health = Health()
    for n, move in enumerate(moves):
        signs = replace(WELL, **({"heard_ms": n * 10_000} | move))
        health = judge(health, signs, n * 10.0)
        assert health.troubles == ()


@pytest.mark.parametrize("link", [Link.OFFLINE, Link.DENIED, Link.OUTDATED, Link.STOPPED])
def test_what_waits_for_a_server_or_a_person_is_not_stuck(link: Link) -> None:
    waits = replace(
        WELL,
        link=link,
        oldest="c1",
        photo=("ab", 0.0),
        head=900,
        push_failures=9,
        reoffering=True,
        absent=("Siti",),
    )
    health = Health()
    for n in range(30):
        health = judge(health, replace(waits, turn=n), n * 10.0)
        assert health.troubles == ()


def test_the_servers_troubles_are_this_desks_troubles_while_it_is_heard() -> None:
    told = replace(WELL, server=("writer_stuck", "disk_full"))
    health = judge(Health(), told, 5.0)
    assert health.alarms == ("server:writer_stuck", "server:disk_full")
    later = judge(health, replace(told, heard_ms=2), 65.0)
    assert [trouble.since for trouble in later.troubles] == [5.0, 5.0]
    assert judge(later, replace(told, link=Link.OFFLINE, heard_ms=1), 66.0).alarms == ()


ALL_AT_ONCE = sorted(
    {k for k, state in STUCK.items() if "link" not in state} - {"disk_low", "sound_library"}
)


@given(st.sets(st.sampled_from(ALL_AT_ONCE)))
def test_no_trouble_hides_another(keys: set[str]) -> None:
    state: dict[str, Any] = {"ages": {}}
    for key in keys:
        ages = state["ages"] | STUCK[key].get("ages", {})
        state |= STUCK[key] | {"ages": ages}
    health, _ = live(Health(), replace(WELL, **state), 0.0, 60.0)
    assert {trouble.key for trouble in health.troubles} == keys


@pytest.mark.parametrize("said", [None, 7, "writer_stuck", {"a": 1}, [7, None], []])
def test_a_line_without_troubles(said: Any) -> None:
    assert trouble_of_line(said) == ()


def test_the_troubles_of_a_line() -> None:
    assert trouble_of_line(["writer_stuck", 7]) == ("writer_stuck",)
    assert len(trouble_of_line(["x" * 1000] * 1000)) == 20
    assert len(trouble_of_line(["x" * 1000])[0]) == 40
