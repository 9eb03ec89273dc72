"""Limit what a request may send: the size of its body, the number of its fields, and the headers of its files.

A form is small unless its view says otherwise. Large forms are multipart, and are read only from those who may use the
view: even to find the CSRF token in a form, Werkzeug reads all of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, TypeVar
from urllib.parse import parse_qsl

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import LengthRequired, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from server.core.request import settings

MAX_FORM_BYTES = 64_000
MAX_FIELDS = 1000
MAX_PART_HEADER_BYTES = 8_000  # of a field or file in a multipart form; a browser sends about a hundred
MAX_HEADER_BYTES = 128_000  # of all of them

View = TypeVar("View", bound=Callable[..., object])
_ATTRIBUTE = "form_limit"


@dataclass(frozen=True, slots=True)
class _Limit:
    """What a view accepts: `max_bytes` in a multipart form, from those for whom `require` raises nothing."""

    max_bytes: int
    require: Callable[..., object]


class _FormParser(FormDataParser):
    """Refuses forms that are costly to read, in one pass over the body each."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        body = stream.read()
        if body.count(b"&") >= MAX_FIELDS:
            raise RequestEntityTooLarge(_too_many_fields())
        fields = parse_qsl(body.decode(), keep_blank_values=True, errors="replace")
        return stream, self.cls(fields), self.cls()

    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        body, boundary = stream.read(), b"--" + options.get("boundary", "").encode("ascii")
        if len(boundary) > 2:
            _check_parts(body, boundary)
        return super()._parse_multipart(io.BytesIO(body), mimetype, content_length, options)


class LimitedRequest(Request):
    """A request whose form is read within the limits of this module."""

    form_data_parser_class = _FormParser


def init_app(app: Flask) -> None:
    """Set the limits before anything reads the body."""
    app.request_class = LimitedRequest
    app.config.update(MAX_CONTENT_LENGTH=MAX_FORM_BYTES, MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES, MAX_FORM_PARTS=MAX_FIELDS)
    app.before_request(_set_limit)


def source_form(view: View) -> View:
    """Let a view accept a source as percent-encoded form data or as JSON, with the other fields."""
    view.takes_source = True  # type: ignore[attr-defined]
    return view


def large_form(max_bytes: int, require: Callable[..., object]) -> Callable[[View], View]:
    """Let a view accept multipart forms of up to `max_bytes`.

    Args:
        max_bytes: the limit.
        require: checks the rights of the person who is logged in; it gets the arguments of the view, and raises what
            the view would raise.
    """

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, _Limit(max_bytes, require))
        return view

    return mark


def allow_large_body() -> None:
    """Let those who may use a view with a large form send it; called before the form is read for its CSRF token."""
    limit: _Limit | None = getattr(_view(), _ATTRIBUTE, None)
    if limit is None or request.mimetype != "multipart/form-data" or (request.content_length or 0) <= MAX_FORM_BYTES:
        return
    limit.require(**(request.view_args or {}))
    request.max_content_length = request.max_form_memory_size = limit.max_bytes


def _set_limit() -> None:
    if "Transfer-Encoding" in request.headers:  # a body that states no length has no deadline, see `slow_clients`
        raise LengthRequired
    if getattr(_view(), "takes_source", False):
        request.max_content_length = request.max_form_memory_size = 4 * settings().max_source_bytes


def _view() -> Callable[..., object] | None:
    return current_app.view_functions.get(request.endpoint or "")


def _check_parts(body: bytes, boundary: bytes) -> None:
    """Check the number of the parts of a multipart form, and the size of their headers."""
    if body.count(boundary) > MAX_FIELDS + 1:
        raise RequestEntityTooLarge(_too_many_fields())
    total, start = 0, body.find(boundary)
    while start >= 0:
        size = _header_size(body, start + len(boundary))
        total += size
        if size > MAX_PART_HEADER_BYTES or total > MAX_HEADER_BYTES:
            raise RequestEntityTooLarge("The names of the fields or files in the form are too long.")
        start = body.find(boundary, start + len(boundary))


def _header_size(body: bytes, start: int) -> int:
    """Return the length of the headers that begin at `start`; more than is allowed if they do not end."""
    if body.startswith(b"--", start):
        return 0
    most = start + MAX_PART_HEADER_BYTES + 4
    ends = [end for line in (b"\r\n\r\n", b"\n\n", b"\r\r") if (end := body.find(line, start, most)) >= 0]
    return min(ends, default=min(most, len(body))) - start


def _too_many_fields() -> str:
    return f"The form has too many fields. This page accepts at most {MAX_FIELDS:,}. Nothing was saved."
