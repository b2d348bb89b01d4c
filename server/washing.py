"""Makes a stranger's photo or video harmless: decoded, turned upright, written anew, facts apart.

A program of its own, `python -m server.washing SOURCE FOLDER`, with limits on memory and time: what
a hostile file does to a decoder, it does to this process and not to the server. Exit code 0: the
folder holds the result. 3: the file is refused, the reason is printed. 4: the disk failed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from db.domain.media_kinds import HEAD, is_video, kind_of, largest
from server.photo import wash_photo
from server.video import wash_video
from server.washed import FACTS, Unfit

if sys.platform != "win32":
    import resource

REFUSED, DISK = 3, 4

MEMORY = 2 * 1024**3
SECONDS = 90
"""Of the processor's time."""


def main(source: Path, folder: Path) -> int:
    """Wash one file; the exit code."""
    _limit()
    try:
        wash(source, folder)
    except Unfit as no:
        print(no.reason)
        return REFUSED
    except MemoryError:
        print("too_many_pixels")
        return REFUSED
    except OSError as fault:
        print(fault.strerror)
        return DISK
    return 0


def wash(source: Path, folder: Path) -> None:
    """Write what is kept of a file into the folder. Raises Unfit; OSError of disks."""
    with source.open("rb") as file:
        kind = kind_of(file.read(HEAD))
    if not kind:
        raise Unfit("not_a_picture")
    if source.stat().st_size > largest(kind):
        raise Unfit("too_large")
    facts = (wash_video if is_video(kind) else wash_photo)(source, folder, kind)
    (folder / FACTS).write_text(json.dumps(facts), "utf-8")


def _limit() -> None:
    """Where the system knows such limits."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 10))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
