"""What a course holds back of the help with a mistake, on every way to it."""

from __future__ import annotations

import re

import pytest

from grader.report import Verdict
from server.courses.models import FeedbackTime
from server.submissions import labels
from server.submissions.visibility import HelpSteps, withhold
from tests.server import classroom, reports
from tests.server.browser import make_site, site

__all__ = ["make_site", "site"]

TITLE, HINT, EXPLANATION = "The bias gradient is not summed", "One bias per output", "takes part once for each row"
NUDGE = "How many rows use each bias?"


def report():
    data = reports.unsummed_bias()
    first = {**data["diagnoses"][0], "nudge": NUDGE, "explanation": f"Each b {EXPLANATION}."}
    return {**data, "diagnoses": [first]}


@pytest.mark.parametrize(
    ("steps", "seen"),
    [
        (HelpSteps.NOTHING, ()),
        (HelpSteps.NUDGE, (NUDGE,)),
        (HelpSteps.HINT, (TITLE, HINT)),
        (HelpSteps.EXPLANATION, (TITLE, HINT, EXPLANATION)),
    ],
)
def test_students_read_as_far_as_the_course_helps_and_staff_all_of_it(site, steps, seen):
    with site.sessions() as session:
        room = site.world
        submission = classroom.submit(session, room.ada, room.items["linear"], report())
        session.get_one(type(room.course), room.course.id).help_steps = steps
        session.commit()
        public_id = submission.public_id
    ada, ines = site.log_in(site.world.ada), site.log_in(site.world.ines)
    own = [
        ada.get(f"/submissions/{public_id}").text,
        ada.get(f"/submissions/{public_id}/panel").text,
        ada.get("/courses/dl/exercises/linear").text,
        ada.get("/courses/dl/exercises/linear/attempts").text,
        site.bearer(site.world.ada).get(f"/api/v1/submissions/{public_id}").text,
    ]
    for text in own:
        for words in (TITLE, HINT, EXPLANATION):
            assert (words in text) is (words in seen), (words, steps)
        assert ("unsummed_bias" in text) is (TITLE in seen)
        assert not re.search(r">[^<{]*unsummed_bias", text)
        if TITLE not in seen:  # beside the title the question says nothing new
            assert (NUDGE in text) is (NUDGE in seen)
    staff = ines.get(f"/courses/dl/gradebook/{site.world.ada.id}/linear").text
    assert all(words in staff for words in (TITLE, HINT, EXPLANATION))


def test_a_mistake_without_a_question_of_its_own_still_gets_a_sentence():
    data = reports.unsummed_bias()
    (shown,) = withhold(data, HelpSteps.NUDGE)["diagnoses"]
    assert shown["title"] == labels.NUDGE
    assert TITLE not in str(shown)


def test_withholding_changes_nothing_that_is_stored():
    data = report()
    before = str(data)
    for steps in HelpSteps:
        withhold(data, steps)
    assert str(data) == before


VALUES = {
    "inputs": [{"name": "x", "shape": [1], "dtype": "float64", "numbers": [0.8125]}],
    "expected": {"shape": [1], "dtype": "float64", "numbers": [5.3125]},
    "got": {"shape": [1], "dtype": "float64", "numbers": [6.4375]},
    "wrong": [0],
}


def off_by_one():
    worst = {"index": [0], "expected": 5.3125, "got": 6.4375}
    wrong = reports.check("forward.output", Verdict.WA, 0, 30, "It is off.", error=1.125, worst=worst, values=VALUES)
    return reports.report(Verdict.WA, (reports.LOADS, wrong))


@pytest.mark.parametrize("steps", list(HelpSteps))
@pytest.mark.parametrize("feedback", list(FeedbackTime))
def test_arrays_are_shown_where_the_worst_element_is_and_nowhere_else(site, steps, feedback):
    with site.sessions() as session:
        room = site.world
        submission = classroom.submit(session, room.ada, room.items["linear"], off_by_one())
        session.get_one(type(room.course), room.course.id).help_steps = steps
        submission.exercise.assignment.feedback = feedback
        session.commit()
        public_id = submission.public_id
    ada = site.log_in(site.world.ada)
    is_shown = feedback is FeedbackTime.NOW
    for path in (
        f"/submissions/{public_id}",
        f"/submissions/{public_id}/panel",
        "/courses/dl/exercises/linear/attempts",
    ):
        text = ada.get(path).text
        assert ("expected 5.3125" in text) is is_shown
        assert ('data-array="expected"' in text) is is_shown
        assert ('data-values="forward.output"' in text) is is_shown
        assert ('data-check="forward.output"' in text) is is_shown
        assert not re.search(r">[^<]*forward\.output", text)
        assert "sandbox T1" not in text
        assert ("0.8125" in text) is is_shown
        assert ('<td class="wrong"><b>6.4375</b>' in text) is is_shown
    answer = site.bearer(site.world.ada).get(f"/api/v1/submissions/{public_id}").text
    assert ("5.3125" in answer) is ("0.8125" in answer) is is_shown


def test_a_stored_report_without_arrays_still_renders(site):
    with site.sessions() as session:
        public_id = classroom.submit(session, site.world.ada, site.world.items["linear"], report()).public_id
        session.commit()
    assert "data-values" not in site.log_in(site.world.ada).get(f"/submissions/{public_id}").text
