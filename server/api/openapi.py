"""Build the OpenAPI document from the models that the views use."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from server.accounts.models import Scope
from server.api import schemas
from server.api.auth import needed_scope

JSON = "application/json"
PROBLEM = "application/problem+json"
ID = {"name": "public_id", "in": "path", "required": True, "schema": {"type": "string"}}
SLUG = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}

PROBLEMS = {
    "400": "The body is not JSON.",
    "401": "The token is missing or invalid.",
    "403": "The assignment is not open, the token lacks the scope, or staff must set up two-factor authentication.",
    "404": "The resource does not exist, or you do not have access to it.",
    "409": (
        "The client key belongs to a submission with a different source or exercise, or several of your courses have "
        "the exercise."
    ),
    "413": "The source is too large.",
    "415": "The content type of the body is not application/json.",
    "422": "A field is missing or invalid, or the source is not text.",
    "429": "There were too many requests. Wait for the time given in Retry-After.",
    "503": "The server or the exercise is unavailable. Try again after the time given in Retry-After.",
}

_TOKEN = (
    "A token starts with chr_ and has one scope. "
    f"The scope “{Scope.READ}” allows only GET requests, and “{Scope.SUBMIT}” also allows submissions and checks. "
    "Each operation names the scope it needs."
)


def document(prefix: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the API that is mounted at `prefix`."""
    models = (
        schemas.NewSubmission,
        schemas.AcceptedSubmission,
        schemas.SubmissionOut,
        schemas.Me,
        schemas.Exercises,
        schemas.ExerciseTexts,
    )
    _, generated = models_json_schema(
        [(model, "serialization") for model in (*models, schemas.Problem)], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Chainrule", "version": "1", "description": "Submit solutions and read their reports."},
        "servers": [{"url": prefix}],
        "security": [{"token": []}],
        "paths": {
            "/me": _operation("get", "The user the token belongs to", "200", "Me", "401", "429"),
            "/exercises": _operation("get", "Exercises that are open to the user", "200", "Exercises", "401", "429"),
            "/exercises/{slug}": {
                "parameters": [SLUG],
                **_operation(
                    "get",
                    "Statement and starter of an exercise",
                    *("200", "ExerciseTexts", "401", "403", "404", "429", "503"),
                ),
            },
            "/exercises/{slug}/submissions": {"parameters": [SLUG], **_submit()},
            "/submissions/{public_id}": {
                "parameters": [ID],
                **_operation(
                    "get", "State and report of a submission", "200", "SubmissionOut", "401", "403", "404", "429"
                ),
            },
            "/openapi.json": {"get": {**_answers("This document", "200", None), "security": []}},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": _TOKEN}},
            "schemas": generated["$defs"],
        },
    }


def _submit() -> dict[str, Any]:
    operation = _operation("post", "Submit a source", "202", "AcceptedSubmission", *PROBLEMS)
    operation["post"]["requestBody"] = {"required": True, "content": {JSON: {"schema": _ref("NewSubmission")}}}
    return operation


def _operation(method: str, summary: str, status: str, model: str, *problems: str) -> dict[str, Any]:
    """Return an operation that needs a token, with the scope that the method needs."""
    scope = needed_scope(method.upper())
    security = [{"token": [scope.value]}]
    return {method: {**_answers(summary, status, model, *problems), "security": security}}


def _answers(summary: str, status: str, model: str | None, *problems: str) -> dict[str, Any]:
    schema = _ref(model) if model else {"type": "object"}
    responses: dict[str, Any] = {status: {"description": summary, "content": {JSON: {"schema": schema}}}}
    for code in problems:
        responses[code] = {"description": PROBLEMS[code], "content": {PROBLEM: {"schema": _ref("Problem")}}}
    return {"summary": summary, "responses": responses}


def _ref(model: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model}"}
