"""How far an import is: a bar on a terminal, otherwise a line for each tenth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


@contextmanager
def phase(name: str, out: TextIO) -> Iterator[Callable[[float], None]]:
    """Show one phase; call what is yielded with the part that is done, from 0 to 1."""
    if out.isatty():
        with _bar(out) as bar:
            task = bar.add_task(name, total=1.0)
            yield lambda part: bar.update(task, completed=part)
            bar.update(task, completed=1.0)
        return
    tenths = _Tenths(name, out)
    yield tenths.tell
    tenths.tell(1.0)


def _bar(out: TextIO) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(file=out))


class _Tenths:
    def __init__(self, name: str, out: TextIO) -> None:
        self._name = name
        self._out = out
        self._told = 0

    def tell(self, part: float) -> None:
        """Print a line when another tenth is done."""
        tenth = int(part * 10)
        if tenth > self._told:
            self._told = tenth
            print(f"{self._name}: {tenth * 10} %", file=self._out, flush=True)
