"""Comparisons of sources by real workers, with a ticket and without."""

from __future__ import annotations

from sqlalchemy import select

from server.accounts.models import User
from server.core.settings import Settings
from server.courses.models import AssignmentExercise, Course
from server.similarity.models import RunState, SimilarityPair, SimilarityRun
from server.similarity.runs import request_run
from server.submissions.tickets import TicketPublisher
from tests.faults.platform import Platform
from tests.services import wait_until

SOURCE = "# 70\n" + "".join(f"x{n} = a[{n}] + b.sum(axis={n % 2}) * (c - {n}) / len(d)\n" for n in range(9))


def hand_in_and_ask(platform: Platform) -> TicketPublisher:
    """Two equal attempts that are graded by the worker, and an order without a ticket."""
    tickets = TicketPublisher(Settings(redis_url=platform.environment["CHAINRULE_REDIS_URL"]))
    for name in ("ada", "ben"):
        platform.world.submit(SOURCE, user=platform.world.add_student(name))
        assert tickets.publish()
    platform.wait_graded(2)
    with platform.world.sessions() as session:
        student = session.get_one(User, platform.world.student.id)
        item = session.get_one(AssignmentExercise, platform.world.linear.id)
        request_run(session, student, session.scalars(select(Course)).one(), item)
    return tickets


def wait_compared(platform: Platform) -> None:
    def is_done() -> bool:
        with platform.world.sessions() as session:
            return session.scalars(select(SimilarityRun.state)).one() is RunState.DONE

    wait_until(is_done, timeout_s=30, what="compared")
    with platform.world.sessions() as session:
        assert session.scalars(select(SimilarityPair.share)).one() == 10_000


def test_a_ticket_makes_a_worker_compare(platform: Platform) -> None:
    platform.worker()
    tickets = hand_in_and_ask(platform)
    for _ in range(3):  # doubled tickets do no harm
        assert tickets.publish_comparison()
    wait_compared(platform)


def test_a_comparison_whose_ticket_was_lost_is_made_all_the_same(platform: Platform) -> None:
    platform.worker()
    hand_in_and_ask(platform)
    platform.reconciler(RECONCILE_S="0.5")
    wait_compared(platform)
