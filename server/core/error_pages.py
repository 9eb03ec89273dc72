"""Turn exceptions into error pages or problem details."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from sqlite3 import SQLITE_ERROR, SQLITE_READONLY

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from server.core.errors import Refused
from server.core.security import API_PREFIX

log = structlog.get_logger(__name__)

RETRY_AFTER_S = 10
_OUR_FAULTS = {
    SQLITE_ERROR,  # a statement that is wrong, such as one for a table that is missing
    SQLITE_READONLY,  # a write in a session that only reads
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The text of an error page: what happened, and what to do next."""

    title: str
    text: str


EXPLANATIONS = {
    400: Explanation("The request could not be read", "Part of the address or the form is invalid."),
    401: Explanation("Log in again", "Your session has ended. The text you typed is saved in this browser."),
    403: Explanation("You do not have access", "You are logged in, but this page requires a different role."),
    404: Explanation("Page not found", "This page does not exist, or you do not have access to it."),
    405: Explanation("Method not allowed", "The page exists, but it does not support this kind of request."),
    409: Explanation("This has changed", "Reload the page to see the current state. Nothing was saved."),
    410: Explanation(
        "This link is no longer valid", "The link has already been used, has expired, or has been revoked."
    ),
    413: Explanation("Request too large", "The request is larger than this page accepts. Nothing was saved."),
    422: Explanation("Not accepted", "A value in the form is missing or invalid. Nothing was saved."),
    429: Explanation("Too many requests", "Wait a moment and try again."),
    500: Explanation(
        "Something went wrong on our side",
        "The problem is in the server, not in your code. The error was logged. Submissions that were accepted are "
        "safe and will be graded.",
    ),
    503: Explanation(
        "Temporarily unavailable", "The server cannot respond right now. Nothing was saved. Try again in a minute."
    ),
    507: Explanation("Not enough space", "The server currently has no space for this file. Nothing was changed."),
}
CSRF_EXPLANATION = Explanation(
    "This form is out of date",
    "The form belongs to another login session. Go back, reload the page, and submit the form again.",
)


def init_app(app: Flask) -> None:
    """Register the error handlers in `app`."""
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(Refused, answer_refusal)
    app.register_error_handler(Exception, _answer_bug)
    for busy in (OperationalError, PoolTimeout):
        app.register_error_handler(busy, _answer_busy)


def wants_problem() -> bool:
    """Return whether the client is a program, which gets problem details (RFC 9457) instead of a page."""
    return request.path.startswith(API_PREFIX) or request.accept_mimetypes.best == "application/json"


def problem(status: int, detail: str, *, title: str | None = None, **more: object) -> Response:
    """Return an ``application/problem+json`` response."""
    body = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status, "detail": detail}
    response = make_response({**body, **more}, status)
    response.content_type = "application/problem+json"
    return response


def answer(error: HTTPException) -> Response:
    """Return the error page, or problem details; those of a stale CSRF token have ``"reason": "csrf"``."""
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    explanation = _explain(error, status)
    own_words = error.description if _is_ours(error) else None
    if wants_problem():
        more = {"reason": "csrf"} if isinstance(error, CSRFError) else {}
        response = problem(status, own_words or explanation.text, **more)
    else:
        page = render_template("error.html", status=status, explanation=explanation, own_words=own_words)
        response = make_response(page, status)
    for name, value in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def answer_refusal(error: Refused) -> Response:
    """Return a page that says what was refused, or problem details."""
    _end_session()
    if wants_problem():
        response = problem(error.status, str(error), title=error.title)
    else:
        explanation = Explanation(error.title, str(error))
        page = render_template("error.html", status=error.status, explanation=explanation)
        response = make_response(page, error.status)
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _explain(error: HTTPException, status: int) -> Explanation:
    if isinstance(error, CSRFError):
        return CSRF_EXPLANATION
    if status == 413 and (text := _sizes()):
        return Explanation(EXPLANATIONS[413].title, text)
    fallback = EXPLANATIONS[500] if status >= 500 else EXPLANATIONS[400]
    return EXPLANATIONS.get(status, fallback)


def _sizes() -> str | None:
    """Return how large the body of this request is and how large it may be; None if it is within the limits."""
    sent, limit = request.content_length or 0, request.max_content_length
    if limit is not None and sent > limit:
        return f"The request has {sent:,} bytes, but this page accepts at most {limit:,}. Nothing was saved."
    if request.mimetype == "multipart/form-data":
        return f"The form has too many fields. This page accepts at most {request.max_form_parts:,}. Nothing was saved."
    return None


def _is_ours(error: HTTPException) -> bool:
    """Return whether our code wrote the description, rather than Werkzeug."""
    return not isinstance(error, CSRFError) and error.description != type(error).description


def _answer_bug(error: Exception) -> Response:
    # The last handler of the web application: log every unexpected error with its traceback, and answer with a 500.
    log.exception("unhandled error", path=_path_without_secrets(), method=request.method)
    _end_session()
    return answer(InternalServerError(original_exception=error))


def _answer_busy(error: OperationalError | PoolTimeout) -> Response:
    """Answer while the database is locked, restarting or away: the request was rolled back and can be repeated."""
    if getattr(error.orig if isinstance(error, OperationalError) else None, "sqlite_errorcode", None) in _OUR_FAULTS:
        return _answer_bug(error)
    reason = str(error.orig) if isinstance(error, OperationalError) else str(error)
    log.warning("database busy", path=_path_without_secrets(), method=request.method, error=reason)
    _end_session()
    try:
        response = answer(ServiceUnavailable())
    except (OperationalError, PoolTimeout):  # the page itself reads the database, for the navigation
        _end_session()
        response = make_response(f"{EXPLANATIONS[503].title}. {EXPLANATIONS[503].text}\n", 503)
        response.content_type = "text/plain; charset=utf-8"
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _end_session() -> None:
    """Roll back the transaction of the request."""
    session = g.pop("chainrule_session", None)
    if session is not None:
        session.close()


def _path_without_secrets() -> str:
    token = (request.view_args or {}).get("token")
    return request.path.replace(str(token), "…") if token else request.path
