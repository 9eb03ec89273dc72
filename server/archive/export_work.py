"""Export submissions and gradings, scores with their history and overrides, comments and regrades."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from server.accounts.models import User
from server.archive.rows import ChangeRow, CommentRow, GradingRow, ItemRow, OverrideRow, ScoreRow, SetRow, SubmissionRow
from server.archive.scope import AT_A_TIME, Scope
from server.courses.models import AssignmentExercise, Enrollment, Section
from server.regrades.models import RegradeItem, RegradeSet
from server.scores.models import LineComment, Override, Score, ScoreChange
from server.submissions.models import Grading, Job, Submission

LARGE_AT_A_TIME = 100  # sources and reports


def submissions(scope: Scope) -> Iterator[SubmissionRow]:
    """Yield every submission in the order received, without its code."""
    query = select(
        Submission.id, Submission.public_id, Submission.user_id, Submission.assignment_exercise_id, Submission.purpose,
        Submission.received_at, Submission.is_late, Submission.state, Submission.seed, Submission.grading_id,
    )  # fmt: skip
    for one in scope.rows(query, Submission.id, scope.submission):
        yield SubmissionRow.model_construct(
            submission=scope.submission.get(one.id),
            public_id=one.public_id,
            person=scope.person[one.user_id],
            exercise=scope.exercise.get(one.assignment_exercise_id),
            purpose=one.purpose,
            received_at=one.received_at,
            is_late=one.is_late,
            state=one.state,
            seed=one.seed,
            grading=scope.grading.of(one.grading_id),
        )


def sources(scope: Scope) -> Iterator[tuple[str, bytes]]:
    """Yield the code of each submission, with its public id."""
    query = select(Submission.id, Submission.public_id, Submission.source)
    for one in scope.rows(query, Submission.id, scope.submission, LARGE_AT_A_TIME):
        yield one.public_id, one.source.encode()


def gradings(scope: Scope) -> Iterator[GradingRow]:
    """Yield every grading, current or not, without its report."""
    query = select(
        Grading.id, Grading.submission_id, Grading.verdict, Grading.points, Grading.max_points,
        Grading.exercise_version, Grading.exercise_hash, Grading.seed, Grading.created_at,
    )  # fmt: skip
    for one in scope.rows(query, Grading.id, scope.grading):
        yield GradingRow.model_construct(
            grading=scope.grading.get(one.id),
            submission=scope.submission.get(one.submission_id),
            verdict=one.verdict,
            points=one.points,
            max_points=one.max_points,
            exercise_version=one.exercise_version,
            exercise_hash=one.exercise_hash,
            seed=one.seed,
            created_at=one.created_at,
        )


def reports(scope: Scope) -> Iterator[tuple[int, bytes]]:
    """Yield the report of each grading, with its number, and keep the order of its parts."""
    query = select(Grading.id, Grading.report)
    for one in scope.rows(query, Grading.id, scope.grading, LARGE_AT_A_TIME):
        text = json.dumps(one.report, ensure_ascii=False, separators=(",", ":"))
        yield scope.grading.get(one.id), text.encode(errors="replace") + b"\n"


# The columns of a score that are computed from gradings, dates, rules and overrides.
DERIVED = (
    "points", "raw_points", "late_days", "grace_days", "penalty_percent", "override_points", "is_excused", "is_late",
    "is_stuck", "attempts", "exercise_version", "first_at", "solved_at", "solved_after",
)  # fmt: skip
PEOPLE_AT_A_TIME = 100


def scores(scope: Scope) -> Iterator[ScoreRow]:
    """Yield every score, person by person."""
    columns = [getattr(Score, name) for name in DERIVED]
    query = (
        select(Score.user_id, Score.assignment_exercise_id, Score.submission_id, Score.regraded_at, *columns,
               User.email, User.name, Section.name.label("section"),
               AssignmentExercise.slug, AssignmentExercise.max_points)
        .join(User, User.id == Score.user_id)
        .join(AssignmentExercise, AssignmentExercise.id == Score.assignment_exercise_id)
        .outerjoin(Enrollment, (Enrollment.user_id == Score.user_id) & (Enrollment.course_id == scope.course_id))
        .outerjoin(Section, Section.id == Enrollment.section_id)
        .where(Score.assignment_exercise_id.in_(scope.items))
    )  # fmt: skip
    for start in range(0, len(scope.user_ids), PEOPLE_AT_A_TIME):
        some = scope.user_ids[start : start + PEOPLE_AT_A_TIME]
        found = scope.session.execute(query.where(Score.user_id.in_(some))).all()
        keyed = [(scope.person[row.user_id], scope.exercise.get(row.assignment_exercise_id), row) for row in found]
        for person, exercise, row in sorted(keyed, key=lambda one: one[:2]):
            values: dict[str, Any] = {name: getattr(row, name) for name in DERIVED}
            yield ScoreRow.model_construct(
                **values,
                person=person,
                email=row.email,
                name=row.name,
                section=row.section,
                exercise=exercise,
                slug=row.slug,
                max_points=row.max_points,
                submission=scope.submission.of(row.submission_id),
                regraded_at=row.regraded_at,
            )


def history(scope: Scope) -> Iterator[ChangeRow]:
    """Yield every change of a score, oldest first."""
    query = select(
        Score.user_id, Score.assignment_exercise_id, ScoreChange.actor_id, ScoreChange.submission_id,
        ScoreChange.from_points, ScoreChange.to_points, ScoreChange.reason, ScoreChange.at,
    ).join(Score, Score.id == ScoreChange.score_id)  # fmt: skip
    for one in scope.rows(query, ScoreChange.id, scope.change):
        yield ChangeRow.model_construct(
            person=scope.person[one.user_id],
            exercise=scope.exercise.get(one.assignment_exercise_id),
            actor=scope.person_of(one.actor_id),
            submission=scope.submission.of(one.submission_id),
            from_points=one.from_points,
            to_points=one.to_points,
            reason=one.reason,
            at=one.at,
        )


def overrides(scope: Scope) -> Iterator[OverrideRow]:
    """Yield every override, oldest first, including those undone."""
    query = select(
        Override.id, Score.user_id, Score.assignment_exercise_id, Override.points, Override.reason, Override.actor_id,
        Override.at, Override.undone_at, Override.undone_by,
    ).join(Score, Score.id == Override.score_id)  # fmt: skip
    for one in scope.rows(query, Override.id, scope.override):
        yield OverrideRow.model_construct(
            override=scope.override.get(one.id),
            person=scope.person[one.user_id],
            exercise=scope.exercise.get(one.assignment_exercise_id),
            points=one.points,
            reason=one.reason,
            actor=scope.person[one.actor_id],
            at=one.at,
            undone_at=one.undone_at,
            undone_by=scope.person_of(one.undone_by),
        )


def comments(scope: Scope) -> Iterator[CommentRow]:
    """Yield every comment on code, including those removed."""
    query = select(LineComment).where(LineComment.submission_id.in_(scope.work)).order_by(LineComment.id)
    for one in scope.session.scalars(query.execution_options(yield_per=AT_A_TIME)):
        yield CommentRow.model_construct(
            submission=scope.submission.get(one.submission_id),
            line=one.line,
            text=one.body,
            author=scope.person[one.author_id],
            at=one.at,
            deleted_at=one.deleted_at,
        )


def regrades(scope: Scope) -> Iterator[SetRow | ItemRow]:
    """Yield every regrade set, each followed by its items."""
    for some in scope.regrade.batches(AT_A_TIME):
        for one in scope.session.scalars(select(RegradeSet).where(RegradeSet.id.in_(some)).order_by(RegradeSet.id)):
            yield SetRow.model_construct(
                kind="set",
                set=scope.regrade.get(one.id),
                title=one.title,
                reason=one.reason,
                which=one.which,
                state=one.state,
                created_by=scope.person[one.created_by],
                created_at=one.created_at,
                ended_at=one.ended_at,
            )
            yield from _items(scope, one.id)


def _items(scope: Scope, set_id: int) -> Iterator[ItemRow]:
    query = select(RegradeItem, Job.state).outerjoin(Job, Job.regrade_item_id == RegradeItem.id)
    query = query.where(RegradeItem.set_id == set_id).order_by(RegradeItem.id, Job.id)
    last: int | None = None
    for item, state in scope.session.execute(query.execution_options(yield_per=AT_A_TIME)):
        if item.id == last:
            continue
        last = item.id
        yield ItemRow.model_construct(
            kind="item",
            set=scope.regrade.get(item.set_id),
            submission=scope.submission.get(item.submission_id),
            old_grading=scope.grading.of(item.old_grading_id),
            new_grading=scope.grading.of(item.new_grading_id),
            applied_at=item.applied_at,
            undone_at=item.undone_at,
            job=state,
        )
