"""Store the login in one small JSON file that only its owner can read."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import platformdirs

from grader.cli.errors import Misused, NotYourCode
from grader.cli.terminal import clean_line

APP = "chainrule"


@dataclass(frozen=True, slots=True)
class Login:
    """A server and the token to access it with.

    Attributes:
        server: the base URL, without a trailing slash.
        token: the bearer token; never printed.
        name: the name of the account.
        email: the email address of the account.
    """

    server: str
    token: str
    name: str = ""
    email: str = ""

    def __repr__(self) -> str:
        """Leave out the token: a repr may end up in logs."""
        return f"Login(server={self.server!r}, email={self.email!r})"


def login_path() -> Path:
    """Return the path of the login file."""
    return Path(platformdirs.user_config_path(APP)) / "login.json"


def outbox_path() -> Path:
    """Return the path of the file of unconfirmed submissions."""
    return Path(platformdirs.user_state_path(APP)) / "outbox.json"


def save_login(login: Login) -> None:
    """Store the login so that only its owner can read it."""
    write_private(login_path(), asdict(login))


def read_login() -> Login:
    """Return the stored login.

    Raises:
        Misused: if there is none, or the file does not contain a login.
    """
    data = read_private(login_path())
    if data is None:
        raise Misused("You are not logged in.", "Log in with: grader login URL")
    try:
        return Login(**{key: str(data[key]) for key in ("server", "token", "name", "email")})
    except (KeyError, TypeError) as error:
        raise Misused(
            f"{clean_line(login_path())} does not contain a login.", "Log in again with: grader login URL"
        ) from error


def forget_login() -> bool:
    """Delete the stored login; return whether there was one."""
    existed = login_path().exists()
    login_path().unlink(missing_ok=True)
    return existed


def write_private(path: Path, data: dict[str, Any]) -> None:
    """Replace a JSON file atomically; its mode is 0600 from the start.

    Raises:
        NotYourCode: if it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise NotYourCode(f"Cannot write {clean_line(path)}: {error.strerror}.") from error


def read_private(path: Path) -> dict[str, Any] | None:
    """Return the object in a JSON file; None if there is no file or it holds something else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):  # treat a damaged file as missing; its content will be asked for again
        return {}
    return data if isinstance(data, dict) else {}
