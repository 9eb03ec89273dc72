"""Write the call of a failed check as code for a cell, from the inputs that the report lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from exercises.spec import Spec
from grader.report import Check, Stage

_INDEXED = re.compile(r"([A-Za-z_]\w*)\[(\d+)\]")
_PLAIN = re.compile(r"[A-Za-z_]\w*")


def failed_cell(spec: Spec, check: Check) -> str:
    """Return the code that repeats the call of a failed check; empty if an input is too large or has no plain name."""
    values = check.details.get("values") or {}
    inputs = _inputs(values.get("inputs") or ())
    if not inputs:
        return ""
    calls = list(_calls(spec, check, inputs.keys()))
    if not calls:
        return ""
    lines = [f"# The inputs of the check {check.id}, rounded"]
    lines += [f"{name} = {code}" for name, code in inputs.items()]
    lines += calls
    if "numbers" in (expected := values.get("expected") or {}):
        lines.append(f"# expected: {_array(expected)}")
    return "\n".join(lines) + "\n"


def _inputs(listed: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the code of each input by its name; none if one cannot be written."""
    found: dict[str, Any] = {}
    for one in listed:
        if "numbers" not in one:
            return {}
        name, code = one["name"], _array(one)
        indexed = _INDEXED.fullmatch(name)
        if indexed:
            items = found.setdefault(indexed[1], [])
            if not isinstance(items, list) or int(indexed[2]) != len(items):
                return {}
            items.append(code)
        elif _PLAIN.fullmatch(name):
            found[name] = code
        else:
            return {}
    return {name: f"[{', '.join(code)}]" if isinstance(code, list) else code for name, code in found.items()}


def _array(one: Mapping[str, Any]) -> str:
    """Return the code of an array or a number."""
    is_float = one["dtype"].startswith("float")
    numbers = [_number(number, is_float=is_float) for number in one["numbers"]]
    shape = tuple(one["shape"])
    if not shape:
        return numbers[0]
    if not numbers:
        return f"np.zeros({shape})"
    nested = np.array(numbers, dtype=object).reshape(shape).tolist()
    return f"np.array({_nested(nested)})"


def _nested(value: Any) -> str:
    return f"[{', '.join(map(_nested, value))}]" if isinstance(value, list) else str(value)


def _number(number: Any, *, is_float: bool) -> str:
    if isinstance(number, str):  # JSON has no infinity and no NaN
        return number.replace("nan", "np.nan").replace("inf", "np.inf")
    return repr(float(number) if is_float else int(number))


def _calls(spec: Spec, check: Check, given: Collection[str]) -> Iterator[str]:
    """Yield the calls; none if an argument is not among the inputs."""
    names = set(given)
    classes = {name: arguments for name, arguments in spec.classes.items() if "." not in name}
    if names >= set(spec.functions.get(check.stage.value, ("",))):
        yield from (_call(name, spec.functions[name]) for name in _methods(check.stage) if name in spec.functions)
    if len(classes) != 1:
        return
    (made, arguments), *_ = classes.items()
    methods = {name.partition(".")[2]: args for name, args in spec.classes.items() if "." in name}
    wanted = [name for name in _methods(check.stage) if name in methods]
    if not wanted or any(not names >= set(needed) for needed in (arguments, *(methods[one] for one in wanted))):
        return
    variable = made.lower()
    yield f"{variable} = {_call(made, arguments)}"
    yield from (f"{variable}.{_call(method, methods[method])}" for method in wanted)
    attribute = check.id.partition(".")[2]
    if check.stage is Stage.BACKWARD and attribute.removeprefix("grad_") in arguments:
        yield f"{variable}.{attribute}"


def _methods(stage: Stage) -> tuple[str, ...]:
    """Return the methods or functions that a stage is about, in the order of their calls."""
    return ("forward", "backward") if stage in (Stage.BACKWARD, Stage.GRADCHECK) else ("forward", "step")


def _call(name: str, arguments: Sequence[str]) -> str:
    return f"{name}({', '.join(arguments)})"
