"""Which attempts at an exercise resemble each other: the exercises, the pairs of one, two sources side by side."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.layout import render
from server.courses.permissions import Right
from server.similarity import orders, reading
from server.similarity.compare import LEAST_PERCENT, MOST_PAIRS
from server.similarity.sides import side
from server.submissions.intake import current_intake

blueprint = Blueprint("similarity", __name__, url_prefix="/courses/<course_slug>/similarity")


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """The exercises of the course with their last comparison."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_SIMILARITY)
    entries = reading.overview(db(), access.course)
    return render(
        "similarity/index.html",
        access,
        entries=entries,
        titles=titles([entry.item.slug for entry in entries]),
        usual_percent=reading.USUAL_PERCENT,
    )


@blueprint.get("/<slug>")
def exercise(course_slug: str, slug: str) -> str:
    """The pairs of the last comparison of one exercise."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_SIMILARITY)
    assignment, item = permissions.exercise(db(), access, slug)
    done, newest = reading.runs_of(db(), item)
    least = request.args.get("least", reading.USUAL_PERCENT, type=int)
    least = min(max(LEAST_PERCENT, least), 100)
    page = reading.page(db(), done, least, request.args.get("page", 1, type=int)) if done else None
    people = [user.id for shown in page.pairs for user in (shown.left.user, shown.right.user)] if page else []
    people += [user.id for group in page.groups for user in group] if page else []
    return render(
        "similarity/exercise.html",
        access,
        assignment=assignment,
        item=item,
        title=titles([slug])[slug],
        done=done,
        newest=newest,
        asked_by=reading.name_of(db(), done.started_by) if done else "",
        page=page,
        least=least,
        least_kept=LEAST_PERCENT,
        kept=MOST_PAIRS,
        gone=reading.left_course(db(), access.course, people),
    )


@blueprint.post("/<slug>")
def compare(course_slug: str, slug: str) -> Response:
    """Ask for a comparison; a worker makes it."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_SIMILARITY)
    _assignment, item = permissions.exercise(db(), access, slug)
    _run, is_new = orders.order(db(), me(), access.course, item)
    current_intake().tickets.publish_comparison()  # for an old order, too: its ticket may have been lost
    flash(
        "The comparison was asked for; for a class of a thousand it takes some seconds."
        if is_new
        else "A comparison of this exercise is already under way; a worker was asked for once more."
    )
    return redirect(url_for(".exercise", course_slug=course_slug, slug=slug), 303)


@blueprint.get("/<slug>/<int:pair_id>")
def pair(course_slug: str, slug: str, pair_id: int) -> str:
    """Two attempts side by side."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_SIMILARITY)
    assignment, item = permissions.exercise(db(), access, slug)
    found = reading.pair_of(db(), item, pair_id)
    if found is None:
        raise NotFound
    shown, run = found
    ranges = shown.pair.ranges
    sides = (
        (shown.left, side(shown.left.source, [(first, last) for first, last, _, _, _ in ranges])),
        (shown.right, side(shown.right.source, [(first, last) for _, _, first, last, _ in ranges])),
    )
    return render(
        "similarity/pair.html",
        access,
        assignment=assignment,
        item=item,
        title=titles([slug])[slug],
        shown=shown,
        run=run,
        sides=sides,
        gone=reading.left_course(db(), access.course, [shown.left.user_id, shown.right.user_id]),
    )
