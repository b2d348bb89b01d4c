"""The case page and the outbox page with plain values."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console.desk import Item
from console.pages.case import CasePage
from console.pages.outbox import OutboxPage
from console.pages.outbox_card import OutboxCard
from db.domain import commands as verb
from db.domain.city import City
from db.domain.commands import Command
from db.domain.refused import Refused
from db.domain.states import State
from tests.console.acted import BEGAN, BUDI, FORWARD, SITI, Life
from widgets.banner import Banner
from widgets.masked import Masked
from widgets.theme import Theme

NOW = int((BEGAN + timedelta(hours=1)).timestamp() * 1000)
NASTY = "<b>tebal</b> <img src='http://x/y.png'> & <script>1</script>"


def case_page(qtbot: QtBot, dark: Theme, city: City) -> CasePage:
    page = CasePage(dark, city, SITI, lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    return page


def texts(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def verbs(page: CasePage) -> list[str]:
    return [b.accessibleName() for b in page.findChildren(QPushButton) if b.accessibleName()]


def test_what_the_citizen_wrote_is_shown_letter_by_letter(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    life = Life(city, NASTY).act(verb.Note(NASTY))
    page = case_page(qtbot, dark, city)
    page.show_case(life.view())
    assert not page.findChildren(QTextEdit)
    (quote,) = (label for label in page.findChildren(QLabel) if label.text() == NASTY)
    assert quote.textFormat() is Qt.TextFormat.PlainText
    for label in page.findChildren(QLabel):
        rich = label.textFormat() is Qt.TextFormat.RichText
        guessed = label.textFormat() is Qt.TextFormat.AutoText
        assert not rich
        assert not (guessed and "<b>" in label.text())


def test_a_case_says_what_it_is_and_what_may_be_done(qtbot: QtBot, dark: Theme, city: City) -> None:
    life = Life(city)
    page = case_page(qtbot, dark, city)
    page.show_case(life.view())
    said = texts(page)
    assert "TNG-26-000001" in said
    assert f"Masuk · {city.categories['sampah'].name}" in said
    assert "Teruskan" in verbs(page)
    life.act(FORWARD)
    page.show_case(life.view())
    assert "Catat diterima OPD" in verbs(page)
    assert any(word.startswith("Diteruskan ·") for word in texts(page))


def test_the_reporter_stays_masked_until_revealed(qtbot: QtBot, dark: Theme, city: City) -> None:
    page = case_page(qtbot, dark, city)
    page.show_case(Life(city).view())
    (mask,) = page.findChildren(Masked)
    with qtbot.waitSignal(page.look_asked) as asked:
        mask.reveal_asked.emit()
    assert asked.args == ["r1"]
    assert not any("Ratna" in text for text in texts(page))
    page.reveal("r1", "Bu Ratna · 0812")
    page.reveal("another", "nobody")
    assert any("Ratna" in (label.toolTip() or label.text()) for label in mask.findChildren(QLabel))
    page.show_case(Life(city, "Laporan lain").view())
    assert not any("Ratna" in text for text in texts(page))


def test_what_waits_and_what_was_refused_is_said(qtbot: QtBot, dark: Theme, city: City) -> None:
    life = Life(city).act(FORWARD)
    page = case_page(qtbot, dark, city)
    (notice,) = page.findChildren(Banner)
    view = life.view()
    page.show_case(replace(view, history=view.history[1:], pending=view.history[:1]))
    assert notice.accessibleName().startswith("1 perintah tersimpan di meja ini")
    no = Refused("already_closed", number="TNG-26-000001")
    page.show_case(replace(view, refused=(("c9", no),)))
    assert notice.accessibleName() == "Kasus TNG-26-000001 sudah selesai."
    page.show_case(view)
    assert not notice.isVisible()


def test_a_case_out_of_sight_and_none_chosen_are_screens_of_their_own(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    page = case_page(qtbot, dark, city)
    assert any("Belum ada kasus" in text for text in texts(page))
    page.show_case(Life(city).view())
    page.show_gone()
    assert any("tidak ada di meja ini" in text for text in texts(page))
    assert page.view is None
    page.tick()


def item(act: verb.Verb, state: str, reason: str = "", mine: bool = True, n: int = 0) -> Item:
    command = Command(f"c{n}", "case 1", act, SITI if mine else BUDI, BEGAN)
    facts = {"number": "TNG-26-000001", "state": "forwarded", "opd": "dpupr"} if reason else {}
    return Item(command, state, NOW + n, mine, reason, facts)


def outbox(qtbot: QtBot, dark: Theme, city: City) -> OutboxPage:
    page = OutboxPage(dark, city, lambda case: f"TNG-26-1 {case}")
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    return page


def rows(page: OutboxPage) -> list[str]:
    return [
        label.toolTip() or label.text()
        for label in page.findChildren(QLabel)
        if label.isVisible() and " · " in (label.toolTip() or label.text())
    ]


def test_an_empty_outbox_says_that_all_has_arrived(qtbot: QtBot, dark: Theme, city: City) -> None:
    page = outbox(qtbot, dark, city)
    page.show_items([])
    assert any("sudah sampai di server" in text for text in texts(page))


def test_what_needs_an_act_stands_first_with_who_won(qtbot: QtBot, dark: Theme, city: City) -> None:
    page = outbox(qtbot, dark, city)
    queued = item(verb.Note("satu"), "queued", n=1)
    lost = item(FORWARD, "rejected", "assignment_changed", n=2)
    page.show_items([queued, lost])
    told = rows(page)
    first, second = (
        told.index(next(row for row in told if row.startswith(word)))
        for word in ("Teruskan · tidak dijalankan", "Catatan · tersimpan, belum terkirim")
    )
    assert first < second
    said = texts(page)
    why = next(row for row in said if "lebih dulu" in row)
    assert said.index(why) < said.index(told[second])
    assert city.agencies["dpupr"].short in why
    (again,) = (b for b in page.findChildren(QPushButton) if b.text() == "Alihkan ke DLH")
    (leave,) = (b for b in page.findChildren(QPushButton) if b.text() == "Biarkan di DPUPR")
    with qtbot.waitSignal(page.instead) as asked:
        again.click()
    assert asked.args == ["c2"]
    with qtbot.waitSignal(page.dismissed) as dismissed:
        leave.click()
    assert dismissed.args == ["c2"]


def test_nobody_acts_on_anothers_commands(qtbot: QtBot, dark: Theme, city: City) -> None:
    page = outbox(qtbot, dark, city)
    page.show_items([item(FORWARD, "rejected", "assignment_changed", mine=False)])
    buttons = {b.text() for b in page.findChildren(QPushButton) if b.isVisible()}
    assert buttons == {"Buka kasus", "Ekspor …"}


def test_every_state_of_a_command_has_words(qtbot: QtBot, dark: Theme, city: City) -> None:
    page = outbox(qtbot, dark, city)
    states = ["queued", "sending", "decided", "parked", "rejected"]
    page.show_items([item(verb.Note(NASTY), state, n=n) for n, state in enumerate(states)])
    heads = [row for row in rows(page) if row.startswith("Catatan · ")]
    assert len(heads) == 5
    assert not any(re.search(r"[{}]", head) for head in heads)
    assert any(NASTY.splitlines()[0] in row for row in rows(page))


def test_a_command_that_did_not_change_keeps_its_card(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    page = outbox(qtbot, dark, city)
    waiting = [item(verb.Note("satu"), "queued", n=n) for n in range(3)]
    page.show_items(waiting)
    cards = page.findChildren(OutboxCard)
    page.show_items([*waiting[:2], replace(waiting[2], state="sending")])
    assert [card.isHidden() for card in cards] == [False, False, True]
    assert len(page.findChildren(OutboxCard)) == 4  # the one in its place is new


def test_whoever_is_on_a_button_stays_on_it(qtbot: QtBot, dark: Theme, city: City) -> None:
    page = outbox(qtbot, dark, city)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    lost = item(FORWARD, "rejected", "assignment_changed", n=1)
    page.show_items([lost, item(verb.Note("satu"), "queued", n=2)])
    page.focus_first()
    first = page.focusWidget()
    assert isinstance(first, QPushButton)
    assert first.text() == "Buka kasus"
    page.focusNextChild()
    second = page.focusWidget()
    page.show_items([lost, item(verb.Note("satu"), "queued", n=2)])
    assert page.focusWidget() is second
    page.show_items([lost, item(verb.Note("satu"), "sending", n=2)])
    assert page.focusWidget() is second
    page.show_items([replace(lost, queued_at=lost.queued_at + 1)])
    after = page.focusWidget()
    assert isinstance(after, QPushButton)
    assert after is not second
    assert after.text() == "Biarkan di DPUPR"


def test_a_merged_case_names_the_one_it_went_into(qtbot: QtBot, dark: Theme, city: City) -> None:
    page = CasePage(dark, city, SITI, lambda: NOW, named=lambda case: f"TNG-26-000002 {case}")
    qtbot.addWidget(page)
    page.show()
    life = Life(city)
    merged = replace(life.view().case, state=State.MERGED, master="m1")
    page.show_case(replace(life.view(), case=merged))
    assert page.findChildren(Banner)
    assert any("TNG-26-000002 m1" in text for text in texts(page))
