"""Log in to a server and log out."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console

from grader.cli.errors import OK, Misused
from grader.cli.remote.client import NoServer, Remote, server_url
from grader.cli.remote.storage import Login, forget_login, login_path, save_login
from grader.cli.terminal import clean_line

MAX_TOKEN_CHARACTERS = 400


def log_in(out: Console, err: Console, url: str, *, insecure: bool, token_stdin: bool) -> int:
    """Ask for a token, try it and store it. Return the exit code."""
    server = server_url(url, insecure=insecure)
    token = _token(err, server, from_stdin=token_stdin or not sys.stdin.isatty())
    server, me = _find_server(server, token)
    name, email = clean_line(me.get("name", "")), clean_line(me.get("email", ""))
    save_login(Login(server, token, name, email))
    out.print(f"Logged in to {server} as {name} ({email}).", soft_wrap=True)
    return OK


def _find_server(address: str, token: str) -> tuple[str, dict[str, Any]]:
    """Return the server at an address or above it, and the account of the token there.

    People paste the address of a page, such as https://chainrule.example.edu/courses/dl, and a server may itself have
    a path, so each parent of the path is tried until a server responds.

    Raises:
        NoServer: if no server responds at any of them; it names the address that was given.
    """
    first: NoServer | None = None
    for server in _with_parents(address):
        try:
            with Remote(Login(server, token)) as remote:
                return server, remote.me()
        except NoServer as error:
            first = first or error
    raise first or NoServer(address)


def _with_parents(address: str) -> Iterator[str]:
    """Yield an address and each shorter one on the same host, down to the host alone."""
    parts = urlsplit(address)
    folders = parts.path.strip("/").split("/") if parts.path.strip("/") else []
    for count in range(len(folders), -1, -1):
        yield "/".join([f"{parts.scheme}://{parts.netloc}", *folders[:count]])


def _token(err: Console, server: str, *, from_stdin: bool) -> str:
    """Read a token without echoing it.

    Raises:
        Misused: if the input cannot be a token.
    """
    if from_stdin:
        token = sys.stdin.readline(MAX_TOKEN_CHARACTERS + 1).strip()
    else:
        err.print(f"Create an API token on your account page at {server} and paste it here. It will not be shown.")
        token = getpass.getpass("Token: ").strip()
    if not token:
        raise Misused("No token was entered.")
    if not (token.isascii() and token.isprintable() and " " not in token and len(token) <= MAX_TOKEN_CHARACTERS):
        raise Misused("That is not an API token: it contains invalid characters or is too long.")
    return token


def log_out(out: Console) -> int:
    """Delete the login. Return the exit code."""
    if forget_login():
        out.print("Logged out. The token was deleted from this machine.")
        out.print("It stays valid until you revoke it on your account page.")
    else:
        out.print(f"You were not logged in: {clean_line(login_path())} does not exist.", soft_wrap=True)
    return OK
