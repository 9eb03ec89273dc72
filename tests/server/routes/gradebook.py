"""The gradebook."""

from __future__ import annotations

from tests.server.routes.table import STAFF, route

ROUTES = [
    route("GET", "gradebook.index", "/courses/dl/gradebook", STAFF),
    route("GET", "gradebook.export", "/courses/dl/gradebook/scores.csv", STAFF),
    route("GET", "gradebook.cell", "/courses/dl/gradebook/{ada}/linear", STAFF),
]
