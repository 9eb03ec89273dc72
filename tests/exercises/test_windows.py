"""Convolution and pooling: their data reaches what the checks are for, and their texts and pictures are true."""

from __future__ import annotations

import re

import numpy as np
import pytest

from exercises import load
from exercises.conv2d import figures as conv2d_figures
from exercises.max_pool2d import figures as max_pool2d_figures
from exercises.spec import Case
from reference import Tensor

SEEDS = range(20)


def cases(slug, seed=0):
    return load(slug).spec.cases(np.random.default_rng(seed))


def plain(slug, seed=0):
    return [case for case in cases(slug, seed) if case.group is None]


def modules(slug):
    for solution in load(slug).accepted:
        module = {}
        exec(solution.source, module)
        yield module


def drawn_numbers(svg):
    return [float(text.replace("−", "-")) for text in re.findall(r">(−?[\d.]+)</text>", svg)]


def geometry(case):
    """Image, kernel, stride and padding of a convolution."""
    height, width = case.inputs["x"].shape[2:]
    kernel = case.construct["weight"].shape[2:]
    return (height, width), kernel, case.construct.get("stride", 1), case.construct.get("padding", 0)


def rest(case):
    """For each axis, what is left over after the last move of the window."""
    image, kernel, stride, padding = geometry(case)
    return tuple((size + 2 * padding - k) % stride for size, k in zip(image, kernel, strict=True))


def test_conv2d_sees_sizes_that_all_differ_and_a_square():
    sizes = [(*case.inputs["x"].shape, *case.construct["weight"].shape) for case in plain("conv2d")]
    assert any(len({n, c, h, w, f}) == 5 and kh != kw for n, c, h, w, f, _, kh, kw in sizes)
    assert any(h == w and kh == kw and n == c == f for n, c, h, w, f, _, kh, kw in sizes)
    assert any(h < w for _, _, h, w, *_ in sizes)
    assert any(h > w for _, _, h, w, *_ in sizes)


def test_conv2d_sees_strides_and_paddings_of_every_kind():
    found = [geometry(case) for case in plain("conv2d")]
    assert any(padding == 0 and stride > max(kernel) for _, kernel, stride, padding in found)
    assert any(padding > 0 and 1 < stride < max(kernel) for _, kernel, stride, padding in found)
    assert any(padding > 1 for *_, padding in found)
    assert any(stride == 1 and padding == 0 for _, _, stride, padding in found)
    assert all(padding < min(kernel) for _, kernel, _, padding in map(geometry, cases("conv2d")))


def test_conv2d_sees_a_kernel_of_one_pixel_with_a_stride():
    assert any(kernel == (1, 1) and stride > 1 for _, kernel, stride, _ in map(geometry, plain("conv2d")))


def test_conv2d_sees_a_stride_that_does_not_divide_along_either_axis():
    left = [rest(case) for case in plain("conv2d")]
    assert any(rows > 0 for rows, _ in left)
    assert any(columns > 0 for _, columns in left)
    assert any(rows > 0 and columns > 0 for rows, columns in left)


def test_conv2d_uses_the_defaults_in_each_part():
    with_defaults = [case.part for case in cases("conv2d") if set(case.construct) == {"weight", "bias"}]
    assert with_defaults == ["", "rectangular"]


def test_the_two_layers_that_must_not_share_differ_in_all_they_keep():
    one, other = ({"stride": 1, "padding": 0} | case.construct for case in plain("conv2d")[-2:])
    assert one["stride"] != other["stride"]
    assert one["padding"] != other["padding"]


def test_conv2d_measures_every_slope_of_small_arrays():
    for case in cases("conv2d"):
        if case.gradcheck:
            assert max(case.inputs["x"].size, case.construct["weight"].size) <= 32
            assert rest(case) != (0, 0)


def test_conv2d_sees_a_single_image_and_a_single_window():
    (image,) = (case for case in cases("conv2d") if case.group == "single_image")
    (window,) = (case for case in cases("conv2d") if case.group == "single_window")
    assert len(image.inputs["x"]) == 1
    assert window.inputs["x"].shape[2:] == window.construct["weight"].shape[2:]


