"""Counts: what a grading adds to them, what a replacement takes away, and that both agree with a count made anew."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, event, select

from grader.report import Report
from server.core.db import utcnow
from server.courses.models import Course
from server.insight import counts
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.insight.rebuild import rebuild
from server.submissions.models import Grading, Lane, Purpose, Submission
from server.worker.claims import claim_next
from server.worker.finish import finish
from tests.server.insight.gradings import AC, CE, SKIP, WA, checks, everything, grade, regrade, told
from tests.server.world import World

pytestmark = pytest.mark.slow

WRONG = {"loads.module": AC, "forward.output": WA, "backward.grad_x": SKIP}
RIGHT = {"loads.module": AC, "forward.output": AC, "backward.grad_x": AC}


def mistakes(world: World) -> list[tuple[str, int, int]]:
    with world.sessions() as session:
        rows = session.scalars(select(MistakeCount).order_by(MistakeCount.mistake_id, MistakeCount.user_id))
        return [(row.mistake_id, row.times, row.submission_id) for row in rows]


def replace(world: World, submission_id: int, new: Report) -> None:
    with world.sessions() as session:
        submission = session.get_one(Submission, submission_id)
        old = session.get_one(Grading, submission.grading_id).report
        counts.replace(session, submission, old, regrade(session, submission, new).report)
        session.commit()


def test_a_check_that_was_skipped_did_not_run(world: World) -> None:
    for report in (told(WRONG), told(WRONG), told(RIGHT)):
        grade(world, report)
    with world.sessions() as session:
        assert checks(session) == {"loads.module": (3, 0), "forward.output": (3, 2), "backward.grad_x": (1, 0)}
        assert session.scalars(select(CheckCount.stage).filter_by(check_id="forward.output")).all() == ["forward"]


def test_the_first_diagnosis_is_what_a_student_was_told(world: World) -> None:
    first = grade(world, told(WRONG, "unsummed", "transposed"))
    assert mistakes(world) == [("unsummed", 1, first)]
    last = grade(world, told(WRONG, "unsummed"))
    other = grade(world, told(WRONG, "transposed"), user=world.add_student("kim"))
    grade(world, told(WRONG, "withheld"))
    grade(world, told(RIGHT))
    assert mistakes(world) == [("transposed", 1, other), ("unsummed", 2, last)]


def test_checks_and_what_is_not_gradable_count_nowhere(world: World) -> None:
    grade(world, told(WRONG, "unsummed"), purpose=Purpose.CHECK)
    grade(world, told({"loads.module": CE}))
    with world.sessions() as session:
        assert everything(session) == {"check_counts": [], "mistake_counts": [], "day_counts": []}


def test_a_day_is_one_where_the_course_is(world: World) -> None:
    with world.sessions() as session:
        session.scalars(select(Course)).one().timezone = "Europe/Berlin"
        session.commit()
    for hour, minute in ((22, 59), (23, 0), (23, 30)):  # midnight in Berlin is 23:00 UTC in winter
        grade(world, told(RIGHT), at=datetime(2026, 1, 10, hour, minute, tzinfo=UTC))
    with world.sessions() as session:
        found = session.execute(select(DayCount.day, DayCount.attempts).order_by(DayCount.day)).all()
    assert [tuple(row) for row in found] == [(date(2026, 1, 10), 1), (date(2026, 1, 11), 2)]


def test_replacing_takes_the_old_grading_out(world: World) -> None:
    first = grade(world, told(WRONG, "unsummed"))
    second = grade(world, told(WRONG, "unsummed"))
    assert mistakes(world) == [("unsummed", 2, second)]
    replace(world, second, told(RIGHT))
    assert mistakes(world) == [("unsummed", 1, first)]  # the attempt before is the last that shows it
    with world.sessions() as session:
        assert checks(session) == {"loads.module": (2, 0), "forward.output": (2, 1), "backward.grad_x": (1, 0)}
    replace(world, first, told({"loads.module": AC, "forward.output": AC}, "transposed"))
    assert mistakes(world) == [("transposed", 1, first)]
    replace(world, second, told({"loads.module": CE}))
    replace(world, first, told({"loads.module": CE}))
    with world.sessions() as session:
        assert everything(session) == {"check_counts": [], "mistake_counts": [], "day_counts": []}


def test_counting_out_undoes_counting_in(world: World) -> None:
    grade(world, told(WRONG, "unsummed"))
    with world.sessions() as session:
        before = everything(session)
    second = grade(world, told(WRONG, "unsummed"))
    with world.sessions() as session:
        submission = session.get_one(Submission, second)
        counts.count(session, submission, told(WRONG, "unsummed").to_json(), sign=-1)
        session.commit()
        assert everything(session) == before


def test_what_was_never_counted_is_not_below_nothing_when_it_is_taken_out(world: World) -> None:
    submission_id = grade(world, told(WRONG, "unsummed"))
    with world.sessions() as session:  # as in a database from before there were counts
        for model in (CheckCount, MistakeCount, DayCount):
            session.query(model).delete()
        session.commit()
    replace(world, submission_id, told({"loads.module": AC, "forward.output": AC}))
    with world.sessions() as session:
        assert all(row.failed >= 0 < row.ran for row in session.scalars(select(CheckCount)))
        assert all(row.attempts > 0 for row in session.scalars(select(DayCount)))
        rebuild(session, session.scalars(select(Course.id)).one())
        assert checks(session) == {"loads.module": (1, 0), "forward.output": (1, 0)}


@pytest.mark.parametrize("seed", range(3))
def test_counts_agree_with_a_count_made_anew_after_any_history(world: World, seed: int) -> None:
    chance = random.Random(seed)
    students = [world.student, *(world.add_student(name) for name in ("kim", "lee", "max"))]
    names = ["loads.module", "forward.output", "backward.grad_x", "properties.linear"]
    made: list[int] = []

    def report() -> Report:
        if chance.random() < 0.1:
            return told({"loads.module": CE})
        some = chance.sample(names, chance.randint(1, 4))
        diagnosed = chance.sample(["a", "b", "c", "withheld"], chance.randint(0, 2))
        return told({name: chance.choice([AC, WA, SKIP]) for name in some}, *diagnosed)

    for _ in range(40):
        what = chance.random()
        if not made or what < 0.6:
            exercise, at = (
                chance.choice([world.linear, world.relu]),
                datetime(2026, 1, chance.randint(1, 9), tzinfo=UTC),
            )
            made.append(grade(world, report(), user=chance.choice(students), exercise=exercise, at=at))
        elif what < 0.9:
            replace(world, chance.choice(made), report())
        else:
            _replace_many(world, chance.sample(made, min(len(made), 5)), [report() for _ in range(5)])
    with world.sessions() as session:
        kept = everything(session)
        assert all(kept.values())
        assert rebuild(session, session.scalars(select(Course.id)).one()) > 10
        assert everything(session) == kept


def _replace_many(world: World, submission_ids: list[int], reports: list[Report]) -> None:
    with world.sessions() as session:
        replacements = []
        for submission_id, new in zip(submission_ids, reports, strict=False):
            submission = session.get_one(Submission, submission_id)
            old = session.get_one(Grading, submission.grading_id).report
            replacements.append((submission, old, regrade(session, submission, new).report))
        counts.replace_all(session, replacements)
        session.commit()


def test_a_count_made_anew_leaves_other_courses_alone(world: World) -> None:
    grade(world, told(WRONG, "unsummed"))
    with world.sessions() as session:
        other = Course(slug="other", title="Other")
        session.add(other)
        session.commit()
        before = everything(session)
        assert rebuild(session, other.id) == 0
        assert everything(session) == before


def test_statements_do_not_grow_with_the_report(world: World, engine: Engine) -> None:
    def cost(report: Report) -> int:
        accepted = world.submit()
        statements: list[str] = []
        with world.sessions() as session:
            claim = claim_next(session, Lane.INTERACTIVE, worker="w", lease_s=60, submission_id=accepted.submission.id)
            assert claim is not None
            listen = lambda *a: statements.append(a[2])  # noqa: E731
            event.listen(engine, "before_cursor_execute", listen)
            finish(session, claim, report)
            event.remove(engine, "before_cursor_execute", listen)
        mine = ("check_counts", "mistake_counts", "day_counts")
        return len([text for text in statements if any(name in text for name in mine)])

    assert cost(told(WRONG, "unsummed")) == 3
    assert cost(told({f"forward.{n}": WA for n in range(60)}, *(f"mistake_{n}" for n in range(9)))) == 3


def test_names_that_are_too_long_for_a_column_do_not_break_a_grading(world: World) -> None:
    long = "x" * 500
    submission_id = grade(world, told({f"forward.{long}": WA, f"forward.{long}y": AC}, long))
    assert mistakes(world) == [("x" * 120, 1, submission_id)]
    with world.sessions() as session:
        assert list(checks(session).values()) == [(2, 1)]


def test_workers_that_finish_together_lose_no_count_and_never_deadlock(world: World) -> None:
    students = [world.add_student(f"s{n}") for n in range(4)]
    reports = [
        told(dict(order), "unsummed") for order in (WRONG.items(), reversed(WRONG.items()))
    ]  # the same checks, in either order

    def work(n: int) -> None:
        for round_ in range(8):
            grade(world, reports[(n + round_) % 2], user=students[n])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with world.sessions() as session:
        assert checks(session) == {"loads.module": (32, 0), "forward.output": (32, 32)}
        assert session.scalars(select(MistakeCount.times)).all() == [8] * 4


def test_gradings_that_finish_during_a_count_made_anew_are_counted_once(world: World) -> None:
    students = [world.add_student(f"s{n}") for n in range(2)]
    started = utcnow()

    def work(n: int) -> None:
        for _ in range(12):
            grade(world, told(WRONG, "unsummed"), user=students[n], at=started)

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(work, n) for n in range(2)]
        with world.sessions() as session:
            course_id = session.scalars(select(Course.id)).one()
            while not all(one.done() for one in running):
                rebuild(session, course_id)
        for one in running:
            one.result()
    with world.sessions() as session:
        assert checks(session) == {"loads.module": (24, 0), "forward.output": (24, 24)}
        assert session.scalars(select(MistakeCount.times)).all() == [12, 12]
