"""NIK, phone numbers and e-mail addresses are masked; other figures are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.personal import mask_personal


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "0812.3456.7890",
        "0812 – 3456 – 7890",
        "08 12 34 56 78 90",
        "6281234567890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0)812 3456 7890",
        "0062812345678",
        "021-5579600",
        "(021) 5579 6000",
        "wa.me/6281234567890",
        "telp.081234567890,",
    ],
)
def test_a_phone_number(text: str) -> None:
    masked, kinds = mask_personal(f"Hubungi {text} segera, terima kasih")
    assert kinds == ("phone",)
    assert sum(sign.isdigit() for sign in masked) == 0


@pytest.mark.parametrize(
    "text",
    ["3671011234567890", "3671 0112 3456 7890", "3671-0112-3456-7890", "36.71.01.123456.0001"],
)
def test_a_nik(text: str) -> None:
    assert mask_personal(f"NIK: {text}.") == ("NIK: •••.", ("nik",))


@pytest.mark.parametrize("text", ["budi@contoh.id", "budi.s+lapor@mail.contoh.co.id", "B_1@x-y.io"])
def test_an_address(text: str) -> None:
    assert mask_personal(f"<{text}>") == ("<•••>", ("email",))


@pytest.mark.parametrize(
    "text",
    [
        "Sudah lapor 112, 1708 dan 110",
        "Jl. Merdeka No. 062 RT 002/RW 005, blok B2 no. 0823",
        "Kode pos 15111, Kec. Ciledug 36.71.06",
        "Rp 62.500.000.000 atau Rp1.250.000 per 1.500.000.000.000",
        "-6.170200, 106.640300",
        "-6.170200 106.640300",
        "-0.5371234, 101.4478123",
        "lat=-6.1702001,lng=106.6403001",
        "0.812345678",
        "KK-26-000123 dan LAKSA-2024-0012345, TNG-2026-000123",
        "02-12-2026 14.30",
        "2026-11-22 05:40:06",
        "01-02-2026 03-04-2026",
        "01/02/2026-03/04/2026",
        "buka 08.00-12.00 13.00-16.00",
        "buka 10.00-12.00 13.00-16.00",
        "08:00 - 16:00 21/12",
        "panjang 3.000 m lebar 25 m dalam 0,5 m",
        "@tangerangkota #banjir",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert mask_personal(text) == (text, ())


def test_all_kinds_at_once() -> None:
    text = "Budi 3671011234567890, 0812 3456 7890, budi@contoh.id, Jl. Merdeka 12"
    assert mask_personal(text) == (
        "Budi •••, •••, •••, Jl. Merdeka 12",
        ("email", "nik", "phone"),
    )


@given(st.text(st.sampled_from("0123456789 .-()+62@ab\n"), max_size=60))
def test_what_is_masked_needs_no_second_mask(text: str) -> None:
    masked = mask_personal(text)[0]
    assert mask_personal(masked) == (masked, ())


@given(st.from_regex(r"(\+62|62|0)8[1-9][0-9]{7,9}", fullmatch=True), st.sampled_from(" .-"))
def test_any_mobile_number_in_groups(number: str, gap: str) -> None:
    groups = [number[:4], *(number[n : n + 4] for n in range(4, len(number), 4))]
    for written in (number, gap.join(groups)):
        assert mask_personal(f"WA {written} ya")[0] == "WA ••• ya"
