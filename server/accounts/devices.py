"""Browsers from which a person has logged in before: guesses made elsewhere do not keep them out."""

from __future__ import annotations

import secrets

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from server.accounts.models import User
from server.accounts.users import find_user
from server.core.request import db, settings

COOKIE = "chainrule_device"
LASTS_S = 180 * 24 * 3600


def remember(user: User) -> None:
    """Note in this browser that `user` has logged in with it, until somebody else does."""
    if device_of(user.email) is None:
        after_this_request(lambda response: _set_cookie(response, user))


def device_of(email: str) -> str | None:
    """Return the name of this browser if the owner of the address was the last to log in with it.

    A new password makes all browsers unknown: whoever had the old one could have made many of them known.
    """
    try:
        name, known, epoch = _serializer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, TypeError, ValueError):
        return None
    if known != email.strip().lower():
        return None
    user = find_user(db(), known)
    return str(name) if user is not None and user.session_epoch == epoch else None


def _set_cookie(response: Response, user: User) -> Response:
    value = _serializer().dumps([secrets.token_urlsafe(8), user.email.lower(), user.session_epoch])
    is_secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, value, LASTS_S, path="/login", secure=is_secure, httponly=True, samesite="Lax")
    return response


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="chainrule device")
