"""Every route of the web application with what it answers to whom; a route that is missing here fails the tests."""

import pkgutil
from importlib import import_module

from tests.server.routes.table import ROLES, Route

ROUTES: list[Route] = [
    route
    for found in pkgutil.iter_modules(__path__, f"{__name__}.")
    for route in getattr(import_module(found.name), "ROUTES", ())
]

__all__ = ["ROLES", "ROUTES", "Route"]
