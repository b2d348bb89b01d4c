"""Reports as files: every number is the figures' own, whatever the form, and the bytes repeat."""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from db.domain import commands as verb
from server.__main__ import main
from server.reports import make, words
from server.reports.paper import Document
from tests.server.full_disk import full_disk
from tests.server.room import Desk, Room, forward
from tests.server.test_figures import asked, today

FORMS = ("pdf", "xlsx", "csv")


def fetched(desk: Desk, kind: str = "daily", form: str = "csv", **query: str) -> bytes:
    """A report that has seen everything there is."""
    asked(desk, "/figures")
    query = {"date": today(desk.room), "form": form, **query}
    answer = desk.http.get(f"/reports/{kind}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.content


def tables(data: bytes) -> dict[str, list[list[str]]]:
    """The tables of a CSV by name, without the first, which holds the words."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    found: dict[str, list[list[str]]] = {}
    block: list[list[str]] = []
    for row in [*rows, []]:
        if row:
            block.append(row)
        elif block:
            found[block[0][0]], block = block[1:], []
    return found


def text_of(pdf: bytes) -> str:
    """All words of a PDF, one blank between them."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


def lived(room: Room) -> None:
    """A morning of the room: three reports, one of them with an agency."""
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case = room.received(siti, category="sampah")
    room.received(siti)
    room.received(siti, category="sampah", secret=True)
    siti.do(case, verb.Forward(("dlh",), "sampah", "complaint"), 0)
    assert dewi.do(case, verb.Accept("Dewi"), 1)["outcome"] == "accepted"


def test_the_sum_of_a_day_is_the_figures_sum_in_every_form(room: Room) -> None:
    lived(room)
    budi = room.desk("budi")
    whole = asked(budi, "/figures", by="opd")["sum"]
    counts = [whole[key] for key in ("received", "red", "yellow", "green", "grey")]
    assert counts == [3, 2, 1, 0, 0]
    first = tables(fetched(budi, form="csv"))["Jumlah"][1]
    assert list(map(int, first[1:])) == counts
    book = openpyxl.load_workbook(io.BytesIO(fetched(budi, form="xlsx")))
    assert [cell.value for cell in book["Jumlah"][2]][1:] == counts
    said = text_of(fetched(budi, form="pdf"))
    assert "3 laporan masuk = 2 merah + 1 kuning + 0 hijau + 0 abu-abu." in said
    assert "Kota Tangerang" in said
    assert "halaman 1 dari" in said


@pytest.mark.parametrize("form", FORMS)
def test_the_same_history_makes_the_same_bytes(room: Room, form: str) -> None:
    lived(room)
    budi = room.desk("budi")
    before = fetched(budi, form=form)
    assert fetched(budi, form=form) == before
    room.stop()
    room.start()
    assert fetched(room.desk("budi"), form=form) == before
    room.received(room.desk("siti"))
    assert fetched(room.desk("budi"), form=form) != before


def test_each_scope_is_told_of_its_own_cases(room: Room) -> None:
    lived(room)

    def received(login: str) -> int:
        return int(tables(fetched(room.desk(login)))["Jumlah"][1][1])

    assert {login: received(login) for login in ("budi", "admin", "walikota", "hana")} == {
        "budi": 3,
        "admin": 3,
        "walikota": 2,
        "hana": 1,
    }


def test_an_agency_reads_nothing_of_another_in_a_shared_case(room: Room) -> None:
    siti = room.desk("siti")
    siti.do(room.received(siti), forward("dlh", "dpupr"), 0)
    found = tables(fetched(room.desk("hana")))
    assert [row[1] for row in found["Peringkat OPD"][1:]] == ["DLH"]
    sent = {row[0]: row[1] for row in found["Banyaknya"][1:]}["Penugasan ke OPD"]
    assert sent == "1"


@pytest.mark.parametrize("login", ["siti", "dewi", "laksa"])
def test_others_get_no_reports(room: Room, login: str) -> None:
    answer = room.desk(login).http.get("/reports/daily", params={"date": today(room)})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("kind", "query", "status", "place"),
    [
        ("yearly", {}, 404, None),
        ("daily", {"date": "kemarin"}, 400, "date"),
        ("daily", {"date": "0001-01-01"}, 400, "date"),
        ("monthly", {"date": "9999-12-31"}, 400, "date"),
        ("daily", {"form": "docx"}, 400, "form"),
    ],
)
def test_what_cannot_be_made_is_told(
    room: Room, kind: str, query: dict[str, str], status: int, place: str | None
) -> None:
    budi = room.desk("budi")
    answer = budi.http.get(f"/reports/{kind}", params={"date": today(room), **query})
    assert (answer.status_code, answer.json().get("place")) == (status, place)


def test_numbers_are_written_as_they_are_read_here() -> None:
    assert [words.number(n) for n in (0, 999, 1000, 1234567)] == ["0", "999", "1.000", "1.234.567"]


def test_the_command_writes_what_the_server_answers_or_nothing(
    room: Room,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lived(room)
    answered = fetched(room.desk("walikota"), form="csv")
    room.stop()
    target = tmp_path / "reports" / "hari.csv"
    target.parent.mkdir()
    place = ["--database", room.settings.database, "--data", str(room.settings.data)]
    asked_for = ["--date", today(room), "--form", "csv", "--out", str(target)]
    assert main(["report", "daily", *asked_for, *place]) == 0
    assert target.read_bytes() == answered
    target.write_bytes(b"yesterday's")
    with ExitStack() as full:

        def made_as_the_disk_fills(*which: Any) -> Document:
            made = make(*which)
            full.enter_context(full_disk())
            return made

        monkeypatch.setattr("server.cli.report.make", made_as_the_disk_fills)
        assert main(["report", "daily", *asked_for, *place]) == 1
    assert target.read_bytes() == b"yesterday's"
    assert f"{target} cannot be written" in capsys.readouterr().err
    assert list(target.parent.iterdir()) == [target]
    for nobody in ("opd:nobody", "dlh"):
        assert main(["report", "daily", *asked_for, "--scope", nobody, *place]) == 1
