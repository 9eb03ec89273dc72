"""The pages of the gradebook: the grid, one student's scores, one student's work at one exercise."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, request, url_for
from sqlalchemy import select

from server.accounts.sessions import me
from server.core.db import utcnow
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.items import items_of
from server.courses.layout import render
from server.courses.models import Section
from server.courses.permissions import Right
from server.gradebook import acts, files, grants
from server.gradebook.blueprint import blueprint
from server.gradebook.cell_page import cell_page, student_of
from server.gradebook.cells import SIGNS
from server.gradebook.drawing import drawer
from server.gradebook.filters import STATES, parse
from server.gradebook.grid import grid
from server.gradebook.sheet import as_seen, sheet
from server.regrades.outdated import outdated_exercises
from server.scores.scoring import STUCK_ATTEMPTS

__all__ = ["acts", "blueprint", "files", "grants", "init_app"]  # importing them adds their routes


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """Students × exercises: who is stuck, and on what."""
    standing = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    items = items_of(db(), standing.course)
    filters, problems = parse(request.args, [one.item.slug for one in items])
    found = grid(db(), standing.course, items, filters, utcnow())
    names = titles([one.item.slug for one in items])
    address = url_for("gradebook.index", course_slug=course_slug)
    sections = db().scalars(select(Section).where(Section.course_id == standing.course.id).order_by(Section.name)).all()
    return render(
        "gradebook/index.html",
        standing,
        grid=found,
        draw=drawer(found, filters.by, names, address),
        here=lambda query: f"{address}?{urlencode(query)}" if query else address,
        filters=filters,
        problems=problems,
        sections=sections,
        states=STATES,
        outdated=outdated_exercises(db(), items),
        may_regrade=standing.may(Right.REGRADE),
        signs=SIGNS.values(),
        stuck_attempts=STUCK_ATTEMPTS,
        titles=names,
    )


@blueprint.get("/mine")
def mine(course_slug: str) -> str:
    """A student's own scores, with how each was computed."""
    standing = permissions.access(db(), me(), course_slug)
    enrollment = student_of(standing.course, me().id)
    found = as_seen(sheet(db(), standing.course, enrollment), utcnow())
    slugs = [line.item.slug for block in found.blocks for line in block.lines]
    return render("gradebook/own.html", standing, sheet=found, titles=titles(slugs))


@blueprint.get("/<int:user_id>")
def student(course_slug: str, user_id: int) -> str:
    """One student's scores with how each was computed: what the student sees too."""
    standing = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    enrollment = student_of(standing.course, user_id)
    found = sheet(db(), standing.course, enrollment)
    slugs = [line.item.slug for block in found.blocks for line in block.lines]
    return render("gradebook/student.html", standing, student=enrollment.user, sheet=found, titles=titles(slugs))


@blueprint.get("/<int:user_id>/<slug>")
def cell(course_slug: str, user_id: int, slug: str) -> str:
    """One student's attempts at one exercise: code beside report, and how the score came about."""
    standing = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    return cell_page(standing, user_id, slug)
