"""Create the web application: the only module that calls the ``init_app(app)`` of every part."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from server import (
    health,
    models,  # noqa: F401 - registers every table, which a process that writes rows needs
)
from server.accounts import views as accounts
from server.api import views as api
from server.archive import views as archive
from server.commands import init_app as init_commands
from server.core import csrf, error_pages, mail, request, security, template_filters, uploads
from server.core.logs import configure
from server.core.secret_key import with_secret_key
from server.core.settings import Settings
from server.course_admin import views as building
from server.courses.catalog import add_own_exercises
from server.engine import views as engine
from server.gradebook import views as gradebook
from server.insight import views as insight
from server.playground import views as playground
from server.regrades import views as regrades
from server.roster import views as roster
from server.similarity import views as similarity
from server.student import views as courses
from server.submissions import views as submissions

PARTS = (
    request,
    uploads,
    security,
    error_pages,
    health,
    mail,
    template_filters,
    accounts,
    csrf,  # after the login: whoever is not logged in is asked to log in
    engine,
    courses,
    roster,
    submissions,
    gradebook,
    building,
    insight,
    regrades,
    similarity,
    archive,
    playground,
    api,
)


class RowId(IntegerConverter):
    """Matches an integer in a URL that fits into a database column; a larger one gives a 404."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - named so in the base class
        super().__init__(map, max=2**31 - 1)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the web application for `settings`; if None, read them from the environment."""
    settings = settings or Settings()
    configure(settings)
    settings = with_secret_key(settings)
    broken = add_own_exercises(settings.exercises_dir)
    app = Flask("server", template_folder="templates", static_folder="static")
    app.extensions["chainrule.broken_exercises"] = broken
    app.extensions["chainrule.settings"] = settings
    app.url_map.converters["int"] = RowId
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="chainrule",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.session_cookie_secure or settings.env == "production",
    )
    for part in PARTS:
        part.init_app(app)
    init_commands(app)
    return app
