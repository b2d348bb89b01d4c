"""The advice about libraries that Qt does not find."""

import runpy
from pathlib import Path
from typing import Any

import pytest

LDD = """
\tlinux-vdso.so.1 (0x00007ffd)
\tlibxcb-icccm.so.4 => not found
\tlibGL.so.1 => /lib/x86_64-linux-gnu/libGL.so.1 (0x00007f)
\tlibxcb-keysyms.so.1 => not found
"""


@pytest.fixture
def script(project: Path) -> dict[str, Any]:
    # By path, since packaging/ is no package of ours.
    return runpy.run_path(str(project / "packaging" / "system_libraries.py"))


def test_only_what_is_not_found_counts_as_missing(script: dict[str, Any]) -> None:
    assert script["missing_in"](LDD) == {"libxcb-icccm.so.4", "libxcb-keysyms.so.1"}


def test_the_advice_names_the_loss_and_the_line_that_mends_it(script: dict[str, Any]) -> None:
    told = script["advice"]({"a window": {"libxcb-icccm.so.4", "libother.so.9"}, "sound": set()})
    assert "Missing for a window: libother.so.9, libxcb-icccm.so.4" in told
    assert "sound" not in told
    assert told.endswith("apt-get install libother.so.9 libxcb-icccm4")


def test_there_is_no_advice_when_nothing_is_missing(script: dict[str, Any]) -> None:
    assert script["advice"]({"a window": set(), "sound": set()}) == ""
