"""A channel reads by pages what its reporters are told: all of it, each thing once, its own."""

from dataclasses import replace
from random import Random

import pytest

from db import cases, journal, replies
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Case, Place
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.refused import Refused
from db.domain.told import Told, told
from db.replies import Replies
from db.rows import change_of
from db.store import Store
from tests.db.history import BUDI, CITY, NOW, SARI, fresh, merge, pen_of, receive, write

INSIDE = "ORANG DALAM"
CHANNELS = ("laksa", "112")


def random_act(dice: Random, case: Case, into: str, n: int) -> Verb:
    """One that may fit the case as it stands."""
    public = f"JAWABAN {n}"
    fitting: list[Verb] = [
        verb.Forward(("dishub",), "pju", "complaint", INSIDE, Place("Jl. Merdeka")),
        verb.Accept(INSIDE),
        verb.Schedule(public, NOW.replace(year=2027)),
        verb.Finish(public, (f"photo-{n}",)),
        verb.Bounce(INSIDE),
        verb.AskReporter(public),
        verb.Complete(INSIDE),
        verb.Note(INSIDE),
        verb.Merge(into),
        verb.Merge(into),
        verb.Unmerge(INSIDE),
        *([verb.Edit("secret", "no", "yes"), verb.Edit("secret", "yes", "no")] * (n % 16 == 0)),
        *([verb.Undo(case.acts[-1].change)] * 3 if case.acts else []),
    ]
    return dice.choice(fitting)


def live(store: Store, seed: int, acts: int) -> list[Case]:
    """Reports of two channels and what is done with them; the cases as they stand."""
    dice = Random(seed)
    opened = [receive(f"Lampu {n}") for n in range(8)]
    for n, one in enumerate(opened):
        assert isinstance(one.act, verb.Receive)
        report = replace(one.act, channel=CHANNELS[n % 2], source_id=f"S-{n}")
        opened[n] = replace(one, act=report)
    write(store, opened)
    ids = [one.case for one in opened]
    with pen_of(store) as pen:
        for n in range(acts):
            case = pen.case(dice.choice(ids))
            assert case is not None
            act = random_act(dice, case, dice.choice(ids), n)
            command = Command(fresh("command"), case.id, act, BUDI, NOW, case.assignment_no)
            named = act.into if isinstance(act, verb.Merge) else case.master
            root = isinstance(act, verb.Merge | verb.Note)
            other = (pen.root(named) if root else pen.case(named)) if named else None
            try:
                change = decide(case, command, CITY, NOW, other=other)
            except Refused:
                continue
            change = replace(change, seq=pen.next_seq)
            altered = change.cases if change.alters else ()
            pen.add(change, *[apply(pen.case(id), change) for id in altered])
        return [case for id in ids if (case := pen.case(id)) is not None]


def in_pages(store: Store, channel: str, at_most: int) -> list[Replies]:
    pages, epoch, since = list[Replies](), "", 0
    with store.read() as conn:
        while not pages or pages[-1].more:
            pages.append(replies.after(conn, channel, epoch, since, at_most))
            epoch, since = pages[-1].epoch, pages[-1].to
    return pages


def expected(store: Store, held: list[Case], channel: str) -> list[Told]:
    with store.read() as conn:
        return sorted(
            (
                one
                for case in held
                for one in told(change_of(entry.body) for entry in journal.of_case(conn, case.id))
                if one.report.channel == channel and (not case.secret or one.kind == "received")
            ),
            key=lambda one: one.seq,
        )


@pytest.mark.parametrize("seed", range(4))
def test_pages_hold_all_that_is_told_once_and_nothing_from_inside(
    server: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = live(server, seed, 160)
    monkeypatch.setattr(replies, "_CHANGES", 7)
    for channel in CHANNELS:
        wanted = expected(server, held, channel)
        assert len(wanted) > 10
        for at_most in (3, 1000):
            pages = in_pages(server, channel, at_most)
            found = [one for page in pages for one in page.told]
            assert {one.id for one in found} == {one.id for one in wanted}
            assert len({one.id for one in found}) == len(found)
            assert [one.seq for one in found] == sorted(one.seq for one in found)
            assert INSIDE not in str(found)
            assert {one.report.channel for one in found} == {channel}
            if at_most == 3:
                assert len(pages) > 3


def test_another_history_is_read_from_its_start_under_the_same_ids(server: Store) -> None:
    live(server, 1, 60)
    (whole,) = in_pages(server, "laksa", 1000)
    with server.write() as conn:
        new = journal.new_epoch(conn).epoch
    with server.read() as conn:
        again = replies.after(conn, "laksa", whole.epoch, whole.to)
        beyond = replies.after(conn, "laksa", new, whole.to + 1)
        done = replies.after(conn, "laksa", new, again.to)
    assert again.epoch == new != whole.epoch
    assert {one.id for one in again.told} == {one.id for one in whole.told}
    assert beyond.told == again.told
    assert (done.told, done.more) == ((), False)


def test_a_change_that_tells_many_is_never_cut(server: Store) -> None:
    """A flood folded into one case: its answer goes to everybody, in one piece or not at all."""
    into = receive("Banjir")
    others = [receive(f"Banjir {n}") for n in range(30)]
    write(server, [into, *others])
    with server.read() as conn:
        held = [cases.one(conn, one.case) for one in (into, *others)]
    root, *rest = [case for case in held if case is not None]
    write(server, [merge(case, root) for case in rest])
    asked = Command(fresh("command"), root.id, verb.AskReporter("Setinggi apa?"), SARI, NOW, 0)
    write(server, [asked])
    pages = in_pages(server, "laksa", 10)
    answered = [page for page in pages if any(one.text == "Setinggi apa?" for one in page.told)]
    assert [len(page.told) for page in answered] == [31]
