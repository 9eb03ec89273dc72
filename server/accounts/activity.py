"""What happened to accounts, as people read it: the entries of the audit log that belong to no course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from server.accounts.models import ApiToken, AuditEvent, User
from server.core.fields import MAX_ID
from server.text.numbers import whole

PAGE_SIZE = 50
KINDS = ("account.", "token.", "login.")
LABELS = {
    "account.admin_off": "Administrator rights revoked",
    "account.admin_on": "Administrator rights granted",
    "account.link_made": "Password link created",
    "account.login": "Logged in",
    "account.password_changed": "Password changed",
    "account.password_reset": "Password set with a link",
    "account.recovery_code_used": "Recovery code used",
    "account.registered": "Registered",
    "account.second_factor_off": "Two-factor authentication turned off",
    "account.second_factor_on": "Two-factor authentication turned on",
    "account.second_factor_reset": "Two-factor authentication reset",
    "account.sessions_ended": "Logged out everywhere else",
    "account.switched_off": "Account deactivated",
    "account.switched_on": "Account reactivated",
    "login.refused": "Login failed",
    "token.created": "API token created",
    "token.revoked": "API token revoked",
}
REASONS = {"password": "wrong password", "code": "correct password, wrong code"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry.

    Attributes:
        event: the entry of the audit log.
        label: what happened.
        owner: the person whose account it is; None if that is not known any more.
        actor: who did it; empty if it was the owner, or if nobody knows.
        details: how.
    """

    event: AuditEvent
    label: str
    owner: User | None
    actor: str
    details: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first; `next_before` continues them."""

    lines: Sequence[Line]
    next_before: int | None


def about(user_id: int) -> ColumnElement[bool]:
    """Return the condition that an entry is about this person's account or tokens, or was caused by the person."""
    return _about(select(User.id).where(User.id == user_id))


def about_anyone_like(part: str) -> ColumnElement[bool]:
    """Return the condition that an entry is about somebody whose name or address contains `part`, ignoring case."""
    texts = (func.lower(User.name), func.lower(User.email))
    found = or_(*(text.contains(part.lower(), autoescape=True) for text in texts))
    return _about(select(User.id).where(found))


def page(session: Session, condition: ColumnElement[bool] | None, before: int | None) -> Page:
    """Return the entries that fulfill the condition, before the one with this id.

    Args:
        session: the caller's session.
        condition: made by `about` or `about_anyone_like`; None for the entries of everybody.
        before: the id of the last entry of the previous page; None for the newest entries.
    """
    query = select(AuditEvent).where(AuditEvent.course_id.is_(None)).order_by(AuditEvent.id.desc())
    query = query.where(or_(*(AuditEvent.action.startswith(kind) for kind in KINDS)))
    if condition is not None:
        query = query.where(condition)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    events = session.scalars(query.limit(PAGE_SIZE + 1)).all()
    shown = events[:PAGE_SIZE]
    owner_ids = _owner_ids(session, shown)
    ids = {*owner_ids.values(), *(event.actor_id for event in shown if event.actor_id is not None)}
    people = {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))}
    lines = [_line(event, people.get(owner_ids.get(event.id, 0)), people) for event in shown]
    return Page(lines, shown[-1].id if len(events) > PAGE_SIZE else None)


def _about(user_ids: Select[int]) -> ColumnElement[bool]:
    people = user_ids.subquery()
    tokens = select(ApiToken.id).where(ApiToken.user_id.in_(user_ids)).subquery()
    return or_(
        AuditEvent.actor_id.in_(user_ids),
        AuditEvent.subject.in_(select(literal("user:").concat(cast(people.c.id, String)))),
        AuditEvent.subject.in_(select(literal("token:").concat(cast(tokens.c.id, String)))),
    )


def _owner_ids(session: Session, events: Sequence[AuditEvent]) -> dict[int, int]:
    """Return whose account each entry is about, by the id of the entry."""
    subjects = {event.id: _subject(event) for event in events}
    token_ids = [number for kind, number in subjects.values() if kind == "token"]
    rows = session.execute(select(ApiToken.id, ApiToken.user_id).where(ApiToken.id.in_(token_ids)))
    owners = {row.id: row.user_id for row in rows}
    found = {key: number if kind == "user" else owners.get(number) for key, (kind, number) in subjects.items()}
    return {key: owner for key, owner in found.items() if owner is not None}


def _subject(event: AuditEvent) -> tuple[str, int]:
    kind, _, number = event.subject.partition(":")
    return kind, whole(number, 1, MAX_ID) or 0


def _line(event: AuditEvent, owner: User | None, people: Mapping[int, User]) -> Line:
    actor = people.get(event.actor_id or 0)
    if event.action == "login.refused" or (actor is not None and actor is owner):
        by = ""
    else:
        by = actor.name if actor else "an operator"
    label = LABELS.get(event.action, event.action.replace("_", " ").replace(".", ": "))
    return Line(event, label, owner, by, _details(event))


def _details(event: AuditEvent) -> list[str]:
    found, data = [], event.data
    if name := data.get("name"):
        found.append(f"“{name}”")
    if scope := data.get("scope"):
        found.append(f"scope: {scope}")
    if reason := data.get("reason"):
        found.append(REASONS.get(reason, str(reason)))
    if because := data.get("because"):
        found.append(LABELS.get(because, "by an operator" if because == "operator" else str(because)).lower())
    if (left := data.get("left")) is not None:
        found.append(f"recovery codes left: {left}")
    return found
