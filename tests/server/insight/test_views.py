"""The pages of insight, and its command."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import exercises
from exercises import BrokenExercise
from server.courses.models import Assignment, AssignmentExercise
from server.insight.models import CheckCount, MistakeCount
from server.insight.rebuild import rebuild
from server.submissions.models import Submission
from tests.server import classroom, reports
from tests.server.classroom import Classroom

INDEX = "/courses/dl/insight"
LINEAR = f"{INDEX}/linear"


@pytest.fixture
def stuck(session: Session, room: Classroom) -> list[Submission]:
    """Ada was told four times of the same mistake."""
    made = [classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias()) for _ in range(4)]
    rebuild(session, room.course.id)
    return made


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_course_page_tells_who_is_stuck_and_who_has_not_begun(visit, stuck: list[Submission], room: Classroom):
    page = visit("amy").get(INDEX).text
    assert 'data-stuck-count="1"' in page
    row = next(row for row in page.split("<tr>") if "/gradebook/" in row and "Ada Lovelace" in row)
    assert f'href="/courses/dl/gradebook/{room.ada.id}/linear"' in row
    assert "Linear 4 70 of 100 now The bias gradient is not summed over the batch." in words(row)
    assert "Functions" in words(page)
    assert "2 of 2" in words(page)  # Ada and Ben have not started the functions, which were due four days ago
    assert 'href="/courses/dl/insight/linear"' in page
    assert "4 graded attempts were received in the last 28 days" in words(page)
    assert 'aria-current="page">Insights</a>' in page


def test_the_exercise_page_names_mistakes_and_checks_with_an_example(visit, stuck: list[Submission], room: Classroom):
    ines = visit("ines")
    page = ines.get(LINEAR).text
    example = f"/courses/dl/gradebook/{room.ada.id}/linear?attempt={stuck[-1].public_id}"
    assert f'href="{example}"' in page
    assert "The bias gradient is not summed over the batch." in page
    assert ines.get(example).status_code == 200
    changed = re.findall(r'data-sign="([-+])">[-+] +([^<]+)</div>', page)
    assert changed == [("-", "self.grad_bias = grad_output.sum(axis=0)"), ("+", "self.grad_bias = grad_output")]
    rates = re.findall(
        r'class="mono">([\w.]+)</th>.*?(\d+)%</td><td class="num">(\d+)</td><td class="num">(\d+)', page, re.S
    )
    assert ("backward.grad_bias", "100", "4", "4") in rates
    assert ("forward.output", "0", "0", "4") in rates
    assert "gradcheck.all" not in page  # it was skipped each time


def test_a_broken_exercise_leaves_out_its_lines_and_nothing_else(
    visit, stuck: list[Submission], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The course's exercise is replaced by a copy whose list of mistakes is not TOML."""
    original = exercises.catalog()
    folder = shutil.copytree(original.folders["linear"], tmp_path / "linear")
    (folder / "mistakes.toml").write_text("mistakes = ")
    broken = replace(original, folders={**original.folders, "linear": folder})
    monkeypatch.setattr("exercises.folder.catalog", lambda: broken)
    exercises.load.cache_clear()
    with pytest.raises(BrokenExercise):
        exercises.load("linear")
    ines = visit("ines")
    page = ines.get(LINEAR)
    assert page.status_code == 200
    assert "The bias gradient is not summed over the batch." in page.text
    assert "data-sign" not in page.text
    assert 'href="/courses/dl/insight/linear"' in ines.get(INDEX).text
    for other in ("/courses/dl", "/courses/dl/gradebook", "/courses/dl/regrades", "/courses/dl/assignments"):
        assert ines.get(other).status_code == 200, other
    for answer in (ines.get("/courses/dl/exercises/linear"), visit("ada").get("/courses/dl/exercises/linear")):
        assert answer.status_code == 503
        assert "This exercise is unavailable" in answer.text


def test_charts_have_a_title_a_description_and_their_numbers_in_a_table(visit, stuck: list[Submission]):
    ines = visit("ines")
    for path in (INDEX, LINEAR):
        page = ines.get(path).text
        charts = re.findall(r'<svg class="chart.*?</svg>', page, re.S)
        assert charts
        for chart in charts:
            assert "<title" in chart
            assert "<desc" in chart
            assert 'role="img"' in chart
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        for names in re.findall(r'aria-labelledby="([^"]+)"', page):
            assert set(names.split()) <= set(ids)
        assert "<details>" in page


def test_pages_without_anything_say_so(visit, session: Session):
    otto = visit("otto")
    page = words(otto.get("/courses/other/insight").text)
    assert "0 students, 0 exercises" in page
    assert "This course has no exercises yet." in page
    page = words(visit("ines").get(LINEAR).text)
    assert "No known mistake" in page
    assert "No scores yet." in page
    assert "Median attempts to solve –" in page


@pytest.mark.parametrize("slug", ["nothing", "relu_of_another_course", "..", "%00"])
def test_an_unknown_exercise_is_not_found(visit, slug: str):
    assert visit("ines").get(f"{INDEX}/{slug}").status_code == 404


def test_the_exercise_of_another_course_is_not_found(visit, session: Session, room: Classroom):
    unit = Assignment(course_id=room.other_course.id, position=1, title="U")
    session.add_all([unit, AssignmentExercise(assignment=unit, slug="elu", position=1)])
    session.commit()
    assert visit("otto").get("/courses/other/insight/elu").status_code == 200
    assert visit("ines").get(f"{INDEX}/elu").status_code == 404
    assert visit("ines").get("/courses/other/insight/elu").status_code == 404


def test_mistakes_and_names_stay_text(visit, session: Session, room: Classroom):
    payload = '"><img src=x onerror=alert(1)>{{ 7*7 }}'
    diagnosis = reports.Diagnosis(payload, payload, "-", 0.9, "forward.output")
    failed = reports.check("forward.output", reports.Verdict.WA, 0, 30, payload)
    report = reports.report(reports.Verdict.WA, (failed,), (diagnosis,))
    report["checks"][0]["id"] = payload
    ada = session.merge(room.ada, load=False)
    for n in range(4):
        classroom.submit(session, ada, room.items["linear"], report, received_at=room.now - timedelta(hours=n))
    session.get_one(type(ada), ada.id).name = payload
    session.commit()
    rebuild(session, room.course.id)
    ines = visit("ines")
    for path in (INDEX, LINEAR):
        page = ines.get(path).text
        assert "<img" not in page
        assert page.count("&lt;img src=x") >= 2


def test_the_command_counts_a_course_anew(app: Flask, session: Session, stuck: list[Submission]):
    for model in (CheckCount, MistakeCount):
        session.query(model).delete()
    session.commit()
    ran = app.test_cli_runner().invoke(args=["insight", "rebuild", "dl"])
    assert (ran.exit_code, ran.output) == (0, "Foundations of Deep Learning: 4 graded attempts counted.\n")
    assert session.scalars(select(MistakeCount.times)).all() == [4]
    session.rollback()  # SQLite has one writer
    ran = app.test_cli_runner().invoke(args=["insight", "rebuild", "nowhere"])
    assert ran.exit_code == 1
    assert "there is no course 'nowhere'" in ran.output
