"""Export and restore a course's audit log, which refers to things by their numbers in the archive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from server.accounts.models import AuditEvent
from server.archive import files
from server.archive.restore_context import RestoreContext
from server.archive.rows import EventRow
from server.archive.scope import OF_ARCHIVES, Scope
from server.worker.finish import storable

ELSEWHERE = 0  # the number of what is not in the archive: a deleted assignment, an invitation
OVERRIDE, UNDOES = "override", "undoes"  # keys of an event's data that hold ids
_POINTER = re.compile(r"(?<![\w:])([a-z_]+):(\w+)")
_BY_NAME = frozenset({"exercise", "submission"})  # pointers that hold a slug or a public id

Numbering = Mapping[str, Callable[[int], int | None]]


def events(scope: Scope) -> Iterator[EventRow]:
    """Every event of the course, oldest first."""
    numbering: Numbering = {
        "user": scope.person.get,
        "assignment": scope.assignment.of,
        "announcement": scope.announcement.of,
        "extension": scope.extension.of,
        "section": scope.section,
        "regrade": scope.regrade.of,
        "course": lambda _number: 1,
    }
    in_data: Numbering = {OVERRIDE: scope.override.of, UNDOES: scope.event.of}
    query = select(
        AuditEvent.id, AuditEvent.actor_id, AuditEvent.action, AuditEvent.subject, AuditEvent.data, AuditEvent.at
    )
    for one in scope.rows(query, AuditEvent.id, scope.event):
        yield EventRow.model_construct(
            event=scope.event.get(one.id),
            actor=scope.person_of(one.actor_id),
            action=one.action,
            subject=point(one.subject, numbering),
            data=renumber(storable(one.data), in_data),
            at=one.at,
        )


def point(subject: str, numbering: Numbering, names: Mapping[str, str] | None = None) -> str:
    """A subject such as ``user:5 exercise:linear`` with other numbers, and other names for what has names."""

    def replace(match: re.Match[str]) -> str:
        kind, key = match.groups()
        if kind in _BY_NAME:
            return f"{kind}:{(names or {}).get(key, key)}"
        if not (key.isascii() and key.isdecimal()):
            return match.group()
        known = numbering.get(kind)
        return f"{kind}:{(known(int(key)) if known else None) or ELSEWHERE}"

    return _POINTER.sub(replace, subject)


def renumber(data: dict[str, Any], numbering: Numbering) -> dict[str, Any]:
    """Data of an event with other numbers where it holds them."""
    return {
        name: (numbering[name](value) or ELSEWHERE) if name in numbering and isinstance(value, int) else value
        for name, value in data.items()
    }


ROWS_AT_A_TIME = 500


def restore(context: RestoreContext) -> None:
    """Restore every event, pointing to the things as they are here.

    Raises:
        ValueError: if the archive is wrong.
    """
    numbering: Numbering = {
        "user": context.person.find,
        "assignment": context.assignment.find,
        "announcement": context.announcement.find,
        "extension": context.extension.find,
        "section": context.section.find,
        "regrade": context.regrade.find,
        "course": lambda _number: context.course.id,
    }
    in_data: Numbering = {OVERRIDE: context.override.find, UNDOES: context.event.find}
    rows: list[dict[str, Any]] = []
    for one in context.archive.rows(files.AUDIT, EventRow):
        context.event.require_next(one.event, len(rows))
        if one.action in OF_ARCHIVES:
            raise ValueError(f"{one.action} is no event of a course")
        undoes = one.data.get(UNDOES)
        # Which id an event got shows once it is written; one that undoes another comes later.
        if len(rows) == ROWS_AT_A_TIME or (isinstance(undoes, int) and undoes > len(context.event)):
            context.event.add(context.insert(AuditEvent.id, rows))
            rows = []
        rows.append(
            {
                "course_id": context.course.id,
                "actor_id": context.person.of(one.actor),
                "action": one.action,
                "subject": point(one.subject, numbering, context.renewed),
                "data": renumber(one.data, in_data),
                "at": one.at,
            }
        )
    context.event.add(context.insert(AuditEvent.id, rows))
