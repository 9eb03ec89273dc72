"""Show, then confirm: which digest a request confirms, and what it sends again."""

from __future__ import annotations

import pytest
from flask import Flask

from server.core import confirm


@pytest.fixture
def blank() -> Flask:
    return Flask(__name__)


def test_digests_are_equal_for_equal_values_only():
    assert confirm.digest({"a": 1, "b": [2]}) == confirm.digest({"b": [2], "a": 1})
    assert confirm.digest({"a": 1}) != confirm.digest({"a": 2})


def test_a_first_preview_confirms_nothing(blank: Flask):
    with blank.test_request_context(method="POST", data={"points": "5"}):
        assert not confirm.was_shown("d")
        assert (confirm.is_outdated(), confirm.status()) == (False, 200)


def test_a_digest_that_no_longer_matches_is_a_conflict(blank: Flask):
    with blank.test_request_context(method="POST", data={"shown": "d", "points": "5"}):
        assert confirm.was_shown("d")
        assert not confirm.was_shown("e")
        assert (confirm.is_outdated(), confirm.status()) == (True, 409)


def test_the_fields_are_sent_again_without_those_of_the_protocol(blank: Flask):
    data = {"csrf_token": "t", "shown": "d", "step": "edit", "pick": ["a", "b"]}
    with blank.test_request_context(method="POST", data=data):
        assert confirm.fields_to_send_again() == [("pick", "a"), ("pick", "b")]
        assert confirm.wants_form()
