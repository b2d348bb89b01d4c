"""Reading values out of plain tables (dicts from TOML or JSON), noting every fault on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, TypeVar

_T = TypeVar("_T")
_ABSENT: Final = object()
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SLUG = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a pack: which file, which key (names and 0-based places), and why."""

    file: str
    path: Path
    reason: str

    @property
    def key(self) -> str:
        """The path as people write it, entries counted from 1: `agency[3].phone`."""
        text = ""
        for step in self.path:
            text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
        return text

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.reason) if part)


def allowed(names: Collection[str]) -> str:
    """A list of names for a sentence: `a, b or c`; long lists are cut."""
    ordered = sorted(names)
    if len(ordered) > 30:
        return ", ".join(ordered[:30]) + ", …"
    return " or ".join(filter(None, (", ".join(ordered[:-1]), *ordered[-1:])))


def unknown(what: str, name: str, names: Collection[str]) -> str:
    """Reason for a name that is not in `names`: the nearest one, or what there is."""
    near = get_close_matches(name[:80], list(names), n=1)
    remedy = f"did you mean {near[0]!r}?" if near else f"known: {allowed(names) or 'none'}"
    return f"unknown {what} {name[:80]!r}; {remedy}"


class NoSuchHolidays(Exception):
    """No such country, subdivision or category of holidays; the text says which."""


