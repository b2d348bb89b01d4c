"""Gzip made of pieces: what any reader unpacks is what was sent."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.squeeze import Member, squeezed, wants_gzip


@given(st.lists(st.tuples(st.binary(max_size=2000), st.integers(0, 90), st.booleans())))
def test_pieces_join_into_one_good_member(pieces: list[tuple[bytes, int, bool]]) -> None:
    member, sent, whole = Member(), [], b""
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for piece, times, packed in pieces:
        data = piece * times
        whole += data
        sent.append(member.piece(data, squeezed(data) if packed else b""))
    sent.append(member.end())
    assert gzip.decompress(b"".join(sent)) == whole
    assert b"".join(map(reader.decompress, sent)) == whole
    assert reader.eof


def test_every_piece_can_be_read_when_it_has_come() -> None:
    member, reader = Member(), zlib.decompressobj(zlib.MAX_WBITS | 16)
    for n in range(20):
        data = f"baris {n} ".encode() * 200
        assert reader.decompress(member.piece(data, squeezed(data))) == data


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZip;q=0.5", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzippy", False),
    ],
)
def test_who_wants_it_is_told_by_the_header(header: str, wanted: bool) -> None:
    assert wants_gzip(header) is wanted
