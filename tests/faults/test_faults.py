"""Whatever dies: every accepted submission gets exactly one grading within 90 s. Real processes, real services."""

from __future__ import annotations

import base64
import json
import os
import pickle
from pathlib import Path

import httpx
import psutil
import pytest
import redis
from sqlalchemy import func, select, update

import exercises
from server.accounts.models import AuditEvent, User
from server.accounts.tokens import create_token
from server.core.processes import EXIT_MISCONFIGURED
from server.core.settings import Settings
from server.scores.models import Score
from server.submissions.models import Grading, Job, JobState, Lane, Submission
from server.submissions.tickets import TASK, TicketPublisher
from server.worker.retries import QUARANTINED
from tests.faults.platform import Platform, gone, kill_tree, pool_processes
from tests.services import Redis, wait_until

LEASE_S = os.environ.get("CHAINRULE_FAULTS_LEASE_S", "12")
"""Of the machine that never comes back; in ``make soak`` it is the default of 60 s."""


def tickets(platform: Platform) -> TicketPublisher:
    return TicketPublisher(Settings(redis_url=platform.environment["CHAINRULE_REDIS_URL"]))


def students(platform: Platform, count: int, source: str = "# 70\n") -> None:
    for number in range(count):
        platform.world.submit(source, user=platform.world.add_student(f"s{number}"))


def test_a_worker_killed_in_mid_grading_with_the_default_lease(platform: Platform) -> None:
    platform.world.submit("# sleep 4\n")
    tickets(platform).publish()
    worker = platform.worker()
    platform.reconciler()
    platform.wait_running()
    kill_tree(worker)
    platform.worker()
    platform.wait_graded(1, timeout_s=90)


@pytest.mark.parametrize("platform", ["postgresql"], indirect=True)  # SQLite serves one machine
def test_a_machine_that_never_comes_back(platform: Platform) -> None:
    lease = {"LEASE_S": LEASE_S, "HEARTBEAT_S": str(float(LEASE_S) / 4)}
    platform.world.submit("# sleep 4\n")
    tickets(platform).publish()
    worker = platform.worker(**lease)
    platform.reconciler()
    platform.wait_running()
    kill_tree(worker)
    with platform.world.sessions() as session:
        session.execute(update(Job).values(worker="a-machine-that-burned:17:4711"))
        session.commit()
    platform.worker()
    platform.wait_graded(1, timeout_s=90)


def test_a_grading_process_killed_in_mid_grading_goes_on_without_waiting_for_the_lease(platform: Platform) -> None:
    platform.world.submit("# sleep 3\n")
    tickets(platform).publish()
    worker = platform.worker()
    platform.wait_running()
    for child in pool_processes(worker):
        child.kill()
    platform.wait_graded(1, timeout_s=30)  # less than the lease, and no reconciler runs


def test_redis_restarted_empty_with_twenty_queued(platform: Platform, redis_server: Redis) -> None:
    students(platform, 20)
    sender = tickets(platform)
    assert all(sender.publish() for _ in range(20))
    redis_server.restart_empty()
    platform.worker()
    platform.reconciler()
    platform.wait_graded(20, timeout_s=90)


def test_redis_restarted_empty_under_a_running_worker(platform: Platform, redis_server: Redis) -> None:
    platform.worker()
    platform.reconciler()
    sender = tickets(platform)
    platform.world.submit()
    sender.publish()
    platform.wait_graded(1)
    redis_server.kill()
    students(platform, 5)
    assert sender.publish() is False
    redis_server.start()
    platform.wait_graded(6, timeout_s=90)


def test_a_process_killed_between_commit_and_publish(platform: Platform) -> None:
    accepting = platform.start("-m", "tests.faults.accept_and_die")
    assert accepting.wait(30) == -9
    assert platform.states() == {JobState.QUEUED: 1}
    platform.worker()
    platform.reconciler()
    platform.wait_graded(1, timeout_s=90)


def test_poison_is_quarantined_and_others_are_served(platform: Platform) -> None:
    platform.world.submit("# die\n")
    platform.worker(MAX_CLAIMS="3")
    platform.reconciler(MAX_CLAIMS="3", RECONCILE_S="0.5")
    tickets(platform).publish()
    students(platform, 3)
    wait_until(
        lambda: platform.states() == {JobState.ERROR: 1, JobState.GRADED: 3}, timeout_s=90, what=platform.states()
    )
    with platform.world.sessions() as session:
        assert len(session.scalars(select(AuditEvent).filter_by(action=QUARANTINED)).all()) == 1


def test_a_frozen_worker_that_wakes_up_late_changes_nothing(platform: Platform) -> None:
    platform.world.submit("# sleep 2\n")
    tickets(platform).publish()
    frozen = platform.worker(LEASE_S="2", HEARTBEAT_S="0.5", WORKERS="1")
    platform.wait_running()
    (grading,) = pool_processes(frozen)
    grading.suspend()
    platform.reconciler(RECONCILE_S="0.5")
    wait_until(lambda: platform.states().get(JobState.QUEUED) == 1, timeout_s=30, what="taken back")
    platform.worker(WORKERS="1")
    platform.wait_graded(1, timeout_s=60)
    grading.resume()
    wait_until(lambda: _mentions_loss(platform), timeout_s=30, what="the late process noticed")
    platform.wait_graded(1)


