"""Whether a file really is text of the encoding it is said to be, and which one it may be."""

from __future__ import annotations

import codecs
from pathlib import Path

from server.importing.faults import ImportFault

# In the order in which exports are usually met. latin-1 takes any bytes at all, so it proves
# nothing and is not offered.
_CANDIDATES = ("utf-8", "utf-16", "cp1252", "cp1250")
_CHUNK = 1 << 20
_AROUND = 12


def reading_codec(encoding: str) -> str:
    """The codec to read with: UTF-8 is read with or without the mark that some programs set."""
    return "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding


def check_encoding(path: Path, encoding: str) -> None:
    """Raise ImportFault with byte, line and remedy unless the whole file is of this encoding."""
    encoding = codecs.lookup(encoding).name.removesuffix("-sig")
    bad = _first_bad_byte(path, encoding)
    if bad is not None:
        line = _line_of(path, bad)
        raise ImportFault(
            f"{path}: is not {encoding} text: byte {bad} (counted from 0), in line {line}, does "
            f"not fit; {_remedy(path, bad, encoding)}"
        )
    # An 8-bit encoding fits nearly any bytes. Text beyond ASCII that is valid UTF-8 is UTF-8.
    eight_bit = not encoding.startswith(("utf-", "ascii"))
    if eight_bit and not _is_ascii(path) and _first_bad_byte(path, "utf-8") is None:
        raise ImportFault(
            f"{path}: is UTF-8 text, and every accent would be spoiled if read as {encoding}; "
            'say encoding = "utf-8"'
        )


def _first_bad_byte(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as problem:
                # The decoder may have kept some bytes of the chunk before.
                return read - (len(problem.object) - len(chunk)) + problem.start
            except UnicodeError:
                return read  # UTF-16 and UTF-32 say no more when their first bytes are missing
            read += len(chunk)
            if not chunk:
                return None


def _is_ascii(path: Path) -> bool:
    with path.open("rb") as file:
        return all(chunk.isascii() for chunk in iter(lambda: file.read(_CHUNK), b""))


def _line_of(path: Path, offset: int) -> int:
    lines, left = 1, offset
    with path.open("rb") as file:
        while left > 0:
            chunk = file.read(min(_CHUNK, left))
            if not chunk:
                break
            lines += chunk.count(b"\n")
            left -= len(chunk)
    return lines


def _remedy(path: Path, bad: int, encoding: str) -> str:
    with path.open("rb") as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        file.seek(max(0, bad - _AROUND))
        piece = file.read(2 * _AROUND)
    fits = [
        name
        for name in _CANDIDATES
        if (name != "utf-16" or marked) and name != encoding and _first_bad_byte(path, name) is None
    ]
    if marked and "utf-16" in fits:
        return 'it is UTF-16: say encoding = "utf-16"'
    if not fits:
        return "no encoding in common use fits the whole file; it may be damaged or no text at all"
    told = ", ".join(f"{name} (reads {_shown(piece, name)})" for name in fits)
    return f"these fit the whole file: {told}; say the right one with source.encoding or --encoding"


def _shown(piece: bytes, encoding: str) -> str:
    return repr(piece.decode(encoding, errors="replace"))
