"""A regrade changes nothing until it is applied, then what was chosen, and all of it back; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from grader.report import Check, Report, Stage, Verdict
from server.accounts.models import AuditEvent, User
from server.courses.items import items_of
from server.courses.models import AssignmentExercise, Course, Enrollment, Role
from server.insight.models import CheckCount
from server.regrades import changes, creation, lifecycle
from server.regrades.errors import RegradeRefused
from server.regrades.models import RegradeSet, Which
from server.scores import overrides
from server.scores.errors import UnusableReason
from server.scores.models import Score, ScoreChange
from server.submissions.models import Grading, Job, JobState, Lane, Submission
from server.worker.claims import claim_next
from server.worker.finish import finish
from server.worker.retries import fail_claim
from tests.server.world import World, report


class Class:
    """Some students who have handed in; `grade` plays the worker."""

    def __init__(self, world: World, sessions: sessionmaker[Session]) -> None:
        self.world, self.sessions = world, sessions
        self.users = {"sam": world.student} | {name: world.add_student(name) for name in ("tia", "uma")}
        with sessions() as session:
            staff = User(email="ines@example.org", name="Ines", password_hash="-")
            session.add(staff)
            session.flush()
            session.add(Enrollment(course_id=1, user_id=staff.id, role=Role.INSTRUCTOR))
            session.commit()
            self.staff = staff

    def hand_in(self, name: str, *points: int, at=None, exercise: AssignmentExercise | None = None) -> None:
        for raw in points:
            self.world.submit(f"{raw} {name}\n", user=self.users[name], at=at, exercise=exercise)
            with self.sessions() as session:
                claim = claim_next(session, Lane.INTERACTIVE, worker="w", lease_s=60)
                assert claim is not None
                assert finish(session, claim, report(raw, slug=claim.exercise)) is not None

    def begin(self, which: Which = Which.COUNTING, *, slug: str = "linear") -> RegradeSet:
        with self.sessions() as session:
            course = session.get_one(Course, 1)
            items = [one for one in items_of(session, course) if one.item.slug == slug]
            chosen = creation.choose_attempts(session, course, items, which)
            staff = session.get_one(User, self.staff.id)
            made = creation.create_regrade(
                session, course, staff, chosen, title="Version 2", reason="a typo", which=which
            )
            session.commit()
            return made

    def grade_preview(self, rule, *, at_most: int = 1000) -> int:
        """Grade what waits in the batch lane; `rule` makes new points, or a report, of the old ones."""
        for done in range(at_most):
            with self.sessions() as session:
                claim = claim_next(session, Lane.BATCH, worker="w", lease_s=60)
                if claim is None:
                    return done
                assert claim.is_preview
                new = rule(int(claim.source.split()[0]))
                result = new if isinstance(new, Report) else report(new, slug=claim.exercise)
                assert finish(session, claim, result) is not None
        return at_most

    def points(self) -> dict[str, int | None]:
        with self.sessions() as session:
            query = select(User.name, Score.points).join(Score, Score.user_id == User.id).order_by(User.name)
            return {name.lower(): points for name, points in session.execute(query)}

    def act(self, what, regrade: RegradeSet, **more):
        with self.sessions() as session:
            found = session.get_one(RegradeSet, regrade.id)
            result = what(session, found, session.get_one(User, self.staff.id), **more)
            session.commit()
            return result

    def apply(self, regrade: RegradeSet, *names: str, never_lower: bool = False) -> lifecycle.Outcome:
        keys = {(self.users[name].id, self.world.linear.id) for name in names} or None
        return self.act(lifecycle.apply, regrade, keys=keys, never_lower=never_lower)

    def changes(self, regrade: RegradeSet) -> list[tuple[str, int | None, int | None, bool]]:
        with self.sessions() as session:
            found = changes.list_changes(session, session.get_one(RegradeSet, regrade.id))
            return [(one.name.lower(), one.before, one.after, one.is_applied) for one in found]


@pytest.fixture
def room(world: World, sessions: sessionmaker[Session]) -> Class:
    return Class(world, sessions)


def test_nothing_changes_before_it_is_applied_then_all_and_all_of_it_back(room: Class):
    for name, points in (("sam", 40), ("tia", 70), ("uma", 100)):
        room.hand_in(name, points)
    before = room.points()
    regrade = room.begin()
    assert room.grade_preview(lambda points: min(points + 20, 100)) == 3
    assert room.points() == before == {"sam": 40, "tia": 70, "uma": 100}
    assert room.changes(regrade) == [("sam", 40, 60, False), ("tia", 70, 90, False)]
    assert room.apply(regrade) == lifecycle.Outcome(scores=2, submissions=3, skipped=0)
    assert room.points() == {"sam": 60, "tia": 90, "uma": 100}
    assert room.changes(regrade) == [("sam", 40, 60, True), ("tia", 70, 90, True)]
    assert room.act(lifecycle.undo, regrade) == lifecycle.Outcome(scores=2, submissions=3, skipped=0)
    assert room.points() == before
    with room.sessions() as session:
        history = [(c.from_points, c.to_points, c.reason) for c in session.scalars(select(ScoreChange))]
        log = [event.action for event in session.scalars(select(AuditEvent))]
        regraded = session.scalars(select(Score.regraded_at).where(Score.regraded_at.is_not(None))).all()
    assert history[3:] == [
        (40, 60, "regrade: Version 2"),
        (70, 90, "regrade: Version 2"),
        (60, 40, "regrade undone: Version 2"),
        (90, 70, "regrade undone: Version 2"),
    ]
    assert log == ["regrade.begun", "regrade.applied", "regrade.undone"]
    assert regraded == []  # nothing that a regrade changed is left


def test_some_are_applied_and_the_rest_later(room: Class):
    for name, points in (("sam", 40), ("tia", 70), ("uma", 50)):
        room.hand_in(name, points)
    regrade = room.begin()
    room.grade_preview(lambda points: points + 10)
    assert room.apply(regrade, "tia").scores == 1
    assert room.points() == {"sam": 40, "tia": 80, "uma": 50}
    assert room.changes(regrade) == [("sam", 40, 50, False), ("tia", 70, 80, True), ("uma", 50, 60, False)]
    assert room.apply(regrade).scores == 2
    assert room.points() == {"sam": 50, "tia": 80, "uma": 60}
    assert room.act(lifecycle.undo, regrade).scores == 3
    assert room.points() == {"sam": 40, "tia": 70, "uma": 50}


def test_no_score_is_lowered_if_so_asked(room: Class):
    room.hand_in("sam", 40)
    room.hand_in("tia", 90)
    regrade = room.begin()
    room.grade_preview(lambda points: 65)
    assert room.apply(regrade, never_lower=True) == lifecycle.Outcome(scores=1, submissions=1, skipped=0)
    assert room.points() == {"sam": 65, "tia": 90}


def test_an_override_stays_through_a_regrade_and_its_undoing(room: Class):
    room.hand_in("sam", 40)
    room.hand_in("tia", 50)
    with room.sessions() as session:
        item = session.get_one(AssignmentExercise, room.world.linear.id)
        new = overrides.NewOverride(room.users["sam"].id, item, 77)
        staff = session.get_one(User, room.staff.id)
        overrides.override(session, session.get_one(Course, 1), staff, [new], "by hand")
        session.commit()
    regrade = room.begin()
    room.grade_preview(lambda points: 100)
    with room.sessions() as session:
        held = [c for c in changes.list_changes(session, session.get_one(RegradeSet, regrade.id)) if c.is_held]
    assert [(c.name, c.before, c.after, c.raw_before, c.raw_after) for c in held] == [("Sam", 77, 77, 40, 100)]
    assert room.apply(regrade).scores == 1
    assert room.points() == {"sam": 77, "tia": 100}
    room.act(lifecycle.undo, regrade)
    assert room.points() == {"sam": 77, "tia": 50}


@pytest.mark.parametrize(
    ("which", "graded", "after"),
    [
        (Which.COUNTING, ["80 sam"], 80),
        (Which.BEST, ["80 sam"], 80),
        (Which.LAST, ["70 sam"], 80),
        (Which.ALL, ["60 sam", "80 sam", "70 sam"], 80),
    ],
)
def test_which_attempts_are_graded_again(room: Class, which: Which, graded: list[str], after: int):
    room.hand_in("sam", 60, 80, 70)
    regrade = room.begin(which)
    with room.sessions() as session:
        query = select(Submission.source).join(Job, Job.submission_id == Submission.id).order_by(Submission.id)
        found = session.scalars(query.where(Job.regrade_item_id.is_not(None))).all()
    assert [source.strip() for source in found] == graded
    room.grade_preview(lambda points: points)
    assert room.points() == {"sam": after}
    assert room.changes(regrade) == []


def test_another_attempt_counts_when_the_best_one_falls(room: Class):
    room.hand_in("sam", 60, 80)
    regrade = room.begin(Which.BEST)
    room.grade_preview(lambda points: 30)
    assert room.changes(regrade) == [("sam", 80, 60, False)]
    room.apply(regrade)
    assert room.points() == {"sam": 60}


def test_what_was_graded_otherwise_since_is_skipped(room: Class):
    room.hand_in("sam", 40)
    first, second = room.begin(), None
    room.grade_preview(lambda points: 50)
    second = room.begin()
    room.grade_preview(lambda points: 90)
    room.apply(second)
    with room.sessions() as session:
        assert changes.count_skipped(session, session.get_one(RegradeSet, first.id)) == 1
    assert room.changes(first) == []
    assert room.apply(first) == lifecycle.Outcome(scores=0, submissions=0, skipped=1)
    assert room.points() == {"sam": 90}


def test_regrades_of_the_same_submissions_are_undone_newest_first(room: Class):
    room.hand_in("sam", 40)
    room.hand_in("tia", 40)
    first = room.begin()
    room.grade_preview(lambda points: 50)
    room.apply(first)
    second = room.begin()
    room.grade_preview(lambda points: 90)
    room.apply(second, "tia")
    with pytest.raises(RegradeRefused, match="“Version 2”, has replaced the results of 1 submission"):
        room.act(lifecycle.undo, first)
    assert room.points() == {"sam": 50, "tia": 90}
    room.act(lifecycle.undo, second)
    assert room.points() == {"sam": 50, "tia": 50}
    room.act(lifecycle.undo, first)
    assert room.points() == {"sam": 40, "tia": 40}


def test_a_canceled_set_ends_its_jobs_and_can_do_nothing_more(room: Class):
    for name in ("sam", "tia", "uma"):
        room.hand_in(name, 40)
    regrade = room.begin()
    room.grade_preview(lambda points: 90, at_most=1)
    assert room.act(lifecycle.cancel, regrade) == 2
    assert room.grade_preview(lambda points: 90) == 0
    with pytest.raises(RegradeRefused, match="canceled, so it cannot be applied"):
        room.apply(regrade)
    with pytest.raises(RegradeRefused, match="only an applied regrade"):
        room.act(lifecycle.undo, regrade)
    assert room.points() == {"sam": 40, "tia": 40, "uma": 40}
    with room.sessions() as session:
        progress = changes.progress(session, session.get_one(RegradeSet, regrade.id))
    assert (progress.done, progress.canceled, progress.waiting) == (1, 2, 0)


def test_it_is_not_applied_before_its_end_but_without_what_is_our_fault(room: Class):
    room.hand_in("sam", 40)
    room.hand_in("tia", 40)
    regrade = room.begin()
    room.grade_preview(lambda points: 90, at_most=1)
    with pytest.raises(RegradeRefused, match="1 submission is still being graded"):
        room.apply(regrade)
    with room.sessions() as session:
        claim = claim_next(session, Lane.BATCH, worker="w", lease_s=60)
        assert claim is not None
        fail_claim(session, claim, "the grader broke", max_claims=1)
        assert session.get_one(Submission, claim.submission_id).state is JobState.GRADED  # its own grading stands
        progress = changes.progress(session, session.get_one(RegradeSet, regrade.id))
    assert (progress.done, progress.failed, progress.is_finished) == (1, 1, True)
    assert room.apply(regrade).scores == 1


def test_what_can_no_longer_be_graded_counts_as_no_attempt_until_it_is_undone(room: Class):
    room.hand_in("sam", 40)
    regrade = room.begin()
    room.grade_preview(lambda _points: report(0, Verdict.CE))
    assert room.changes(regrade) == [("sam", 40, None, False)]
    room.apply(regrade)
    assert room.points() == {"sam": None}
    with room.sessions() as session:
        assert session.scalars(select(Submission.state)).one() is JobState.NOT_GRADABLE
    room.act(lifecycle.undo, regrade)
    assert room.points() == {"sam": 40}
    with room.sessions() as session:
        assert session.scalars(select(Submission.state)).one() is JobState.GRADED


def test_the_reason_names_the_checks_that_came_out_differently(room: Class):
    room.hand_in("sam", 40)
    regrade = room.begin()

    def other(_points: int) -> Report:
        made = report(100)
        checks = (
            Check("loads", Stage.LOADS, Verdict.AC, 10, 10, ""),
            Check("new", Stage.FORWARD, Verdict.AC, 90, 90, ""),
        )
        return Report(made.exercise, 2, Verdict.AC, 100, 100, 1, made.fingerprint, checks, (), 1.0)

    room.grade_preview(other)
    with room.sessions() as session:
        found = session.get_one(RegradeSet, regrade.id)
        shown = changes.list_changes(session, found)
        why = changes.reasons(session, found, shown)[shown[0].key]
    assert why == ("loads: AC 40/100 → AC 10/10", "new: new, AC 90/90")
    room.apply(regrade)
    with room.sessions() as session:
        assert session.scalars(select(Score.exercise_version)).one() == 2
        ran = select(CheckCount.check_id).where(CheckCount.ran > 0).order_by("check_id")
        assert session.scalars(ran).all() == ["loads", "new"]


def test_a_set_needs_something_to_grade_a_title_and_a_reason(room: Class):
    with pytest.raises(RegradeRefused, match="There are no graded attempts"):
        room.begin()
    room.hand_in("sam", 40)
    with room.sessions() as session:
        one = creation.choose_submission(session.scalars(select(Submission)).one())
        course, staff = session.get_one(Course, 1), session.get_one(User, room.staff.id)
        with pytest.raises(RegradeRefused, match="1 to 100 characters"):
            creation.create_regrade(session, course, staff, [one], title=" ", reason="x", which=Which.COUNTING)
        with pytest.raises(UnusableReason):
            creation.create_regrade(session, course, staff, [one], title="x", reason="", which=Which.COUNTING)
    room.world.submit("x")
    with room.sessions() as session:
        with pytest.raises(RegradeRefused, match="not been graded"):
            creation.choose_submission(session.scalars(select(Submission).where(Submission.grading_id.is_(None))).one())
        assert session.scalars(select(Grading.id)).all() == [1]
