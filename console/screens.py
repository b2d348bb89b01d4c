"""Every screen as a PNG file, from the running program with a living city behind it."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from qasync import QEventLoop

from console.alarm_scenes import AlarmScenes
from console.app import Program
from console.basemap_scenes import BasemapScenes
from console.book_keeper import flags_of
from console.crash import Crash
from console.demo import CityProcess, DemoFailed
from console.facility_scenes import FacilityScenes
from console.figure_scenes import FigureScenes
from console.flood_scenes import FloodScenes
from console.lock_scenes import LockScenes
from console.mailing_scenes import MailingScenes
from console.map_scenes import MapScenes
from console.pages.frame import DeskFrame
from console.pages.intake import IntakeSheet
from console.pages.lookalikes import Lookalikes
from console.pages.similar import SimilarRow
from console.past_scenes import PastScenes
from console.place_scenes import PlaceScenes
from console.policy_scenes import PolicyScenes
from console.scenes import Scenes
from console.shift_scenes import ShiftScenes
from console.sync_status import Link
from console.view_scenes import ViewScenes
from console.wall_scenes import HUNG, WallScenes
from console.window_scenes import WindowScenes
from db.domain.brief import brief
from db.domain.case import Place
from db.domain.commands import Forward, Note
from db.domain.states import Lane as LaneKey
from db.domain.states import State
from db.domain.suggest import suggest
from widgets.filter_bar import Filters

SIZES = (QSize(1366, 768), QSize(1920, 1080), QSize(3840, 2160))
Step = Callable[[], Awaitable[None]]


class View(NamedTuple):
    """A screen as it stands: what it is a picture of, in which theme and size, and the window."""

    scene: str
    theme: str
    size: QSize
    window: QWidget


_SETTLE = 0.35
_DRAWN = 0.1
_PATIENCE = 15.0


def render_all(folder: Path) -> int:
    """Start a city, render every screen in both themes at every size; 0 when all were written."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory(prefix="liveroom-screens-") as scratch:
        city = CityProcess(Path(scratch) / "city")
        program = Program(app, Path(scratch) / "desk", Crash(Path(scratch)))
        try:
            with loop:
                return int(loop.run_until_complete(_render(program, city, folder)))
        except DemoFailed as fault:
            print(f"no city to draw: {fault}", file=sys.stderr)
            return 2
        finally:
            city.stop()


async def _render(program: Program, city: CityProcess, folder: Path) -> int:
    ready = await asyncio.get_running_loop().run_in_executor(None, city.wait_ready)
    await program.begin(ready.server)
    album = Album(folder)
    tour = Tour(program, album.keep)
    await tour.sign_in(ready.server)
    if not await program.enter(ready.server, ready.login, ready.password, "Meja 1"):
        return 2
    await tour.desk()
    await tour.wall(ready.server, city.admit)
    await asyncio.get_running_loop().run_in_executor(None, city.stop)
    await tour.without_server()
    print(f"{album.count} pictures in {folder}")
    ended = asyncio.get_running_loop().create_future()
    program.ended.connect(partial(_settle, ended))
    program.close()
    await ended
    return 0


