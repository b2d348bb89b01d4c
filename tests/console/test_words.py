"""Every refusal has a sentence, every change has words, every act a way to be begun."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console.pages import acts, health_words, links, words
from console.sync_status import Link, Status
from db.domain import commands as verb
from db.domain.case import Actor, Place
from db.domain.changes import KINDS, Outcome
from db.domain.city import City
from db.domain.commands import LAWS
from db.domain.states import Role, State
from db.store import FaultKey, StoreFault
from tests.console.acted import BEGAN, BUDI, FORWARD, SITI, Life

# What a server says only to programs that bring reports; no desk hears it.
CHANNELS_ONLY = "server/intake.py"


def strings(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def keys_in(tree: ast.Module) -> Iterator[str]:
    """Reason keys that a module can refuse with, also those it chooses or passes on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id == "Refused":
                yield from _chosen(node.args[0])
            elif node.func.id == "known":
                yield from strings(node.args[2])
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "key":
            yield from _chosen(node.value) if isinstance(node.value, ast.IfExp) else ()


def _chosen(value: ast.expr) -> Iterator[str]:
    """The strings a value may be; what decides between them is none."""
    parts = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    return (text for part in parts for text in strings(part))


@pytest.fixture(scope="module")
def refusals(project: Path) -> dict[str, str]:
    """Each reason key, and a file that can refuse with it."""
    files = [*(project / "db" / "domain").glob("*.py"), *(project / "server").rglob("*.py")]
    found: dict[str, str] = {}
    for file in [*files, project / "console" / "desk.py"]:
        name = file.relative_to(project).as_posix()
        if name != CHANNELS_ONLY:
            found |= dict.fromkeys(keys_in(ast.parse(file.read_text("utf-8"))), name)
    return found


def test_every_refusal_is_a_sentence(refusals: dict[str, str], city: City) -> None:
    assert {"assignment_changed", "already_closed", "unknown_opd", "wrong_city"} <= refusals.keys()
    assert len(refusals) > 35
    dumb = {key: file for key, file in refusals.items() if key not in words._REFUSALS()}
    assert dumb == {}


def test_a_sentence_has_no_gap_even_without_its_facts(city: City) -> None:
    for key in words._REFUSALS():
        said = words.refusal(key, {}, city)
        assert said.endswith((".", "?"))
        assert "{" not in said


def test_facts_are_told_in_the_citys_words(city: City) -> None:
    facts = {
        "number": "TNG-26-000007", "state": "forwarded", "opd": "dlh, dpupr",
        "at": "2026-11-23T02:30:00+00:00",
    }  # fmt: skip
    said = words.refusal("assignment_changed", facts, city)
    assert "TNG-26-000007" in said
    assert "Diteruskan" in said
    assert f"{city.agencies['dlh'].short}, {city.agencies['dpupr'].short}" in said
    assert "09.30" in said


def test_an_unknown_key_of_a_newer_server_is_still_told(city: City) -> None:
    assert "quota_used_up" in words.refusal("quota_used_up", {}, city)


def test_every_kind_of_change_has_an_icon_and_words(city: City) -> None:
    assert set(words._ICONS) == KINDS
    bare = {law.past for law in LAWS.values()}
    simple = words._SIMPLE()
    composed = {
        verb.Forward, verb.Reassign, verb.Accept, verb.Bounce, verb.Schedule, verb.Bring,
        verb.Shelve, verb.Deliver, verb.Resend, verb.Escalate,
    }  # fmt: skip
    assert set(LAWS) == set(simple) | composed
    assert not any(word in bare for word in simple.values())


def test_a_timeline_reads_as_what_happened(city: City) -> None:
    life = Life(city).act(FORWARD).act(verb.Accept("Ibu Dewi")).act(verb.Note("dua truk"))
    life.act(verb.Bounce("bukan jalan kami", "dpupr"))
    told = [words.happened(change, city) for change in life.changes]
    dlh, dpupr = city.agencies["dlh"].short, city.agencies["dpupr"].short
    assert [what for _, what, _ in told] == [
        "Laporan masuk",
        f"Diteruskan ke {dlh}",
        f"Diterima {dlh} (Ibu Dewi)",
        "Catatan",
        f"Dikembalikan {dlh}; menurutnya milik {dpupr}",
    ]
    assert [text for _, _, text in told[3:]] == ["dua truk", "bukan jalan kami"]


def test_a_rejected_change_says_why(city: City) -> None:
    change = replace(
        Life(city).act(FORWARD).changes[-1],
        outcome=Outcome.REJECTED,
        reason="already_closed",
        facts={"number": "TNG-26-000001"},
    )
    _, what, why = words.happened(change, city)
    assert what.startswith("Ditolak: Diteruskan")
    assert why == "Kasus TNG-26-000001 sudah selesai."


def test_each_state_says_whose_turn_it_is(city: City) -> None:
    silent = {state for state in State if not words.owner(state.value, "dlh", city)}
    assert silent == {State.CLOSED, State.ARCHIVED, State.MERGED}


def test_templates_of_the_city_are_filled_without_a_gap(city: City) -> None:
    case = Life(city).case
    for reply in city.replies:
        said = words.fill(reply.text, case, city, "dlh", "Siti")
        assert not re.search(r"\{\w+\}", said), reply.id
    assert any("Siti" in words.fill(r.text, case, city, "dlh", "Siti") for r in city.replies)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("Jl. Veteran"), "Jl. Veteran"),
        (Place(no_place="soal tarif"), "Tanpa lokasi: soal tarif"),
        (Place(lat=-6.17, lng=106.63), "-6.17000, 106.63000"),
        (Place(), "Lokasi belum diisi"),
    ],
)
def test_a_place_in_words(city: City, place: Place, said: str) -> None:
    assert words.place_words(place, city) == said


