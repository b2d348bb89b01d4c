"""Telephone numbers as lists of cities write them."""

from __future__ import annotations

import pytest

from db.domain.phones import first_to_dial, needs_area_code, numbers_in, why_no_phone


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("021-5523456", "0215523456"),
        ("(021) 552 3456", "0215523456"),
        ("+62 21 5523456", "+62215523456"),
        ("(021) 5523507 / (021)  5512948", "0215523507"),
        ("0812.3456.789", "08123456789"),
        ("021-5523456 ext. 12", "0215523456"),
        ("112", "112"),
        ("1500 400", "1500400"),
        ("", ""),
        ("tidak ada", ""),
        ("tidak ada / 113", "113"),
    ],
)
def test_the_first_number_is_dialled(written: str, dialled: str) -> None:
    assert first_to_dial(written) == dialled


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("215523456", "dropped the 0"),
        ("81234567890", "dropped the 0"),
        ("2.15523E+08", "shortened"),
        ("12", "3 to 15 digits"),
        ("021-ABC", "3 to 15 digits"),
        ("02155234560215523456", "3 to 15 digits"),
    ],
)
def test_what_a_spreadsheet_has_spoiled_is_told(written: str, why: str) -> None:
    assert why in why_no_phone(written)


def test_several_numbers_stand_in_one_cell() -> None:
    assert numbers_in("021-1112222/021-3334444; 0812 1234 567 atau 112") == [
        "021-1112222", "021-3334444", "0812 1234 567", "112",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "lacks"), [("5523456", True), ("021-5523456", False), ("112", False)]
)
def test_a_local_number_lacks_its_area_code(written: str, lacks: bool) -> None:
    assert needs_area_code(written) is lacks
