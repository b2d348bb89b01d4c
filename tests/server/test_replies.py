"""GET /replies: a channel hears what its reporters may be told, whatever case it is in."""

from pathlib import Path
from typing import Any

from db.domain import commands as verb
from tests.server.importer import Importer, row
from tests.server.room import Desk, Room, forward
from tests.server.test_reports import PLANTED, bring

INSIDE = "ORANG DALAM"


def read(desk: Desk, after: str = "") -> dict[str, Any]:
    answer = desk.http.get("/replies", params={"after": after} if after else {})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    told: dict[str, Any] = answer.json()
    return told


def test_a_channel_hears_of_its_own_reports_through_merges_and_no_more(room: Room) -> None:
    laksa, siti, dewi = room.desk("laksa"), room.desk("siti"), room.desk("dewi")
    first, second = bring(laksa), bring(laksa, source_id="LK-2")
    walk_in = room.received(siti, "Lampu padam")
    case = first["case"]
    begun = read(laksa)
    assert [(one["source_id"], one["kind"]) for one in begun["replies"]] == [
        ("LK-1", "received"),
        ("LK-2", "received"),
    ]
    assert begun["more"] is False
    assert siti.do(second["case"], verb.Merge(case))["outcome"] == "accepted"
    assert siti.do(walk_in, verb.Merge(case))["outcome"] == "accepted"
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    assert siti.do(case, verb.Note(INSIDE))["outcome"] == "accepted"
    assert dewi.do(case, verb.Accept(INSIDE), 1)["outcome"] == "accepted"
    on = room.clock().replace(year=room.clock().year + 1)
    assert dewi.do(case, verb.Schedule("Diganti Sabtu", on), 1)["outcome"] == "accepted"
    later = read(laksa, begun["next"])
    second_hears = [one for one in later["replies"] if one["source_id"] == "LK-2"]
    assert [(one["kind"], one["word"], one["text"]) for one in second_hears] == [
        ("merged", "Masuk", ""),
        ("forwarded", "Diteruskan", ""),
        ("accepted", "Diterima OPD", ""),
        ("scheduled", "Terjadwal", "Diganti Sabtu"),
    ]
    last = second_hears[-1]
    assert last["number"] == first["number"]
    assert last["planned_for"].startswith(f"{on:%Y-%m-%d}")
    assert last["agencies"] == [{"id": "dlh", "name": "Dinas Lingkungan Hidup"}]
    assert {one["source_id"] for one in later["replies"]} == {"LK-1", "LK-2"}
    assert read(laksa, later["next"])["replies"] == []
    whole = laksa.http.get("/replies").text
    for hidden in (INSIDE, "Lampu padam", "Siti", "Dewi", *PLANTED.values()):
        assert hidden not in whole


def test_only_a_channel_reads_replies_and_its_cursor_is_the_servers(room: Room) -> None:
    assert room.desk("siti").http.get("/replies").status_code == 403
    laksa = room.desk("laksa")
    for wrong in ("5", "x.5", "ab.-1", "ab.5.6"):
        answer = laksa.http.get("/replies", params={"after": wrong})
        assert (answer.status_code, answer.json()["place"]) == (400, "after")
    bring(laksa)
    assert len(read(laksa, "0123abcd.900")["replies"]) == 1  # of a history that has ended


def test_a_channel_that_is_connected_late_may_begin_at_the_end(room: Room) -> None:
    laksa = room.desk("laksa")
    first = bring(laksa)
    begun = read(laksa, "latest")
    assert (begun["replies"], begun["more"]) == ([], False)
    assert room.desk("siti").do(first["case"], forward("dlh"), 0)["outcome"] == "accepted"
    assert [one["kind"] for one in read(laksa, begun["next"])["replies"]] == ["forwarded"]


def test_an_import_tells_nobody_but_what_is_done_later_is_told(room: Room, tmp_path: Path) -> None:
    laksa = room.desk("laksa")
    importer = Importer(tmp_path, room.settings.database)
    open_still = row(No="2", Status="baru", Selesai="", OPD="")
    assert importer.rows(row(), open_still) == 0

    begun = read(laksa)

    assert begun["replies"] == []
    case = next(one for one in importer.cases() if one.reports[0].source_id == "2")
    assert room.desk("siti").do(case.id, forward("dlh"), 0)["outcome"] == "accepted"
    later = read(laksa, begun["next"])["replies"]
    assert [(one["source_id"], one["kind"]) for one in later] == [("2", "forwarded")]
