"""The instructor's pages."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from tests.server import classroom, reports
from tests.server.classroom import SOURCE, Classroom
from tests.server.conftest import Visitor


def test_a_cell_leads_to_the_attempts_with_code_report_and_history(visit, session: Session, room: Classroom):
    item = room.items["linear"]
    classroom.submit(session, room.ada, item, reports.raises(11), source=SOURCE + "# the first\n")
    classroom.submit(session, room.ada, item, reports.accepted(), source=SOURCE + "# the second\n")
    ines: Visitor = visit("ines")
    page = ines.get("/courses/dl/gradebook").text
    link = re.search(rf'href="(/courses/dl/gradebook/{room.ada.id}/linear)" title="Linear: ([^"]+)"', page)
    assert link
    assert link.group(2) == "100 of 100, 2 attempts, solved"
    cell = ines.get(link.group(1)).text
    assert "# the second" in cell
    assert "Everything is correct." in cell
    assert "Score history" in cell
    first = re.search(rf'href="({link.group(1)}\?attempt=[0-9a-f]+)">1</a>', cell)
    assert first
    assert "# the first" in ines.get(first.group(1)).text


def test_filters_come_from_the_address_and_stay_in_the_form(visit):
    page = visit("ines").get("/courses/dl/gradebook?name=okri&state=stuck").text
    assert 'value="okri"' in page
    assert "No students match the filter." in page
    assert '<option value="stuck" selected>' in page
    page = visit("ines").get("/courses/dl/gradebook?name=okri&page=nonsense").text
    assert "page: “nonsense” is not a whole number" in page
    assert "Ben Okri" in page
    assert "Ada Lovelace" not in page


def test_somebody_who_is_no_student_here_has_no_cell(visit, room: Classroom):
    ines: Visitor = visit("ines")
    for user_id in (room.ines.id, room.otto.id, 99999):
        assert ines.get(f"/courses/dl/gradebook/{user_id}/linear").status_code == 404
    assert ines.get(f"/courses/dl/gradebook/{room.ada.id}/nothing").status_code == 404


def test_an_instructor_of_another_course_sees_nothing_of_this_one(visit):
    otto: Visitor = visit("otto")
    assert otto.get("/courses/dl/gradebook/scores.csv").status_code == 404
    assert "Ada Lovelace" not in otto.get("/courses/other/gradebook").text


def test_a_second_click_undoes_no_further_override(visit, session: Session, room: Classroom):
    """Two people who undo at once, or one who clicks twice, undo the override that their page shows, and no other."""
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    ines: Visitor = visit("ines")
    cell = f"/courses/dl/gradebook/{room.ada.id}/linear"
    for points in ("50", "60"):
        ines.post(f"{cell}/decision", {"points": points, "reason": "oral"})
    form = dict(re.findall(r'name="(override)" value="(\d+)"', ines.get(cell).text))
    for _ in range(2):
        assert ines.post(f"{cell}/decision/undo", form).status_code == 303
    page = ines.get(cell).text
    assert '<span class="mono">50/100</span>' in page
    assert "This override is no longer the current one." in page
    assert ines.post(f"{cell}/decision/undo").status_code == 400


def test_a_second_click_makes_no_second_override(visit, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    ines: Visitor = visit("ines")
    cell = f"/courses/dl/gradebook/{room.ada.id}/linear"
    for _ in range(2):
        ines.post(f"{cell}/decision", {"excuse": "1", "reason": "ill"})
    form = dict(re.findall(r'name="(override)" value="(\d+)"', ines.get(cell).text))
    ines.post(f"{cell}/decision/undo", form)
    page = ines.get(cell).text
    assert '<span class="mono">70/100</span>' in page
    assert "Remove override" not in page
