"""Staging: what is there is whole and named by its bytes, whatever the disk does."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from console.photo_store import KEPT, MOST, NotAPhoto, PhotoStore
from db.faults import FaultKey, StoreFault

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 9000


def name_of(data: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(data).hexdigest()


def test_a_file_or_bytes_are_staged_under_their_hash(tmp_path: Path) -> None:
    source, store = tmp_path / "IMG 1.jpg", PhotoStore(tmp_path / "desk" / "photos")
    source.write_bytes(PHOTO)
    assert store.hashes() == frozenset()
    assert store.stage(source) == store.stage(PHOTO) == name_of(PHOTO)
    assert store.path(name_of(PHOTO)).read_bytes() == PHOTO
    assert store.hashes() == {name_of(PHOTO)}
    assert [path.name for path in (tmp_path / "desk" / "photos").iterdir()] == [name_of(PHOTO)]
    if os.name != "nt":
        assert store.path(name_of(PHOTO)).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 " + bytes(100), "not_a_picture"),
        (b"", "not_a_picture"),
        (b"\xff\xd8\xff" + bytes(26 * 1024 * 1024), "too_large"),
    ],
    ids=["pdf", "empty", "too large"],
)
def test_what_is_not_taken_leaves_nothing(tmp_path: Path, data: bytes, reason: str) -> None:
    store = PhotoStore(tmp_path / "photos")
    with pytest.raises(NotAPhoto) as no:
        store.stage(data)
    assert no.value.reason == reason
    assert store.hashes() == frozenset()
    assert list(tmp_path.rglob("*.part")) == []


def test_a_source_that_cannot_be_read_is_not_the_desks_disk(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        PhotoStore(tmp_path / "photos").stage(tmp_path / "none.jpg")


def test_a_disk_that_takes_nothing_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "photos").write_bytes(b"in the way")
    with pytest.raises(StoreFault) as fault:
        PhotoStore(tmp_path / "photos").stage(PHOTO)
    assert "photos" in fault.value.path


def refused(*_args: object, **_named: object) -> None:
    """A call that the disk does not take."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize(("where", "call"), [(os, "fsync"), (Path, "replace")])
def test_a_scrap_that_cannot_be_removed_hides_nothing_of_what_the_disk_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, call: str
) -> None:
    monkeypatch.setattr(where, call, refused)
    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(StoreFault) as fault:
        PhotoStore(tmp_path / "photos").stage(PHOTO)
    assert fault.value.key is FaultKey.IO


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is full")
def test_a_full_disk_is_told_as_full_though_closing_the_file_fails_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_open = os.open
    monkeypatch.setattr(os, "open", lambda *_: true_open("/dev/full", os.O_WRONLY))
    with pytest.raises(StoreFault) as fault:
        PhotoStore(tmp_path / "photos").stage(PHOTO)
    assert fault.value.key is FaultKey.DISK_FULL


def test_what_a_crash_left_half_copied_is_removed(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path)
    (tmp_path / "77-1.part").write_bytes(PHOTO[:100])
    assert store.hashes() == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_a_scrap_that_cannot_be_removed_yet_is_in_the_way_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PhotoStore(tmp_path)
    hash = store.stage(PHOTO)
    scrap = tmp_path / "77-1.part"
    scrap.write_bytes(PHOTO[:100])
    with monkeypatch.context() as held:
        held.setattr(Path, "unlink", refused)
        assert store.hashes() == {hash}
    assert store.sweep([hash], 1_800_000_000.0) == {hash}
    assert not scrap.exists()


def test_only_what_nothing_waits_for_is_swept(tmp_path: Path) -> None:
    store, now = PhotoStore(tmp_path), 1_800_000_000.0
    names = {}
    for age in ("needed", "old", "recent", "draft"):
        names[age] = store.stage(PHOTO + age.encode())
        days = {"needed": 90, "old": 31, "recent": 3, "draft": 0}[age]
        made = now - days * 86400
        os.utime(store.path(names[age]), (made, made))
    assert KEPT == 30 * 86400
    assert store.sweep([names["needed"]], now) == {
        names["needed"], names["recent"], names["draft"],
    }  # fmt: skip


def test_of_too_many_delivered_ones_the_oldest_go(tmp_path: Path) -> None:
    store, now = PhotoStore(tmp_path), 1_800_000_000.0
    names = [store.stage(PHOTO + bytes([n])) for n in range(3)]
    for days, name in enumerate(names, 2):
        os.truncate(store.path(name), MOST // 2 - 1)  # sparse: it takes up no room
        os.utime(store.path(name), (now - days * 86400,) * 2)
    assert store.sweep([], now) == set(names[:2])


@pytest.mark.parametrize("name", ["../outbox.db", "", "A" * 64, "a" * 65])
def test_no_other_name_reaches_the_disk(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        PhotoStore(tmp_path).path(name)
