"""The desk in English: its sentences, numbers and times; and what happens without them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console import language
from console.api import Web
from console.basemap import Basemaps
from console.call_drafts import CallDrafts
from console.case_model import CaseBook
from console.changeover import Changeover
from console.clock import ServerClock
from console.desk import CaseView, Desk, flags_of
from console.figures import Figures
from console.language import Language
from console.mailings import MailingOffice
from console.map_files import save_picture
from console.pages import acts, links, words
from console.pages.act import ActSheet
from console.pages.deeds import desk_deeds
from console.pages.forward import ForwardSheet
from console.pages.frame import DeskFrame
from console.pages.help import KeysHelp
from console.pages.identity import IdentitySheet
from console.pages.intake import IntakeSheet
from console.pages.key_editor import KeyEditor
from console.pages.palette import Palette
from console.pages.place_sheet import PlaceSheet
from console.pages.proofs import ProofBox
from console.pages.sign_in import SignIn
from console.past import TimeMachine
from console.places import Places
from console.policies import Policies
from console.session import Keeper, Session
from console.settings import Settings
from console.shared_filters import SharedFilters
from console.sounds import Sounds
from console.sync import Sync
from console.sync_status import Link, Status
from db.domain.brief import brief
from db.domain.case import Actor
from db.domain.city import City
from db.domain.states import Role, State
from tests.console.cases import NOW, case_named
from tests.db.history import CITY as SMALL_CITY
from widgets.countdown import figure, left, spoken
from widgets.theme import Theme, apply_theme, load_theme

NOW_MS = int(NOW.timestamp() * 1000)
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

# Words of the screens that no name of the small city holds.
INDONESIAN = re.compile(
    r"\b(belum|bukan|cari|catat|diterima|diteruskan|dikerjakan|hapus|hari|isi|jenis|kanal|kasus"
    r"|kategori|kembali|keluar|lajur|laporan|lewat|lokasi|masuk|meja|menunggu|milik|papan|pelapor"
    r"|pilih|riwayat|ruang|semua|selesai|sudah|tanpa|teks|tenggat|terima|teruskan|tidak|tulis"
    r"|ukuran|wilayah|yang)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def compiled(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English sentences as they are kept now, compiled."""
    tool = shutil.which("pyside6-lrelease", path=str(Path(sys.executable).parent))
    assert tool is not None, "pyside6-lrelease comes with PySide6-Essentials"
    made = tmp_path_factory.mktemp("i18n") / "liveroom_en.qm"
    kept = project / "resources" / "i18n" / "liveroom_en.ts"
    subprocess.run([tool, "-silent", str(kept), "-qm", str(made)], check=True)
    return made


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[Language]:
    """The language of the application, as it was again afterwards."""
    before = QLocale()
    made = Language(qapp)
    yield made
    made.speak("id")
    QLocale.setDefault(before)


