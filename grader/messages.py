"""Every sentence that a student reads in a report, by id.

The words address the code, not the person, and say what was expected and what came. `say` fills the gaps. Titles and
hints of an exercise's own wrong solutions live with the exercise.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One entry: the sentence, and for a diagnosis the three steps of help that go with it."""

    text: str
    hint: str = ""
    nudge: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """Three steps of help with a mistake, from a question that gives nothing away to the whole explanation."""

    nudge: str
    hint: str
    explanation: str


def say(id: str, **gaps: object) -> str:  # noqa: A002 - what it is called everywhere
    """Return the sentence `id` with its gaps filled."""
    return MESSAGES[id].text.format(**gaps)


def help_of(id: str, **gaps: object) -> Help:  # noqa: A002 - what it is called everywhere
    """Return the three steps of help of `id` with their gaps filled."""
    found = MESSAGES[id]
    return Help(*(step.format(**gaps) for step in (found.nudge, found.hint, found.explanation)))


MESSAGES: dict[str, Message] = {
    # Loading
    "load.ok": Message("The file loads and defines what it should."),
    "load.empty": Message("The file is empty: begin with the starter."),
    "load.too_large": Message("The file has {size:,} bytes; at most {limit:,} are accepted."),
    "load.nul": Message("Line {line} contains a NUL byte, so this is not a text file. Save it as plain UTF-8 text."),
    "load.not_utf8": Message("The file is not UTF-8 text (byte {position} cannot be read). Save it as UTF-8."),
    "load.encoding": Message("The file cannot be read as text. Save it as UTF-8, without a different coding line."),
    "load.syntax": Message("Line {line} is not valid Python, so nothing could be run."),
    "load.syntax_somewhere": Message("The file is not valid Python, so nothing could be run."),
    "load.import": Message(
        "{line}an import is not available here. NumPy and the parts of the standard library that compute are; files, "
        "processes and the network are not."
    ),
    "load.raised": Message("Running the file stopped with {type}{line}, before anything of it was called."),
    "load.missing_class": Message("The file does not define a class {name}."),
    "load.missing_function": Message("The file does not define a function {name}."),
    "load.not_class": Message("{name} is defined, but it is not a class."),
    "load.not_function": Message("{name} is defined, but it is not a function."),
    "load.signature": Message("{name} should be called as {expected}, but it is defined as {got}."),
    # What came back, before its numbers are looked at
    "form.none": Message("{what} is None: is a return or an assignment missing?"),
    "form.attribute_missing": Message("{what} does not exist after {after}; it has to be set there."),
    "form.method_missing": Message("There is no {what} to call."),
    "form.not_array": Message("{what} is a {got}, not a NumPy array of shape {expected}."),
    "form.not_number": Message("{what} is a {got}, not a number."),
    "form.not_sequence": Message("{what} is a {got}, not {count} values."),
    "form.count": Message("{what} gives {got} instead of {count} values."),
    "form.unsendable": Message("{what} is a {got}, which cannot be compared: {reason}."),
    "form.shape": Message("{what} has shape {got}; expected is {expected}."),
    "form.dtype": Message("{what} has dtype {got}; expected is {expected}."),
    "form.lost_precision": Message("{what} has dtype {got} although the inputs are float64, so digits are lost."),
    # Numbers
    "value.ok": Message("All numbers agree ({count} compared)."),
    "value.nan": Message("{what} is not a number (nan) at {index}; expected is {expected}."),
    "value.infinite": Message("{what} is infinite at {index}; expected is {expected}."),
    "value.not_finite": Message("{what} is not a finite number at {index}."),
    "value.off": Message("{what} is {got} at {index}; expected is {expected}."),
    "value.off_scalar": Message("{what} is {got}; expected is {expected}."),
    "value.total": Message("The numbers of {what} add up to {got}; expected is {expected}."),
    # Running
    "run.not_implemented": Message("{what} is not written yet: it raises NotImplementedError."),
    "run.raised": Message("{what} raised {type}{line}."),
    "run.signature": Message("{expected} cannot be called: {what} takes other arguments."),
    "run.readonly": Message("{what} writes into an array that it was given{line}; work on a new array instead."),
    "run.memory": Message("{what} asked for more memory than there is{line}."),
    # The process ended
    "end.cpu_time": Message("The code used more than {cpu_time_s:g} s of processor time: is there an endless loop?"),
    "end.wall_time": Message("The code did not answer within {wall_time_s:g} s: does it wait for something?"),
    "end.memory": Message("The code used more than {memory_mb:.0f} MB of memory and was stopped."),
    "end.output": Message("The code printed more than {output_kb:.0f} kB and was stopped: remove the prints."),
    "end.policy": Message("The code asked the system for something that is not allowed here and was stopped."),
    "end.crashed": Message("The Python process of the code died: it was ended from inside or crashed."),
    "end.protocol": Message("The code interfered with the channel to the grader and was stopped."),
    "end.infrastructure": Message("This is our fault, not that of the code: it will be graded again."),
    # Not run
    "skip.loads": Message("Not run, because the file does not load."),
    "skip.forward_form": Message("Not run, because forward gave nothing that could be used."),
    "skip.backward_form": Message("Not run, because backward gave nothing that could be used."),
    "skip.forward": Message("Not run yet: first the forward values have to be right."),
    "skip.backward": Message("Not run yet: first the gradients have to be right."),
    "skip.ended": Message("Not run, because the code was stopped earlier."),
    # Numeric gradient check
    "slopes.ok": Message("The gradients agree with the slopes of forward ({count} directions)."),
    "slopes.consistent": Message(
        "Your backward is the right derivative of your forward; it is the forward that is off."
    ),
    "slopes.off": Message(
        "{what} is not the slope of your own forward: along {index} it gives {got}, the slope is {expected}."
    ),
    "slopes.contradicted": Message(
        "The gradients agree with the slopes measured here, yet not with the right ones above; that earns nothing."
    ),
    "slopes.kinks": Message("Every measured point lies on a kink, so there was no slope to compare."),
    # Properties
    "property.upstream": Message(
        "A zero upstream gradient must give zeros, and a larger one gradients larger by the same factor."
    ),
    "property.repeatable": Message("The same calls must give the same answers again."),
    "property.inputs": Message("Arguments must stay as they are, and may be read-only or not contiguous."),
    "property.instances": Message("Two objects must not share what they remember."),
    "property.lookahead": Message("lookahead only looks: asked again before the step, it gives the same points."),
    "property.clamped": Message("After its last step a schedule stays where it ended."),
    "property.late_steps": Message("After very many steps the rate must still be finite and right."),
    "property.any_order": Message("A schedule depends on its arguments only, not on the calls before."),
    "property.latest": Message("backward belongs to the latest forward."),
    "property.extremes": Message("Extreme numbers must give finite and right answers."),
    "property.fit": Message("fit takes plain steps of gradient descent, from where the parameters are."),
    "property.learns": Message("What is right in every part learns from examples."),
    "property.empty": Message("A network without layers returns what it was given."),
    "property.one_layer": Message("A network of one layer does what the layer does."),
    "property.layers": Message("The layers stay the caller's own objects."),
    "property.nested": Message("A network can be a layer of another network."),
    "property.random": Message("A new network draws its weights from the generator it is given, and from no other."),
    "property.divides": Message("Where the batch size divides the number of rows, all batches are full."),
    "property.large_batch": Message("A batch size beyond the number of rows makes one batch of all rows."),
    "property.shuffled": Message("Every epoch goes through the rows in a new order."),
    "property.generator": Message("The order comes from the generator that is passed in, and from nothing else."),
    "property.no_epochs": Message("No epochs change nothing and leave an empty history."),
    "property.single_row": Message("A batch of a single row is a batch like any other."),
    "property.single_image": Message("A batch of a single image is a batch like any other."),
    "property.single_window": Message("A window as large as the image is a window like any other."),
    "property.ties": Message("Where elements tie, their shares add up to the upstream gradient of their window."),
    "property.modes": Message("train() and eval() switch the behaviour, as often as they are called."),
    "property.one_number": Message("A vector of one number is a vector like any other."),
    "property.several_walks": Message(
        "Gradients add up in the leaves over several calls of backward; inside the graph each call begins anew."
    ),
    "property.separate": Message("Graphs that share nothing must not disturb each other, and values stay as they are."),
    "property.long_chain": Message("A graph may be thousands of operations deep."),
    "property.each_once": Message("backward differentiates each operation once, however many paths lead through it."),
    "property.float32": Message("How float32 input is treated (no points depend on it)."),
    "property.changed": Message("{what} changed its argument {argument}; work on a new array instead."),
    "note.float64_from_float32": Message(
        "From float32 input, {what} is {got}: fine here, in a network it doubles memory."
    ),
    "note.float32_fails": Message("With float32 input, {what} fails or is wrong: fine here, worth a look."),
    "note.kinks": Message("Directions left out because they lie on a kink: {count}."),
    # General signatures of mistakes
    "sign.zero": Message(
        "{what} is zero everywhere.",
        "Is the result computed but never stored or returned?",
        "What does the call return when nothing is stored on the way?",
        "Numbers that are all zero mean that a result was never written: an array made with zeros and never "
        "filled, a mask that is False everywhere, or an attribute that keeps its first value.",
    ),
    "sign.upstream_returned": Message(
        "{what} is the upstream gradient, unchanged.",
        "Multiply it by the local derivative of the operation.",
        "What does this operation do to a small change of its input?",
        "The chain rule multiplies: gradient of the input = upstream gradient × local derivative. The second "
        "factor is missing.",
    ),
    "sign.negative": Message(
        "{what} has the wrong sign everywhere.",
        "All its numbers are right but for a factor of -1.",
        "Follow one number by hand: does it point the same way?",
        "Every number is right but for the factor -1: a difference is taken the wrong way round, or a minus sign "
        "of the derivative is lost.",
    ),
    "sign.rows_inverse": Message(
        "{what} is too small by a factor of 1/N, the number of rows.",
        "It looks like a mean over the rows where a sum belongs.",
        "How does the result change when the batch gets twice as many rows?",
        "The upstream gradient already holds every average that the loss takes. Summing over the rows is all "
        "that is left to do; a mean divides by N once more.",
    ),
    "sign.rows": Message(
        "{what} is too large by a factor of N, the number of rows.",
        "A division by the number of rows is missing.",
        "How does the result change when the batch gets twice as many rows?",
        "The statement asks for a mean over the rows; what came is the sum. Divide by N once, in one place.",
    ),
    "sign.size_inverse": Message(
        "{what} is too small by a factor of 1/size, the number of elements of the upstream gradient.",
        "It looks like a mean over all elements where a sum belongs.",
        "How does the result change when the array gets twice as many elements?",
        "The upstream gradient already holds every average that the loss takes; a mean over all elements divides "
        "once more.",
    ),
    "sign.size": Message(
        "{what} is too large by a factor of the number of elements.",
        "A division by the number of elements is missing.",
        "How does the result change when the array gets twice as many elements?",
        "The statement asks for a mean over all elements; what came is the sum. Divide by the number of elements "
        "once, in one place.",
    ),
    "sign.factor": Message(
        "{what} is {factor} times what it should be, everywhere.",
        "The shape of the formula is right; look for the factor.",
        "Is the quotient of your number and the expected one the same everywhere?",
        "All numbers are {factor} times the right ones, so every term is there. A factor is lost, doubled or "
        "taken from the wrong place: look for means, halves and scales.",
    ),
    "sign.transposed": Message(
        "{what} is the transpose of what it should be.",
        "A gradient has the shape of the thing it belongs to; swap the order of the product.",
        "Which axis of the result belongs to which axis of the thing it is the gradient of?",
        "For a product, (A B)ᵀ = Bᵀ Aᵀ: transposing the result means swapping the order of the two factors.",
    ),
    "sign.unsummed": Message(
        "{what} is not summed over axis {axis}.",
        "What is used once for every row gets the sum of the gradients of all rows.",
        "How many values are there, and how often is each of them used in forward?",
        "A value that is broadcast along axis {axis} takes part in every entry along it, and gradients of uses "
        "add up: sum over axis {axis}.",
    ),
    "sign.keepdims": Message(
        "{what} has the right numbers in the wrong shape: {got} instead of {expected}.",
        "Look for a keepdims=True or a reshape too many, or one too few.",
        "Compare the shape with that of the thing it is the gradient of.",
        "The numbers are right, their arrangement is not: {got} instead of {expected}. Sums with keepdims=True "
        "keep an axis of length 1; sums without lose it.",
    ),
    "sign.upstream_ignored": Message(
        "{what} does not depend on the upstream gradient.",
        "The local derivative is right; multiply it by the upstream gradient.",
        "What should come out when the upstream gradient is zero?",
        "backward returns the local derivative as if the upstream gradient were 1 everywhere. The chain rule "
        "multiplies both.",
    ),
    "sign.stale": Message(
        "{what} belongs to an earlier call.",
        "Something is remembered from the first call and not replaced by the next.",
        "Which call's input does backward use when forward was called twice?",
        "What backward needs has to be stored by every forward; here it is stored once and kept.",
    ),
    "sign.accumulated": Message(
        "{what} adds up over the calls.",
        "Each backward sets the gradient anew; it does not add to the earlier one.",
        "What does a second call find where the first one left its result?",
        "Each backward sets the gradient to its own value. Adding to what is there doubles it at the second call.",
    ),
    "sign.negative_side": Message(
        "{what} is right where x > 0 and wrong where x < 0.",
        "Look at the branch for negative inputs by itself.",
        "Compute one negative input by hand.",
        "Where x > 0 all numbers are right. The case distinction is there, but what it does for negative inputs "
        "is not what the formula says.",
    ),
    "sign.positive_side": Message(
        "{what} is right where x < 0 and wrong where x > 0.",
        "Look at the branch for positive inputs by itself.",
        "Compute one positive input by hand.",
        "Where x < 0 all numbers are right. The case distinction is there, but what it does for positive inputs "
        "is not what the formula says.",
    ),
    "sign.step_factor": Message(
        "The first step is {factor} times as long as it should be.",
        "The direction is right; look for a factor in the step or in one of the running means.",
        "How long is the first step, and how long should it be?",
        "The parameters move along the right line, {factor} times as far: a factor of the step, a bias "
        "correction or a weight of a running mean is missing or doubled.",
    ),
    "sign.step_sign": Message(
        "The step goes uphill.",
        "Subtract the step from the parameters.",
        "Does the loss become smaller after the step?",
        "Gradient descent moves against the gradient: new = old - step.",
    ),
    "sign.not_moving": Message(
        "The parameters do not move.",
        "Is the new value computed but not returned?",
        "What does step return?",
        "The returned parameters are those that were passed in. The contract is to return new arrays.",
    ),
}
