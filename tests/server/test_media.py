"""Media and cases: a command waits for what it names, and only who sees a case sees its photos."""

import os
import time
import uuid

import httpx
import pytest

from db.domain import commands as verb
from server.media import KEPT_UNNAMED
from tests.plugins.pictures import jpeg, movie, sha256
from tests.server.room import Desk, Room, forward
from tests.server.sending import uploaded

PHOTO, AFTER = jpeg(), jpeg(seed=2)


def media(desk: Desk, hash: str, path: str = "", **headers: str) -> httpx.Response:
    """What a person gets."""
    return desk.http.get(f"/media/{hash}{path}", headers=headers)


def test_a_command_is_not_decided_before_its_photos_are_here(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    first = siti.command(case, verb.Attach((sha256(PHOTO), sha256(AFTER))))
    then = siti.command(case, verb.Note("lihat foto"), depends_on=first.id)
    other = siti.command(case, verb.Note("tanpa foto"))
    told = siti.send(first, then, other)
    lacking = [sha256(PHOTO), sha256(AFTER)]
    assert told[0] == {"id": first.id, "outcome": "not_yet", "facts": {"media": lacking}}
    assert [one["outcome"] for one in told[1:]] == ["not_yet", "accepted"]
    uploaded(siti, PHOTO)
    assert siti.send(first)[0]["facts"] == {"media": [sha256(AFTER)]}
    uploaded(siti, AFTER)
    assert [one["outcome"] for one in siti.send(first, then)] == ["accepted", "accepted"]


def test_what_was_decided_stays_decided_when_the_photo_is_lost(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    command = siti.command(case, verb.Attach((uploaded(siti, PHOTO),)))
    (first,) = siti.send(command)
    for file in room.settings.media.rglob("facts.json"):
        file.unlink()
    assert siti.send(command) == [first]
    assert media(siti, sha256(PHOTO)).json()["key"] == "media_missing"


def test_a_person_names_photos_by_their_hash_alone(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    for name in ("foto.jpg", "../x", "A" * 64, "a" * 63, ""):
        told = siti.do(case, verb.Attach((name,)))
        assert (told["outcome"], told["place"]) == ("bad_wire", "commands[0].act.media")
    told = siti.do(case, verb.Finish("beres", ("foto.jpg",)))
    assert (told["outcome"], told["place"]) == ("bad_wire", "commands[0].act.proofs")


def test_a_channel_names_what_lies_with_it(room: Room) -> None:
    laksa = room.desk("laksa")
    act = verb.Receive(str(uuid.uuid4()), "laksa", "Lampu mati", media=("https://laksa/1.jpg",))
    assert laksa.do(str(uuid.uuid4()), act)["outcome"] == "accepted"


def test_a_photo_is_seen_by_whoever_sees_a_case_that_names_it(room: Room) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    hash = uploaded(siti, PHOTO)
    assert media(siti, hash).status_code == 404  # ready, and named by nobody
    case = room.received(siti)
    siti.do(case, verb.Attach((hash,)))
    siti.do(case, forward("dlh"), 0)
    for login, status in {"siti": 200, "budi": 200, "dewi": 200, "hana": 200, "walikota": 200,
                          "eko": 404, "laksa": 403}.items():  # fmt: skip
        assert media(room.desk(login), hash).status_code == status, login
    assert httpx.get(f"{room.url}/media/{hash}").status_code == 401
    budi.do(case, verb.Edit("secret", "no", "yes"))
    assert media(siti, hash).status_code == 404
    assert media(room.desk("dewi"), hash, "?size=320").status_code == 200
    for name in ("x", "..%2f..%2fcity.toml", "A" * 64, "b" * 64):
        assert media(budi, name).status_code == 404


def test_a_photo_that_a_case_no_longer_names_is_not_seen_through_it(room: Room) -> None:
    siti = room.desk("siti")
    case, hash = room.received(siti), uploaded(siti, PHOTO)
    command = siti.command(case, verb.Attach((hash,)))
    siti.send(command)
    assert media(siti, hash).status_code == 200
    assert siti.do(case, verb.Undo(command.id))["outcome"] == "accepted"
    assert media(siti, hash).status_code == 404


def test_a_photo_comes_with_headers_that_keep_it_harmless(room: Room) -> None:
    siti = room.desk("siti")
    hash = uploaded(siti, PHOTO)
    siti.do(room.received(siti), verb.Attach((hash,)))
    whole, small = media(siti, hash), media(siti, hash, "?size=320")
    assert whole.headers["content-type"] == small.headers["content-type"] == "image/jpeg"
    assert len(small.content) < len(whole.content)
    assert b"Sekret" not in whole.content
    assert whole.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert whole.headers["content-disposition"] == f'attachment; filename="{hash[:12]}.jpg"'
    again = media(siti, hash, **{"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert small.headers["etag"] != whole.headers["etag"]
    assert media(siti, hash, "?size=321").status_code == 404
    assert media(siti, hash, "?size=x").status_code == 400


def test_the_facts_of_a_photo_are_told_beside_it(room: Room) -> None:
    siti = room.desk("siti")
    hash = uploaded(siti, PHOTO)
    siti.do(room.received(siti), verb.Attach((hash,)))
    told = media(siti, hash, "/facts").json()
    assert (told["lat"], told["lng"]) == (-6.1783, 106.6319)
    assert told["taken_at"] == "2026-11-21T14:02:11+07:00"
    assert told["sizes"] == [320, 1600]


def test_a_video_is_played_from_any_place(room: Room) -> None:
    siti = room.desk("siti")
    hash = uploaded(siti, movie())
    siti.do(room.received(siti), verb.Attach((hash,)))
    some = media(siti, hash, Range="bytes=4-7")
    assert (some.status_code, some.content) == (206, b"ftyp")
    assert media(siti, hash, "?size=320").json()["key"] == "media_missing"


def test_work_is_proved_by_photos_that_are_here(room: Room) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case, proof = room.received(siti), sha256(AFTER)
    siti.do(case, forward("dlh"), 0)
    dewi.do(case, verb.Accept("Dewi"), 1)
    finish = verb.Finish("Sampah diangkut", (proof,), opd="dlh")
    assert dewi.do(case, finish, 1)["outcome"] == "not_yet"
    uploaded(dewi, AFTER)
    assert dewi.do(case, finish, 1)["outcome"] == "accepted"
    assert media(siti, proof).status_code == 200


@pytest.mark.parametrize("named", [True, False])
def test_media_that_no_case_names_are_swept_after_thirty_days(room: Room, named: bool) -> None:
    siti = room.desk("siti")
    hash = uploaded(siti, PHOTO)
    if named:
        siti.do(room.received(siti), verb.Attach((hash,)))
    (facts,) = room.settings.media.rglob("facts.json")
    long_ago = time.time() - KEPT_UNNAMED - 60
    os.utime(facts, (long_ago, long_ago))
    left = room.settings.media / "new-left-by-a-kill"
    left.mkdir()
    os.utime(left, (long_ago, long_ago))
    room.stop()
    room.start()  # it sweeps when it starts
    end = time.monotonic() + 60
    while left.exists() or facts.exists() != named:
        assert time.monotonic() < end, "not swept"
        time.sleep(0.02)


def test_what_is_about_to_be_named_is_not_swept(room: Room) -> None:
    siti = room.desk("siti")
    hash = uploaded(siti, PHOTO)
    (facts,) = room.settings.media.rglob("facts.json")
    long_ago = time.time() - KEPT_UNNAMED - 60
    os.utime(facts, (long_ago, long_ago))
    waits = siti.command(room.received(siti), verb.Attach((hash, "b" * 64)))
    assert siti.send(waits)[0]["facts"] == {"media": ["b" * 64]}
    assert time.time() - facts.stat().st_mtime < 60
