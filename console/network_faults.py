"""What goes wrong between two machines, told as `Offline`: for the file that speaks HTTP."""

from __future__ import annotations

import socket
from types import TracebackType
from typing import Protocol

from console.faults import Offline, Untrusted


class Closes(Protocol):
    """An answer whose body may still be on its way."""

    def close(self) -> None: ...


class answer_of:
    """The body of an answer is read inside; the connection is given back in any case."""

    def __init__(self, response: Closes) -> None:
        self._response = response
        self._offline = told_as_offline()

    def __enter__(self) -> None:
        self._offline.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._response.close()
        self._offline.__exit__(kind, fault, at)


class told_as_offline:
    """Whatever the network does wrong is `Offline`; faults of the local disk pass unchanged."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        if fault is None or not _of_network(fault):
            return
        said = str(fault).lower()
        if type(fault).__name__ == "SSLError" and ("certificate" in said or "fingerprint" in said):
            raise Untrusted from fault
        timed_out = isinstance(fault, TimeoutError) or "Timeout" in type(fault).__name__
        raise Offline("timeout" if timed_out else "no_route") from fault


def _of_network(fault: BaseException) -> bool:
    """By name: the classes of requests are not loaded here, and are kinds of OSError."""
    module = type(fault).__module__.partition(".")[0]
    return module in ("requests", "urllib3") or isinstance(fault, socket.gaierror | TimeoutError)
