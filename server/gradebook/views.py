"""The gradebook's grid and score sheets."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, url_for
from sqlalchemy import select

from server.accounts.sessions import me
from server.core.db import utcnow
from server.core.fields import errors_of
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.items import items_of
from server.courses.layout import render
from server.courses.models import Section
from server.courses.permissions import Right
from server.gradebook import extension_views, file_views, score_views
from server.gradebook.blueprint import blueprint
from server.gradebook.cells import SIGNS
from server.gradebook.filters import STATES
from server.gradebook.forms import GradebookFilterForm
from server.gradebook.grid import cell_renderer, load_grid
from server.gradebook.score_views import student_of
from server.gradebook.student_scores import as_student_sees, load_sheet
from server.regrades.outdated import outdated_exercises
from server.scores import comments
from server.scores.scoring import STUCK_ATTEMPTS

__all__ = ["blueprint", "extension_views", "file_views", "init_app", "score_views"]  # importing them adds their routes


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """Show the grid of students and exercises."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    items = items_of(db(), access.course)
    form = GradebookFilterForm.from_query(slugs=[one.item.slug for one in items])
    filters = form.to_filters()
    found = load_grid(db(), access.course, items, filters, utcnow())
    names = titles([one.item.slug for one in items])
    address = url_for("gradebook.index", course_slug=course_slug)
    sections = db().scalars(select(Section).where(Section.course_id == access.course.id).order_by(Section.name)).all()
    return render(
        "gradebook/index.html",
        access,
        grid=found,
        cells_of=cell_renderer(found, filters.by, names, address),
        here=lambda query: f"{address}?{urlencode(query)}" if query else address,
        filters=filters,
        problems=errors_of(form),
        sections=sections,
        states=STATES,
        outdated=outdated_exercises(db(), items),
        may_regrade=access.may(Right.REGRADE),
        signs=SIGNS.values(),
        stuck_attempts=STUCK_ATTEMPTS,
        titles=names,
    )


@blueprint.get("/mine")
def mine(course_slug: str) -> str:
    """Show a student's own scores, and how each was computed."""
    access = permissions.access_to(db(), me(), course_slug)
    enrollment = student_of(access.course, me().id)
    now = utcnow()
    found = as_student_sees(load_sheet(db(), access.course, enrollment), now)
    slugs = [line.item.slug for block in found.blocks for line in block.lines]
    ids = [line.item.id for block in found.blocks for line in block.lines]
    commented = comments.commented(db(), me().id, ids)
    return render(
        "gradebook/own.html",
        access,
        sheet=found,
        so_far=found.so_far(now),
        titles=titles(slugs),
        commented=commented,
    )


@blueprint.get("/<int:user_id>")
def student(course_slug: str, user_id: int) -> str:
    """Show one student's scores, and how each was computed, to staff."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    enrollment = student_of(access.course, user_id)
    found = load_sheet(db(), access.course, enrollment)
    slugs = [line.item.slug for block in found.blocks for line in block.lines]
    return render(
        "gradebook/student.html",
        access,
        student=enrollment.user,
        sheet=found,
        so_far=found.so_far(utcnow()),
        titles=titles(slugs),
    )
