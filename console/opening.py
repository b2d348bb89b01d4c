"""Who opens a locked desk: its own officer, with the draft as it was; or the next one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal, Slot

from console.async_slot import async_slot
from console.entry_words import not_kept, why_not
from console.faults import Denied, Fault, Offline, WrongPassword
from console.guard import Guard
from console.locks import same_login
from console.pages.frame import DeskFrame
from console.pages.lock import Locked, LockPage, Standing
from console.session import Keeper, Session
from console.sync import Sync
from console.sync_status import Link
from widgets.theme import Theme

Seat = Callable[[Session], Awaitable[str]]


class Opening(QObject):
    """Makes the lock page, tells it how the city stands, and looks at the passwords it is given.

    `seat` connects this officer with the server anew, `next_officer` gives the desk to another;
    both say what is wrong, in words. `told` is what whoever comes back should know.
    """

    told = Signal(str)

    def __init__(
        self,
        guard: Guard,
        keeper: Keeper,
        sync: Sync,
        standing: Callable[[], Standing],
        seat: Seat,
        next_officer: Seat,
    ) -> None:
        super().__init__(guard)
        self._guard, self._keeper, self._sync = guard, keeper, sync
        self.standing, self._seat, self._next_officer = standing, seat, next_officer
        self._holder: Session | None = None
        self._missed = 0

    def page(self, frame: DeskFrame, theme: Theme, by_itself: bool) -> LockPage:
        """The cover of a desk, as things stand now."""
        holder, city, now = self._sync.session, self._sync.city, self.standing()
        assert holder is not None, "a desk is shown, so somebody sits here"
        assert city is not None, "a desk is shown, so its city is known"
        self._holder, self._missed = holder, 0
        minutes = self._guard.minutes if by_itself else 0
        locked = Locked(holder.person, holder.login, now.now_ms, minutes, frame.privacy.writing())
        page = LockPage(theme, city, locked)
        page.submitted.connect(self._submitted)
        page.show_standing(now)
        return page

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        if self._guard.page is not None:
            self._guard.page.show_standing(self.standing())

    # --- opening ---

    @async_slot
    async def _submitted(self, login: str, password: str) -> None:
        await self.open(login, password)

    async def open(self, login: str, password: str) -> bool:
        """Let this person in. False (and a sentence on the page) when they may not."""
        page, holder = self._guard.page, self._holder
        assert page is not None, "nothing is locked"
        assert holder is not None, "nothing is locked"
        try:
            session = await self._proven(holder, login, password)
            fault = await self._let_in(session, holder)
        except Fault as no:
            self._missed += isinstance(no, Denied) or _looked_at(no)
            fault = self.why_not_open(no, own=same_login(login, holder.login))
        except OSError as no:
            fault = not_kept(self._keeper.folder, no)
        if not fault:
            return True
        if self._guard.page is page:  # else the program has been closed meanwhile
            self.tick()
            page.refuse(fault)
        return False

    def why_not_open(self, fault: Fault, *, own: bool) -> str:
        """Of the desk's own officer nothing can be wrong but the password."""
        if own and _looked_at(fault):
            return self.tr("Kata sandi salah.")
        return why_not(fault)

    async def _proven(self, holder: Session, login: str, password: str) -> Session:
        """Whose password this is. The lock of the desk knows its own officer also where the server
        is away; one whom the server has sent away it does not let in while the server is there.
        """
        if same_login(login, holder.login) and not self._sent_away:
            return await self._keeper.unlock(login, password)
        try:
            return await self._keeper.sign_in(
                holder.server, login, password, holder.person.desk, holder.pin
            )
        except Offline as fault:
            if fault.key == "busy":
                raise  # it is there, and has had enough wrong passwords
            return await self._keeper.unlock(login, password)

    async def _let_in(self, session: Session, holder: Session) -> str:
        """What is wrong, in words; "" when the desk is open."""
        if session.person.id != holder.person.id:
            return await self._next_officer(session)
        if self._sent_away or self._sync.session is None:
            fault = await self._seat(session)
            if fault:
                return fault
        self._guard.unlock()
        if self._missed:
            said = self.tr("Selagi terkunci, {n} kata sandi salah dicoba.")
            self.told.emit(said.format(n=self._missed))
        return ""

    @property
    def _sent_away(self) -> bool:
        """Whether the server knows this officer no more."""
        return self._sync.status.link is Link.DENIED


def _looked_at(fault: Fault) -> bool:
    """Whether a password was wrong, and not only too early."""
    return isinstance(fault, WrongPassword) and not fault.seconds
