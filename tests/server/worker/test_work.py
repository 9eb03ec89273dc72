"""A ticket from claim to event, with a scripted grader; and what happens when it fails."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import redis
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent
from server.core.db import utcnow
from server.core.settings import Settings
from server.scores.models import Score
from server.submissions.models import Grading, Job, JobState, Lane
from server.submissions.progress import BEGINNING, Feed
from server.submissions.tickets import TicketPublisher
from server.worker import liveness, retries
from server.worker.reconciler import Reconciler
from server.worker.retries import QUARANTINED
from server.worker.runner import GradingRunner
from tests.server.world import ScriptedGrader, World
from tests.services import Redis

NOWHERE = "unix:///nonexistent/chainrule.sock"


class RecordedTickets(TicketPublisher):
    """Keeps tickets instead of sending them."""

    def __init__(self, works: bool = True) -> None:
        self.sent: list[Lane] = []
        self.works = works

    def publish(self, lane: Lane = Lane.INTERACTIVE) -> bool:
        if self.works:
            self.sent.append(lane)
        return self.works

    def publish_comparison(self) -> bool:
        return self.works


def settings(**more: object) -> Settings:
    return Settings(redis_url=NOWHERE, **more)  # type: ignore[arg-type]


def make_runner(world: World, *, worker: str = "w", **more: object) -> GradingRunner:
    chosen = settings(**more)
    return GradingRunner(chosen, world.sessions, Feed.of(chosen), RecordedTickets(), ScriptedGrader(), worker)


def reconciler(world: World, tickets: RecordedTickets) -> Reconciler:
    return Reconciler(settings(), world.sessions, tickets, Feed.of(settings()))


def only_job(session: Session) -> Job:
    return session.scalars(select(Job)).one()


def test_a_ticket_grades_the_next_submission_even_without_a_broker(world: World) -> None:
    world.submit("# 70\n")
    assert make_runner(world).serve(Lane.INTERACTIVE) is JobState.GRADED
    with world.sessions() as session:
        assert session.scalars(select(Grading.points)).one() == 70


def test_a_ticket_without_work_is_harmless(world: World) -> None:
    assert make_runner(world).serve(Lane.INTERACTIVE) is None


@pytest.mark.parametrize("source", ["# crash\n", "# IE\n"])
def test_a_failure_of_ours_is_tried_again_then_told_to_staff(world: World, source: str) -> None:
    accepted = world.submit(source)
    runner = make_runner(world, max_claims=3)
    lanes = []
    for _ in range(3):
        with world.sessions() as session:
            lanes.append(only_job(session).lane)
            session.execute(update(Job).values(not_before=None))
            session.commit()
        runner.serve(lanes[-1])
    assert lanes == [Lane.INTERACTIVE, Lane.INTERACTIVE, Lane.SUSPECT]
    with world.sessions() as session:
        job = only_job(session)
        assert (job.state, job.submission.state, job.attempt) == (JobState.ERROR, JobState.ERROR, 3)
        assert job.error
        event = session.scalars(select(AuditEvent).filter_by(action=QUARANTINED)).one()
        assert accepted.submission.public_id in event.subject
        assert session.scalars(select(Score)).all() == []
        assert session.scalars(select(Grading)).all() == []


def test_a_quarantined_job_is_never_claimed_again(world: World) -> None:
    world.submit("# crash\n")
    runner = make_runner(world, max_claims=1)
    assert runner.serve(Lane.INTERACTIVE) is JobState.ERROR
    assert [runner.serve(lane) for lane in Lane] == [None, None, None]
    tickets = RecordedTickets()
    assert reconciler(world, tickets).round(utcnow() + timedelta(hours=1)).tickets == 0


def test_a_canceled_grading_stores_nothing_and_leaves_the_job_to_its_next_owner(world: World) -> None:
    world.submit("# wait\n")
    runner = make_runner(world, lease_s=30, heartbeat_s=0.05)
    ended: list[JobState | None] = []
    thread = threading.Thread(target=lambda: ended.append(runner.serve(Lane.INTERACTIVE)))
    thread.start()
    while True:
        with world.sessions() as session:
            if only_job(session).state is JobState.RUNNING:
                session.execute(update(Job).values(token="of another"))
                session.commit()
                break
    thread.join(20)
    assert ended == [None]
    with world.sessions() as session:
        assert only_job(session).token == "of another"
        assert session.scalars(select(Grading)).all() == []


def test_an_expired_lease_goes_back_to_the_queue_and_gets_a_ticket(world: World) -> None:
    world.submit()
    with world.sessions() as session:
        past = utcnow() - timedelta(seconds=1)
        session.execute(update(Job).values(state=JobState.RUNNING, token="t", attempt=1, lease_until=past))
        session.commit()
    tickets = RecordedTickets()
    done = reconciler(world, tickets).round()
    assert (done.recovered, tickets.sent) == (1, [Lane.INTERACTIVE])
    assert make_runner(world).serve(Lane.INTERACTIVE) is JobState.GRADED


def test_a_current_lease_is_left_alone(world: World) -> None:
    world.submit("# wait\n")
    with world.sessions() as session:
        session.execute(update(Job).values(state=JobState.RUNNING, lease_until=utcnow() + timedelta(seconds=30)))
        session.commit()
    assert reconciler(world, RecordedTickets()).round().recovered == 0


def test_a_job_without_a_ticket_gets_one_after_a_round_not_before(world: World) -> None:
    world.submit()
    tickets = RecordedTickets()
    reconciler_ = reconciler(world, tickets)
    now = utcnow()
    assert reconciler_.round(now).tickets == 0  # its own ticket may still be on its way
    assert reconciler_.round(now + timedelta(seconds=6)).tickets == 1
    assert reconciler_.round(now + timedelta(seconds=7)).tickets == 0
    assert reconciler_.round(now + timedelta(seconds=60)).tickets == 1


def test_two_reconcilers_do_not_double_anything(world: World) -> None:
    world.submit()
    tickets = RecordedTickets()
    later = utcnow() + timedelta(seconds=6)
    rounds = [reconciler(world, tickets).round(later) for _ in range(2)]
    assert [done.tickets for done in rounds] == [1, 0]


def test_a_dead_broker_stops_a_round_of_tickets(world: World) -> None:
    world.submit()
    tickets = RecordedTickets(works=False)
    assert reconciler(world, tickets).round(utcnow() + timedelta(seconds=6)).tickets == 0


def test_publishing_to_nowhere_neither_raises_nor_hangs() -> None:
    assert TicketPublisher(settings()).publish() is False


def test_a_broker_that_comes_back_gets_tickets_again(redis_server: Redis, redis_url: str) -> None:
    tickets = TicketPublisher(Settings(redis_url=redis_url))
    assert tickets.publish() is True
    redis_server.kill()
    redis_server.start()
    assert tickets.publish() is True, "the connection of the first ticket was cut, which a new one makes up for"
    redis_server.kill()
    assert tickets.publish() is False
    redis_server.start()
    assert tickets.publish() is True
    assert tickets.publish_comparison() is True


def test_tickets_that_follow_each_other_share_a_connection(redis_server: Redis, redis_url: str) -> None:
    tickets = TicketPublisher(Settings(redis_url=redis_url))
    client = redis.Redis.from_url(redis_url)
    tickets.publish()
    before = client.info("stats")["total_connections_received"]
    assert [tickets.publish() for _ in range(5)] == [True] * 5
    assert client.info("stats")["total_connections_received"] == before
    assert client.llen(Lane.INTERACTIVE.value) == 6


def test_jobs_of_dead_processes_are_taken_back_and_those_of_living_ones_are_not(world: World) -> None:
    for name, exercise in (("gone", world.linear), ("alive", world.relu)):
        world.submit("# wait\n", exercise=exercise)
        worker = f"{liveness.host()}:999999999:7" if name == "gone" else liveness.own_name()
        runner = make_runner(world, worker=worker)
        with world.sessions() as session:
            values = {"state": JobState.RUNNING, "worker": runner.worker, "attempt": 1, "token": name}
            lease = utcnow() + timedelta(seconds=60)
            session.execute(update(Job).where(Job.state == JobState.QUEUED).values(**values, lease_until=lease))
            session.commit()
    tickets = RecordedTickets()
    taken = retries.recover_dead(world.sessions, Feed.of(settings()), tickets, max_claims=5)
    assert [failed.job_id for failed in taken] == [1]
    assert tickets.sent == [Lane.INTERACTIVE]


def test_a_process_elsewhere_is_never_called_dead() -> None:
    assert not liveness.is_dead("another-machine:1:1")
    assert not liveness.is_dead(liveness.own_name())
    assert liveness.is_dead(liveness.own_name() + "0")  # the same id, started at another time


def test_events_tell_the_story_and_can_be_read_again(world: World, redis_url: str) -> None:
    accepted = world.submit("# 70\n")
    feed = Feed(redis.Redis.from_url(redis_url))
    runner = GradingRunner(settings(), world.sessions, feed, RecordedTickets(), ScriptedGrader(), "w")
    runner.serve(Lane.INTERACTIVE)
    events = feed.read(accepted.submission.public_id, BEGINNING, block_ms=1)
    assert [event.kind for event in events] == ["state", "stage", "done"]
    assert events[-1].data == {"state": "graded", "verdict": "AC", "points": 70, "max_points": 100}
    assert feed.read(accepted.submission.public_id, events[1].id, block_ms=1) == events[2:]
    assert feed.read("unknown", BEGINNING, block_ms=1) == []


def test_after_a_grading_the_author_whose_share_was_used_up_is_served_on(world: World) -> None:
    """The ticket of the second job finds nothing to claim; the end of the first publishes another."""
    for exercise in (world.linear, world.relu):
        world.submit(exercise=exercise)
    runner = make_runner(world, workers=2)
    assert runner.serve(Lane.INTERACTIVE) is JobState.GRADED
    assert runner.tickets.sent == [Lane.INTERACTIVE]  # type: ignore[attr-defined]
    assert runner.serve(Lane.INTERACTIVE) is JobState.GRADED
    assert runner.tickets.sent == [Lane.INTERACTIVE]  # type: ignore[attr-defined]
