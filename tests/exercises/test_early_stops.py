"""Training that stops early, or takes no step, is caught however small the loss or its change may be."""

from __future__ import annotations

import pytest

from tests.grader.conftest import failed, judged, replaced

PLACES = {
    "logistic_regression": (
        "            losses.append(loss)\n",
        "            if len(losses) > 1 and {}:\n                break\n",
    ),
    "minibatch_sgd": (
        "        history.append(np.mean(seen))\n",
        "        if len(history) > 1 and {}:\n            break\n",
    ),
    "xor_mlp": (
        "            losses.append(np.mean(np.logaddexp(0, z) - y * z))\n",
        "            if len(losses) > 1 and {}:\n                break\n",
    ),
}
CONDITIONS = {
    "logistic_regression": (
        "loss < 1e-6", "loss < 1e-8", "np.allclose(grad_weight, 0) and np.isclose(grad_bias, 0)",
        "not np.any(grad_weight) and grad_bias == 0", "abs(losses[-1] - losses[-2]) < 1e-12",
        "losses[-1] == losses[-2]",
    ),
    "minibatch_sgd": (
        "history[-1] < 1e-12", "abs(history[-1] - history[-2]) < 1e-15", "history[-1] == history[-2]",
    ),
    "xor_mlp": (
        "losses[-1] < 1e-6", "losses[-1] < 1e-8", "abs(losses[-1] - losses[-2]) < 1e-12", "losses[-1] == losses[-2]",
    ),
}  # fmt: skip
CHECKS = {"logistic_regression": "properties.fit", "minibatch_sgd": "properties.shuffled", "xor_mlp": "properties.fit"}


@pytest.mark.parametrize(("slug", "condition"), [(slug, one) for slug, some in CONDITIONS.items() for one in some])
@pytest.mark.parametrize("seed", [1, 2])
def test_an_early_stop_is_caught(slug, condition, seed):
    line, stop = PLACES[slug]
    source = replaced(slug, line, line + stop.format(condition))
    assert CHECKS[slug] in failed(judged(slug, source, seed))


@pytest.mark.parametrize(
    ("slug", "old", "new", "check"),
    [
        (
            "logistic_regression",
            "self.weight = self.weight - lr * grad_weight",
            "self.weight = self.weight - lr * grad_weight * (loss > 1e-7)",
            "properties.fit",
        ),
        (
            "minibatch_sgd",
            "params[i] = params[i] - lr * grads[i]",
            "params[i] = params[i] - lr * grads[i] * (loss > 1e-8)",
            "forward.steps",
        ),
        (
            "xor_mlp",
            "self.b2 = self.b2 - lr * self.grad_b2",
            "self.b2 = self.b2 - lr * self.grad_b2 * (losses[-1] > 1e-7)",
            "properties.fit",
        ),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_step_that_is_left_out_because_the_loss_is_tiny_is_caught(slug, old, new, check, seed):
    assert check in failed(judged(slug, replaced(slug, old, new), seed))
