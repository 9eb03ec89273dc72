"""Send a source, save a draft and follow a submission; the pages that show them are in `server.student`."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import BadRequest, UnprocessableEntity

from server.accounts.sessions import actor, me
from server.core.db import utcnow
from server.core.error_pages import problem, wants_problem
from server.core.json_bodies import read_body
from server.core.request import db, reads_first, redis_client, sessions, settings
from server.core.uploads import source_form
from server.courses import permissions
from server.courses.models import AssignmentExercise
from server.submissions import drafts, events, intake, resending, status, visibility
from server.submissions.errors import StaleDraft
from server.submissions.forms import SubmissionForm
from server.submissions.models import Purpose
from server.submissions.progress import Feed
from server.submissions.status import SubmissionView
from server.submissions.visibility import ReportView, report_view_of

blueprint = Blueprint("submissions", __name__)
resending.init_blueprint(blueprint)


def init_app(app: Flask) -> None:
    """Wire this part into `app`."""
    intake.init_app(app)
    app.extensions["chainrule.streams"] = events.StreamSlots()
    app.register_blueprint(blueprint)


@blueprint.post("/courses/<course_slug>/exercises/<slug>/submissions")
@source_form
@reads_first
def send(course_slug: str, slug: str) -> ResponseReturnValue:
    """Accept a form with ``source``, ``purpose`` (submit or check) and ``client_key``.

    Return 202 with ``{"id", "state", "url", "events", "is_late"}`` to a script, and redirect a plain form to the result
    (303).
    """
    exercise = _exercise(course_slug, slug)
    form = SubmissionForm()
    if not form.validate_on_submit():
        raise BadRequest(next(iter(form.errors.values()))[0])
    accepted = intake.current_intake().receive(
        # Browsers send forms with CRLF; a Python source and its line numbers are the same without.
        db(), me(), exercise, form.source.data.replace("\r\n", "\n"),
        client_key=form.client_key.data or secrets.token_hex(16), purpose=Purpose(form.purpose.data),
    )  # fmt: skip
    public_id = accepted.submission.public_id
    url = url_for("courses.result", public_id=public_id)
    if not wants_problem():
        return redirect(url, 303)
    body = {
        "id": public_id,
        "state": accepted.submission.state.value,
        "url": url,
        "events": url_for("submissions.follow", public_id=public_id),
        "is_late": accepted.submission.is_late,
    }
    return jsonify(body), 202


@blueprint.get("/submissions/<public_id>/state")
def state(public_id: str) -> Response:
    """Return the state of a submission, for a page that cannot follow its events."""
    found = visibility.submission(db(), me(), public_id)
    return jsonify(summary(status.view_submission(db(), public_id), report_view_of(db(), me(), found, utcnow())))


@blueprint.get("/submissions/<public_id>/events")
def follow(public_id: str) -> Response:
    """Send the events ``state``, ``stage`` and finally ``done``; continue after ``Last-Event-ID``."""
    found = visibility.submission(db(), me(), public_id)
    shown = report_view_of(db(), me(), found, utcnow()).visibility
    user_id = actor().id  # slots belong to the person who is logged in, also while they view the course as a student
    db().close()  # the stream outlives this transaction
    slots: events.StreamSlots = current_app.extensions["chainrule.streams"]
    if not slots.enter(user_id):
        abort(429, "You have too many live pages open. This page will check for updates periodically instead.")
    last_id = request.headers.get("Last-Event-ID", "")
    frames = events.stream(Feed(redis_client()), sessions(), public_id, last_id, shown)
    # X-Accel-Buffering: a proxy must pass each event on at once.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = Response(frames, mimetype="text/event-stream", headers=headers)
    response.call_on_close(lambda: slots.leave(user_id))
    return response


class DraftBody(BaseModel):
    """A draft as the editor sends it; `version` is the one it was edited from, 0 for none.

    A page that was loaded from an earlier version of the site sends no `cell`; the saved one stays.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    source: str
    cell: str | None = None
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


@blueprint.put("/courses/<course_slug>/exercises/<slug>/draft")
@source_form
@reads_first
def save_draft(course_slug: str, slug: str) -> ResponseReturnValue:
    """Save a draft; return ``{"version"}``, or 409 with the newer ``draft``, which is not overwritten."""
    exercise = _exercise(course_slug, slug)
    intake.current_intake().count_draft(me())
    try:
        body = read_body(DraftBody)
    except ValidationError as error:
        raise UnprocessableEntity(
            "A draft must be a JSON object with a string “source”, an integer “version”, and perhaps a string “cell”."
        ) from error
    sessions().begin_writing(db())
    try:
        saved = drafts.save(
            db(), me(), exercise, body.source, cell=body.cell, expected_version=body.version,
            max_source_bytes=settings().max_source_bytes,
        )  # fmt: skip
    except StaleDraft as error:
        newer = {"source": error.newer.source, "cell": error.newer.cell, "version": error.newer.version}
        return problem(
            409, "A newer version of this draft was saved in another window.", title="A newer draft exists", draft=newer
        )
    return jsonify({"version": saved.version})


def summary(view: SubmissionView, report_view: ReportView) -> dict[str, Any]:
    """Return the short form of a submission: state, position in the queue, and the points that the viewer may see."""
    grading = view.grading if report_view.sees_points else None
    return {
        "id": view.public_id,
        "state": view.state.value,
        "number": view.number,
        "place": {"ahead": view.place.ahead, "estimate_s": view.place.estimate_s} if view.place else None,
        "verdict": grading.verdict if grading and report_view.sees_all else None,
        "points": grading.points if grading else None,
        "max_points": grading.max_points if grading else None,
        "superseded_by": view.superseded_by,
    }


def _exercise(course_slug: str, slug: str) -> AssignmentExercise:
    return permissions.exercise_in(db(), me(), course_slug, slug)
