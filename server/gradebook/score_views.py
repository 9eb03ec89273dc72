"""One student's work at one exercise: the page, and what staff do there: override the score, comment on the code."""

from __future__ import annotations

from flask import flash, redirect, url_for
from sqlalchemy import select
from werkzeug.exceptions import BadRequest, Forbidden, NotFound
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.core.db import utcnow
from server.core.fields import errors_of
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.dates import dates_of
from server.courses.items import Item
from server.courses.layout import render
from server.courses.models import AssignmentExercise, Course, Enrollment, Role
from server.courses.permissions import Right
from server.gradebook.blueprint import blueprint
from server.gradebook.forms import CommentForm, OverrideForm, UndoOverrideForm
from server.gradebook.student_scores import explain_score
from server.scores import comments, history, overrides
from server.scores.attempt_worth import late_attempts
from server.scores.errors import ScoreRefused
from server.scores.models import LineComment
from server.submissions import visibility
from server.submissions.attempts import Attempts
from server.submissions.forms import AttemptForm
from server.submissions.visibility import report_view
from server.text.characters import is_broken
from server.text.points import show_points


@blueprint.get("/<int:user_id>/<slug>")
def cell(course_slug: str, user_id: int, slug: str) -> str:
    """Show one student's attempts at one exercise: code beside report, and how the score was computed."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    return _page(access, user_id, slug)


@blueprint.post("/<int:user_id>/<slug>/decision")
def decide(course_slug: str, user_id: int, slug: str) -> Response | tuple[str, int]:
    """Override the points of a score, or excuse the student."""
    access = permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)
    item = _item(access, slug)
    student_of(access.course, user_id)
    form = OverrideForm()
    try:
        points = None if form.excuse.data == "1" else overrides.require_points(form.points.data or "", item)
        new = overrides.NewOverride(user_id, item, points)
        overrides.override(db(), access.course, me(), [new], form.reason.data or "")
    except ScoreRefused as error:
        db().rollback()
        return _page(access, user_id, slug, override=form, problem=str(error)), 422
    db().commit()
    flash("The student has been excused." if points is None else f"The score is now {show_points(points)} points.")
    return _back(course_slug, user_id, slug)


@blueprint.post("/<int:user_id>/<slug>/decision/undo")
def undo_decision(course_slug: str, user_id: int, slug: str) -> Response:
    """Undo the override that the page showed, if it is still the current one: a second click undoes nothing more."""
    access = permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)
    item = _item(access, slug)
    student_of(access.course, user_id)
    form = UndoOverrideForm()
    if not form.validate_on_submit():
        raise BadRequest(errors_of(form)[0])
    undone = overrides.undo(db(), access.course, me(), user_id, item, form.override.number)
    db().commit()
    flash("The override was removed." if undone else "This override is no longer the current one. Nothing was removed.")
    return _back(course_slug, user_id, slug)


@blueprint.post("/<int:user_id>/<slug>/comments")
def comment(course_slug: str, user_id: int, slug: str) -> Response | tuple[str, int]:
    """Comment on an attempt, or on a line of it."""
    access = permissions.require(db(), me(), course_slug, Right.COMMENT)
    item = _item(access, slug)
    form = CommentForm()
    public_id = form.attempt.data or ""
    if is_broken(public_id):
        raise NotFound
    submission = visibility.submission(db(), me(), public_id)
    if (submission.user_id, submission.assignment_exercise_id) != (user_id, item.id):
        raise NotFound
    try:
        comments.add_comment(db(), me(), submission, form.line.data or "", form.text.data or "")
    except ScoreRefused as error:
        db().rollback()
        return _page(access, user_id, slug, comment=form, problem=str(error)), 422
    db().commit()
    return _back(course_slug, user_id, slug, attempt=public_id)


@blueprint.post("/<int:user_id>/<slug>/comments/<int:comment_id>/remove")
def remove_comment(course_slug: str, user_id: int, slug: str, comment_id: int) -> Response:
    """Delete one's own comment."""
    access = permissions.require(db(), me(), course_slug, Right.COMMENT)
    item = _item(access, slug)
    found = db().get(LineComment, comment_id)
    if found is None:
        raise NotFound
    submission = comments.submission_of(db(), found)
    if (submission.user_id, submission.assignment_exercise_id) != (user_id, item.id):
        raise NotFound
    if found.author_id != me().id:
        raise Forbidden("Only the author can delete a comment.")
    comments.remove_comment(db(), found)
    db().commit()
    return _back(course_slug, user_id, slug, attempt=submission.public_id)


def _page(
    access: permissions.Access,
    user_id: int,
    slug: str,
    *,
    override: OverrideForm | None = None,
    comment: CommentForm | None = None,
    problem: str = "",
) -> str:
    """Render the page of a cell.

    Args:
        access: the access of the reader.
        user_id: the id of the student.
        slug: the slug of the exercise.
        override: the form for an override, if it was refused.
        comment: the form for a comment, if it was refused.
        problem: why it was refused.
    """
    assignment, item = permissions.exercise(db(), access, slug)
    enrollment = student_of(access.course, user_id)
    dates = dates_of(db(), assignment, user_id)
    chosen = AttemptForm.from_query()
    attempts = Attempts(db(), enrollment.user, item, report_view(access, assignment, dates, utcnow()))
    page = attempts.page(chosen.page.number, chosen.attempt.data)
    shown = attempts.show(page, chosen.attempt.data)
    score = history.find_score(db(), user_id, item.id)
    return render(
        "gradebook/cell.html",
        access,
        assignment=assignment,
        item=item,
        title=titles([slug])[slug],
        student=enrollment.user,
        page=page,
        shown=shown,
        late=late_attempts(db(), user_id, item, [one.submission for one in page.attempts]),
        score=score,
        steps=explain_score(db(), access.course, Item(item, assignment), user_id, score),
        current=overrides.current(db(), score),
        changes=history.score_changes(db(), score),
        notes=comments.comments_of(db(), shown.attempt.submission.id) if shown else (),
        max_reason=overrides.MAX_REASON_CHARS,
        may_override=access.may(Right.CHANGE_SCORES),
        may_regrade=access.may(Right.REGRADE),
        may_comment=access.may(Right.COMMENT),
        override=override,
        comment=comment,
        problem=problem,
    )


def student_of(course: Course, user_id: int) -> Enrollment:
    """Return the enrollment of a student of the course, or of one who has left it.

    Raises:
        NotFound: if there is none.
    """
    query = select(Enrollment).where(Enrollment.course_id == course.id, Enrollment.user_id == user_id)
    found = db().scalar(query.where(Enrollment.role == Role.STUDENT))
    if found is None:
        raise NotFound
    return found


def _item(access: permissions.Access, slug: str) -> AssignmentExercise:
    return permissions.exercise(db(), access, slug)[1]


def _back(course_slug: str, user_id: int, slug: str, attempt: str | None = None) -> Response:
    return redirect(
        url_for("gradebook.cell", course_slug=course_slug, user_id=user_id, slug=slug, attempt=attempt), 303
    )
