"""Authenticate bearer tokens, check their scope, and limit how often a user may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

import structlog
from flask import Response, after_this_request, g, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from server.accounts import security_log, tokens
from server.accounts.models import Scope, User
from server.api.errors import InsufficientScope
from server.core.db import Sessions, utcnow
from server.core.request import READS, db, sessions, settings
from server.submissions.intake import current_intake

log = structlog.get_logger(__name__)


def authenticate() -> None:
    """Find the user of the token in the request, and check its scope; runs before every view of the API.

    Raises:
        Unauthorized: if there is no valid token.
        InsufficientScope: if the scope of the token does not allow the method of the request.
        TooMany: if the user exceeds the limit of reads, or that of other requests.
    """
    header = request.authorization
    if header is None or header.type != "bearer" or not header.token:
        raise _unauthorized(
            "Send a token in the header “Authorization: Bearer chr_…”. You can create one on your account page."
        )
    token, now = tokens.find_token(db(), header.token), utcnow()
    if token is None:
        raise _unauthorized(tokens.why_refused(db(), header.token))
    if tokens.is_use_due(token, now):
        g.api_token_use = TokenUse(sessions(), token.id, now)
        after_this_request(g.api_token_use.store_after_response)
    needed = needed_scope(request.method)
    if not token.scope.allows(needed):
        security_log.note("token.refused", reason="scope", token=token.id, user=token.user_id)
        raise InsufficientScope(token.scope, needed)
    counted = "reads" if request.method == "GET" else "requests"  # also those that turn out to be invalid
    current_intake().rates.spend(counted, token.user_id, per_minute=settings().reads_per_minute)
    g.api_user = token.user


def needed_scope(method: str) -> Scope:
    """Return the scope that a request with this method needs."""
    return Scope.READ if method in READS else Scope.SUBMIT


def caller() -> User:
    """Return the user of the token."""
    return cast(User, g.api_user)


@dataclass(slots=True)
class TokenUse:
    """A use of a token that is to be written: with what the request writes, or after its response was sent."""

    sessions: Sessions
    token_id: int
    at: datetime
    is_stored: bool = False

    def store(self, session: Session) -> None:
        """Write the use; the caller commits."""
        tokens.write_use(session, self.token_id, self.at)
        self.is_stored = True

    def store_after_response(self, response: Response) -> Response:
        """Write the use once the response was sent, unless the request did; nobody waits for it."""
        response.call_on_close(self._store_if_missing)
        return response

    def _store_if_missing(self) -> None:
        if self.is_stored:
            return
        try:
            with self.sessions() as session:
                self.store(session)
                session.commit()
        except SQLAlchemyError as error:  # the database is busy or away: the next request writes its own use
            log.warning("the use of a token was not stored", token=self.token_id, error=str(error))


def store_use(session: Session) -> None:
    """Write the use of the token of this request, if that is due; the caller commits."""
    use: TokenUse | None = g.get("api_token_use")
    if use is not None:
        use.store(session)


def _unauthorized(text: str) -> Unauthorized:
    return Unauthorized(text, www_authenticate=WWWAuthenticate("bearer", {"realm": "chainrule"}))
