"""How typed words are told to fit."""

import pytest

from widgets.fuzzy import closeness


@pytest.mark.parametrize(
    ("typed", "text", "points"),
    [
        ("", "Teruskan", 0),
        ("ter", "Teruskan", 3),
        ("usk", "Teruskan", 2),
        ("trs", "Teruskan", 1),
        ("lain gab", "Gabung ke kasus lain", 6),
        ("gab zzz", "Gabung ke kasus lain", -1),
        ("srt", "Teruskan", -1),
        ("e", "Teruskan", 2),
        ("x", "Teruskan", -1),
        ("TEMA GLP", "Tema gelap", 4),
    ],
)
def test_closer_words_have_more_points(typed: str, text: str, points: int) -> None:
    assert closeness(typed, text) == points
