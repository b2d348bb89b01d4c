"""Every figure equals the one counted by hand from the history, for any filter and any instant."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.brief import milliseconds
from db.domain.case import Case, Place
from db.domain.counts import Counts, count
from db.domain.refused import Refused
from db.domain.states import OPEN, Colour, State, colour, lane
from db.domain.trail import trail_of
from server.figures.asked import Asked
from server.figures.block import Words
from server.figures.cube import Cube
from server.figures.sums import Sums
from server.figures.wall import Wall
from tests.db.domain.histories import steps
from tests.db.domain.small_city import CITY, LAKSA, NOW, Book

WALL = Wall(CITY)
ZONE = ZoneInfo(CITY.zone)
IDS = ("a", "b", "c", "d", "e")
FILTERS = st.dictionaries(
    st.sampled_from(["category", "opd", "channel", "class", "shift", "officer"]),
    st.sets(
        st.sampled_from(
            ["", "jalan", "kebakaran", "pu", "dlh", "laksa", "phone", "complaint", "1", "2", "sari"]
        ),
        min_size=1,
        max_size=4,
    ).map(frozenset),
    max_size=2,
)


def a_history(data: st.DataObject) -> Book:
    """Five reports by two channels over some days, one of them hidden, and what becomes of them."""
    book = Book()
    for n, id in enumerate(IDS):
        report = verb.Receive(
            f"r-{id}", "phone" if n % 2 else "laksa", "Jalan rusak", secret=n == 4
        )
        book.do(id, report, LAKSA)
        book.pass_time(timedelta(hours=data.draw(st.sampled_from([0, 1, 9, 26]))))
    for _ in range(data.draw(st.integers(5, 30))):
        case = data.draw(st.sampled_from(IDS))
        act, by, more = data.draw(steps(book, case))
        book.pass_time(timedelta(minutes=data.draw(st.sampled_from([0, 7, 600]))))
        with contextlib.suppress(Refused):
            book.do(case, act, by, **more)
    return book


def cube_of(book: Book, ids: tuple[str, ...] = IDS) -> tuple[Cube, Words]:
    words = Words()
    found = [trail_of([c for c in book.changes if id in c.cases]) for id in ids]
    return Cube(most=2).with_these([one for one in found if one], words, WALL), words


def then(book: Book, moment: int) -> dict[str, Case]:
    """The cases as they stood just before an instant (ms), replayed from nothing."""
    cases: dict[str, Case] = {}
    for change in book.changes:
        if change.alters and milliseconds(change.at) < moment:
            cases |= {id: apply(cases.get(id), change) for id in change.cases}
    return cases


def first_sender(book: Book, id: str) -> str:
    """Who first forwarded a case, of the forwards that were not taken back."""
    forwards: list[tuple[str, str]] = []
    cases: dict[str, Case] = {}
    for change in (c for c in book.changes if c.alters and id in c.cases):
        before = cases.get(id)
        cases[id] = apply(before, change)
        if change.case == id and isinstance(change.act, verb.Forward):
            forwards.append((change.id, change.by.id))
        if change.case == id and isinstance(change.act, verb.Undo) and before is not None:
            forwards = [one for one in forwards if one[0] != before.acts[-1].change]
    return forwards[0][1] if forwards else ""


def passes(book: Book, asked: Asked, id: str) -> bool:
    """Whether a case counts, by what it is today; its reports' channels are looked at apart."""
    case = book[id]
    if asked.scope == "city" and case.secret:
        return False
    local = case.first_at.astimezone(ZONE)
    shift = [one.id for one in CITY.shifts if one.begins <= local.time()]
    has = {
        "category": {case.category or ""},
        "opd": {task.opd for task in case.tasks},
        "class": {case.report_class},
        "shift": {shift[-1] if shift else CITY.shifts[-1].id},
        "officer": {first_sender(book, id)},
    }
    return all(has[name] & ids for name, ids in asked.filters.items() if name != "channel")


def counted(book: Book, asked: Asked, moment: int) -> tuple[Counts, int]:
    """Reports by colour just before an instant, and how many of them were open."""
    channels = asked.filters.get("channel")
    kept = []
    for id, case in then(book, moment).items():
        if passes(book, asked, id):
            of = [one for one in case.reports if channels is None or one.channel in channels]
            kept += [(case, len(of))] if of else []
    sums: Counter[State] = Counter()
    for case, many in kept:
        if case.state is not State.MERGED:
            sums[case.state] += many
    plain = count([case for case, _ in kept])  # for the colours of states, reports counted below
    assert plain.received >= sum(sums.values())
    return _counts(sums), sum(many for state, many in sums.items() if state in OPEN)


def _counts(sums: Counter[State]) -> Counts:

    by = {one: sum(many for state, many in sums.items() if colour(state) is one) for one in Colour}
    return Counts(*(by[one] for one in Colour))


def told(standing: dict[str, int]) -> tuple[int, ...]:
    return tuple(standing[name] for name in ("red", "yellow", "green", "grey"))


@settings(max_examples=60)
@given(st.data())
def test_received_is_red_and_yellow_and_green_and_grey_at_any_instant(data: st.DataObject) -> None:
    book = a_history(data)
    cube, words = cube_of(book)
    for _ in range(6):
        scope = data.draw(st.sampled_from(["city", "city+secret"]))
        asked = Asked(date(2026, 1, 1), date(2026, 12, 31), scope, data.draw(FILTERS))
        sums = Sums(cube, words, WALL, CITY, asked, book.now)
        span = milliseconds(book.now) - milliseconds(NOW)
        moment = milliseconds(NOW) + data.draw(st.integers(0, span + 1))
        standing, (counts, _) = sums.standing(moment), counted(book, asked, moment)
        assert told(standing) == (counts.red, counts.yellow, counts.green, counts.grey)
        assert standing["received"] == sum(told(standing))