@pytest.fixture
def english(tongue: Language, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Language:
    """English is spoken."""
    monkeypatch.setattr(language, "path", lambda *_: compiled)
    assert tongue.speak("en") == "en"
    return tongue


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The default look."""
    loaded = load_theme()
    apply_theme(qapp, loaded)
    return loaded


@pytest.fixture
def city() -> City:
    """A small city, whose category has an English name."""
    categories = {
        id: replace(each, name="Lampu jalan", name_en="Street light")
        for id, each in SMALL_CITY.categories.items()
    }
    return replace(SMALL_CITY, categories=categories)


@pytest.fixture
def frame(qtbot: QtBot, theme: Theme, city: City, tmp_path: Path) -> DeskFrame:
    """The desk of an officer with a case in every state, no server and an hour behind."""
    sync = Sync(tmp_path, ServerClock(), Keeper(tmp_path))
    sync.pack.city = city
    person = Actor("p-siti", "Siti", Role.SUPERVISOR, "desk 1")
    soon = NOW + timedelta(hours=1)
    sync.session = Session("http://room", city.id, "siti", person, "", soon, "", soon)
    book = CaseBook()
    clock = ServerClock()
    changeover = Changeover(sync, Keeper(tmp_path), clock, tmp_path, sync)
    desk = Desk(sync, book, clock, lambda: NOW)
    sounds = Sounds(desk.watching.alarms, lambda: desk.author, clock.now, 0.6, sync)
    shared = SharedFilters(sync, tmp_path, sync)
    figures = Figures(sync, clock, tmp_path)
    bases = Basemaps(tmp_path, Settings(tmp_path), lambda: Web("test"), sync)
    machine = TimeMachine(sync, clock, sync)
    calls = CallDrafts(tmp_path, clock.now, sync.store_fault, sync)
    parts = changeover, sounds, shared, bases, figures
    made = DeskFrame(
        theme,
        desk,
        book,
        lambda: NOW_MS + HOUR,
        *parts,
        machine=machine,
        save_picture=save_picture,
        calls=calls,
        policies=Policies(sync, clock, tmp_path, sync),
        office=MailingOffice(sync),
    )
    qtbot.addWidget(made)
    rows = [brief(replace(case_named(state.value), state=state, category="pju")) for state in State]
    book.put([(row, flags_of(row)) for row in rows])
    made.show_status(Status(link=Link.OFFLINE, since_ms=NOW_MS, waiting=2))
    made.resize(1366, 768)
    made.show()
    made.tick()
    return made


def texts(top: QWidget) -> set[str]:
    """Everything a widget and its children say, also to those who hear it."""
    found: set[str] = set()
    for widget in (top, *top.findChildren(QWidget)):
        found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
        found |= {widget.windowTitle(), *(action.text() for action in widget.actions())}
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text())
        elif isinstance(widget, QLineEdit | QComboBox):
            found.add(widget.placeholderText())
    return found - {""}


def indonesian(top: QWidget) -> list[str]:
    """What of it is not English."""
    return sorted(text for text in texts(top) if INDONESIAN.search(text))


def test_the_desk_is_all_english(english: Language, frame: DeskFrame) -> None:
    case = case_named("one")
    frame.case_page.show_case(CaseView(case, True, (), ()))
    frame.board.toggle_table()
    assert indonesian(frame) == []
    assert {"Board", "Room", "In progress", "Awaiting validation", "Done today"} <= texts(frame)


def test_the_same_words_are_found_in_indonesian(tongue: Language, frame: DeskFrame) -> None:
    tongue.speak("id")
    assert len(indonesian(frame)) > 20


def test_the_sheets_are_all_english(
    english: Language,
    qtbot: QtBot,
    theme: Theme,
    city: City,
    frame: DeskFrame,
    places: Places,
) -> None:
    case, desk = case_named("one"), frame._desk
    sheets: list[QWidget] = [
        ForwardSheet(theme, case, city, "Siti"),
        IntakeSheet(theme, city, places, online=False),
        PlaceSheet(theme, "Correct location", case, city, places),
        IdentitySheet(theme, "report"),
        SignIn(theme),
        KeysHelp(theme, desk_deeds(frame, {})),
        KeyEditor(theme, desk_deeds(frame, {"search": "F"}), {}),
        Palette(theme, desk_deeds(frame, {}), {}, desk.search, frame),
        *(
            ActSheet(
                theme, act, case, city, NOW, list, proofs=ProofBox(theme, desk), supervisor=True
            )
            for act in acts.all_acts()
        ),
    ]
    for sheet in sheets:
        qtbot.addWidget(sheet)
        assert texts(sheet)
        assert indonesian(sheet) == []


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (12 * MINUTE + 45_000, "00:12:45"),
        (3 * HOUR + 40 * MINUTE, "03:40"),
        (2 * DAY + 3 * HOUR + 40 * MINUTE, "2 d 03:40"),
        (12 * DAY, "12 days"),
    ],
)
def test_lengths_of_time_in_english(english: Language, ms: int, text: str) -> None:
    assert figure(ms) == text


def test_deadlines_in_english(english: Language) -> None:
    assert spoken(left(NOW_MS + HOUR, 0, "acceptance", NOW_MS)) == "01:00 left · acceptance"
    assert spoken(left(NOW_MS, 0, "acceptance", NOW_MS + HOUR)) == "01:00 overdue, acceptance"


def heard(ms_ago: int, city: City) -> str:
    """What the pill says of a live link."""
    status = Status(link=Link.LIVE, heard_ms=NOW_MS - ms_ago, clock_verified=True)
    return links.pill(status, NOW_MS, city)[1]


def test_numbers_and_clocks_follow_the_language(
    tongue: Language, compiled: Path, monkeypatch: pytest.MonkeyPatch, city: City
) -> None:
    monkeypatch.setattr(language, "path", lambda *_: compiled)
    moment = datetime(2026, 11, 22, 7, 5, 9, tzinfo=UTC)
    tongue.speak("id")
    assert (heard(340, city), heard(4_000, city)) == (
        "Terhubung · 0,3 dtk lalu",
        "Terhubung · 4 dtk lalu",
    )
    assert words.local_time(moment, city) == "22/11 14.05"
    assert links.wall_clock(int(moment.timestamp() * 1000), city) == "14.05.09"
    assert QLocale().toString(14_012) == "14.012"
    tongue.speak("en")
    assert (heard(340, city), heard(4_000, city)) == (
        "Connected · 0.3 s ago",
        "Connected · 4 s ago",
    )
    assert words.local_time(moment, city) == "22/11 14:05"
    assert words.local_time(moment, city, moment) == "14:05"
    assert links.wall_clock(int(moment.timestamp() * 1000), city) == "14:05:09"
    assert QLocale().toString(14_012) == "14,012"


def test_a_category_is_named_in_the_language_of_the_screens(
    tongue: Language, compiled: Path, monkeypatch: pytest.MonkeyPatch, city: City
) -> None:
    monkeypatch.setattr(language, "path", lambda *_: compiled)
    category = city.categories["pju"]
    nameless = replace(category, name_en="")
    tongue.speak("id")
    assert words.category_name(category) == "Lampu jalan"
    tongue.speak("en")
    assert words.category_name(category) == "Street light"
    assert words.category_name(nameless) == "Lampu jalan"


def test_a_message_to_an_agency_keeps_the_language_of_the_city(
    english: Language, city: City
) -> None:
    case = replace(case_named("one"), category="pju")
    assert words.fill("{category}", case, city) == "Lampu jalan"


def test_without_its_file_a_language_is_not_spoken(
    tongue: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_parts: str) -> Path:
        raise FileNotFoundError("liveroom_en.qm")

    monkeypatch.setattr(language, "path", missing)
    assert tongue.speak("en") == "id"
    assert figure(HOUR) == "01.00"
    assert QLocale().language() == QLocale.Language.Indonesian


def test_a_damaged_file_is_not_spoken(
    tongue: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "liveroom_en.qm"
    damaged.write_bytes(b"not a translation")
    monkeypatch.setattr(language, "path", lambda *_: damaged)
    assert tongue.speak("en") == "id"


def test_back_to_indonesian_nothing_english_is_left(english: Language) -> None:
    assert figure(12 * DAY) == "12 days"
    english.speak("id")
    assert figure(12 * DAY) == "12 hari"
