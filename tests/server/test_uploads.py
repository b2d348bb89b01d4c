"""Uploads rule by rule: what is acknowledged is there, and nobody spoils another's."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from db import uploads
from server.uploads import LIFE, PROMISED, _fell_back
from tests.plugins.pictures import bomb, jpeg, movie, sha256
from tests.server.room import Room
from tests.server.sending import TUS, Sender, uploaded

PHOTO = jpeg()


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and key of an error."""
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json().get("key", "")


def parts(room: Room) -> list[Path]:
    """Files of uploads that are on their way."""
    return sorted(room.settings.uploads.glob("*"))


# --- the protocol ---------------------------------------------------------------------------------


def test_the_server_says_what_it_speaks_to_anybody(room: Room) -> None:
    answer = httpx.options(f"{room.url}/uploads")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == answer.headers["Tus-Resumable"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,expiration,termination,checksum"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(answer.headers["Tus-Max-Size"]) == 200 * 1024 * 1024


def test_a_photo_comes_in_pieces_and_is_ready_with_the_last(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    created = sender.create()
    assert created.status_code == 201
    assert created.headers["Location"] == f"/uploads/{sender.id}"
    assert created.headers["Upload-Offset"] == "0"
    assert "Upload-Expires" in created.headers
    for end in (1000, 1001, len(PHOTO)):
        start = int(sender.head().headers["Upload-Offset"])
        answer = sender.patch(start, PHOTO[start:end], "sha1")
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(end))
        assert answer.headers["Liveroom-Upload"] == ("ready" if end == len(PHOTO) else "open")
    told = sender.head()
    assert told.status_code == 200
    assert (told.headers["Upload-Length"], told.headers["Liveroom-Upload"]) == (
        str(len(PHOTO)), "ready",
    )  # fmt: skip
    assert told.headers["Cache-Control"] == "no-store"
    assert parts(room) == []


def test_a_lost_create_answer_is_harmless_and_another_file_under_its_id_is_not_taken(
    room: Room,
) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    sender = Sender(siti, PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:100])
    again = sender.create()
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, "100")
    assert problem(sender.create(len(PHOTO) + 1)) == (409, "id_reused")
    assert problem(Sender(siti, b"x" * len(PHOTO), sender.id).create()) == (409, "id_reused")
    assert problem(Sender(agus, PHOTO, sender.id).create()) == (409, "id_reused")


def test_a_lost_patch_answer_is_found_out_with_head(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:1000])
    wrong = sender.patch(0, PHOTO[:1000])
    assert problem(wrong) == (409, "offset_differs")
    assert wrong.headers["Upload-Offset"] == "1000"
    assert problem(sender.patch(2000, PHOTO[2000:])) == (409, "offset_differs")
    assert sender.whole().headers["Liveroom-Upload"] == "ready"
    late = sender.patch(1000, PHOTO[1000:])
    assert problem(late) == (409, "offset_differs")
    assert late.headers["Upload-Offset"] == str(len(PHOTO))
    assert sender.patch(len(PHOTO), b"").status_code == 204


def test_bytes_altered_on_their_way_are_not_kept(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sha1 = {"Upload-Checksum": "sha1 " + "A" * 27 + "="}
    assert problem(sender.patch(0, PHOTO[:500], **sha1)) == (460, "checksum")
    assert sender.head().headers["Upload-Offset"] == "0"
    assert parts(room) == []


def test_a_file_that_is_not_what_was_announced_is_refused_whole(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO, named=sha256(b"another"))
    assert problem(sender.whole()) == (415, "media_refused")
    assert sender.head().headers["Liveroom-Upload"] == "refused; reason=checksum"
    assert problem(sender.patch(len(PHOTO), b"")) == (409, "offset_differs")
    assert not list(room.settings.media.rglob("facts.json"))
    assert sender.end().status_code == 204
    right = Sender(sender.desk, PHOTO, sender.id)
    assert right.whole().headers["Liveroom-Upload"] == "ready"


def test_whoever_may_attach_may_upload_and_nobody_else(room: Room) -> None:
    for name in ("siti", "dewi", "budi"):
        assert uploaded(room.desk(name), PHOTO) == sha256(PHOTO)
    for name in ("walikota", "laksa"):
        assert problem(Sender(room.desk(name), PHOTO).create()) == (403, "not_allowed")


def test_nobody_sees_or_touches_anothers_upload(room: Room) -> None:
    mine = Sender(room.desk("siti"), PHOTO)
    mine.create()
    mine.patch(0, PHOTO[:100])
    theirs = Sender(room.desk("agus"), PHOTO, mine.id)
    assert theirs.head().status_code == 404
    assert problem(theirs.patch(100, PHOTO[100:])) == (404, "")
    assert problem(theirs.end()) == (404, "")
    assert httpx.head(f"{room.url}/uploads/{mine.id}", headers=TUS).status_code == 401
    assert mine.head().headers["Upload-Offset"] == "100"


def test_an_upload_given_up_is_gone_and_may_begin_again(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:100])
    assert len(parts(room)) == 1
    assert sender.end().status_code == 204
    assert parts(room) == []
    assert sender.head().status_code == 404
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


