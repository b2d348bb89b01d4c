"""The shift log on a desk's disk: what was signed stays, and what was not never turns up."""

from __future__ import annotations

import errno
import os
import stat
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from console.drafts import HandoverDraft, of_handovers
from console.logbook import KEEP, Logbook
from console.printing import pdf_of, write_pdf
from db import folder
from db.domain.case import Actor
from db.domain.logbook import Entry, Kept
from db.domain.states import Role
from db.store import FaultKey, StoreFault

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
SITI = Actor("siti", "Siti", Role.OFFICER, "meja 1")


def note(text: str = "Genset diuji", at: datetime = NOW, recorded: bool = False) -> Kept:
    entry = Entry(str(uuid.uuid4()), at, SITI, note=text)
    return Kept(entry, SITI if recorded else None, at if recorded else None)


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Killed(BaseException):
    """The power failed here."""


def killed(*_: object, **__: object) -> None:
    raise Killed


STEPS: list[tuple[object, str]] = [
    (os, "open"),
    (os, "fsync"),
    (Path, "replace"),
    (folder, "sync"),
]
_step = pytest.mark.parametrize(("where", "call"), STEPS, ids=[call for _, call in STEPS])


def test_what_was_kept_is_read_in_order_by_the_next_program(tmp_path: Path) -> None:
    log = Logbook(tmp_path)
    assert log.read() == ([], [])
    later, first = note("dua", NOW + timedelta(hours=1)), note("satu")
    for one in (later, first):
        log.put(one)
    assert Logbook(tmp_path).read() == ([first, later], [])
    taken = Kept(first.entry, SITI, NOW)
    log.put(taken)
    assert Logbook(tmp_path).read() == ([taken, later], [])
    for file in (tmp_path / "logbook").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@_step
def test_a_new_entry_that_the_disk_did_not_take_is_not_there_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, call: str
) -> None:
    log, held = Logbook(tmp_path), note()
    log.put(held)
    with monkeypatch.context() as patch:
        patch.setattr(where, call, full)
        with pytest.raises(StoreFault) as caught:
            log.put(note("tidak muat"))
    assert caught.value.key is FaultKey.DISK_FULL
    assert Logbook(tmp_path).read() == ([held], [])


@_step
def test_an_entry_whose_news_the_disk_did_not_take_is_still_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, call: str
) -> None:
    log, held = Logbook(tmp_path), note()
    log.put(held)
    with monkeypatch.context() as patch:
        patch.setattr(where, call, full)
        with pytest.raises(StoreFault):
            log.put(Kept(held.entry, SITI, NOW))
    ((kept,), damaged) = Logbook(tmp_path).read()
    assert (kept.entry, damaged) == (held.entry, [])


@_step
def test_killed_at_any_step_nothing_is_half_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, call: str
) -> None:
    log, held, cut = Logbook(tmp_path), note(), note("terpotong")
    log.put(held)
    with monkeypatch.context() as patch:
        patch.setattr(where, call, killed)
        with pytest.raises(Killed):
            log.put(cut)
    found, damaged = Logbook(tmp_path).read()
    assert found in ([held], sorted([held, cut], key=lambda kept: kept.entry.id))
    assert damaged == []
    assert list((tmp_path / "logbook").glob("*.new")) == []
    log.put(cut)
    assert len(log.read()[0]) == 2


@pytest.mark.parametrize("text", [b"", b"\xff", b"{}", b"[]", b'{"entry": {"id": 5}}', b'{"entry'])
def test_a_damaged_file_is_named_and_left_and_hides_no_other(tmp_path: Path, text: bytes) -> None:
    log, held = Logbook(tmp_path), note()
    log.put(held)
    bad = tmp_path / "logbook" / f"{uuid.uuid4()}.json"
    bad.write_bytes(text)
    assert log.read() == ([held], [bad])
    log.sweep(NOW + KEEP * 2)
    assert bad.read_bytes() == text