def _mentions_loss(platform: Platform) -> bool:
    return "late result was refused" in platform.logs() or "the lease was lost" in platform.logs()


def test_doubled_tickets_and_two_reconcilers_grade_once(platform: Platform) -> None:
    students(platform, 8)
    sender = tickets(platform)
    for _ in range(24):
        sender.publish()
    sender.publish(Lane.BATCH)
    platform.worker()
    platform.reconciler(RECONCILE_S="0.2")
    platform.reconciler(RECONCILE_S="0.2")
    platform.wait_graded(8)


@pytest.mark.parametrize("platform", ["postgresql"], indirect=True)
def test_postgresql_restarted_under_a_running_worker(platform: Platform, request: pytest.FixtureRequest) -> None:
    platform.worker(LEASE_S="5", HEARTBEAT_S="1")
    platform.reconciler(RECONCILE_S="1")
    students(platform, 6, "# sleep 1\n")
    tickets(platform).publish()
    platform.wait_running()
    cluster = request.getfixturevalue("postgres")
    cluster.stop("immediate")
    cluster.start()
    platform.wait_graded(6, timeout_s=90)


def test_four_processes_write_without_a_locked_database(platform: Platform) -> None:
    writers = [platform.start("-m", "tests.faults.hammer", name) for name in "abcd"]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0], platform.logs()
    states = platform.states()
    assert states.pop(JobState.GRADED) > 0
    assert set(states) <= {JobState.QUEUED, JobState.SUPERSEDED}
    with platform.world.sessions() as session:
        graded = session.scalar(select(func.count()).where(Submission.state == JobState.GRADED))
        assert session.scalar(select(func.count()).select_from(Grading)) == graded
        for score in session.scalars(select(Score)):
            own = select(func.count()).where(Submission.user_id == score.user_id, Submission.state == JobState.GRADED)
            assert session.scalar(own) == score.attempts


def test_a_web_server_killed_right_after_its_answer(platform: Platform, redis_server: Redis) -> None:
    with platform.world.sessions() as session:
        _, token = create_token(session, session.get_one(User, platform.world.student.id), "test")
        session.commit()
    web, url = platform.web()
    redis_server.kill()  # so that nothing but the row can remember the submission
    answer = httpx.post(
        f"{url}/api/v1/exercises/linear/submissions",
        json={"source": "# 70\n", "client_key": "k"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=20,
    )
    kill_tree(web)
    assert answer.status_code == 202
    redis_server.start()
    platform.worker()
    platform.reconciler()
    platform.wait_graded(1, timeout_s=90)


# Long enough to be killed in, far from the limit of five CPU seconds.
SLOW_BUT_RIGHT = exercises.load("linear").accepted[0].source + "\nfor _ in range(30_000_000):\n    pass\n"


def test_the_installed_worker_killed_in_mid_grading(platform: Platform) -> None:
    accepted = platform.world.submit(SLOW_BUT_RIGHT)
    tickets(platform).publish()
    worker = platform.real_worker()
    platform.reconciler()
    platform.wait_running()
    descendants = psutil.Process(worker.pid).children(recursive=True)
    worker.kill()  # its grading processes, zygotes and sandboxed children must follow by themselves
    worker.wait()
    wait_until(lambda: gone(descendants), timeout_s=20, what="nothing is left of the worker")
    platform.real_worker()
    platform.wait_graded(1, timeout_s=90)
    with platform.world.sessions() as session:
        row = session.get_one(Submission, accepted.submission.id)
        grading = session.get_one(Grading, row.grading_id)
        assert (grading.points, grading.seed) == (100, row.seed)


def test_a_worker_below_its_floor_consumes_nothing(platform: Platform) -> None:
    platform.world.submit()
    tickets(platform).publish()
    worker = platform.start("-m", "tests.faults.weak_worker")
    assert worker.wait(60) == EXIT_MISCONFIGURED
    assert "this machine cannot grade" in platform.logs()
    assert platform.states() == {JobState.QUEUED: 1}
    platform.worker()
    platform.wait_graded(1)  # by the very ticket that the other one left alone


def test_a_pickle_on_the_broker_is_refused_and_the_worker_lives(platform: Platform, redis_server: Redis) -> None:
    trace = platform.directory / "unpickled"
    payload = pickle.dumps(Touch(trace))
    message = {
        "body": base64.b64encode(payload).decode(),
        "content-type": "application/x-python-serialize",
        "content-encoding": "binary",
        "headers": {"task": TASK, "id": "x", "lang": "py"},
        "properties": {
            "body_encoding": "base64",
            "delivery_info": {"exchange": "", "routing_key": "interactive"},
            "delivery_tag": "x",
        },
    }
    with redis.Redis.from_url(redis_server.url) as connection:
        connection.lpush("interactive", json.dumps(message))
    platform.worker()
    platform.world.submit()
    tickets(platform).publish()
    platform.wait_graded(1)
    assert not trace.exists()


class Touch:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)
