"""Builds and connects every object of the desktop program, by hand, in one straight line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from console.async_slot import async_slot
from console.clock import ServerClock, Ticker
from console.crash import Crash
from console.entry_words import not_kept, why_no_view, why_not, why_view_stopped
from console.faults import Fault, Offline, Untrusted
from console.guard import Guard
from console.language import Language
from console.late import load_workplace, load_workplace_aside
from console.memory import Memory
from console.pages.sign_in import SignIn
from console.session import Keeper, Session
from console.settings import Settings
from console.worker import Worker
from db.domain.refused import Refused
from widgets.theme import Theme, apply_theme, load_theme

if TYPE_CHECKING:
    from console.basemap import Basemaps
    from console.call_drafts import CallDrafts
    from console.case_model import CaseBook
    from console.changeover import Changeover
    from console.desk import Desk
    from console.health import Health
    from console.opening import Opening
    from console.pages.frame import DeskFrame
    from console.past import TimeMachine
    from console.sounds import Sounds
    from console.sync import Sync
    from console.viewing import Views
    from console.workplace import Workplace
    from db.domain.city import City


class Program(QMainWindow):
    """The window of one officer: the sign-in page, then the desk. `ended` after all is closed.

    `system_troubled` carries the keys of what is stuck, and none of them when that is over.
    `locked_changed` carries whether the desk is `locked` now: covered, its officer away or another.

    `late`: what lies behind the sign-in page is loaded by `begin`, beside the running event loop.
    `tour`: whoever is new at this desk is shown round.
    """

    ended = Signal()
    ready = Signal()
    locked_changed = Signal(bool)
    system_troubled = Signal(object)

    sync: Sync
    book: CaseBook
    desk: Desk
    changeover: Changeover
    machine: TimeMachine
    opening: Opening
    sounds: Sounds
    basemaps: Basemaps
    calls: CallDrafts
    views: Views

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        crash: Crash,
        *,
        late: bool = False,
        tour: bool = False,
    ) -> None:
        super().__init__()
        self._app, self._folder, self._crash = app, folder, crash
        self.settings = Settings(folder)
        self._memory = Memory(self.settings, tour=tour)
        self.clock = ServerClock(_text_of(folder / "clock.json"))
        self.keeper = Keeper(folder)
        self.ticker = Ticker(self.clock.now_ms, self)
        self.frame: DeskFrame | None = None
        self.sign_in: SignIn | None = None
        self._language = Language(app)
        self._pages = QStackedWidget(self)
        self.setCentralWidget(self._pages)
        self.guard = Guard(self, self._pages)
        self.guard.changed.connect(self.locked_changed)
        self.setWindowTitle("LIVE Room")
        self.resize(1366, 768)
        self.restoreGeometry(self.settings.window)
        self._theme = self._dress()
        self._closing = False
        self._pin, self._offered_pin = "", ""
        self._workplace: Workplace | None = None
        self._shown: City | None = None
        self._begun = asyncio.Event()
        if not late:
            self._furnish(load_workplace())

    @property
    def health(self) -> Health:
        """How the parts of this desk stood at the last look."""
        assert self._workplace is not None, "nothing is open yet"
        return self._workplace.vigil.health

    @property
    def locked(self) -> bool:
        """Whether nobody but who knows a password can read or do anything here."""
        return self.guard.locked

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
            loaded = await loader.do(load_workplace_aside)
            loader.shutdown(wait=False)
            if self._closing:
                return
            self._furnish(loaded)
        assert self._workplace is not None
        fault = await self._workplace.open()
        if fault:
            self._refuse(fault)
        await self.views.sweep()
        self._begun.set()

    def _furnish(self, workplace: Any) -> None:
        """Put in place what lies behind the sign-in page."""
        made: Workplace = workplace.Workplace(
            self._folder, self.clock, self.keeper, self.settings, self._today_began, self
        )
        self._workplace, self.sync, self.book, self.desk = made, made.sync, made.book, made.desk
        self.changeover, self.sounds = made.changeover, made.sounds
        self.machine = made.machine
        self.basemaps, self.calls = made.basemaps, made.calls
        self.views = workplace.Views(self._folder, self.clock, made, self)
        self.views.stopped.connect(self._view_stopped)
        made.vigil.troubled.connect(self.system_troubled)
        self.opening = made.opening(self.guard, self._next_officer)
        self.opening.told.connect(self.say)
        looks = self.guard.idle.look, self.opening.tick, made.sounds.look, self.views.tick
        for look in (*looks, self._keep_up):
            self.ticker.ticked.connect(look)

    async def enter(self, server: str, login: str, password: str, desk: str) -> bool:
        """Sign in at the server. False (and a sentence on the page) when it did not work."""
        try:
            session = await self.keeper.sign_in(server, login, password, desk, self._pin)
        except Untrusted:
            await self._offer_trust(server)
            return False
        except Fault as fault:
            away = isinstance(fault, Offline) and self.keeper.last() is not None
            self._refuse(why_not(fault), offer_offline=away)
            return False
        except ValueError:  # not of the form of an address
            self._refuse(self.tr("Itu bukan alamat server. Contoh: https://liveroom.contoh.go.id"))
            return False
        except OSError as fault:
            self._refuse(not_kept(self._folder, fault))
            return False
        return await self._seat(session)

    async def enter_offline(self, login: str, password: str) -> bool:
        """Open the last session's data behind the local lock, without the server."""
        try:
            session = await self.keeper.unlock(login, password)
        except Fault as fault:
            self._refuse(why_not(fault))
            return False
        except OSError as fault:
            self._refuse(not_kept(self._folder, fault))
            return False
        return await self._seat(session)

    async def _seat(self, session: Session) -> bool:
        """Whether this person sits here now; a disk that does not do its work is told of."""
        await self._begun.wait()
        assert self._workplace is not None
        fault = await self._workplace.seat(session)
        if fault:
            self._refuse(fault)
            return False
        await self._show_when_known()
        return True

    async def _next_officer(self, session: Session) -> str:
        """Another person takes over a locked desk; what is wrong, in words."""
        assert self._workplace is not None
        fault = await self._workplace.seat(session)
        if not fault:
            self.views.hide()
            self._memory.part()
            self.guard.give_up()
            self._show_desk()
            await self.views.end()
        return fault

    async def _show_when_known(self) -> None:
        if self.sync.city is None:
            self._waits_for_city()
            assert self._workplace is not None
            await self._workplace.city_known()
        self._show_desk()

    # --- showing ---

    def _dress(self) -> Theme:
        """Theme and language as this operator likes them."""
        self._spoken = self._language.speak(self.settings.language)
        still = self.settings.motion == "less"
        theme = load_theme(self.settings.theme, self.settings.text_scale, still=still)
        apply_theme(self._app, theme)
        return theme

    def _show_sign_in(self, server: str = "") -> None:
        self._memory.part()
        self.guard.give_up()
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
        place, viewing = self.views.place or self._workplace, self.views.viewing
        self._shown = self.sync.city
        person = self.desk.author.id
        minutes = self.settings.lock_minutes
        frame = place.frame(
            self._theme,
            self.clock.now_ms,
            compact=self.settings.density == "compact",
            lock_minutes=minutes,
            keys=self.settings.keys(person),
            viewing=viewing,
        )
        self._memory.part()
        frame.viewing.asked.connect(self._view)
        frame.viewing.ended.connect(self._view_ended)
        frame.lock_asked.connect(self.guard.lock)
        frame.sign_in_asked.connect(self._view_ended if viewing else self._show_sign_in)
        frame.sign_out_asked.connect(self._leave)
        frame.preference_asked.connect(self._prefer)
        frame.keys_changed.connect(self._keep_keys)
        for signal, slot in (
            (place.sync.status_changed, frame.show_status),
            (place.sync.refused, frame.show_refused),
            (place.sync.noticed, frame.show_notice),
            (place.sync.outbox_changed, frame.show_outbox),
            (place.vigil.looked, frame.show_health),
            (self.ticker.ticked, frame.tick),
            (self.guard.changed, frame.privacy.follow),
        ):
            signal.connect(slot)
        self._put(frame)
        self.guard.watch(frame, minutes, partial(self.opening.page, frame, self._theme))
        self.sign_in, self.frame = None, frame
        if viewing is None:
            self._memory.recall(frame, person)
        frame.show_status(place.sync.status)
        frame.show_health(place.vigil.health)
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
    async def _view(self, role: str, opd: str) -> None:
        """Look as another role, once the server says that it may be."""
        self.say(self.tr("Mengunduh yang terlihat oleh peran itu …"))
        try:
            fault = await self.views.begin(role, opd)
        except (Fault, Refused) as no:
            fault = why_no_view(no)
        except OSError as no:
            fault = not_kept(self._folder, no)
        if fault:
            self.say(fault)
        elif self.frame is None or self.guard.locked:  # left, or covered, meanwhile
            await self.views.end()
        else:
            self._show_desk()

    @async_slot
    async def _view_ended(self, why: str = "") -> None:
        """Back to one's own desk; not before it is open again, or that would open it."""
        if self.views.viewing is None or self.guard.locked:
            return
        self.views.hide()
        self._show_desk()
        if why:
            self.say(why)
        await self.views.end()

    @Slot(str)
    def _view_stopped(self, why: str) -> None:
        self._view_ended(why_view_stopped(why))

    @async_slot
    async def _leave(self) -> None:
        if self.views.viewing is not None:
            self._view_ended()
            return
        self.ticker.stop()
        await self.sync.sign_out()
        self._show_sign_in()
        await self.calls.part()

    @Slot(str, object)
    def _prefer(self, name: str, value: str | float) -> None:
        """Another look: everything visible is built anew, the work in hand is on disk anyway."""
        self.settings.keep(name, value)
        self.show_desk_again()

    @Slot(object)
    def _keep_keys(self, keys: dict[str, str]) -> None:
        self.settings.keep_keys(self.desk.author.id, keys)
        self.show_desk_again()

    @Slot()
    def _keep_up(self) -> None:
        """Pages are made of a city pack: with another one they are made anew, in a moment in which
        nobody loses what they type.
        """
        frame, city = self.frame, self.sync.city
        if frame is None or city is self._shown or self.locked or self.views.viewing is not None:
            return
        if frame.at_rest:
            case = frame.board.current_id()
            self._show_desk()
            assert self.frame is not None
            if case:
                self.frame.board.choose(case)
            self.say(self.tr("Data kota diperbarui"))

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
            self._refuse(why_not(fault), offer_offline=self.keeper.last() is not None)
            return
        shown = " ".join(self._offered_pin[at : at + 4] for at in range(0, 64, 4))
        said = self.tr("Sertifikat server tidak dikenal. Cocokkan sidik jarinya: {print}")
        self._refuse(said.format(print=shown), trust=True)

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
        self._memory.part()
        event.ignore()
        self._end()

    @async_slot
    async def _end(self) -> None:
        self.ticker.stop()
        self.guard.give_up()
        if self._workplace is not None:
            await self.views.close()
            await self._workplace.close()
        self.keeper.close()
        self.close()
        self.ended.emit()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """A short message for whoever sits here, if anybody does."""
        if self.frame is not None:
            self.frame.say(sentence)

    def tell_crash(self, sentence: str) -> None:
        """A bug happened: say so without stopping the work."""
        self.say(self.tr("Kesalahan program, tercatat: {what}").format(what=sentence))


def _text_of(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""
