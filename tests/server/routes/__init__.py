"""Every route of the web application with what it answers to whom; a route that is missing here fails the tests."""

from tests.server.routes import building, core, gradebook
from tests.server.routes.table import ROLES, Route

ROUTES: list[Route] = [*core.ROUTES, *gradebook.ROUTES, *building.ROUTES]

__all__ = ["ROLES", "ROUTES", "Route"]
