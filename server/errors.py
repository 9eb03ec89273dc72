"""Pages and problem details for 4xx and 5xx."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire this part into `app`."""
