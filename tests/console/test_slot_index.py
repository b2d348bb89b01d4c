"""From a case to its slot, against a dictionary; also where tags collide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console import slot_index
from console.slot_index import SlotIndex

CASES = [f"case {n}" for n in range(30)]
acts = st.lists(st.tuples(st.booleans(), st.sampled_from(CASES)), max_size=80)


@given(acts, st.sampled_from([0, 1, 2**16 - 1]))
def test_it_is_a_dictionary(done: list[tuple[bool, str]], tag: int) -> None:
    known, slot_index._TAG = slot_index._TAG, tag  # with few tags many cases share one
    try:
        ids: list[str] = []
        index, plain = SlotIndex(ids), dict[str, int]()
        for come, case in done:
            if come and case not in plain:
                plain[case] = len(ids)
                ids.append(case)
                index.add(case, plain[case])
            elif not come:
                assert index.pop(case) == plain.pop(case, None)
            assert [index.get(one) for one in CASES] == [plain.get(one) for one in CASES]
    finally:
        slot_index._TAG = known