def test_conv2d_worked_example():
    image, kernel = conv2d_figures.IMAGE[None, None], conv2d_figures.KERNEL[None, None]
    for module in modules("conv2d"):
        layer = module["Conv2d"](kernel, np.array([1.0]), stride=2, padding=1)
        assert layer.forward(image).tolist() == [[[[2.0, 5.0], [0.0, 8.0]]]]
        grad_x = layer.backward(np.array([[[[1.0, -1.0], [0.0, 2.0]]]]))
        assert grad_x.tolist() == [[[[1.0, -2.0, -1.0, 0.0], [0.0, 2.0, 0.0, -2.0], [0.0, 4.0, 2.0, 0.0]]]]
        assert layer.grad_weight.tolist() == [[[[2.0, 4.0, 2.0], [4.0, 3.0, 3.0]]]]
        assert layer.grad_bias.tolist() == [2.0]


def test_conv2d_figure_shows_the_worked_example():
    svg = load("conv2d").figures["windows.svg"]
    shown = drawn_numbers(svg)
    padded = np.pad(conv2d_figures.IMAGE, 1)
    assert shown == [*padded.ravel(), *conv2d_figures.KERNEL.ravel(), 2.0, 5.0, 0.0, 8.0]
    assert "gives 2." in svg
    assert "gives 8." in svg


def pooling(case):
    """Image, window and stride of a pooling, each as a pair."""
    pairs = [np.broadcast_to(case.construct[name], 2).tolist() for name in ("kernel_size", "stride")]
    return list(case.inputs["x"].shape[2:]), *pairs


