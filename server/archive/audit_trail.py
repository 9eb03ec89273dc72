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
    """Yield every event of the course, oldest first."""
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
            subject=renumber_subject(one.subject, numbering),
            data=renumber_data(storable(one.data), in_data),
            at=one.at,
        )


def renumber_subject(subject: str, numbering: Numbering, names: Mapping[str, str] | None = None) -> str:
    """Return a subject such as ``user:5 exercise:linear`` with its numbers and names replaced."""

    def replace(match: re.Match[str]) -> str:
        kind, key = match.groups()
        if kind in _BY_NAME:
            return f"{kind}:{(names or {}).get(key, key)}"
        if not (key.isascii() and key.isdecimal()):
            return match.group()
        known = numbering.get(kind)
        return f"{kind}:{(known(int(key)) if known else None) or ELSEWHERE}"

    return _POINTER.sub(replace, subject)


def renumber_data(data: dict[str, Any], numbering: Numbering) -> dict[str, Any]:
    """Return the data of an event with the numbers in it replaced."""
    return {
        name: (numbering[name](value) or ELSEWHERE) if name in numbering and isinstance(value, int) else value
        for name, value in data.items()
    }


ROWS_AT_A_TIME = 500


def restore_events(context: RestoreContext) -> None:
    """Restore every event, with references to the restored things.

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
            raise ValueError(f"{one.action} is not a course event")
        undoes = one.data.get(UNDOES)
        # The id of an event is known once it is written, so an event that undoes another waits for the other's.
        if len(rows) == ROWS_AT_A_TIME or (isinstance(undoes, int) and undoes > len(context.event)):
            context.event.add(context.insert(AuditEvent.id, rows))
            rows = []
        rows.append(
            {
                "course_id": context.course.id,
                "actor_id": context.person.of(one.actor),
                "action": one.action,
                "subject": renumber_subject(one.subject, numbering, context.renewed),
                "data": renumber_data(one.data, in_data),
                "at": one.at,
            }
        )
    context.event.add(context.insert(AuditEvent.id, rows))
