"""Rows straight from plain values are those of the careful way, and never for what it refuses."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from db import cases, feed
from db.domain import wire
from db.domain.case import Case
from db.domain.changes import Change
from db.plain_rows import CASE_COLUMNS, CHANGE_COLUMNS, UNFIT, case_values, change_values
from db.rows import case_row, change_row
from db.store import Store
from tests.db.domain.test_wire import values
from tests.db.test_feed import begin, busy, load, snapshot


@settings(max_examples=150)
@given(values(Case))
def test_a_case(case: Case) -> None:
    assume(case.reports)
    plain = json.loads(wire.dump(case))
    made = case_values(plain, "doc")
    assert dict(zip(CASE_COLUMNS, made, strict=True)) == case_row(case, "doc")


@settings(max_examples=150)
@given(values(Change))
def test_a_change(change: Change) -> None:
    plain = json.loads(wire.dump(change))
    plain.setdefault("seq", 0)
    made = change_values(plain, "body", "salt", "leaf")
    assert dict(zip(CHANGE_COLUMNS, made, strict=True)) == change_row(
        change, "body", "salt", "leaf"
    )


@settings(max_examples=100)
@given(values(Case), st.data())
def test_a_case_with_a_wrong_value_is_left_to_the_careful_way(
    case: Case, data: st.DataObject
) -> None:
    assume(case.reports)
    plain = json.loads(wire.dump(case))
    name = data.draw(st.sampled_from(["id", "number", "seq", "state", "first_at", "report_class"]))
    plain[name] = data.draw(st.sampled_from([None, 7.5, [], {}, True]))
    with pytest.raises(wire.BadWire):
        wire.decode(Case, plain)
    with pytest.raises(UNFIT):
        case_values(plain, "doc")


def test_an_unknown_verb_is_left_to_the_careful_way() -> None:
    with pytest.raises(UNFIT):
        change_values({"act": {"verb": "teleport"}}, "", "", "")


def with_blanks(line: str) -> str:
    return json.dumps(json.loads(line))


def other_order(line: str) -> str:
    data = json.loads(line)
    return json.dumps({"case": dict(reversed(data["case"].items()))}, separators=(",", ":"))


def more_fields(line: str) -> str:
    return line[:-1] + ',"row":[1,2]}'


@pytest.mark.parametrize("written", [with_blanks, other_order, more_fields])
def test_another_text_of_the_same_cases_is_kept_in_canonical_form(
    embedded: Store, cache: Store, written: Callable[[str], str]
) -> None:
    busy(embedded)
    begin(cache, embedded)
    lines = snapshot(embedded)
    load(cache, [written(line) if line.startswith('{"case"') else line for line in lines])
    with cache.read() as conn, embedded.read() as server:
        assert sorted(cases.snapshot_rows(conn)) == sorted(cases.snapshot_rows(server))


@pytest.mark.parametrize(
    ("at", "spoil", "place"),
    [
        (1, lambda line: line["case"].update(state="gone"), "line 2.case.state"),
        (1, lambda line: line["case"]["reports"][0].update(at="x"), None),
        (1, lambda line: line.update(case=7), "line 2.case"),
        (1, lambda line: line["case"].pop("number"), "line 2.case.number"),
        (-2, lambda line: line["body"]["by"].update(id=None), ".body.by.id"),
        (-2, lambda line: line.update(body=None), ".body"),
    ],
)
def test_what_is_malformed_is_refused_by_its_place(
    embedded: Store, cache: Store, at: int, spoil: Callable[[Any], None], place: str | None
) -> None:
    busy(embedded)
    begin(cache, embedded)
    lines = snapshot(embedded)
    line = json.loads(lines[at])
    spoil(line)
    lines[at] = wire.canonical(line).decode()
    if place is None:  # no column of a list is made of it: the digest tells
        with pytest.raises(feed.PageRefused, match="digest"):
            load(cache, lines)
        return
    with pytest.raises(wire.BadWire) as fault:
        load(cache, lines)
    assert fault.value.place.endswith(place)


def test_an_unknown_kind_in_a_snapshot_stops(embedded: Store, cache: Store) -> None:
    busy(embedded)
    begin(cache, embedded)
    lines = snapshot(embedded)
    lines[-2] = lines[-2].replace('"verb":"', '"verb":"new_')
    with pytest.raises(wire.UnknownKind):
        load(cache, lines)


def test_the_indices_stand_again_after_a_snapshot(embedded: Store, cache: Store) -> None:
    def names() -> list[str]:
        with cache.read() as conn:
            query = "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"
            return [row[0] for row in conn.exec_driver_sql(query)]

    busy(embedded)
    before = names()
    begin(cache, embedded)
    load(cache, snapshot(embedded))
    assert names() == before
    with pytest.raises(feed.PageRefused):
        load(cache, snapshot(embedded)[:-1])
    assert names() == before
