"""Log in to a server and log out."""

from __future__ import annotations

import getpass
import sys

from rich.console import Console

from grader.cli.errors import OK, Misused
from grader.cli.remote.client import Remote, server_url
from grader.cli.remote.storage import Login, forget_login, login_path, save_login
from grader.cli.terminal import clean_line

MAX_TOKEN_CHARACTERS = 400


def log_in(out: Console, err: Console, url: str, *, insecure: bool, token_stdin: bool) -> int:
    """Ask for a token, try it and store it. Return the exit code."""
    server = server_url(url, insecure=insecure)
    token = _token(err, server, from_stdin=token_stdin or not sys.stdin.isatty())
    with Remote(Login(server, token)) as remote:
        me = remote.me()
    name, email = clean_line(me.get("name", "")), clean_line(me.get("email", ""))
    save_login(Login(server, token, name, email))
    out.print(f"Logged in to {server} as {name} ({email}).", soft_wrap=True)
    return OK


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
