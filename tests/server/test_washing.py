"""What is kept of a photo or video: the picture, upright; what is not: everything beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from server.media import Library
from server.washed import Facts, Unfit
from tests.plugins.pictures import bomb, box, heic, jpeg, movie, picture, saved, sha256, track, webm


def washed(folder: Path, data: bytes) -> tuple[Facts, bytes]:
    """The facts and the whole picture that a library keeps."""
    library = Library(folder / "media")
    source = folder / "source"
    source.write_bytes(data)
    library.take_in(source, sha256(data))
    facts = library.facts(sha256(data))
    kept = library.picture(sha256(data), None)
    assert facts is not None
    assert kept is not None
    return facts, kept.path.read_bytes()


def refusal(folder: Path, data: bytes) -> str:
    """Why a library does not take it; it must keep nothing of it."""
    with pytest.raises(Unfit) as no:
        washed(folder, data)
    assert [*(folder / "media").rglob("*.*")] == []
    return no.value.reason


def test_a_phones_photo_loses_all_but_its_picture_and_the_facts_stand_beside_it(
    tmp_path: Path,
) -> None:
    facts, kept = washed(tmp_path, jpeg(orientation=6))
    for secret in (b"Sekret", b"Exif", b"GPS", b"http", b"ICC_PROFILE"):
        assert secret not in kept
    assert (facts["type"], facts["width"], facts["height"]) == ("image/jpeg", 480, 640)
    assert facts["taken_at"] == "2026-11-21T14:02:11+07:00"
    assert (facts["lat"], facts["lng"]) == (-6.1783, 106.63190)
    assert facts["bytes"] == len(kept)


def test_smaller_pictures_are_made_and_never_larger_than_asked(tmp_path: Path) -> None:
    data = jpeg(5000, 2500)
    facts, _ = washed(tmp_path, data)
    assert (facts["width"], facts["height"]) == (4096, 2048)
    for size in facts["sizes"]:
        small = Library(tmp_path / "media").picture(sha256(data), size)
        assert small is not None
        with Image.open(small.path) as image:
            assert max(image.size) == size
    assert Library(tmp_path / "media").picture(sha256(data), 77) is None


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_are_written_anew_too(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SekretPhone"
    facts, kept = washed(tmp_path, saved(kind, exif=exif))
    assert b"Sekret" not in kept
    assert facts["type"] == ("image/png" if kind == "PNG" else "image/jpeg")


def test_what_is_clear_stays_clear_and_stands_on_white_when_small(tmp_path: Path) -> None:
    clear = picture().convert("RGBA")
    clear.putalpha(0)
    data = saved("PNG", clear)
    facts, kept = washed(tmp_path, data)
    assert facts["type"] == "image/png"
    small = Library(tmp_path / "media").picture(sha256(data), 320)
    assert small is not None
    with Image.open(small.path) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)
    assert kept.startswith(b"\x89PNG")


def test_a_phones_heic_becomes_a_jpeg(tmp_path: Path) -> None:
    facts, kept = washed(tmp_path, heic())
    assert (facts["type"], facts["width"], facts["height"]) == ("image/jpeg", 64, 48)
    assert b"Sekret" not in kept
    small = Library(tmp_path / "media").picture(sha256(heic()), 320)
    assert small is not None
    with Image.open(small.path) as image:
        red, _, blue = image.convert("RGB").tobytes()[:3]
        assert red > blue


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GIF89a" + bytes(100), "not_a_picture"),
        (b"<html><script>alert(1)</script></html>" * 5, "not_a_picture"),
        (b"%PDF-1.7" + bytes(100), "not_a_picture"),
        (b"MZ" + bytes(100), "not_a_picture"),
        (bomb(), "too_many_pixels"),
        (bomb(10_000, 10_000), "damaged"),
        (jpeg()[:2000], "damaged"),
        (b"\xff\xd8\xff" + b"<script>" * 100, "damaged"),
        (saved("PNG")[:-200], "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBP" + bytes(100), "damaged"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "damaged"),
        (box(b"ftyp", b"isom") + box(b"mdat", bytes(100)), "damaged"),
        (movie(handler=b"soun"), "not_a_picture"),
        (movie()[:-30], "damaged"),
        (webm(track_type=17), "unsafe_video"),
        (webm()[:-5], "damaged"),
    ],
    ids=range(16),
)
def test_what_is_no_sound_picture_is_refused_and_nothing_of_it_kept(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    assert refusal(tmp_path, data) == reason


def test_what_hangs_behind_a_picture_is_gone(tmp_path: Path) -> None:
    _, kept = washed(tmp_path, jpeg() + b"PK\x03\x04" + b"<script>Sekret</script>" * 50)
    assert b"Sekret" not in kept


@pytest.mark.parametrize("brand", [b"isom", b"mp42", b"qt  "])
def test_a_video_keeps_its_frames_and_loses_the_place_everywhere(
    tmp_path: Path, brand: bytes
) -> None:
    data = movie(brand)
    facts, kept = washed(tmp_path, data)
    assert len(kept) == len(data)
    assert b"FRAMEDATA" * 10 in kept
    for secret in (b"Sekret", b"SEKRET", b"xyz", b"106.6319", b"ISO6709"):
        assert secret not in kept
    assert facts["type"] == ("video/quicktime" if brand == b"qt  " else "video/mp4")
    assert (facts["width"], facts["height"]) == (320, 240)
    assert (facts["lat"], facts["lng"]) == (-6.1783, 106.6319)
    assert facts["taken_at"].startswith("2026-")
    assert facts["sizes"] == []


def test_a_track_of_places_that_cannot_be_found_for_certain_refuses_the_video(
    tmp_path: Path,
) -> None:
    start = box(b"ftyp", b"isom", bytes(4))
    tracks = track(b"vide", 0, 1, 320) + track(b"meta", 10_000_000, 5)
    moov = box(b"moov", box(b"mvhd", bytes(100)), tracks)
    assert refusal(tmp_path, start + moov) == "unsafe_video"


@pytest.mark.parametrize("live", [False, True], ids=["finished", "recorded live"])
def test_a_webm_keeps_its_frames_and_loses_its_tags(tmp_path: Path, live: bool) -> None:
    data = webm(live=live)
    facts, kept = washed(tmp_path, data)
    assert kept.count(b"FRAMEDATA" * 10) == 2
    assert b"Sekret" not in kept
    assert len(kept) == len(data)
    assert (facts["type"], facts["width"], facts["height"]) == ("video/webm", 320, 240)


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    first, kept = washed(tmp_path, jpeg())
    assert washed(tmp_path, jpeg()) == (first, kept)
    facts = next((tmp_path / "media").rglob("facts.json"))
    assert json.loads(facts.read_text("utf-8")) == first
    assert [*(tmp_path / "media").glob("new-*")] == []


@pytest.mark.parametrize("name", ["../" * 21 + "x", "A" * 64, "", "a" * 63, "a" * 64 + "/.."])
def test_a_name_that_is_no_hash_never_reaches_the_disk(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        Library(tmp_path).facts(name)
