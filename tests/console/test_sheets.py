"""The sheets: what they suggest, what they ask, and how they take bad input."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.pages import acts, reasons
from console.pages.act import ActSheet
from console.pages.forward import ForwardSheet
from console.pages.intake import Caller, IntakeSheet
from console.pages.sheet import Sheet
from console.places import Places
from db.domain import commands as verb
from db.domain.case import SYSTEM, Case, Place
from db.domain.city import City
from db.domain.routing import Evidence, Learned, Lesson, clues_of
from db.domain.suggest import Suggestion
from tests.console.acted import BEGAN, FORWARD, SITI, Life
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


def part(sheet: QWidget, kind: type[Any], name: str) -> Any:
    """The one part with this accessible name."""
    (found,) = (p for p in sheet.findChildren(kind) if p.accessibleName() == name)
    return found


def shown(qtbot: QtBot, sheet: Sheet) -> list[tuple[Any, ...]]:
    """Show a sheet; what it sends comes into the list."""
    sent: list[tuple[Any, ...]] = []
    sheet.sent.connect(lambda *given: sent.append(given))  # type: ignore[attr-defined]
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    sheet.begin()
    return sent


def hit(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifier)


def write(text: str) -> None:
    QTest.keyClicks(focused(), text)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def forward_sheet(qtbot: QtBot, dark: Theme, city: City, life: Life) -> ForwardSheet:
    return ForwardSheet(dark, life.case, city, "Siti")


def test_the_agency_of_the_category_comes_first_with_the_reason(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city))
    sent = shown(qtbot, sheet)
    choices = sheet._choices()
    category = city.categories["sampah"]
    assert choices[0].key == category.agency
    assert category.name in choices[0].reason
    assert {choice.key for choice in choices} == set(city.agencies)
    second = [choice.key for choice in choices[1 : 1 + len(category.supporting)]]
    assert second == list(category.supporting)
    note = part(sheet, QPlainTextEdit, "Pesan untuk OPD").toPlainText()
    assert "TNG-26-000001" in note
    assert "Sampah menumpuk" in note
    assert city.agencies[category.agency].short in note
    hit(Qt.Key.Key_Return)
    ((act,),) = sent
    assert isinstance(act, verb.Forward)
    assert (act.opds, act.category, act.report_class) == (
        (category.agency,), "sampah", "complaint",
    )  # fmt: skip


def test_the_words_suggest_where_there_is_no_category(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city, "lampu jalan mati", category=None))
    sent = shown(qtbot, sheet)
    assert "lampu" in sheet._choices()[0].reason.lower()
    hit(Qt.Key.Key_Return)
    assert sent[0][0].category == "lampu-pju"


def test_without_any_hint_a_category_is_asked_for(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city, "tolong dicek", category=None))
    sent = shown(qtbot, sheet)
    hit(Qt.Key.Key_Return)
    assert sent == []
    assert sheet.banner.accessibleName() == "Pilih kategori kasus ini dulu."
    combo = part(sheet, QComboBox, "Kategori")
    assert combo.hasFocus()
    combo.setCurrentIndex(combo.findData("banjir"))
    assert sheet._choices()[0].key == city.categories["banjir"].agency
    hit(Qt.Key.Key_Return, CTRL)
    assert sent[0][0].category == "banjir"


def test_without_a_place_it_asks_why(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city, place=Place()))
    sent = shown(qtbot, sheet)
    assert focused().accessibleName() == "Mengapa kasus ini tidak punya lokasi"
    hit(Qt.Key.Key_Return, CTRL)
    assert sent == []
    assert "tidak punya lokasi" in sheet.banner.accessibleName()
    write("soal tarif")
    hit(Qt.Key.Key_Return, CTRL)
    assert sent[0][0].place == Place(no_place="soal tarif")


def test_what_was_written_is_not_replaced_by_the_template(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = forward_sheet(qtbot, dark, city, Life(city))
    shown(qtbot, sheet)
    note = part(sheet, QPlainTextEdit, "Pesan untuk OPD")
    note.setFocus()
    note.selectAll()
    write("Mohon hari ini")
    sheet._picker.setFocus()
    hit(Qt.Key.Key_Down)
    assert note.toPlainText() == "Mohon hari ini"


def act_sheet(dark: Theme, city: City, life: Life, key: str) -> ActSheet:
    (act,) = (one for one in acts.all_acts() if one.key == key)
    return ActSheet(dark, act, life.case, city, BEGAN, list)


def test_an_act_names_the_field_that_is_still_empty(qtbot: QtBot, dark: Theme, city: City) -> None:
    sheet = act_sheet(dark, city, Life(city).act(FORWARD), "reassign")
    sent = shown(qtbot, sheet)
    hit(Qt.Key.Key_Return, CTRL)
    assert sheet.banner.accessibleName() == "Isi dulu: OPD baru."
    combo = part(sheet, QComboBox, "OPD baru")
    assert combo.hasFocus()
    combo.setCurrentIndex(combo.findData("dpupr"))
    part(sheet, QPlainTextEdit, "Alasan").setFocus()
    write("salah alamat")
    hit(Qt.Key.Key_Return, CTRL)
    assert sent == [(verb.Reassign(("dpupr",), "salah alamat"),)]


def test_which_agency_is_asked_only_where_there_are_several(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    one = act_sheet(dark, city, Life(city).act(FORWARD), "accept")
    both = replace(FORWARD, opds=("dlh", "dpupr"))
    several = act_sheet(dark, city, Life(city).act(both), "accept")
    for sheet, asked in ((one, 0), (several, 1)):
        qtbot.addWidget(sheet)
        assert len(sheet.findChildren(QComboBox)) == asked
    assert part(several, QComboBox, "OPD").count() == 2


def test_the_day_of_a_plan_is_in_the_future(qtbot: QtBot, dark: Theme, city: City) -> None:
    life = Life(city).act(FORWARD).act(verb.Accept("Ibu Dewi"))
    sheet = act_sheet(dark, city, life, "schedule")
    sent = shown(qtbot, sheet)
    write("truk datang")
    hit(Qt.Key.Key_Return, CTRL)
    act = sent[0][0]
    assert act.plan == "truk datang"
    assert act.on > BEGAN
    life.act(act)


def test_esc_closes_and_a_refusal_keeps_what_was_typed(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    sheet = act_sheet(dark, city, Life(city), "note")
    shown(qtbot, sheet)
    write("catatan")
    sheet.refuse("Tidak bisa sekarang.")
    assert part(sheet, QPlainTextEdit, acts.all_acts()[-2].fields[0].word).toPlainText() == (
        "catatan"
    )
    with qtbot.waitSignal(sheet.closed):
        hit(Qt.Key.Key_Escape)


def test_a_call_is_typed_and_the_category_guessed(
    qtbot: QtBot, dark: Theme, city: City, places: Places
) -> None:
    sheet = IntakeSheet(dark, city, places, online=True)
    sent = shown(qtbot, sheet)
    write("Lampu jalan padam di depan pasar")
    combo = part(sheet, QComboBox, "Kategori")
    qtbot.waitUntil(lambda: combo.currentData() == "lampu-pju")
    part(sheet, QLineEdit, "Lokasi").setText("Jl. Ki Samaun")
    part(sheet, QLineEdit, "Nama pelapor").setText("Bu Ratna")
    hit(Qt.Key.Key_Return, CTRL)
    ((act, caller, into),) = sent
    assert (act.channel, act.category, act.place.text) == ("phone", "lampu-pju", "Jl. Ki Samaun")
    assert (caller, into) == (Caller("Bu Ratna", ""), None)


def test_a_guess_never_overrules_the_officer(
    qtbot: QtBot, dark: Theme, city: City, places: Places
) -> None:
    sheet = IntakeSheet(dark, city, places, online=True)
    sent = shown(qtbot, sheet)
    combo = part(sheet, QComboBox, "Kategori")
    combo.setCurrentIndex(combo.findData("banjir"))
    combo.activated.emit(combo.currentIndex())
    write("Lampu jalan padam")
    hit(Qt.Key.Key_Return, CTRL)
    assert sent[0][0].category == "banjir"


def test_a_guess_never_makes_a_complaint_of_what_the_officer_calls_an_emergency(
    qtbot: QtBot, dark: Theme, city: City, places: Places
) -> None:
    sheet = IntakeSheet(dark, city, places, online=True)
    sent = shown(qtbot, sheet)
    write("Lampu jalan padam")
    category = part(sheet, QComboBox, "Kategori")
    qtbot.waitUntil(lambda: category.currentData() == "lampu-pju")
    kind = part(sheet, QComboBox, "Jenis")
    kind.setFocus()
    hit(Qt.Key.Key_Home)
    while kind.currentData() != "emergency":
        hit(Qt.Key.Key_Down)
    hit(Qt.Key.Key_Return, CTRL)
    assert (sent[0][0].category, sent[0][0].report_class) == ("lampu-pju", "emergency")


def test_another_call_has_neither_the_class_nor_the_caller_of_the_one_before(
    qtbot: QtBot, dark: Theme, city: City, places: Places
) -> None:
    sheet = IntakeSheet(dark, city, places, online=True)
    sent = shown(qtbot, sheet)
    sheet.resume(verb.Receive("r1", "phone", "Api besar", report_class="emergency"))
    name, phone = (part(sheet, QLineEdit, f"{what} pelapor") for what in ("Nama", "Telepon"))
    name.setText("Bu Ratna")
    phone.setText("0812 3456 7890")
    next(b for b in sheet.findChildren(QPushButton) if b.text() == "Kosongkan").click()
    write("Mau tanya jam buka")
    hit(Qt.Key.Key_Return, CTRL)
    ((act, caller, _),) = sent
    assert (act.report_class, caller) == ("complaint", Caller("", ""))


def test_offline_nobody_is_asked_who_called(
    qtbot: QtBot, dark: Theme, city: City, places: Places
) -> None:
    sheet = IntakeSheet(dark, city, places, online=False)
    shown(qtbot, sheet)
    assert not part(sheet, QLineEdit, "Nama pelapor").isEnabled()
    assert not part(sheet, QLineEdit, "Telepon pelapor").isEnabled()
    assert any("hanya disimpan di server" in label.text() for label in sheet.findChildren(QLabel))


def test_an_empty_call_and_an_unknown_area_are_refused(
    qtbot: QtBot, dark: Theme, city: City, places: Places
) -> None:
    sheet = IntakeSheet(dark, city, places, online=True)
    sent = shown(qtbot, sheet)
    hit(Qt.Key.Key_Return, CTRL)
    assert sheet.banner.accessibleName() == "Tulis dulu apa yang dilaporkan."
    write("Sampah")
    part(sheet, QComboBox, "Kelurahan").setEditText("Atlantis")
    hit(Qt.Key.Key_Return, CTRL)
    assert "tidak ada di kota ini" in sheet.banner.accessibleName()
    assert sent == []


@pytest.mark.parametrize(
    ("pasted", "word"),
    [
        ("Sampah " * 150_000, "terlalu panjang"),  # a megabyte
        ("Sampah \x00 di jalan", ""),
        ("Sampah \ud800 di jalan", ""),
    ],
    ids=["1 MB", "NUL", "lone surrogate"],
)
def test_what_is_pasted_into_a_call_never_breaks_the_desk(
    room: Room, loop: Loop, sit: Any, pasted: str, word: str
) -> None:
    seat: Seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))

    async def journey() -> None:
        seat.frame.take_call()
        await until(lambda: isinstance(seat.frame.sheet, IntakeSheet), "the sheet is open")
        sheet = seat.frame.sheet
        assert isinstance(sheet, IntakeSheet)
        part(sheet, QPlainTextEdit, "Kata-kata pelapor").insertPlainText(pasted)
        await seat.press(Qt.Key.Key_Return, CTRL)
        await until(
            lambda: seat.frame.sheet is None or sheet.banner.isVisible(), "it is taken or refused"
        )
        if seat.frame.sheet is None:
            assert not word
            await until(lambda: len(seat.program.book) == 1, "the call is on the board")
            await until(lambda: not seat.program.desk.items(), "the server took it")
        else:
            said = sheet.banner.accessibleName()
            assert (word or "tidak bisa disimpan") in said
            assert seat.program.desk.items() == ()

    loop.run(journey())
    assert not (seat.folder / "crash.log").exists()


def test_a_delivery_that_is_sent_again_says_which_and_what_to_ask_first(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    life = Life(city).act(FORWARD)
    since = life.case.tasks[0].forwarded_at
    for job, channel in (("j1", "webhook"), ("j2", "open311")):
        news = verb.Deliver("dlh", channel, "failed", since, job=job, reason="look_first")
        life.act(news, SYSTEM)
    act = next(act for act in acts.offered(life.case, SITI) if act.key == "resend")
    sheet = ActSheet(dark, act, life.case, city, BEGAN, list)
    sent = shown(qtbot, sheet)
    combo = part(sheet, QComboBox, "Kiriman yang belum sampai")
    assert [combo.itemText(n) for n in range(combo.count())] == [
        "DLH · kasus ini diteruskan, lewat sistem mereka",
        "DLH · kasus ini diteruskan, lewat Open311 mereka",
    ]
    assert "tanyakan dulu ke OPD" in combo.accessibleDescription()
    hit(Qt.Key.Key_Return, CTRL)
    assert sent == []
    hit(Qt.Key.Key_Down)
    hit(Qt.Key.Key_Down)
    hit(Qt.Key.Key_Return, CTRL)
    assert sent == [(verb.Resend("j2", "dlh", "open311"),)]


def test_who_was_told_when_and_of_what(qtbot: QtBot, dark: Theme, city: City) -> None:
    life = Life(city).act(FORWARD)
    act = next(act for act in acts.offered(life.case, SITI) if act.key == "told")
    sheet = ActSheet(dark, act, life.case, city, BEGAN, list)
    sent = shown(qtbot, sheet)
    hit(Qt.Key.Key_Return, CTRL)
    assert sent == []
    assert sheet.banner.accessibleName() == "Isi dulu: Nama yang diberi tahu di OPD."
    write("Bu Ratna")
    when = part(sheet, QDateTimeEdit, "Kapan diberi tahu")
    when.setDateTime(when.dateTime().addSecs(-600))
    hit(Qt.Key.Key_Return, CTRL)
    ((told,),) = sent
    at = BEGAN - timedelta(minutes=10)
    assert told == verb.Deliver("dlh", "phone", "delivered", at=at, name="Bu Ratna")


def experienced(city: City, text: str, opd: str, count: int, *back: str) -> Learned:
    """What so many cases of waste teach; `back` sent one more of them back."""
    learned = Learned()
    for n in range(count + len(back)):
        kept, returned = ((opd,), ()) if n < count else ((), (back[n - count],))
        learned.put(Lesson(clues_of(text, "sampah"), kept, returned))
    return learned


def forward_learned(
    qtbot: QtBot, dark: Theme, city: City, case: Case, learned: Learned
) -> tuple[ForwardSheet, list[tuple[Any, ...]]]:
    sheet = ForwardSheet(dark, case, city, "Siti", learned=learned)
    return sheet, shown(qtbot, sheet)


def test_earlier_cases_speak_beside_the_category(qtbot: QtBot, dark: Theme, city: City) -> None:
    learned = experienced(city, "Sampah menumpuk", "dlh", 12)
    learned.put(Lesson(clues_of("Sampah", "sampah"), ("dpupr",)))
    sheet, _ = forward_learned(qtbot, dark, city, Life(city).case, learned)
    first = sheet._choices()[0]
    assert first.key == "dlh"
    name = city.categories["sampah"].name
    told = "12 dari 12 kasus serupa (kata “menumpuk”)"
    assert first.reason == f"{told} · kategori {name} → {city.agencies['dlh'].short}"


def test_the_category_alone_is_not_named_twice(qtbot: QtBot, dark: Theme, city: City) -> None:
    learned = experienced(city, "", "dlh", 13)
    sheet, _ = forward_learned(qtbot, dark, city, Life(city).case, learned)
    assert sheet._choices()[0].reason.startswith("13 dari 13 kasus serupa · kategori ")


def test_what_only_earlier_cases_say_is_chosen_with_one_key(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    learned = experienced(city, "Sampah menumpuk", "satpol-pp", 40)
    sheet, sent = forward_learned(qtbot, dark, city, Life(city).case, learned)
    choices = sheet._choices()
    assert choices[0].key == "satpol-pp"
    assert choices[0].reason == "40 dari 40 kasus serupa"
    assert sent == []  # it never sends by itself
    hit(Qt.Key.Key_2)
    assert [act.opds for (act,) in sent] == [(choices[1].key,)]
    hit(Qt.Key.Key_1)
    assert [act.opds for (act,) in sent][1:] == [("satpol-pp",)]


def test_who_sent_it_back_is_no_suggestion_and_the_list_says_why(
    qtbot: QtBot, dark: Theme, city: City
) -> None:
    life = Life(city).act(FORWARD).act(verb.Bounce("bukan kami"))
    sheet, _ = forward_learned(qtbot, dark, city, life.case, Learned())
    choices = {choice.key: choice.reason for choice in sheet._choices()}
    assert next(iter(choices)) != "dlh"
    assert choices["dlh"] == "Kasus ini sudah dikembalikan OPD ini"
    learned = experienced(city, "Sampah menumpuk", "dpupr", 1, "dlh", "dlh", "dlh")
    sheet, _ = forward_learned(qtbot, dark, city, Life(city).case, learned)
    choices = {choice.key: choice.reason for choice in sheet._choices()}
    assert next(iter(choices)) != "dlh"
    assert choices["dlh"].startswith("Dikembalikan: 3 dari 4 kasus serupa (")


@pytest.mark.parametrize(
    ("clue", "said"),
    [
        ("word:trafo", "kata “trafo”"),
        ("category:banjir", "{banjir}"),
        ("category+area:banjir|36.71.01", "{banjir} di {area}"),
        ("area:36.71.01", "di {area}"),
        ("channel:laksa", "lewat {laksa}"),
        ("area:unknown", "di unknown"),
    ],
)
def test_each_clue_is_said_in_words(city: City, clue: str, said: str) -> None:
    names = {
        "banjir": city.categories["banjir"].name,
        "area": city.areas["36.71.01"].name,
        "laksa": city.channels["laksa"],
    }
    suggestion = Suggestion("dlh", "", "learned", evidence=Evidence(clue, 4, 5))
    told = reasons.suggested(suggestion, city)
    assert told == f"4 dari 5 kasus serupa ({said.format(**names)})"
