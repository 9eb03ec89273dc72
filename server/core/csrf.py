"""Check the CSRF token of every unsafe request, after the login: without one, the answer is to log in."""

from __future__ import annotations

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect, generate_csrf

from server.core.request import READS, end_transaction
from server.core.security import API_PREFIX
from server.core.uploads import allow_large_body


def init_app(app: Flask) -> None:
    """Set up the tokens of `app`."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # `_check` decides
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session, because an exercise page may stay open for a day
        WTF_CSRF_HEADERS=["X-CSRFToken"],
    )
    csrf = CSRFProtect(app)
    app.before_request(lambda: _check(csrf))
    app.context_processor(lambda: {"csrf_token": generate_csrf})


def _check(csrf: CSRFProtect) -> None:
    # The API accepts bearer tokens and no cookies, so another site cannot make a browser act for its user.
    if request.method in READS or request.path.startswith(API_PREFIX):
        return
    allow_large_body()  # the token may be in a large form
    end_transaction()  # on SQLite, nobody else can write during it, and a body may arrive slowly
    request.get_data(parse_form_data=True)  # all of it, so that no view waits for the rest in a transaction
    csrf.protect()
