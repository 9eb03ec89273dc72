"""Every rule of every primitive against central differences, and what differences cannot see."""

import numpy as np
import pytest

from reference import Tensor, grad, rules, transforms, vjp
from reference.errors import ShapeError
from reference.gradcheck import assert_gradcheck
from reference.primitive import REGISTRY, primitive
from tests.reference.rows import EACH, ROWS, Row

by_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)


def test_every_registered_primitive_has_a_row():
    assert {row.primitive for row in ROWS} == set(REGISTRY)


def test_every_argument_of_every_primitive_has_a_row():
    reached = {name: max(len(row.shapes) for row in ROWS if row.primitive == name) for name in REGISTRY}
    short = {n for n, op in REGISTRY.items() if isinstance(op.vjps, tuple) and reached[n] < len(op.vjps)}
    assert not short


def test_primitives_of_one_element_have_rows_of_every_rank():
    ranks = {name: {len(row.shapes[0]) for row in ROWS if row.primitive == name} for name in REGISTRY}
    for name in ("exp", "log", "tanh", "sigmoid", "softplus", "relu", "add", "multiply", "divide", "power", "where"):
        assert {0, 1, 2} <= ranks[name], name
    assert {len(shape[0]) for shape in EACH} == {0, 1, 2, 3}


@by_row
def test_first_derivatives(row: Row):
    assert_gradcheck(row.call, row.inputs(np.random.default_rng(1)))


@by_row
def test_second_derivatives(row: Row):
    assert_gradcheck(row.call, row.inputs(np.random.default_rng(2)), order=2)


@pytest.mark.parametrize("row", [row for row in ROWS if row.primitive != "astype"], ids=lambda row: row.id)
def test_gradients_have_the_shape_and_dtype_of_their_inputs(row: Row):
    inputs = [x.astype(np.float32) for x in row.inputs(np.random.default_rng(3))]
    leaves = [Tensor(x, requires_grad=True) for x in inputs]
    out = row.call(*leaves)
    assert out.dtype == np.float32
    seen = dict.fromkeys(range(len(leaves)), None)
    for node, g in transforms.walk(out, np.ones_like(out.data)):
        for i, leaf in enumerate(leaves):
            if node is leaf:
                seen[i] = g
    assert [g.dtype for g in seen.values()] == [np.float32] * len(leaves)
    assert [g.shape for g in seen.values()] == [x.shape for x in inputs]


@by_row
def test_the_same_row_over_plain_arrays_is_plain_numpy(row: Row):
    inputs = row.inputs(np.random.default_rng(4))
    plain = row.call(*inputs)
    assert not isinstance(plain, Tensor)
    np.testing.assert_array_equal(plain, row.call(*[Tensor(x) for x in inputs]).data)


@by_row
def test_inputs_are_left_as_they_were(row: Row):
    inputs = row.inputs(np.random.default_rng(5))
    for x in inputs:
        x.flags.writeable = False
    value, pullback = vjp(row.call, *inputs)
    pullback(np.ones_like(value))


@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 2)])
@pytest.mark.parametrize("name", ["sum", "mean", "var", "max", "min", "prod"])
def test_reductions_are_those_of_numpy(name, axis):
    x = np.random.default_rng(0).standard_normal((3, 4, 2))
    for keepdims in (False, True):
        found = getattr(rules, name)(x, axis=axis, keepdims=keepdims)
        np.testing.assert_allclose(found, getattr(np, name)(x, axis=axis, keepdims=keepdims), rtol=1e-13)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_folds_along_an_axis_are_those_of_the_formula(axis):
    x = np.random.default_rng(0).standard_normal((3, 4, 2))
    total = np.exp(x).sum(axis=axis, keepdims=True)
    np.testing.assert_allclose(rules.cumsum(x, axis), np.cumsum(x, axis), rtol=1e-13)
    np.testing.assert_allclose(rules.softmax(x, axis=axis), np.exp(x) / total, rtol=1e-13)
    np.testing.assert_allclose(rules.log_softmax(x, axis=axis), x - np.log(total), rtol=1e-12)
    np.testing.assert_allclose(rules.logsumexp(x, axis=axis, keepdims=True), np.log(total), rtol=1e-12)
    np.testing.assert_allclose(rules.logsumexp(x, axis=axis), np.log(total).squeeze(axis), rtol=1e-12)
    np.testing.assert_allclose(rules.var(x, axis=axis, ddof=1), np.var(x, axis=axis, ddof=1), rtol=1e-13)


def test_two_primitives_cannot_share_a_name():
    with pytest.raises(ValueError, match="'exp' is already registered"):
        primitive("exp", np.exp, lambda g, y, x: g * y)


@pytest.mark.parametrize(
    ("choose", "a", "b", "da", "db"),
    [
        (rules.maximum, [1.0, 2.0, 3.0], [2.0, 2.0, 1.0], [0, 0.5, 1], [1, 0.5, 0]),
        (rules.minimum, [1.0, 2.0, 3.0], [2.0, 2.0, 1.0], [1, 0.5, 0], [0, 0.5, 1]),
    ],
)
def test_equal_arguments_share_the_gradient(choose, a, b, da, db):
    ga, gb = vjp(choose, np.array(a), np.array(b))[1](np.ones(3))
    np.testing.assert_array_equal(ga, da)
    np.testing.assert_array_equal(gb, db)


