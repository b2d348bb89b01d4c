"""Photos and videos on the server's disk, each in a folder named by the hash of its original."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import server
from db.domain.media import is_hash
from db.faults import StoreFault
from server.disk import make_folder, sync_file, sync_folder
from server.washed import FACTS, Facts, Unfit, small_name
from server.washing import DISK, REFUSED

PATIENCE = 300.0
"""Seconds for one file; far more than the processor's time it may take."""

KEPT_UNNAMED = 30 * 86400.0
"""Seconds for which a file stays that no case names (yet)."""

Wash = Callable[[Path, Path], None]
"""Fills a folder from a file."""

_RENEWED = 86400.0
_ROOT = Path(server.__file__).parents[1]


class Overloaded(Exception):
    """The file could not be looked at now; nothing is known against it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file to be sent, its media type, and a name to save it under."""

    path: Path
    type: str
    name: str


class Library:
    """The folder of media. Several server processes may share it; methods are for worker threads.

    A file is here, whole and on the disk, from the moment its folder is: that is one rename. So a
    database that was restored loses no photo.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._washing: set[subprocess.Popen[bytes]] = set()

    def close(self) -> None:
        """Break off what is being washed; its sender asks again."""
        for process in tuple(self._washing):
            process.kill()

    def lacking(self, hashes: Iterable[str]) -> tuple[str, ...]:
        """Those of them that are not here."""
        return tuple(sha256 for sha256 in hashes if not self.holds(sha256))

    def holds(self, sha256: str) -> bool:
        """Whether it is here. Whoever asks is about to name it, so it stays another while."""
        facts = self._place(sha256) / FACTS
        try:
            if time.time() - facts.stat().st_mtime > _RENEWED:
                os.utime(facts)
        except OSError:
            return False
        return True

    def facts(self, sha256: str) -> Facts | None:
        """What is known of it; None when it is not here."""
        try:
            found: Facts = json.loads((self._place(sha256) / FACTS).read_bytes())
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise StoreFault.of(fault, self._folder) from fault
        return found

    def picture(self, sha256: str, size: int | None) -> Picture | None:
        """The whole, or the smaller one of this longest edge; None when there is none."""
        facts = self.facts(sha256)
        if facts is None or size not in (None, *facts["sizes"]):
            return None
        name = small_name(size) if size else facts["name"]
        kind = "image/jpeg" if size else facts["type"]
        ending = name.rpartition(".")[2]
        return Picture(self._place(sha256) / name, kind, f"{sha256[:12]}.{ending}")

    def take_in(self, source: Path, sha256: str, wash: Wash | None = None) -> None:
        """Wash a file and keep what comes out. Raises Unfit, Overloaded, StoreFault.

        In a process of its own, unless another way is given for files of our own making.
        """
        try:
            self._take_in(source, sha256, wash or self._wash)
        except OSError as fault:
            raise StoreFault.of(fault, self._folder) from fault

    def _take_in(self, source: Path, sha256: str, wash: Wash) -> None:
        make_folder(self._folder)
        washed = Path(tempfile.mkdtemp(prefix="new-", dir=self._folder))
        try:
            wash(source, washed)
            for file in washed.iterdir():
                sync_file(file)
            sync_folder(washed)
            place = self._place(sha256)
            make_folder(place.parent)
            if place.exists() and not (place / FACTS).exists():
                shutil.rmtree(place)  # somebody else's hands have been in it
            with suppress(OSError):  # not empty: it came in before
                washed.rename(place)
            sync_folder(place.parent)
            os.utime(place / FACTS)
        finally:
            shutil.rmtree(washed, ignore_errors=True)

    def _wash(self, source: Path, folder: Path) -> None:
        """In a process of its own, that knows nothing of this one's secrets."""
        with subprocess.Popen(
            [sys.executable, "-m", "server.washing", str(source.resolve()), str(folder.resolve())],
            cwd=_ROOT,
            env={"LANG": "C.UTF-8", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            self._washing.add(process)
            try:
                told, _ = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired as fault:
                process.kill()
                raise Overloaded from fault
            finally:
                self._washing.discard(process)
        _judge(process.returncode, told)

    def _place(self, sha256: str) -> Path:
        if not is_hash(sha256):
            raise ValueError(f"not a SHA-256: {sha256[:80]!r}")
        return self._folder / sha256[:2] / sha256

    # --- what lies here -------------------------------------------------------------------------

    def hashes(self) -> Iterator[str]:
        """Everything that is here."""
        for shelf in self._folder.glob("??"):
            yield from (place.name for place in shelf.iterdir() if is_hash(place.name))

    def old(self) -> list[str]:
        """What nobody has brought or was about to name for `KEPT_UNNAMED`."""
        return [sha256 for sha256 in self.hashes() if self._age(sha256) > KEPT_UNNAMED]

    def remove(self, sha256: str) -> None:
        """Remove one, unless somebody is about to name it."""
        if self._age(sha256) > KEPT_UNNAMED:
            # Out of sight in one step, then away.
            going = Path(tempfile.mkdtemp(prefix="old-", dir=self._folder))
            with suppress(OSError):
                self._place(sha256).rename(going / sha256)
            shutil.rmtree(going, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what a server that was killed has left half-made."""
        for pattern in ("new-*", "old-*"):
            for left in self._folder.glob(pattern):
                if time.time() - left.stat().st_mtime > 2 * PATIENCE:
                    shutil.rmtree(left, ignore_errors=True)

    def _age(self, sha256: str) -> float:
        try:
            return time.time() - (self._place(sha256) / FACTS).stat().st_mtime
        except FileNotFoundError:
            return 0.0


def _judge(code: int, told: bytes) -> None:
    """Raises Unfit when something is known against the file, Overloaded when nothing is known."""
    if code == REFUSED:
        raise Unfit(told.decode("ascii", "replace").strip() or "damaged")
    if code in (DISK, -9):  # killed from outside: the machine had no memory left, or is stopping
        raise Overloaded
    if code != 0:
        raise Unfit("damaged")