# --- hostile or broken senders --------------------------------------------------------------------


IDS = (
    "../../../etc/cron.d/x", "..%2f..%2fx", "x", "", "A" * 300, str(uuid.uuid4()).upper(),
     "{" + str(uuid.uuid4()) + "}", uuid.uuid4().hex, str(uuid.uuid4()) + "/x",
)  # fmt: skip


def test_an_id_that_is_no_plain_uuid_reaches_no_disk(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    for sender.id in IDS:
        assert sender.create().status_code == 400, sender.id
        assert sender.head().status_code in (400, 404, 405), sender.id
        assert sender.patch(0, PHOTO).status_code in (400, 404, 405), sender.id
        assert parts(room) == []


def test_a_length_that_cannot_be_is_refused_at_once(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    most = 200 * 1024 * 1024
    for length, status in ((0, 413), (most + 1, 413), (10**12, 400), (-1, 400)):
        assert sender.create(length).status_code == status, length


def test_more_bytes_than_were_announced_are_not_kept(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create(500)
    assert sender.patch(0, PHOTO[:501]).status_code == 413
    assert sender.head().headers["Upload-Offset"] == "0"


def test_a_chunk_beyond_the_limit_of_a_body_is_not_kept(room: Room) -> None:
    sender = Sender(room.desk("siti"), movie()[:40] + bytes(5 * 1024 * 1024))
    sender.create()
    assert sender.patch(0, sender.data).status_code == 413
    assert sender.head().headers["Upload-Offset"] == "0"


CHANGES = (
    ({"Tus-Resumable": "0.2.2"}, 412),
    ({"Content-Type": "image/jpeg"}, 415),
    ({"Upload-Offset": "-1"}, 400),
    ({"Upload-Offset": "1e3"}, 400),
    ({"Upload-Checksum": "md5 AAAA"}, 400),
    ({"Upload-Checksum": "sha1 AAAA"}, 400),
    ({"Upload-Checksum": "sha1 !!"}, 400),
)


def test_headers_that_are_not_what_they_must_be(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    for change, status in CHANGES:
        assert sender.patch(0, PHOTO, **change).status_code == status, change
    assert sender.head().headers["Upload-Offset"] == "0"


def test_metadata_that_is_not_what_it_must_be(room: Room) -> None:
    siti, one = room.desk("siti"), f"id QQ==,sha256 {'A' * 88}"
    for metadata in ("", "id", "id !!!", "id QQ==", one, "sha256 , id", "id \xff"):
        headers = {**TUS, "Upload-Length": "10", "Upload-Metadata": metadata}
        raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
        assert problem(siti.http.post("/uploads", headers=raw)) == (400, ""), metadata


NO_PHOTOS = (
    (b"<html><script>alert(1)</script></html>" * 5, "not_a_picture"),
    (bomb(), "too_many_pixels"),
    (PHOTO[:-5000], "damaged"),
    (b"\xff\xd8\xff" + bytes(26 * 1024 * 1024), "too_large"),
)


def test_what_is_no_photo_is_refused_with_its_reason(room: Room) -> None:
    siti = room.desk("siti")
    for data, reason in NO_PHOTOS:
        sender = Sender(siti, data)
        answer = sender.whole()
        assert problem(answer) == (415, "media_refused")
        assert answer.json()["facts"] == {"reason": reason}
        assert sender.head().headers["Liveroom-Upload"] == f"refused; reason={reason}"
        assert parts(room) == []


def test_one_person_cannot_fill_the_disk_with_promises(room: Room) -> None:
    siti = room.desk("siti")
    most = 200 * 1024 * 1024
    for _ in range(PROMISED // most):
        assert Sender(siti, PHOTO).create(most).status_code == 201
    full = Sender(siti, PHOTO).create(most)
    assert (full.status_code, full.headers["Retry-After"]) == (429, "60")
    assert Sender(room.desk("agus"), PHOTO).create().status_code == 201


def test_the_same_bytes_sent_twice_at_once_are_kept_once(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: sender.patch(0, PHOTO[:3000]), range(8)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [204] + [409] * 7
    assert sender.head().headers["Upload-Offset"] == "3000"
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


# --- time, restarts, disks ------------------------------------------------------------------------


def test_an_upload_that_stands_still_too_long_is_swept_and_begins_anew(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:100])
    room.clock.ahead = LIFE + timedelta(minutes=1)
    sender.desk = room.desk("siti")
    assert problem(sender.patch(100, PHOTO[100:])) == (410, "upload_expired")
    again = sender.create()
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, "0")
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


def test_a_ready_one_that_is_too_old_begins_anew_before_it_is_swept(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    assert sender.whole().headers["Liveroom-Upload"] == "ready"
    room.clock.ahead = LIFE + timedelta(minutes=1)
    sender.desk = room.desk("siti")
    assert sender.create().status_code == 201
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


def test_a_restarted_server_goes_on_where_it_was(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:1500])
    room.stop()
    room.start()
    sender.desk = room.desk("siti")
    assert sender.head().headers["Upload-Offset"] == "1500"
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


def test_what_was_complete_and_never_looked_at_is_looked_at_when_asked(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:-1])
    (part,) = parts(room)
    with part.open("ab") as file:  # as if the server had died right after noting the last byte
        file.write(PHOTO[-1:])
    store = room.store()
    with store.write() as conn:
        expires = room.clock() + LIFE
        assert uploads.advance(conn, sender.id, len(PHOTO) - 1, len(PHOTO), expires)
    store.close()
    assert sender.head().headers["Liveroom-Upload"] == "ready"


@pytest.mark.parametrize("left", [0, 700])
def test_an_offset_is_never_more_than_the_disk_holds(room: Room, left: int) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:1500])
    (part,) = parts(room)
    part.write_bytes(PHOTO[:left])
    assert sender.head().headers["Upload-Offset"] == str(left)
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


def test_bytes_beyond_the_noted_offset_count_for_nothing(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:1500])
    (part,) = parts(room)
    with part.open("ab") as file:  # a write that was torn before its offset was noted
        file.write(b"\0" * 5000)
    assert sender.head().headers["Upload-Offset"] == "1500"
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


