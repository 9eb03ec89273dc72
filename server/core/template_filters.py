"""Template filters that format times and code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import Flask

from server.core.db import utcnow
from server.text import times
from server.text.code import rows
from server.text.numbers import percent
from server.text.points import points_or_dash


def init_app(app: Flask) -> None:
    """Add the filters to the templates of `app`."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.add_template_filter(_local, "local")
    app.add_template_filter(times.zone_label, "zone_label")
    app.add_template_filter(_relative, "relative")
    app.add_template_filter(times.exact_span, "exact_span")
    app.add_template_filter(rows, "code_rows")
    app.add_template_filter(_by_line, "by_line")
    app.add_template_filter(percent, "percent")
    app.add_template_filter(points_or_dash, "points")


def _local(moment: datetime, zone_name: str, *, with_seconds: bool = False) -> str:
    return times.local(moment, zone_name, now=utcnow(), with_seconds=with_seconds)


def _by_line(remarks: Iterable[Any]) -> dict[int, list[Any]]:
    """Group marks or comments by line, so that a listing does not search them all for each line.

    Those that are about no line are left out.
    """
    found: dict[int, list[Any]] = {}
    for one in remarks:
        line = one["line"] if isinstance(one, Mapping) else one.line
        if line is not None:
            found.setdefault(line, []).append(one)
    return found


def _relative(moment: datetime) -> str:
    return times.relative(moment, utcnow())
