"""What goes over the wire comes back the same, and what is malformed is refused by its place."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain.case import Act, Case, Place
from db.domain.changes import Change
from db.domain.commands import LAWS, Command, Verb
from db.domain.states import State
from db.domain.wire import (
    BadWire,
    UnknownKind,
    canonical,
    change_bytes,
    command_bytes,
    decode,
    dump,
    encode,
    load,
    parse,
)
from tests.db.domain.small_city import FORWARD, SARI, standing

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\r\t"), max_size=12
)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    float: st.floats(-1e12, 1e12),
    bool: st.booleans(),
    datetime: st.integers(-2_200_000_000_000_000, 7_200_000_000_000_000).map(
        lambda micros: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    ),
}


@cache
def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the domain, built from its hints alone."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in SCALARS:
        return SCALARS[kind]
    if kind is NoneType:
        return st.none()
    if origin in (Union, UnionType):
        return st.one_of(*map(values, inner))
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(TEXTS, values(inner[1]), max_size=2)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    assert is_dataclass(kind)
    assert isinstance(kind, type)
    return st.builds(kind, **{name: of_field(kind, name) for name in hints_of(kind)})


def of_kind(kind: Any) -> st.SearchStrategy[Any]:
    found: st.SearchStrategy[Any] = values(kind)
    return found


def hints_of(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def of_field(kind: Any, name: str) -> st.SearchStrategy[Any]:
    if (kind, name) == (Act, "before"):
        kept = {n: values(h) for n, h in hints_of(Case).items() if n not in ("acts", "reports")}
        return st.fixed_dictionaries({}, optional=kept)
    return values(hints_of(kind)[name])


COMMAND = Command("c1", "a", FORWARD, SARI, datetime(2026, 4, 6, 3, tzinfo=UTC), expect=0)


ANY_VERB: Any = Verb
PLACE = Place("Jl. Merdeka")
NAMES = st.sampled_from(["id", "case", "act", "verb", "author", "made_at", "role", "acts"])


class TestRoundTrip:
    """decode(encode(x)) is x, byte for byte the second time too."""

    @pytest.mark.parametrize("kind", LAWS, ids=lambda kind: kind.__name__)
    @settings(max_examples=25)
    @given(data=st.data())
    def test_of_every_verb(self, kind: type[Verb], data: st.DataObject) -> None:
        act = data.draw(of_kind(kind))
        assert decode(ANY_VERB, encode(act)) == act
        assert load(kind, dump(act)) == act

    @settings(max_examples=60)
    @given(values(Change))
    def test_of_changes(self, change: Change) -> None:
        again = load(Change, change_bytes(change))
        assert again == change
        assert change_bytes(again) == change_bytes(change)

    @settings(max_examples=60)
    @given(values(Command))
    def test_of_commands(self, command: Command) -> None:
        assert load(Command, command_bytes(command)) == command

    @settings(max_examples=60)
    @given(values(Case))
    def test_of_cases(self, case: Case) -> None:
        assert load(Case, dump(case)) == case
        assert canonical(encode(load(Case, canonical(encode(case))))) == canonical(encode(case))

    def test_what_is_at_its_default_is_left_out(self) -> None:
        assert encode(FORWARD) == {
            "verb": "forward",
            "opds": ["pu"],
            "category": "jalan",
            "report_class": "complaint",
            "place": {"text": "Jl. Merdeka"},
        }

    def test_unknown_fields_are_passed_over(self) -> None:
        case = standing(State.ACCEPTED)["a"]
        data = encode(case) | {"mood": "grim"}
        data["acts"][0]["before"]["mood"] = "fine"
        assert decode(Case, data) == case

    def test_another_zone_is_the_same_instant(self) -> None:
        plain = encode(COMMAND) | {"made_at": "2026-04-06T10:00:00+07:00"}
        assert encode(decode(Command, plain))["made_at"] == "2026-04-06T03:00:00.000000Z"


def wrong(path: str, value: Any) -> tuple[str, str]:
    """Place and reason when one value of a good command is replaced."""
    data = json.loads(dump(COMMAND))
    *way, last = path.split("/")
    held = data
    for step in way:
        held = held[int(step)] if isinstance(held, list) else held[step]
    held[int(last) if isinstance(held, list) else last] = value
    with pytest.raises(BadWire) as fault:
        decode(Command, data)
    return fault.value.place, fault.value.reason


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


class TestParsing:
    """Whichever reader takes a text, the values are those of the standard library's."""

    @settings(max_examples=300)
    @given(PLAIN, st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32-le"]))
    def test_of_any_text(self, data: Any, ascii_only: bool, encoding: str) -> None:
        text = json.dumps(data, ensure_ascii=ascii_only)
        expected = repr(json.loads(text))
        assert repr(parse(text)) == expected
        assert repr(parse(text.encode(encoding, "surrogatepass"))) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "-0",
            "-0.0",
            "1e999",
            "1E5",
            "5e-324",
            "1e23",
            "18446744073709551616",
            "9007199254740993.0",
            r'"\ud83d"',
            r'"\ud83d\ude00"',
            r'"\/\u0000"',
            '{"a":1,"a":2}',
            " [ ] \n",
        ],
    )
    def test_of_a_rare_one(self, text: str) -> None:
        assert repr(parse(text)) == repr(json.loads(text))
        assert repr(parse(text.encode())) == repr(json.loads(text))


