"""Errors of the API.

InsufficientScope
"""

from __future__ import annotations

from server.accounts.models import Scope
from server.core.errors import Refused


class InsufficientScope(Refused):
    """The token is valid, but its scope does not allow the request."""

    status = 403
    title = "Insufficient token scope"

    def __init__(self, scope: Scope, needed: Scope) -> None:
        super().__init__(
            f"This request needs a token with the “{needed}” scope, but yours has the “{scope}” scope. "
            f"Create a token with the “{needed}” scope on your account page."
        )