@settings(max_examples=40)
@given(st.data())
def test_days_ages_and_groups_are_what_the_history_says(data: st.DataObject) -> None:
    book = a_history(data)
    cube, words = cube_of(book)
    today = book.now.astimezone(ZONE).date()
    first = NOW.astimezone(ZONE).date() + timedelta(days=data.draw(st.integers(-1, 2)))
    last = max(first, today - timedelta(days=data.draw(st.integers(0, 1))))
    by = data.draw(st.sampled_from(["category", "channel", "class", "shift", "officer", "opd"]))
    asked = Asked(first, last, "city", data.draw(FILTERS), by)
    sums = Sums(cube, words, WALL, CITY, asked, book.now)
    answer = sums.answer()
    for n, day in enumerate(answer["days"]["day"]):
        end = WALL.begins(date.fromisoformat(day) + timedelta(days=1))
        _, still_open = counted(book, asked, end)
        assert answer["days"]["open"][n] == still_open
    _, at_end = counted(book, asked, sums.end)
    assert sum(answer["ages"]) == at_end
    came = _came(book, asked)
    assert answer["sum"]["received"] == sum(answer["days"]["received"]) == len(came)
    assert told(answer["sum"]) == told(_colours_of(book, came))
    if by != "opd":
        for name in ("received", "red", "yellow", "green", "grey", "sent", "bounced", "problems"):
            assert sum(one[name] for one in answer["groups"]) == answer["sum"][name]
        for name in ("forward", "accept", "resolve"):
            assert sum(one[name]["n"] for one in answer["groups"]) == answer[name]["n"]
            assert sum(answer[name]["bars"]) == answer[name]["n"] <= answer[name]["of"]
    for what, many in (("received", len({case for case, _ in came})), ("open", None)):
        opened = sums.opened(what, "")
        assert len(opened) == len(set(opened))
        assert many is None or len(opened) == many


def test_a_district_that_the_pack_has_no_more_leads_to_its_own_cases() -> None:
    book = Book()
    for id, place in (("a", Place("Jl. Mawar", area="36.71.01")), ("b", Place(""))):
        book.do(id, verb.Receive(f"r-{id}", "laksa", "Jalan rusak", place=place), LAKSA)
    cube, words = cube_of(book, ("a", "b"))
    city, today = replace(CITY, areas={}), book.now.astimezone(ZONE).date()
    asked = Asked(today, today, "city", by="district")
    groups = Sums(cube, words, WALL, city, asked, book.now).answer()["groups"]
    assert sum(group["received"] for group in groups) == 2
    for group in groups:
        only = replace(asked, filters={"area": frozenset({group["key"]})})
        opened = Sums(cube, words, WALL, city, only, book.now).opened("received", "")
        assert (group["key"], len(opened)) == (group["key"], group["received"])


def _came(book: Book, asked: Asked) -> list[tuple[str, str]]:
    """(case, report) of all reports that came in within the period."""
    channels = asked.filters.get("channel")
    return [
        (id, report.id)
        for id, case in book.cases.items()
        if case.state is not State.MERGED and passes(book, asked, id)
        for report in case.reports
        if asked.first <= report.at.astimezone(ZONE).date() <= asked.last
        and (channels is None or report.channel in channels)
    ]


def _colours_of(book: Book, came: list[tuple[str, str]]) -> dict[str, int]:
    counts = _counts(Counter(book[case].state for case, _ in came))
    return {name: getattr(counts, name) for name in ("red", "yellow", "green", "grey")}


@settings(max_examples=20)
@given(st.data())
def test_columns_moved_on_are_columns_made_anew(data: st.DataObject) -> None:
    book = a_history(data)
    cube, words = cube_of(book)
    again = data.draw(st.sets(st.sampled_from(IDS), min_size=1))
    news = [trail_of([c for c in book.changes if id in c.cases]) for id in sorted(again)]
    moved = cube.with_these([one for one in news if one], words, WALL)
    asked = Asked(date(2026, 1, 1), date(2026, 12, 31), "city+secret", {}, "opd")
    answers = [Sums(one, words, WALL, CITY, asked, book.now).answer() for one in (cube, moved)]
    assert answers[0] == answers[1]
    assert len(moved) == len(cube) == len(IDS)


def test_the_shape_of_published_figures_adds_up() -> None:
    """LAKSA 2024: 14,012 in, 13,421 done, 571 waiting, 20 in work (domain page), a hundredth."""
    book = Book()
    way: dict[State, tuple[int, tuple[verb.Verb, ...]]] = {
        State.RESOLVED: (134, (verb.Answer("Sudah"),)),
        State.RECEIVED: (6, ()),
        State.RETURNED: (1, (verb.AskReporter("Di mana?"),)),
    }
    ids = []
    for state, (many, acts) in way.items():
        for n in range(many):
            ids.append(f"{state}-{n}")
            book.received(ids[-1], report_class="information")
            for act in acts:
                book.do(ids[-1], act)
    cube, words = cube_of(book, tuple(ids))
    assert len(cube) == len(ids)
    asked = Asked(date(2026, 1, 1), date(2026, 12, 31), "city", {}, "channel")
    answer = Sums(cube, words, WALL, CITY, asked, book.now).answer()
    assert answer["sum"]["received"] == 141 == 6 + 0 + 134 + 1
    assert told(answer["sum"]) == told(answer["groups"][0]) == (6, 0, 134, 1)
    assert {lane(State.RESOLVED)} == {lane(State.CLOSED)}
