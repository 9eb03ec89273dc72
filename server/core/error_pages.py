"""The pages and problem details for errors: the one place where an exception becomes an answer."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from server.core.errors import Refused
from server.core.security import API_PREFIX

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an error page says: what happened, and what to do next."""

    title: str
    text: str


EXPLANATIONS = {
    400: Explanation("The request could not be read", "Something in the address or the form is not as expected."),
    401: Explanation("Please log in", "Your session has ended. Log in again; what you typed is kept in this browser."),
    403: Explanation("Not yours to see", "You are logged in, but this page belongs to someone with another role."),
    404: Explanation("Nothing here", "There is no such page, or it is not one that you may see."),
    405: Explanation("Not in this way", "The page exists, but it does not answer this kind of request."),
    410: Explanation("This link is over", "It was used, it has expired or it was taken back."),
    413: Explanation("Too large", "What was sent is larger than this page takes. Nothing was stored."),
    429: Explanation("Too many, too fast", "Please wait a little and try again. Nothing of yours is lost."),
    507: Explanation("No room", "There is no room for such a file here at the moment. Nothing was changed."),
    500: Explanation(
        "Our fault",
        "Something broke on our side, not in your code. It was written to the log. Submissions that were accepted are "
        "safe and will be graded.",
    ),
}
CSRF_EXPLANATION = Explanation(
    "This form is out of date",
    "It was made for another login session. Go back, reload the page and send it again.",
)


def init_app(app: Flask) -> None:
    """Wire this part into `app`."""
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(Refused, _answer_refusal)
    app.register_error_handler(Exception, _answer_bug)


def wants_problem() -> bool:
    """Whether the client is a program: it gets problem details (RFC 9457), not a page."""
    return request.path.startswith(API_PREFIX) or request.accept_mimetypes.best == "application/json"


def problem(status: int, detail: str, *, title: str | None = None, **more: object) -> Response:
    """An ``application/problem+json`` response."""
    body = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status, "detail": detail}
    response = make_response({**body, **more}, status)
    response.content_type = "application/problem+json"
    return response


def _answer(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    explanation = _explain(error, status)
    own_words = error.description if _is_ours(error) else None
    if wants_problem():
        response = problem(status, own_words or explanation.text)
    else:
        page = render_template("error.html", status=status, explanation=explanation, own_words=own_words)
        response = make_response(page, status)
    for name, value in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _answer_refusal(error: Refused) -> Response:
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
    fallback = EXPLANATIONS[500] if status >= 500 else EXPLANATIONS[400]
    return EXPLANATIONS.get(status, fallback)


def _is_ours(error: HTTPException) -> bool:
    """Whether somebody here wrote the description, rather than Werkzeug's class."""
    return not isinstance(error, CSRFError) and error.description != type(error).description


def _answer_bug(error: Exception) -> Response:
    # The outermost border of the web application: whatever nobody foresaw is logged whole and said as our fault.
    log.exception("unhandled error", path=_path_without_secrets(), method=request.method)
    _end_session()
    return _answer(InternalServerError(original_exception=error))


def _end_session() -> None:
    """Roll back what the request began."""
    session = g.pop("chainrule_session", None)
    if session is not None:
        session.close()


def _path_without_secrets() -> str:
    token = (request.view_args or {}).get("token")
    return request.path.replace(str(token), "…") if token else request.path
