"""A slot that is a coroutine: it runs as a task that is kept alive and whose fault is reported."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

Self = TypeVar("Self")
Params = ParamSpec("Params")

_running: set[asyncio.Task[Any]] = set()


def async_slot(
    method: Callable[Concatenate[Self, Params], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[Self, Params], None]:
    """Make a method that signals may call; a fault reaches the loop's exception handler at once.

    Signals carry more than some slots want (`clicked` says whether it is checked): what is too
    much is dropped, as Qt does.
    """
    takes = len(inspect.signature(method).parameters) - 1

    def slot(self: Self, /, *args: Params.args, **kwargs: Params.kwargs) -> None:
        begin(_while_it_is_there(self, method(self, *args[:takes], **kwargs)))  # type: ignore[arg-type]

    functools.update_wrapper(slot, method)
    return slot


async def _while_it_is_there(owner: object, work: Coroutine[Any, Any, None]) -> None:
    """What a part of the screen still waited for when it was closed concerns nobody any more."""
    try:
        await work
    except RuntimeError:  # as Qt says that it is gone
        if not isinstance(owner, QObject) or isValid(owner):
            raise


def begin(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Run work beside everything else, from wherever Qt calls.

    Not the running loop: Qt handles its last events just after the loop has stopped running.
    """
    task = asyncio.get_event_loop().create_task(work)
    _running.add(task)
    task.add_done_callback(_ended)
    return task


def _ended(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    fault = None if task.cancelled() else task.exception()
    if fault is not None:
        message = f"a slot failed: {task.get_coro()!r}"
        task.get_loop().call_exception_handler({"message": message, "exception": fault})
