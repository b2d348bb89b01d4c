"""The trail of a case tells the same as its history, for any history and at any instant."""

import contextlib
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.brief import milliseconds
from db.domain.case import Case
from db.domain.counts import count
from db.domain.refused import Refused
from db.domain.states import Colour, Lane, State
from db.domain.trail import Part, Spell, Trail, pack, trail_of, unpack
from tests.db.domain.histories import CASES, steps
from tests.db.domain.small_city import BOTH, BUDI, DLH, DONE, FORWARD, NOW, PU, SARI, Book, standing
from tests.db.domain.test_histories import opened

COLOURS = {
    Lane.ROOM: Colour.RED,
    Lane.OPD: Colour.RED,
    Lane.WORK: Colour.YELLOW,
    Lane.VALIDATION: Colour.YELLOW,
    Lane.DONE: Colour.GREEN,
    Lane.RETURNED: Colour.GREY,
    Lane.OFF_BOARD: Colour.GREY,
}
AT = milliseconds(NOW)
MINUTES = 60_000


def trail(book: Book, id: str = "a") -> Trail:
    """The trail of a case of the book."""
    found = trail_of([change for change in book.changes if id in change.cases])
    assert found is not None
    assert unpack(pack(found)) == found
    return found


def at_instant(book: Book, moment: datetime) -> dict[str, Case]:
    """The cases as they stood then, replayed from nothing."""
    cases: dict[str, Case] = {}
    for change in book.changes:
        if change.alters and change.at <= moment:
            cases |= {id: apply(cases.get(id), change) for id in change.cases}
    return cases


def colours(trails: list[Trail], moment: int) -> Counter[Colour]:
    """Reports by colour at an instant, out of the trails alone."""
    found: Counter[Colour] = Counter()
    for one in trails:
        held = [spell for spell in one.spells if spell.at <= moment]
        if held:
            found[COLOURS[held[-1].lane]] += sum(many for _, many in held[-1].reports)
    return found


@settings(max_examples=60)
@given(st.data())
def test_trails_add_up_to_the_history_at_every_instant(data: st.DataObject) -> None:
    book = opened()
    moments = [book.now]
    for _ in range(data.draw(st.integers(15, 40))):
        case = data.draw(st.sampled_from(CASES[:2] + CASES))
        act, by, more = data.draw(steps(book, case))
        book.pass_time(timedelta(minutes=data.draw(st.sampled_from([0, 1, 11]))))
        moments.append(book.now)
        with contextlib.suppress(Refused):
            book.do(case, act, by, **more)
    trails = [trail(book, id) for id in CASES]
    for moment in moments:
        counts = count(at_instant(book, moment).values())
        told = colours(trails, milliseconds(moment))
        assert (counts.red, counts.yellow, counts.green, counts.grey) == tuple(
            told[colour] for colour in Colour
        )
        assert counts.received == told.total() == len(CASES)
    for one, case in zip(trails, (book[id] for id in CASES), strict=True):
        assert len(one.arrivals) == case.report_count
        assert (one.secret, one.reopened) == (case.secret, case.reopened)
        assert one.opds == tuple(dict.fromkeys(task.opd for task in case.tasks))
        held = Counter((part.opd, part.sent) for part in one.parts if not part.end)
        at_work = Counter((task.opd, milliseconds(task.forwarded_at)) for task in case.tasks)
        assert at_work <= held


def test_the_way_of_a_case_from_report_to_done() -> None:
    book = Book()
    book.received("a")
    for act, by in (
        (FORWARD, SARI),
        (verb.Accept("Joko"), PU),
        (DONE, PU),
        (verb.Validate(), SARI),
    ):
        book.pass_time(timedelta(minutes=10))
        book.do("a", act, by)
    one = trail(book)
    assert (one.forwarded_at, one.forwarded_by) == (AT + 10 * MINUTES, SARI.id)
    assert [(s.at - AT, s.lane) for s in one.spells] == [
        (0, Lane.ROOM),
        (10 * MINUTES, Lane.OPD),
        (20 * MINUTES, Lane.WORK),
        (30 * MINUTES, Lane.VALIDATION),
        (40 * MINUTES, Lane.DONE),
    ]
    sent = AT + 10 * MINUTES
    assert one.parts == (
        Part("pu", sent, sent + 10 * MINUTES, sent + 20 * MINUTES, sent + 30 * MINUTES),
    )


def test_an_undo_takes_back_what_counts_and_not_what_was_seen() -> None:
    book = standing(State.ACCEPTED)
    book.pass_time(timedelta(minutes=1))
    for _ in range(2):  # the acceptance, then the forward
        last = book["a"].acts[-1]
        book.do("a", verb.Undo(last.change), PU if last.by == PU.id else SARI)
    one = trail(book)
    assert (one.forwarded_at, one.forwarded_by, one.parts) == (None, "", ())
    assert [spell.lane for spell in one.spells] == [
        Lane.ROOM, Lane.OPD, Lane.WORK, Lane.OPD, Lane.ROOM,
    ]  # fmt: skip


def test_a_bounce_stays_with_the_agency_that_sent_it_back() -> None:
    book = Book()
    book.received("a")
    book.do("a", BOTH)
    book.pass_time(timedelta(minutes=5))
    book.do("a", verb.Bounce("bukan kami", opd="dlh"), DLH)
    assert [(part.opd, part.end) for part in trail(book).parts] == [("pu", ""), ("dlh", "bounced")]
    book.do("a", verb.Undo(book["a"].acts[-1].change), DLH)
    assert [(part.opd, part.end) for part in trail(book).parts] == [("pu", ""), ("dlh", "")]
    book.do("a", verb.Reassign(("dlh",), "salah"), BUDI)
    assert [(part.opd, part.end) for part in trail(book).parts] == [
        ("pu", "moved"),
        ("dlh", "moved"),
        ("dlh", ""),
    ]


def test_work_sent_back_is_counted_once_and_taken_back_with_its_undo() -> None:
    book = standing(State.AWAITING_VALIDATION)
    book.do("a", verb.Refuse("belum"))
    assert [(part.refused, part.finished) for part in trail(book).parts] == [(1, None)]
    book.do("a", verb.Undo(book["a"].acts[-1].change))
    (part,) = trail(book).parts
    assert part.refused == 0
    assert part.finished is not None


def test_a_merged_report_counts_with_its_master_from_then_on() -> None:
    book = standing(State.RECEIVED)
    book.pass_time(timedelta(minutes=3))
    book.do("a", verb.Merge("master"))
    child, master = trail(book), trail(book, "master")
    assert child.arrivals == ()
    assert child.spells[-1] == Spell(AT + 3 * MINUTES, Lane.OFF_BOARD, ())
    assert master.arrivals == ((AT, "laksa"), (AT, "laksa"))
    assert master.spells == (
        Spell(AT, Lane.ROOM, (("laksa", 1),)),
        Spell(AT + 3 * MINUTES, Lane.ROOM, (("laksa", 2),)),
    )
