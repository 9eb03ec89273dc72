"""The pictures of the activations show what is graded, in the colors of the page."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from exercises import load
from exercises.drawing import curves
from exercises.tanh.figures import FIGURES as TANH
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it
from reference.svg import Plane

FAMILY = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "softmax")
CURVES = FAMILY[:-1]
WITH_KINK = {"relu", "leaky_relu", "elu"}


def svg(slug):
    ((_, drawn),) = load(slug).figures.items()
    return ET.fromstring(drawn)


NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("slug", FAMILY)
def test_pictures_have_a_title_and_a_description_and_take_the_colors_of_the_page(slug):
    root = svg(slug)
    assert len(root.findtext(f"{NAMESPACE}title")) > 5
    assert len(root.findtext(f"{NAMESPACE}desc")) > 60
    drawn = [item for item in root.iter() if "stroke" in item.attrib or "fill" in item.attrib]
    assert {item.get("stroke", "none") for item in drawn} <= {"currentColor", "none"}
    assert {item.get("fill", "none") for item in drawn} <= {"currentColor", "none"}
    assert not any("style" in item.attrib or "id" in item.attrib for item in root.iter())


def drawn_curve(root, kind):
    """Return the curve itself; the first element of its class is the sample in the legend."""
    _, curve = (item for item in root.iter(f"{NAMESPACE}g") if item.get("class") == kind)
    return curve


def points(path):
    return np.array([pair.split() for pair in path.get("d").removeprefix("M").split(" L")], dtype=float)


def test_a_picture_shows_the_function_and_its_derivative():
    plane = Plane(-4.0, 4.0, -1.0, 1.0, curves.BOX)
    root = ET.fromstring(TANH["curve.svg"]())
    across = [plane.across(x) for x in (-4.0, 4.0)]
    for kind, function in (("curve-value", np.tanh), ("curve-gradient", lambda x: 1.0 - np.tanh(x) ** 2)):
        (path,) = drawn_curve(root, kind).iter(f"{NAMESPACE}path")
        pixels = points(path)
        assert pixels[[0, -1], 0].tolist() == pytest.approx(across, abs=0.06)
        x = -4.0 + 8.0 * (pixels[:, 0] - across[0]) / (across[1] - across[0])
        np.testing.assert_allclose(pixels[:, 1], [plane.down(y) for y in function(x)], atol=0.2)


@pytest.mark.parametrize("slug", CURVES)
def test_only_a_derivative_that_jumps_has_open_ends(slug):
    rings = list(drawn_curve(svg(slug), "curve-gradient").iter(f"{NAMESPACE}circle"))
    assert len(rings) == (2 if slug in WITH_KINK else 0)
    assert list(drawn_curve(svg(slug), "curve-value").iter(f"{NAMESPACE}circle")) == []


def test_values_and_slopes_come_from_the_engine():
    value, slope = curves.value_and_slope(lambda x: F.leaky_relu(x, 0.2), np.array([-2.0, 3.0]))
    assert value.tolist() == [-0.4, 3.0]
    assert slope.tolist() == [0.2, 1.0]


def test_the_bars_of_softmax_carry_its_probabilities():
    texts = [item.text for item in svg("softmax").iter(f"{NAMESPACE}text")]
    probabilities = F.softmax(Tensor(np.array([2.0, 1.0, -1.0]))).numpy()
    assert [f"{p:.3f}" for p in probabilities if f"{p:.3f}" not in texts] == []
    assert {"2", "1", "−1"} <= set(texts)
    assert all(f"{p:.3f}" in load("softmax").statement for p in probabilities)
