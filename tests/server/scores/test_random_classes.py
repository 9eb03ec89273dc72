"""Random classes: scores, totals and counts are those that a slow, plain reading of the rules gives in fractions."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from server import schema
from server.core.db import make_engine, make_sessions
from server.courses.models import Assignment, AssignmentExercise, AttemptPolicy, Course, Enrollment, LatePolicy
from server.scores import scoring
from server.scores.models import Override, Score, ScoreCount
from server.submissions.models import Grading, Job, JobState, Purpose, Submission
from tests.factories import enroll, make_course, make_user

pytestmark = pytest.mark.slow

DUE = datetime(2026, 12, 11, 22, 59, tzinfo=UTC)
SLUGS = ("linear", "relu", "sigmoid", "elu", "tanh", "softmax")


@dataclass(frozen=True)
class Unit:
    """An assignment: policies and the hundredths that each exercise is worth."""

    policy: LatePolicy
    percent: int
    cap: int
    which: AttemptPolicy
    weight: int | None
    worth: tuple[int, ...]


Try = tuple[int, int, int]  # points and maximum of the report, hours after the due date
Work = tuple[tuple[Try, ...], int | None]  # attempts at an exercise, and an override: hundredths, or -1 to excuse

UNITS = st.builds(
    Unit,
    st.sampled_from(LatePolicy),
    st.sampled_from([7, 10, 33]),
    st.sampled_from([50, 100]),
    st.sampled_from(AttemptPolicy),
    st.sampled_from([None, None, 0, 1, 3]),
    st.lists(st.sampled_from([25, 50, 100, 250, 333, 1000, 10_000]), min_size=1, max_size=2).map(tuple),
)
TRIES = st.tuples(st.integers(0, 7), st.just(7), st.integers(-30, 60)) | st.tuples(
    st.sampled_from([0, 72, 99, 100]), st.just(100), st.integers(-30, 60)
)
WORK = st.tuples(
    st.lists(TRIES, max_size=5).map(lambda some: tuple(sorted(some, key=lambda one: one[2]))),
    st.sampled_from([None, None, None, None, -1, 0, 13, 25]),
)


@st.composite
def classes(draw: st.DrawFn) -> tuple[list[Unit], int, list[list[list[Work]]]]:
    """Assignments, grace days, and the work of each student by assignment and exercise."""
    units = draw(st.lists(UNITS, min_size=1, max_size=3))
    people = st.lists(st.tuples(*(st.tuples(*(WORK for _ in unit.worth)) for unit in units)), min_size=1, max_size=3)
    return units, draw(st.integers(0, 3)), draw(people)


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sessionmaker[Session]]:
    """An empty database, in which no example commits."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('random') / 'random.db'}")
    schema.upgrade(engine)
    yield make_sessions(engine)
    engine.dispose()


# The slow reading of the rules


