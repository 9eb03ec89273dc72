"""The navigation of a course says where one is."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("gradebook", "Gradebook"),
        ("regrades", "Gradebook"),
        ("people/sections", "People"),
        ("settings", "Settings"),
        ("announcements", "Settings"),
        ("view-as", "Settings"),
    ],
)
def test_the_place_that_a_page_lies_behind_is_marked_and_no_other(visit, path: str, label: str) -> None:
    header = visit("ines").get(f"/courses/dl/{path}").text.partition("</header>")[0]
    assert re.findall(r'<a [^>]*aria-current="(?:page|true)">([^<]+)</a>', header) == [label]
