"""Where each key of a TOML text stands, so that a fault can name its line."""

from __future__ import annotations

import re
import tomllib

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'(?P<text>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}'
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<comment>\#[^\n]*)"
    r"|(?P<line>\n)"
    r"|(?P<sign>[\[\]{}=,.])"
    r"|(?P<bare>[^\s\[\]{}=,.\#\"']+)"
    r"|(?P<blank>[^\S\n]+)",
    re.DOTALL,
)

_Token = tuple[str, str, int]


def lines_of(text: str) -> dict[Path, int]:
    """Line (from 1) of every key, table and list entry of a valid TOML text, by its path.

    The entries of lists are counted from 0, as Python does: ("agency", 2, "phone").
    """
    return _Walk(_tokens(text)).lines


def line_at(lines: dict[Path, int], path: Path) -> int:
    """Line of a path, or of the nearest table around it that stands in the file; else 1."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return 1


def _tokens(text: str) -> list[_Token]:
    """Kind, text and line of all that is neither blank nor comment."""
    tokens, line = [], 1
    # TOML reads \r\n as \n; a line ends once.
    for found in _TOKEN.finditer(text.replace("\r\n", "\n")):
        kind = found.lastgroup or ""
        if kind not in ("comment", "blank"):
            tokens.append((kind, found.group(), line))
        line += found.group().count("\n")
    return tokens


class _Walk:
    """One pass over the tokens. The text is known to be valid, so nothing is checked here."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens = tokens
        self._at = 0
        self._counts: dict[Path, int] = {}
        table: Path = ()
        while self._at < len(self._tokens):
            if self._peek() == "\n":
                self._at += 1
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _keys(self) -> tuple[list[str], int]:
        """A dotted key and its line."""
        line, keys = self._tokens[self._at][2], []
        while True:
            kind, text, _ = self._tokens[self._at]
            keys.append(_plain(text) if kind == "text" else text)
            self._at += 1
            if self._peek() != ".":
                return keys, line
            self._at += 1

    def _header(self) -> Path:
        """[table] or [[list entry]]: the path that the lines below it belong to."""
        depth = 0
        while self._peek() == "[":
            self._at, depth = self._at + 1, depth + 1
        keys, line = self._keys()
        self._at += depth
        path: Path = ()
        for place, key in enumerate(keys):
            path = (*path, key)
            if depth == 2 and place == len(keys) - 1:
                self._counts[path] = self._counts.get(path, 0) + 1
            self.lines.setdefault(path, line)
            # A name that is a list stands for its last entry.
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
                self.lines.setdefault(path, line)
        self.lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        keys, line = self._keys()
        path = table
        for key in keys:
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        sign = self._peek()
        if sign == "{":
            self._inline_table(path)
        elif sign == "[":
            self._list(path)
        else:
            self._scalar()

    def _scalar(self) -> None:
        """One text, number, date or truth value; a date and a fraction are several tokens."""
        while self._peek() not in ("", "\n", ",", "]", "}"):
            self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._peek() != "}":
            if self._peek() in (",", "\n"):
                self._at += 1
            else:
                self._pair(path)
        self._at += 1

    def _list(self, path: Path) -> None:
        self._at += 1
        place = 0
        while self._peek() != "]":
            if self._peek() in (",", "\n"):
                self._at += 1
                continue
            self.lines[*path, place] = self._tokens[self._at][2]
            self._value((*path, place))
            place += 1
        self._at += 1


def _plain(quoted: str) -> str:
    """The key that stands between quotes."""
    return str(tomllib.loads(f"key = {quoted}")["key"])
