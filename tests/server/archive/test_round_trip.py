"""What goes out comes in again: the same course, in another database, down to the byte."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, event, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.models import AuditEvent, User
from server.accounts.passwords import UNUSABLE
from server.archive.errors import ScoreMismatch
from server.core.db import utcnow
from server.course_admin import editing, snapshots
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.regrades.models import RegradeItem
from server.scores import scoring
from server.scores.models import Override, Score, ScoreChange, ScoreCount
from server.submissions.models import Grading, Job, JobState, Lane, Submission
from server.worker.claims import claim_next
from server.worker.retries import lease_expired, recover
from tests.server import classroom, reports
from tests.server.archive.course import NOW, Filled, contents, exported, imported, noise, packed

pytestmark = pytest.mark.slow

Sessions = sessionmaker[Session]


def test_the_same_course_gives_the_same_bytes(filled: Filled, sessions: Sessions):
    assert exported(sessions) == exported(sessions)
    later = contents(exported(sessions, now=NOW + timedelta(days=1)))
    before = contents(exported(sessions))
    assert {name for name in before if before[name] != later[name]} == {"manifest.json"}


def test_an_import_into_an_empty_database_exports_the_same_again(
    filled: Filled, sessions: Sessions, elsewhere: Sessions
):
    before = exported(sessions)
    done = imported(elsewhere, before)
    assert (done.people, done.made, done.submissions, done.gradings, done.scores) == (6, 6, 12, 10, 5)
    assert (done.waiting, done.renewed) == (3, 0)
    assert exported(elsewhere) == before


def test_scores_of_an_admin_who_is_not_enrolled_follow_edits_and_come_back(
    filled: Filled, sessions: Sessions, elsewhere: Sessions
):
    with sessions() as session:
        rosa, ines = filled.people["rosa"], filled.people["ines"]
        linear = session.get_one(AssignmentExercise, filled.linear.id)
        late = NOW - timedelta(hours=1)
        classroom.submit(session, rosa, linear, reports.accepted(), source="x = 'admin'\n", received_at=late)
        values = {**snapshots.of_assignment(linear.assignment), "due_at": (NOW - timedelta(days=1)).isoformat()}
        course = session.get_one(Course, filled.course.id)
        editing.apply(session, course, ines, editing.change_assignment(session, linear.assignment, values))
        session.commit()
        score = session.scalars(select(Score).filter_by(user_id=rosa.id, assignment_exercise_id=linear.id)).one()
        assert score.late_days == 1
    before = exported(sessions)
    imported(elsewhere, before)
    assert exported(elsewhere) == before


def with_decimals(filled: Filled, sessions: Sessions) -> bytes:
    """The archive of the course after its first exercise became worth 2.5 points."""
    with sessions() as session:
        session.get_one(AssignmentExercise, filled.linear.id).max_points = Decimal("2.5")
        session.execute(update(Override).where(Override.points == 42).values(points=Decimal("1.25")))
        session.flush()
        everybody = [user.id for user in filled.people.values()]
        scoring.recompute(session, filled.course.id, everybody, scoring.Cause("other points"))
        session.commit()
    return exported(sessions)


def test_points_with_decimals_come_back_as_they_were(filled: Filled, sessions: Sessions, elsewhere: Sessions):
    before = with_decimals(filled, sessions)
    assert b'"max_points": 2.5' in contents(before)["course.json"]
    assert b",1.8,2.5,2.25," in contents(before)["scores.csv"]
    imported(elsewhere, before)
    assert exported(elsewhere) == before


def rounded(data: bytes, to: bytes) -> bytes:
    """The archive as version 1 would have written it, with `to` for the score of 1.8 points."""
    files = contents(data)
    files["manifest.json"] = files["manifest.json"].replace(b'"version": 2', b'"version": 1')
    files["scores.csv"] = files["scores.csv"].replace(b",1.8,2.5,2.25,", b"," + to + b",2.5,2,")
    return packed(files)


def test_an_archive_with_whole_points_is_taken_and_the_history_says_what_changed(
    filled: Filled, sessions: Sessions, elsewhere: Sessions
):
    before = with_decimals(filled, sessions)
    imported(elsewhere, rounded(before, b"2"))
    with elsewhere() as session:
        last = session.scalars(select(ScoreChange).order_by(ScoreChange.id.desc())).first()
        assert last is not None
        assert (last.from_points, last.to_points) == (2, Decimal("1.8"))
        assert "rounded once" in last.reason


def test_more_than_rounding_is_refused_in_an_archive_with_whole_points_too(
    filled: Filled, sessions: Sessions, elsewhere: Sessions
):
    before = with_decimals(filled, sessions)
    with pytest.raises(ScoreMismatch, match=r"points 0 in the archive, 1\.8 here"):
        imported(elsewhere, rounded(before, b"0"))


def test_the_same_holds_where_ids_are_others_and_a_public_id_is_taken(
    filled: Filled, sessions: Sessions, elsewhere: Sessions
):
    before = contents(exported(sessions))
    taken = filled.twice.public_id
    with elsewhere() as session:
        noise(session)
        session.execute(update(Submission).values(public_id=taken))
        session.commit()
    assert imported(elsewhere, exported(sessions)).renewed == 1
    after = contents(exported(elsewhere))
    differing = {name for name in before if before[name] != after.get(name)}
    # The audit log has an event about this submission, which points to it as it is called now.
    assert differing == {"submissions.jsonl", "audit.jsonl", "manifest.json", f"submissions/{taken}.py"}
    assert len(before) == len(after)
    renewed = (set(after) - set(before)).pop()
    assert after[renewed] == before[f"submissions/{taken}.py"]
    assert f"submission:{renewed.removeprefix('submissions/').removesuffix('.py')}".encode() in after["audit.jsonl"]


def test_a_course_beside_itself_is_refused_or_takes_another_slug(filled: Filled, sessions: Sessions):
    before = exported(sessions)
    with pytest.raises(Exception, match="There is already a course with the short name 'dl'"):
        imported(sessions, before)
    done = imported(sessions, before, slug="dl-again")
    assert (done.made, done.renewed, done.course.slug) == (0, 12, "dl-again")
    with sessions() as session:
        assert session.scalar(select(func.count(User.id))) == 7 + 6
        ben, again = filled.people["ben"], done.course.id
        points = select(Score.points).join(Assignment, Assignment.course_id == again)
        assert 42 in session.scalars(points.where(Score.user_id == ben.id)).all()
        assert session.get_one(User, ben.id).password_hash == "secret-hash-of-ben"
    first, second = contents(before), contents(exported(sessions, "dl-again"))
    for name in ("people.csv", "gradings.jsonl", "scores.csv", "history.jsonl", "overrides.jsonl", "regrades.jsonl"):
        assert first[name] == second[name], name


def test_who_is_new_gets_an_account_without_a_password_and_nobody_becomes_an_admin(
    filled: Filled, sessions: Sessions, elsewhere: Sessions
):
    with elsewhere() as session:
        session.add(User(email="ADA@example.org", name="Countess", password_hash="kept"))
        session.commit()
    assert imported(elsewhere, exported(sessions)).made == 5
    with elsewhere() as session:
        found = {user.email: user for user in session.scalars(select(User))}
        roles = dict(session.execute(select(User.email, Enrollment.role).join(Enrollment)).all())
        assert session.scalars(select(Course.join_code)).one() is None
    assert (found["ADA@example.org"].name, found["ADA@example.org"].password_hash) == ("Countess", "kept")
    assert found["ben@example.org"].password_hash == UNUSABLE
    assert not any(user.is_admin for user in found.values())
    assert "rosa@example.org" not in roles
    assert roles["ines@example.org"] is Role.INSTRUCTOR


def test_nothing_secret_is_in_it(filled: Filled, sessions: Sessions):
    whole = b"\n".join(contents(exported(sessions)).values())
    for secret in (b"secret-hash", b"SECRETCODE", b"noise", b"password_hash", b"client_key", b"key-0"):
        assert secret not in whole


def test_a_student_whose_work_was_graded_twice_keeps_both_gradings(
    filled: Filled, sessions: Sessions, elsewhere: Sessions
):
    imported(elsewhere, exported(sessions))
    with elsewhere() as session:
        again = session.scalars(select(Submission).filter_by(public_id=filled.twice.public_id)).one()
        gradings = session.scalars(select(Grading).filter_by(submission_id=again.id).order_by(Grading.id)).all()
        jobs = session.scalars(select(Job).filter_by(submission_id=again.id).order_by(Job.run)).all()
        item = session.scalars(select(RegradeItem).filter_by(submission_id=again.id)).one()
        score = session.scalars(select(Score).filter_by(user_id=again.user_id, points=100)).one()
        reasons = session.scalars(select(ScoreChange.reason).filter_by(score_id=score.id).order_by(ScoreChange.id))
        assert reasons.all() == ["graded", "graded", "regraded"]
    assert [grading.points for grading in gradings] == [70, 100]
    assert [job.run for job in jobs] == [1, 2]
    assert again.grading_id == gradings[1].id
    assert (item.old_grading_id, item.new_grading_id) == (gradings[0].id, gradings[1].id)
    assert [job.regrade_item_id for job in jobs] == [None, item.id]
    assert score.regraded_at is not None


def test_decisions_and_their_undoing_survive(filled: Filled, sessions: Sessions, elsewhere: Sessions):
    imported(elsewhere, exported(sessions))
    with elsewhere() as session:
        found = session.scalars(select(Override).order_by(Override.id)).all()
        rosa = session.scalars(select(User).filter_by(email="rosa@example.org")).one()
        scores = {row.id: row for row in session.scalars(select(Score))}
    assert [(one.points, one.reason, one.undone_by) for one in found] == [
        (42, "oral", None),
        (None, "ill", None),
        (7, "a slip", rosa.id),
    ]
    assert [scores[one.score_id].points for one in found] == [42, None, None]
    assert scores[found[1].score_id].is_excused


def test_what_waited_or_ran_is_graded_after_the_import(filled: Filled, sessions: Sessions, elsewhere: Sessions):
    imported(elsewhere, exported(sessions))
    with elsewhere() as session:
        states = dict(session.execute(select(Submission.public_id, Submission.state)).all())
        assert states[filled.waiting.public_id] is JobState.QUEUED
        assert states[filled.running.public_id] is JobState.RUNNING
        recovered = recover(session, lease_expired(utcnow() + timedelta(seconds=1)), "test", max_claims=5)
        assert [setback.public_id for setback in recovered] == [filled.running.public_id]
        taken = []
        while claim := claim_next(session, Lane.BATCH, worker="w", lease_s=60, now=utcnow() + timedelta(minutes=1)):
            taken.append((claim.public_id, claim.is_preview))
    # The submission of the regrade set that was under way comes last, in the batch lane, and is a preview.
    assert {public_id for public_id, is_preview in taken if not is_preview} == {
        filled.waiting.public_id,
        filled.running.public_id,
    }
    assert [is_preview for _, is_preview in taken] == [False, False, True]


def test_the_counts_are_made_anew(filled: Filled, sessions: Sessions, elsewhere: Sessions):
    imported(elsewhere, exported(sessions))
    with elsewhere() as session:
        # Ada has 100; Ben 42 by decision; Cleo, who has left, counts in the class no more.
        counts = session.execute(select(ScoreCount.points, ScoreCount.students).order_by(ScoreCount.points)).all()
        assert [tuple(row) for row in counts] == [(42, 1), (100, 1)]
        assert session.scalar(select(func.sum(DayCount.attempts))) == 6  # Ada 1, Ben 1, Cleo 4
        assert session.scalar(select(func.max(MistakeCount.times))) == 4
        assert session.scalar(select(func.max(CheckCount.ran))) == 6


def test_the_audit_log_points_to_things_as_they_are_there(filled: Filled, sessions: Sessions, elsewhere: Sessions):
    with elsewhere() as session:
        noise(session)
        session.commit()
    done = imported(elsewhere, exported(sessions))
    with elsewhere() as session:
        query = select(AuditEvent).filter_by(course_id=done.course.id).order_by(AuditEvent.id)
        events = {event.action: event for event in session.scalars(query)}
        layers = session.scalars(select(Assignment).filter_by(course_id=done.course.id, title="The layers")).one()
        ben = session.scalars(select(User).filter_by(email="ben@example.org")).one()
        decided = session.scalars(query.filter_by(action="score.decided")).first()
        assert decided is not None
        assert decided.subject == f"user:{ben.id} exercise:linear"
        assert events["assignment.changed"].subject == f"assignment:{layers.id}"
        assert events["assignment.deleted"].subject == "assignment:0"
        assert events["assignment.deleted"].data == {"undoes": events["assignment.added"].id}
        undone = session.get_one(Override, events["score.decision_undone"].data["override"])
        assert undone.reason == "a slip"
        course = session.get_one(Course, done.course.id)
        assert editing.undo(session, course, events["assignment.changed"]).after["title"] == "Layers"
        assert events["course.imported"].actor_id is None


def test_more_students_do_not_need_more_statements(filled: Filled, engine: Engine, sessions: Sessions):
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    exported(sessions)
    before = len(statements)
    with sessions() as session:
        for number in range(40):
            user = User(email=f"more{number}@example.org", name="More", password_hash="-")
            session.add(user)
            session.flush()
            session.add(Enrollment(course_id=filled.course.id, user_id=user.id, role=Role.STUDENT))
            classroom.submit(session, user, filled.linear, reports.accepted(), received_at=NOW)
    statements.clear()
    data = exported(sessions)
    assert len(contents(data)["people.csv"].splitlines()) == 1 + 6 + 40
    assert len(statements) == before
