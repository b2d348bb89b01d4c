"""The sounds as they ship: made by the program beside this, not too loud, without a click."""

from __future__ import annotations

import array
import runpy
import wave
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from console.sounding import Sound
from resources import path

HALF = 32_767 / 2
"""Half of full scale: 6 dB below it."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, array.array[int]]:
    """Every sound as the program makes it now."""
    script: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[2] / "packaging/tones.py"))
    files = script["write"](tmp_path_factory.mktemp("sounds"))
    return {file.stem: read(file) for file in files}


def read(file: Path) -> array.array[int]:
    """The samples of a file of one channel and 16 bits."""
    with wave.open(str(file)) as held:
        assert (held.getnchannels(), held.getsampwidth(), held.getframerate()) == (1, 2, 22_050)
        return array.array("h", held.readframes(held.getnframes()))


@pytest.mark.parametrize("sound", list(Sound))
def test_a_sound_is_short_and_loud_enough_and_never_clicks(sound: Sound) -> None:
    samples = read(path("sounds", f"{sound}.wav"))
    assert 0.4 <= len(samples) / 22_050 <= 1.2
    loudest = max(map(abs, samples))
    assert HALF / 3 <= loudest <= HALF
    assert abs(samples[0]) <= 1
    assert abs(samples[-1]) <= 1
    # A greater step than its highest tone makes would be heard as a click.
    steepest = max(abs(after - before) for before, after in pairwise(samples))
    assert steepest <= 0.8 * loudest
    edges = [*samples[:20], *samples[-20:]]
    assert max(map(abs, edges)) <= 0.25 * loudest


@pytest.mark.parametrize("sound", list(Sound))
def test_what_ships_is_what_the_program_makes(
    sound: Sound, made: dict[str, array.array[int]]
) -> None:
    shipped = read(path("sounds", f"{sound}.wav"))
    assert len(shipped) == len(made[sound])
    # Sines differ by a hair from one machine to another.
    assert max(abs(a - b) for a, b in zip(shipped, made[sound], strict=True)) <= 1