@pytest.mark.expects_log("store fault")
def test_a_disk_that_takes_nothing_is_never_answered_with_success(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    (room.settings.uploads / f"{sender.id}.part").mkdir()
    answer = sender.patch(0, PHOTO[:1000])
    assert answer.status_code == 503
    assert answer.json()["type"] == "liveroom:busy"
    (room.settings.uploads / f"{sender.id}.part").rmdir()
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


def test_what_was_ready_and_has_left_the_disk_is_taken_anew(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.whole()
    (facts,) = room.settings.media.rglob("facts.json")
    facts.unlink()
    again = sender.create()
    assert (again.headers["Upload-Offset"], again.headers["Liveroom-Upload"]) == ("0", "open")
    assert sender.whole().headers["Liveroom-Upload"] == "ready"
    assert json.loads(facts.read_text("utf-8"))["type"] == "image/jpeg"


def test_a_complete_upload_whose_bytes_are_gone_begins_anew(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.create()
    sender.patch(0, PHOTO[:-1])
    store = room.store()
    with store.write() as conn:  # the last byte was noted; then the folder was emptied
        expires = room.clock() + LIFE
        assert uploads.advance(conn, sender.id, len(PHOTO) - 1, len(PHOTO), expires)
    store.close()
    (part,) = parts(room)
    part.unlink()
    assert sender.create().headers["Upload-Offset"] == "0"
    assert sender.whole().headers["Liveroom-Upload"] == "ready"


def test_what_was_taken_in_meanwhile_does_not_fall_back(room: Room) -> None:
    sender = Sender(room.desk("siti"), PHOTO)
    sender.whole()
    store = room.store()
    with store.write() as conn:
        ready = uploads.one(conn, sender.id)
        assert ready is not None
        looked_at = replace(ready, state=uploads.OPEN)
        assert _fell_back(looked_at, 0, conn) == ready == uploads.one(conn, sender.id)
    store.close()


@pytest.mark.expects_log("uploads could not be swept")
def test_a_sweep_that_fails_ends_neither_the_sweeping_nor_the_server(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.stop()
    left = room.settings.uploads / "x.whole"
    left.parent.mkdir(exist_ok=True)
    left.symlink_to("nowhere")  # listed, and gone when it is looked at
    room.start()
    uploaded(room.desk("siti"), PHOTO)
    caplog.set_level("INFO", "liveroom.server")
    room.stop()
    assert [one.getMessage() for one in caplog.records].count("stopped") == 1
    left.unlink()
    room.start()
