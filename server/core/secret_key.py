"""The key that signs sessions and links where the settings name none: never one that others know."""

from __future__ import annotations

import secrets
from pathlib import Path

import structlog
from pydantic import SecretStr

from server.core.settings import Settings

FILE = "secret_key"  # in the state directory

log = structlog.get_logger(__name__)


def with_secret_key(settings: Settings) -> Settings:
    """Return the settings with a secret key: their own, that of the embedded platform, or one for this process only."""
    if settings.secret_key.get_secret_value():
        return settings
    key = _read(settings.state_dir / FILE)
    if not key:
        key = secrets.token_urlsafe(48)
        log.warning("CHAINRULE_SECRET_KEY is empty: logins and links are valid only until this process ends")
    return settings.model_copy(update={"secret_key": SecretStr(key)})


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