def wins(case):
    """For each pixel, how many windows it is the only largest of."""
    spec = load("max_pool2d").spec
    low, high = spec.subgradients(case, np.ones(spec.reference(Tensor(case.inputs["x"]), **case.construct).shape))
    return np.where(low == high, low, 0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_max_pool2d_sees_a_pixel_that_wins_several_windows(seed):
    assert any((wins(case) >= 4).any() for case in plain("max_pool2d", seed))


def test_max_pool2d_sees_numbers_and_pairs_overlaps_and_gaps_along_both_axes():
    found = plain("max_pool2d")
    assert {type(case.construct["kernel_size"]) for case in found} == {int, tuple}
    assert {type(case.construct["stride"]) for case in found} == {int, tuple}
    for axis in (0, 1):
        windows = [(image[axis], kernel[axis], stride[axis]) for image, kernel, stride in map(pooling, found)]
        assert any(stride < kernel for _, kernel, stride in windows)
        assert any(stride > kernel for _, kernel, stride in windows)
        assert any((size - kernel) % stride for size, kernel, stride in windows)
    assert any(kernel[0] < kernel[1] for _, kernel, _ in map(pooling, found))
    assert any(kernel[0] > kernel[1] for _, kernel, _ in map(pooling, found))
    assert any(kernel == [1, 1] for _, kernel, _ in map(pooling, found))


@pytest.mark.parametrize("seed", SEEDS)
def test_max_pool2d_has_no_ties_outside_of_the_group_of_ties(seed):
    for case in cases("max_pool2d", seed):
        gaps = np.diff(np.sort(case.inputs["x"].ravel()))
        tied = case.group == "ties" and "close" not in case.name
        assert bool((gaps == 0.0).any()) == tied
        if case.group is None:
            assert gaps.min() > 1e-3


def test_max_pool2d_sees_images_below_zero():
    assert any((case.inputs["x"] < 0.0).all() for case in plain("max_pool2d"))
    assert any((case.inputs["x"] < -1e9).all() for case in cases("max_pool2d") if case.group == "extremes")


def test_max_pool2d_sees_a_single_image_and_a_single_window():
    (image,) = (case for case in cases("max_pool2d") if case.group == "single_image")
    (window,) = (case for case in cases("max_pool2d") if case.group == "single_window")
    assert len(image.inputs["x"]) == 1
    size, kernel, _ = pooling(window)
    assert size == kernel


def test_the_two_pools_that_must_not_share_differ_in_all_they_keep():
    one, other = (case.construct for case in plain("max_pool2d")[-2:])
    assert one["kernel_size"] != other["kernel_size"]
    assert one["stride"] != other["stride"]


def test_subgradients_of_a_tie_reach_from_nothing_to_everything():
    case = Case("a tie", {"x": np.array([[[[1.0, 1.0, 0.0], [0.0, 1.0, 2.0]]]])}, {"kernel_size": 2, "stride": 1})
    low, high = load("max_pool2d").spec.subgradients(case, np.array([[[[3.0, -5.0]]]]))
    assert low.tolist() == [[[[0.0, 0.0, 0.0], [0.0, 0.0, -5.0]]]]
    assert high.tolist() == [[[[3.0, 3.0, 0.0], [0.0, 3.0, -5.0]]]]


def test_subgradients_of_a_negative_gradient_reach_down():
    case = Case("a tie", {"x": np.ones((1, 1, 1, 2))}, {"kernel_size": (1, 2), "stride": 1})
    low, high = load("max_pool2d").spec.subgradients(case, np.array([[[[-4.0]]]]))
    assert low.tolist() == [[[[-4.0, -4.0]]]]
    assert high.tolist() == [[[[0.0, 0.0]]]]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_way_of_sharing_a_tie_is_within_bounds_and_conserves_the_total(seed):
    spec, rng = load("max_pool2d").spec, np.random.default_rng(seed)
    for case in cases("max_pool2d", seed):
        for module in modules("max_pool2d"):
            layer = module["MaxPool2d"](**case.construct)
            upstream = rng.normal(size=layer.forward(case.inputs["x"]).shape)
            low, high = spec.subgradients(case, upstream)
            got = layer.backward(upstream)
            assert ((low - 1e-12 <= got) & (got <= high + 1e-12)).all()
            np.testing.assert_allclose(got.sum(), upstream.sum(), atol=1e-10)


def test_max_pool2d_worked_example():
    for module in modules("max_pool2d"):
        layer = module["MaxPool2d"]((2, 3), (1, 2))
        assert layer.forward(max_pool2d_figures.IMAGE[None, None]).tolist() == [[[[7.0, 7.0], [7.0, 8.0]]]]
        grad_x = layer.backward(max_pool2d_figures.UPSTREAM[None, None])
        assert grad_x.tolist() == [[[[0.0] * 5, [0.0, 0.0, 1.5, 0.0, 0.0], [0.0, 0.0, 0.0, 3.0, 0.0]]]]


def test_max_pool2d_figure_shows_the_worked_example_and_its_winners():
    svg = load("max_pool2d").figures["windows.svg"]
    output, gradient = [7.0, 7.0, 7.0, 8.0], [0.0] * 7 + [1.5, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 0.0]
    shown = [*max_pool2d_figures.IMAGE.ravel(), *output, *max_pool2d_figures.UPSTREAM.ravel(), *gradient]
    assert drawn_numbers(svg) == shown
    assert svg.count("<circle") == 4
    assert svg.count('stroke-dasharray="') == 12


@pytest.mark.parametrize("slug", ["conv2d", "max_pool2d"])
def test_figures_have_a_name_and_a_description_and_take_the_color_of_the_page(slug):
    for svg in load(slug).figures.values():
        assert re.search(r"<title>.+</title>\n<desc>.+</desc>", svg)
        assert "currentColor" in svg
        assert "<style" not in svg


@pytest.mark.parametrize(
    ("slug", "numbers"),
    [
        ("max_pool2d", ["(4, 0, 7), (2, 3, 1)", "0.5 - 1 + 2 = 1.5", "4.5", "row 2, column 3"]),
        ("conv2d", ["$2$ | $1$", "$5$ | $-1$", "$0$ | $0$", "$8$ | $2$", "(2, 4, 2)", "(4, 3, 3)", "(1, -2, -1, 0)"]),
    ],
)
def test_the_statement_shows_these_numbers(slug, numbers):
    statement = load(slug).statement
    assert [number for number in numbers if number not in statement] == []


@pytest.mark.parametrize(("slug", "least"), [("linear", 20), ("conv2d", 20), ("max_pool2d", 20)])
def test_every_mistake_has_three_steps_of_help(slug, least):
    wrong = load(slug).wrong_answers
    assert len(wrong) >= least
    assert len({one.title for one in wrong}) == len(wrong)
    for one in wrong:
        assert one.title.endswith("."), one.id
        assert one.nudge.endswith("?"), one.id
        assert one.hint.endswith("."), one.id
        assert one.explanation.endswith("."), one.id
