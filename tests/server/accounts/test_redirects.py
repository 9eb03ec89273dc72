"""A login leads into this site only."""

from __future__ import annotations

import pytest

from server.accounts.sessions import safe_next
from tests.server.conftest import Visitor

OUTSIDE = [
    "https://evil.example",
    "http:evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
    "/" + "a" * 3000,
    "//[invalid",
    "/%09/\x00",
]


@pytest.mark.parametrize("target", OUTSIDE)
def test_an_address_outside_is_refused(target: str):
    assert safe_next(target) is None


@pytest.mark.parametrize(
    "target", ["/", "/courses/dl", "/courses/dl?name=a&stuck=1#x", "/a//b", "/?next=https://x.example"]
)
def test_a_path_of_this_site_is_kept(target: str):
    assert safe_next(target) == target


@pytest.mark.parametrize("target", [item for item in OUTSIDE if "\x00" not in item])
def test_a_login_never_leaves_the_site(visit, target: str):
    answer = visit().post("/login", {"email": "ada@example.org", "password": "a long enough secret", "next": target})
    assert answer.status_code == 302
    assert answer.location == "/"


def test_a_login_leads_where_its_visitor_wanted_to_go(visit):
    visitor: Visitor = visit()
    asked = visitor.get("/courses/dl?x=1")
    assert asked.location == "/login?next=%2Fcourses%2Fdl%3Fx%3D1"
    assert 'name="next" value="/courses/dl?x=1"' in visitor.get(asked.location).text
    answer = visitor.post(
        "/login", {"email": "ada@example.org", "password": "a long enough secret", "next": "/courses/dl?x=1"}
    )
    assert answer.location == "/courses/dl?x=1"
