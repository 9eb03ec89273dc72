"""The audit log: what was done, by whom and to what."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent, User


def record(
    session: Session, actor: User | None, action: str, *, subject: str, course_id: int | None = None, **data: Any
) -> AuditEvent:
    """Append a line to the audit log, in the caller's transaction.

    Lines about accounts and tokens also go to the security log (`server.accounts.security_log`).

    Args:
        session: the caller's session.
        actor: who did it; None for an operator or the machine.
        action: what was done, as ``thing.done``.
        subject: what it was done to, as ``thing:id``.
        course_id: the course that it belongs to; None if it belongs to no course.
        **data: further details, as JSON data.
    """
    actor_id = actor.id if actor else None
    event = AuditEvent(course_id=course_id, actor_id=actor_id, action=action, subject=subject, data=data)
    session.add(event)
    return event
