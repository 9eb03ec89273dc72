"""Runs and the worker that claims them: whatever is lost, a run finishes once or is marked as failed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError

from server.accounts.models import AuditEvent, User
from server.core.db import utcnow
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.scores.models import Score
from server.similarity import runs, task
from server.similarity.models import RunState, SimilarityPair, SimilarityRun
from server.similarity.runs import Result, claim_next, count_due_tickets, fail, finish, request_run, take_back
from server.submissions.models import JobState, Purpose, Submission
from tests.server.similarity.statements import watched
from tests.server.similarity.test_compare import program
from tests.server.world import World

PAUSE = timedelta(seconds=5)


def hand_in(world: World, user: User, source: str, **more: object) -> int:
    values = {"purpose": Purpose.SUBMIT, "state": JobState.GRADED, "received_at": utcnow(), **more}
    with world.sessions() as session:
        key = f"k{next(world.keys)}"
        row = Submission(
            public_id=key, user_id=user.id, source=source, source_sha256="0" * 64, client_key=key, seed=1,
            **{"assignment_exercise_id": world.linear.id, **values},
        )  # fmt: skip
        session.add(row)
        session.commit()
        return row.id


def ask(world: World) -> tuple[int, bool]:
    with world.sessions() as session:
        course = session.scalars(select(Course)).one()
        item = session.get_one(AssignmentExercise, world.linear.id)
        run, is_new = request_run(session, session.get_one(User, world.student.id), course, item)
        return run.id, is_new


def only_run(world: World) -> SimilarityRun:
    with world.sessions() as session:
        return session.scalars(select(SimilarityRun)).one()


def change(world: World, **values: object) -> None:
    with world.sessions() as session:
        session.execute(update(SimilarityRun).values(**values))
        session.commit()


def test_a_run_is_made_and_its_pairs_are_kept_with_who_came_first(world: World) -> None:
    ben, cleo = world.add_student("ben"), world.add_student("cleo")
    now = utcnow()
    late = hand_in(world, world.student, program(1), received_at=now)
    early = hand_in(world, ben, program(1), received_at=now - timedelta(hours=1))
    hand_in(world, cleo, program(2), received_at=now)
    ask(world)
    assert task.run_next_comparison(world.sessions) is RunState.DONE
    assert task.run_next_comparison(world.sessions) is None
    run = only_run(world)
    assert (run.state, run.compared, run.found, run.token, run.lease_until) == (RunState.DONE, 3, 1, None, None)
    assert run.parameters["starter_discounted"] == 1
    with world.sessions() as session:
        pair = session.scalars(select(SimilarityPair)).one()
        assert (pair.left_id, pair.right_id, pair.share) == (early, late, 10_000)
        assert pair.ranges == [[1, 12, 1, 12, pair.tokens]]


def test_a_second_request_while_one_is_open_is_the_same_and_only_the_first_is_recorded(world: World) -> None:
    first, second = ask(world), ask(world)
    assert first == (second[0], True)
    assert not second[1]
    with world.sessions() as session:
        line = session.scalars(select(AuditEvent)).one()
        assert (line.action, line.subject, line.course_id) == ("similarity.compared", "exercise:linear", 1)
    task.run_next_comparison(world.sessions)
    assert ask(world)[1]


def test_the_database_itself_refuses_two_open_runs(world: World) -> None:
    ask(world)
    with world.sessions() as session:
        session.add(SimilarityRun(assignment_exercise_id=world.linear.id, started_by=world.student.id))
        with pytest.raises(IntegrityError):
            session.commit()


def test_what_counts_is_compared_else_the_last_graded_attempt(world: World) -> None:
    ben, cleo, dan, eve = (world.add_student(name) for name in ("ben", "cleo", "dan", "eve"))
    counting = hand_in(world, ben, "b = 1\n")
    hand_in(world, ben, "b = 2\n")
    hand_in(world, cleo, "c = 1\n")
    last = hand_in(world, cleo, "c = 2\n")
    hand_in(world, cleo, "c = 3\n", purpose=Purpose.CHECK)
    hand_in(world, cleo, "c = 4\n", state=JobState.NOT_GRADABLE)
    hand_in(world, cleo, "c = 5\n", assignment_exercise_id=world.relu.id)
    hand_in(world, dan, "d = 1\n", state=JobState.QUEUED)
    gone = hand_in(world, eve, "e = 1\n")
    teacher = hand_in(world, world.student, "t = 1\n")
    with world.sessions() as session:
        score = Score(user_id=ben.id, assignment_exercise_id=world.linear.id, points=9, submission_id=counting)
        unsolved = Score(user_id=cleo.id, assignment_exercise_id=world.linear.id, points=None)
        session.add_all([score, unsolved])
        values = {"dropped_at": utcnow()}
        session.execute(update(Enrollment).where(Enrollment.user_id == eve.id).values(**values))
        is_student = Enrollment.user_id == world.student.id
        session.execute(update(Enrollment).where(is_student).values(role=Role.INSTRUCTOR))
        session.commit()
        found = {attempt.id for attempt in task.counting_attempts(session, 1, world.linear.id)}
    assert found == {counting, last, gone}
    assert teacher not in found


def test_students_of_another_course_are_not_compared(world: World) -> None:
    with world.sessions() as session:
        other = Course(slug="other", title="Other")
        stranger = User(email="x@example.org", name="X", password_hash="-")
        session.add_all([other, stranger, Assignment(course=other, position=1, title="A")])
        session.flush()
        session.add(Enrollment(course_id=other.id, user_id=stranger.id, role=Role.STUDENT))
        session.commit()
    hand_in(world, stranger, "x = 1\n")
    with world.sessions() as session:
        assert task.counting_attempts(session, 1, world.linear.id) == []


def test_queries_do_not_grow_with_the_class(world: World, engine: Engine) -> None:
    counts = []
    for size in (3, 30):
        for number in range(size):
            hand_in(world, world.add_student(f"s{size}-{number}"), program(size))
        ask(world)
        with watched(engine) as seen:
            task.run_next_comparison(world.sessions)
        counts.append(len([line for line in seen if line.split()[0] in {"SELECT", "INSERT", "UPDATE"}]))
        with world.sessions() as session:
            assert session.scalar(select(func.count()).select_from(SimilarityPair))
    assert counts[0] == counts[1]


def test_a_failure_is_said_and_can_be_asked_for_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Result:
        raise MemoryError("too much of it")

    ask(world)
    with monkeypatch.context() as patch:
        patch.setattr(task, "compare_attempts", broken)
        assert task.run_next_comparison(world.sessions) is RunState.FAILED
    assert only_run(world).error == "MemoryError: too much of it"
    assert ask(world)[1]
    assert task.run_next_comparison(world.sessions) is RunState.DONE


def test_a_late_result_is_refused_and_changes_nothing(world: World) -> None:
    ask(world)
    with world.sessions() as session:
        claim = claim_next(session)
        assert claim
        assert claim_next(session) is None
    change(world, token="of another")
    result = Result(1, 0, {}, [])
    with world.sessions() as session:
        assert not finish(session, claim, result)
        assert not fail(session, claim, "late")
    assert (only_run(world).state, only_run(world).compared) == (RunState.RUNNING, None)


def test_a_lost_worker_gives_the_run_back_and_three_of_them_end_it(world: World) -> None:
    ask(world)
    for attempt in (1, 2, 3):
        with world.sessions() as session:
            assert claim_next(session)
            take_back(session, utcnow())  # its lease has not expired
            session.commit()
        assert (only_run(world).state, only_run(world).attempt) == (RunState.RUNNING, attempt)
        with world.sessions() as session:
            take_back(session, utcnow() + runs.LEASE + timedelta(seconds=1))
            session.commit()
        assert only_run(world).state is (RunState.FAILED if attempt == 3 else RunState.WAITING)
    assert only_run(world).error == runs.LOST
    assert ask(world)[1]


def test_asking_again_frees_a_run_whose_worker_was_lost(world: World) -> None:
    ask(world)
    with world.sessions() as session:
        claim_next(session)
    change(world, lease_until=utcnow() - timedelta(seconds=1))
    assert not ask(world)[1]
    assert only_run(world).state is RunState.WAITING


def test_a_run_without_a_ticket_gets_one_after_a_round_and_then_more_rarely(world: World) -> None:
    ask(world)
    now = utcnow()
    seconds = (0, 6, 7, 12, 13, 60, 75, 91)
    with world.sessions() as session:
        assert [count_due_tickets(session, now + timedelta(seconds=s), PAUSE) for s in seconds] == [
            0, 1, 0, 1, 0, 1, 0, 1,
        ]  # fmt: skip
        claim_next(session)
        assert count_due_tickets(session, now + timedelta(seconds=100), PAUSE) == 0
        assert (
            count_due_tickets(session, now + runs.LEASE + timedelta(hours=1), PAUSE) == 1
        )  # taken back, and asked for at once
