"""A policy brief at a desk: counted, edited, told when it moves, signed, read by the mayor."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from console.drafts import of_policies
from console.pages import policy_words as told
from console.pages.figures_cases import FigureCases
from console.pages.policy import PolicyPage
from db.domain import commands as verb
from db.domain.policy import filled
from tests.plugins.seats import Loop, Seat, until
from tests.server.briefs import RISEN, rise
from tests.server.room import PASSWORD, Room

Key = Qt.Key
Seats = Callable[..., Seat]
SENTENCE = "Kalimat klaim"
ADVICE = "Rekomendasi untuk klaim ini"


@pytest.fixture
def risen(room: Room) -> list[str]:
    """The cases that rose."""
    return rise(room)


async def opened(seat: Seat, room: Room, login: str = "budi") -> PolicyPage:
    """G P, and what is there is counted or listed."""
    await seat.enter(room.url, login, PASSWORD)
    await seat.press("gp")
    page = seat.frame.policy
    await until(lambda: seat.frame.windows.page is page, "the page is here")
    return page


async def writing(seat: Seat, room: Room) -> PolicyPage:
    """The brief that is being written, of the last week."""
    page = await opened(seat, room)
    await until(lambda: page.write.facts is not None, "it is counted")
    await page.policies.choose(1)
    await until(lambda: len(page.write.claims.figures()) == 2, "two claims are listed")
    return page


async def typed(seat: Seat, name: str, text: str) -> None:
    """In place of what a field holds."""
    field = seat.find(QPlainTextEdit, name)
    field.setFocus()
    field.selectAll()
    await seat.press(text)


async def hidden(seat: Seat, case: str) -> None:
    """Wait until this desk knows a case as a secret one."""
    for _ in range(500):
        view = await seat.program.desk.view(case)
        if view is not None and view.case.secret:
            return
        await seat.rest()
    raise AssertionError("the desk never heard of it")


async def sign(page: PolicyPage) -> None:
    page.write.act.click()
    banner = page.write.banner
    await until(lambda: not banner.isHidden() or page.signed.shown is not None, "it is told")


def told_by(page: PolicyPage) -> str:
    """What the banner says."""
    return page.write.banner.accessibleName()


def test_a_supervisor_edits_and_signs_and_no_number_can_be_typed(
    room: Room, risen: list[str], loop: Loop, sit: Seats
) -> None:
    seat = sit()

    async def played() -> None:
        page = await writing(seat, room)
        assert {one.figure for one in page.write.claims.figures()} == {str(RISEN)}
        page.write.step(1)
        await typed(seat, SENTENCE, "Ada 40 kasus di {tempat}")
        await sign(page)
        assert "Angka tidak diketik" in told_by(page)
        await typed(seat, SENTENCE, "Sampah menumpuk di {tempat}: {jumlah} kasus")
        await typed(seat, ADVICE, "Tambah 2 armada")
        page.write.step(-1)
        page.write._claim.drop.click()
        page.write.act.click()
        await until(lambda: page.signed.shown is not None, "it is signed and shown")
        text = page.signed.text.toPlainText()
        assert f": {RISEN} kasus" in text
        assert "Rekomendasi: Tambah 2 armada" in text
        assert "1 klaim tidak dimuat" in text
        assert of_policies(seat.folder).read("budi") is None

    loop.run(played())
    listed = room.desk("walikota").http.get("/policies").json()["policies"]
    assert [one["by"] for one in listed] == ["Budi"]


def test_what_is_written_is_there_after_a_power_cut_and_what_moved_is_told(
    room: Room, risen: list[str], loop: Loop, sit: Seats, tmp_path: Path
) -> None:
    first = sit()

    async def written() -> None:
        await writing(first, room)
        await typed(first, ADVICE, "Tambah armada, hubungi 081298765432")
        drafts = of_policies(first.folder)

        def there() -> bool:
            kept = drafts.read("budi")
            return kept is not None and any(one.advice for one in kept.said)

        await until(there, "the disk has it")
        kept = drafts.read("budi")
        assert kept is not None
        assert [one.advice for one in kept.said] == ["Tambah armada, hubungi •••"]
        shutil.copytree(first.folder, tmp_path / "later")  # what a power cut leaves
        await first.close()

    loop.run(written())
    edit = verb.Edit("secret", "no", "yes")
    assert room.desk("budi").do(risen[0], edit)["outcome"] == "accepted"
    later = sit("later")

    async def read() -> None:
        page = await opened(later, room)
        await until(lambda: page.write.facts is not None, "it is counted")
        assert page.write.facts is not None
        assert page.write.facts.period.weeks == 1
        await until(lambda: f"{RISEN} → {RISEN - 1}" in told_by(page), "what moved is told")
        page.write.step(-1)
        found = later.find(QPlainTextEdit, ADVICE).toPlainText()
        page.write.step(1)
        other = later.find(QPlainTextEdit, ADVICE).toPlainText()
        assert "Tambah armada, hubungi •••" in (found, other)

    loop.run(read())


def test_numbers_that_moved_are_told_before_it_is_signed(
    room: Room, risen: list[str], loop: Loop, sit: Seats
) -> None:
    seat = sit()

    async def played() -> None:
        page = await writing(seat, room)
        edit = verb.Edit("secret", "no", "yes")
        assert room.desk("budi").do(risen[3], edit)["outcome"] == "accepted"
        await hidden(seat, risen[3])
        await sign(page)
        assert "Jurnal sudah bergerak: 2 klaim berubah" in told_by(page)
        assert f"{RISEN} → {RISEN - 1}" in told_by(page)
        assert {one.figure for one in page.write.claims.figures()} == {str(RISEN - 1)}
        page.write.act.click()
        await until(lambda: page.signed.shown is not None, "it is signed with the new numbers")
        assert page.signed.shown is not None
        assert {claim.many for claim in page.signed.shown.policy.facts.claims} == {RISEN - 1}

    loop.run(played())


def test_without_the_server_it_is_counted_and_written_and_not_signed(
    room: Room, risen: list[str], loop: Loop, sit: Seats
) -> None:
    seat = sit()

    async def played() -> None:
        page = await writing(seat, room)
        room.stop()
        await until(lambda: seat.program.sync.status.link.value != "live", "it is noticed")
        await page.policies.choose(4)
        await until(lambda: len(page.write.claims.figures()) == 2, "a month is counted")
        await typed(seat, ADVICE, "Tambah armada")
        await sign(page)
        assert "Tanda tangan butuh server" in told_by(page)
        drafts = of_policies(seat.folder)
        await until(lambda: drafts.read("budi") is not None, "it is kept")
        page.tabs.setCurrentIndex(1)
        assert "Rancangan, belum ditandatangani" in page.preview.toPlainText()
        assert "Tambah armada" in page.preview.toPlainText()
        page.tabs.setCurrentIndex(2)
        words = "Naskah yang ditandatangani ada di server"
        await until(lambda: page.signed._empty.accessibleName().startswith(words), "it says so")

    loop.run(played())


def test_the_mayor_reads_opens_the_cases_and_takes_it_away(
    room: Room, risen: list[str], loop: Loop, sit: Seats
) -> None:
    writer, mayor = sit("budi"), sit("walikota")

    async def played() -> None:
        page = await writing(writer, room)
        page.write.act.click()
        await until(lambda: page.signed.shown is not None, "it is signed")
        page = await opened(mayor, room, "walikota")
        assert not page.tabs.isVisible()
        await until(lambda: page.signed.shown is not None, "the mayor reads it")
        assert page.signed.shown is not None
        signed = page.signed.shown
        page.signed.text.claim_opened.emit(0)
        await until(lambda: isinstance(mayor.frame.sheet, FigureCases), "its cases are listed")
        sheet = mayor.frame.sheet
        assert isinstance(sheet, FigureCases)
        assert len(sheet._ids) == RISEN
        await mayor.press(Key.Key_Return)
        await until(lambda: mayor.frame.case_page.view is not None, "one is open")
        assert not [
            b for b in page.findChildren(QPushButton) if "pengganti" in b.text() and b.isVisible()
        ]
        files = [str(mayor.folder / name) for name in ("n.pdf", "n.txt")]
        for file in files:
            page.signed._paper.write(signed, file)
        done = mayor.folder / "n.txt"
        await until(lambda: done.exists() and (mayor.folder / "n.pdf").exists(), "both are there")
        text = done.read_text("utf-8")
        document = QPdfDocument()
        document.load(files[0])
        paper = document.getAllText(0).text()
        for part in (signed.digest[:16], signed.policy.facts.claims[0].cases[0].number):
            assert part in text
            assert part in paper
        assert "Joko" not in text + paper

    loop.run(played())


def test_an_officer_has_no_briefs(room: Room, loop: Loop, sit: Seats) -> None:
    seat = sit()

    async def played() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await seat.press("gp")
        assert seat.frame.windows.page is seat.frame.board
        assert "go_policy" not in {deed.key for deed in seat.frame._deeds}

    loop.run(played())


def test_a_later_brief_replaces_an_earlier_one(
    room: Room, risen: list[str], loop: Loop, sit: Seats
) -> None:
    seat = sit()

    async def played() -> None:
        page = await writing(seat, room)
        page.write.act.click()
        await until(lambda: page.signed.shown is not None, "it is signed")
        first = page.signed.shown
        assert first is not None
        page.signed._replace.click()
        await until(lambda: page.write.facts is not None, "another is counted")
        assert page.policies.current.replaces == first.policy.id
        page.write.act.click()
        await until(lambda: page.signed.shown is not first, "it is signed, too")
        assert page.signed.shown is not None
        assert page.signed.shown.policy.replaces == first.policy.id
        assert "Menggantikan naskah" in page.signed.text.toPlainText()
        assert page.signed.briefs.count() == 2

    loop.run(played())


def test_fields_of_a_sentence_are_filled_and_others_stay() -> None:
    assert filled("{jumlah} di {x}", {"jumlah": "7"}) == "7 di {x}"
    assert told.plain([told.Block("item", "{a}")]) == "- {a}\n"
