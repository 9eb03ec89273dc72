"""Modules: parameters, modes, and a network that learns."""

import numpy as np
import pytest

from reference import Tensor, nn
from reference.nn import functional as F  # noqa: N812
from reference.optim import Adam, start


def mlp(seed: int) -> nn.Sequential:
    rng = np.random.default_rng(seed)
    return nn.Sequential(nn.Linear(2, 8, rng=rng), nn.Tanh(), nn.Linear(8, 1, rng=rng))


def test_parameters_are_found_by_name_in_order():
    names = {name: p.shape for name, p in mlp(0).named_parameters()}
    assert names == {"layers.0.weight": (8, 2), "layers.0.bias": (8,), "layers.2.weight": (1, 8), "layers.2.bias": (1,)}


def test_a_shared_part_is_counted_once():
    layer = nn.Linear(2, 2, bias=False, rng=np.random.default_rng(0))
    assert len(list(nn.Sequential(layer, nn.Sigmoid(), layer).parameters())) == 1


def test_eval_and_train_reach_every_part():
    net = nn.Sequential(nn.Sequential(nn.Dropout(0.5, rng=np.random.default_rng(0))), nn.BatchNorm1d(3))
    assert all(m.training for m in net.modules())
    assert not any(m.training for m in net.eval().modules())
    assert all(m.training for m in net.train().modules())


def test_dropout_draws_its_mask_from_its_generator():
    layer = nn.Dropout(0.3, rng=np.random.default_rng(5))
    kept = np.random.default_rng(5).random((4, 3)) >= 0.3
    np.testing.assert_allclose(layer(Tensor(np.ones((4, 3)))).data, kept / 0.7)
    x = Tensor(np.ones(3))
    assert layer.eval()(x) is x


def test_batch_norm_module_follows_the_function():
    x = np.random.default_rng(0).standard_normal((5, 3))
    layer, mean, var = nn.BatchNorm1d(3, eps=0.1, momentum=0.3), np.zeros(3), np.ones(3)
    trained = F.batch_norm(Tensor(x), mean, var, training=True, momentum=0.3, eps=0.1)
    np.testing.assert_array_equal(layer(Tensor(x)).data, trained.data)
    np.testing.assert_array_equal(layer.running_mean, mean)
    np.testing.assert_array_equal(layer.eval()(Tensor(x)).data, F.batch_norm(Tensor(x), mean, var, eps=0.1).data)


def test_conv_and_layer_norm_modules_follow_the_functions():
    x = Tensor(np.random.default_rng(0).standard_normal((2, 3, 6, 5)))
    conv = nn.Conv2d(3, 4, (2, 3), stride=2, padding=1, dilation=1, rng=np.random.default_rng(1))
    assert conv.weight.shape == (4, 3, 2, 3)
    np.testing.assert_array_equal(conv(x).data, F.conv2d(x, conv.weight, conv.bias, 2, 1).data)
    np.testing.assert_array_equal(nn.LayerNorm(5)(x).data, F.layer_norm(x, (5,)).data)
    np.testing.assert_array_equal(nn.ReLU()(nn.Sigmoid()(x)).data, F.sigmoid(x).data)


def test_starting_weights_are_bounded_by_the_fan_in():
    layer = nn.Linear(100, 50, rng=np.random.default_rng(0))
    assert 0.09 < np.abs(layer.weight.data).max() <= 0.1


def test_a_module_without_forward_says_so():
    with pytest.raises(NotImplementedError, match="Module does not define forward"):
        nn.Module()(1)


def test_an_mlp_learns_xor():
    x, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])
    net, adam = mlp(3), start(Adam(lr=0.05))
    parameters = list(net.parameters())
    for _ in range(200):
        net.zero_grad()
        F.binary_cross_entropy_with_logits(net(Tensor(x)).reshape(4), y).backward()
        new = adam.step([p.data for p in parameters], [p.grad for p in parameters])
        for parameter, array in zip(parameters, new, strict=True):
            parameter.data = array
    np.testing.assert_array_equal(net(Tensor(x)).data[:, 0] > 0, y == 1)
