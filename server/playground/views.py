"""Show the playground, to everybody and inside each course. The browser trains; the server only shows the controls."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request

from playground.address import from_query
from playground.lessons import LESSONS
from playground.parsing import to_json
from playground.vocabulary import vocabulary
from server.accounts.sessions import me, me_or_none, public
from server.core.request import db
from server.courses import permissions
from server.courses.layout import render
from server.playground import labels

blueprint = Blueprint("playground", __name__)


def init_app(app: Flask) -> None:
    """Register the pages in `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("/playground")
@public
def index() -> str:
    """Show the playground to everybody, with or without an account."""
    return render_template("playground/index.html", has_courses_nav=me_or_none() is not None, **_context())


@blueprint.get("/courses/<course_slug>/playground")
def in_course(course_slug: str) -> str:
    """Show the playground inside a course."""
    access = permissions.access_to(db(), me(), course_slug)
    return render("playground/index.html", access, **_context())


def _context() -> dict[str, Any]:
    """Return what the template needs: the controls, and the settings that the address describes."""
    found = from_query(request.query_string.decode("ascii", "replace"))
    words, settings = vocabulary(), to_json(found.settings)
    return {
        "controls": words["controls"],
        "settings": settings,
        "problems": [one.message for one in found.problems],
        "lessons": [lesson.to_json() for lesson in LESSONS],
        "labels": labels,
        "data": {"settings": settings, "vocabulary": words, "activations": labels.ACTIVATIONS},
    }
