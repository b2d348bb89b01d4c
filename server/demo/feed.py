"""The living city against a real server: reports come in and its people act, until told to stop."""

from __future__ import annotations

import logging
import threading

from db.domain.city_reading import city_from
from db.domain.states import Role
from server.demo.accounts import Credentials
from server.demo.caller import Caller, Declined, Unreachable
from server.demo.crew import Crew
from server.demo.life import Life
from server.demo.mirror import Mirror
from server.log import note

_WAIT = 2.0


class CityFeed:
    """Plays everybody but the viewer. `run` belongs on a thread of its own, or on the main one."""

    def __init__(self, server: str, accounts: Credentials, speed: float, *, rain: bool) -> None:
        self._caller = Caller(server)
        self._accounts = accounts
        self._speed = speed
        self._rain = threading.Event()
        if rain:
            self._rain.set()

    def rain(self) -> None:
        """Let an hour of rain begin; any thread may ask."""
        self._rain.set()

    def run(self, stop: threading.Event) -> None:
        """Act until `stop` is set; a server that is away is waited for."""
        life: Life | None = None
        while not stop.is_set():
            pause = _WAIT
            try:
                life = life or self._begun()
                if self._rain.is_set():
                    self._rain.clear()
                    life.rain()
                pause = life.beat(stop)
            except Unreachable as fault:
                # While it stops, the server is away on purpose.
                level = logging.INFO if stop.is_set() else logging.WARNING
                note("demo waits for the server", level, why=str(fault))
            except Declined as no:
                note("demo was declined", logging.WARNING, status=no.status, key=no.key)
                if life is not None:
                    life.sign_in_again()
            stop.wait(pause)
        self._caller.close()

    def _begun(self) -> Life:
        watcher = next(
            one.login
            for one in self._accounts.people
            if one.role == Role.SUPERVISOR and not one.viewer
        )
        token = self._signed_in(watcher)
        pack = self._caller.get_json("/city", token)
        city = city_from(pack["city"])
        crew = Crew(self._caller, city, self._accounts)
        mirror = Mirror(self._caller)
        seed = self._accounts.seed
        return Life(city, crew, mirror, self._caller, seed, self._speed, watcher)

    def _signed_in(self, login: str) -> str:
        body = {"login": login, "password": self._accounts.of(login).password, "desk": ""}
        return str(self._caller.post("/session", body)["access"])
