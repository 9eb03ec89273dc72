"""The course as a file: for whoever may change it."""

from __future__ import annotations

from tests.server.routes.table import TEACHERS, route

ROUTES = [route("POST", "archive.download", "/courses/dl/archive", TEACHERS)]
