"""A real wall in a process of its own that tells, when it is asked, what is on its screens.

    python bench/parts/wall_child.py FOLDER URL

Its standard input takes `size W H` and `told`; for each `told` it writes one line of JSON: `shown`
(the change and the reports by state of the picture on each face), `old` (whether each face says
that it is old), `fits` (whether each fills its window), `code` (to be typed at the server) and
`memory` (MiB in RAM, tidied as a wall does it every minute). It ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from bench.parts.runs import resident
from console.heap import give_back_free_pages, give_back_large_pieces
from console.wall import WallProgram
from console.wall_options import WallOptions

_SECONDS = 2.0
"""For each page, so that they turn often."""


def _told(program: WallProgram) -> dict[str, Any]:
    gc.collect()
    give_back_free_pages()
    shown, old, fits = list[Any](), list[bool](), list[bool]()
    for window in program.screens.windows:
        face = window.face
        if face is None or face._seen is None:
            continue
        figures = face._seen.picture.figures
        shown.append([figures.seq, dict(figures.states)])
        old.append(face.stale)
        fits.append(face.size() == window.size() and not window.grab().isNull())
    code = program.link.code
    return {"shown": shown, "old": old, "fits": fits, "code": code, "memory": resident()}


def _obey(program: WallProgram, words: list[str]) -> None:
    if words[:1] == ["size"]:
        for window in program.screens.windows:
            window.showNormal()
            window.resize(int(words[1]), int(words[2]))
    else:
        print(json.dumps(_told(program)), flush=True)


async def _live(app: QApplication, folder: Path, server: str) -> None:
    loop = asyncio.get_running_loop()
    program = WallProgram(app, folder, server, WallOptions(seconds=_SECONDS))
    ended = asyncio.Event()
    program.ended.connect(ended.set)

    def listen() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(_obey, program, line.split())
        loop.call_soon_threadsafe(program.close)

    await program.begin()
    threading.Thread(target=listen, daemon=True).start()
    await ended.wait()


def main() -> None:
    """Hang the wall."""
    give_back_large_pieces()
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(_live(app, Path(sys.argv[1]), sys.argv[2]))


if __name__ == "__main__":
    main()
