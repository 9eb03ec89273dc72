"""The demo: a class with a history that was really graded, made once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from exercises import catalog
from grader.report import Report, Verdict
from server.accounts.users import authenticate
from server.core.settings import Settings
from server.courses.models import AssignmentExercise, Enrollment, Extension
from server.demo.course import ASSISTANT, INSTRUCTOR, PASSWORD, STUDENTS, logins
from server.demo.seed import STORIES, seed_demo
from server.insight.models import DayCount, MistakeCount
from server.scores.models import LineComment, Override, Score
from server.submissions.models import Grading, JobState, Submission
from tests.server.world import database_url, engine, sessions
from tests.services import postgres, postgres_url

pytestmark = pytest.mark.process

__all__ = ["database_url", "engine", "postgres", "postgres_url", "sessions"]


def test_the_demo_is_graded_and_made_once(sessions: sessionmaker[Session]) -> None:
    added = seed_demo(sessions, Settings())
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Enrollment)) == len(STUDENTS) + 2
        slugs = session.scalars(select(AssignmentExercise.slug).order_by(AssignmentExercise.id)).all()
        assert tuple(slugs) == tuple(catalog().slugs)
        assert set(session.scalars(select(Submission.state))) <= {JobState.GRADED, JobState.NOT_GRADABLE}
        assert session.scalar(select(func.count()).select_from(Grading)) == added
        assert added == sum(len(story.attempts.replace("-", "").replace(" ", "")) for story in STORIES)
        reports = [Report.from_json(data) for data in session.scalars(select(Grading.report))]
        assert {Verdict.AC, Verdict.PAC} <= {report.verdict for report in reports}
        assert any(report.diagnoses for report in reports)
        assert session.scalar(select(func.max(Score.points))) == 100
        graded = sum(report.verdict is not Verdict.CE for report in reports)
        assert session.scalar(select(func.sum(DayCount.attempts))) == graded
        kinds = (Extension, Override, LineComment)
        assert [session.scalar(select(func.count()).select_from(kind)) for kind in kinds] == [1, 1, 1]
        assert session.scalar(select(func.count()).where(Score.is_late)) > 0
        assert session.scalar(select(func.sum(MistakeCount.times))) == sum(bool(r.diagnoses) for r in reports)
    assert seed_demo(sessions, Settings()) == 0
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == added


def test_whoever_is_printed_can_log_in(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        assert logins(session) == []
    seed_demo(sessions, Settings())
    with sessions() as session:
        lines = logins(session)
        for email in (STUDENTS[0][0], ASSISTANT[0], INSTRUCTOR[0]):
            assert any(email in line and PASSWORD in line for line in lines)
            assert authenticate(session, email, PASSWORD) is not None


def test_every_story_covers_the_catalog() -> None:
    assert len(STORIES) == len(STUDENTS)
    assert all(0 < len(story.attempts.split()) <= len(catalog().slugs) for story in STORIES)
    assert set("".join(story.attempts for story in STORIES)) <= set("awvs- ")
