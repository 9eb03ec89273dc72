"""Preview a change and then confirm it: one protocol for all pages that do so.

The first POST shows what would change, with a digest of the change in a hidden field. The confirming POST sends the
same fields and the digest. If the digest no longer matches because the data has changed in between, the page shows the
new preview with status 409, and nothing is changed. ``_confirm.html`` renders the hidden fields.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from flask import request

from server.text.points import show_points

DIGEST_FIELD = "shown"
STEP_FIELD = "step"
_OWN_FIELDS = frozenset({"csrf_token", DIGEST_FIELD, STEP_FIELD})


def digest(value: Any) -> str:
    """Return a hash of a JSON value, which may contain points; equal values have equal digests."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return show_points(value)
    raise TypeError(f"{value!r} is not a JSON value")


def sent_digest() -> str:
    """Return the digest that the request confirms; empty if it confirms nothing."""
    return request.form.get(DIGEST_FIELD, "")


def was_shown(current_digest: str) -> bool:
    """Return whether the request confirms exactly the change that has this digest."""
    return sent_digest() == current_digest


def is_outdated() -> bool:
    """Return whether the request confirms an outdated preview; call this only if `was_shown` is false."""
    return bool(sent_digest())


def status() -> int:
    """Return the status of a preview: 409 if it replaces an outdated one, otherwise 200."""
    return HTTPStatus.CONFLICT if is_outdated() else HTTPStatus.OK


def fields_to_send_again() -> list[tuple[str, str]]:
    """Return the fields of this request that the confirming POST has to repeat."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN_FIELDS]


def wants_form() -> bool:
    """Return whether the user asked to go from the preview back to the form."""
    return request.form.get(STEP_FIELD) == "edit"
