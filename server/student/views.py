"""The course page, the exercise page, attempts and results."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence

from flask import Blueprint, Flask, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

import exercises
from exercises.errors import UnknownExercise
from server.accounts.sessions import me
from server.core.db import utcnow
from server.core.request import db, settings
from server.courses import announcements, membership, permissions
from server.courses.catalog import load_exercise, titles
from server.courses.dates import dates_of
from server.courses.layout import render
from server.courses.models import AssignmentExercise
from server.courses.rules import rules, which_counts
from server.courses.terms import terms
from server.engine.sources import is_bundled
from server.scores import comments, history
from server.scores.attempt_worth import late_attempts, late_attempts_and_now
from server.scores.late_policy import AttemptScore
from server.scores.late_words import late_words
from server.student.neighbors import find_neighbors
from server.student.progress import course_progress
from server.student.submit_offer import find_offer
from server.submissions import drafts, labels, visibility
from server.submissions.attempts import Attempts, label_of, latest_submission
from server.submissions.forms import AttemptForm
from server.submissions.models import Purpose, Submission
from server.submissions.results import ResultView, present
from server.submissions.status import SubmissionView, view_submission
from server.submissions.visibility import HelpSteps, ReportView, report_view, report_view_of
from server.text.markdown import render_statement

blueprint = Blueprint("courses", __name__)


MOST_LINKS = 4  # to courses, in the navigation of pages outside a course


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)
    app.context_processor(
        lambda: {
            "label_of": label_of,
            "labels": labels,
            "late_words": late_words,
            "STAGES": labels.STAGES,
            "stage_title": labels.stage_title,
        }
    )
    app.context_processor(lambda: {"own_courses": _linked_courses, "front": _front})


def _linked_courses() -> Sequence[permissions.Access]:
    """Return the courses to link from a page outside a course; none if there are too many."""
    found = permissions.courses_of(db(), me())
    return found if len(found) <= MOST_LINKS else ()


@blueprint.get("/")
def home() -> str | Response:
    """Redirect to the only course of a person, or list their courses."""
    accesses, closed = permissions.courses_of(db(), me()), membership.closed_courses(db(), me())
    if len(accesses) == 1 and not closed:
        return redirect(_front(accesses[0]))
    now = utcnow()
    unsubmitted = {
        one.course.id: course_progress(db(), me(), one.course, now).unsubmitted for one in accesses if not one.is_staff
    }
    return render_template(
        "courses/home.html",
        accesses=accesses,
        closed=closed,
        may_create=membership.may_create(db(), me()),
        unsubmitted=unsubmitted,
        terms=terms(db(), [one.course.id for one in accesses]),
        now=now,
    )


def _front(access: permissions.Access) -> str:
    endpoint = "gradebook.index" if access.is_staff else "courses.course"
    return url_for(endpoint, course_slug=access.course.slug)


@blueprint.get("/courses/<course_slug>")
def course(course_slug: str) -> str:
    """Show the units of a course and the student's progress, with the next exercise at the top."""
    access = permissions.access_to(db(), me(), course_slug)
    progress = course_progress(db(), me(), access.course, utcnow())
    announced, count = announcements.recent(db(), access.course)
    return render("courses/course.html", access, progress=progress, announced=announced, announced_count=count)


@blueprint.get("/courses/<course_slug>/exercises/<slug>")
def exercise(course_slug: str, slug: str) -> str:
    """Show statement, editor and result side by side."""
    access = permissions.access_to(db(), me(), course_slug)
    assignment, item = permissions.exercise(db(), access, slug)
    found = _installed(slug)
    dates = dates_of(db(), assignment, me().id)
    own = report_view(access, assignment, dates, utcnow())
    draft = drafts.load(db(), me(), item)
    last = latest_submission(db(), me(), item)
    shown = view_submission(db(), last.public_id) if last else None
    result = _result(shown, own)
    source = draft.source if draft else last.source if last else found.starter
    submissions = [shown.submission] if shown and own.sees_points else []
    late, late_now = late_attempts_and_now(db(), me().id, item, submissions, utcnow())
    return render(
        "courses/exercise.html",
        access,
        assignment=assignment,
        dates=dates,
        rules=rules(assignment, access.course.grace_days),
        which_counts=which_counts(assignment),
        is_closed=permissions.is_closed(dates, utcnow()),
        late_now=late_now,
        late=late,
        commented=comments.commented(db(), me().id, [item.id]).get(item.id),
        item=item,
        exercise=found,
        statement=render_statement(found.statement, tuple(found.figures.items())),
        source=source,
        cell=draft.cell if draft else "",
        checks_in_browser=own.sees_all and is_bundled(slug),
        gives_all_help=own.steps is HelpSteps.EXPLANATION,
        draft_version=draft.version if draft else 0,
        score=history.find_score(db(), me().id, item.id),
        report_view=own,
        neighbors=find_neighbors(db(), access, item, utcnow()),
        shown=shown,
        result=result,
        offer=find_offer(db(), me(), shown, result, utcnow()),
        marks_hold=last is not None and last.source == source,
        submit_url=f"/courses/{course_slug}/exercises/{slug}/submissions",
        draft_url=f"/courses/{course_slug}/exercises/{slug}/draft",
        client_key=secrets.token_hex(16),
        max_source_bytes=settings().max_source_bytes,
    )


