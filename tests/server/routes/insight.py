"""How the class does."""

from __future__ import annotations

from tests.server.routes.table import STAFF, route

ROUTES = [
    route("GET", "insight.index", "/courses/dl/insight", STAFF),
    route("GET", "insight.exercise", "/courses/dl/insight/linear", STAFF),
]
