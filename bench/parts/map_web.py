"""The maps of a browser over the same cases: Leaflet, its markercluster, MapLibre without and with
clusters.

They come from npm, into a folder that is thrown away, or from a folder that holds `node_modules`
already; nothing of them is kept here. A page on this machine shows the cases and nothing under
them, no areas, names or tiles, in a Chromium without a window. A hand drags the map and turns the
wheel in the page itself, 60 frames a second at most, as Chromium gives them.

What each does, so that nobody is wronged: Leaflet's canvas is moved as a picture while it is
dragged and painted anew when let go of (every 30 frames here), what comes into view is blank
until then. markercluster makes its tree of clusters when loaded, which is what takes long, and
moves what is in view as elements. MapLibre paints every frame by WebGL, which here is software
(SwiftShader) on the cores that all else uses; on a graphics card it would be many times faster.
Its clusters are made on a thread of its own, and are shown without their numbers.

A frame's time is what the page worked for it; raster threads and the process that stands for the
graphics card are not in it, but they are in "mean ms": the processor's time of all the browser's
processes, a frame. Memory is theirs too, over the same page before it had shown any case.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np

from bench.parts.chromium import Chromium, found
from bench.parts.map_cases import MIDDLE, PANS, SIZE, STEP, ZOOM, ZOOMS, cases
from bench.parts.npm import install
from bench.parts.runs import Figures
from db.domain.mercator import to_earth

PACKAGES = ("leaflet@1.9.4", "leaflet.markercluster@1.5.3", "maplibre-gl@6.17.0")
KINDS = ("leaflet", "markercluster", "maplibre", "maplibre clustered")
PATIENCE_MS = 20_000

_PARTS = Path(__file__).resolve().parent
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css"}
_PAGE = """<!doctype html><meta charset="utf-8"><title>map</title>
<link rel="stylesheet" href="/node_modules/leaflet/dist/leaflet.css">
<link rel="stylesheet" href="/node_modules/leaflet.markercluster/dist/MarkerCluster.css">
<link rel="stylesheet" href="/node_modules/leaflet.markercluster/dist/MarkerCluster.Default.css">
<link rel="stylesheet" href="/node_modules/maplibre-gl/dist/maplibre-gl.css">
<style>html, body { margin: 0 } #map { width: 1920px; height: 1080px }</style>
<div id="map"></div>
<script src="/node_modules/leaflet/dist/leaflet.js"></script>
<script src="/node_modules/leaflet.markercluster/dist/leaflet.markercluster.js"></script>
<script type="module" src="/map_web.js"></script>"""


def missing(web: str, folder: Path) -> str:
    """Why the maps of a browser cannot be measured, "" when they can; `web` is "npm", "none" or a
    folder with `node_modules`, which then is as if it were `folder`.
    """
    if web == "none":
        return "not asked for"
    if not found():
        return "no Chromium is installed here"
    if web != "npm":
        (folder / "node_modules").symlink_to(Path(web).resolve() / "node_modules")
        return "" if (folder / "node_modules").is_dir() else f"no node_modules in {web}"
    return install(folder, PACKAGES)


def measured(kind: str, count: int, folder: Path, picture: Path | None = None) -> Figures:
    """All figures of one of `KINDS`, ms and MiB; `folder` holds `node_modules`."""
    with _Pages(_files(count), folder) as address, Chromium(SIZE) as browser:
        browser.show(f"{address}/?kind={kind.replace(' ', '%20')}")
        heap, before = browser.heap(), browser.memory()
        figures = {"load ms": float(browser.run("load()"))}
        figures["script memory MiB"] = browser.heap() - heap
        figures["memory MiB"] = browser.memory() - before
        for word, act in (
            ("pan", f"pan({PANS}, {STEP}, {PATIENCE_MS})"),
            ("zoom", f"zoom({ZOOMS}, {PATIENCE_MS})"),
        ):
            worked = browser.worked()
            times = sorted(browser.run(act))
            mean = (browser.worked() - worked) * 1000 / len(times)
            figures[f"{word} wall p50 ms"] = times[len(times) // 2]
            figures[f"{word} wall p99 ms"] = times[len(times) * 99 // 100]
            figures[f"{word} mean ms"] = mean
            if picture is not None:
                browser.picture(picture.with_stem(f"{picture.stem}-{word}"))
    return figures


def _files(count: int) -> dict[str, tuple[str, bytes]]:
    """What the page asks for besides the packages."""
    x, y, states = cases(count)
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))
    middle = to_earth(*MIDDLE)
    view = {"lat": middle[0], "lng": middle[1], "zoom": ZOOM}
    plain = "application/octet-stream"
    return {
        "/": ("text/html", _PAGE.encode()),
        "/map_web.js": ("text/javascript", (_PARTS / "map_web.js").read_bytes()),
        "/view.json": ("application/json", json.dumps(view).encode()),
        "/lng": (plain, (x * 360 - 180).tobytes()),
        "/lat": (plain, lat.tobytes()),
        "/states": (plain, states.tobytes()),
    }


class _Pages:
    """Serves some files, and those under `node_modules` of a folder, to this machine alone."""

    def __init__(self, files: Mapping[str, tuple[str, bytes]], folder: Path) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                kind, body = files.get(path) or _read(folder, path)
                self.send_response(200 if kind else 404)
                self.send_header("Content-Type", kind or "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: what is printed are figures."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _read(folder: Path, path: str) -> tuple[str, bytes]:
    """A file of the packages and its type, "" where there is none."""
    file = (folder / path.lstrip("/")).resolve()
    if (folder / "node_modules").resolve() not in file.parents or not file.is_file():
        return "", b""
    return _TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes()
