"""The pages: asking, pairs, groups, two sources side by side."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent, User
from server.courses.models import AssignmentExercise, Enrollment, Role
from server.similarity import task
from server.similarity.models import SimilarityPair, SimilarityRun
from server.similarity.side_by_side import source_lines
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.similarity.statements import watched
from tests.server.similarity.test_compare import program

INDEX = "/courses/dl/similarity"
LINEAR = f"{INDEX}/linear"


def student(session: Session, room: Classroom, name: str) -> User:
    user = User(email=f"{name}@example.org", name=name, password_hash="-")
    session.add(user)
    session.flush()
    session.add(Enrollment(course_id=room.course.id, user_id=user.id, role=Role.STUDENT))
    session.commit()
    return user


def hand_in(session: Session, room: Classroom, user: User, source: str) -> None:
    classroom.submit(session, user, room.items["linear"], reports.accepted(), source=source)


def compare(app: Flask) -> None:
    task.run_next_comparison(app.extensions["chainrule.sessions"])


def test_from_the_button_to_two_sources_side_by_side(visit, app: Flask, session: Session, room: Classroom):
    hand_in(session, room, room.ada, program(1, 4) + program(2, 6))
    hand_in(session, room, room.ben, program(2, 6) + program(1, 4))
    amy: Visitor = visit("amy")
    assert "not yet" in amy.get(INDEX).text
    assert "Compare attempts" in amy.get(LINEAR).text
    answer = amy.post(LINEAR)
    assert (answer.status_code, answer.location) == (303, LINEAR)
    waiting = amy.get(LINEAR).text
    assert 'data-comparison="waiting"' in waiting
    assert '<meta http-equiv="refresh" content="5">' in waiting
    assert "already in progress" in amy.post(LINEAR, follow_redirects=True).text
    assert [line.action for line in session.query(AuditEvent).filter_by(course_id=room.course.id)] == [
        "similarity.compared"
    ]
    session.rollback()
    compare(app)
    done = amy.get(LINEAR).text
    assert "http-equiv" not in done
    assert 'data-compared="2"' in done
    assert "requested by Amy Assistant" in done
    assert re.search(r'<td class="num mono">1</td>', amy.get(INDEX).text)
    link = re.search(rf'href="({LINEAR}/\d+)"', done)
    assert link
    pair = amy.get(link.group(1)).text
    assert re.search(r"Received first</b>.*Received later</b>", pair, re.DOTALL)
    to_the_second = r"\d\d:\d\d:\d\d C?E?S?T</time>"  # two attempts of one minute
    assert len(re.findall(to_the_second, pair)) == len(re.findall(to_the_second, done)) == 2
    # Block 1 is at the top of the left source and further down in the right one; each leads to the other.
    numbers = re.findall(r'<td class="no">(\d+)</td><td class="number"><a id="(\w+)" href="#(\w+)"', pair)
    assert numbers == [("1", "l1", "r1"), ("5", "l2", "r2"), ("1", "r2", "l2"), ("7", "r1", "l1")]


def test_the_limit_comes_from_the_address_and_stays_in_the_form(visit, session: Session, room: Classroom):
    left, right = (classroom.submit(session, user, room.items["linear"]) for user in (room.ada, room.ben))
    classroom.resemble(session, room.ines, left, right, share=4200)
    ines: Visitor = visit("ines")
    assert "No pair of attempts has a share of 50% or more." in ines.get(LINEAR).text
    page = ines.get(f"{LINEAR}?least=40").text
    assert "42%" in page
    assert 'value="40"' in page
    for nonsense, shown in (("abc", "50"), ("-5", "20"), ("1000", "100"), ("9" * 40, "100")):
        assert f'value="{shown}"' in ines.get(f"{LINEAR}?least={nonsense}&page={nonsense}").text


def test_fifty_pairs_a_page_the_strongest_first_and_groups_of_all(visit, session: Session, room: Classroom):
    people = [student(session, room, f"Person {number}") for number in range(12)]
    sent = [classroom.submit(session, person, room.items["linear"]) for person in people]
    first = classroom.resemble(session, room.ines, sent[0], sent[1], share=9999)
    edges = [(a, b) for a in range(12) for b in range(a + 1, 12)][1:]
    session.add_all(
        SimilarityPair(
            run_id=first.run_id, left_id=sent[a].id, right_id=sent[b].id, tokens=30, share=9000 - n, ranges=[]
        )
        for n, (a, b) in enumerate(edges)
    )
    session.commit()
    ines: Visitor = visit("ines")
    page = ines.get(LINEAR).text
    assert "66 pairs" in page
    assert page.count("Side by side<") == 50 + 1  # and the heading
    assert page.index("100%") < page.index("90%")
    assert "<b>12 students:</b> Person" in page
    assert "Page 1 of 2" in page
    last = ines.get(f"{LINEAR}?page=2").text
    assert last.count("Side by side<") == 16 + 1
    assert "More similar" in last
    assert "Page 2 of 2" in ines.get(f"{LINEAR}?page=77").text


def test_a_pair_of_another_exercise_or_course_is_not_found(visit, session: Session, room: Classroom):
    left, right = (classroom.submit(session, user, room.items["linear"]) for user in (room.ada, room.ben))
    pair = classroom.resemble(session, room.ines, left, right)
    ines, otto = visit("ines"), visit("otto")
    assert ines.get(f"{LINEAR}/{pair.id}").status_code == 200
    for path in (f"{INDEX}/relu/{pair.id}", f"{LINEAR}/{pair.id + 1}", f"{LINEAR}/{2**40}", f"{INDEX}/nothing"):
        assert ines.get(path).status_code == 404, path
    for path in (
        f"/courses/other/similarity/linear/{pair.id}",
        f"{LINEAR}/{pair.id}",
        "/courses/other/similarity/linear",
    ):
        assert otto.get(path).status_code == 404, path
    assert otto.post("/courses/other/similarity/linear").status_code == 404
    assert session.query(SimilarityRun).count() == 1


def test_no_page_of_a_student_leads_there(visit, session: Session, room: Classroom):
    left, right = (classroom.submit(session, user, room.items["linear"]) for user in (room.ada, room.ben))
    classroom.resemble(session, room.ines, left, right)
    ada: Visitor = visit("ada")
    for path in ("/courses/dl", "/courses/dl/exercises/linear", f"/submissions/{left.public_id}"):
        assert "similar" not in ada.get(path).text.lower(), path
    assert INDEX in visit("amy").get("/courses/dl").text


def test_names_and_sources_are_text_and_who_has_left_is_marked(visit, app: Flask, session: Session, room: Classroom):
    evil = "<img src=x onerror=alert(1)>"
    mallory = student(session, room, evil)
    hand_in(session, room, mallory, program(1) + f"# {evil}\n")
    hand_in(session, room, room.cleo, program(1))
    ines: Visitor = visit("ines")
    ines.post(LINEAR)
    compare(app)
    page = ines.get(LINEAR).text
    link = re.search(rf'href="({LINEAR}/\d+)"', page)
    assert link
    for text in (page, ines.get(link.group(1)).text):
        assert "<img" not in text
        assert "&lt;img" in text
        assert "(left the course)" in text


def test_what_failed_is_said_in_the_end_and_the_last_good_one_stays(
    visit, app: Flask, session: Session, room: Classroom, monkeypatch: pytest.MonkeyPatch
):
    ines: Visitor = visit("ines")
    ines.post(LINEAR)
    compare(app)
    ines.post(LINEAR)
    monkeypatch.setattr(task, "compare_attempts", lambda *_: 1 / 0)
    compare(app)
    page = ines.get(LINEAR).text
    assert 'data-comparison="failed"' in page
    assert "ZeroDivisionError: division by zero" in page
    assert 'data-compared="0"' in page
    assert "Compare again" in page
    assert "newer comparison: failed" in ines.get(INDEX).text


def test_the_number_of_queries_of_a_page_does_not_grow_with_the_pairs(
    visit, app: Flask, session: Session, room: Classroom
):
    ines: Visitor = visit("ines")
    counts = []
    for size in (4, 9):
        for number in range(size):
            hand_in(session, room, student(session, room, f"s{size}-{number}"), program(size))
        ines.post(LINEAR)
        compare(app)
        with watched(app.extensions["chainrule.engine"]) as seen:
            assert "Groups" in ines.get(LINEAR).text
            ines.get(INDEX)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_exercise_that_is_not_installed_is_compared_and_the_page_says_so(
    visit, app: Flask, session: Session, room: Classroom
):
    session.get_one(AssignmentExercise, room.items["linear"].id).slug = "not_here"
    session.commit()
    ines: Visitor = visit("ines")
    ines.post(f"{INDEX}/not_here")
    compare(app)
    assert "not installed on this server" in ines.get(f"{INDEX}/not_here").text


def test_lines_of_a_side_know_their_blocks():
    lines = source_lines("a = 1\nb = 2\nc = 3\nd = 4\n", [(3, 3), (1, 2), (2, 2)])
    assert [(line.number, line.block, line.begins) for line in lines] == [
        (1, 2, (2,)), (2, 3, (3,)), (3, 1, (1,)), (4, None, ()),
    ]  # fmt: skip
    assert [line.tone for line in lines] == [2, 3, 1, None]


def test_in_a_long_side_the_lines_between_the_ends_of_blocks_share_a_row():
    lines = source_lines("\n" * 131_000, [(2_500, 130_000), (10, 10)])
    assert [(line.number, line.block, line.begins) for line in lines] == [
        (1, None, ()), (10, 2, (2,)), (11, None, ()), (2_500, 1, (1,)), (2_501, 1, ()), (130_000, 1, ()),
        (130_001, None, ()),
    ]  # fmt: skip
    assert sum(len(line.numbers.split("\n")) for line in lines) == 131_000
