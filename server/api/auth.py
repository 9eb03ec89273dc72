"""Authenticate bearer tokens, check their scope, and limit how often a user may read."""

from __future__ import annotations

from typing import cast

from flask import g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from server.accounts import security_log
from server.accounts.models import Scope, User
from server.accounts.tokens import find_token, why_refused
from server.api.errors import InsufficientScope
from server.core.request import READS, db, sessions, settings
from server.submissions.intake import current_intake


def authenticate() -> None:
    """Find the user of the token in the request, and check its scope; runs before every view of the API.

    Raises:
        Unauthorized: if there is no valid token.
        InsufficientScope: if the scope of the token does not allow the method of the request.
        TooMany: if the user exceeds the limit of reads, or that of other requests.
    """
    header = request.authorization
    if header is None or header.type != "bearer" or not header.token:
        raise _unauthorized("Send a token: “Authorization: Bearer chr_…”. Create one on your account page.")
    # Use a separate transaction, because it may write the time of use and the request itself only reads.
    with sessions()() as session:
        token = find_token(session, header.token)
        if token is None:
            raise _unauthorized(why_refused(session, header.token))
        user_id, token_id, scope = token.user_id, token.id, token.scope
    needed = needed_scope(request.method)
    if not scope.allows(needed):
        security_log.note("token.refused", reason="scope", token=token_id, user=user_id)
        raise InsufficientScope(scope, needed)
    counted = "reads" if request.method == "GET" else "requests"  # also those that turn out to be invalid
    current_intake().rates.spend(counted, user_id, per_minute=settings().reads_per_minute)
    g.api_user_id = user_id


def needed_scope(method: str) -> Scope:
    """Return the scope that a request with this method needs."""
    return Scope.READ if method in READS else Scope.SUBMIT


def caller() -> User:
    """Return the user of the token."""
    return db().get_one(User, cast(int, g.api_user_id))


def _unauthorized(text: str) -> Unauthorized:
    return Unauthorized(text, www_authenticate=WWWAuthenticate("bearer", {"realm": "chainrule"}))
