"""Where each agency is reached and with which keys: deliveries.toml in the server's data folder."""

from __future__ import annotations

import base64
import binascii
import os
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from db.domain.city import City
from db.domain.plain_table import Fault, Table, unknown
from server.by_mail import Mail
from server.by_open311 import Open311, Requests
from server.by_webhook import PREFIX, Hook, Webhooks
from server.deliveries import Way
from server.mailer import MailServer
from server.outward import Outward
from server.settings import SettingsFault

_FILE = "deliveries.toml"
_LEAST_KEY = 24
_SECURITY = ("starttls", "tls", "none")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_FROM_ENVIRONMENT = "env:"


@dataclass(frozen=True, slots=True)
class Destinations:
    """Addresses and keys by agency. Without a file there are none: every such way is alarmed."""

    hooks: Mapping[str, Hook] = field(default_factory=dict)
    mail: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mail_server: MailServer | None = None
    open311: Mapping[str, Requests] = field(default_factory=dict)
    private: bool = False
    patience: float = 10.0


def destinations(
    file: Path, city: City, environment: Mapping[str, str] = os.environ
) -> Destinations:
    """What the file says. Raises SettingsFault with every fault of it."""
    if not file.exists():
        return Destinations()
    _check_private(file)
    faults: list[Fault] = []
    top = Table(_FILE, _read(file), faults)
    found = _Reader(environment).all(top, city)
    if faults:
        raise SettingsFault("\n".join(map(str, faults)))
    return found


def ways_out(to: Destinations, city: City, now: Callable[[], datetime]) -> dict[str, Way]:
    """Everything that can send to these."""
    outward = Outward(private=to.private, patience=to.patience)
    return {
        "webhook": Webhooks(to.hooks, outward, now),
        "email": Mail(to.mail_server, to.mail, city, to.patience, to.heads),
        "open311": Open311(to.open311, outward, now),
    }


def _check_private(file: Path) -> None:
    if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsFault(f"{file} holds keys and may be read by others; run: chmod 600 {file}")


def _read(file: Path) -> object:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as fault:
        raise SettingsFault(f"{file} cannot be read ({fault.strerror})") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsFault(f"{file} is not TOML: {fault}") from fault


class _Reader:
    """Keys stand in the file, or in the environment where it says `env:NAME`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def all(self, top: Table, city: City) -> Destinations:
        hooks: dict[str, Hook] = {}
        mail: dict[str, tuple[str, ...]] = {}
        heads: dict[str, tuple[str, ...]] = {}
        open311: dict[str, Requests] = {}
        for table in top.entries("agency"):
            opd = table.choice("id", city.agencies, "agency")
            if opd in (*hooks, *mail, *open311):
                table.fault(f"{opd!r} stands here twice", "id")
            if table.has("webhook"):
                hooks[opd] = self._hook(table.table("webhook"))
            if table.has("email"):
                mail[opd] = _mailboxes(table, "email")
            if table.has("head_email"):
                heads[opd] = _mailboxes(table, "head_email")
            if table.has("open311"):
                open311[opd] = self._requests(table.table("open311"), city)
            table.close()
        server = self._mail_server(top.table("mail")) if top.has("mail") else None
        if (mail or heads) and server is None:
            top.fault("agencies have e-mail addresses, so a table [mail] must name a mail server")
        private, patience = top.flag("private", False), top.number("patience", 0.2, 60.0, 10.0)
        top.close()
        return Destinations(hooks, mail, heads, server, open311, private, patience)

    def _hook(self, table: Table) -> Hook:
        url, secret = _url(table), self._secret(table, "secret")
        table.close()
        return Hook(url, _key(table, secret))

    def _requests(self, table: Table, city: City) -> Requests:
        services = table.names("services") if table.has("services") else {}
        for category in services:
            if category not in city.categories:
                table.fault(unknown("category", category, city.categories), "services", category)
        found = Requests(
            url=_url(table),
            api_key=self._secret(table, "api_key"),
            service=table.text("service"),
            services=services,
            jurisdiction=table.text("jurisdiction", ""),
            lists_all=table.flag("lists_all", False),
        )
        table.close()
        return found

    def _mail_server(self, table: Table) -> MailServer:
        security = table.choice("security", _SECURITY, "security", "starttls")
        sender = table.text("from")
        address = parseaddr(sender)[1]
        if sender and ("@" not in address or not address.isascii()):
            table.fault("must hold an e-mail address", "from")
        user = table.text("user", "")
        found = MailServer(
            host=table.text("host"),
            port=table.whole("port", 1, 65535, _PORTS.get(security, 587)),
            security=security,
            sender=sender,
            user=user,
            password=self._secret(table, "password") if user else "",
        )
        table.close()
        return found

    def _secret(self, table: Table, key: str) -> str:
        value = table.text(key)
        if not value.startswith(_FROM_ENVIRONMENT):
            return value
        name = value.removeprefix(_FROM_ENVIRONMENT)
        if not self._environment.get(name):
            table.fault(f"the environment has no {name}", key)
        return self._environment.get(name, "")


def _mailboxes(table: Table, key: str) -> tuple[str, ...]:
    boxes = table.texts(key)
    for place, box in enumerate(boxes):
        odd = not box.isascii() or any(sign.isspace() or sign in "<>," for sign in box)
        if box.count("@") != 1 or odd:
            table.fault(f"{box[:80]!r} is no e-mail address", key, place)
    if not boxes:
        table.fault("needs at least one address", key)
    return boxes


def _url(table: Table) -> str:
    url = table.text("url")
    if url and not _may_be_asked(url):
        table.fault("is no address of a server; write https://HOST/PATH", "url")
    return url


def _may_be_asked(url: str) -> bool:
    """What HTTP cannot ask for is refused here: no attempt would ever come to an outcome."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    asked = parts.path + parts.query
    plain = asked.isascii() and asked.isprintable() and " " not in asked
    known = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    return known and plain and port != 0


def _key(table: Table, secret: str) -> bytes:
    """The bytes of `whsec_` + base64, as both sides hold them."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(PREFIX) or len(key) < _LEAST_KEY:
        table.fault(
            f"must be {PREFIX} and {_LEAST_KEY} or more bytes in base64; "
            f'make one with: echo "{PREFIX}$(openssl rand -base64 32)"',
            "secret",
        )
    return key