@pytest.mark.parametrize("fold", [rules.max, rules.min])
def test_tied_elements_share_the_gradient(fold):
    x = np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 5.0], [7.0, 5.0, 7.0]])
    g = grad(lambda x: (fold(x, axis=1) * np.array([3.0, 1.0, 2.0])).sum())(x)
    np.testing.assert_allclose(g.sum(axis=1), [3, 1, 2])
    expected = [[1, 1, 1], [0, 0, 1], [1, 0, 1]] if fold is rules.max else [[1, 1, 1], [0.5, 0.5, 0], [0, 2, 0]]
    np.testing.assert_allclose(g, expected)


@pytest.mark.parametrize(
    ("f", "slope"),
    [(rules.relu, 0), (rules.abs, 0), (lambda x: rules.leaky_relu(x, 0.1), 0.1), (lambda x: rules.elu(x, 0.5), 0.5)],
)
def test_slopes_at_zero_are_those_of_pytorch(f, slope):
    assert grad(f)(0.0) == slope


def test_clip_passes_the_gradient_up_to_and_with_its_bounds():
    g = grad(lambda x: rules.clip(x, -1.0, 1.0).sum())(np.array([-1.5, -1.0, 0.0, 1.0, 1.5]))
    np.testing.assert_array_equal(g, [0, 1, 1, 1, 0])


def test_logsumexp_is_exact_far_out_in_each_row():
    x = np.array([[1000.0, 1000.0], [-1000.0, -1000.0], [1000.0, -1000.0]])
    np.testing.assert_allclose(rules.logsumexp(x, axis=1), [1000 + np.log(2), -1000 + np.log(2), 1000], rtol=1e-15)
    np.testing.assert_allclose(grad(lambda x: rules.logsumexp(x, axis=1).sum())(x), [[0.5, 0.5], [0.5, 0.5], [1, 0]])


@pytest.mark.parametrize("zeros", [[], [1], [0, 2], [0, 1, 2]])
def test_prod_has_its_gradient_with_zeros_too(zeros):
    x = np.array([2.0, 3.0, 4.0])
    x[zeros] = 0
    np.testing.assert_array_equal(grad(rules.prod)(x), [x[1] * x[2], x[0] * x[2], x[0] * x[1]])
    assert_gradcheck(lambda t: rules.prod(t, axis=(0, 2)), [np.array([[x, x + 1], [x * 2, x]])], order=2)


def test_powers_are_right_at_zero():
    assert grad(lambda x: x**0)(0.0) == 0
    assert grad(lambda x: x**1)(0.0) == 1
    assert grad(lambda x: x**2)(0.0) == 0
    assert grad(grad(lambda x: x**2))(0.0) == 2
    assert grad(lambda p: 0.0**p)(2.0) == 0
    g = grad(lambda x, p: (x**p).sum(), argnums=(0, 1))(np.array([0.0, 0.0, 2.0]), np.array([0.0, 2.0, 3.0]))
    np.testing.assert_allclose(g[0], [0, 0, 12])
    np.testing.assert_allclose(g[1], [0, 0, 8 * np.log(2)])


def test_split_cuts_as_pytorch_does():
    x = Tensor(np.arange(10.0).reshape(2, 5), requires_grad=True)
    assert [part.shape for part in rules.split(x, 2, axis=1)] == [(2, 2), (2, 2), (2, 1)]
    a, b = rules.split(x, [1, 4], axis=-1)
    (a.sum() + (b * 2.0).sum()).backward()
    np.testing.assert_array_equal(x.grad, [[1, 2, 2, 2, 2]] * 2)
    with pytest.raises(
        ShapeError, match=r"sizes \[1, 2\] add up to 3, but axis 1 of an input of shape \(2, 5\) has .* 5"
    ):
        rules.split(x, [1, 2], axis=1)


@pytest.mark.parametrize("subscripts", ["ii->i", "ij,jk", "...i->i", "i->ii"])
def test_einsum_says_what_it_takes(subscripts):
    with pytest.raises(ShapeError, match="an arrow and distinct letters within each operand"):
        rules.einsum(subscripts, Tensor(np.ones((2, 2))), Tensor(np.ones((2, 2))))


@pytest.mark.parametrize(
    ("call", "shapes"),
    [
        (lambda a, b: a + b, "add of float64[2], float64[3]"),
        (lambda a, b: a @ b, "matmul of float64[2], float64[3]"),
        (lambda a, b: rules.concatenate([a, b[:, None]]), "concatenate of float64[2], float64[3, 1]"),
        (lambda a, b: rules.reshape(a, (5, 5)), r"reshape of float64[2], (5, 5)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(call, shapes):
    with pytest.raises(ShapeError) as caught:
        call(Tensor(np.ones(2)), Tensor(np.ones(3)))
    assert str(caught.value).startswith(shapes)


def test_a_tensor_as_a_keyword_is_refused_rather_than_left_out_of_the_graph():
    x, w = Tensor(np.ones((2, 2))), Tensor(np.ones((2, 2)), requires_grad=True)
    with pytest.raises(TypeError, match="linear got a tensor as a keyword argument"):
        rules.linear(x, weight=w)


def test_a_kernel_larger_than_the_image_is_refused():
    with pytest.raises(ShapeError, match=r"kernel of \(4, 2\) .* image of \(3, 3\)"):
        rules.windows(Tensor(np.ones((1, 1, 3, 3))), (4, 2), (1, 1), (1, 1))
