"""Limit the size of forms: views that accept files raise the default limit, which fits a source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import LengthRequired

View = TypeVar("View", bound=Callable[..., object])
_ATTRIBUTE = "max_form_bytes"


def init_app(app: Flask) -> None:
    """Set the limit before anything reads the form, so before the CSRF token is checked."""
    app.before_request(_set_limit)


def large_form(max_bytes: int) -> Callable[[View], View]:
    """Let a view accept forms of up to `max_bytes`."""

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, max_bytes)
        return view

    return mark


def _set_limit() -> None:
    if "Transfer-Encoding" in request.headers:  # a body that states no length has no deadline, see `slow_clients`
        raise LengthRequired
    view = current_app.view_functions.get(request.endpoint or "")
    max_bytes = getattr(view, _ATTRIBUTE, None)
    if max_bytes is not None:
        request.max_content_length = request.max_form_memory_size = max_bytes
