"""What can go wrong between this desk and the server, each with the key a page speaks of."""

from __future__ import annotations


class Fault(Exception):
    """Something between this desk and the server. `key` is what pages make a sentence of."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Offline(Fault):
    """No answer that counts: a state, not an error. `retry_after` seconds if the server said so.

    Keys: no_route, timeout, busy, server_error, broken_off, untrusted, and store: new tokens came
    that this desk's disk did not take.
    """

    def __init__(self, key: str, retry_after: float = 0.0) -> None:
        super().__init__(key)
        self.retry_after = retry_after


class Untrusted(Offline):
    """The server's certificate is not the one it should be; nothing was sent."""

    def __init__(self) -> None:
        super().__init__("untrusted")


class Denied(Fault):
    """Nobody the server knows (401), or a role that may not (403, `not_allowed`)."""


class Outdated(Fault):
    """The server no longer speaks this program's protocol."""

    def __init__(self) -> None:
        super().__init__("outdated")


class SnapshotNeeded(Fault):
    """Nothing goes on from this cursor.

    `head` is the server's seq, -1 where it did not say, and `epoch` the history that is of.
    """

    def __init__(self, head: int, epoch: str = "") -> None:
        super().__init__("take_snapshot")
        self.head, self.epoch = head, epoch


class BadAnswer(Fault):
    """An answer this program cannot use; `status` 0 when it was no answer of our server at all.

    400, 404 and 413 mean that what was sent was at fault: `detail` and `place` say how and where.
    """

    def __init__(self, detail: str, place: str = "", status: int = 0) -> None:
        super().__init__("bad_answer")
        self.detail = detail
        self.place = place
        self.status = status

    def __str__(self) -> str:
        return f"{self.detail} ({self.place})" if self.place else self.detail


class WrongPassword(Fault):
    """The local lock does not open with this.

    `seconds` is not 0 where nobody may try for so long: then the password was not looked at.
    """

    def __init__(self, seconds: int = 0) -> None:
        super().__init__("wrong_password")
        self.seconds = seconds


class OtherScope(Fault):
    """This person sees other cases than those kept here: only the server can give theirs."""

    def __init__(self) -> None:
        super().__init__("other_scope")


class NoLastSession(Fault):
    """Nobody has signed in on this desk with a server yet, so nothing is here to open offline."""

    def __init__(self) -> None:
        super().__init__("no_last_session")
