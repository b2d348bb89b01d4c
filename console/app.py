"""Builds and connects every object of the desktop program, by hand, in one straight line."""

from __future__ import annotations

import asyncio
import gc
import importlib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from console.async_slot import async_slot
from console.clock import ServerClock, Ticker
from console.crash import Crash
from console.faults import (
    BadAnswer,
    Denied,
    NoLastSession,
    Offline,
    Outdated,
    Untrusted,
    WrongPassword,
)
from console.language import Language
from console.pages.sign_in import SignIn
from console.session import Keeper, Session
from console.settings import Settings
from console.worker import Worker
from widgets.theme import Theme, apply_theme, load_theme

if TYPE_CHECKING:
    from console.case_model import CaseBook
    from console.desk import Desk
    from console.pages.frame import DeskFrame
    from console.sync import Sync
    from console.workplace import Workplace


class Program(QMainWindow):
    """The window of one officer: the sign-in page, then the desk. `ended` after all is closed.

    `late`: what lies behind the sign-in page is loaded by `begin`, beside the running event loop.
    """

    ended = Signal()
    ready = Signal()

    sync: Sync
    book: CaseBook
    desk: Desk

    def __init__(
        self, app: QApplication, folder: Path, crash: Crash, *, late: bool = False
    ) -> None:
        super().__init__()
        self._app, self._folder, self._crash = app, folder, crash
        self.settings = Settings(folder)
        self.clock = ServerClock(_text_of(folder / "clock.json"))
        self.keeper = Keeper(folder)
        self.ticker = Ticker(self.clock.now_ms, self)
        self.frame: DeskFrame | None = None
        self.sign_in: SignIn | None = None
        self._language = Language(app)
        self._pages = QStackedWidget(self)
        self.setCentralWidget(self._pages)
        self.setWindowTitle("LIVE Room")
        self.resize(1366, 768)
        self.restoreGeometry(self.settings.window)
        self._theme = self._dress()
        self._closing = False
        self._pin, self._offered_pin = "", ""
        self._workplace: Workplace | None = None
        self._begun = asyncio.Event()
        if not late:
            self._furnish(_load_workplace())

    # --- beginning ---

    async def greet(self, server: str = "") -> None:
        """Ask who is here."""
        await self.keeper.open()
        self._show_sign_in(server)

    async def begin(self, server: str = "") -> None:
        """Everything a start needs before a person acts: greet, and open the files."""
        if self.sign_in is None:
            await self.greet(server)
        if self._workplace is None:
            loader = Worker("loader")
            loaded = await loader.do(_load_aside)
            loader.shutdown(wait=False)
            if self._closing:
                return
            self._furnish(loaded)
        assert self._workplace is not None
        fault = await self._workplace.open()
        if fault is not None:
            self._refuse(f"{fault} {fault.remedy}")
        self._begun.set()

    def _furnish(self, workplace: Any) -> None:
        """Put in place what lies behind the sign-in page."""
        made: Workplace = workplace.Workplace(
            self._folder, self.clock, self.keeper, self._today_began, self
        )
        self._workplace, self.sync, self.book, self.desk = made, made.sync, made.book, made.desk

    async def enter(self, server: str, login: str, password: str, desk: str) -> bool:
        """Sign in at the server. False (and a sentence on the page) when it did not work."""
        try:
            session = await self.keeper.sign_in(server, login, password, desk, self._pin)
        except Untrusted:
            await self._offer_trust(server)
            return False
        except (Denied, Outdated, BadAnswer, Offline) as fault:
            self._could_not_enter(fault)
            return False
        except ValueError:  # not of the form of an address
            self._refuse(self.tr("Itu bukan alamat server. Contoh: https://liveroom.contoh.go.id"))
            return False
        await self._seat(session)
        return True

    async def enter_offline(self, login: str, password: str) -> bool:
        """Open the last session's data behind the local lock, without the server."""
        try:
            session = await self.keeper.unlock(login, password)
        except WrongPassword:
            self._refuse(self.tr("Kata sandi tidak cocok dengan sesi terakhir di meja ini."))
            return False
        except NoLastSession:
            self._refuse(self.tr("Belum pernah ada yang masuk di meja ini; perlu server sekali."))
            return False
        await self._seat(session)
        return True

    async def _seat(self, session: Session) -> None:
        await self._begun.wait()
        await self.sync.start(session)
        if self.sync.city is None:
            self._waits_for_city()
            await self._city_known()
        self._show_desk()

    async def _city_known(self) -> None:
        known = asyncio.get_running_loop().create_future()

        def take(_city: object) -> None:
            if not known.done():
                known.set_result(None)

        self.sync.city_changed.connect(take)
        if self.sync.city is None:
            await known
        self.sync.city_changed.disconnect(take)

    # --- showing ---

    def _dress(self) -> Theme:
        """Theme and language as this operator likes them."""
        self._spoken = self._language.speak(self.settings.language)
        theme = load_theme(self.settings.theme, self.settings.text_scale)
        apply_theme(self._app, theme)
        return theme

    def _show_sign_in(self, server: str = "") -> None:
        page = SignIn(self._theme, self)
        page.submitted.connect(self._submitted)
        page.offline_asked.connect(self._offline_asked)
        page.trusted.connect(self._trusted)
        self._put(page)
        self.sign_in, self.frame = page, None
        last = self.keeper.last()
        page.prefill(
            server or (last.server if last else ""),
            last.login if last else "",
            last.person.desk if last else "",
        )
        self._show_connection(server or (last.server if last else ""))

    def _show_connection(self, server: str) -> None:
        if self.sign_in is None:
            return
        if self._pin:
            said, icon = self.tr("Sertifikat server dipercaya di meja ini"), "lock-check"
        elif server.startswith("http://"):
            said, icon = self.tr("Tidak terenkripsi: hanya untuk mesin ini sendiri"), "lock-open"
        else:
            said, icon = self.tr("Sertifikat server diperiksa saat masuk"), "lock"
        self.sign_in.show_connection(said, icon)

    def _show_desk(self) -> None:
        assert self._workplace is not None
        frame = self._workplace.frame(self._theme, self.clock.now_ms)
        frame.sign_in_asked.connect(self._show_sign_in)
        frame.sign_out_asked.connect(self._leave)
        frame.preference_asked.connect(self._prefer)
        for signal, slot in (
            (self.sync.status_changed, frame.show_status),
            (self.sync.refused, frame.show_refused),
            (self.sync.noticed, frame.show_notice),
            (self.sync.outbox_changed, frame.show_outbox),
            (self.ticker.ticked, frame.tick),
        ):
            signal.connect(slot)
        self._put(frame)
        self.sign_in, self.frame = None, frame
        frame.show_status(self.sync.status)
        frame.tick()
        self.ticker.start()
        frame.begin()
        if self._spoken != self.settings.language:
            frame.say(self.tr("English belum terpasang. Jalankan make setup, atau pasang ulang."))
        self.ready.emit()

    def _put(self, page: SignIn | DeskFrame) -> None:
        old = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()

    def _waits_for_city(self) -> None:
        if self.sign_in is not None:
            self.sign_in.show_connection(self.tr("Mengunduh data kota …"), "download")

    # --- what the person asks ---

    @async_slot
    async def _submitted(self, server: str, login: str, password: str, desk: str) -> None:
        self._show_connection(server)
        await self.enter(server, login, password, desk)

    @async_slot
    async def _offline_asked(self, login: str, password: str) -> None:
        await self.enter_offline(login, password)

    @Slot()
    def _trusted(self) -> None:
        self._pin = self._offered_pin
        if self.sign_in is not None:
            self.sign_in.show_connection(self.tr("Sertifikat dipercaya; masuk lagi"), "lock-check")

    @async_slot
    async def _leave(self) -> None:
        self.ticker.stop()
        await self.sync.sign_out()
        self._show_sign_in()

    @Slot(str, object)
    def _prefer(self, name: str, value: str | float) -> None:
        """Another look: everything visible is built anew, the work in hand is on disk anyway."""
        self.settings.keep(name, value)
        self.show_desk_again()

    def show_desk_again(self) -> None:
        """Build the desk anew in the look the settings say."""
        self._theme = self._dress()
        if self.frame is not None:
            self._show_desk()

    async def _offer_trust(self, server: str) -> None:
        """Nobody known signed the certificate: show its fingerprint, to be compared by phone."""
        try:
            self._offered_pin = await self.keeper.fingerprint(server)
        except Offline as fault:
            self._could_not_enter(fault)
            return
        shown = " ".join(self._offered_pin[at : at + 4] for at in range(0, 64, 4))
        said = self.tr("Sertifikat server tidak dikenal. Cocokkan sidik jarinya: {print}")
        self._refuse(said.format(print=shown), trust=True)

    def _could_not_enter(self, fault: Denied | Outdated | BadAnswer | Offline) -> None:
        away = isinstance(fault, Offline) and self.keeper.last() is not None
        self._refuse(self._why_not(fault), offer_offline=away)

    def _why_not(self, fault: Denied | Outdated | BadAnswer | Offline) -> str:
        if isinstance(fault, Denied):
            return self.tr("Nama pengguna atau kata sandi salah.")
        if isinstance(fault, Outdated):
            return self.tr("Versi aplikasi ini sudah tidak dilayani server. Perbarui aplikasi.")
        if isinstance(fault, BadAnswer):
            return self.tr("Alamat itu menjawab, tetapi bukan server LIVE Room. Periksa alamatnya.")
        if fault.key == "busy":
            return self.tr("Terlalu sering dicoba. Tunggu beberapa menit.")
        return self.tr("Server tidak terjangkau. Periksa alamat dan jaringan.")

    def _refuse(self, text: str, *, offer_offline: bool = False, trust: bool = False) -> None:
        if self.sign_in is not None:
            self.sign_in.refuse(text, offer_offline=offer_offline, trust=trust)

    def _today_began(self) -> datetime:
        """Midnight on the city's wall: what was finished since belongs to today's board."""
        city = self.sync.city
        zone = ZoneInfo(city.zone) if city else UTC
        today = self.clock.now().astimezone(zone).date()
        return datetime.combine(today, time(), zone).astimezone(UTC)

    # --- ending ---

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes; threads and files are closed before the program ends."""
        if self._closing:
            event.accept()
            return
        self._closing = True
        self.settings.keep("window", self.saveGeometry())
        event.ignore()
        self._end()

    @async_slot
    async def _end(self) -> None:
        self.ticker.stop()
        if self._workplace is not None:
            await self.sync.stop()
        self.close()
        self.ended.emit()

    def tell_crash(self, sentence: str) -> None:
        """A bug happened: say so without stopping the work."""
        if self.frame is not None:
            self.frame.say(self.tr("Kesalahan program, tercatat: {what}").format(what=sentence))


def _text_of(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


def _load_workplace() -> Any:
    """The module `console.workplace`."""
    return importlib.import_module("console.workplace")


def _load_aside() -> Any:
    """The same on a thread, without the collector: it would walk through all modules for ever."""
    gc.disable()
    try:
        return _load_workplace()
    finally:
        gc.enable()
        gc.freeze()
