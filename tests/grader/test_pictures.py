"""Pictures of failed checks: what they show, what they never do, and their words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from exercises import catalog, load
from exercises.expectations import Context
from exercises.spec import Tolerance
from grader.compare import Expected
from grader.pictures import describe, draw, picture
from grader.pictures.draw import contours
from tests.grader.conftest import check, judged, replaced

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(picture_):
    return ElementTree.fromstring(draw(picture_))


def heatmap(got, expected):
    return picture(np.array(got), Expected("it", np.array(expected), Tolerance()), Context("case"))


def test_an_activation_shows_expected_and_got_over_its_input():
    wrong = replaced("sigmoid", "return grad_output * self.s * (1.0 - self.s)", "return grad_output * (1.0 - self.s)")
    found = check(judged("sigmoid", wrong), "backward.grad_x").details["picture"]
    assert (found["kind"], found["of"]) == ("curve", "slope")
    assert found["x"] == sorted(found["x"])
    s = 1.0 / (1.0 + np.exp(-np.array(found["x"])))
    np.testing.assert_allclose(found["expected"], s * (1.0 - s), atol=1e-4)
    np.testing.assert_allclose(found["got"], 1.0 - s, atol=1e-4)
    svg = drawn(found)
    assert len([dot for dot in svg.iter(f"{SVG}circle") if dot.get("class") == "got"]) == len(found["x"]) + 1
    assert "The largest difference is at x = " in describe(found)[1]


def test_an_array_shows_where_it_is_wrong_and_says_so_in_words():
    expected = np.zeros((3, 4))
    got = expected.copy()
    got[:, 1] = [1.0, 0.3, 0.5]
    found = heatmap(got, expected)
    assert found["rows"] == [[0, 3, 0, 0], [0, 1, 0, 0], [0, 2, 0, 0]]
    assert describe(found)[1] == "Wrong elements: 3 of 12. The largest error is 1.0. Entirely wrong: column 1."
    svg = drawn(found)
    classes = [cell.get("class") for cell in svg.iter(f"{SVG}rect")]
    assert classes == ["off0", "off3", "off0", "off0", "off0", "off1", "off0", "off0", "off0", "off2", "off0", "off0"]
    assert len(list(svg.iter(f"{SVG}circle"))) == 3  # color is never alone


def test_an_array_with_four_axes_is_drawn_as_matrices_with_the_index_of_the_sentences():
    expected = np.zeros((2, 2, 2, 3))
    got = expected.copy()
    got[1, 0] = [[1.0, 0.3, 0.5], [0.2, 0.1, 0.4]]
    got[0, 1, 1, 2] = 0.5
    found = heatmap(got, expected)
    assert describe(found)[1].endswith("Entirely wrong: [1, 0, :, :].")
    ticks = [one.text for one in drawn(found).iter(f"{SVG}text")]
    titles = ["[0, 0, :, :]", "[0, 1, :, :]", "[1, 0, :, :]", "[1, 1, :, :]"]
    assert ticks == [text for title in titles for text in (title, "0", "1")] + ["0", "1", "2"]
    height = float(drawn(found).get("height"))
    assert all(float(cell.get("y")) + float(cell.get("height")) <= height for cell in drawn(found).iter(f"{SVG}rect"))


def test_of_many_wrong_matrices_a_few_are_named():
    expected = np.zeros((8, 2, 1, 2))
    got = expected + np.array([1.0, 0.2])
    text = describe(heatmap(got, expected))[1]
    assert "[2, 1, :, :], and 10 more." in text
    assert "[3, 0, :, :]" not in text


def test_what_is_wrong_the_same_everywhere_needs_no_picture():
    assert heatmap(np.ones((3, 3)), np.zeros((3, 3))) is None
    assert heatmap([1.0, 2.0], [0.0, 0.0]) is None


def test_not_finite_numbers_and_large_arrays_are_drawn_within_bounds():
    got, expected = np.zeros((100, 70)), np.zeros((100, 70))
    got[0, 0], got[1, 1], got[2, 2] = np.nan, np.inf, 1.0
    found = heatmap(got, expected)
    assert (len(found["rows"]), len(found["rows"][0])) == (24, 24)
    assert [found["rows"][i][i] for i in range(4)] == [3, 3, 3, 0]
    json.dumps(found, allow_nan=False)
    drawn(found)
    assert describe(found)[1].startswith("Wrong elements: 3 of 7000. At least one of them is not finite.")


@pytest.mark.parametrize("got", [None, "text", np.zeros(3), np.zeros((2, 2), complex), [0.0] * 4])
def test_other_forms_have_no_picture(got):
    assert picture(got, Expected("it", np.ones((2, 2)), Tolerance()), Context("case")) is None


def test_a_step_shows_the_way_of_the_reference_and_where_it_went():
    route = np.array([[0.0, 0.0], [1.0, 0.5], [1.5, 1.0]])
    context = Context("case", origin=route[1], route=route, surface=lambda point: float(point @ point))
    found = picture(np.array([3.0, 3.0]), Expected("it", route[2], Tolerance()), context)
    assert found["kind"] == "path"
    assert describe(found)[1] == "From (1.0, 0.5), the step should lead to (1.5, 1.0), but it leads to (3.0, 3.0)."
    kinds = {element.get("class") for element in drawn(found).iter()}
    assert {"contour", "expected", "got-line"} <= kinds


def test_contour_lines_of_a_bowl_are_circles():
    axis = np.linspace(-1.0, 1.0, 41)
    values = (axis[None, :] ** 2 + axis[:, None] ** 2).tolist()
    pieces = list(contours({"low": [-1.0, -1.0], "high": [1.0, 1.0], "values": values}))
    radii = np.array([np.hypot(*point) for piece in pieces for point in piece])
    levels = np.sqrt(2.0 * np.linspace(0.0, 1.0, 10)[1:-1] ** 2)
    assert np.abs(radii[:, None] - levels[None]).min(axis=1).max() < 2e-3
    assert all(np.abs(radii - level).min() < 2e-3 for level in levels[:5])


@pytest.mark.slow
@pytest.mark.parametrize("slug", catalog().slugs)
def test_pictures_of_known_mistakes_are_small_and_whole(slug):
    for wrong in load(slug).wrong_answers[::5]:
        for one in judged(slug, wrong.source).checks:
            found = one.details.get("picture")
            if found is not None:
                assert len(json.dumps(found, allow_nan=False)) < 12_000
                svg = drawn(found)
                title, text = (svg.find(f"{SVG}{tag}").text for tag in ("title", "desc"))
                assert title.endswith(".")
                assert text.endswith(".")
                assert not re.search(r"nan|inf\b", draw(found).replace(text, ""))


def test_the_page_and_the_report_have_one_style_of_pictures():
    own, served = (ROOT / path for path in ("grader/pictures/pictures.css", "server/static/css/pictures.css"))
    assert own.read_text() == served.read_text()


def test_where_only_the_total_is_off_no_element_is_wrong_and_there_is_no_picture():
    expected = Expected("it", np.zeros((2, 3)), Tolerance(), low=-np.ones((2, 3)), high=np.ones((2, 3)), total=0.0)
    assert picture(np.full((2, 3), 0.5), expected, Context("case")) is None


def test_a_step_that_differs_late_shows_the_digits_that_differ():
    context = Context("case", origin=np.zeros(2), route=np.array([[0.0, 0.0], [1.0, 1.0]]))
    expected = Expected("params", np.array([1.0, 2.0]), Tolerance())
    found = picture(np.array([1.0 + 3e-9, 2.0]), expected, context)
    assert found["expected"] != found["got"]
    assert "1.000000003" in describe(found)[1]