class TestMalformed:
    """Each fault names its place."""

    @pytest.mark.parametrize(
        ("path", "value", "place"),
        [
            ("id", None, "id"),
            ("id", 7, "id"),
            ("case", ["a"], "case"),
            ("expect", "0", "expect"),
            ("expect", 0.5, "expect"),
            ("expect", True, "expect"),
            ("expect", 2**53, "expect"),
            ("expect", -(10**400), "expect"),
            ("act", [], "act"),
            ("act", "forward", "act"),
            ("act/opds", "pu", "act.opds"),
            ("act/opds/0", None, "act.opds[0]"),
            ("act/place", "Jl. Merdeka", "act.place"),
            ("act/place", {"lat": "-6.2"}, "act.place.lat"),
            ("act/place", {"lat": True}, "act.place.lat"),
            ("act/place", {"lat": 10**400}, "act.place.lat"),
            ("act/place", {"lat": float("inf")}, "act.place.lat"),
            ("act/place", {"lat": float("nan")}, "act.place.lat"),
            ("act/place", {"approximate": 1}, "act.place.approximate"),
            ("author/role", "king", "author.role"),
            ("author/role", ["officer"], "author.role"),
            ("author", None, "author"),
            ("made_at", "2026-04-06T03:00:00", "made_at"),
            ("made_at", "2026-04-06", "made_at"),
            ("made_at", "yesterday", "made_at"),
            ("made_at", 1_775_000_000, "made_at"),
            ("made_at", "2026-04-06\x0003:00:00Z", "made_at"),
            ("made_at", ["2026-04-06T03:00:00Z"], "made_at"),
            ("made_at", "0001-01-01T00:00:00+14:00", "made_at"),
            ("made_at", "9999-12-31T23:59:59-14:00", "made_at"),
            ("act/note", "a\x00b", "act.note"),
            ("act/note", "bel\x07", "act.note"),
            ("act/note", "esc\x1b[2J", "act.note"),
            ("act/note", "\x7f", "act.note"),
            ("act/note", "C1 \x9b", "act.note"),
            ("act/note", "half \ud83d", "act.note"),
            ("act/note", "é" * 20_001, "act.note"),
            ("act/note", {"text": "halo"}, "act.note"),
        ],
    )
    def test_a_wrong_value(self, path: str, value: Any, place: str) -> None:
        assert wrong(path, value)[0] == place

    def test_the_longest_text_is_taken(self) -> None:
        text = "é" * 20_000
        assert decode(Command, encode(replace(COMMAND, case=text))).case == text

    @pytest.mark.parametrize(
        ("drop", "place"),
        [(("id",), "id"), (("act", "opds"), "act.opds"), (("author", "role"), "author.role")],
    )
    def test_a_missing_field(self, drop: tuple[str, ...], place: str) -> None:
        data = json.loads(dump(COMMAND))
        held = data
        for step in drop[:-1]:
            held = held[step]
        del held[drop[-1]]
        with pytest.raises(BadWire, match="is missing") as fault:
            decode(Command, data)
        assert fault.value.place == place

    @pytest.mark.parametrize("name", ["teleport", "", None, 7, ["forward"], "x" * 10_000])
    def test_an_unknown_verb_stops(self, name: Any) -> None:
        with pytest.raises(UnknownKind) as fault:
            decode(Command, encode(COMMAND) | {"act": {"verb": name}})
        assert fault.value.place == "act.verb"
        assert len(str(fault.value)) < 100
        with pytest.raises(UnknownKind) as alone:
            decode(ANY_VERB, {"verb": name})
        assert alone.value.place == "verb"

    def test_a_fault_in_what_an_undo_brings_back(self) -> None:
        data = encode(standing(State.ACCEPTED)["a"])
        data["acts"][1]["before"]["tasks"][0]["state"] = "gone"
        with pytest.raises(BadWire) as fault:
            decode(Case, data)
        assert fault.value.place == "acts[1].before.tasks[0].state"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "{'id': 1}",
            '{"lat": NaN}',
            '{"lat": -Infinity}',
            "[" * 100_000,
            '{"a":' * 100_000,
            "9" * 5_000,
            b"\xff\xfe\xfa",
            b'{"id": "\xe9"}',
        ],
        ids=repr,
    )
    def test_text_that_is_no_json(self, text: str | bytes) -> None:
        with pytest.raises(BadWire) as fault:
            parse(text)
        assert str(fault.value).startswith("body: ")

    @given(
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
            max_leaves=8,
        )
    )
    def test_no_value_brings_it_down(self, data: Any) -> None:
        for kind in (Command, Change, Case):
            with contextlib.suppress(BadWire):
                assert isinstance(decode(kind, data), kind)

    def test_nothing_malformed_leaves_either(self) -> None:
        nowhere = replace(FORWARD, place=replace(PLACE, lat=float("nan")))
        with pytest.raises(ValueError, match="JSON"):
            dump(nowhere)
        with pytest.raises(ValueError, match="JSON"):
            command_bytes(replace(COMMAND, act=nowhere))
        naive = datetime(2026, 4, 6)  # noqa: DTZ001
        with pytest.raises(ValueError, match="zone"):
            dump(replace(COMMAND, made_at=naive))