class Table:
    """One table of a pack. Each getter notes a fault and goes on with a stand-in value.

    The keys asked for are the keys known: `close` complains of all others. A `lenient` table was
    checked by a newer program: what is not known here is passed over.
    """

    def __init__(
        self,
        file: str,
        values: object,
        faults: list[Fault],
        path: Path = (),
        *,
        lenient: bool = False,
    ) -> None:
        self.file = file
        self.path = path
        self.lenient = lenient
        self._faults = faults
        self._known: set[str] = set()
        self.broken = not isinstance(values, Mapping)
        self._values: Mapping[Any, Any] = values if isinstance(values, Mapping) else {}
        if self.broken:
            self.fault(f"must be a table, not {_kind(values)}")

    def fault(self, reason: str, *path: str | int) -> None:
        """Note that what stands at `path` under this table is wrong."""
        self._faults.append(Fault(self.file, self.path + path, reason))

    def has(self, key: str) -> bool:
        """Whether the key is there, right or wrong."""
        self._known.add(key)
        return key in self._values

    def present(self) -> list[str]:
        """Every key of a table whose keys are free."""
        return [str(key) for key in self._values]

    def _take(self, key: str, kind: type[_T], what: str, default: object) -> _T | None:
        """The value if it is of this kind; None after a fault or where the default stands."""
        if not self.has(key):
            if default is _ABSENT and not self.broken:
                self.fault(f"missing key {key!r} ({what})")
            return None
        value = self._values[key]
        # True is an int to Python; in a pack it is not a number.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(f"must be {what}, not {_kind(value)}", key)
            return None
        return value

    def text(self, key: str, default: object = _ABSENT, *, empty: bool = False) -> str:
        """Text without control characters; not blank unless `empty` or it has a default."""
        value = self._take(key, str, "text", default)
        if value is None:
            return default if isinstance(default, str) else ""
        if _UNPRINTABLE.search(value):
            self.fault("holds a control character or half a character; write it again", key)
            return ""
        if not value.strip() and not empty and default is _ABSENT:
            self.fault("must not be empty", key)
        return value

    def slug(self, key: str) -> str:
        """An id: small letters, digits, single - or _ between them."""
        value = self.text(key)
        if value and not _SLUG.fullmatch(value):
            self.fault(f"{value[:80]!r} is no id: use a-z, 0-9, - and _", key)
            return ""
        return value

    def choice(self, key: str, names: Collection[str], what: str, default: object = _ABSENT) -> str:
        """One of `names`. Where `names` is empty, that was told as a fault of its own."""
        value = self.text(key, default)
        if value and names and value != default and value not in names:
            self.fault(unknown(what, value, names), key)
        return value

    def number(self, key: str, low: float, high: float, default: object = _ABSENT) -> float:
        """A number from `low` to `high`, both included."""
        value = self._take(key, int | float, "a number", default)  # type: ignore[arg-type]
        if value is None:
            return default if isinstance(default, float) else low
        if not low <= value <= high:
            self.fault(f"must lie between {low:g} and {high:g}, not {_shown(value)}", key)
            return low
        return float(value)

    def whole(self, key: str, low: int, high: int, default: object = _ABSENT) -> int:
        """A whole number from `low` to `high`, both included."""
        value = self._take(key, int, "a whole number", default)
        if value is None:
            return default if isinstance(default, int) else low
        if not low <= value <= high:
            self.fault(f"must lie between {low} and {high}, not {_shown(value)}", key)
            return low
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._take(key, bool, "true or false", default)
        return default if value is None else value

    def day(self, key: str, default: object = _ABSENT) -> date | None:
        """A day, written 2026-08-17."""
        value = self._take(key, str, "a day such as 2026-08-17", default)
        if value is None:
            return default if isinstance(default, date) else None
        return self.day_at(value, key)

    def day_at(self, value: str, *path: str | int) -> date | None:
        """The day a text stands for; None after a fault, which is noted at `path`."""
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fault(f"{value[:40]!r} is no day; write it like 2026-08-17", *path)
        return None

    def texts(self, key: str, default: object = _ABSENT) -> tuple[str, ...]:
        """A list of different texts; a text that stands for nothing or twice is a fault."""
        value = self._take(key, list, "a list of texts", default)
        found: list[str] = []
        for place, item in enumerate(value or ()):
            if not isinstance(item, str) or not item.strip() or _UNPRINTABLE.search(item):
                self.fault(f"must be text that can be read, not {_kind(item)}", key, place)
            elif item in found:
                self.fault(f"{item[:80]!r} stands here twice", key, place)
            else:
                found.append(item)
        return tuple(found)

    def choices(
        self, key: str, names: Collection[str], what: str, default: object = _ABSENT
    ) -> tuple[str, ...]:
        """A list of some of `names`."""
        found = self.texts(key, default)
        for item in found:
            if names and item not in names:
                self.fault(unknown(what, item, names), key, self._values[key].index(item))
        return found

    def ways(self, key: str, names: Collection[str], what: str) -> tuple[str, ...]:
        """A list of some of `names` that mean the same beside any others: a lenient table leaves
        those out that it does not know.
        """
        if self.lenient:
            return tuple(item for item in self.texts(key) if item in names)
        found = self.choices(key, names, what)
        if self.has(key) and not found:
            self.fault(f"needs at least one {what}", key)
        return found

    def table(self, key: str) -> Table:
        """A table inside this one; where it is missing, one that complains no further."""
        if self.has(key):
            return self._within(self._values[key], key)
        if not self.broken:
            self.fault(f"missing table {key!r}")
        inner = self._within({}, key)
        inner.broken = True
        return inner

    def entries(self, key: str, *, required: bool = False) -> list[Table]:
        """The tables of a list such as [[agency]], in their order."""
        what = f"a list of tables; write one [[{key}]] for each"
        value = self._take(key, list, what, _ABSENT if required else None)
        if required and value == []:
            self.fault(f"needs at least one [[{key}]]", key)
        return [self._within(item, key, place) for place, item in enumerate(value or ())]

    def _within(self, values: object, *path: str | int) -> Table:
        path = (*self.path, *path)
        return Table(self.file, values, self._faults, path, lenient=self.lenient)

    def names(self, key: str) -> dict[str, str]:
        """A table of id = "shown name" with at least one line."""
        inner = self.table(key)
        found = {}
        for name in inner.present():
            if not _SLUG.fullmatch(name):
                inner.fault(f"{name[:80]!r} is no id: use a-z, 0-9, - and _", name)
            found[name] = inner.text(name)
        if not found and not inner.broken:
            inner.fault("needs at least one line")
        return found

    def close(self) -> None:
        """Complain of every key nobody asked for, unless the table is lenient."""
        for key in () if self.lenient else self.present():
            if key not in self._known:
                self.fault(unknown("key", key, self._known), key)


def _kind(value: object) -> str:
    """What a value is, in a pack author's words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, int | float):
        return f"the number {_shown(value)}"
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list | tuple) else "nothing"


def _shown(value: float) -> str:
    """A number as a sentence shows it; absurdly long ones are named, not written out."""
    return "a far too large number" if abs(value) > 1e15 else f"{value:g}"
