"""A source that was sent by a plain form in a session that has ended: it is shown, and can be sent again.

Without a script, a page that says no more than "log in again" would lose what was typed.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, Unauthorized

from server.accounts.sessions import actor_or_none
from server.core.error_pages import answer, wants_problem
from server.submissions.forms import SubmissionForm
from server.submissions.models import Purpose


def init_blueprint(blueprint: Blueprint) -> None:
    """Answer a refused form of `blueprint` with a page that keeps the source."""
    blueprint.register_error_handler(Unauthorized, _keep_source)
    blueprint.register_error_handler(CSRFError, _keep_source)


def _keep_source(error: HTTPException) -> Response:
    form = SubmissionForm(meta={"csrf": False})
    if wants_problem() or not _is_from_this_site() or form.source.data is None:
        return answer(error)
    page = render_template(
        "courses/resend.html",
        form=form,
        purposes=Purpose,
        # A token is a cookie, which would replace that of a session that another tab has just begun.
        is_logged_in=actor_or_none() is not None,
        login_url=url_for("accounts.login"),
    )
    return make_response(page, error.code or 400)


def _is_from_this_site() -> bool:
    """Return whether the form was on a page of this site; another one could put its own source before a student."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
