"""Claims: the best job first, once, with a lease and a token."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select, update

from server.core.db import utcnow
from server.submissions.models import Job, JobState, Lane, Purpose
from server.worker.claims import Claim, claim_next, extend, has_waiting
from server.worker.heartbeat import Heartbeat
from tests.server.world import World


def claim(world: World, lane: Lane = Lane.INTERACTIVE, **more: object) -> Claim | None:
    with world.sessions() as session:
        return claim_next(session, lane, worker="w", lease_s=60, **more)  # type: ignore[arg-type]


def put_in(world: World, lane: Lane, job_id: int) -> None:
    with world.sessions() as session:
        session.execute(update(Job).where(Job.id == job_id).values(lane=lane))
        session.commit()


def job(world: World, job_id: int) -> Job:
    with world.sessions() as session:
        return session.get_one(Job, job_id)


def test_a_claim_carries_what_is_to_be_graded(world: World) -> None:
    accepted = world.submit("x = 1\n")
    taken = claim(world)
    assert taken is not None
    assert (taken.source, taken.exercise, taken.attempt) == ("x = 1\n", "linear", 1)
    assert (taken.public_id, taken.seed) == (accepted.submission.public_id, accepted.submission.seed)
    row = job(world, taken.job_id)
    assert (row.state, row.token, row.worker) == (JobState.RUNNING, taken.token, "w")
    assert row.lease_until is not None
    assert timedelta(seconds=50) < row.lease_until - utcnow() <= timedelta(seconds=60)
    assert row.submission_id == accepted.submission.id


def test_nothing_waiting_is_no_claim(world: World) -> None:
    assert claim(world) is None


def test_a_job_is_claimed_once_by_many(world: World) -> None:
    for name in "abcdef":
        world.submit(user=world.add_student(name))
    with ThreadPoolExecutor(6) as pool:
        claims = [taken for taken in pool.map(lambda _: claim(world), range(12)) if taken]
    assert len({taken.job_id for taken in claims}) == len(claims)
    while (taken := claim(world)) is not None:  # a skipped row is left for a later ticket, never taken twice
        claims.append(taken)
    assert sorted(taken.job_id for taken in claims) == [1, 2, 3, 4, 5, 6]


def test_one_student_cannot_starve_the_others(world: World) -> None:
    kim = world.add_student("kim")
    for exercise in (world.linear, world.relu):
        world.submit(user=kim, exercise=exercise)
        world.submit(user=kim, exercise=exercise, purpose=Purpose.CHECK)
    world.submit()
    order = [taken.submission_id for taken in iter(lambda: claim(world), None)]
    assert order == [1, 5, 2, 3, 4]


def test_one_student_does_not_occupy_every_process(world: World) -> None:
    """Kim's two files that never end leave a process to those who come later."""
    kim = world.add_student("kim")
    for exercise in (world.linear, world.relu):
        world.submit(user=kim, exercise=exercise)
    first = claim(world, per_user=1)
    assert first is not None
    assert claim(world, per_user=1) is None
    later = world.submit()
    taken = claim(world, per_user=1)
    assert taken is not None
    assert taken.submission_id == later.submission.id
    with world.sessions() as session:
        assert has_waiting(session, first)
        assert not has_waiting(session, taken)


def test_the_share_of_a_student_does_not_slow_a_regrade(world: World) -> None:
    for exercise in (world.linear, world.relu):
        world.submit(exercise=exercise)
    for job_id in (1, 2):
        put_in(world, Lane.BATCH, job_id)
    assert claim(world, Lane.BATCH, per_user=1) is not None
    assert claim(world, Lane.BATCH, per_user=1) is not None


def test_a_batch_ticket_serves_people_first_and_an_interactive_one_serves_only_them(world: World) -> None:
    world.submit()
    world.submit(exercise=world.relu)
    put_in(world, Lane.BATCH, 1)
    first = claim(world, Lane.BATCH)
    assert first is not None
    assert first.job_id == 2
    assert claim(world, Lane.INTERACTIVE) is None
    assert claim(world, Lane.BATCH) is not None


def test_suspects_run_one_at_a_time(world: World) -> None:
    for name in "ab":
        world.submit(user=world.add_student(name))
    put_in(world, Lane.SUSPECT, 1)
    put_in(world, Lane.SUSPECT, 2)
    assert claim(world, Lane.INTERACTIVE) is None
    gate = threading.Barrier(2)

    def together(_: int) -> Claim | None:
        gate.wait(10)
        return claim(world, Lane.SUSPECT)

    with ThreadPoolExecutor(2) as pool:
        assert sum(taken is not None for taken in pool.map(together, range(2))) == 1
    assert claim(world, Lane.SUSPECT) is None


def test_a_resting_job_is_left_alone_until_its_time(world: World) -> None:
    world.submit()
    now = utcnow()
    with world.sessions() as session:
        session.execute(update(Job).values(not_before=now + timedelta(seconds=5)))
        session.commit()
    assert claim(world, now=now) is None
    assert claim(world, now=now + timedelta(seconds=6)) is not None


def test_only_the_current_claim_prolongs_its_lease(world: World) -> None:
    world.submit()
    taken = claim(world)
    assert taken is not None
    with world.sessions() as session:
        assert extend(session, taken, lease_s=500)
        session.execute(update(Job).values(token="another"))
        session.commit()
        assert not extend(session, taken, lease_s=500)
    lease = job(world, taken.job_id).lease_until
    assert lease is not None
    assert lease > utcnow() + timedelta(seconds=400)


def test_a_heartbeat_keeps_the_lease_and_notices_its_loss(world: World) -> None:
    world.submit()
    taken = claim(world)
    assert taken is not None
    with world.sessions() as session:
        before = session.scalar(select(Job.lease_until))
    with Heartbeat(world.sessions, taken, every_s=0.02, lease_s=600) as beat:
        assert not beat.lost.wait(0.3)
        with world.sessions() as session:
            after = session.scalar(select(Job.lease_until))
            assert before is not None
            assert after is not None
            assert after > before + timedelta(seconds=300)
            session.execute(update(Job).values(token="another"))
            session.commit()
        assert beat.lost.wait(10)
