"""What comes before and after an exercise."""

from __future__ import annotations

from datetime import timedelta

import pytest

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


@pytest.mark.parametrize("title", ["Backpropagation", "Week 1"])
def test_only_units_of_the_course_are_named_as_what_another_builds_on(site, title: str):
    with site.sessions() as session:
        session.query(Assignment).order_by(Assignment.position).first().title = title
        session.commit()
    ada, is_named = site.log_in(site.world.ada), title == "Backpropagation"
    assert ("Builds on Backpropagation." in ada.get(PAGE + "linear").text) == is_named
    assert ("after Backpropagation" in ada.get("/courses/dl").text) == is_named


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
