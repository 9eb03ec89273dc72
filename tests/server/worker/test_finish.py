"""Finishing: exactly one result, a score that follows, and text that no database chokes on."""

from __future__ import annotations

import json
import math
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from grader.report import Report, Verdict
from server.core.db import utcnow
from server.scores import scoring
from server.scores.models import Score, ScoreChange
from server.submissions.models import Grading, Job, JobState, Lane, Purpose, Submission
from server.worker.claims import Claim, claim_next
from server.worker.finish import finish, storable
from server.worker.retries import lease_expired, recover
from tests.factories import make_user
from tests.server.world import World, report


def take(world: World) -> Claim:
    with world.sessions() as session:
        claim = claim_next(session, Lane.INTERACTIVE, worker="w", lease_s=60)
    assert claim is not None
    return claim


def end(world: World, claim: Claim, result: Report) -> Grading | None:
    with world.sessions() as session:
        return finish(session, claim, result)


def grade(world: World, points: int, verdict: Verdict = Verdict.PAC, **more: object) -> Submission:
    accepted = world.submit(**more)  # type: ignore[arg-type]
    assert end(world, take(world), report(points, verdict)) is not None
    return accepted.submission


def score(world: World) -> Score | None:
    with world.sessions() as session:
        return session.scalars(select(Score)).one_or_none()


def changes(world: World) -> list[tuple[int | None, int | None]]:
    with world.sessions() as session:
        return [(c.from_points, c.to_points) for c in session.scalars(select(ScoreChange).order_by(ScoreChange.id))]


def test_a_finish_stores_result_score_and_state(world: World) -> None:
    submission = grade(world, 70)
    with world.sessions() as session:
        row = session.get_one(Submission, submission.id)
        grading = session.scalars(select(Grading)).one()
        assert (row.state, row.grading_id) == (JobState.GRADED, grading.id)
        assert (grading.points, grading.verdict) == (70, "PAC")
        assert Report.from_json(grading.report) == report(70, Verdict.PAC)
        assert session.scalars(select(Job.state)).one() is JobState.GRADED
    found = score(world)
    assert found is not None
    assert (found.points, found.attempts, found.submission_id) == (70, 1, submission.id)
    assert changes(world) == [(None, 70)]


def test_a_second_finish_of_one_claim_is_refused(world: World) -> None:
    world.submit()
    claim = take(world)
    assert end(world, claim, report(70)) is not None
    assert end(world, claim, report(100)) is None
    with world.sessions() as session:
        assert session.scalars(select(Grading.points)).all() == [70]


def test_the_finish_of_a_lost_claim_is_refused(world: World) -> None:
    world.submit()
    frozen = take(world)
    with world.sessions() as session:
        recover(session, lease_expired(utcnow() + timedelta(hours=1)), "lease over", max_claims=5)
    successor = take(world)
    assert end(world, frozen, report(10)) is None
    assert end(world, successor, report(90)) is not None
    with world.sessions() as session:
        assert session.scalars(select(Grading.points)).all() == [90]


def test_the_best_attempt_counts(world: World) -> None:
    best = grade(world, 80)
    grade(world, 60)
    found = score(world)
    assert found is not None
    assert (found.points, found.attempts, found.submission_id) == (80, 2, best.id)
    assert changes(world) == [(None, 80)]
    grade(world, 90)
    assert changes(world) == [(None, 80), (80, 90)]


def test_of_equal_attempts_the_one_in_time_counts(world: World) -> None:
    now = utcnow()
    world.set_dates(due_at=now)
    grade(world, 80, at=now + timedelta(hours=1))
    in_time = grade(world, 80, at=now - timedelta(hours=1))
    found = score(world)
    assert found is not None
    assert (found.submission_id, found.is_late) == (in_time.id, False)


def test_a_late_best_attempt_is_marked_late(world: World) -> None:
    now = utcnow()
    world.set_dates(due_at=now)
    grade(world, 80, at=now + timedelta(hours=1))
    found = score(world)
    assert found is not None
    assert found.is_late is True


def test_points_are_scaled_to_the_assignment(world: World) -> None:
    grade(world, 90, exercise=world.relu)  # worth 50 there
    found = score(world)
    assert found is not None
    assert found.points == 45


def test_not_gradable_costs_no_attempt_and_no_points(world: World) -> None:
    submission = grade(world, 0, Verdict.CE)
    assert score(world) is None
    with world.sessions() as session:
        assert session.get_one(Submission, submission.id).state is JobState.NOT_GRADABLE
        assert session.scalar(select(func.count()).select_from(Grading)) == 1


def test_zero_points_are_a_score(world: World) -> None:
    grade(world, 0, Verdict.WA)
    found = score(world)
    assert found is not None
    assert (found.points, found.attempts) == (0, 1)


def test_a_check_never_touches_the_gradebook(world: World) -> None:
    grade(world, 100, purpose=Purpose.CHECK)
    assert score(world) is None


def test_a_failure_of_ours_is_no_result(world: World) -> None:
    world.submit()
    with pytest.raises(ValueError, match="IE"):
        end(world, take(world), report(0, Verdict.IE))


def test_hostile_text_is_stored(world: World) -> None:
    world.submit()
    result = report(0, Verdict.WA)
    details = result.checks[0].details
    assert isinstance(details, dict)
    details.update({"output": "\0 \ud800 <b>", "error": math.nan, "worst": {"got": -math.inf}})
    assert end(world, take(world), result) is not None
    with world.sessions() as session:
        stored = session.scalars(select(Grading.report)).one()["checks"][0]["details"]
    assert stored == {"output": "\N{REPLACEMENT CHARACTER} ? <b>", "error": "nan", "worst": {"got": "-inf"}}


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(json_like)
def test_whatever_is_stored_is_strict_json(value: object) -> None:
    kept = storable(value)
    text = json.dumps(kept, allow_nan=False, ensure_ascii=False)
    assert "\0" not in text.encode().decode()
    assert json.loads(text) == kept


@pytest.mark.parametrize("is_enrolled", [True, False])
@pytest.mark.slow
def test_gradings_of_one_person_that_finish_together_are_all_counted(
    world: World, monkeypatch: pytest.MonkeyPatch, is_enrolled: bool
) -> None:
    person = world.student
    if not is_enrolled:  # as an admin
        with world.sessions() as session:
            person = make_user(session, "admin")
            session.commit()
    claims = []
    for points in (40, 70):
        world.submit(user=person)
        claims.append((take(world), report(points, Verdict.PAC)))
    score_attempts = scoring.score_attempts
    monkeypatch.setattr(scoring, "score_attempts", lambda *a, **k: (time.sleep(0.3), score_attempts(*a, **k))[1])
    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(lambda one: end(world, *one), claims))
    found = score(world)
    assert found is not None
    assert (found.attempts, found.points) == (2, 70)
