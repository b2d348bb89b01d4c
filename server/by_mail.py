"""An agency is told by e-mail: plain words that can be read aloud, and a stable Message-ID."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from types import MappingProxyType

from db.domain.city import City
from db.domain.deliveries import Attempt, Job, Notice, Reply
from server.letters import letter
from server.mailer import Mailer, MailServer


class Mail:
    """Blocking; one conversation with the mail server an attempt."""

    def __init__(
        self,
        server: MailServer | None,
        to: Mapping[str, tuple[str, ...]],
        city: City,
        patience: float = 10.0,
        heads: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        self._mailer = Mailer(server, patience) if server is not None else None
        self._to, self._city, self._heads = to, city, heads

    def send(self, job: Job) -> Attempt:
        """The outcome of handing one letter to the mail server."""
        to = self._to.get(job.opd, ())
        if job.notice is Notice.ESCALATED:  # without an address of its own it goes where all goes
            to = self._heads.get(job.opd, to)
        if self._mailer is None or not to:
            return Attempt(Reply.REFUSED, "no_destination")
        return self._mailer.hand_over(self._message(self._mailer, job, to), to)

    def _message(self, mailer: Mailer, job: Job, to: tuple[str, ...]) -> EmailMessage:
        subject, text = letter(json.loads(job.body), self._city)
        message = EmailMessage()
        message["Message-ID"] = f"<{job.id}@{mailer.domain}>"
        message["Date"] = format_datetime(job.made_at)
        message["From"] = mailer.sender
        message["To"] = ", ".join(to)
        message["Subject"] = subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message
