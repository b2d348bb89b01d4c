"""Makes the sounds of alarms: a few tones each, told apart by rhythm and pitch. All of it is ours.

python packaging/tones.py        writes resources/sounds/ anew
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

RATE = 22_050
"""Samples a second; no partial of any tone comes near half of it."""

_FULL = 32_767
_RISE, _FALL = 0.008, 0.04
_PARTIALS = (1.0, 0.45, 0.22, 0.1)
"""How loud each multiple of the pitch is: rich enough to be placed by ear, and not shrill."""


class Tone(NamedTuple):
    """One tone: when it begins (s), how high it is (Hz), how long it rings (s)."""

    at: float
    pitch: float
    long: float


class Score(NamedTuple):
    """What one sound is made of; `peak` is its loudest sample, 1.0 being full scale."""

    tones: tuple[Tone, ...]
    peak: float


SCORES: Mapping[str, Score] = MappingProxyType(
    {
        # Five quick steps up and down: nothing else in the room is as hurried.
        "emergency": Score(
            tuple(
                Tone(0.14 * place, pitch, 0.16)
                for place, pitch in enumerate((784.0, 1047.0, 784.0, 1047.0, 1319.0))
            ),
            0.48,
        ),
        "urgent": Score(
            (Tone(0.0, 659.0, 0.22), Tone(0.2, 659.0, 0.22), Tone(0.4, 880.0, 0.3)), 0.4
        ),
        "routine": Score((Tone(0.0, 523.0, 0.5),), 0.28),
        # The only one that falls, and the lowest: the machine, not the city.
        "trouble": Score((Tone(0.0, 392.0, 0.4), Tone(0.38, 262.0, 0.5)), 0.42),
    }
)


def samples(score: Score) -> array[int]:
    """The sound as 16-bit samples, one channel; it begins and ends in silence."""
    length = max(tone.at + tone.long for tone in score.tones)
    mixed = [0.0] * (round(length * RATE) + 1)
    for tone in score.tones:
        begin = round(tone.at * RATE)
        for n in range(round(tone.long * RATE)):
            mixed[begin + n] += _wave(tone, n / RATE)
    loudest = max(map(abs, mixed))
    return array("h", (round(score.peak * _FULL * value / loudest) for value in mixed))


def _wave(tone: Tone, t: float) -> float:
    turn = math.tau * tone.pitch * t
    rich = sum(loud * math.sin(turn * n) for n, loud in enumerate(_PARTIALS, start=1))
    return rich * _envelope(t, tone.long)


def _envelope(t: float, long: float) -> float:
    """Fades in, rings out, and is silent at its end: an edge would be heard as a click."""
    fade_in = min(1.0, t / _RISE)
    fade_out = min(1.0, max(0.0, (long - t) / _FALL))
    soft = math.sin(math.pi / 2 * fade_in) * math.sin(math.pi / 2 * fade_out)
    return soft * math.exp(-2.5 * t / long)


def write(folder: Path) -> list[Path]:
    """Write every sound as a WAV file; which files."""
    made = []
    for name, score in SCORES.items():
        held = samples(score)
        if sys.byteorder == "big":
            held.byteswap()
        file = folder / f"{name}.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(held.itemsize)
            out.setframerate(RATE)
            out.writeframes(held.tobytes())
        made.append(file)
    return made


if __name__ == "__main__":
    for written in write(Path(__file__).parent.parent / "resources" / "sounds"):
        print(written)