def test_only_what_the_server_has_is_ever_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, there, here = Logbook(tmp_path), note(recorded=True), note()
    for one in (there, here):
        log.put(one)
    log.sweep(NOW + KEEP)
    assert len(log.read()[0]) == 2
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", full)
        log.sweep(NOW + KEEP + timedelta(days=1))  # tried again another time
    assert len(log.read()[0]) == 2
    log.sweep(NOW + KEEP + timedelta(days=1))
    assert log.read()[0] == [here]


def test_an_id_that_is_none_reaches_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no id"):
        Logbook(tmp_path).put(Kept(Entry("../../x", NOW, SITI, note="x")))


# --- remarks that are still being typed ---


def test_a_draft_is_each_officers_own_and_holds_no_personal_data(tmp_path: Path) -> None:
    drafts = of_handovers(tmp_path)
    assert drafts.read("siti") is None
    drafts.put(
        "siti", HandoverDraft(NOW, "Hubungi 081298765432", {"c-1": "Sudah ditelepon", "c-2": ""})
    )
    drafts.put("../agus", HandoverDraft(NOW, "Punya Agus"))
    again = of_handovers(tmp_path)
    assert again.read("siti") == HandoverDraft(NOW, "Hubungi •••", {"c-1": "Sudah ditelepon"})
    assert again.read("../agus") == HandoverDraft(NOW, "Punya Agus")
    assert all(file.parent.name == "drafts" for file in tmp_path.rglob("*.json"))
    again.forget("siti")
    assert again.read("siti") is None
    assert again.read("../agus") is not None
    assert Logbook(tmp_path).read() == ([], [])


@_step
def test_a_draft_survives_what_happens_to_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, call: str
) -> None:
    drafts, first, second = (
        of_handovers(tmp_path),
        HandoverDraft(NOW, "satu"),
        HandoverDraft(NOW, "satu dua"),
    )
    drafts.put("siti", first)
    for failing, raised in ((full, StoreFault), (killed, Killed)):
        with monkeypatch.context() as patch:
            patch.setattr(where, call, failing)
            with pytest.raises(raised):
                drafts.put("siti", second)
        assert drafts.read("siti") in (first, second)
    (file,) = (tmp_path / "logbook" / "drafts").glob("*.json")
    file.write_bytes(b"{")
    assert drafts.read("siti") is None


# --- on paper ---


def text_of(path: Path) -> list[str]:
    document = QPdfDocument()
    document.load(str(path))
    return [document.getAllText(page).text() for page in range(document.pageCount())]


def test_every_page_has_its_foot_whatever_stands_in_it(qapp: QApplication, tmp_path: Path) -> None:
    long = "".join(f"<p>Kasus nomor {n}</p>" for n in range(120))
    to = tmp_path / "serah.pdf"
    write_pdf(to, long, "Serah terima", "Kota {x} {0} · Halaman {page} dari {pages}")
    pages = text_of(to)
    assert len(pages) > 2
    for n, page in enumerate(pages, 1):
        assert f"Kota {{x}} {{0}} · Halaman {n} dari {len(pages)}" in page
    assert all(any(f"Kasus nomor {n}" in page for page in pages) for n in range(120))


@pytest.mark.parametrize(("where", "call"), [(os, "fsync"), (Path, "replace"), (Path, "open")])
def test_a_pdf_that_does_not_fit_leaves_the_old_one_and_nothing_else(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: object,
    call: str,
) -> None:
    to = tmp_path / "serah.pdf"
    to.write_bytes(b"lama")
    with monkeypatch.context() as patch:
        patch.setattr(where, call, full)
        with pytest.raises(StoreFault) as caught:
            write_pdf(to, "<p>baru</p>", "Serah terima", "")
    assert caught.value.key is FaultKey.DISK_FULL
    assert to.read_bytes() == b"lama"
    assert [file.name for file in tmp_path.iterdir()] == ["serah.pdf"]


def test_a_folder_that_is_gone_is_told(qapp: QApplication, tmp_path: Path) -> None:
    assert pdf_of("<p>x</p>", "x", "").startswith(b"%PDF")
    with pytest.raises(StoreFault):
        write_pdf(tmp_path / "tidak ada" / "serah.pdf", "<p>x</p>", "x", "")
