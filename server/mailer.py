"""The city's mail server: hands one letter over, and says what is known of it afterwards."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from db.domain.deliveries import Attempt, Reply

_ON_THE_WIRE = SMTP.clone(cte_type="7bit")
"""Lines end with CR LF, as many servers insist on; no sign outside ASCII, for those that must."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The city's own mail server. `security` is "starttls", "tls" or "none"."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


class _Unsent(Exception):
    """It certainly did not go; the argument is the outcome."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.said)
        self.attempt = attempt


class Mailer:
    """Blocking; one conversation with the mail server a letter."""

    def __init__(self, server: MailServer, patience: float = 10.0) -> None:
        self._server, self._patience = server, patience

    @property
    def sender(self) -> str:
        """Whom letters come from."""
        return self._server.sender

    @property
    def domain(self) -> str:
        """What stands behind the @ of the sender: the right side of ids."""
        return parseaddr(self._server.sender)[1].rpartition("@")[2]

    def hand_over(self, message: EmailMessage, to: Sequence[str]) -> Attempt:
        """The outcome of handing one letter for these mailboxes to the mail server."""
        try:
            return self._handed_over(message, to)
        except _Unsent as fault:
            return fault.attempt

    def _handed_over(self, message: EmailMessage, to: Sequence[str]) -> Attempt:
        smtp = self._opened(self._server)
        try:
            self._addressed(smtp, self._server, to)
            # From here on a lost answer may mean that the letter went out.
            code, _ = smtp.data(message.as_bytes(policy=_ON_THE_WIRE))
            smtp.close()
        except (OSError, smtplib.SMTPServerDisconnected):
            return Attempt(Reply.UNKNOWN, "timeout")
        except smtplib.SMTPResponseException as fault:
            return _answered(fault.smtp_code)
        finally:
            smtp.close()
        return _answered(code)

    def _opened(self, server: MailServer) -> smtplib.SMTP:
        trust = ssl.create_default_context()
        try:
            if server.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=self._patience, context=trust
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=self._patience)
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                smtp.starttls(context=trust)
                smtp.ehlo()
            if server.user:
                smtp.login(server.user, server.password)
        except ssl.SSLError as fault:
            raise _Unsent(Attempt(Reply.UNSENT, "insecure")) from fault
        except smtplib.SMTPNotSupportedError as fault:
            raise _Unsent(Attempt(Reply.REFUSED, "insecure")) from fault
        except smtplib.SMTPResponseException as fault:
            raise _Unsent(_answered(fault.smtp_code)) from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise _Unsent(Attempt(Reply.UNSENT, "unreachable")) from fault
        return smtp

    def _addressed(self, smtp: smtplib.SMTP, server: MailServer, to: Sequence[str]) -> None:
        try:
            code, _ = smtp.mail(parseaddr(server.sender)[1])
            if code != 250:
                raise _Unsent(_answered(code))
            codes = [smtp.rcpt(one)[0] for one in to]
        except (OSError, smtplib.SMTPServerDisconnected) as fault:
            raise _Unsent(Attempt(Reply.UNSENT, "unreachable")) from fault
        if not any(code in (250, 251) for code in codes):
            raise _Unsent(_answered(max(codes)))


def _answered(code: int) -> Attempt:
    said = f"smtp_{code}"
    if 200 <= code < 300:
        return Attempt(Reply.DELIVERED, said)
    return Attempt(Reply.UNSENT if 400 <= code < 500 else Reply.REFUSED, said)
