"""Programs of Node that a bench is compared with: fetched into a folder that goes with the run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_PATIENCE = 300.0


def install(folder: Path, packages: Sequence[str]) -> str:
    """Install pinned packages; "" when they are in `node_modules`, else why not."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed here"
    (folder / "package.json").write_text('{"private": true}')
    command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", *packages]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return "npm took more than five minutes"
    return f"npm said: {done.stderr.strip()[-300:]}" if done.returncode else ""
