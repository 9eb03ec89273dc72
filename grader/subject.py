"""How one forward and backward of each kind of exercise is asked for, so that the stages need not know the kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from exercises.spec import Array, Case, Differentiable, FunctionsSpec, LayerSpec, LossSpec, Number
from grader.sandbox.types import Call, Construct, GetAttr
from grader.script import Pick, Script


@dataclass(frozen=True, slots=True)
class Manner:
    """In which manner arguments are passed; see `Call`."""

    echo_args: bool = False
    readonly: bool = False
    noncontiguous: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One call that was planned, with what has to work before it.

    Attributes:
        needs: operations that must have answered, the call itself last.
        picks: where its results are, by label.
        sent: the arguments, by name, as they were sent.
    """

    needs: tuple[int, ...]
    picks: Mapping[str, Pick]
    sent: Mapping[str, Number]


PLAIN = Manner()


class Subject(Protocol):
    """What is graded: something with a forward and a backward.

    Attributes:
        labels: for each gradient its label and the name of what it belongs to, in the order of the contract.
        stateful: whether there are objects that remember; plain functions have none.
        upstream: whether backward is given a gradient; a loss, where the gradients begin, is not.
    """

    labels: Mapping[str, str]
    stateful: bool
    upstream: bool

    def construct(self, script: Script, case: Case, handle: str) -> tuple[int, ...]:
        """Plan the construction of an object; returns the operations that forward then needs."""
        ...

    def forward(self, script: Script, case: Case, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN) -> Asked:
        """Plan a forward; its result has the label ``output``."""
        ...

    def backward(
        self, script: Script, case: Case, upstream: Array, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN
    ) -> Asked:
        """Plan a backward; its results have the labels of the gradients."""
        ...


class LayerSubject:
    """A class with forward, backward and perhaps parameters."""

    stateful = True
    upstream = True

    def __init__(self, spec: LayerSpec) -> None:
        self._name = spec.class_name
        self._parameters = spec.parameters
        self._attributes = {f"grad_{name}": name for name in spec.parameters}
        self.labels: Mapping[str, str] = {"grad_x": "x", **self._attributes}

    def construct(self, script: Script, case: Case, handle: str) -> tuple[int, ...]:
        """Plan the construction of an object."""
        asked = f"{self._name}({', '.join(case.construct)})"
        return (script.ask(Construct(handle, self._name, tuple(case.construct.values())), asked),)

    def forward(self, script: Script, case: Case, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN) -> Asked:
        """Plan a forward."""
        call = _call(handle, "forward", tuple(case.inputs.values()), manner)
        op = script.ask(call, f"forward({', '.join(case.inputs)})")
        return Asked((*needs, op), {"output": Pick(op, "the output of forward")}, case.inputs)

    def backward(
        self, script: Script, case: Case, upstream: Array, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN
    ) -> Asked:
        """Plan a backward."""
        op = script.ask(_call(handle, "backward", (upstream,), manner), "backward(grad_output)")
        picks = {"grad_x": Pick(op, "the gradient that backward returns")}
        for name in self._attributes:
            attribute = script.ask(GetAttr(handle, name), f"self.{name}")
            picks[name] = Pick(attribute, f"self.{name}", after="backward(grad_output)")
        return Asked((*needs, op), picks, {"grad_output": upstream})


class LossSubject:
    """A class whose forward gives a number and whose backward begins the gradients."""

    stateful = True
    upstream = False
    labels: Mapping[str, str] = MappingProxyType({"grad_prediction": "prediction"})

    def __init__(self, spec: LossSpec) -> None:
        self._name = spec.class_name

    def construct(self, script: Script, case: Case, handle: str) -> tuple[int, ...]:
        """Plan the construction of an object."""
        return (script.ask(Construct(handle, self._name), f"{self._name}()"),)

    def forward(self, script: Script, case: Case, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN) -> Asked:
        """Plan a forward."""
        op = script.ask(_call(handle, "forward", tuple(case.inputs.values()), manner), "forward(prediction, target)")
        return Asked((*needs, op), {"output": Pick(op, "the loss that forward returns")}, case.inputs)

    def backward(
        self, script: Script, case: Case, upstream: Array, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN
    ) -> Asked:
        """Plan a backward."""
        op = script.ask(_call(handle, "backward", (), manner), "backward()")
        return Asked((*needs, op), {"grad_prediction": Pick(op, "the gradient that backward returns")}, {})


class FunctionsSubject:
    """Two functions of the module, forward and backward."""

    stateful = False
    upstream = True

    def __init__(self, spec: FunctionsSpec) -> None:
        self.labels: Mapping[str, str] = dict(zip(spec.gradients, spec.inputs, strict=True))

    def construct(self, script: Script, case: Case, handle: str) -> tuple[int, ...]:
        """Plan the construction of an object."""
        return ()

    def forward(self, script: Script, case: Case, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN) -> Asked:
        """Plan a forward."""
        op = script.ask(
            _call(None, "forward", tuple(case.inputs.values()), manner), f"forward({', '.join(case.inputs)})"
        )
        return Asked((op,), {"output": Pick(op, "the output of forward")}, case.inputs)

    def backward(
        self, script: Script, case: Case, upstream: Array, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN
    ) -> Asked:
        """Plan a backward."""
        sent: dict[str, Number] = {"grad_output": upstream if upstream.ndim else float(upstream), **case.inputs}
        op = script.ask(_call(None, "backward", tuple(sent.values()), manner), f"backward({', '.join(sent)})")
        count = len(self.labels)
        picks = {
            label: Pick(op, f"the gradient {label}", path=((place, count),)) for place, label in enumerate(self.labels)
        }
        return Asked((op,), picks, sent)


def subject_of(spec: Differentiable) -> Subject:
    """Return how to ask for what `spec` describes."""
    if isinstance(spec, LossSpec):
        return LossSubject(spec)
    return LayerSubject(spec) if isinstance(spec, LayerSpec) else FunctionsSubject(spec)


def _call(handle: str | None, name: str, args: tuple[Number, ...], manner: Manner) -> Call:
    return Call(handle, name, args, {}, manner.echo_args, manner.readonly, manner.noncontiguous)
