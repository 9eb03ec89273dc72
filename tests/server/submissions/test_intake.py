"""What accepting a source does, on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from grader.sandbox.types import MAX_SOURCE_BYTES
from server.core.db import utcnow
from server.courses.models import Course
from server.submissions.errors import Closed, KeyReused, NotText, TooLarge, TooMany
from server.submissions.models import Job, JobState, Lane, Purpose, Submission
from server.worker.claims import claim_next
from tests.server.world import World


def states(world: World) -> dict[JobState, int]:
    with world.sessions() as session:
        of_rows = dict(session.execute(select(Submission.state, func.count()).group_by(Submission.state)).all())
        of_jobs = dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
    assert of_rows == of_jobs
    return of_rows


def claim(world: World) -> None:
    with world.sessions() as session:
        assert claim_next(session, Lane.INTERACTIVE, worker="w", lease_s=60) is not None


def test_a_submission_is_committed_with_its_job(world: World) -> None:
    accepted = world.submit("y = 2\n")
    with world.sessions() as session:
        job = session.scalars(select(Job)).one()
        assert job.submission_id == accepted.submission.id
        assert (job.state, job.attempt, job.fair_rank) == (JobState.QUEUED, 0, 0)
        assert job.submission.source == "y = 2\n"
        assert job.submission.public_id == accepted.submission.public_id


def test_the_same_key_is_the_same_submission(world: World) -> None:
    first = world.submit(key="k")
    again = world.submit(key="k")
    assert (first.created, again.created) == (True, False)
    assert again.submission.public_id == first.submission.public_id
    assert states(world) == {JobState.QUEUED: 1}


def test_the_same_key_for_another_source_is_refused(world: World) -> None:
    world.submit("a = 1\n", key="k")
    with pytest.raises(KeyReused):
        world.submit("a = 2\n", key="k")
    with pytest.raises(KeyReused):
        world.submit("a = 1\n", key="k", exercise=world.relu)


def test_a_key_of_another_student_does_not_matter(world: World) -> None:
    assert world.submit(key="k").created
    assert world.submit(key="k", user=world.add_student("kim")).created


def test_parallel_posts_with_one_key_make_one_submission(world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(lambda _: world.submit(key="k"), range(8)))
    assert sum(item.created for item in accepted) == 1
    assert len({item.submission.public_id for item in accepted}) == 1
    assert states(world) == {JobState.QUEUED: 1}


def test_a_newer_attempt_supersedes_the_waiting_one(world: World) -> None:
    old = world.submit()
    new = world.submit()
    assert new.superseded == (old.submission.public_id,)
    assert states(world) == {JobState.QUEUED: 1, JobState.SUPERSEDED: 1}


def test_a_check_and_an_attempt_do_not_supersede_each_other(world: World) -> None:
    world.submit()
    assert world.submit(purpose=Purpose.CHECK).superseded == ()
    assert world.submit(exercise=world.relu).superseded == ()
    assert states(world) == {JobState.QUEUED: 3}


def test_a_running_attempt_is_not_superseded(world: World) -> None:
    world.submit()
    claim(world)
    assert world.submit().superseded == ()
    assert states(world) == {JobState.RUNNING: 1, JobState.QUEUED: 1}


def test_late_work_does_not_replace_work_in_time(world: World) -> None:
    due = utcnow()
    world.set_dates(due_at=due)
    in_time = world.submit(at=due)
    late = world.submit(at=due + timedelta(seconds=1))
    assert (in_time.submission.is_late, late.submission.is_late) == (False, True)
    assert late.superseded == ()


def test_work_does_not_replace_work_that_is_fewer_days_late(world: World) -> None:
    due = utcnow() - timedelta(days=5)
    world.set_dates(due_at=due)
    first = world.submit(at=due + timedelta(hours=23))
    same = world.submit(at=due + timedelta(hours=24))
    assert same.superseded == (first.submission.public_id,)
    assert world.submit(at=due + timedelta(hours=24, seconds=1)).superseded == ()
    assert states(world) == {JobState.QUEUED: 2, JobState.SUPERSEDED: 1}


def test_days_late_follow_the_clock_of_the_course_when_work_is_replaced(world: World) -> None:
    with world.sessions() as session:
        session.get_one(Course, 1).timezone = "Europe/Berlin"
        session.commit()
    due = datetime(2025, 10, 25, 12, 0, tzinfo=UTC)  # the clocks go back in the night, so the day has 25 hours
    world.set_dates(due_at=due)
    first = world.submit(at=due + timedelta(hours=23, minutes=50))
    assert world.submit(at=due + timedelta(hours=24, minutes=50)).superseded == (first.submission.public_id,)


def test_a_third_pending_submission_has_to_wait(world: World) -> None:
    for _ in range(2):
        world.submit()
        claim(world)
    with pytest.raises(TooMany) as refused:
        world.submit()
    assert refused.value.retry_after_s > 0
    assert refused.value.title == "Earlier submissions are still being graded"
    assert states(world) == {JobState.RUNNING: 2}
    assert world.submit(exercise=world.relu).created


def test_fifty_parallel_posts_keep_one_waiting(world: World) -> None:
    world.submit()
    claim(world)
    with ThreadPoolExecutor(10) as pool:
        accepted = list(pool.map(lambda _: world.submit(), range(50)))
    assert all(item.created for item in accepted)
    assert states(world) == {JobState.RUNNING: 1, JobState.QUEUED: 1, JobState.SUPERSEDED: 49}


def test_fair_rank_counts_what_the_user_has_pending(world: World) -> None:
    world.submit()
    world.submit(exercise=world.relu)
    world.submit(user=world.add_student("kim"))
    with world.sessions() as session:
        assert session.scalars(select(Job.fair_rank).order_by(Job.id)).all() == [0, 1, 0]


@pytest.mark.parametrize("source", ["x = 1\0\n", "x = '\ud800'\n"])
def test_what_is_not_text_is_refused_with_the_line(world: World, source: str) -> None:
    with pytest.raises(NotText, match="Line 2"):
        world.submit("a = 1\n" + source)
    assert states(world) == {}


def test_ten_megabytes_are_refused(world: World) -> None:
    with pytest.raises(TooLarge, match=r"10,000,000 bytes.* 131,072"):
        world.submit("#" * 10_000_000)


def test_size_is_counted_in_bytes(world: World) -> None:
    world.submit("#" * MAX_SOURCE_BYTES)
    with pytest.raises(TooLarge):
        world.submit("é" * (MAX_SOURCE_BYTES // 2 + 1))


def test_an_empty_source_is_accepted(world: World) -> None:
    assert world.submit("").created


def test_dates_decide_who_may_come_in(world: World) -> None:
    now = utcnow()
    world.set_dates(opens_at=now + timedelta(days=1))
    with pytest.raises(Closed, match="opens on"):
        world.submit()
    world.set_dates(opens_at=None, closes_at=now - timedelta(days=1))
    with pytest.raises(Closed, match="closed on"):
        world.submit()
    assert world.submit(purpose=Purpose.CHECK).created


def test_the_receipt_decides_lateness_not_the_grading(world: World) -> None:
    due = utcnow() - timedelta(hours=1)
    world.set_dates(due_at=due)
    accepted = world.submit(at=due - timedelta(seconds=1))
    claim(world)  # an hour later
    with world.sessions() as session:
        session.execute(update(Job).values(finished_at=utcnow()))
        assert session.get_one(Submission, accepted.submission.id).is_late is False
