"""What comes before and after an exercise."""

from __future__ import annotations

from datetime import timedelta

from server.core.db import utcnow
from server.courses.models import Assignment
from tests.server.browser import make_site, site

__all__ = ["make_site", "site"]

PAGE = "/courses/dl/exercises/"


def test_an_exercise_leads_to_its_neighbors_and_names_what_it_builds_on(site):
    ada = site.log_in(site.world.ada)
    order = list(site.world.items)
    middle = ada.get(PAGE + order[1]).text
    assert f'href="{PAGE}{order[0]}">←' in middle
    assert f'href="{PAGE}{order[2]}">Next:' in middle
    assert "←" not in ada.get(PAGE + order[0]).text
    last = site.log_in(site.world.ines).get(PAGE + order[-1])
    assert last.status_code == 200
    assert "Next:" not in last.text
    assert f'href="{PAGE}{order[-2]}">←' in last.text
    assert "Builds on Backpropagation." in ada.get(PAGE + "linear").text


def test_what_is_not_open_yet_is_not_offered(site):
    with site.sessions() as session:
        units = session.query(Assignment).order_by(Assignment.position).all()
        last = units[-1]
        before = units[-2].exercises[-1].slug
        last.opens_at = utcnow() + timedelta(days=1)
        closed = last.exercises[0].slug
        session.commit()
    assert f"{PAGE}{closed}" not in site.log_in(site.world.ada).get(PAGE + before).text
    assert f"{PAGE}{closed}" in site.log_in(site.world.ines).get(PAGE + before).text


def test_the_course_page_says_what_a_unit_comes_after(site):
    assert "after Backpropagation" in site.log_in(site.world.ada).get("/courses/dl").text
