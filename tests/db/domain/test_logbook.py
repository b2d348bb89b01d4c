"""Who may sign what in the shift log."""

from dataclasses import replace

import pytest

from db.domain.handover import remarked
from db.domain.logbook import Entry, Receipt, check, check_receipt, digest_of, masked
from db.domain.refused import Refused
from db.domain.wire import canonical, encode, load
from tests.db.domain.small_city import HEAD, HOUR, NOW, RINA, SARI
from tests.db.domain.test_handover import forwarded, handed


def given() -> Entry:
    """A handover with one critical case."""
    book = forwarded()
    book.pass_time(2 * HOUR)
    return Entry("one", NOW, SARI, handover=handed(book))


def receipt(entry: Entry, *opened: str) -> Entry:
    """What Rina signs of it."""
    assert entry.handover is not None
    return Entry("two", NOW, RINA, receipt=Receipt(entry.id, digest_of(entry.handover), opened))


def why(entry: Entry, of: Entry | None = None) -> str:
    """The key with which it is refused; "" when it is not."""
    try:
        check(entry)
        if of is not None:
            check_receipt(entry, of)
    except Refused as no:
        return no.key
    return ""


def test_both_sign() -> None:
    handed_over = given()
    assert why(handed_over) == ""
    assert why(receipt(handed_over, "a"), handed_over) == ""


def test_nobody_takes_over_before_every_critical_case_was_opened() -> None:
    handed_over = given()
    with pytest.raises(Refused) as no:
        check_receipt(receipt(handed_over), handed_over)
    assert (no.value.key, no.value.facts) == ("log_not_opened", {"left": 1})


def test_nobody_takes_over_from_themselves() -> None:
    handed_over = given()
    signed = replace(receipt(handed_over, "a"), by=SARI)
    assert why(signed, handed_over) == "log_same_person"


def test_a_signature_is_for_what_was_seen() -> None:
    handed_over = given()
    signed = receipt(handed_over, "a")
    assert handed_over.handover is not None
    other = replace(handed_over, handover=remarked(handed_over.handover, "Lain", {}))
    assert why(signed, other) == "log_other_handover"


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (Entry("n", NOW, SARI), "log_empty"),
        (Entry("n", NOW, SARI, note="  "), "log_empty"),
        (replace(given(), note="juga"), "log_empty"),
        (Entry("n", NOW, HEAD, note="Tenang"), "log_not_yours"),
        (Entry("n", NOW, SARI, note="x" * 2001), "text_too_long"),
        (Entry("n", NOW, SARI, note="Telepon 081234567890"), "personal_data"),
    ],
)
def test_what_no_log_takes(entry: Entry, key: str) -> None:
    assert why(entry) == key


def test_masked_is_what_may_be_kept() -> None:
    entry = Entry("n", NOW, SARI, note="Telepon 081234567890")
    assert masked(entry).note == "Telepon •••"
    assert why(masked(entry)) == ""


def test_an_entry_comes_back_from_the_wire() -> None:
    for entry in (given(), receipt(given(), "a"), Entry("n", NOW, SARI, note="Tenang")):
        assert load(Entry, canonical(encode(entry))) == entry
