"""The course itself and its people, as they stand in its archive."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from server.accounts.models import User
from server.archive.outline_rows import AnnouncementRow, AssignmentRow, CourseRow, ExerciseRow, ExtensionRow
from server.archive.rows import PersonRow
from server.archive.scope import AT_A_TIME, Scope
from server.courses.models import Announcement, Assignment, AssignmentExercise, Enrollment, Extension

SETTINGS = ("slug", "title", "term", "timezone", "grace_days", "help_steps", "created_at")
POLICIES = (
    "position", "title", "opens_at", "due_at", "closes_at", "weight", "late_policy", "late_percent", "late_cap",
    "attempt_policy", "attempt_limit", "cooldown_s", "feedback", "help_steps",
)  # fmt: skip


def course_row(scope: Scope) -> CourseRow:
    """The course with sections, assignments, extensions and announcements."""
    return CourseRow.model_construct(
        **{name: getattr(scope.course, name) for name in SETTINGS},
        sections=list(scope.section_names.values()),
        assignments=_assignments(scope),
        extensions=_extensions(scope),
        announcements=_announcements(scope),
    )


def people(scope: Scope) -> Iterator[PersonRow]:
    """Everybody, by address."""
    here = Enrollment.course_id == scope.course_id
    for start in range(0, len(scope.user_ids), AT_A_TIME):
        some = scope.user_ids[start : start + AT_A_TIME]
        query = select(User.id, User.email, User.name).where(User.id.in_(some))
        users = {row.id: row for row in scope.session.execute(query)}
        columns = (Enrollment.role, Enrollment.section_id, Enrollment.created_at, Enrollment.dropped_at)
        enrolled = select(Enrollment.user_id, *columns).where(here, Enrollment.user_id.in_(some))
        roles = {row.user_id: row for row in scope.session.execute(enrolled)}
        for user_id in some:
            user, role = users[user_id], roles.get(user_id)
            yield PersonRow.model_construct(
                person=scope.person[user_id],
                email=user.email,
                name=user.name,
                role=role.role if role else None,
                section=scope.section_names.get(role.section_id) if role else None,
                enrolled=role.created_at if role else None,
                dropped=role.dropped_at if role else None,
            )


def _assignments(scope: Scope) -> list[AssignmentRow]:
    query = select(Assignment).where(Assignment.course_id == scope.course_id).order_by(Assignment.id)
    found = scope.session.scalars(query.options(selectinload(Assignment.exercises))).all()
    return [
        AssignmentRow.model_construct(
            assignment=scope.assignment.get(one.id),
            **{name: getattr(one, name) for name in POLICIES},
            exercises=[_exercise(scope, item) for item in sorted(one.exercises, key=lambda item: item.position)],
        )
        for one in found
    ]


def _exercise(scope: Scope, item: AssignmentExercise) -> ExerciseRow:
    return ExerciseRow.model_construct(
        exercise=scope.exercise.get(item.id), slug=item.slug, position=item.position, max_points=item.max_points
    )


def _extensions(scope: Scope) -> list[ExtensionRow]:
    query = select(Extension).join(Assignment, Assignment.id == Extension.assignment_id)
    query = query.where(Assignment.course_id == scope.course_id).order_by(Extension.id)
    return [
        ExtensionRow.model_construct(
            extension=scope.extension.get(one.id),
            assignment=scope.assignment.get(one.assignment_id),
            person=scope.person_of(one.user_id),
            section=scope.section_names.get(one.section_id),
            due_at=one.due_at,
            closes_at=one.closes_at,
            reason=one.reason,
            granted_by=scope.person_of(one.granted_by),
            granted_at=one.granted_at,
            revoked_at=one.revoked_at,
        )
        for one in scope.session.scalars(query)
    ]


def _announcements(scope: Scope) -> list[AnnouncementRow]:
    query = select(Announcement).where(Announcement.course_id == scope.course_id).order_by(Announcement.id)
    return [
        AnnouncementRow.model_construct(
            announcement=scope.announcement.get(one.id),
            title=one.title,
            text=one.text,
            author=scope.person[one.author_id],
            at=one.at,
            edited_at=one.edited_at,
            withdrawn_at=one.withdrawn_at,
        )
        for one in scope.session.scalars(query)
    ]
