"""The insight pages: the course at a glance, and one exercise."""

from __future__ import annotations

from flask import Blueprint, Flask

from server.accounts.sessions import me
from server.core.db import utcnow
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.layout import render
from server.courses.permissions import Right
from server.insight.commands import group
from server.insight.course import TOP, course_insight
from server.insight.exercise import exercise_insight
from server.scores.scoring import STUCK_ATTEMPTS
from server.text.times import span

blueprint = Blueprint("insight", __name__, url_prefix="/courses/<course_slug>/insight")


def init_app(app: Flask) -> None:
    """Wire these pages and their command into `app`."""
    app.register_blueprint(blueprint)
    app.cli.add_command(group)


@blueprint.get("")
def index(course_slug: str) -> str:
    """Show who is stuck, who has not started, and the progress of each exercise."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    found = course_insight(db(), access.course, utcnow())
    return render(
        "insight/index.html",
        access,
        insight=found,
        titles=titles([line.item.slug for line in found.progress]),
        stuck_attempts=STUCK_ATTEMPTS,
        top=TOP,
    )


@blueprint.get("/<slug>")
def exercise(course_slug: str, slug: str) -> str:
    """Show how the class does in one exercise."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    assignment, item = permissions.exercise(db(), access, slug)
    return render(
        "insight/exercise.html",
        access,
        assignment=assignment,
        item=item,
        title=titles([slug])[slug],
        insight=exercise_insight(db(), access.course, item),
        stuck_attempts=STUCK_ATTEMPTS,
        span=span,
    )
