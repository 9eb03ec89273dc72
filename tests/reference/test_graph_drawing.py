"""Drawings of graphs: the lecture's numbers on the edges, valid SVG, valid dot."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from reference import Tensor, rules
from reference.errors import GradientError, GraphFreedError

SVG = "{http://www.w3.org/2000/svg}"


def lecture():
    x, y, z = (Tensor(v, requires_grad=True) for v in (-2.0, 5.0, -4.0))
    return (x + y) * z, {"x": x, "y": y, "z": z}


def texts(svg: str, kind: str) -> list[str]:
    return [t.text for t in ET.fromstring(svg).iter(f"{SVG}text") if t.get("class") == kind]


def test_text_shows_each_step_with_value_and_gradient():
    f, names = lecture()
    lines = str(f.graph(**names)).splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["x", "−2", "−4"],
        ["y", "5", "−4"],
        ["z", "−4", "3"],
        ["v4", "=", "x", "+", "y", "3", "−4"],
        ["v5", "=", "v4", "×", "z", "−12", "1"],
    ]


def test_svg_has_every_value_and_gradient_once():
    f, names = lecture()
    svg = f.graph(f=f, **names).svg("f & co")
    assert ET.fromstring(svg).find(f"{SVG}title").text == "f & co"
    assert sorted(texts(svg, "graph-value")) == sorted(["−2", "5", "−4", "3", "−12"])
    assert sorted(texts(svg, "graph-gradient")) == sorted(["−4", "−4", "3", "−4", "1"])
    assert texts(svg, "graph-name") == ["x", "y", "z", "+", "×", "f"]
    assert len(list(ET.fromstring(svg).iter(f"{SVG}path"))) == 5


def test_svg_needs_no_style_and_no_script():
    f, names = lecture()
    assert not re.search(r"style|script|href|on\w+=", f.graph(**names).svg())


def test_labels_do_not_lie_on_each_other():
    w, x, b = (Tensor(v, requires_grad=True) for v in (0.5, 2.0, 1.0))
    h = rules.tanh(w * x + b)
    svg = (h * w + rules.exp(h) * x).graph(w=w, x=x, b=b).svg()
    places = [(float(t.get("x")), float(t.get("y"))) for t in ET.fromstring(svg).iter(f"{SVG}text")]
    apart = [abs(x1 - x2) > 25 or abs(y1 - y2) > 10 for i, (x1, y1) in enumerate(places) for x2, y2 in places[:i]]
    assert all(apart)
    width, height = (float(v) for v in ET.fromstring(svg).get("viewBox").split()[2:])
    assert all(0 < x < width and 0 < y < height for x, y in places)


def test_dot_has_an_edge_for_each_use():
    x = Tensor(3.0, requires_grad=True)
    dot = (x * x + 1).graph(x=x).dot()
    assert dot.count('n0 -> n1 [label="3\\n6"];') == 2
    assert 'n0 [label="x", shape=plaintext];' in dot
    assert dot.startswith("digraph {")
    assert dot.count("{") == dot.count("}")


def test_arrays_show_their_shapes_and_constants_their_value():
    x = Tensor(np.ones((2, 3)), requires_grad=True)
    lines = str((x * 2.0 + np.ones(3)).sum().graph(x=x)).splitlines()
    assert lines[2].split() == ["v2", "=", "x", "×", "2", "2×3", "2×3"]
    assert lines[3].split() == ["v3", "=", "v2", "+", "3", "2×3", "2×3"]
    assert lines[4].split() == ["v4", "=", "sum(v3)", "18", "1"]


def test_quotes_in_names_do_not_break_dot():
    x = Tensor(3.0, requires_grad=True)
    assert '[label="\\"x\\"", shape=plaintext]' in (x * 1.0).graph(**{'"x"': x}).dot()


def test_drawing_leaves_gradients_and_graph_alone():
    f, names = lecture()
    f.graph(**names)
    f.backward()
    assert names["x"].grad == -4


def test_drawing_a_freed_graph_is_refused():
    f, names = lecture()
    f.backward()
    with pytest.raises(GraphFreedError, match="'multiply'"):
        f.graph(**names)


def test_drawing_many_results_needs_a_gradient():
    x = Tensor(np.ones(2), requires_grad=True)
    with pytest.raises(GradientError, match="single number"):
        (x * 2).graph()
    assert str((x * 2).graph(np.ones(2), x=x)).splitlines()[1].split() == ["x", "2", "2"]


def test_notebooks_show_the_svg():
    f, names = lecture()
    drawing = f.graph(**names)
    assert drawing._repr_svg_() == drawing.svg()
