"""The similarity pages: the exercises, the similar pairs of one, two sources side by side."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.layout import render
from server.courses.permissions import Right
from server.similarity import results, runs
from server.similarity.compare import MAX_PAIRS, MIN_PERCENT
from server.similarity.forms import PairsFilterForm
from server.similarity.side_by_side import source_lines
from server.submissions.intake import current_intake

blueprint = Blueprint("similarity", __name__, url_prefix="/courses/<course_slug>/similarity")


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """List the exercises of the course with their last comparison."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_SIMILARITY)
    entries = results.overview(db(), access.course)
    return render(
        "similarity/index.html",
        access,
        entries=entries,
        titles=titles([entry.item.slug for entry in entries]),
        usual_percent=results.USUAL_PERCENT,
    )


@blueprint.get("/<slug>")
def exercise(course_slug: str, slug: str) -> str:
    """Show the pairs of the last comparison of one exercise."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_SIMILARITY)
    assignment, item = permissions.exercise(db(), access, slug)
    done, newest = results.runs_of(db(), item)
    form = PairsFilterForm.from_query()
    least = form.least.number or results.USUAL_PERCENT
    page = results.load_page(db(), done, least, form.page.number or 1) if done else None
    user_ids = [user.id for shown in page.pairs for user in (shown.left.user, shown.right.user)] if page else []
    user_ids += [user.id for group in page.groups for user in group] if page else []
    return render(
        "similarity/exercise.html",
        access,
        assignment=assignment,
        item=item,
        title=titles([slug])[slug],
        done=done,
        newest=newest,
        requested_by=results.name_of(db(), done.started_by) if done else "",
        page=page,
        least=least,
        least_kept=MIN_PERCENT,
        kept=MAX_PAIRS,
        gone=results.left_course(db(), access.course, user_ids),
    )


@blueprint.post("/<slug>")
def compare(course_slug: str, slug: str) -> Response:
    """Request a comparison; a worker runs it."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_SIMILARITY)
    _assignment, item = permissions.exercise(db(), access, slug)
    _run, is_new = runs.request_run(db(), me(), access.course, item)
    current_intake().tickets.publish_comparison()  # for an open run, too: its ticket may have been lost
    flash(
        "The comparison was requested. It takes a few seconds for a class of a thousand students."
        if is_new
        else "A comparison of this exercise is already in progress. It was queued again in case it was lost."
    )
    return redirect(url_for(".exercise", course_slug=course_slug, slug=slug), 303)


@blueprint.get("/<slug>/<int:pair_id>")
def pair(course_slug: str, slug: str, pair_id: int) -> str:
    """Show two attempts side by side."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_SIMILARITY)
    assignment, item = permissions.exercise(db(), access, slug)
    found = results.pair_of(db(), item, pair_id)
    if found is None:
        raise NotFound
    shown, run = found
    ranges = shown.pair.ranges
    sides = (
        (shown.left, source_lines(shown.left.source, [(first, last) for first, last, _, _, _ in ranges])),
        (shown.right, source_lines(shown.right.source, [(first, last) for _, _, first, last, _ in ranges])),
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
        gone=results.left_course(db(), access.course, [shown.left.user_id, shown.right.user_id]),
    )
