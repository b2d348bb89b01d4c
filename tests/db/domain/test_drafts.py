"""A value made in a hurry is as good and as frozen as any."""

import pytest
from hypothesis import given

from db.domain.case import Case
from db.domain.drafts import replacer
from tests.db.domain.test_wire import values


@given(values(Case))
def test_a_value_with_new_fields_is_frozen_as_any(case: Case) -> None:
    made = replacer(Case)(case, {"notes": 7})
    assert made.notes == 7
    assert made.seq == case.seq
    with pytest.raises(AttributeError):
        made.notes = 8  # type: ignore[misc]
