"""The catalog of the sentences that students read in a report, by id.

The sentences describe the code, not the person, and state what was expected and what was found. `say` fills their
gaps. The titles and hints of an exercise's own wrong solutions are stored with the exercise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.signature_messages import SIGNATURES, Message


@dataclass(frozen=True, slots=True)
class Help:
    """Three levels of help with a mistake: a question that gives nothing away, a hint and a full explanation."""

    nudge: str
    hint: str
    explanation: str


def say(id: str, **gaps: object) -> str:  # noqa: A002 - the usual name
    """Return the sentence `id` with its gaps filled."""
    return MESSAGES[id].text.format(**gaps)


def say_property(check: str, own: Mapping[str, str]) -> str:
    """Return the sentence that states the property of a check: from `own`, those of the spec, or from this catalog."""
    known = MESSAGES.get(f"property.{check}", MESSAGES["property.unknown"])
    return own.get(check) or known.text.format(check=check)


def has_property(check: str, own: Mapping[str, str]) -> bool:
    """Return whether there is a sentence that states the property of a check."""
    return bool(own.get(check)) or f"property.{check}" in MESSAGES


def help_of(id: str, **gaps: object) -> Help:  # noqa: A002 - the usual name
    """Return the three steps of help of `id` with their gaps filled."""
    found = MESSAGES[id]
    return Help(*(step.format(**gaps) for step in (found.nudge, found.hint, found.explanation)))


MESSAGES: dict[str, Message] = SIGNATURES | {
    # Loading
    "load.ok": Message("The file loads and defines everything it should."),
    "load.empty": Message("The file is empty. Start from the starter file."),
    "run.cell_too_large": Message("The cell is larger than {limit:,} bytes."),
    "load.too_large": Message("The file is {size:,} bytes long, but the limit is {limit:,} bytes."),
    "load.nul": Message("Line {line} contains a NUL byte, so this is not a text file. Save it as plain UTF-8 text."),
    "load.not_utf8": Message("The file is not UTF-8 text: byte {position} cannot be decoded. Save it as UTF-8."),
    "load.encoding": Message(
        "The file cannot be read as text. Save it as UTF-8 and remove any line that declares another encoding."
    ),
    "load.syntax": Message("Line {line} is not valid Python, so nothing was run."),
    "load.syntax_somewhere": Message("The file is not valid Python, so nothing was run."),
    "load.import": Message(
        "{name} is used{line}, but it is not available. You can use NumPy and the computational parts of the standard "
        "library, but nothing that gives access to files, processes or the network."
    ),
    "load.raised": Message("The file raised {type}{line} while loading, before any of its functions were called."),
    "load.raised_import": Message("An import{line} failed."),
    "load.missing_class": Message("The file does not define a class named {name}."),
    "load.missing_function": Message("The file does not define a function named {name}."),
    "load.defines": Message(" It defines {names}."),
    "load.leftover": Message(" The line begins with {mark}, {origin}. Remove it."),
    "load.not_class": Message("{name} is defined, but it is not a class."),
    "load.not_function": Message("{name} is defined, but it is not a function."),
    "load.signature": Message("{name} will be called as {expected}, but it is defined as {got}."),
    # The form of an answer, before its numbers are compared
    "form.none": Message("{what} is None. Is a return statement or an assignment missing?"),
    "form.attribute_missing": Message("{what} does not exist after {after}, which must set it."),
    "form.method_missing": Message("The method {what} is not defined."),
    "form.near": Message(" Is {name} misspelled?"),
    "form.not_array": Message("{what} has type {got}; expected a NumPy array of shape {expected}."),
    "form.not_number": Message("{what} has type {got}; expected a number."),
    "form.not_sequence": Message("{what} has type {got}; expected {count} values."),
    "form.count": Message("{what} returns {got} values instead of {count}."),
    "form.unsendable": Message("{what} has type {got} and cannot be compared because it {reason}."),
    "form.shape": Message("{what} has shape {got}; expected {expected}."),
    "form.dtype": Message("{what} has dtype {got}; expected {expected}."),
    "form.lost_precision": Message("{what} has dtype {got}, but the inputs are float64, so precision is lost."),
    # Numbers
    "value.ok": Message("All {count} numbers match."),
    "value.ok_one": Message("The number matches."),
    "value.ok_none": Message("The result is as expected."),
    "value.nan": Message("{what} is nan{place}; expected {expected}."),
    "value.infinite": Message("{what} is infinite{place}; expected {expected}."),
    "value.not_finite": Message("{what} is not finite{place}."),
    "value.off": Message("{what} is {got} at {index}; expected {expected}."),
    "value.off_scalar": Message("{what} is {got}; expected {expected}."),
    "value.total": Message("The numbers in {what} sum to {got}; expected {expected}."),
    # Running
    "run.not_implemented": Message("{what} is not implemented yet: it raises NotImplementedError."),
    "run.raised": Message("{what} raised {type}{line}."),
    "import.refused": Message("{module} is not available."),
    "import.no_module": Message("There is no module named {module}."),
    "import.no_name": Message("{module} does not define {name}."),
    "run.near": Message("{message}. Did you mean: '{near}'?"),
    "run.signature": Message("The call {expected} failed because {what} takes different arguments."),
    "run.readonly": Message("{what} tries to modify an argument in place{line}. Create a new array instead."),
    "run.memory": Message("{what} ran out of memory{line}."),
    # The process ended early
    "end.cpu_time": Message("The code used more than {cpu_time_s:g} s of CPU time. Is there an infinite loop?"),
    "end.wall_time": Message(
        "The code did not finish within {wall_time_s:g} s. Is there an infinite loop, or is the code waiting for "
        "something?"
    ),
    "end.memory": Message("The code used more than {memory_mb:.0f} MB of memory and was stopped."),
    "end.output": Message("The code printed more than {output_mb:.0f} MB and was stopped. Remove the print calls."),
    "end.policy": Message("The code was stopped because it made a system call that is not allowed."),
    "end.crashed": Message("The Python process crashed or exited before the code finished."),
    "end.protocol": Message("The code was stopped because it interfered with the connection to the grader."),
    "end.infrastructure": Message("The grader failed. This is not your code's fault. The code will be graded again."),
    # Not run
    "skip.loads": Message("Not run because the file does not load."),
    "skip.forward_form": Message("Not run because forward returned nothing usable."),
    "skip.backward_form": Message("Not run because backward returned nothing usable."),
    "skip.gradient_form": Message("Not run because {what} has the wrong type or shape."),
    "skip.forward": Message("Not run yet: the forward values must be correct first."),
    "skip.step": Message("Not run yet: the steps must be correct first."),
    "skip.backward": Message("Not run yet: the gradients must be correct first."),
    "skip.ended": Message("Not run because the code was stopped earlier."),
    # Numeric gradient check
    "slopes.ok": Message("The gradients match the numerical slopes of forward ({count} directions)."),
    "slopes.consistent": Message(
        "Your backward pass computes the correct derivative of your forward pass. The mistake is in the forward pass."
    ),
    "slopes.off": Message(
        "{what} does not match the slope of your own forward pass. Along {index}, it is {got}, but the slope is "
        "{expected}."
    ),
    "slopes.contradicted": Message(
        "The gradients match the slopes measured here, but this check earns no points until the backward checks pass."
    ),
    "slopes.kinks": Message("Every direction tested crosses a kink, so there is no slope to compare."),
    # Properties
    "property.unknown": Message("The property {check} must hold."),
    "property.upstream": Message(
        "A zero upstream gradient must give zeros, and scaling the upstream gradient must scale the result by the same "
        "factor."
    ),
    "property.repeatable": Message("The same calls must give the same results every time."),
    "property.kept": Message("An array that forward or backward has returned must not change in a later call."),
    "property.mode_of_forward": Message(
        "backward must use the mode of the latest forward pass, even if the mode has changed since."
    ),
    "property.inputs": Message(
        "The code must not modify its arguments, and it must work if they are read-only or non-contiguous."
    ),
    "property.instances": Message("Two objects must not share state."),
    "property.lookahead": Message(
        "lookahead must not change any state. If it is called again before the next step, it must return the same "
        "points."
    ),
    "property.clamped": Message("After its last step, a schedule must stay at its final value."),
    "property.late_steps": Message(
        "The learning rate must stay finite and correct even after a very large number of steps."
    ),
    "property.any_order": Message("A schedule must depend only on its arguments, not on earlier calls."),
    "property.latest": Message(
        "forward must use the current values of its arguments, and backward must compute the gradients for the "
        "latest call to forward."
    ),
    "property.extremes": Message("Extreme inputs must give correct results."),
    "property.fit": Message("fit must take plain gradient descent steps, starting from the current parameters."),
    "property.leaf": Message("Calling backward on a leaf must add 1 to the gradient of that leaf."),
    "property.learns": Message("The trained model must solve the task."),
    "property.empty": Message("A network without layers must return its input."),
    "property.one_layer": Message("A network with one layer must behave like that layer."),
    "property.layers": Message("The network must keep the layer objects it was given."),
    "property.nested": Message("A network must work as a layer of another network."),
    "property.random": Message("A new network must draw its weights only from the generator that is passed in."),
    "property.divides": Message("When the batch size divides the number of rows, every batch must be full."),
    "property.large_batch": Message("A batch size larger than the number of rows must give one batch with all rows."),
    "property.shuffled": Message("Every epoch must visit the rows in a new order."),
    "property.generator": Message("The order of the rows must come only from the generator that is passed in."),
    "property.no_epochs": Message("With epochs=0, train must change nothing and return an empty history."),
    "property.single_row": Message("A batch with a single row must work."),
    "property.single_image": Message("A batch with a single image must work."),
    "property.single_window": Message("A window as large as the image must work."),
    "property.ties": Message(
        "If several elements of a window tie for the maximum, their shares of the gradient must add up to the window's "
        "upstream gradient."
    ),
    "property.modes": Message("train() and eval() must switch the mode every time they are called."),
    "property.one_number": Message("A vector with one element must work."),
    "property.several_walks": Message(
        "Gradients must accumulate in the leaves across calls to backward. The gradients of intermediate results must "
        "start at 0 in each call."
    ),
    "property.separate": Message(
        "Graphs that share no values must not affect each other, and backward must not change the data of any value."
    ),
    "property.long_chain": Message("A graph must work even when it is thousands of operations deep."),
    "property.each_once": Message(
        "backward must differentiate each operation once, however many paths lead through it."
    ),
    "property.float32": Message("This check tests float32 input and is worth no points."),
    "property.changed": Message("{what} modified its argument {argument}. Create a new array instead."),
    "note.float64_from_float32": Message(
        "With float32 input, {what} has dtype {got}. That is fine here, but in a network it would double memory use."
    ),
    "note.float32_fails": Message(
        "With float32 input, {what} is missing or wrong. This costs no points, but it is worth finding out why."
    ),
    "note.kinks": Message("Directions skipped because they cross a kink: {count}."),
}
