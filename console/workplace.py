"""What lies behind the sign-in page: the link with the server, the cases, the desk and its frame.

Loading this takes longer than an empty window and the sign-in page together (most of it is
SQLAlchemy), so the program shows that page first and loads this while a person types.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QObject

from console.api import Web
from console.basemap import Basemaps
from console.book_keeper import DoneSince
from console.call_drafts import CallDrafts
from console.case_model import CaseBook
from console.changeover import Changeover
from console.clock import ServerClock
from console.desk import Desk
from console.figures import Figures
from console.guard import Guard
from console.mailings import MailingOffice
from console.map_files import save_picture
from console.opening import Opening, Seat
from console.pages.frame import DeskFrame
from console.pages.links import store_fault
from console.pages.lock import Standing
from console.pages.view_hands import Viewing
from console.past import TimeMachine
from console.policies import Policies
from console.session import Keeper, Session
from console.settings import Settings
from console.shared_filters import SharedFilters
from console.sounds import Sounds
from console.sync import Sync
from console.trends import Trends
from console.vigil import Vigil
from console.whereabouts import Whereabouts
from db.domain.case import Actor
from db.store import StoreFault
from widgets.theme import Theme


class Workplace:
    """Sync, its vigil, book and desk of one officer, wired together; they belong to `owner`."""

    def __init__(
        self,
        folder: Path,
        clock: ServerClock,
        keeper: Keeper,
        settings: Settings,
        done_since: DoneSince,
        owner: QObject,
    ) -> None:
        self.sync = Sync(folder, clock, keeper, owner)
        self.vigil = Vigil(folder, clock, self.sync.parts, self.sync.report, owner)
        self.book = CaseBook(owner)
        self.desk = Desk(self.sync, self.book, clock, done_since)
        self.whereabouts = Whereabouts(self.sync, self.desk)
        watching = self.desk.watching
        self.sounds = Sounds(watching.alarms, self._who, clock.now, settings.volume, owner)
        self.sounds.volume_chosen.connect(lambda loud: settings.keep("volume", loud))
        self._connect_sounds()
        self.changeover = Changeover(self.sync, keeper, clock, folder, owner)
        self.calls = CallDrafts(folder, clock.now, self.sync.store_fault, owner)
        self.machine = TimeMachine(self.sync, clock, owner)
        self._keeper, self._clock, self._seated = keeper, clock, ""
        self._settings, self._done_since = settings, done_since
        self.filters = SharedFilters(self.sync, folder, owner)
        agent = f"LIVE-Room/{our_version()}"
        self.basemaps = Basemaps(folder, settings, lambda: Web(agent), owner)
        self.figures = Figures(self.sync, clock, folder)
        self.policies = Policies(self.sync, clock, folder, owner)
        self.office = MailingOffice(self.sync)

    def _who(self) -> Actor | None:
        session = self.sync.session
        return session.person if session is not None else None

    def _connect_sounds(self) -> None:
        self.sync.beside.presence_changed.connect(self.sounds.take_present)
        self.vigil.troubled.connect(self.sounds.take_troubles)
        self.sounds.faulted.connect(self.vigil.take_sound)
        self.sounds.left.connect(lambda locked: self.sync.beside.presence.lock(locked=locked))

    async def open(self) -> str:
        """Open the files; what is wrong with them, if anything, in words."""
        try:
            await self.sync.open()
            await self.changeover.open()
            await self.filters.open()
        except StoreFault as fault:
            return store_fault(fault)
        finally:
            self.vigil.start()
        return ""

    async def seat(self, session: Session) -> str:
        """Begin to talk with the server for this person; what is wrong, if anything, in words."""
        try:
            await self.sync.start(session)
        except StoreFault as fault:
            return store_fault(fault)
        if session.person.id != self._seated:
            await self.changeover.part()
            await self.policies.part()
            self.machine.leave()
        await self.calls.seat(session.person.id)
        self._seated = session.person.id
        return ""

    async def close(self) -> None:
        """End every thread and close the files."""
        self.vigil.stop()
        self.desk.close()
        self.filters.close()
        self.office.close()
        await self.basemaps.close()
        self.machine.close()
        self.figures.close()
        await self.calls.close()
        await self.policies.close()
        await self.changeover.close()
        await self.sync.stop()

    def opening(self, guard: Guard, next_officer: Seat) -> Opening:
        """What a locked desk shows, and who opens it; it is quiet meanwhile."""
        guard.changed.connect(self.sounds.lock)
        return Opening(guard, self._keeper, self.sync, self.standing, self.seat, next_officer)

    def standing(self) -> Standing:
        """The city at a glance, with nothing of any case in it."""
        troubles, alarms = len(self.vigil.health.alarms), self.desk.watching.alarms()
        reports, wait = self.book.reports(), self._keeper.wait()
        return Standing(self._clock.now_ms(), self.sync.status, troubles, alarms, reports, wait)

    def like_this(self, folder: Path, keeper: Keeper, owner: QObject) -> Workplace:
        """Another one with the same clock and settings, and its files elsewhere."""
        return Workplace(folder, self._clock, keeper, self._settings, self._done_since, owner)

    async def city_known(self) -> None:
        """Wait for the first city pack of a new desk."""
        known = asyncio.get_running_loop().create_future()

        def take(_city: object) -> None:
            if not known.done():
                known.set_result(None)

        self.sync.city_changed.connect(take)
        if self.sync.city is None:
            await known
        self.sync.city_changed.disconnect(take)

    def frame(
        self,
        theme: Theme,
        now_ms: Callable[[], int],
        *,
        compact: bool,
        lock_minutes: int,
        keys: Mapping[str, str],
        viewing: Viewing | None = None,
    ) -> DeskFrame:
        """The frame over them, in a look and with the keys this officer chose."""
        self.basemaps.begin(theme, self.desk.author.id)
        return DeskFrame(
            theme,
            self.desk,
            self.book,
            now_ms,
            self.changeover,
            self.sounds,
            self.filters,
            self.basemaps,
            self.figures,
            our_version(),
            policies=self.policies,
            compact=compact,
            lock_minutes=lock_minutes,
            keys=keys,
            points=self.whereabouts.of,
            machine=self.machine,
            calls=self.calls,
            trends=Trends(self.sync, now_ms),
            save_picture=save_picture,
            viewing=viewing,
            office=self.office,
        )


def our_version() -> str:
    """The version of the program, as it was installed."""
    try:
        return version("liveroom")
    except PackageNotFoundError:
        return "0"
