"""One daemon thread that does what it is given, in order: for files and for waiting requests."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

_Job = tuple[Future[Any], Callable[[], Any]]

TURN = 0.0005
"""Seconds a worker may keep the interpreter while the main thread wants to paint.

Painting asks for the interpreter some dozens of times; at Python's own 5 ms for each of them, one
paint beside a busy worker took a quarter of a second.
"""


class Worker(Executor):
    """A daemon thread: a request that hangs never keeps the program from ending.

    The executors of the standard library wait for their threads when the interpreter ends.
    """

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._given: deque[float] = deque()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have `fn` called on the thread, after everything given before."""
        future: Future[T] = Future()
        self._given.append(time.monotonic())
        self._jobs.put((future, lambda: fn(*args, **kwargs)))
        return future

    def do(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """The same, to be awaited or not: its place in the order is that of this call."""
        return asyncio.wrap_future(self.submit(fn, *args, **kwargs))

    def age(self) -> float:
        """Seconds since the oldest job that is not done was given; 0 when there is none."""
        try:
            return time.monotonic() - self._given[0]
        except IndexError:
            return 0.0

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the thread after what it was given; `wait` for that."""
        self._jobs.put(None)
        if wait and threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, call = job
            if future.set_running_or_notify_cancel():
                with _Handed(future):
                    future.set_result(call())
            self._given.popleft()


class _Handed:
    """Whatever is raised inside goes to the one who waits for the future, nowhere else."""

    def __init__(self, future: Future[Any]) -> None:
        self._future = future

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> bool:
        if fault is not None:
            self._future.set_exception(fault)
        return True