class Album:
    """Keeps views as PNG files in a folder, `count` of them. Raises OSError when one cannot be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.count = 0
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, view: View) -> Path:
        """One more picture; its file."""
        size = f"{view.size.width()}x{view.size.height()}"
        file = self._folder / f"{view.scene}-{view.theme}-{size}.png"
        if not view.window.grab().save(str(file)):
            raise OSError(f"could not write {file}: is the folder writable and the disk not full?")
        self.count += 1
        return file


class Tour:
    """Goes through the program as an officer would; `see` is shown each screen.

    `settle` is how long (s) a screen is left alone before it is looked at.
    """

    def __init__(
        self,
        program: Program,
        see: Callable[[View], object],
        sizes: Sequence[QSize] = SIZES,
        themes: Sequence[str] = ("dark", "light"),
        settle: float = _SETTLE,
    ) -> None:
        self._program, self._see, self._rest = program, see, settle
        self._sizes, self._themes = sizes, themes
        self._scenes = Scenes(program)
        self._shift, self._alarms = ShiftScenes(program), AlarmScenes(program)
        self._flood = FloodScenes(program, self._scenes)
        self._lock = LockScenes(program, self._scenes)
        self._map, self._basemaps = MapScenes(program), BasemapScenes(program)
        self._facilities = FacilityScenes(program)
        self._past = PastScenes(program)
        self._figures = FigureScenes(program)
        self._policy = PolicyScenes(program)
        self._mailings = MailingScenes(program)
        self._windows = WindowScenes(program)
        self._place = PlaceScenes(program)
        self._views = ViewScenes(program)
        self._undo_taken: Callable[[], None] = lambda: None
        program.settings.keep("lock_minutes", 0)  # no key is touched on this way
        program.show()  # a window that is not shown lays its splitters out by guesswork

    async def sign_in(self, server: str) -> None:
        """The sign-in page, and what it says to a wrong password."""
        await self._at_all_sizes("sign-in")
        await self._program.enter(server, "sari", "bukan ini", "Meja 1")
        await self._at_all_sizes("sign-in-refused")

    async def desk(self) -> None:
        """Every screen of the desk, in every theme and size."""
        await _until(self._whole)
        steps: dict[str, Step] = {
            "board": self._board,
            "table": self._table,
            "map": self._map.whole,
            "map-near": self._map.near,
            "map-flood": self._map.flood,
            "map-chosen": self._map.chosen,
            "map-ring": self._map.ring,
            "map-empty": self._map.empty,
            "map-heat": self._map.heat,
            "map-open": self._map.open,
            "map-open-kecamatan": self._map.open_large,
            "map-months": self._map.months,
            "map-rising": self._map.rising,
            "map-risen": self._map.risen,
            "basemap": self._basemaps.whole,
            "basemap-near": self._basemaps.near,
            "basemap-file": self._basemaps.sheet,
            "basemap-address": self._basemaps.address,
            "facilities": self._facilities.whole,
            "facilities-near": self._facilities.near,
            "facilities-sheet": self._facilities.sheet,
            "case-nearest": self._facilities.of_case,
            "intake-emergency": self._facilities.call,
            "overview": partial(self._go, "overview"),
            "view-as": self._views.sheet,
            "board-viewed": self._views.banner,
            "past": self._past.board,
            "past-map": self._past.map,
            "past-case": self._past.case,
            "figures": self._figures.month,
            "figures-cases": self._figures.cases,
            "report": self._figures.report,
            "policy": self._policy.write,
            "policy-moved": self._policy.moved,
            "policy-preview": self._policy.preview,
            "policy-signed": self._policy.signed,
            "mailings": self._mailings.listed,
            "mailings-none": self._mailings.none,
            "mailings-new": self._mailings.new,
            "board-news": self._scenes.board_news,
            "board-taken": self._taken,
            "save-filter": self._scenes.save_filter,
            "board-flood": self._flood.board,
            "folded": self._flood.sheet,
            "share-filter": self._windows.share_filter,
            "board-torn": self._windows.board_torn,
            "case-follows": self._windows.case_follows,
            "case-torn": self._windows.case_torn,
            "alarms": self._alarms.standing,
            "alarms-put-off": self._alarms.put_off,
            "bulk-preview": self._scenes.bulk_preview,
            "bulk-forward": self._scenes.bulk_forward,
            "nothing-found": self._nothing_found,
            "forward": partial(self._act, "forward"),
            "note": partial(self._act, "note"),
            "intake": self._intake,
            "intake-similar": self._intake_similar,
            "place-suggested": self._place.suggested,
            "place-coordinates": self._place.coordinates,
            "place-misread": self._place.misread,
            "place-map": self._place.on_map,
            "case-place": self._place.edited,
            "case": self._case,
            "identity": self._identity,
            "keys": self._keys,
            "keys-changed": self._scenes.keys_changed,
            "palette": self._scenes.palette,
            "palette-found": partial(self._scenes.palette, "ban"),
            "tour": self._scenes.tour,
            "tour-forward": partial(self._scenes.tour, 1),
            "tour-bell": partial(self._scenes.tour, 2),
            "tour-keys": partial(self._scenes.tour, 4),
            "outbox-empty": partial(self._go, "outbox"),
            "handover": self._shift.draft,
            "handover-given": self._shift.given,
            "handover-done": self._shift.done,
            "logbook": self._shift.log,
            "logbook-found": self._shift.found,
            "health": partial(self._go, "health"),
            "health-trouble": self._scenes.trouble,
            "board-trouble": partial(self._scenes.trouble, "board"),
            "case-photos": self._scenes.before_and_after,
            "photos-large": self._scenes.photos_large,
            "case-not-reached": self._scenes.not_reached,
            "case-reached": self._scenes.reached,
            "case-told": self._scenes.told,
            "case-finished": self._scenes.finished,
            "case-similar": self._scenes.similar,
            "compare": self._scenes.compare,
            "outbox-acts": self._scenes.outbox_acts,
            "outbox-supervisor": self._scenes.outbox_supervisor,
            "outbox-colleague": self._scenes.outbox_colleague,
            "board-colleague": self._scenes.board_colleague,
            "lock": self._lock.lock,
            "lock-wrong": self._lock.wrong,
            "lock-next": self._lock.next_officer,
        }
        await self._all(steps)

    def _whole(self) -> bool:
        """Whether the board is as the server has it, and was compared with it."""
        program = self._program
        return len(program.book) > 0 and program.sync.last_audit is not None

    async def wall(
        self, server: str, admit: Callable[[str], None], screens: Sequence[str] = tuple(HUNG)
    ) -> None:
        """The screens of the room; `admit` types a wall's code at the server."""
        with tempfile.TemporaryDirectory(prefix="liveroom-wall-") as folder:
            see, rest = (lambda *seen: self._see(View(*seen))), self._rest
            scenes = WallScenes(Path(folder), see, screens, self._themes, rest)
            await scenes.go(server, admit)

    async def without_server(self) -> None:
        """The same desk when the server has gone, with work waiting on its disk."""
        program = self._program
        await _until(lambda: program.sync.status.link is Link.OFFLINE)
        await self._work()
        await self._all(
            {
                "board-offline": self._board,
                "handover-offline": self._shift.draft,
                "figures-offline": self._figures.offline,
                "figures-none": self._figures.none,
                "report-offline": self._figures.report_offline,
                "policy-offline": self._policy.without_server,
                "logbook-offline": self._shift.log,
                "outbox": partial(self._go, "outbox"),
                "case-photo-waits": self._scenes.photo_waits,
                "past-offline": self._past.without_server,
                "lock-offline": self._lock.lock,
            }
        )

    async def _all(self, steps: Mapping[str, Step]) -> None:
        for theme in self._themes:
            self._program.settings.keep("theme", theme)
            self._program.show_desk_again()
            for size in self._sizes:
                self._program.resize(size)
                for name, step in steps.items():
                    await step()
                    await self._picture(name, size)
                    self._tidy()

    async def _at_all_sizes(self, name: str) -> None:
        for size in self._sizes:
            await self._picture(name, size)

    async def _picture(self, name: str, size: QSize) -> None:
        (self._windows.seen or self._program).resize(size)
        window = QApplication.activeModalWidget() or self._windows.seen or self._program
        if not window.isActiveWindow():
            window.activateWindow()  # a dialog that went has left nobody the keys
        await asyncio.sleep(self._rest)
        self._scenes.hold()
        await asyncio.sleep(_DRAWN)  # what was made anew is shown by the next event
        self._see(View(name, self._program.settings.theme, size, window))

    # --- steps ---

    @property
    def _frame(self) -> DeskFrame:
        return self._scenes.frame

    def _tidy(self) -> None:
        self._views.over()  # first: with it comes another frame
        frame = self._frame
        self._lock.over()
        self._undo_taken()
        self._scenes.over()
        self._shift.over()
        self._flood.over()
        self._map.over()
        self._basemaps.over()
        self._facilities.over()
        self._alarms.over()
        self._past.over()
        self._policy.over()
        self._windows.over()
        frame.close_sheet()
        self._program.calls.done()
        if frame.guide.palette is not None:
            frame.guide.palette.leave()
        frame.guide.tour.leave()
        frame.board.filters.clear()
        for dialog in self._program.findChildren(QDialog):
            dialog.close()
        frame.go("board")

    async def _go(self, place: str) -> None:
        self._frame.go(place)

    async def _board(self) -> None:
        self._frame.go("board")
        if self._frame.board.shows_table:
            self._frame.board.toggle_table()

    async def _table(self) -> None:
        self._frame.board.toggle_table()

    async def _taken(self) -> None:
        """A colleague has forwarded the case the officer is at."""
        await self._board()
        board, book = self._frame.board, self._program.book
        board.focus_cases()
        board.step(2)
        await asyncio.sleep(_DRAWN)
        view = await self._program.desk.view(board.current_id())
        if view is not None:
            row = brief(view.case)
            away = row._replace(state="forwarded", lane=LaneKey.OPD.value, opds="dlh")
            book.put([(away, flags_of(away))])
            self._undo_taken = lambda: book.put([(row, flags_of(row))])

    async def _nothing_found(self) -> None:
        await self._board()
        self._frame.board.filters.set_filters(Filters(text="zzzz"))

    async def _act(self, key: str) -> None:
        await self._board()
        self._frame.ask(key)
        await _until(lambda: self._frame.sheet is not None)

    async def _intake(self) -> None:
        self._frame.take_call()
        await _until(lambda: self._frame.sheet is not None)

    async def _intake_similar(self) -> None:
        """A call about what others have told of already, and one of those is looked at."""
        await self._scenes.similar()
        view = self._frame.case_page.view
        await self._board()
        self._frame.take_call()
        sheet = self._frame.sheet
        if view is None or not isinstance(sheet, IntakeSheet):
            return
        first = view.case.text.strip().splitlines()[0]
        sheet.fill(f"{first} Saya lewat tadi pagi, masih sama.", view.case.place)
        alike = sheet.findChildren(Lookalikes)[0]
        await _until(lambda: bool(alike.findChildren(SimilarRow)))
        alike.step()

    async def _case(self) -> None:
        frame = self._frame
        # One with a past says more than one that has just come in.
        worked = frame.board.ids_of(LaneKey.VALIDATION) or frame.board.ids_of(LaneKey.ROOM)
        frame.open_case(worked[0])
        await _until(lambda: frame.case_page.view is not None)
        await asyncio.sleep(_DRAWN)  # and the page has the keys

    async def _identity(self) -> None:
        await self._case()
        view = self._frame.case_page.view
        if view is not None:
            self._frame.look(view.case.reports[0].id)
            await _until(lambda: self._frame.sheet is not None)

    async def _keys(self) -> None:
        self._frame.guide.show_keys()

    async def _work(self) -> None:
        """What an officer may do while the line is dead."""
        desk, board = self._program.desk, self._frame.board
        for case in board.ids_of(LaneKey.ROOM)[:3]:
            view = await desk.view(case)
            if view is None or view.case.state is not State.RECEIVED:
                continue  # a colleague was there first; the lane is about to hear of it
            suggestions = suggest(view.case, desk.city, desk.learned)
            if suggestions and suggestions[0].category:
                first = suggestions[0]
                kind = view.case.report_class
                place = None if view.case.place.text else Place(no_place="pelapor tidak menyebut")
                act = Forward((first.opd,), first.category, kind, "", place)
                await desk.do(view.case, act)
        for case in board.ids_of(LaneKey.WORK)[:1]:
            view = await desk.view(case)
            if view:
                await desk.do(view.case, Note("Sudah ditelepon, tim menuju lokasi."))


async def _until(true: Callable[[], bool]) -> None:
    """Wait for something on the screen; after a while the picture is taken as it is."""
    waited = 0.0
    while not true() and waited < _PATIENCE:
        await asyncio.sleep(0.05)
        waited += 0.05


def _settle(ended: asyncio.Future[None]) -> None:
    if not ended.done():
        ended.set_result(None)
