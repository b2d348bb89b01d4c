"""Where a bug ends: written down whole, told in one sentence, never swallowed."""

from __future__ import annotations

import logging
import os
import sys
import threading
from asyncio import AbstractEventLoop
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any

Tell = Callable[[str], None]

_log = logging.getLogger("liveroom.crash")


class _PrivateFile(logging.FileHandler):
    """A message may quote what a citizen wrote: nobody but its owner may read it."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT, 0o600))
        return super()._open()


class Crash:
    """Takes every exception nobody caught, on any thread or in any task, and logs it to a file.

    `tell` is called on the thread that failed with a short sentence for the officer.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "crash.log"
        self._tell: Tell = lambda _sentence: None
        log = _PrivateFile(self.file, encoding="utf-8", delay=True)
        log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _log.addHandler(log)

    def install(self, loop: AbstractEventLoop | None, tell: Tell) -> None:
        """Listen from now on."""
        self._tell = tell
        sys.excepthook = self._unhandled
        threading.excepthook = self._on_thread
        if loop is not None:
            loop.set_exception_handler(self._in_task)

    def _unhandled(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        self._report(fault)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._report(args.exc_value)

    def _in_task(self, _loop: AbstractEventLoop, context: dict[str, Any]) -> None:
        fault = context.get("exception")
        if isinstance(fault, BaseException):
            self._report(fault)
        else:
            _log.error("%s", context.get("message"))

    def _report(self, fault: BaseException) -> None:
        _log.error("a bug ended here", exc_info=fault)
        print(f"{type(fault).__name__}: {fault} (see {self.file})", file=sys.stderr)
        self._tell(f"{type(fault).__name__} · {self.file}")
