"""Says which of the system's libraries Qt wants and does not find, and the line that installs them.

Run by ``make setup``. Exits 1 only where nothing of Qt can run, not for a missing window or sound.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

# What is lost without it, and the files of PySide6 whose libraries are asked for.
NEEDS: dict[str, tuple[str, ...]] = {
    "any part of Qt, tests included": (
        "QtGui.abi3.so",
        "QtWidgets.abi3.so",
        "QtNetwork.abi3.so",
        "Qt/plugins/platforms/libqoffscreen.so",
    ),
    "a window on X11": ("Qt/plugins/platforms/libqxcb.so",),
    "sound": ("QtMultimedia.abi3.so",),
}
WITHOUT_THIS_NOTHING = "any part of Qt, tests included"

# Library to Debian/Ubuntu package; one that is not here is named as it is.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libpulse.so.0": "libpulse0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}


def missing_in(ldd_output: str) -> set[str]:
    """Names of the libraries that ``ldd`` reports as not found."""
    return {
        line.split("=>")[0].strip() for line in ldd_output.splitlines() if "=> not found" in line
    }


def missing_for(pyside: Path, files: tuple[str, ...]) -> set[str]:
    """Names of the libraries that these files of PySide6 lack on this machine."""
    found: set[str] = set()
    for file in files:
        ran = subprocess.run(
            ["ldd", str(pyside / file)], capture_output=True, text=True, check=True
        )
        found |= missing_in(ran.stdout)
    return found


def advice(missing: dict[str, set[str]]) -> str:
    """What to tell the person at the keyboard; empty when nothing is missing."""
    if not any(missing.values()):
        return ""
    lines = [
        f"Missing for {loss}: {', '.join(sorted(names))}"
        for loss, names in missing.items()
        if names
    ]
    wanted = sorted({PACKAGES.get(name, name) for names in missing.values() for name in names})
    lines.append(f"On Debian or Ubuntu: sudo apt-get install {' '.join(wanted)}")
    return "\n".join(lines)


def main() -> int:
    """Exit status for the shell."""
    if not sys.platform.startswith("linux"):
        return 0
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        print("PySide6 is not installed here; run 'make setup'", file=sys.stderr)
        return 1
    pyside = Path(spec.origin).parent
    missing = {loss: missing_for(pyside, files) for loss, files in NEEDS.items()}
    told = advice(missing)
    if told:
        print(told, file=sys.stderr)
    return 1 if missing[WITHOUT_THIS_NOTHING] else 0


if __name__ == "__main__":
    sys.exit(main())