def hundredths(value: Fraction) -> Fraction:
    """Two decimals, halves up."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def counting(unit: Unit, worth: int, tries: tuple[Try, ...], days: int) -> Fraction | None:
    """The points of the attempt that counts when the exercise may use so many grace days."""
    found = []
    for number, (points, most, hours) in enumerate(tries):
        late = max(0, ceil(Fraction(hours, 24)))
        grace = min(late, days) if unit.policy is LatePolicy.GRACE else 0
        off = 0 if unit.policy is LatePolicy.NONE else min((late - grace) * unit.percent, unit.cap)
        found.append(
            (hundredths(Fraction(points, most) * Fraction(worth, 100) * Fraction(100 - off, 100)), -late, -number)
        )
    if not found:
        return None
    return found[-1][0] if unit.which is AttemptPolicy.LAST else max(found)[0]


def total(units: list[Unit], scores: list[list[Fraction | None]], work: list[list[Work]]) -> tuple[Fraction, Fraction]:
    """The share of the course and the points, without excused exercises."""
    parts = []
    for unit, some, own in zip(units, scores, work, strict=True):
        kept = [n for n, (_, override) in enumerate(own) if override != -1]
        parts.append((unit.weight, sum(some[n] or 0 for n in kept), Fraction(sum(unit.worth[n] for n in kept), 100)))
    points = sum((earned for _, earned, _ in parts), Fraction())
    if all(weight is None for weight, _, _ in parts):
        whole = sum(best for _, _, best in parts)
        return (points / whole if whole else Fraction()), points
    counted = [(weight, earned / best) for weight, earned, best in parts if weight and best]
    whole = sum(weight for weight, _ in counted)
    return (sum((w * share for w, share in counted), Fraction()) / whole if whole else Fraction()), points


def best_scores(units: list[Unit], budget: int, work: list[list[Work]]) -> list[list[Fraction | None]]:
    """The scores with the grace days where they gain most: of all ways, with the fewest days, then the earliest."""
    found = []
    for way in itertools.product(range(budget + 1), repeat=len(units)):
        if sum(way) > budget:
            continue
        scores = [
            [
                counting(unit, worth, tries, days if override is None else 0)
                if override is None or override == -1
                else Fraction(override, 100)
                for worth, (tries, override) in zip(unit.worth, own, strict=True)
            ]
            for unit, own, days in zip(units, work, way, strict=True)
        ]
        found.append(((*total(units, scores, work), -sum(way), way), scores))
    return max(found, key=lambda one: one[0])[1]


# The same class in the database


def store(session: Session, units: list[Unit], budget: int, people: list[list[list[Work]]]) -> tuple[Course, list[int]]:
    course = make_course(session, "random")
    course.grace_days = budget
    slugs = iter(SLUGS)
    items = []
    for place, unit in enumerate(units):
        assignment = Assignment(
            course_id=course.id, position=place, title=f"A{place}", due_at=DUE, late_policy=unit.policy,
            late_percent=unit.percent, late_cap=unit.cap, attempt_policy=unit.which, weight=unit.weight,
        )  # fmt: skip
        session.add(assignment)
        session.flush()
        items.append(
            [
                AssignmentExercise(
                    assignment_id=assignment.id, slug=next(slugs), position=n, max_points=Decimal(worth) / 100
                )
                for n, worth in enumerate(unit.worth)
            ]
        )
        session.add_all(items[-1])
    session.flush()
    keys = itertools.count()
    user_ids = []
    for number, work in enumerate(people):
        user = make_user(session, f"s{number}")
        enroll(session, course.id, user)
        session.flush()
        user_ids.append(user.id)
        for some, own in zip(items, work, strict=True):
            for item, (tries, override) in zip(some, own, strict=True):
                store_work(session, user.id, item, tries, override, keys)
    scoring.recompute(session, course.id, user_ids, scoring.Cause("random"))
    return course, user_ids


def store_work(
    session: Session, user_id: int, item: AssignmentExercise, tries: tuple[Try, ...], override: int | None,
    keys: Iterator[int],
) -> None:  # fmt: skip
    for points, most, hours in tries:
        key = str(next(keys))
        submission = Submission(
            public_id=key, user_id=user_id, assignment_exercise_id=item.id, purpose=Purpose.SUBMIT, source="",
            source_sha256="", client_key=key, seed=1, received_at=DUE + timedelta(hours=hours), state=JobState.GRADED,
        )  # fmt: skip
        session.add(submission)
        session.flush()
        job = Job(submission_id=submission.id, exercise_version=1, state=JobState.GRADED)
        session.add(job)
        session.flush()
        grading = Grading(
            submission_id=submission.id, job_id=job.id, verdict="PAC", points=points, max_points=most,
            exercise_hash="0" * 64, seed=1, report={},
        )  # fmt: skip
        session.add(grading)
        session.flush()
        submission.grading_id = grading.id
    if override is not None:
        scoring.ensure_scores(session, [(user_id, item.id)])
        score = session.scalars(select(Score).filter_by(user_id=user_id, assignment_exercise_id=item.id)).one()
        points = None if override == -1 else Decimal(override) / 100
        session.add(Override(score_id=score.id, points=points, reason="-", actor_id=user_id))


@given(classes())
@settings(max_examples=60, deadline=None)
def test_scores_totals_and_counts_are_those_of_a_plain_reading(factory: sessionmaker[Session], drawn) -> None:
    units, budget, people = drawn
    expected_counts: Counter[tuple[str, Fraction, bool, bool]] = Counter()
    worth = [one for unit in units for one in unit.worth]
    with factory() as session:
        course, user_ids = store(session, units, budget, people)
        for user_id, work in zip(user_ids, people, strict=True):
            best = best_scores(units, budget, work)
            share, points = total(units, best, work)
            enrollment = session.scalars(select(Enrollment).filter_by(user_id=user_id, course_id=course.id)).one()
            assert Fraction(enrollment.total_points) == points
            assert enrollment.total_share == floor(10_000 * share + Fraction(1, 2))
            query = select(AssignmentExercise.slug, Score).join(
                Score, Score.assignment_exercise_id == AssignmentExercise.id
            )
            stored = {row[0]: row[1] for row in session.execute(query.where(Score.user_id == user_id))}
            flat = zip(SLUGS, itertools.chain(*best), itertools.chain(*work), worth, strict=False)
            for slug, wanted, (tries, override), most in flat:
                score = stored.get(slug)
                assert (None if score is None or score.points is None else Fraction(score.points)) == wanted
                solved = any(got == of for got, of, _ in tries) or (override or 0) >= most
                stuck = len(tries) >= 4 and not solved and override != -1
                if score is not None:
                    assert (score.is_solved, score.is_stuck, score.attempts) == (solved, stuck, len(tries))
                if wanted is not None:
                    expected_counts[slug, wanted, stuck, solved] += 1
        rows = session.execute(
            select(AssignmentExercise.slug, ScoreCount)
            .join(ScoreCount, ScoreCount.assignment_exercise_id == AssignmentExercise.id)
            .where(ScoreCount.students > 0)
        )
        found: Counter[tuple[str, Fraction, bool, bool]] = Counter()
        for slug, row in rows:
            found[slug, Fraction(row.points), row.is_stuck, row.is_solved] += row.students
        assert found == expected_counts
        session.rollback()
