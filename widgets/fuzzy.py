"""How well typed words fit a sentence: whole beginnings first, letters in order last."""

import re

_BEGINS, _HOLDS, _IN_ORDER = 3, 2, 1


def closeness(typed: str, text: str) -> int:
    """Points for every typed word, more for closer ones; -1 where one of them does not fit.

    A word fits where a word of the text begins with it, where the text holds it, or where its
    letters follow each other from the first letter of a word on: "tgl" fits "tanggal".
    """
    low = text.casefold()
    words = re.findall(r"[^\W_]+", low)
    points = [_points(part, low, words) for part in typed.casefold().split()]
    return -1 if 0 in points else sum(points)


def _points(part: str, low: str, words: list[str]) -> int:
    if any(word.startswith(part) for word in words):
        return _BEGINS
    if part in low:
        return _HOLDS
    return _IN_ORDER if len(part) > 1 and any(_in_order(part, word) for word in words) else 0


def _in_order(part: str, word: str) -> bool:
    letters = iter(word)
    return part[0] == word[0] and all(letter in letters for letter in part)
