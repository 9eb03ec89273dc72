"""The specification of ``logistic_regression``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from exercises.logistic_regression.data import AND, CORNERS, OR, WITH_PRODUCT, XOR, Data
from exercises.scenario import Array, Ref, Scenario, ScenarioSpec
from exercises.spec import Points

LONG, LARGE = 120, 1000.0
LOSS, GRAD_WEIGHT, GRAD_BIAS = ((0, 2),), ((1, 2), (0, 2)), ((1, 2), (1, 2))


def _model(stage: str, check: str, data: Data, name: str = "", *, new: bool = False) -> Scenario:
    """Start a scenario with a model that has the parameters of `data`, or those set by its constructor if `new`."""
    scenario = Scenario(name or _name(data), stage, check)
    scenario.construct("model", "LogisticRegression", data.x.shape[1])
    if not new:
        scenario.call(None, "set_parameters", Ref("model"), data.weight, data.bias, provided=True)
    return scenario


def _is_at(scenario: Scenario, data: Data, when: str, handle: str = "model") -> None:
    """Expect the model to have the parameters of `data`."""
    scenario.expect(scenario.attribute(handle, "weight"), data.weight, f"self.weight {when}")
    scenario.expect(scenario.attribute(handle, "bias"), data.bias, f"self.bias {when}")


def _answers(scenario: Scenario, data: Data, *, strict: bool = False) -> None:
    """Add a call to loss_and_grads at the parameters of `data`, and expect the loss and both gradients."""
    loss, (grad_weight, grad_bias) = data.loss_and_grads()
    step = scenario.call("model", "loss_and_grads", data.x, data.y, strict=strict)
    scenario.expect(step, loss, "the loss", path=LOSS)
    scenario.expect(step, grad_weight, "grad_weight", path=GRAD_WEIGHT)
    scenario.expect(step, grad_bias, "grad_bias", path=GRAD_BIAS)


def _name(data: Data) -> str:
    rows, features = data.x.shape
    return f"{rows} row{'s' * (rows > 1)}, {features} feature{'s' * (features > 1)}"


def start(data: Data) -> Scenario:
    """Check that a new model has zero parameters and therefore a loss of log 2."""
    scenario = _model("forward", "start", data, f"a new model, {_name(data)}", new=True)
    _is_at(scenario, data.at_zero(), "of a new model")
    step = scenario.call("model", "loss_and_grads", data.x, data.y)
    scenario.expect(step, np.log(2.0), "the loss of a new model", path=LOSS)
    return scenario


def loss(data: Data) -> Scenario:
    scenario = _model("forward", "loss", data)
    step = scenario.call("model", "loss_and_grads", data.x, data.y)
    scenario.expect(step, data.loss_and_grads()[0], "the loss", path=LOSS)
    return scenario


def tie(data: Data) -> Scenario:
    """Call predict on a new model, whose logits are all exactly 0: either label is right, but nothing else."""
    scenario = _model("forward", "predict", data, f"a new model, {_name(data)}", new=True)

    def problem(found: Sequence[Array]) -> str:
        strange = [label for label in found[0] if label not in (0.0, 1.0)]
        return f"For a logit of 0, predict returns {strange[0]:g}, but it must return 0 or 1." if strange else ""

    scenario.holds([scenario.call("model", "predict", data.x)], ["the predictions"], [data.y.shape], problem)
    return scenario


def predictions(data: Data, bias: float, logits: Array) -> Scenario:
    """Move rows along the weight until they have these logits, some so small that other boundaries get them wrong."""
    data = replace(data, bias=bias)
    excess = data.x @ data.weight + data.bias - logits
    data = replace(data, x=data.x - np.outer(excess, data.weight) / (data.weight @ data.weight))
    scenario = _model("forward", "predict", data)
    _predicts(scenario, data.x, data.labels, "The label is 1 where the logit is positive.")
    return scenario


def _predicts(scenario: Scenario, x: Array, right: Array, why: str) -> None:
    def problem(found: Sequence[Array]) -> str:
        if np.array_equal(found[0], right):
            return ""
        row = int(np.argmax(found[0] != right))
        return f"predict returns {found[0][row]:g} for row {row}; expected {right[row]:g}. {why}"

    scenario.holds([scenario.call("model", "predict", x)], ["the predictions"], [right.shape], problem)


def gradients(data: Data) -> Scenario:
    scenario = _model("backward", "grad_weight", data)
    _, (grad_weight, grad_bias) = data.loss_and_grads()
    step = scenario.call("model", "loss_and_grads", data.x, data.y)
    each = np.ones(len(data.y))
    scenario.expect(step, grad_weight, "grad_weight", path=GRAD_WEIGHT, upstream=each)
    scenario.expect(step, grad_bias, "grad_bias", path=GRAD_BIAS, check="grad_bias", upstream=each)
    return scenario


def slopes(data: Data) -> Scenario:
    scenario = _model("gradcheck", "slopes", data)
    values = {"weight": data.weight, "bias": np.asarray(data.bias)}
    output = scenario.call(None, "loss_of", Ref("model"), data.x, data.y, provided=True)
    found = {
        name: (scenario.call(None, "gradient_of", Ref("model"), data.x, data.y, place, provided=True), f"grad_{name}")
        for place, name in enumerate(values)
    }

    def again(scenario: Scenario, label: str, moved: Array) -> int:
        there = values | {label: moved}
        scenario.call(
            None, "set_parameters", Ref("model"), there["weight"], float(np.asarray(there["bias"])), provided=True
        )
        return scenario.call(None, "loss_of", Ref("model"), data.x, data.y, provided=True)

    scenario.slopes(output, found, values, again, np.asarray(1.0))
    return scenario


def descent(data: Data, lr: float, *calls: int, name: str = "") -> Scenario:
    """Call fit several times, for so many steps each: every call continues where the one before ended."""
    scenario = _model("properties", "fit", data, f"{_name(data)}, lr {lr:g}{name}")
    for steps in calls:
        losses = []
        for _ in range(steps):
            losses.append(data.loss_and_grads()[0])
            data = data.step(lr)
        step = scenario.call("model", "fit", data.x, data.y, lr, steps)
        scenario.expect(step, losses, f"the list of losses for {steps} step{'s' * (steps > 1)}", sequence=True)
        _is_at(scenario, data, "after fit")
    return scenario


def large_inputs(data: Data) -> Data:
    """Return inputs around 1000 with weights as small, so that the gradients are large: they must not be clipped."""
    return replace(data, x=LARGE * data.x, weight=data.weight / LARGE)


def nearly_no_loss(data: Data, logit: float = 13.0) -> Data:
    """Return a model that is nearly sure of every label, so that the loss hardly changes: fit must not stop."""
    return replace(data, y=np.ones(len(data.y)), weight=0.1 * data.weight, bias=logit)


def at_rest() -> Data:
    """Return a new model on XOR, where the gradient is exactly 0 and no step changes anything: fit must not stop."""
    return Data(CORNERS, XOR, np.zeros(2), 0.0)


def learns(name: str, x: Array, y: Array, steps: int) -> Scenario:
    scenario = Scenario(f"{name}, {steps} steps", "properties", "learns")
    scenario.construct("model", "LogisticRegression", x.shape[1])

    def falls(found: Sequence[Array]) -> str:
        first, last = found[0][0], found[0][-1]
        return "" if last < first else f"For {name}, the loss went from {first:.4g} to {last:.4g}. It should decrease."

    fit, data, losses = scenario.call("model", "fit", x, y, 2.0, steps), Data(x, y, np.zeros(x.shape[1]), 0.0), []
    for _ in range(steps):
        losses.append(data.loss_and_grads()[0])
        data = data.step(2.0)
    scenario.expect(fit, losses, "the list of losses", check="fit", sequence=True)
    scenario.holds([fit], ["the losses"], [(steps,)], falls)
    _predicts(scenario, x, y, f"The model was trained on {name}.")
    return scenario


def extremes(rng: np.random.Generator) -> Scenario:
    """Use logits of ±1000 with both labels, together with moderate ones."""
    signs = np.array([1000.0, -1000.0, 1000.0, -1000.0, 40.0, 1.0])
    x = signs[:, None] * rng.uniform(0.9, 1.1, size=(6, 1))
    data = Data(x, np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0]), np.array([1.0]), 0.25)
    scenario = _model("properties", "extremes", data, "logits around ±1000")
    _answers(scenario, data)
    return scenario


def inputs(data: Data) -> Scenario:
    scenario = _model("properties", "inputs", data)
    _answers(scenario, data, strict=True)
    scenario.unchanged(scenario.call("model", "loss_and_grads", data.x, data.y, echo=True), "x", "y")
    scenario.unchanged(scenario.call("model", "predict", data.x, echo=True), "x")
    fit = scenario.call("model", "fit", data.x, data.y, 0.1, 2, echo=True)
    scenario.unchanged(fit, "x", "y", "lr", "steps")
    return scenario


def repeatable(data: Data) -> Scenario:
    """Check that computing the loss, the gradients and predictions changes nothing."""
    scenario = _model("properties", "repeatable", data)
    _answers(scenario, data)
    scenario.call("model", "predict", data.x)
    _answers(scenario, data)
    _is_at(scenario, data, "after loss_and_grads")
    return scenario


def instances(one: Data, other: Data) -> Scenario:
    scenario = Scenario("two models", "properties", "instances")
    models = {"one": one, "other": other}
    for handle, data in models.items():
        scenario.construct(handle, "LogisticRegression", data.x.shape[1])
    for handle, data in models.items():
        scenario.call(handle, "fit", data.x, data.y, 0.5, 2)
    for handle, data in models.items():
        _is_at(scenario, data.at_zero().step(0.5).step(0.5), "after fit", handle)
    return scenario


def single_row(data: Data) -> Scenario:
    """Use one row whose label is 0 only because of the bias."""
    data = replace(data, x=data.x * np.sign(data.x @ data.weight))
    data = replace(data, bias=-2.0 * float((data.x @ data.weight)[0]))
    scenario = _model("properties", "single_row", data)
    _answers(scenario, data)
    _predicts(scenario, data.x, data.labels, "")
    return scenario


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    draw: Callable[..., Data] = lambda *size: Data.draw(rng, *size)  # noqa: E731 - one generator for all of them
    return [
        start(draw(5, 3)),
        start(draw(4, 1)),
        *(loss(draw(*size)) for size in ((5, 3), (4, 4), (7, 1))),
        predictions(draw(8, 3), -0.7, rng.permutation([-3.0, -0.9, -0.4, -0.1, 0.1, 0.4, 0.9, 3.0])),
        predictions(draw(5, 2), 0.7, rng.permutation([-0.6, -0.2, 0.2, 0.3, 0.6])),
        tie(draw(3, 2)),
        *(gradients(draw(*size)) for size in ((5, 3), (4, 4), (6, 2), (7, 1))),
        slopes(draw(4, 3)),
        descent(draw(6, 3), 0.7, 1, 4),
        descent(draw(3, 2), 0.05, 1, 4, LONG, 2),
        descent(large_inputs(draw(6, 3)), 1e-7, 1, 2, name=f", inputs around {LARGE:g}"),
        descent(nearly_no_loss(draw(4, 2)), 1.0, 1, 3, name=", nearly no loss"),
        # The loss and the gradient are below 1e-8. Only such a large learning rate shows whether a step is taken.
        descent(nearly_no_loss(draw(4, 2), 20.0), 1e4, 1, 3, name=", no loss"),
        descent(at_rest(), 0.5, 1, 3, name=", a gradient of 0"),
        learns("AND", CORNERS, AND, 40),
        learns("OR", CORNERS, OR, 40),
        learns("XOR with the extra feature x1·x2", WITH_PRODUCT, XOR, 80),
        extremes(rng),
        inputs(draw(5, 3)),
        repeatable(draw(4, 2)),
        instances(draw(5, 3), draw(4, 2)),
        single_row(draw(1, 3)),
    ]


SPEC = ScenarioSpec(
    title="Logistic regression",
    summary="A linear binary classifier with its loss, its gradients and training by gradient descent.",
    version=5,
    scenarios=scenarios,
    points=Points(forward=30, backward=30, gradcheck=10, properties=30),
    weights={"properties.learns": 4},
    classes={
        "LogisticRegression": ("n_features",),
        "LogisticRegression.loss_and_grads": ("x", "y"),
        "LogisticRegression.fit": ("x", "y", "lr", "steps"),
        "LogisticRegression.predict": ("x",),
    },
)
