"""Send mail by SMTP. A failure is logged and reported to the caller, and never undoes the change that it announces."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

import structlog
from flask import Flask, current_app

from server.core.settings import Settings

log = structlog.get_logger(__name__)

TIMEOUT_S = 10
INLINE = 20  # the most mails to send while somebody waits for a page


@dataclass(frozen=True, slots=True)
class Mail:
    """A plain-text mail to one person."""

    to: str
    subject: str
    text: str


class Mailer:
    """Sends mail according to the settings; in development without SMTP, writes it to the log."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._url = urlsplit(settings.smtp_url.get_secret_value())
        self._later: ThreadPoolExecutor | None = None

    @property
    def reaches_people(self) -> bool:
        """Return whether there is a mail server."""
        return bool(self._url.hostname)

    @property
    def is_there(self) -> bool:
        """Return whether mail goes anywhere: to people, or to the log of a development server."""
        return self.reaches_people or self._settings.env == "development"

    def send(self, mails: Iterable[Mail]) -> list[str]:
        """Send the mails over one connection; return the addresses to which sending failed."""
        mails = list(mails)
        if not mails:
            return []
        if not self.reaches_people:
            return self._print(mails)
        failed = [mail.to for mail in mails]
        try:
            with self._connect() as server:
                for mail in mails:
                    if self._deliver(server, mail):
                        failed.remove(mail.to)
        except (OSError, smtplib.SMTPException) as error:
            log.error("mail server", host=self._url.hostname, error=_short(error), failed=len(failed))
        return failed

    def send_later(self, mails: Sequence[Mail]) -> None:
        """Send in another thread, so that the response time does not reveal whether a mail is sent."""
        self._later = self._later or ThreadPoolExecutor(2, thread_name_prefix="mail")
        self._later.submit(self.send, mails)

    def _print(self, mails: Sequence[Mail]) -> list[str]:
        if not self.is_there:
            return [mail.to for mail in mails]
        for mail in mails:
            log.info("email written to the log because CHAINRULE_SMTP_URL is empty", to=mail.to, text=mail.text)
        return []

    def _connect(self) -> smtplib.SMTP:
        host = cast(str, self._url.hostname)
        secured = parse_qs(self._url.query).get("tls") != ["none"]
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._url.port or 465, timeout=TIMEOUT_S, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, self._url.port or 587, timeout=TIMEOUT_S)
        try:
            if self._url.scheme == "smtp" and secured:
                server.starttls(context=ssl.create_default_context())  # raises if the server does not support it
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _deliver(self, server: smtplib.SMTP, mail: Mail) -> bool:
        try:
            server.send_message(self._message(mail), from_addr=parseaddr(self._settings.mail_from)[1], to_addrs=mail.to)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
            log.error("mail refused", to=mail.to, error=_short(error))
            return False
        return True

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        message["To"] = mail.to
        message["Subject"] = " ".join(mail.subject.split())  # a line break must not start another header
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=urlsplit(self._settings.public_url).hostname or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def init_app(app: Flask) -> None:
    """Create the mailer of `app`."""
    app.extensions["chainrule.mailer"] = Mailer(app.extensions["chainrule.settings"])


def mailer() -> Mailer:
    """Return the mailer of the current application."""
    return cast(Mailer, current_app.extensions["chainrule.mailer"])
