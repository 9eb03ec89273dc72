"""The names of the people and things that entries of the audit log are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent, User
from server.core.fields import MAX_ID
from server.courses.catalog import titles
from server.courses.duplicate_names import emails_of_duplicate_names
from server.courses.models import Announcement, Assignment, Course, Extension, Section
from server.regrades.models import RegradeSet
from server.scores.models import Override
from server.text.numbers import whole
from server.text.points import show_points

Names = Mapping[str, str]  # by reference, such as ``user:5``

_COLUMNS = {
    "user": (User.id, User.name),
    "assignment": (Assignment.id, Assignment.title),
    "announcement": (Announcement.id, Announcement.title),
    "section": (Section.id, Section.name),
    "regrade": (RegradeSet.id, RegradeSet.title),
}


def names(session: Session, course: Course, events: Collection[AuditEvent]) -> Names:
    """Return the current names of actors, subjects and undone overrides, with one query per kind.

    People of the course who have the same name come with their addresses.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    slugs = set()
    for event in events:
        for kind, name in _references(event):
            if kind == "exercise":
                slugs.add(name)
            elif (number := whole(name, 1, MAX_ID)) is not None:
                ids[kind].add(number)
    found = {f"exercise:{slug}": title for slug, title in titles(slugs).items()}
    for kind, (key, title) in _COLUMNS.items():
        if ids[kind]:
            rows = session.execute(select(key, title).where(key.in_(ids[kind])))
            found |= {f"{kind}:{number}": name for number, name in rows}
    apart = emails_of_duplicate_names(session, course)
    for user_id in ids["user"] & apart.keys():
        found[f"user:{user_id}"] += f" <{apart[user_id]}>"
    return found | _extensions(session, ids["extension"], apart) | _overrides(session, ids["override"])


def subject(event: AuditEvent, found: Names, title: object) -> str:
    """Return what an entry is about; `title` is what its data call it.

    Something that is not in the database has the name of its kind, with its number unless an archive dropped it.
    """
    if event.subject.startswith("course:"):
        return ""
    parts = event.subject.split()
    if not any(part in found for part in parts) and title:
        return str(title)
    return ", ".join(_named(part, found, is_alone=len(parts) == 1) for part in parts)


def _references(event: AuditEvent) -> Iterator[tuple[str, str]]:
    for part in event.subject.split():
        kind, _, name = part.partition(":")
        yield kind, name
    if event.actor_id is not None:
        yield "user", str(event.actor_id)
    if "override" in event.data:
        yield "override", str(event.data["override"])


def _named(part: str, found: Names, *, is_alone: bool) -> str:
    kind, _, number = part.partition(":")
    if part not in found:
        return kind.replace("_", " ") if number == "0" else f"{kind.replace('_', ' ')} {number}"
    return found[part] if is_alone or kind != "section" else f"section {found[part]}"


def _extensions(session: Session, ids: Collection[int], apart: Mapping[int, str]) -> dict[str, str]:
    if not ids:
        return {}
    query = (
        select(Extension.id, Extension.user_id, User.name, Section.name, Assignment.title)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .outerjoin(User, User.id == Extension.user_id)
        .outerjoin(Section, Section.id == Extension.section_id)
        .where(Extension.id.in_(ids))
    )
    found = {}
    for number, user_id, name, section, title in session.execute(query):
        email = apart.get(user_id or 0)
        address = f" <{email}>" if email else ""
        found[f"extension:{number}"] = f"{name}{address}, {title}" if user_id else f"section {section}, {title}"
    return found


def _overrides(session: Session, ids: Collection[int]) -> dict[str, str]:
    if not ids:
        return {}
    rows = session.execute(select(Override.id, Override.points).where(Override.id.in_(ids)))
    return {
        f"override:{number}": "excused" if points is None else f"{show_points(points)} points"
        for number, points in rows
    }
