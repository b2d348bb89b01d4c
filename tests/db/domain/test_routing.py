"""What decided cases teach, whatever their order, and what is made of it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from math import log, log1p
from typing import Any

import pytest

from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.city import Area
from db.domain.routing import (
    MOST,
    OFTEN,
    Evidence,
    Learned,
    Lesson,
    clues,
    clues_of,
    doubts,
    evidence_for,
    lesson_of,
    rank,
    sent_back,
)
from db.domain.states import State
from db.domain.suggest import OFFERED, suggest, unwanted
from db.domain.wire import canonical, decode, encode, parse
from tests.db.domain.small_city import BOTH, BUDI, CITY, DLH, FORWARD, PU, Book, standing


def learned_from(*lessons: Lesson) -> Learned:
    made = Learned()
    for lesson in lessons:
        made.put(lesson)
    return made


def lessons(text: str, opd: str, count: int, category: str | None = "jalan") -> list[Lesson]:
    return [Lesson(clues_of(text, category), (opd,))] * count


def some_lessons(count: int, seed: int = 5) -> list[Lesson]:
    dice = random.Random(seed)
    words = ["lampu", "jalan", "mati", "pohon", "sampah", "got", "banjir", "gang", "pasar"]
    made = []
    for _ in range(count):
        text = " ".join(dice.sample(words, 4))
        kept = tuple(dice.sample(("pu", "dlh", "dishub"), dice.choice((0, 1, 1, 2))))
        back = tuple(o for o in ("pu", "dlh") if o not in kept and dice.random() < 0.2)
        if kept or back:
            category = dice.choice(("jalan", "sampah", None))
            made.append(Lesson(clues_of(text, category, ("a1", "a"), "laksa"), kept, back))
    return made


def test_clues_are_words_category_place_and_channel() -> None:
    found = clues_of("Lampu PJU mati, lampu di Jl. 5 rusak!", "pju", ("kel", "kec"), "laksa")
    assert found == (
        "category:pju", "category+area:pju|kel", "category+area:pju|kec",
        "word:lampu", "word:pju", "word:mati", "word:rusak",
        "area:kel", "area:kec", "channel:laksa",
    )  # fmt: skip
    assert clues_of("", None) == ()


def test_the_areas_of_a_case_are_the_kelurahan_and_the_kecamatan() -> None:
    areas = {**CITY.areas, "kel": Area("kel", "Sudimara", 0, 0, "36.71.01")}
    case = replace(Book().received(), place=Place("Jl. Mawar", area="kel"))
    found = clues(case, replace(CITY, areas=areas))
    assert [clue for clue in found if clue.startswith("area:")] == ["area:kel", "area:36.71.01"]


def test_a_case_teaches_from_the_moment_it_is_forwarded() -> None:
    book = Book()
    assert lesson_of(book.received(), (), CITY) is None
    book.do("a", FORWARD)
    lesson = lesson_of(book["a"], (), CITY)
    assert lesson is not None
    assert lesson.kept == ("pu",)
    assert "category:jalan" in lesson.clues
    book.do("a", verb.Accept("Joko"), PU)
    assert lesson_of(book["a"], (), CITY) == lesson


def test_a_forward_that_is_undone_teaches_nothing() -> None:
    book = Book()
    book.received()
    change = book.do("a", FORWARD)
    book.do("a", verb.Undo(change.id))
    assert lesson_of(book["a"], (), CITY) is None


@pytest.mark.parametrize("state", [State.MERGED, State.RECEIVED, State.NOT_OURS, State.ARCHIVED])
def test_a_case_that_no_agency_has_teaches_nothing(state: State) -> None:
    assert lesson_of(standing(state)["a"], (), CITY) is None


def test_a_secret_case_teaches_nothing() -> None:
    case = replace(standing(State.ACCEPTED)["a"], secret=True)
    assert lesson_of(case, ("dlh",), CITY) is None


def test_a_reassigned_case_teaches_the_agency_that_has_it() -> None:
    book = standing(State.FORWARDED)
    book.do("a", verb.Reassign(("dlh",), "salah alamat"), BUDI)
    lesson = lesson_of(book["a"], (), CITY)
    assert lesson is not None
    assert lesson.kept == ("dlh",)


def test_who_sent_a_case_back_is_known_from_its_acts_until_that_is_undone() -> None:
    book = standing(State.FORWARDED)
    bounce = book.do("a", verb.Bounce("bukan kami"), PU)
    assert sent_back(book["a"]) == {"pu"}
    book.do("a", verb.Note("ditelepon"))
    assert sent_back(book["a"]) == {"pu"}
    again = standing(State.FORWARDED)
    bounce = again.do("a", verb.Bounce("bukan kami"), PU)
    again.do("a", verb.Undo(bounce.id), PU)
    assert sent_back(again["a"]) == frozenset()


def test_of_two_agencies_only_the_one_that_sent_it_back_is_named() -> None:
    book = Book()
    book.received()
    book.do("a", BOTH)
    book.do("a", verb.Bounce("bukan kami", opd="dlh"), DLH)
    assert sent_back(book["a"]) == {"dlh"}
    lesson = lesson_of(book["a"], sent_back(book["a"]), CITY)
    assert lesson is not None
    assert (lesson.kept, lesson.back) == (("pu",), ("dlh",))


def test_who_keeps_it_in_the_end_did_not_send_it_back() -> None:
    lesson = lesson_of(standing(State.ACCEPTED)["a"], ("pu",), CITY)
    assert lesson is not None
    assert (lesson.kept, lesson.back) == (("pu",), ())


def test_the_order_of_cases_makes_no_difference() -> None:
    given = some_lessons(300)
    other = random.Random(9).sample(given, len(given))
    assert canonical(encode(learned_from(*given))) == canonical(encode(learned_from(*other)))


def test_what_is_forgotten_leaves_no_trace() -> None:
    given = some_lessons(200)
    model = learned_from(*given)
    for lesson in given[50:]:
        model.drop(lesson)
    assert model == learned_from(*given[:50])
    for lesson in given[:50]:
        model.drop(lesson)
    assert model == Learned()


def test_the_counts_are_those_of_the_cases() -> None:
    given = some_lessons(300)
    model = learned_from(*given)
    for clue, tally in model.clues.items():
        having = [lesson for lesson in given if clue in lesson.clues]
        assert tally.cases == len(having)
        assert tally.kept == Counter(opd for lesson in having for opd in lesson.kept)
        assert tally.back == Counter(opd for lesson in having for opd in lesson.back)


def test_the_order_of_agencies_is_what_the_counts_say() -> None:
    model = learned_from(*some_lessons(300))
    asked = clues_of("lampu mati pasar", "jalan", ("a1",), "laksa")
    kept = model.whole.kept
    every = sum(kept.values()) + len(kept)

    def points(opd: str) -> float:
        chance = (kept[opd] + 1) / every
        counts = [model.clues[clue].kept.get(opd, 0) for clue in asked]
        return log(chance) + 0.3 * sum(log1p(count / chance) for count in counts)

    assert rank(asked, model, {}) == tuple(sorted(kept, key=lambda opd: -points(opd)))


def test_the_evidence_is_the_clue_most_of_whose_cases_stayed() -> None:
    model = learned_from(
        *lessons("lampu mati", "pu", 12), *lessons("lampu taman", "dlh", 1), *lessons("x", "dlh", 9)
    )
    asked = clues_of("lampu", "jalan")
    assert evidence_for(asked, model, "pu") == Evidence("word:lampu", 12, 13)
    assert evidence_for(asked, model, "dishub") is None
    assert evidence_for(clues_of("belum pernah", None), model, "pu") is None


def test_what_few_cases_share_is_neither_used_nor_told() -> None:
    model = learned_from(*lessons("jalan Wulandari", "pu", OFTEN - 1), *lessons("jalan", "dlh", 4))
    assert "word:wulandari" not in model.often().clues
    assert set(model.often().clues) == {"category:jalan", "word:jalan"}
    asked = clues_of("jalan Wulandari", "jalan")
    assert rank(asked, model, {})[0] == "dlh"
    assert rank(asked, model, {}) == rank(asked, model.often(), {})


def test_no_more_is_told_than_a_desk_will_fetch() -> None:
    words = [
        f"kata{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(MOST)
    ]
    many = tuple(f"word:{word}" for word in words)
    model = learned_from(
        *[Lesson((*many, "word:sering"), ("pu",))] * 3, *lessons("sering", "pu", 3)
    )
    told = model.often().clues
    assert len(told) == MOST
    assert "word:sering" in told


def test_it_is_the_same_after_the_wire() -> None:
    told = learned_from(*some_lessons(300)).often()
    assert decode(Learned, parse(canonical(encode(told)))) == told


def test_before_anything_is_learned_the_pack_alone_suggests() -> None:
    case = Book().received(category="jalan")
    offered = suggest(case, CITY)
    assert [(one.opd, one.source, one.evidence) for one in offered] == [
        (CITY.categories["jalan"].agency, "category", None)
    ]
    assert suggest(case, CITY, Learned()) == offered


def test_the_citys_own_decisions_outweigh_the_pack_and_say_so() -> None:
    case = Book().received(category="jalan")
    few = learned_from(*lessons("jalan berlubang", "dlh", 1))
    assert suggest(case, CITY, few)[0].opd == CITY.categories["jalan"].agency
    many = learned_from(*lessons("jalan berlubang", "dlh", 40))
    first = suggest(case, CITY, many)[0]
    assert (first.opd, first.source) == ("dlh", "learned")
    assert first.evidence == Evidence("category:jalan", 40, 40)


def test_until_a_category_has_cases_of_its_own_the_pack_leads() -> None:
    case = Book().received(category="jalan")
    others = lessons(case.text, "dlh", 60, category="sampah")
    for count, leads in ((0, "pu"), (19, "pu"), (20, "dlh")):
        learned = learned_from(*others, *lessons(case.text, "dlh", count))
        assert suggest(case, CITY, learned)[0].opd == leads


def test_an_agency_that_the_city_no_longer_has_is_not_suggested() -> None:
    case = Book().received(category="jalan")
    offered = suggest(case, CITY, learned_from(*lessons("jalan berlubang", "bubar", 40)))
    assert [one.opd for one in offered] == [CITY.categories["jalan"].agency]


def test_few_are_offered_and_none_for_next_to_nothing() -> None:
    many = [lesson for n in range(9) for lesson in lessons("jalan", f"o{n}", 20)]
    agencies = {**CITY.agencies, **{f"o{n}": CITY.agencies["pu"] for n in range(9)}}
    city = replace(CITY, agencies=agencies)
    case = Book().received(category="jalan")
    assert len(suggest(case, city, learned_from(*many))) == OFFERED
    rare = learned_from(*lessons("jalan berlubang", "pu", 99), *lessons("jalan berlubang", "o1", 1))
    assert [one.opd for one in suggest(case, city, rare)] == ["pu"]


def test_who_sent_this_case_back_is_not_suggested_for_it_again() -> None:
    book = standing(State.FORWARDED)
    model = learned_from(*lessons("jalan berlubang", "pu", 50))
    assert suggest(book["a"], CITY, model)[0].opd == "pu"
    book.do("a", verb.Bounce("bukan kami"), PU)
    assert "pu" not in {one.opd for one in suggest(book["a"], CITY, model)}
    assert "pu" not in {one.opd for one in suggest(book["a"], CITY)}
    assert unwanted(book["a"], CITY, model) == {"pu": None}


def received(text: str, **more: Any) -> Case:
    return Book().received(text=text, **more)


def test_a_mis_route_that_was_sent_back_is_not_suggested_again_for_the_like() -> None:
    usual = [
        *lessons("jalan berlubang dekat pasar", "pu", 60),
        *lessons("jalan rusak depan sekolah", "pu", 40),
        *lessons("pohon taman tumbang", "dlh", 10, "sampah"),
    ]
    like = "jalan setapak taman berlubang"
    assert suggest(received(like, category="jalan"), CITY, learned_from(*usual))[0].opd == "pu"
    back = Lesson(clues_of(like, "jalan"), ("dlh",), ("pu",))
    model = learned_from(*usual, back)
    assert "pu" not in {s.opd for s in suggest(received(like, category="jalan"), CITY, model)}
    told = unwanted(received(like, category="jalan"), CITY, model)["pu"]
    assert told is not None
    assert told.clue == "word:taman"
    # What it does keep is suggested as ever.
    for text in ("jalan berlubang dekat pasar", "jalan rusak"):
        assert suggest(received(text, category="jalan"), CITY, model)[0].opd == "pu"


def test_one_case_sent_back_spoils_nothing_where_the_like_stayed() -> None:
    like = "jalan berlubang dekat pasar"
    back = Lesson(clues_of(like, "jalan"), (), ("pu",))
    model = learned_from(*lessons(like, "pu", 20), back)
    assert doubts(clues_of(like, "jalan"), model) == {}


def test_an_agency_is_not_doubted_for_what_it_was_never_asked() -> None:
    back = [Lesson(clues_of("jalan rusak parah", "jalan"), (), ("dlh",))] * 6
    model = learned_from(*back)
    assert set(doubts(clues_of("jalan rusak parah", "jalan"), model)) == {"dlh"}
    assert doubts(clues_of("sampah menumpuk", "sampah"), model) == {}
