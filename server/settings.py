"""What one machine says to its server: where to listen, where data lies, which city."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

import resources

DEFAULT_CITY = "kota-tangerang"
DEFAULT_PORT = 8471
DEFAULT_BUSY_AFTER = 10.0


class SettingsFault(Exception):
    """A setting that cannot be used; the message says which, why, and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is a URL; `city` the folder of a city pack; `data` a folder for our own files.

    `port` 0 takes a free one. Commands and reports are turned away while one has waited for more
    than `busy_after` seconds to be stored. `metrics_token` opens /metrics; without one it is open
    on this very machine alone.
    """

    database: str
    city: Path
    data: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    metrics_token: str = field(default="", repr=False)
    busy_after: float = DEFAULT_BUSY_AFTER

    @property
    def deliveries(self) -> Path:
        """The file with the agencies' addresses and keys; need not be there."""
        return self.data / "deliveries.toml"

    @property
    def snapshots(self) -> Path:
        """Where snapshot files are made, a folder a process; may be emptied while none runs."""
        return self.data / "snapshots"

    @property
    def uploads(self) -> Path:
        """Where files that are being sent grow; emptying it makes their senders begin anew."""
        return self.data / "uploads"

    @property
    def media(self) -> Path:
        """Where photos and videos are kept for good: belongs into every backup."""
        return self.data / "media"


def settings_from(
    flags: Mapping[str, str | int | None], environment: Mapping[str, str] = os.environ
) -> Settings:
    """Settings of flags (database, city, data, host, port), then LIVEROOM_… variables, then ours.

    Makes the data folder. Raises SettingsFault.
    """

    def given(name: str) -> str:
        flag = flags.get(name)
        return environment.get(f"LIVEROOM_{name.upper()}", "") if flag is None else str(flag)

    data = _writable(Path(given("data")) if given("data") else user_data_path("liveroom-server"))
    return Settings(
        database=database_url(given("database"), data),
        city=city_folder(given("city") or DEFAULT_CITY),
        data=data,
        host=given("host") or "127.0.0.1",
        port=_port(given("port")),
        metrics_token=_token(environment.get("LIVEROOM_METRICS_TOKEN", "")),
        busy_after=_seconds(given("busy_after")),
    )


def database_url(given: str, data: Path) -> str:
    """The database's URL: a file in the data folder unless something else was named.

    A path means an SQLite file; PostgreSQL is always spoken to through psycopg.
    """
    if not given:
        return f"sqlite:///{data.resolve() / 'liveroom.db'}"
    scheme, mark, rest = given.partition("://")
    if not mark:
        return f"sqlite:///{Path(given).resolve()}"
    if scheme in ("postgresql", "postgres", "postgresql+psycopg") and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return given
    raise SettingsFault(
        f"database {scheme}://… is not one this server speaks: name a file, "
        "sqlite:///PATH or postgresql://USER@HOST/NAME"
    )


def city_folder(given: str) -> Path:
    """The folder of a city pack, named by path or by the id of one that is shipped."""
    folder = Path(given)
    if folder.is_dir():
        return folder
    try:
        return resources.path("cities", given)
    except FileNotFoundError:
        raise SettingsFault(
            f"city {given!r} is neither a folder nor the id of a shipped city pack; "
            "name the folder that holds city.toml"
        ) from None


def _port(given: str) -> int:
    if not given:
        return DEFAULT_PORT
    if not given.isdecimal() or int(given) > 65535:
        raise SettingsFault(f"port {given!r} is not a number from 0 to 65535")
    return int(given)


def _seconds(given: str) -> float:
    if not given:
        return DEFAULT_BUSY_AFTER
    if not given.isdecimal() or not 1 <= int(given) <= 3600:
        raise SettingsFault(f"LIVEROOM_BUSY_AFTER {given[:20]!r} is not a number from 1 to 3600")
    return float(given)


def _token(given: str) -> str:
    """A secret comes from the environment only: flags can be read by everybody on the machine."""
    if given and (len(given) < 16 or not given.isascii() or not given.isprintable()):
        raise SettingsFault(
            "LIVEROOM_METRICS_TOKEN must have 16 or more plain letters and signs; "
            "make one with: openssl rand -hex 32"
        )
    return given


def _writable(folder: Path) -> Path:
    """The data folder, made if need be; only its owner reads what lies in it."""
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)  # another server may be starting here
    except OSError as fault:
        raise SettingsFault(
            f"data folder {folder} cannot be written to ({fault.strerror}); "
            "name another with --data or LIVEROOM_DATA, or give this user the right to it"
        ) from fault
    return folder
