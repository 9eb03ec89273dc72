"""An exercise on which the grader keeps failing is paused; the others go on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from server.accounts.models import AuditEvent
from server.core.db import utcnow
from server.submissions.models import JobState, Lane
from server.worker import pauses
from server.worker.claims import claim_next
from tests.server.worker.test_work import RecordedTickets, make_runner, reconciler
from tests.server.world import World


def fail(world: World, *, users: int, submissions: int) -> None:
    """Let the grader crash on that many submissions."""
    people = [world.add_student(f"s{number}") for number in range(users)]
    runner = make_runner(world, max_claims=1)
    for number in range(submissions):
        world.submit("# crash\n", user=people[number % users])
        assert runner.serve(Lane.INTERACTIVE) is JobState.ERROR


def paused(world: World) -> list[str]:
    with world.sessions() as session:
        return [pause.slug for pause in pauses.current(session)]


def test_five_failures_of_three_people_pause_the_exercise_and_staff_is_told(world: World) -> None:
    fail(world, users=3, submissions=pauses.FAILED_SUBMISSIONS - 1)
    assert paused(world) == []
    world.submit("# crash\n")
    make_runner(world, max_claims=1).serve(Lane.INTERACTIVE)
    assert paused(world) == ["linear"]
    with world.sessions() as session:
        event = session.scalars(select(AuditEvent).filter_by(action=pauses.PAUSED)).one()
        assert event.subject == "exercise:linear"
        assert "the grader broke" in event.data["reason"]


def test_one_student_cannot_stop_the_others(world: World) -> None:
    fail(world, users=2, submissions=2 * pauses.FAILED_SUBMISSIONS)
    assert paused(world) == []


def test_a_paused_exercise_waits_and_the_others_go_on(world: World) -> None:
    fail(world, users=3, submissions=pauses.FAILED_SUBMISSIONS)
    world.submit("# 70\n")
    world.submit("# 70\n", exercise=world.relu)
    runner = make_runner(world)
    assert [runner.serve(Lane.INTERACTIVE) for _ in range(2)] == [JobState.GRADED, None]
    tickets = RecordedTickets()
    assert reconciler(world, tickets).round(utcnow() + timedelta(minutes=5)).tickets == 0


def test_a_resumed_exercise_is_graded_and_starts_counting_anew(world: World) -> None:
    fail(world, users=3, submissions=pauses.FAILED_SUBMISSIONS)
    world.submit("# crash\n")
    with world.sessions() as session:
        assert pauses.resume(session, "relu", utcnow()) == 0
        assert pauses.resume(session, "linear", utcnow()) == 1
        session.commit()
    assert make_runner(world, max_claims=1).serve(Lane.INTERACTIVE) is JobState.ERROR
    assert paused(world) == []


def test_lost_workers_pause_nothing(world: World) -> None:
    for number in range(pauses.FAILED_SUBMISSIONS):
        world.submit(user=world.add_student(f"s{number}"))
        with world.sessions() as session:
            assert claim_next(session, Lane.INTERACTIVE, worker="w", lease_s=0.001)
    assert (
        reconciler(world, RecordedTickets()).round(utcnow() + timedelta(seconds=5)).recovered
        == pauses.FAILED_SUBMISSIONS
    )
    assert paused(world) == []
