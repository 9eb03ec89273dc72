"""Room for files: forms are as small as a source needs, but for the views that say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., object])
_ATTRIBUTE = "max_form_bytes"


def init_app(app: Flask) -> None:
    """Set the limit before anything reads the form; so this comes before the check of the CSRF token."""
    app.before_request(_make_room)


def large_form(max_bytes: int) -> Callable[[View], View]:
    """Let a view take forms of up to `max_bytes`."""

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, max_bytes)
        return view

    return mark


def _make_room() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    max_bytes = getattr(view, _ATTRIBUTE, None)
    if max_bytes is not None:
        request.max_content_length = request.max_form_memory_size = max_bytes
