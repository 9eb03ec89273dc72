"""The client of the server's API: every failure becomes a sentence, and every retry is safe."""

from __future__ import annotations

import ipaddress
import json
import os
import random
import re
import time
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import quote, urlsplit

import httpx

from grader.cli.errors import CliError, Misused, NotRight, NotYourCode
from grader.cli.remote.storage import Login
from grader.cli.terminal import clean_line, make_console

TIMEOUT_S = 20.0
RETRY_WAITS_S = (0.5, 1.0, 2.0, 4.0)
LONGEST_RETRY_AFTER_S = 60.0  # the server's rate limits are per minute
MAX_ANSWER_BYTES = 16 * 1024 * 1024
PASSING = frozenset({502, 503, 504})  # a proxy that cannot reach the server; worth a retry
PROXY = re.compile("(all|http|https|no)_proxy", re.IGNORECASE)
Json = dict[str, Any]


def server_url(text: str, *, insecure: bool = False) -> str:
    """Return the base URL of a server.

    Raises:
        Misused: if `text` is not a URL, or the token would cross the network unencrypted.
    """
    bare = text.strip()
    if "://" not in bare:
        bare = f"{'http' if is_loopback(urlsplit(f'//{bare}').hostname) else 'https'}://{bare}"
    try:
        parts = urlsplit(bare)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Misused(f"{clean_line(text)} is not a valid address.") from error
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise Misused(
            f"{clean_line(text)} is not the address of a server.", "Use an address like https://chainrule.example.edu"
        )
    if parts.scheme == "http" and not insecure and not is_loopback(host):
        message = f"http://{clean_line(host)} would send your token unencrypted."
        raise Misused(message, "Use https://, or --insecure on a network that you trust.")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine."""
    if host is None or host == "localhost":
        return host is not None
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _tell(message: str) -> None:
    make_console(stderr=True).print(clean_line(message), soft_wrap=True)


class NoServer(NotYourCode):
    """No Chainrule server responds at an address."""

    def __init__(self, server: str) -> None:
        super().__init__(f"{server} does not respond like a Chainrule server.", "Check the address.")


class Remote:
    """A connection to a server with a login.

    Attributes:
        server: the base URL.
    """

    def __init__(self, login: Login, notify: Callable[[str], None] = _tell) -> None:
        """Prepare the client without connecting; `notify` gets a message before each retry."""
        self.server = login.server
        self._notify = notify
        self._http = _connect(login)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._http.close()

    def me(self) -> Json:
        """Return the account that the token belongs to.

        Raises:
            NoServer: if no Chainrule server responds at the address.
        """
        return self._ask("GET", "me", missing=NoServer(self.server))

    def submit(
        self, slug: str, source: str, client_key: str, course: str | None = None, purpose: str = "submit"
    ) -> Json:
        """Submit a source. Sending the same `client_key` again does not create another submission."""
        body = {"source": source, "client_key": client_key, "purpose": purpose}
        body |= {"course": course} if course else {}
        return self._ask("POST", f"exercises/{quote(slug, safe='')}/submissions", body)

    def submission(self, identifier: str) -> Json:
        """Return the status of a submission, with its report once it is graded."""
        missing = NotRight(f"{self.server} has no submission {clean_line(identifier)} from you.")
        return self._ask("GET", f"submissions/{quote(identifier, safe='')}", missing=missing)

    def exercises(self) -> Json:
        """Return the exercises of the user's courses with their points."""
        return self._ask("GET", "exercises")

    def exercise(self, slug: str, missing: CliError) -> Json:
        """Return the statement and the starter of an exercise; `missing` is the error if the user has none such."""
        return self._ask("GET", f"exercises/{quote(slug, safe='')}", missing=missing)

    def _ask(self, method: str, path: str, body: Json | None = None, *, missing: CliError | None = None) -> Json:
        """Send a request and retry if that may help; `missing` is the error for a 404."""
        for wait_s in (*RETRY_WAITS_S, None):
            try:
                answer = self._http.request(method, path, json=body)
            except httpx.TransportError as error:
                if wait_s is None or "CERTIFICATE_VERIFY_FAILED" in str(error):
                    raise NotYourCode(*_unreachable(self.server, error)) from error
                reason = "does not respond"
            except (httpx.DecodingError, UnicodeError) as error:  # a damaged answer, or a name that no host can have
                raise NoServer(self.server) from error
            else:
                retry_after_s = _retry_after(answer)
                if wait_s is None or (answer.status_code not in PASSING and retry_after_s is None):
                    return self._read(answer, missing)
                wait_s = max(wait_s, retry_after_s or 0)
                reason = "asked us to wait" if answer.status_code == httpx.codes.TOO_MANY_REQUESTS else "is not ready"
            self._notify(f"{self.server} {reason}; trying again in {wait_s:.3g} s")
            time.sleep(wait_s * random.uniform(0.8, 1.2))  # noqa: S311 - spreads the retries of a class
        raise AssertionError("the last attempt returns or raises")

    def _read(self, answer: httpx.Response, missing: CliError | None) -> Json:
        """Return the data of a response, or raise an error with a sentence."""
        data = _object(answer)
        detail = clean_line(data.get("detail") or data.get("title") or answer.reason_phrase)
        code = answer.status_code
        if answer.is_redirect:
            raise Misused(
                f"{self.server} redirects to {clean_line(answer.headers.get('Location', 'another address'))}.",
                "Log in with that address.",
            )
        if code == httpx.codes.UNAUTHORIZED:
            hint = f"Create a new token on your account page, then log in again: grader login {self.server}"
            raise NotRight(f"{self.server} does not accept this token.", hint)
        if code == httpx.codes.NOT_FOUND and not data:
            raise NoServer(self.server)
        if code == httpx.codes.NOT_FOUND and missing:
            raise missing
        if answer.is_client_error:
            raise NotRight(detail if detail.endswith(".") else f"{self.server} refused the request: {detail}.")
        if answer.is_server_error:
            raise NotYourCode(
                f"{self.server} failed ({code} {detail}).", "Your code is not the problem. Try again later."
            )
        if not data:
            raise NoServer(self.server)
        return data


