"""What all forms of pages and filters of addresses have in common."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from server.core.fields import Choice, Clamped, Line, Search, Text, Whole, errors_of
from server.core.filter_forms import FilterForm
from server.core.page_forms import PageForm


class Sample(FilterForm):
    name = Search("Name", 5)
    page = Clamped("Page", 1, 9)
    kind = Choice("Kind", [("a", "A")], default="a", error="“{}” is no kind.")
    title = Line("Title", 5, empty="Say how it is called.")
    count = Whole("Count", 0, 5, optional=True)


class SamplePage(PageForm):
    title = Line("Title", 5)


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.config |= {"SECRET_KEY": "-", "WTF_CSRF_ENABLED": False}
    return app


def read(**query: str) -> Sample:
    form = Sample(MultiDict({"title": "t", **query}))
    form.validate()
    return form


def test_a_search_is_trimmed_and_cut_rather_than_ignored():
    form = read(name="  okri\0-long ")
    assert (form.name.data, form.errors) == ("okri-", {})


def test_a_clamped_number_is_moved_to_the_nearest_bound():
    assert [read(page=text).page.number for text in ("7", "99", "-3", "x", "")] == [7, 9, 1, None, None]


def test_errors_come_with_the_label_of_their_field_and_those_of_the_form_last():
    form = read(kind="b", title=" ", count="6")
    form.form_errors = ["Nothing fits."]
    assert errors_of(form) == [
        "Kind: “b” is no kind.",
        "Title: Say how it is called.",
        "Count: “6” is not a whole number from 0 to 5.",
        "Nothing fits.",
    ]
    assert form.readable("kind", "a") == "a"


def test_a_json_body_is_no_form(app: Flask):
    with app.test_request_context(method="POST", json={"title": 5}):
        form = SamplePage()
        assert not form.validate_on_submit()
        assert errors_of(form) == ["Title: Title is empty. Enter a value."]


def test_a_link_fills_in_a_form_without_sending_it(app: Flask):
    with app.test_request_context("/?title=Rounding&more=1"):
        form = SamplePage.filled_from_query()
        assert (form.title.data, form.errors) == ("Rounding", {})


class Lines(FilterForm):
    line = Line("Line", 20)
    text = Text("Text", 20)


def test_a_line_has_no_line_breaks_and_a_text_keeps_them():
    form = Lines(MultiDict({"line": " a\r\nb:  c\u2028d ", "text": " a\r\nb "}))
    assert (form.line.data, form.text.data) == ("a b:  c d", "a\r\nb")
