"""Files to import, and the real command that imports them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from db import cases, journal
from db.domain.case import Case
from db.store import Conn, Kind, Store
from server.__main__ import main

HEADER = ("No", "Masuk", "Selesai", "Batas", "Status", "Isi", "Kategori", "OPD", "Lat", "Lng")

MAPPING = """
[source]
id = "lama"
delimiter = ","
time_formats = ["%d/%m/%Y %H:%M"]
target_clock = "response"

[columns]
source_id = "No"
opened = "Masuk"
closed = "Selesai"
target = "Batas"
status = "Status"
text = "Isi"
category = "Kategori"
agency = "OPD"
lat = "Lat"
lng = "Lng"

[states]
baru = "received"
diteruskan = "forwarded"
proses = "accepted"
selesai = "closed"

[categories]
jalan = "jalan-rusak"
lampu = "lampu-pju"

[agencies]
PU = "dpupr"
Dishub = "dishub"

[channels]
"*" = "laksa"

[no_place]
reason = "the old system knew none"
points = [[0, 0]]
"""

GOOD = ("1", "02/03/2026 08:00", "03/03/2026 09:30", "04/03/2026 08:00", "selesai", "Jalan rusak",
        "jalan", "PU", "-6.18", "106.64")  # fmt: skip


def row(**cells: str) -> tuple[str, ...]:
    """A good row with other cells where named, by column."""
    assert set(cells) <= set(HEADER)
    return tuple(cells.get(name, good) for name, good in zip(HEADER, GOOD, strict=True))


def as_csv(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    """A CSV text of rows."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


@dataclass
class Importer:
    """One database, and the command run against it."""

    folder: Path
    database: str
    city: str = "kota-tangerang"
    mapping: Path = field(init=False)

    def __post_init__(self) -> None:
        self.mapping = self.folder / "map.toml"
        self.mapping.write_text(MAPPING, "utf-8")

    def file(self, content: str | bytes, name: str = "old.csv") -> Path:
        """A file of that content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, file: Path, *more: str) -> int:
        """Exit code of the import."""
        return main(self.arguments(file, *more))

    def arguments(self, file: Path, *more: str) -> list[str]:
        """The command line after `liveroom-server`."""
        return [
            "import", str(file), "--mapping", str(self.mapping), "--database", self.database,
            "--city", self.city, "--data", str(self.folder / "data"), *more,
        ]  # fmt: skip

    def rows(self, *rows: Sequence[str], more: Sequence[str] = ()) -> int:
        """Exit code of importing these rows."""
        return self.run(self.file(as_csv(rows)), *more)

    def cases(self) -> list[Case]:
        """Every case in the database, by number."""
        with closing(Store.open(self.database, Kind.SERVER)) as store, store.read() as conn:
            ids = {entry.case for entry in self._entries(conn)}
            return sorted(cases.many(conn, ids).values(), key=lambda case: case.number)

    def entries(self) -> list[journal.Entry]:
        """The whole journal, found to hang together."""
        with closing(Store.open(self.database, Kind.SERVER)) as store, store.read() as conn:
            found = self._entries(conn)
            assert not found or journal.verify(conn) is None
            return found

    def rejected(self, name: str = "old.rejected.csv") -> list[dict[str, str]]:
        """The rows of the file of rejected rows; none when there is no such file."""
        path = self.folder / name
        if not path.exists():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @staticmethod
    def _entries(conn: Conn) -> list[journal.Entry]:
        return journal.after(conn, 0, 1_000_000)
