"""Convolution and pooling against loops that anyone can read."""

import numpy as np
import pytest

from reference import Tensor, grad, vjp
from reference.errors import ShapeError
from reference.gradcheck import assert_gradcheck
from reference.nn import functional as F  # noqa: N812

CASES = [
    {},
    {"padding": 1},
    {"stride": 2},
    {"stride": (2, 1), "padding": (0, 2)},
    {"stride": 3, "padding": 1, "dilation": (1, 2)},
    {"dilation": 2},
]


def pair(size):
    return (size, size) if isinstance(size, int) else size


def windows(x, kernel, stride=1, padding=0, dilation=1, fill=0.0):
    """Each position of the output with the window it is made of."""
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = map(pair, (kernel, stride, padding, dilation))
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=fill)
    tall, wide = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    for i, top in enumerate(range(0, x.shape[2] - tall + 1, sh)):
        for j, left in enumerate(range(0, x.shape[3] - wide + 1, sw)):
            yield i, j, x[:, :, top : top + tall : dh, left : left + wide : dw]


def by_loops(x, kernel, value, **options):
    found = {(i, j): value(window) for i, j, window in windows(x, kernel, **options)}
    rows, columns = max(found)
    return np.array([[found[i, j] for j in range(columns + 1)] for i in range(rows + 1)]).transpose(2, 3, 0, 1)


def images(seed=0):
    return np.random.default_rng(seed).standard_normal((2, 3, 7, 6))


@pytest.mark.parametrize("options", CASES, ids=str)
@pytest.mark.parametrize("kernel", [(2, 3), (3, 2), (1, 1)])
def test_conv2d(kernel, options):
    rng = np.random.default_rng(1)
    x, w, b = images(), rng.standard_normal((4, 3, *kernel)), rng.standard_normal(4)
    y = F.conv2d(Tensor(x), Tensor(w), Tensor(b), **options)
    expected = by_loops(x, kernel, lambda window: np.einsum("nchw,fchw->nf", window, w) + b, **options)
    np.testing.assert_allclose(y.data, expected, rtol=1e-11, atol=1e-13)
    assert_gradcheck(lambda *t: F.conv2d(*t, **options), [x, w, b], directions=6)
    assert_gradcheck(lambda *t: F.conv2d(*t, **options), [x, w], directions=3, order=2)


def test_every_element_of_the_gradient_of_conv2d():
    rng = np.random.default_rng(2)
    arrays = [rng.standard_normal(shape) for shape in ((1, 2, 4, 3), (2, 2, 2, 2), (2,))]
    assert_gradcheck(lambda *t: F.conv2d(*t, stride=2, padding=1), arrays)


@pytest.mark.parametrize(
    ("kernel", "options"),
    [(2, {}), (3, {"stride": 1}), ((2, 3), {"stride": (1, 2)}), (3, {"stride": 2, "padding": 1}), (4, {"stride": 3})],
)
def test_pools(kernel, options):
    x = images()
    y = F.max_pool2d(Tensor(x), kernel, **options)
    given = {"stride": kernel, **options}
    expected = by_loops(x, pair(kernel), lambda w: w.max(axis=(2, 3)), **given, fill=-np.inf)
    np.testing.assert_array_equal(y.data, expected)
    z = F.avg_pool2d(Tensor(x), kernel, **options)
    np.testing.assert_allclose(z.data, by_loops(x, pair(kernel), lambda w: w.mean(axis=(2, 3)), **given), atol=1e-14)
    assert_gradcheck(lambda x: F.max_pool2d(x, kernel, **options), [x])
    assert_gradcheck(lambda x: F.avg_pool2d(x, kernel, **options), [x])


def test_max_pool2d_with_dilation():
    y = F.max_pool2d(Tensor(images()), 2, stride=1, dilation=(2, 3))
    expected = by_loops(images(), (2, 2), lambda w: w.max(axis=(2, 3)), dilation=(2, 3))
    np.testing.assert_array_equal(y.data, expected)


def test_tied_maxima_share_the_gradient_and_nothing_is_lost():
    g = np.random.default_rng(3).standard_normal((1, 1, 3, 3))
    _, pullback = vjp(lambda x: F.max_pool2d(x, 2, stride=1), np.zeros((1, 1, 4, 4)))
    gx = pullback(g)[0]
    assert gx.sum() == pytest.approx(g.sum())
    assert gx[0, 0, 0, 0] == pytest.approx(g[0, 0, 0, 0] / 4)


def test_padding_never_wins_the_maximum():
    x = -np.ones((1, 1, 2, 2))
    np.testing.assert_array_equal(F.max_pool2d(Tensor(x), 2, stride=1, padding=1).data, -np.ones((1, 1, 3, 3)))
    np.testing.assert_array_equal(grad(lambda x: F.max_pool2d(x, 2, padding=1).sum())(x), np.ones((1, 1, 2, 2)))


def test_an_empty_batch_of_images():
    y, pullback = vjp(lambda x, w: F.conv2d(x, w, padding=1), np.zeros((0, 2, 4, 4)), np.ones((3, 2, 3, 3)))
    assert y.shape == (0, 3, 4, 4)
    np.testing.assert_array_equal(pullback(y)[1], np.zeros((3, 2, 3, 3)))


@pytest.mark.parametrize(("x", "w"), [((2, 3, 4, 4), (5, 2, 2, 2)), ((3, 4, 4), (5, 3, 2, 2)), ((1, 3, 4, 4), (3, 2))])
def test_conv2d_names_the_shapes_it_cannot_use(x, w):
    with pytest.raises(ShapeError, match=r"expected input .* and weight .*, got"):
        F.conv2d(Tensor(np.ones(x)), Tensor(np.ones(w)))


def test_pools_refuse_too_much_padding_and_flat_input():
    with pytest.raises(ShapeError, match="at most half"):
        F.max_pool2d(Tensor(images()), 3, padding=2)
    with pytest.raises(ShapeError, match=r"of shape \(N, C, H, W\), got"):
        F.avg_pool2d(Tensor(np.ones((3, 3))), 2)