def _installed(slug: str) -> exercises.Exercise:
    try:
        return load_exercise(slug)
    except UnknownExercise:
        raise NotFound("This exercise is not installed on this server.") from None


@blueprint.get("/courses/<course_slug>/exercises/<slug>/attempts")
def attempts(course_slug: str, slug: str) -> str:
    """Show one's own graded attempts, with code and changes."""
    access = permissions.access_to(db(), me(), course_slug)
    assignment, item = permissions.exercise(db(), access, slug)
    own = report_view(access, assignment, dates_of(db(), assignment, me().id), utcnow())
    chosen, found = AttemptForm.from_query(), Attempts(db(), me(), item, own)
    page = found.page(chosen.page.number, chosen.attempt.data)
    shown = found.show(page, chosen.attempt.data)
    return render(
        "courses/attempts.html",
        access,
        assignment=assignment,
        item=item,
        title=titles([slug])[slug],
        which_counts=which_counts(assignment),
        page=page,
        shown=shown,
        late=_late(me().id, item, own, [one.submission for one in page.attempts]),
        notes=comments.comments_of(db(), shown.attempt.submission.id) if shown else (),
        report_view=own,
        score=history.find_score(db(), me().id, item.id),
    )


@blueprint.get("/submissions/<public_id>")
def result(public_id: str) -> str:
    """Show a submission with its result; the page reloads until there is one."""
    visibility.submission(db(), me(), public_id)
    shown = view_submission(db(), public_id)
    access = permissions.viewer_access(db(), me(), shown.course)
    own = report_view_of(db(), me(), shown.submission, utcnow())
    result = _result(shown, own)
    return render(
        "courses/result.html",
        access,
        shown=shown,
        late=_late(shown.submission.user_id, shown.exercise, own, [shown.submission]),
        notes=comments.comments_of(db(), shown.submission.id),
        item=shown.exercise,
        title=titles([shown.exercise.slug])[shown.exercise.slug],
        report_view=own,
        result=result,
        offer=find_offer(db(), me(), shown, result, utcnow()),
        is_own=shown.submission.user_id == me().id,
        is_check=shown.submission.purpose is Purpose.CHECK,
    )


@blueprint.get("/submissions/<public_id>/panel")
def panel(public_id: str) -> str:
    """Return the result panel alone, for the live page."""
    visibility.submission(db(), me(), public_id)
    shown = view_submission(db(), public_id)
    score = history.find_score(db(), shown.submission.user_id, shown.exercise.id)
    own = report_view_of(db(), me(), shown.submission, utcnow())
    result = _result(shown, own)
    return render_template(
        "courses/_panel.html",
        shown=shown,
        late=_late(shown.submission.user_id, shown.exercise, own, [shown.submission]),
        course=shown.course,
        report_view=own,
        result=result,
        offer=find_offer(db(), me(), shown, result, utcnow()),
        score=score if own.sees_points else None,
    )


def _late(
    user_id: int, item: AssignmentExercise, report_view: ReportView, submissions: Collection[Submission]
) -> dict[int, AttemptScore]:
    return late_attempts(db(), user_id, item, submissions) if report_view.sees_points else {}


def _result(shown: SubmissionView | None, report_view: ReportView) -> ResultView | None:
    report = report_view.report(shown.report) if shown and shown.report else None
    return present(report) if report is not None else None
