"""The states of a case, the colour and lane each one has, and who owes the next act."""

from __future__ import annotations

from enum import StrEnum


class Colour(StrEnum):
    """What the board shows; always computed from the state, never stored as a choice."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"


class State(StrEnum):
    """Where a case stands; a case has exactly one."""

    RECEIVED = "received"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    SCHEDULED = "scheduled"
    AWAITING_VALIDATION = "awaiting_validation"
    RESOLVED = "resolved"
    CLOSED = "closed"
    RETURNED = "returned"
    NOT_OURS = "not_ours"
    ARCHIVED = "archived"
    MERGED = "merged"


class Lane(StrEnum):
    """The board's columns, by who owes the next act."""

    ROOM = "room"
    OPD = "opd"
    WORK = "work"
    VALIDATION = "validation"
    DONE = "done"
    RETURNED = "returned"
    OFF_BOARD = "off_board"


class Role(StrEnum):
    """Who may ask for what; `CHANNEL`, `WALL` and `SYSTEM` are never people."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    OPD_OPERATOR = "opd_operator"
    AGENCY_HEAD = "agency_head"
    MAYOR = "mayor"
    ADMIN = "admin"
    CHANNEL = "channel"
    WALL = "wall"
    SYSTEM = "system"


LOOKING = frozenset({Role.AGENCY_HEAD, Role.MAYOR, Role.ADMIN})
"""Who sees and does not act: they comment at most, and no case is different afterwards."""

_COLOURS = {
    State.RECEIVED: Colour.RED,
    State.FORWARDED: Colour.RED,
    State.ACCEPTED: Colour.YELLOW,
    State.ON_SITE: Colour.YELLOW,
    State.SCHEDULED: Colour.YELLOW,
    State.AWAITING_VALIDATION: Colour.YELLOW,
    State.RESOLVED: Colour.GREEN,
    State.CLOSED: Colour.GREEN,
    State.RETURNED: Colour.GREY,
    State.NOT_OURS: Colour.GREY,
    State.ARCHIVED: Colour.GREY,
}

_LANES = {
    State.RECEIVED: Lane.ROOM,
    State.FORWARDED: Lane.OPD,
    State.ACCEPTED: Lane.WORK,
    State.ON_SITE: Lane.WORK,
    State.SCHEDULED: Lane.WORK,
    State.AWAITING_VALIDATION: Lane.VALIDATION,
    State.RESOLVED: Lane.DONE,
    State.CLOSED: Lane.DONE,
    State.RETURNED: Lane.RETURNED,
    State.NOT_OURS: Lane.OFF_BOARD,
    State.ARCHIVED: Lane.OFF_BOARD,
    State.MERGED: Lane.OFF_BOARD,
}

# Tasks advance along this line; a case stands where its least advanced task stands.
PROGRESS = (
    State.FORWARDED,
    State.ACCEPTED,
    State.SCHEDULED,
    State.ON_SITE,
    State.AWAITING_VALIDATION,
    State.RESOLVED,
)

IN_WORK = frozenset(PROGRESS[:-1])
"""States in which an OPD has the case and has not finished it."""

OPEN = frozenset({State.RECEIVED, State.RETURNED}) | IN_WORK
"""States in which somebody still owes something to the reporter."""

# Every step a case may ever take, whatever caused it, except `undo`, which goes back to
# where the case came from. Source: the table of moves in the domain page.
MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset(
        {
            State.FORWARDED,
            State.RESOLVED,
            State.RETURNED,
            State.NOT_OURS,
            State.ARCHIVED,
            State.MERGED,
        }
    ),
    State.RETURNED: frozenset({State.RECEIVED, State.ARCHIVED, State.MERGED}),
    State.FORWARDED: frozenset({State.ACCEPTED, State.RECEIVED, State.MERGED}),
    State.ACCEPTED: frozenset(
        {
            State.ON_SITE,
            State.SCHEDULED,
            State.AWAITING_VALIDATION,
            State.RECEIVED,
            State.FORWARDED,
            State.MERGED,
        }
    ),
    State.ON_SITE: frozenset({State.AWAITING_VALIDATION, State.FORWARDED, State.MERGED}),
    State.SCHEDULED: frozenset(
        {State.ON_SITE, State.AWAITING_VALIDATION, State.FORWARDED, State.MERGED}
    ),
    State.AWAITING_VALIDATION: frozenset({State.RESOLVED, State.ACCEPTED}),
    State.RESOLVED: frozenset({State.CLOSED, State.RECEIVED}),
    State.CLOSED: frozenset(),
    State.NOT_OURS: frozenset(),
    State.ARCHIVED: frozenset(),
    # Unmerging brings a case back to where it stood when it was merged.
    State.MERGED: frozenset({State.RECEIVED, State.RETURNED}) | IN_WORK,
}


def colour(state: State) -> Colour:
    """Colour of a state. A merged case has the colour of its master: ask for the master's state."""
    if state is State.MERGED:
        raise ValueError("a merged case shows the colour of its master; look the master up")
    return _COLOURS[state]


def lane(state: State) -> Lane:
    """The lane of the board in which a case of this state stands."""
    return _LANES[state]


def least_advanced(states: tuple[State, ...]) -> State:
    """State of a case whose tasks have these states; needs at least one."""
    return min(states, key=PROGRESS.index)