def test_ages_are_told_in_the_largest_unit_that_says_enough() -> None:
    spans = [timedelta(seconds=5), timedelta(minutes=59), timedelta(hours=47), timedelta(days=3)]
    assert [words.age(span) for span in spans] == [
        "baru saja", "59 menit lalu", "47 jam lalu", "3 hari lalu",
    ]  # fmt: skip


def test_the_pill_has_words_for_every_link(city: City) -> None:
    now = int(BEGAN.timestamp() * 1000)
    told = {
        link: links.pill(
            Status(link=link, since_ms=now, heard_ms=now, waiting=3, clock_verified=True), now, city
        )
        for link in Link
    }
    assert told[Link.LIVE][0] == "online"
    assert told[Link.OFFLINE] == ("offline", "Luring sejak 09.00 · 3 perintah menunggu")
    unsure = Status(link=Link.LIVE, heard_ms=now - 5000, clock_verified=False)
    said = "Jam belum diverifikasi · data 5 dtk lalu"
    assert links.pill(unsure, now, city) == ("clock_unsure", said)
    assert all(text for _, text in told.values())


@pytest.mark.parametrize(
    ("ago", "age"),
    [(4_000, "4 dtk"), (20_000, "20 dtk"), (89_999, "90 dtk"), (90_000, "1 menit"),
     (5_399_000, "89 menit"), (5_400_000, "1 jam"), (90_000_000, "25 jam")],
)  # fmt: skip
@pytest.mark.parametrize("troubles", [0, 2])
@pytest.mark.parametrize(
    "link", [link for link in Link if link not in (Link.OFFLINE, Link.STOPPED)]
)
def test_the_pill_says_how_old_the_data_is_whatever_else_it_has_to_say(
    city: City, link: Link, troubles: int, ago: int, age: str
) -> None:
    now = int(BEGAN.timestamp() * 1000)
    status = Status(link=link, heard_ms=now - ago, waiting=2, clock_verified=True)
    for shown in (status, replace(status, clock_verified=False)):
        _, said = links.pill(shown, now, city, troubles)
        assert f"{age} lalu" in said
        assert said.endswith("2 perintah menunggu")


@pytest.mark.parametrize(
    ("mine", "others", "ending"),
    [
        (3, 0, "09.00 · 3 perintah menunggu"),
        (0, 2, "09.00 · 2 perintah petugas lain"),
        (3, 2, "09.00 · 3 perintah menunggu, 2 petugas lain"),
        (0, 0, "09.00"),
    ],
)
def test_the_pill_tells_ones_own_commands_from_those_of_others(
    city: City, mine: int, others: int, ending: str
) -> None:
    now = int(BEGAN.timestamp() * 1000)
    status = Status(
        Link.OFFLINE, since_ms=now, waiting=mine, others_waiting=others, clock_verified=True
    )
    assert links.pill(status, now, city)[1].endswith(ending)
    lines = links.outbox_counts(replace(status, needs_action=1)).splitlines()
    assert lines[0] == "1 perlu tindakan"
    assert len(lines) == 1 + bool(mine) + bool(others)


def test_who_is_asked_for_is_named_on_the_screen_and_never_in_the_report() -> None:
    said, remedy = health_words.banner(("author_gone",), ("Siti", "Agus"))
    assert "perintah Siti, Agus menunggu" in said
    assert remedy == "Minta Siti, Agus masuk di meja ini, atau serahkan ke kepala regu."
    assert "petugas lain" in health_words.trouble("author_gone")[0]


def test_what_was_never_heard_has_no_age(city: City) -> None:
    never = Status(link=Link.CONNECTING, clock_verified=True)
    assert links.pill(never, int(BEGAN.timestamp() * 1000), city)[1] == "Menghubungkan …"


def test_a_fault_of_the_disk_names_the_file_and_that_nothing_was_stored() -> None:
    for key in FaultKey:
        said = links.store_fault(StoreFault("/data/outbox.db", key))
        assert said.startswith("Belum tersimpan.")
        assert "/data/outbox.db" in said


def test_acts_are_offered_by_state_and_role(city: City) -> None:
    life = Life(city)
    siti = [act.key for act in acts.offered(life.case, SITI)]
    budi = [act.key for act in acts.offered(life.case, BUDI)]
    assert siti[0] == "forward"
    assert "archive" in budi
    assert "archive" not in siti
    life.act(FORWARD)
    assert acts.offered(life.case, SITI)[0].key == "accept"
    mayor = Actor("wali", "Wali", Role.MAYOR)
    assert [act.key for act in acts.offered(life.case, mayor)] == ["note"]


def test_no_act_is_offered_that_the_rules_refuse_for_its_state(city: City) -> None:
    """What the page offers, the law's table of roles allows; keys are unique in each state."""
    for state in State:
        here = [act for act in acts.all_acts() if state in act.states and act.shortcut]
        assert len({act.shortcut for act in here}) == len(here), state
    for act in acts.all_acts():
        assert act.build is not None or act.key in ("forward", "undo", "attach", "place")
