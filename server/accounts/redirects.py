"""Where a login may lead: into this site only."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_next(target: str | None) -> str | None:
    r"""Return `target` if it is a path of this site, None otherwise.

    Browsers read backslashes as slashes and drop tabs and newlines, so ``/\\evil.example`` and ``/\\t/evil.example``
    would leave the site although they begin with one slash.
    """
    if not target or len(target) > 2000:
        return None
    if not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(character) <= 32 or ord(character) == 127 for character in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
