"""Which attempts resemble each other: for staff alone."""

from __future__ import annotations

from tests.server.routes.table import STAFF, route, to

LINEAR = "/courses/dl/similarity/linear"

ROUTES = [
    route("GET", "similarity.index", "/courses/dl/similarity", STAFF),
    route("GET", "similarity.exercise", LINEAR, STAFF),
    route("POST", "similarity.compare", LINEAR, to(303, student=403)),
    route("GET", "similarity.pair", LINEAR + "/{pair}", STAFF),
]
