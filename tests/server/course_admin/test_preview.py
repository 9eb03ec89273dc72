"""What an edit would change in the gradebook, without changing it; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.models import AuditEvent, User
from server.course_admin import assignments, editing, snapshots
from server.course_admin.errors import BelowOverrides, EditOutdated, InUse, SlugTaken, UndoOutdated
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, LatePolicy
from server.scores import overrides, preview, scoring
from server.scores.models import Score, ScoreChange
from server.submissions.models import Grading, Job, JobState, Submission
from tests.server.world import World, database_url, engine, sessions, world
from tests.services import postgres, postgres_url

__all__ = ["database_url", "engine", "postgres", "postgres_url", "sessions", "world"]

DUE = datetime(2026, 5, 4, 22, 0, tzinfo=UTC)


def hand_in(session: Session, world: World, user: User, points: int, at: datetime) -> None:
    """A graded attempt at linear, with the score that follows."""
    number = (session.scalar(select(func.count(Submission.id))) or 0) + 1
    submission = Submission(
        public_id=f"{number:024x}", user_id=user.id, assignment_exercise_id=world.linear.id, purpose="submit",
        source="x = 1", source_sha256="0" * 64, client_key=f"k{number}", seed=1, received_at=at, state=JobState.GRADED,
    )  # fmt: skip
    session.add(submission)
    session.flush()
    job = Job(submission_id=submission.id, exercise_version=1, state=JobState.GRADED)
    session.add(job)
    session.flush()
    grading = Grading(
        submission_id=submission.id, job_id=job.id, verdict="PAC", points=points, max_points=100,
        exercise_hash="0" * 64, seed=1, report={},
    )  # fmt: skip
    session.add(grading)
    session.flush()
    submission.grading_id = grading.id
    scoring.recompute(session, course_of(session).id, [user.id], scoring.Cause("graded"))


def course_of(session: Session) -> Course:
    return session.scalars(select(Course)).one()


def unit(session: Session) -> Assignment:
    return session.scalars(select(Assignment)).one()


def points(session: Session) -> list[int | None]:
    return list(session.scalars(select(Score.points).order_by(Score.user_id, Score.assignment_exercise_id)))


@pytest.fixture
def late(sessions: sessionmaker[Session], world: World) -> World:
    """Sam has 80 points two days late, Tia 60 in time; lateness costs nothing yet."""
    world.set_dates(due_at=DUE)
    tia = world.add_student("Tia")
    with sessions() as session:
        hand_in(session, world, world.student, 80, DUE + timedelta(hours=30))
        hand_in(session, world, tia, 60, DUE - timedelta(hours=1))
        session.commit()
    return world


def penalized(session: Session) -> editing.Edit:
    values = {**snapshots.of_assignment(unit(session)), "late_policy": "percent", "late_percent": 10}
    return editing.change_assignment(session, unit(session), values)


def test_a_preview_says_what_would_change_and_changes_nothing(sessions: sessionmaker[Session], late: World):
    with sessions() as session:
        before = points(session), session.scalar(select(func.count(ScoreChange.id)))
        found = editing.preview_changes(session, course_of(session), penalized(session))
        # Two begun days at 10 %: 80 less 16.
        assert [(c.student, c.slug, c.from_points, c.to_points) for c in found.changes] == [("Sam", "linear", 80, 64)]
        assert (found.students, len(found.totals)) == (1, 1)
        assert unit(session).late_policy is LatePolicy.NONE
        session.commit()
    with sessions() as session:
        assert (points(session), session.scalar(select(func.count(ScoreChange.id)))) == before
        assert unit(session).late_policy is LatePolicy.NONE


def test_an_edit_does_what_its_preview_said_and_undo_puts_everything_back(sessions: sessionmaker[Session], late: World):
    with sessions() as session:
        course, sam = course_of(session), session.get_one(User, late.student.id)
        assert editing.apply(session, course, sam, penalized(session)) == 1
        session.commit()
        assert points(session) == [64, 60]
        last = session.scalars(select(ScoreChange).order_by(ScoreChange.id.desc())).first()
        assert last is not None
        assert (last.from_points, last.to_points, last.actor_id) == (80, 64, sam.id)
        event = session.scalars(select(AuditEvent)).one()
        assert event.data["before"]["late_policy"] == "none"
        assert event.data["scores"] == 1
        undone = editing.undo(session, course, event)
        assert editing.apply(session, course, sam, undone) == 1
        session.commit()
        assert points(session) == [80, 60]
        assert unit(session).late_policy is LatePolicy.NONE
        with pytest.raises(UndoOutdated):
            editing.undo(session, course, event)


def test_other_points_of_an_exercise_rescale_scores(sessions: sessionmaker[Session], late: World):
    with sessions() as session:
        values = {**snapshots.of_assignment(unit(session)), "exercises": [["relu", 50], ["linear", 40]]}
        edit = editing.change_assignment(session, unit(session), values)
        found = editing.preview_changes(session, course_of(session), edit)
        assert [(c.from_points, c.to_points) for c in found.changes] == [(80, 32), (60, 24)]
        editing.apply(session, course_of(session), session.get_one(User, late.student.id), edit)
        session.commit()
    with sessions() as session:
        assert [item.slug for item in unit(session).exercises] == ["relu", "linear"]
        assert points(session) == [32, 24]
        # 32 of 90 and 24 of 90 points, in ten thousandths.
        assert list(session.scalars(select(Enrollment.total_share).order_by(Enrollment.id))) == [3556, 2667]


def test_points_are_not_lowered_below_an_override(sessions: sessionmaker[Session], late: World):
    """Nor below one that another override hides: undoing that one brings it back."""
    with sessions() as session:
        course, staff = course_of(session), session.get_one(User, late.student.id)
        item = session.get_one(AssignmentExercise, late.linear.id)
        for points in (Decimal(90), Decimal(5)):
            everybody = session.scalars(select(Enrollment.user_id)).all()
            new = [overrides.NewOverride(user_id, item, points) for user_id in everybody]
            overrides.override(session, course, staff, new, "by hand")
        session.commit()

    def lower(worth: float) -> editing.Edit:
        before = snapshots.of_assignment(unit(session))
        after = {**before, "exercises": [["linear", worth], ["relu", 50]]}
        return editing.change_assignment(session, unit(session), after)

    with sessions() as session:
        with pytest.raises(
            BelowOverrides, match=r"because 2 students have overrides with more points: Sam \(90\), Tia \(90\)"
        ) as no:
            editing.preview_changes(session, course_of(session), lower(89.99))
        assert no.value.slug == "linear"
        with pytest.raises(BelowOverrides):
            editing.apply(session, course_of(session), staff, lower(89.99))
        session.rollback()
        session.expire_all()
        editing.apply(session, course_of(session), session.get_one(User, staff.id), lower(90))
        session.commit()
        assert max(session.scalars(select(Enrollment.total_share))) <= 10_000


def test_an_exercise_with_work_stays_and_one_without_may_go(sessions: sessionmaker[Session], late: World):
    with sessions() as session:
        course, sam = course_of(session), session.get_one(User, late.student.id)
        without = {**snapshots.of_assignment(unit(session)), "exercises": [["relu", 50]]}
        with pytest.raises(InUse, match=r"Linear.* cannot be removed because it has 2 submissions"):
            editing.apply(session, course, sam, editing.change_assignment(session, unit(session), without))
        session.rollback()
        without = {**without, "exercises": [["linear", 100]]}
        editing.apply(session, course, sam, editing.change_assignment(session, unit(session), without))
        session.commit()
        assert list(session.scalars(select(AssignmentExercise.slug))) == ["linear"]
        assert list(session.scalars(select(Enrollment.total_share).order_by(Enrollment.id))) == [8000, 6000]


def test_an_exercise_stands_in_a_course_once(sessions: sessionmaker[Session], late: World):
    with sessions() as session:
        course, sam = course_of(session), session.get_one(User, late.student.id)
        values = {**snapshots.of_assignment(unit(session)), "title": "Again", "exercises": [["relu", 10]]}
        with pytest.raises(SlugTaken, match="is already in Layers"):
            editing.apply(session, course, sam, editing.add_assignment(session, course, values))


def test_a_deleted_assignment_comes_back_in_its_place_once(sessions: sessionmaker[Session], late: World):
    with sessions() as session:
        course, sam = course_of(session), session.get_one(User, late.student.id)
        empty = {**snapshots.of_assignment(unit(session)), "exercises": []}
        for title, slugs in (("Second", ["adam", "sgd"]), ("Third", ["momentum"])):
            values = {**empty, "title": title, "exercises": [[slug, 10] for slug in slugs]}
            editing.apply(session, course, sam, editing.add_assignment(session, course, values))
        second = session.scalars(select(Assignment).where(Assignment.title == "Second")).one()
        was = snapshots.of_assignment(second)
        editing.apply(session, course, sam, editing.delete_assignment(session, second))
        session.commit()
        # Of all points 150 + 10 are left: Sam has 80 of them.
        assert list(session.scalars(select(Enrollment.total_share).order_by(Enrollment.id))) == [5000, 3750]
        deleted = session.scalars(select(AuditEvent).where(AuditEvent.action == "assignment.deleted")).one()
        editing.apply(session, course, sam, editing.undo(session, course, deleted), undoes=deleted)
        session.commit()
        found = session.scalars(select(Assignment).order_by(Assignment.position)).all()
        assert [one.title for one in found] == ["Layers", "Second", "Third"]
        assert snapshots.of_assignment(found[1]) == was
        with pytest.raises(UndoOutdated, match="already been undone"):
            editing.undo(session, course, deleted)


def test_grace_days_are_looked_at_too_and_a_move_decides_a_tie(sessions: sessionmaker[Session], late: World):
    with sessions() as session:
        course, sam = course_of(session), session.get_one(User, late.student.id)
        grace = {**snapshots.of_assignment(unit(session)), "late_policy": "grace", "late_percent": 20}
        editing.apply(session, course, sam, editing.change_assignment(session, unit(session), grace))
        assert points(session) == [48, 60]  # two days at 20 %
        budget = editing.change_course(course, {**snapshots.of_course(course), "grace_days": 1})
        found = editing.preview_changes(session, course, budget)
        assert [(c.from_points, c.to_points) for c in found.changes] == [(48, 64)]
        other = {**grace, "title": "Other", "exercises": [["adam", 10]]}
        editing.apply(session, course, sam, editing.add_assignment(session, course, other))
        first = session.scalars(select(Assignment).order_by(Assignment.position)).first()
        assert first is not None
        assert editing.move_assignment(session, course, first, 1).moves_scores
        untied = {**other, "due_at": (DUE + timedelta(days=1)).isoformat()}
        second = session.scalars(select(Assignment).where(Assignment.title == "Other")).one()
        editing.apply(session, course, sam, editing.change_assignment(session, second, untied))
        assert not editing.move_assignment(session, course, first, 1).moves_scores


@pytest.mark.slow
def test_the_queries_of_a_preview_do_not_grow_with_the_class(sessions: sessionmaker[Session], late: World, engine):
    def count() -> int:
        seen: list[str] = []
        listener = lambda _c, _cursor, statement, *_more: seen.append(statement)  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        with sessions() as session:
            assert editing.preview_changes(session, course_of(session), penalized(session)).changes
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    def grow(number: int) -> None:
        student = late.add_student(f"late{number}")
        with sessions() as session:
            hand_in(session, late, student, 50, DUE + timedelta(days=2))
            session.commit()

    grow(0)
    few = count()
    for number in range(1, 40):
        grow(number)
    assert count() == few


def test_the_digest_of_a_preview_follows_its_changes():
    one = preview.PreviewedChange(1, "Sam", "linear", 80, 64)
    totals = [preview.PreviewedTotal(1, "Sam", 8000, share) for share in (6400, 6300)]
    first, second = (preview.Preview([one], [total]) for total in totals)
    assert first.digest == second.digest  # totals move with every grading of a busy class
    assert first.digest != preview.Preview([one]).digest
    assert (
        preview.Preview([one]).digest != preview.Preview([preview.PreviewedChange(1, "Sam", "linear", 80, 63)]).digest
    )


def test_another_due_date_makes_submissions_late_or_in_time_again(sessions: sessionmaker[Session], late: World):
    def lateness(session: Session) -> list[bool]:
        return list(session.scalars(select(Submission.is_late).order_by(Submission.id)))

    with sessions() as session:
        course, sam = course_of(session), session.get_one(User, late.student.id)
        for days, expected in ((-1, [True, True]), (2, [False, False]), (0, [True, False])):
            values = {**snapshots.of_assignment(unit(session)), "due_at": (DUE + timedelta(days=days)).isoformat()}
            editing.apply(session, course, sam, editing.change_assignment(session, unit(session), values))
            session.commit()
            assert lateness(session) == expected


def test_a_weight_is_previewed_though_only_totals_move(sessions: sessionmaker[Session], late: World):
    """It takes the weight of all other assignments, and with that what grace days are worth there."""
    with sessions() as session:
        course = course_of(session)
        session.add(Assignment(course_id=course.id, position=2, title="Other"))
        session.flush()
        other = session.scalars(select(Assignment).filter_by(title="Other")).one()
        other.exercises.append(AssignmentExercise(slug="sigmoid", position=1, max_points=10))
        session.commit()
        values = {**snapshots.of_assignment(other), "weight": 20}
        found = editing.preview_changes(session, course, editing.change_assignment(session, other, values))
        assert found.changes == []
        assert [(one.student, one.to_share) for one in found.totals] == [("Sam", 0), ("Tia", 0)]
        assert not found.is_empty
        assert assignments.weight_notes(session, course, other, 20) == [
            "“Layers” has no weight and will not count toward the total. "
            "Give a weight to every assignment that should count."
        ]
        assert assignments.weight_notes(session, course, other, None) == []


@pytest.mark.parametrize("change", [{"title": "Kept"}, {"late_percent": 20}])
@pytest.mark.parametrize("other", [{"title": "Lost"}, {"late_percent": 99}, None])
def test_of_two_edits_at_once_the_second_one_is_refused_and_replaces_nothing(late: World, sessions, change, other):
    """Both pages have read the values before either has saved: as a whole, the second would bring back the old ones."""
    with sessions() as first, sessions() as second:
        prepared = unit(second)
        edit = (
            editing.change_assignment(second, prepared, {**snapshots.of_assignment(prepared), **other})
            if other
            else editing.move_assignment(second, course_of(second), prepared, 1)
        )
        staff = second.get_one(User, late.student.id)
        second.commit()
        if other is None:
            added = {**snapshots.of_assignment(unit(first)), "title": "Added", "exercises": []}
            made = editing.add_assignment(first, course_of(first), added)
        else:
            made = editing.change_assignment(first, unit(first), {**snapshots.of_assignment(unit(first)), **change})
        editing.apply(first, course_of(first), first.get_one(User, late.student.id), made)
        first.commit()
        with pytest.raises(EditOutdated):
            editing.apply(second, course_of(second), staff, edit)
        second.rollback()
        if other is not None:
            second.expire_all()
            assert {name: snapshots.of_assignment(unit(second))[name] for name in change} == change
