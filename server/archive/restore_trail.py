"""The audit log of a course, back from an archive."""

from __future__ import annotations

from typing import Any

from server.accounts.models import AuditEvent
from server.archive import layout
from server.archive.incoming import Incoming
from server.archive.rows import EventRow
from server.archive.scope import OF_ARCHIVES
from server.archive.trail import OVERRIDE, UNDOES, Numbering, point, renumber

ROWS_AT_A_TIME = 500


def restore(found: Incoming) -> None:
    """Restore every event, pointing to the things as they are here.

    Raises:
        ValueError: if the archive is wrong.
    """
    numbering: Numbering = {
        "user": found.person.find,
        "assignment": found.assignment.find,
        "announcement": found.announcement.find,
        "extension": found.extension.find,
        "section": found.section.find,
        "regrade": found.regrade.find,
        "course": lambda _number: found.course.id,
    }
    in_data: Numbering = {OVERRIDE: found.override.find, UNDOES: found.event.find}
    rows: list[dict[str, Any]] = []
    for one in found.archive.rows(layout.AUDIT, EventRow):
        found.event.require_next(one.event, len(rows))
        if one.action in OF_ARCHIVES:
            raise ValueError(f"{one.action} is no event of a course")
        undoes = one.data.get(UNDOES)
        # Which id an event got shows once it is written; one that undoes another comes later.
        if len(rows) == ROWS_AT_A_TIME or (isinstance(undoes, int) and undoes > len(found.event)):
            found.event.add(found.insert(AuditEvent.id, rows))
            rows = []
        rows.append(
            {
                "course_id": found.course.id,
                "actor_id": found.person.of(one.actor),
                "action": one.action,
                "subject": point(one.subject, numbering, found.renewed),
                "data": renumber(one.data, in_data),
                "at": one.at,
            }
        )
    found.event.add(found.insert(AuditEvent.id, rows))
