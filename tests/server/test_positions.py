"""How far an agency's console has come counts for the history it came in, and for no other."""

from dataclasses import replace

from db.domain.case import Actor
from db.domain.states import Role
from server.positions import Positions

DEWI = Actor("dewi", "Dewi", Role.OPD_OPERATOR, "meja 1", "dlh")


class Feed:
    """A history that can end."""

    epoch = "old"


def test_what_was_taken_of_a_history_that_ended_says_nothing_about_the_next() -> None:
    feed = Feed()
    positions = Positions(lambda: None, lambda: feed.epoch)
    positions.took(DEWI, "old", 900)
    late = positions.took_by(DEWI)
    feed.epoch = "new"
    positions.forget_ended()
    assert positions.news == {}
    late(901)  # a line of the old stream that has gone through just now
    assert positions.news == {}
    positions.took(DEWI, "new", 850)
    assert positions.news == {("dlh", Role.OPD_OPERATOR): 850}


def test_a_console_that_comes_back_is_no_news() -> None:
    positions = Positions(lambda: None, lambda: "old")
    positions.took(DEWI, "old", 9)
    positions.news.clear()
    positions.took(DEWI, "old", 9)
    assert positions.news == {}
    positions.took_by(DEWI)(10)
    assert positions.news == {("dlh", Role.OPD_OPERATOR): 10}


def test_a_head_and_the_call_centre_are_apart_and_the_room_is_no_agency() -> None:
    positions = Positions(lambda: None, lambda: "old")
    hana = replace(DEWI, id="hana", role=Role.AGENCY_HEAD)
    for actor in (hana, replace(DEWI, role=Role.OFFICER, opd=None)):
        positions.took(actor, "old", 7)
        positions.opens(actor, "case")
    assert positions.news == {("dlh", Role.AGENCY_HEAD): 7}
    assert positions.opened == {(("dlh", Role.AGENCY_HEAD), "case")}
