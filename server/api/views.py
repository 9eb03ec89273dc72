"""The JSON API under /api/v1. Errors are problem details (RFC 9457)."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify, request, url_for
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from server.api import openapi
from server.api.auth import authenticate, caller, store_use
from server.api.exercise import find_exercise, show_texts
from server.api.listing import open_exercises
from server.api.schemas import (
    AcceptedSubmission,
    CourseOut,
    Exercises,
    Me,
    NewSubmission,
)
from server.api.submission import show_submission
from server.core.db import utcnow
from server.core.error_pages import problem
from server.core.json_bodies import read_body
from server.core.request import db, reads_first
from server.core.uploads import source_form
from server.courses import permissions
from server.submissions.intake import current_intake

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
PUBLIC = {"api.document"}
MAX_ERRORS = 10  # that an answer describes


def init_app(app: Flask) -> None:
    """Register the API in `app`."""
    app.register_blueprint(blueprint)


@blueprint.before_request
def _authenticate() -> None:
    if request.endpoint not in PUBLIC:
        authenticate()


@blueprint.errorhandler(ValidationError)
def _not_valid(error: ValidationError) -> Response:
    """Answer which fields are invalid and why, without repeating their values."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return problem(400, f"The body is not JSON. {found[0]['msg']}.")
    errors = [
        {"field": ".".join(map(str, item["loc"]))[:100] or "body", "message": item["msg"]}
        for item in found[:MAX_ERRORS]
    ]
    fields = ", ".join(item["field"] for item in errors)
    if len(found) > MAX_ERRORS:
        fields += f" and {len(found) - MAX_ERRORS} more"
    return problem(422, f"These fields are invalid: {fields}.", title="The body is invalid", errors=errors)


@blueprint.get("/openapi.json")
def document() -> Response:
    """Return the OpenAPI 3.1 document of this API."""
    return jsonify(openapi.document(blueprint.url_prefix or ""))


@blueprint.get("/me")
def me() -> Response:
    """Return the user of the token with their courses."""
    user = caller()
    accesses = permissions.courses_of(db(), user)
    courses = [CourseOut(slug=item.course.slug, title=item.course.title, role=item.role) for item in accesses]
    return _json(Me(email=user.email, name=user.name, courses=courses))


@blueprint.get("/exercises")
def exercises() -> Response:
    """Return the exercises that are open to the user, with their dates, points and attempts."""
    found = open_exercises(db(), caller(), utcnow())
    return _json(Exercises(exercises=found))


@blueprint.get("/exercises/<slug>")
def exercise(slug: str) -> Response:
    """Return statement and starter of an exercise that the user may see in one of their courses."""
    return _json(show_texts(db(), caller(), slug, utcnow()))


@blueprint.post("/exercises/<slug>/submissions")
@source_form
@reads_first
def submit(slug: str) -> Response:
    """Accept a source; answer 202 as soon as it is stored."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
    body = read_body(NewSubmission)
    user = caller()
    found = find_exercise(db(), user, slug, body.course)
    accepted = current_intake().receive(
        db(), user, found, body.source, client_key=body.client_key, purpose=body.purpose, also=store_use
    )  # fmt: skip
    public_id = accepted.submission.public_id
    url = url_for("courses.result", public_id=public_id, _external=True)
    response = _json(AcceptedSubmission(id=public_id, url=url, state=accepted.submission.state), 202)
    response.location = url_for("api.submission", public_id=public_id)
    return response


@blueprint.get("/submissions/<public_id>")
def submission(public_id: str) -> Response:
    """Return a submission of the user, or of a course that they teach, with its report."""
    return _json(show_submission(db(), caller(), public_id, utcnow()))


def _json(model: BaseModel, status: int = 200) -> Response:
    return Response(model.model_dump_json(), status, mimetype="application/json")
