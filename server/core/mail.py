"""Mail by SMTP. A mail that cannot be sent is logged and told to the caller, and never undoes what it tells of."""

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
INLINE = 20  # so many may be sent while somebody waits for a page


@dataclass(frozen=True, slots=True)
class Mail:
    """A plain text to one person."""

    to: str
    subject: str
    text: str


class Mailer:
    """Sends mail as the settings say; in development without SMTP, writes it to the log instead."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._url = urlsplit(settings.smtp_url.get_secret_value())
        self._later: ThreadPoolExecutor | None = None

    @property
    def reaches_people(self) -> bool:
        """Whether there is a mail server."""
        return bool(self._url.hostname)

    @property
    def is_there(self) -> bool:
        """Whether mail goes anywhere at all: to people, or to the log of a development server."""
        return self.reaches_people or self._settings.env == "development"

    def send(self, mails: Iterable[Mail]) -> list[str]:
        """Send over one connection, and return the addresses that could not be written to."""
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
        """Send from another thread: the answer to the caller takes as long with mail as without."""
        self._later = self._later or ThreadPoolExecutor(2, thread_name_prefix="mail")
        self._later.submit(self.send, mails)

    def _print(self, mails: Sequence[Mail]) -> list[str]:
        if not self.is_there:
            return [mail.to for mail in mails]
        for mail in mails:
            log.info("mail, written here because CHAINRULE_SMTP_URL is empty", to=mail.to, text=mail.text)
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
                server.starttls(context=ssl.create_default_context())  # raises where the server has none
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
        message["Subject"] = " ".join(mail.subject.split())  # a title of several lines must not become headers
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=urlsplit(self._settings.public_url).hostname or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def init_app(app: Flask) -> None:
    """Give `app` its mailer."""
    app.extensions["chainrule.mailer"] = Mailer(app.extensions["chainrule.settings"])


def mailer() -> Mailer:
    """The mailer of the current application."""
    return cast(Mailer, current_app.extensions["chainrule.mailer"])
