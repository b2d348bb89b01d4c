"""Ten cases from card to agency with real keys on a real screen; bench/keys.py does a hundred."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from bench.keys import work
from bench.parts.screen import missing

CASES = 10


@pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {', '.join(missing())}")
def test_the_usual_case_takes_at_most_four_keys_and_goes_where_it_belongs(tmp_path: Path) -> None:
    night = work(tmp_path, seed=1, count=CASES, taught=0)
    assert len(night.told) == CASES
    assert night.wrong == []
    assert statistics.median(night.keys) <= 4
    assert min(night.keys) >= 2, "a key was not counted"
