"""Every statement in a real browser: formulas typeset, figures with words, nothing wider than a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from exercises import catalog
from server.core.db import utcnow
from server.courses.creation import create_course
from server.courses.models import Enrollment, Role
from tests.browser.conftest import NARROW, WIDE, LogIn, Site

pytestmark = pytest.mark.browser

# Text of the statement that is neither code nor a typeset formula.
PROSE = """
element => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("code, pre, .math, svg").forEach((part) => part.remove());
  return copy.textContent;
}
"""


@pytest.fixture
def course(site: Site) -> str:
    """A course with the whole catalog, in which Ada is a student."""
    with site.sessions() as session:
        course = create_course(session, slug="all", title="All of it", first_due_at=utcnow())
        session.add(Enrollment(course_id=course.id, user_id=site.room.ada.id, role=Role.STUDENT))
        session.commit()
    return "/courses/all/exercises/"


@pytest.mark.parametrize(
    ("theme", "viewport"), [("light", WIDE), ("dark", NARROW)], ids=["light and wide", "dark on a phone"]
)
def test_every_statement_is_typeset_and_fits(log_in: LogIn, site: Site, course: str, theme: str, viewport) -> None:
    page = log_in("ada", viewport=viewport, color_scheme=theme)
    found: dict[str, list[str]] = {}
    for slug in catalog().slugs:
        page.goto(course + slug)
        page.locator(".math .katex").first.wait_for(state="attached")
        statement = page.locator("#statement .prose")
        expect(page.locator(".math:not(:has(.katex))")).to_have_count(0)
        problems = []
        if page.locator(".katex-error").count():
            problems.append("a formula that KaTeX refuses")
        prose = statement.evaluate(PROSE)
        problems += [f"raw {sign!r}" for sign in ("$", "\\", "![", "**") if sign in prose]
        for figure in statement.locator(".figure").all():
            svg = figure.locator(":scope > svg")
            if svg.count() != 1 or not svg.locator("title").first.text_content():
                problems.append("a figure without a picture or without words")
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            problems.append("wider than the screen")
        if problems:
            found[slug] = problems
    assert found == {}


def test_a_name_in_a_table_is_not_broken_into_two_lines(log_in: LogIn, course: str) -> None:
    page = log_in("ada", viewport=NARROW)
    page.goto(course + "minibatch_sgd")
    name = page.locator("#statement td > code").get_by_text("loss_and_grads", exact=True).first
    assert name.evaluate("element => element.getClientRects().length") == 1
