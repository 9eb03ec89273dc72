"""Add, order and delete the assignments of a course, and protect those in use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from server.accounts.models import User
from server.course_admin import snapshots
from server.course_admin.errors import BelowOverrides, InUse, SlugTaken
from server.course_admin.snapshots import Values
from server.courses.catalog import titles
from server.courses.models import Assignment, AssignmentExercise, Course, Extension, LatePolicy
from server.scores.models import Override, Score
from server.submissions.models import Draft, Submission
from server.text.points import in_hundredths, of_hundredths, show_points

NAMED_STUDENTS = 3  # in the error of points below overrides


def listing(session: Session, course: Course) -> Sequence[Assignment]:
    """Return the assignments with their exercises, in order."""
    query = select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.position)
    return session.scalars(query.options(selectinload(Assignment.exercises))).all()


def find(session: Session, course: Course, assignment_id: int) -> Assignment | None:
    """Return the assignment of this course with this id."""
    return session.scalar(select(Assignment).where(Assignment.course_id == course.id, Assignment.id == assignment_id))


def places(session: Session, course: Course, besides: Assignment | None = None) -> Mapping[str, str]:
    """Map the slugs of the course's exercises to their assignments' titles, leaving out the assignment `besides`."""
    return {
        item.slug: one.title
        for one in listing(session, course)
        if besides is None or one.id != besides.id
        for item in one.exercises
    }


def place_of(session: Session, assignment: Assignment) -> int:
    """Return how many assignments come before it."""
    query = select(func.count()).select_from(Assignment).where(Assignment.course_id == assignment.course_id)
    return session.scalar(query.where(Assignment.position < assignment.position)) or 0


def weight_notes(session: Session, course: Course, edited: Assignment | None, weight: int | None) -> list[str]:
    """Warn if some assignments have a weight and others, which then do not count, have none.

    Args:
        session: the session to read from.
        course: the course.
        edited: the assignment that gets the weight; None for a new one.
        weight: its weight after the edit.
    """
    others = [one for one in listing(session, course) if edited is None or one.id != edited.id]
    if weight is None and all(one.weight is None for one in others):
        return []
    without = [one.title for one in others if one.weight is None and one.exercises]
    if not without or (edited is not None and edited.weight == weight):
        return []
    these = f"“{without[0]}” has" if len(without) == 1 else f"{len(without)} other assignments have"
    return [
        f"{these} no weight and will not count toward the total. Give a weight to every assignment that should count."
    ]


def add(session: Session, course: Course, values: Values, place: int | None = None) -> Assignment:
    """Add an assignment with these values at `place`, or at the end."""
    others = list(listing(session, course))
    end = max((one.position for one in others), default=-1) + 1
    added = Assignment(course_id=course.id, position=end, title=values["title"])
    session.add(added)
    session.flush()
    snapshots.put_assignment(session, added, values)
    if place is not None and place < len(others):
        arrange(session, [*others[:place], added, *others[place:]])
    return added


def why_not_deleted(session: Session, assignment: Assignment) -> str | None:
    """Return why an assignment cannot be deleted; None if it is not in use."""
    for slug, found in in_use(session, assignment.exercises).items():
        name = titles([slug])[slug]
        return (
            f"{assignment.title} cannot be deleted because {name} is in use: {found}. You can close the assignment "
            "instead."
        )
    if session.scalar(select(func.count()).select_from(Extension).where(Extension.assignment_id == assignment.id)):
        return f"{assignment.title} cannot be deleted because it has extensions. You can close the assignment instead."
    return None


def delete(session: Session, assignment: Assignment) -> None:
    """Delete an assignment and its exercises.

    Raises:
        InUse: if they are in use.
    """
    if (reason := why_not_deleted(session, assignment)) is not None:
        raise InUse(reason)
    for item in assignment.exercises:
        session.delete(item)
    session.flush()
    session.delete(assignment)
    session.flush()


def arrange(session: Session, order: Sequence[Assignment]) -> None:
    """Put the assignments of a course in this order."""
    for place, one in enumerate(order, start=1):
        one.position = -place
    session.flush()
    for place, one in enumerate(order):
        one.position = place
    session.flush()


def moved(order: Sequence[Assignment], assignment: Assignment, step: int) -> list[Assignment]:
    """Return the order with one assignment moved by one place; unchanged at either end."""
    result = list(order)
    place = next(i for i, one in enumerate(result) if one.id == assignment.id)
    if 0 <= place + step < len(result):
        result[place], result[place + step] = result[place + step], result[place]
    return result


def order_decides(before: Sequence[Assignment], after: Sequence[Assignment]) -> bool:
    """Return whether the new order uses grace days for another assignment first."""

    def claims(order: Sequence[Assignment]) -> list[int]:
        drawing = [(one.due_at, one.id) for one in order if one.late_policy is LatePolicy.GRACE and one.due_at]
        return [number for _due_at, number in sorted(drawing, key=lambda pair: pair[0])]

    return claims(before) != claims(after)


def require_allowed(session: Session, course_id: int, assignment: Assignment | None, values: Values) -> None:
    """Refuse exercises that the assignment cannot have or cannot lose, and fewer points than an override gives.

    Raises:
        SlugTaken: if one is in another assignment of the course.
        InUse: if one that is in use would be removed.
        BelowOverrides: if an override gives more points than an exercise would be worth.
    """
    wanted = [slug for slug, _points in values["exercises"]]
    query = (
        select(AssignmentExercise.slug, Assignment.title)
        .join(AssignmentExercise.assignment)
        .where(Assignment.course_id == course_id, AssignmentExercise.slug.in_(wanted))
    )
    if assignment is not None:
        query = query.where(Assignment.id != assignment.id)
    taken = session.execute(query.limit(1)).one_or_none()
    if taken is not None:
        name = titles([taken.slug])[taken.slug]
        raise SlugTaken(f"{name} is already in {taken.title}. A course can use each exercise only once.")
    if assignment is not None:
        require_unused(session, [item for item in assignment.exercises if item.slug not in wanted])
        _require_within_worth(session, assignment, dict(values["exercises"]))


def _require_within_worth(session: Session, assignment: Assignment, points: Mapping[str, Any]) -> None:
    """Refuse to lower points below an override, even one behind a later override, whose undoing would restore it."""
    for item in assignment.exercises:
        worth = of_hundredths(in_hundredths(points.get(item.slug, item.max_points)))
        if worth >= item.max_points:
            continue
        query = (
            select(User.name, func.max(Override.points).label("points"))
            .join(Score, Score.user_id == User.id)
            .join(Override, Override.score_id == Score.id)
            .where(Score.assignment_exercise_id == item.id, Override.undone_at.is_(None), Override.points > worth)
            .group_by(User.id, User.name)
            .order_by(func.lower(User.name), User.id)
        )
        if found := session.execute(query).all():
            some = [f"{row.name} ({show_points(row.points)})" for row in found[:NAMED_STUDENTS]]
            raise BelowOverrides(item.slug, titles([item.slug])[item.slug], worth, some, len(found))


def require_unused(session: Session, items: Collection[AssignmentExercise]) -> None:
    """Refuse to remove exercises that are in use.

    Raises:
        InUse: says why.
    """
    for slug, found in in_use(session, items).items():
        raise InUse(f"{titles([slug])[slug]} cannot be removed because {found}.")


def in_use(session: Session, items: Collection[AssignmentExercise]) -> dict[str, str]:
    """Describe why exercises are in use, by slug; exercises not in use are left out."""
    slugs = {item.id: item.slug for item in items}
    found: dict[str, str] = {}
    kinds: tuple[tuple[Any, str, str], ...] = (
        (Submission, "submission", "submissions"),
        (Draft, "draft", "drafts"),
        (Score, "score", "scores"),
    )
    for kind, one, many in kinds:
        of = kind.assignment_exercise_id
        for item_id, count in session.execute(select(of, func.count()).where(of.in_(slugs)).group_by(of)):
            found.setdefault(slugs[item_id], f"it has {count} {one if count == 1 else many}")
    return found
