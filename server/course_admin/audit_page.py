"""The audit log of a course as people read it: described, filtered and in pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent, User
from server.course_admin import audit_details, audit_names
from server.course_admin.assignment_form import ATTEMPT_LABELS, FEEDBACK_LABELS, LATE_LABELS
from server.course_admin.audit_details import short
from server.course_admin.editing import UNDOABLE
from server.course_admin.snapshots import DATES, LABELS, differing, moment
from server.courses.catalog import titles
from server.courses.models import Course
from server.submissions.visibility import HELP_LABELS
from server.text.points import show_points
from server.text.times import local, to_utc

PAGE_SIZE = 50

ACTION_LABELS = {
    "announcement.changed": "changed an announcement",
    "announcement.made": "published an announcement",
    "announcement.restored": "republished a withdrawn announcement",
    "announcement.withdrawn": "withdrew an announcement",
    "assignment.added": "added an assignment",
    "assignment.changed": "changed an assignment",
    "assignment.deleted": "deleted an assignment",
    "assignment.moved": "reordered the assignments",
    "course.changed": "changed the course's settings",
    "course.created": "created the course",
    "course.exported": "exported the course as an archive",
    "course.imported": "imported the course from an archive",
    "extension.granted": "granted an extension",
    "extension.revoked": "revoked an extension",
    "invitation.made": "created an invitation",
    "invitation.revoked": "revoked an invitation",
    "join_code.closed": "turned off the join code",
    "join_code.made": "created a join code",
    "account.address_changed": "changed a person's address",
    "account.link_made": "created a password link",
    "account.links_made": "downloaded password links",
    "account.renamed": "changed a person's name",
    "regrade.applied": "applied a regrade",
    "regrade.begun": "started a regrade",
    "regrade.cancelled": "canceled a regrade",
    "regrade.undone": "undid a regrade",
    "roster.changed": "changed a person's role or section",
    "roster.dropped": "removed a person",
    "roster.import_undone": "undid an import of people",
    "roster.imported": "imported people",
    "roster.joined": "joined the course",
    "roster.readmitted": "re-admitted a person",
    "score.decided": "overrode a score",
    "score.decision_undone": "removed a score override",
    "score.file_applied": "uploaded scores",
    "section.added": "added a section",
    "section.removed": "removed a section",
    "section.renamed": "renamed a section",
    "similarity.compared": "compared submissions for similarity",
    "view_as.ended": "stopped viewing the course as a student",
    "view_as.started": "started viewing the course as a student",
}

VALUE_LABELS: Mapping[str, Mapping[Any, str]] = {
    "late_policy": LATE_LABELS,
    "attempt_policy": ATTEMPT_LABELS,
    "feedback": FEEDBACK_LABELS,
    "help_steps": HELP_LABELS,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries to show.

    Attributes:
        who: id of the actor.
        since, until: days in the course's zone, both included.
        before: id of the last entry of the page before.
    """

    who: int | None = None
    action: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: who did what to what, and in `details` how."""

    event: AuditEvent
    actor: str
    label: str
    subject: str
    details: Sequence[str]
    can_be_undone: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first; `next_before` continues them."""

    lines: Sequence[Line]
    next_before: int | None


def label(action: str) -> str:
    """Return the label of an action, or a readable form of its name."""
    thing, _, done = action.replace("_", " ").partition(".")
    return ACTION_LABELS.get(action, f"{thing}: {done}" if done else thing)


def page(session: Session, course: Course, filters: Filters) -> Page:
    """Return the entries that `filters` ask for."""
    query = select(AuditEvent).where(AuditEvent.course_id == course.id).order_by(AuditEvent.id.desc())
    if filters.who is not None:
        query = query.where(AuditEvent.actor_id == filters.who)
    if filters.action:
        query = query.where(AuditEvent.action == filters.action)
    if filters.since is not None:
        query = query.where(AuditEvent.at >= _midnight(filters.since, course))
    if filters.until is not None:
        query = query.where(AuditEvent.at < _midnight(filters.until + timedelta(days=1), course))
    if filters.before is not None:
        query = query.where(AuditEvent.id < filters.before)
    events = session.scalars(query.limit(PAGE_SIZE + 1)).all()
    shown = events[:PAGE_SIZE]
    names = audit_names.names(session, course, shown)
    lines = [_line(event, course, names) for event in shown]
    return Page(lines, shown[-1].id if len(events) > PAGE_SIZE else None)


def actors(session: Session, course: Course) -> Sequence[User]:
    """Return everyone whose actions are in the log, by name."""
    ids = select(AuditEvent.actor_id).where(AuditEvent.course_id == course.id)
    return session.scalars(select(User).where(User.id.in_(ids)).order_by(User.name, User.id)).all()


def actions(session: Session, course: Course) -> list[tuple[str, str]]:
    """Return the actions in the log with their labels."""
    found = session.scalars(select(AuditEvent.action).where(AuditEvent.course_id == course.id).distinct())
    return sorted(((action, label(action)) for action in found), key=lambda pair: pair[1])


def changed(course: Course, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Describe the differences between two snapshots, one line each."""
    return [
        f"{LABELS.get(name, name)}: {_value(course, name, before.get(name))} → {_value(course, name, after[name])}"
        for name in differing(before, after)
    ]


def _midnight(day: date, course: Course) -> datetime:
    return to_utc(datetime.combine(day, time()), course.timezone)


def _line(event: AuditEvent, course: Course, names: audit_names.Names) -> Line:
    before, after = event.data.get("before"), event.data.get("after")
    details = changed(course, before, after) if before and after else []
    title = (after or before or {}).get("title") or event.data.get("title")
    return Line(
        event=event,
        actor=names.get(f"user:{event.actor_id}", "an operator"),
        label=label(event.action),
        subject=audit_names.subject(event, names, title),
        details=[*details, *audit_details.details(event.data, course.timezone, names)],
        can_be_undone=event.action in UNDOABLE,
    )


def _value(course: Course, name: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if name in DATES:
        at = moment(value)
        return local(at, course.timezone) if at else "–"
    if name in VALUE_LABELS:
        return VALUE_LABELS[name].get(value, short(value))
    if name == "exercises":
        named = titles([slug for slug, _ in value])
        return ", ".join(f"{named[slug]} ({show_points(points)})" for slug, points in value) or "none"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return short(value)