def _connect(login: Login) -> httpx.Client:
    """Return the HTTP client of a login, not connected yet.

    Raises:
        Misused: if the proxy or the certificates that the environment names cannot be used.
        NoServer: if the address is not valid.
    """
    try:
        base_url = httpx.URL(f"{login.server}/api/v1/")
    except httpx.InvalidURL as error:
        raise NoServer(login.server) from error
    try:
        return httpx.Client(
            base_url=base_url,
            headers={"Authorization": f"Bearer {login.token}", "Accept": "application/json"},
            timeout=TIMEOUT_S,
            follow_redirects=False,  # a redirect must not carry the token elsewhere
            trust_env=not is_loopback(urlsplit(login.server).hostname),  # a proxy could not reach this machine
        )
    except ImportError as error:
        names = _proxy_variables("socks")
        message = f"{names} names a SOCKS proxy, which needs the Python package socksio."
        raise Misused(message, f"Run: pip install 'httpx[socks]', or unset {names}.") from error
    except (ValueError, httpx.InvalidURL) as error:
        names = _proxy_variables()
        message = f"The proxy settings in {names} cannot be used: {clean_line(error)}."
        raise Misused(message, f"Correct or unset {names}.") from error
    except OSError as error:  # with ssl.SSLError; no connection is made yet
        message = f"The certificates in SSL_CERT_FILE cannot be read: {_reason(error)}."
        raise Misused(message, "Correct or unset SSL_CERT_FILE.") from error


def _proxy_variables(scheme: str = "") -> str:
    """Return the environment variables that name a proxy whose address begins with `scheme`."""
    names = [name for name, value in os.environ.items() if PROXY.fullmatch(name) and value.lower().startswith(scheme)]
    return " and ".join(sorted(names))


def _unreachable(server: str, error: httpx.TransportError) -> tuple[str, str]:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return (
            f"The certificate of {server} cannot be verified.",
            "Check the address, or contact the server's administrator.",
        )
    reason = "the request timed out" if isinstance(error, httpx.TimeoutException) else _reason(error)
    return f"{server} cannot be reached: {reason}.", "Check the address and your network, then try again."


def _reason(error: Exception) -> str:
    return re.sub(r"^\[Errno -?\d+\] ", "", clean_line(error)) or "no connection"


def _retry_after(answer: httpx.Response) -> float | None:
    """Return the seconds that a 429 asks to wait; None if there are none or too many."""
    if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
        return None
    try:
        wait_s = float(answer.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return wait_s if 0 <= wait_s <= LONGEST_RETRY_AFTER_S else None


def _object(answer: httpx.Response) -> Json:
    """Return the JSON object in a response; empty if it is not one."""
    if len(answer.content) > MAX_ANSWER_BYTES:
        return {}
    try:
        data = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return data if isinstance(data, dict) else {}
