"""Pictures of a large screen that are freed go back to the system, whatever was made after them."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PICTURE = 31 << 20
_SCRIPT = f"""
import sys
from bench.parts.runs import resident
from console.heap import give_back_large_pieces
assert not int(sys.argv[1]) or give_back_large_pieces()
first = bytearray({_PICTURE})
del first
before = resident()
picture = bytearray({_PICTURE})
behind = [bytearray(4000) for _ in range(500)]
del picture
print(resident() - before)
"""


def kept(told: bool) -> float:
    """MiB that a process still has of a picture that it has freed."""
    command = [sys.executable, "-c", _SCRIPT, str(int(told))]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="the allocator of the GNU C library")
def test_a_freed_picture_goes_back_once_the_allocator_is_told() -> None:
    assert kept(told=True) < 8 < kept(told=False)


_PIECES = """
from bench.parts.runs import resident
from console.heap import give_back_free_pages
pieces = [bytearray(3000) for _ in range(20_000)]
kept = pieces[::100]
del pieces
before = resident()
assert give_back_free_pages()
print(before - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the allocator of the GNU C library")
def test_what_lies_free_between_small_pieces_goes_back() -> None:
    command = [sys.executable, "-c", _PIECES]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(told) > 30
