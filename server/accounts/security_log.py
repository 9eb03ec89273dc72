"""Write what concerns the security of accounts to the log: never a password, a token, a link or an email address."""

from __future__ import annotations

import hashlib
import hmac

import structlog
from flask import has_request_context, request
from sqlalchemy import event

from server.accounts.models import AuditEvent
from server.core.request import settings

log = structlog.get_logger(__name__)
_ACCOUNTS = ("account.", "token.")


def note(what: str, **more: str | int | None) -> None:
    """Log an event with the address of the client; all such lines have ``area=security``.

    What operators do at the command line is in the audit log only.
    """
    if has_request_context():
        log.info(what, area="security", address=request.remote_addr, **more)


def pseudonym(email: str) -> str:
    """Return what stands for an email address in the log: the same for each try, and readable only with the secret key.

    What was typed as an address may be a password.
    """
    key = settings().secret_key.get_secret_value().encode()
    return hmac.new(key, email.strip().lower().encode(errors="replace"), hashlib.sha256).hexdigest()[:16]


@event.listens_for(AuditEvent, "after_insert")
def _note_audit_event(_mapper: object, _connection: object, target: AuditEvent) -> None:
    """Log each line of the audit log about an account or a token."""
    if target.action.startswith(_ACCOUNTS):
        note(target.action, subject=target.subject, actor=target.actor_id)
