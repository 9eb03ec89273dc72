"""What staff do at a cell of the gradebook: decide about the score, comment on the code."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.core.request import db
from server.courses import permissions
from server.courses.models import AssignmentExercise
from server.courses.permissions import Right
from server.gradebook.blueprint import blueprint
from server.gradebook.cell_page import cell_page, student_of
from server.scores import comments, overrides
from server.scores.errors import ScoreRefused
from server.scores.models import LineComment
from server.submissions import visibility


@blueprint.post("/<int:user_id>/<slug>/decision")
def decide(course_slug: str, user_id: int, slug: str) -> Response | tuple[str, int]:
    """Override the points, or excuse."""
    standing = permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)
    item = _item(standing, slug)
    student_of(standing.course, user_id)
    try:
        points = None
        if request.form.get("excuse") != "1":
            points = overrides.require_points(request.form.get("points", ""), item)
        decision = overrides.NewOverride(user_id, item, points)
        overrides.override(db(), standing.course, me(), [decision], request.form.get("reason", ""))
    except ScoreRefused as error:
        db().rollback()
        return cell_page(standing, user_id, slug, problem=str(error), about="decision", typed=request.form), 422
    db().commit()
    flash("Excused." if points is None else f"Set to {points} points.")
    return _back(course_slug, user_id, slug)


@blueprint.post("/<int:user_id>/<slug>/decision/undo")
def undo_decision(course_slug: str, user_id: int, slug: str) -> Response:
    """Take the decision in force back."""
    standing = permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)
    item = _item(standing, slug)
    student_of(standing.course, user_id)
    undone = overrides.undo(db(), standing.course, me(), user_id, item)
    db().commit()
    flash("The decision was taken back." if undone else "There is no decision to take back.")
    return _back(course_slug, user_id, slug)


@blueprint.post("/<int:user_id>/<slug>/comments")
def comment(course_slug: str, user_id: int, slug: str) -> Response | tuple[str, int]:
    """Comment on an attempt, or on a line of it."""
    standing = permissions.require(db(), me(), course_slug, Right.COMMENT)
    item = _item(standing, slug)
    public_id = request.form.get("attempt", "")
    submission = visibility.submission(db(), me(), public_id)
    if (submission.user_id, submission.assignment_exercise_id) != (user_id, item.id):
        raise NotFound
    try:
        comments.add_comment(db(), me(), submission, request.form.get("line", ""), request.form.get("text", ""))
    except ScoreRefused as error:
        db().rollback()
        return cell_page(standing, user_id, slug, problem=str(error), about="comment", typed=request.form), 422
    db().commit()
    return _back(course_slug, user_id, slug, attempt=public_id)


@blueprint.post("/<int:user_id>/<slug>/comments/<int:comment_id>/remove")
def remove_comment(course_slug: str, user_id: int, slug: str, comment_id: int) -> Response:
    """Take one's own comment away."""
    standing = permissions.require(db(), me(), course_slug, Right.COMMENT)
    item = _item(standing, slug)
    found = db().get(LineComment, comment_id)
    if found is None:
        raise NotFound
    submission = comments.submission_of(db(), found)
    if (submission.user_id, submission.assignment_exercise_id) != (user_id, item.id):
        raise NotFound
    if found.author_id != me().id:
        raise Forbidden("Only its author can take a comment away.")
    comments.remove_comment(db(), found)
    db().commit()
    return _back(course_slug, user_id, slug, attempt=submission.public_id)


def _item(standing: permissions.Access, slug: str) -> AssignmentExercise:
    return permissions.exercise(db(), standing, slug)[1]


def _back(course_slug: str, user_id: int, slug: str, attempt: str | None = None) -> Response:
    return redirect(
        url_for("gradebook.cell", course_slug=course_slug, user_id=user_id, slug=slug, attempt=attempt), 303
    )
