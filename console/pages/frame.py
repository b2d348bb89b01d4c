"""The frame of every desk window: rail, top bar, pages, the sheet at the right, and all keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.desk import Changeover, Desk, Health, Link, Policies, Status
from console.pages import health_words, links, where_words, words
from console.pages.alarm_hands import AlarmHands
from console.pages.at_rest import nothing_typed
from console.pages.basemap_hands import BasemapHands
from console.pages.basemaps import Basemaps
from console.pages.board import Board
from console.pages.bulk_hands import BulkHands
from console.pages.case import CasePage
from console.pages.case_map import CaseMap
from console.pages.deed import Deed
from console.pages.deeds import (
    WORKS,
    desk_deeds,
    hinted,
    in_force,
    keys_of,
    lower_places,
    offered,
    places,
)
from console.pages.facility_hands import FacilityHands
from console.pages.figure_hands import FigureHands
from console.pages.figures_place import FiguresPlace
from console.pages.figures_source import Source
from console.pages.filter_hands import FilterHands, Room
from console.pages.flood_hands import FloodHands
from console.pages.guide import Guide
from console.pages.hands import Hands
from console.pages.health import HealthPage
from console.pages.in_hand import CaseInHand
from console.pages.intake import Unfinished
from console.pages.keys import Keys, press_focused
from console.pages.mailing_hands import MailingHands, Office
from console.pages.map_hands import MapHands
from console.pages.map_paper import MapPaper, SavePicture
from console.pages.map_place import MapPlace
from console.pages.map_points import Points, nowhere
from console.pages.map_trends import Trends
from console.pages.outbox import OutboxPage
from console.pages.outbox_hands import OutboxHands
from console.pages.overview import OverviewPage
from console.pages.past import Machine, PastPage
from console.pages.past_words import no_acts
from console.pages.photos import CasePhotos
from console.pages.policy import PolicyPage
from console.pages.privacy import Privacy
from console.pages.reader import Reader
from console.pages.report_hands import READERS, ReportHands
from console.pages.sheet import Sheet, SheetPlace
from console.pages.shift import ShiftPage
from console.pages.sound_panel import Sounds
from console.pages.top_bar import TopBar
from console.pages.view_hands import ViewHands, Viewing
from console.pages.walk import Walk
from console.pages.windows import TEARABLE, Windows
from db.domain.case import Place
from db.domain.commands import Acknowledge, Attach, Edit, Note, Receive, Shelve, Verb
from db.domain.states import LOOKING, Role
from widgets.banner import Banner
from widgets.rail import Rail
from widgets.theme import Theme
from widgets.toast import Toast

# After these the case stays where it is, and so do the keys.
_STAYS = (Note, Attach, Edit, Acknowledge, Shelve)


class DeskFrame(QWidget):
    """Everything an officer sees after signing in."""

    sign_in_asked = Signal()
    lock_asked = Signal()
    sign_out_asked = Signal()
    preference_asked = Signal(str, object)
    keys_changed = Signal(object)

    windows: Windows
    _pages: QStackedWidget
    _sheets: SheetPlace
    _toast: Toast
    _flood: Banner

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        book: CaseBook,
        now_ms: Callable[[], int],
        changeover: Changeover,
        sounds: Sounds,
        room: Room,
        basemaps: Basemaps,
        figures: Source,
        version: str = "",
        *,
        compact: bool = False,
        lock_minutes: int = 0,
        keys: Mapping[str, str] = MappingProxyType({}),
        points: Points = nowhere,
        machine: Machine,
        calls: Unfinished,
        policies: Policies,
        trends: Trends | None = None,
        save_picture: SavePicture,
        viewing: Viewing | None = None,
        office: Office,
    ) -> None:
        super().__init__()
        self.viewing = ViewHands(theme, desk.city, viewing, lambda: self._sheets, self.say, self)
        self._theme, self._desk, self._book, self._now = theme, desk, book, now_ms
        self._status: Status | None = None
        self._next_up: tuple[str, ...] = ()
        self._alarms: tuple[str, ...] = ()
        self._absent: tuple[str, ...] = ()
        self._opened_from = "board"
        self._in_force = in_force(theme, compact=compact, lock_minutes=lock_minutes)
        self.role = desk.author.role
        every = desk_deeds(self, keys)
        self._hints = keys_of(every)
        self._deeds = [
            self._kept_from_past(self.viewing.deed(one))
            for one in every
            if offered(one, self.role, viewing=self.viewing.lasts)
        ]
        self.lock_keys = next(deed.keys for deed in self._deeds if deed.key == "lock")
        ways = desk.find, desk.mine
        self.board = Board(
            theme, book, desk.city, now_ms, *ways, self, compact=compact, keys=self._hints
        )
        photos = CasePhotos(theme, desk)
        place = CaseMap(theme, desk.city, keys=self._hints["show_on_map"], base=basemaps)
        place.asked.connect(self.show_on_map)
        self.case_page = CasePage(
            theme,
            desk.city,
            desk.author,
            now_ms,
            self,
            named=book.named,
            photos=photos,
            place=place,
            keys=self._hints,
            near=self._near,
        )
        supervisor = desk.author.role is Role.SUPERVISOR
        self.outbox = OutboxPage(theme, desk.city, book.named, self, supervisor=supervisor)
        self.health = HealthPage(theme, desk.city, version, self)
        self.figures = FiguresPlace(
            theme,
            desk.city,
            desk.now,
            figures,
            self,
            everything=supervisor,
            reports=self.role in READERS,
        )
        self.shift = ShiftPage(theme, desk.city, changeover, book.named, self)
        filters = self.board.filters
        self.map = MapPlace(
            theme, book, desk.city, now_ms, points, filters, self._hints, self, trends=trends
        )
        self.overview = OverviewPage(theme, desk.city, desk.author, desk.outlook, self)
        self.policy = PolicyPage(theme, desk.city, policies, self, writes=supervisor)
        self.past = PastPage(theme, desk, machine, self._hints, self)
        self._build(theme)
        next_key = self._hints["next"]
        self.in_hand = CaseInHand(self.windows, self.board, self.case_page, desk, next_key)
        self._sheets = SheetPlace(lambda: self.windows.over, self)
        self._reader = Reader(
            desk,
            self.board,
            self.map,
            self.case_page,
            self.windows,
            self.go,
            lambda: self.sheet is not None,
        )
        on_page = self._on_page
        self._hands = Hands(
            theme,
            desk,
            book,
            self._sheets,
            self._toast,
            self.in_hand,
            on_page,
            self._hints,
            calls,
            basemaps,
        )
        self.privacy = Privacy(
            desk, self._pages, self.case_page, self._sheets, self._hands, (self.shift.log,)
        )
        self._figure_hands = FigureHands(theme, desk, self.figures, self._sheets)
        self.reports = ReportHands(theme, desk, figures, self._sheets, self.say, self)
        self._policy_hands = FigureHands(theme, desk, self.policy, self._sheets)
        self._bulk_hands = BulkHands(theme, desk, self._hands, self._sheets, self._toast)
        self._outbox_hands = OutboxHands(
            theme, desk, book, self.outbox, self._hands, self._sheets, self._toast
        )
        self.watch = AlarmHands(theme, desk, self._hands, self._sheets, self._bar, sounds)
        self.filters = FilterHands(
            theme, desk, room, self.board, self._sheets, self._toast, lambda: self.go("board")
        )
        self.basemaps = BasemapHands(theme, basemaps, self.map, self._sheets)
        self.mailings = MailingHands(theme, desk, office, self._sheets, self.say, self)
        self.folded = FloodHands(
            theme,
            desk,
            changeover,
            self._hands,
            self._bulk_hands,
            self._sheets,
            self._toast,
            self._flood,
            self.in_hand,
            lambda: self.windows.shows(self.board),
            self._hints["folded"],
        )
        usual = {deed.key: deed.keys for deed in desk_deeds(self, {})}
        pages = self.board, self.case_page, self.outbox, self.map, self.past
        self.walk = Walk(self.windows, *pages, lambda case: self.open_case(case))
        self.facilities = FacilityHands(
            theme, desk, self.windows, self.map, self._sheets, self.in_hand, self.go, self.say
        )
        paper = MapPaper(desk.city, now_ms, save_picture)
        self.map_hands = MapHands(self.windows, self.map, paper, self.say)
        self.guide = Guide(
            theme,
            desk,
            self._deeds,
            self._hints,
            usual,
            self.in_hand,
            lambda: self.windows.window,
            self,
        )
        self._connect()
        self._bind(self)
        self._show_place()

    # --- what the application tells ---

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """How the desk and the server stand."""
        self._status = status
        self._show_time()
        many = status.waiting + status.others_waiting + status.needs_action
        self._rail.set_badge("outbox", many, links.outbox_counts(status))
        self.show_outbox()

    @Slot()
    def show_outbox(self) -> None:
        """What waits for the server, or for the officer; nobody sees it on another page."""
        if not self.windows.shows(self.outbox):
            return
        self.outbox.show_items(self._desk.items())
        self.outbox.show_lost(self._desk.lost)

    @Slot(object)
    def show_health(self, health: Health) -> None:
        """How the parts of this desk stand; what is stuck is told on every page."""
        self.health.show_health(health)
        alarms, absent = health.alarms, health.signs.absent
        if (alarms, absent) == (self._alarms, self._absent):
            return
        self._alarms, self._absent = alarms, absent
        self.show_outbox()  # whether anybody will send a colleague's command
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        """On the page that lists it all, the banner would say it twice."""
        alarms = self._alarms
        if alarms and self._pages.currentWidget() is not self.health:
            text, remedy = health_words.banner(alarms, self._absent)
            self.trouble.show_notice("error", text, self.tr("Lihat kesehatan"), remedy)
        else:
            self.trouble.clear()
            self.watch.saw_troubles()

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        self._show_time()
        self.watch.look()
        self.guide.tour.look()
        self.board.pass_time()
        for page in (self.board, self.map, self.case_page):
            if self.windows.shows(page):
                page.tick()

    def _show_time(self) -> None:
        """In every window how fresh it is."""
        now, troubles = self._now(), len(self._alarms)
        self._bar.show_time(now, self._status, troubles)
        if self._status is not None:
            for window in self.windows.torn:
                window.show_link(*links.pill(self._status, now, self._desk.city, troubles))

    @Slot(object, str, object)
    def show_refused(self, command: object, key: str, facts: dict[str, str | int | None]) -> None:
        """The server said no to something stored earlier."""
        why = words.refusal(key, facts, self._desk.city)
        text = self.tr("Ditolak server: {why}").format(why=why)
        self._hands.offer(
            text, self.tr("Kotak keluar"), self._hints["go_outbox"], lambda: self.go("outbox")
        )

    @property
    def at_rest(self) -> bool:
        """Whether the officer is where a desk begins, with nothing open and nothing being typed."""
        home = "overview" if self.role in LOOKING else "board"
        alone = self.windows.in_frame == home and not self.windows.torn
        busy = self._sheets.current or self.guide.palette or len(self.selected_ids()) > 1
        return alone and not busy and nothing_typed(self.window(), self.board.filters)

    def part(self) -> None:
        """The officer leaves, or another desk takes the place of this one: close what is open."""
        self.guide.leave()
        self._sheets.close()
        self.windows.part()

    def begin(self) -> None:
        """Keys go to the cases as soon as there are any."""
        self.setFocus()
        self.windows.show("board")
        if len(self._book):
            self.board.focus_cases()
        else:
            self.board.set_loading(True)
        if self.role in LOOKING:
            self.go("overview")

    def say(self, sentence: str) -> None:
        """A short message that goes by itself."""
        self._toast.say(sentence)

    @property
    def sheet(self) -> Sheet | None:
        """The act that is being prepared, if any."""
        return self._sheets.current

    @Slot(str, object)
    def show_notice(self, key: str, facts: dict[str, object]) -> None:
        """Something happened to the files or the history of this desk."""
        self._toast.say(links.notice(key, facts))

    # --- going about ---

    def go(self, place: str) -> None:
        """Show a place of the rail, in the window it has."""
        self.windows.show(place)
        self._sheets.raise_()
        self._show_place()
        if place == "map":
            self.map.begin(self.board.current_id())
        elif place == "board":
            self.board.focus_cases()
        elif place == "case":
            self._reader.follow()
        elif place == "outbox":
            self.show_outbox()
            self.outbox.focus_first()
        elif place == "shift":
            self.shift.begin()
        elif place == "figures":
            self.figures.begin()
        elif place == "policy":
            self.policy.begin()
        elif place == "health":
            self.health.focus_first()
        elif place == "past":
            self.past.begin()
        elif place == "overview":
            self.overview.begin()

    @async_slot
    async def show_on_map(self) -> None:
        """The map, with the case in hand in its middle."""
        case = await self.in_hand()
        if isinstance(case, str):
            self.say(case)
        elif self.map.may_show(case):
            self.go("map")
            self.map.choose(case.id)

    def tear_off(self) -> None:
        """Give the page a window of its own, or put it back."""
        if not self.windows.toggle():
            self.say(self.tr("Hanya papan, peta dan kasus punya jendela sendiri."))

    def pin(self) -> None:
        """Stay at the case on its page, or follow the board again."""
        if self._reader.apart:
            self._reader.toggle_pin()
        else:
            self.say(self.tr("Halaman kasus mengikuti papan hanya bila keduanya tampak."))

    @Slot(QWidget)
    def _rearranged(self, page: QWidget) -> None:
        """A page has a window of its own, or has come back."""
        self.guide.leave()
        self._sheets.come_along()
        self._show_place()
        self._show_time()
        self.walk.focus(page)

    def _show_place(self) -> None:
        """Where the frame itself is."""
        if not self.windows.shows(self.past):
            self.past.pause()
        self._rail.set_current(self.windows.in_frame)
        self._rail.set_apart(self.windows.torn_places)
        self._bar.show_tearable(tearable=self.windows.in_frame in TEARABLE)
        self._tell_trouble()

    def open_case(self, case: str) -> None:
        """The page of one case; Esc leads back to the map, where it was opened there."""
        if self.windows.page is not self.case_page:
            self._opened_from = "map" if self.windows.page is self.map else "board"
        self._reader.open(case)

    def ask(self, key: str) -> None:
        """Begin an act on the case in hand."""
        self._hands.ask(key)

    def ask_one_of(self, keys: list[str]) -> None:
        """Begin whichever of these acts may be, on all that is chosen."""
        chosen = self.selected_ids()
        if len(chosen) > 1:
            self._bulk_hands.ask(keys, chosen)
        else:
            self._hands.ask_one_of(keys)

    def prefer(self, name: str, value: str | float) -> None:
        """Ask for another value of a setting."""
        self.preference_asked.emit(name, value)

    def lock(self) -> None:
        """Ask for the desk to be covered."""
        self.lock_asked.emit()

    def sign_out(self) -> None:
        """Ask to leave."""
        self.sign_out_asked.emit()

    @Slot()
    def take_call(self) -> None:
        """Begin a new report."""
        if self.windows.page is self.past:
            self.say(no_acts())
        else:
            self._hands.take_call()

    def compare(self) -> None:
        """Put the case in hand beside those that may be the same problem."""
        self._hands.compare()

    def look(self, report: str) -> None:
        """Ask why before anybody is shown who reported."""
        self._hands.look(report)

    @Slot()
    def close_sheet(self) -> None:
        """Away with the act in preparation."""
        self._sheets.close()

    @Slot(str)
    def _acting(self, case: str) -> None:
        self._next_up = self.board.neighbours(case)

    @Slot(str, object)
    def _acted(self, case: str, act: Verb) -> None:
        """Work goes on with the next card once one is sent away; a new one is looked at."""
        if self.windows.page is not self.board:
            return
        if isinstance(act, Receive):
            self.board.choose(case)
        elif self._next_up and not isinstance(act, _STAYS):
            self.board.choose(self._next_up[0])
        self._reader.follow()

    def _kept_from_past(self, deed: Deed) -> Deed:
        """A deed that does nothing but say so while the officer looks at the past."""
        if not (deed.acts or deed.key in WORKS):
            return deed

        def act() -> None:
            if self.windows.page is self.past:
                self.say(no_acts())
            else:
                deed.act()

        return deed._replace(act=act)

    def _near(self, place: Place) -> str:
        """What is known near a case's point."""
        if place.lat is None or place.lng is None:
            return ""
        self._desk.places.freshen()
        return where_words.near(self._desk.places.near(place.lat, place.lng))

    def _on_page(self, case: str) -> bool:
        view = self.case_page.view
        shown = self.windows.shows(self.case_page)
        return shown and view is not None and view.case.id == case

    # --- building ---

    def _build(self, theme: Theme) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Meja kerja"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        upper = hinted(places(self.role), self._hints)
        self._rail = Rail(theme, upper, self, lower=hinted(lower_places(), self._hints))
        row.addWidget(self._rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        banner = self.viewing.banner(self._hints["view_as"])
        if banner is not None:
            column.addWidget(banner)
        self._bar: TopBar = TopBar(
            theme,
            self._desk.city,
            self._desk.author,
            self,
            keys=self._hints,
            in_force=self._in_force,
        )
        column.addWidget(self._bar)
        self.trouble = Banner(theme, self)
        column.addWidget(self.trouble)
        self._flood = Banner(theme, self)
        column.addWidget(self._flood)
        self._pages = QStackedWidget(self)
        pages: dict[str, QWidget] = {
            "board": self.board,
            "map": self.map,
            "case": self.case_page,
            "past": self.past,
            "overview": self.overview,
            "shift": self.shift,
            "figures": self.figures,
            "policy": self.policy,
            "outbox": self.outbox,
            "health": self.health,
        }
        for page in pages.values():
            self._pages.addWidget(page)
        self.windows = Windows(
            theme,
            self,
            self._pages,
            pages,
            places(self.role),
            self._bind,
            self._hints["tear_off"],
        )
        column.addWidget(self._pages, 1)
        row.addLayout(column, 1)
        self._toast = Toast(theme, self)

    def _bind(self, window: QWidget) -> None:
        """Every key works in every window of the desk."""
        Keys(window, self._deeds, lambda at: self._sheets.holds(at) or self.guide.holds(at))

    def _connect(self) -> None:
        self._rail.asked.connect(self.go)
        self.board.opened.connect(self.open_case)
        self.map.opened.connect(self.open_case)
        self.map.chosen.connect(self.board.choose)
        self.map.chosen.connect(self._reader.follow)
        self.map.selected.connect(self.board.together.choose)
        self.board.selected.connect(self.map.select)
        self.board.chosen.connect(self.map.mark)
        self.map.said.connect(self.say)
        self.map.call_asked.connect(self.facilities.calls.call)
        self.past.call_asked.connect(self.facilities.calls.call)
        self.past.said.connect(self.say)
        self.overview.opened.connect(self.open_case)
        self._desk.altered.connect(self.overview.stir)
        self._desk.loaded.connect(self.overview.stir)
        self.past.left.connect(lambda: self.go("board"))
        self._desk.altered.connect(self.map.moved)
        self._desk.places.learned.connect(self.case_page.look_around)
        held = self.viewing.held
        self.case_page.asked.connect(held(self._hands.ask))
        self.case_page.look_asked.connect(held(self._hands.look))
        self.case_page.compare_asked.connect(self._hands.compare)
        self.case_page.given.connect(held(self._hands.attach))
        self.case_page.call_asked.connect(self.facilities.calls.call)
        self._hands.call_asked.connect(self.facilities.calls.call)
        self.outbox.opened.connect(self.open_case)
        self.shift.opened.connect(self.open_case)
        self.shift.said.connect(self.say)
        self.figures.said.connect(self.say)
        self.figures.report_asked.connect(self.reports.ask)
        self._figure_hands.opened.connect(self.open_case)
        self.policy.said.connect(self.say)
        self._policy_hands.opened.connect(self.open_case)
        self._desk.explained.connect(self.show_outbox)
        self._hands.acting.connect(self._acting)
        self._hands.acted.connect(self._acted)
        self._hands.revealed.connect(self.case_page.reveal)
        self.guide.opened.connect(self.open_case)
        self.guide.closed.connect(self.walk.focus_page)
        self.guide.keys_changed.connect(self.keys_changed)
        self._sheets.closed.connect(self.walk.focus_page)
        self._sheets.closed.connect(self._reader.attend)
        self.windows.moved.connect(self._rearranged)
        self.windows.entered.connect(lambda: self._toast.move_over(self.windows.window))
        self.windows.link_asked.connect(self._link_asked)
        self._hands.preparing.connect(lambda case: self._desk.attend(case, "edit"))
        self.trouble.acted.connect(lambda: self.go("health"))
        self.health.copied.connect(lambda: self.say(self.tr("Laporan kesehatan disalin")))
        self._bar.call_asked.connect(held(self.take_call))
        self._bar.link_asked.connect(self._link_asked)
        self._bar.alarms_asked.connect(self.watch.show)
        self._bar.tear_asked.connect(held(self.tear_off))
        self.watch.opened.connect(self.open_case)
        self.folded.opened.connect(self.open_case)
        self._pages.currentChanged.connect(self.folded.look)
        self._bar.lock_asked.connect(self.lock_asked)
        self._bar.sign_out_asked.connect(self.sign_out_asked)
        self._bar.preference_asked.connect(self.preference_asked)
        self._desk.loaded.connect(self._loaded)
        self._desk.words_known.connect(self.board.look_again)

    def selected_ids(self) -> list[str]:
        """The cases that are chosen together on the board or map that the officer looks at."""
        page = self.windows.page
        return page.selected_ids() if isinstance(page, Board | MapPlace) else []

    def undo_bulk(self) -> None:
        """Take back the last act on many cases."""
        self._bulk_hands.undo()

    # --- small things ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus."""
        if not press_focused(event):
            super().keyPressEvent(event)

    @Slot()
    def _link_asked(self) -> None:
        if self._status is not None and self._status.link is Link.DENIED:
            self.sign_in_asked.emit()
        else:
            self.go("health")

    @Slot()
    def _loaded(self) -> None:
        self.board.set_loading(False)
        at = QApplication.focusWidget()
        idle = at is None or at is self or self._rail.isAncestorOf(at)
        if idle and self.windows.page is self.board:
            self.board.focus_cases()

    @Slot()
    def search(self) -> None:
        """Look for words in the shift log where that is shown, else among the cases."""
        if self._pages.currentWidget() is not self.shift or not self.shift.search():
            self.go("board")
            self.board.filters.focus_search()

    @Slot()
    def back(self) -> None:
        """Away with the sheet, or back to the board."""
        if self._sheets.current is not None:
            self._sheets.close()
        elif self.windows.page is self.board and len(self.selected_ids()) > 1:
            self.board.together.take_one()
        elif self.map_hands.leave() or (self.windows.page is self.past and self.past.back()):
            return
        elif self._pages.currentWidget() is not self.board or not self.guide.tour.leave():
            shown = self.case_page.view
            if self.windows.page is not self.case_page or self._opened_from == "board":
                self.go("board")
            else:
                case = shown.case.id if shown is not None else self.map.current_id()
                self.go("map")
                self.map.mark(case)
