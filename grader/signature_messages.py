"""The sentences about general signatures of mistakes: a title, then three steps of help; see `grader.messages`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence and, for a diagnosis, its three steps of help."""

    text: str
    hint: str = ""
    nudge: str = ""
    explanation: str = ""


SIGNATURES: dict[str, Message] = {
    "sign.precision": Message(
        "{what} is accurate to only about {digits} digits, as if it had been computed in float32.",
        "Keep everything in float64. Look for float32 in a dtype argument, an astype call or a stored array. If "
        "there is none, look for a small constant that is not in the formula.",
        "Which dtype does each array have between the inputs and the result?",
        "The formula is correct, but float32 keeps only about 7 digits. Casting a result back to float64 does not "
        "restore the lost digits, and a single float32 array is enough to lose them. The gradient check can fail for "
        "the same reason, because it measures slopes with very small steps.",
    ),
    "sign.zero": Message(
        "{what} is zero everywhere.",
        "Is the result computed but never stored or returned?",
        "What does the call return if nothing is stored along the way?",
        "All zeros usually mean that an array was initialized to zeros and never filled, a mask is False everywhere, "
        "or an attribute still has its initial value.",
    ),
    "sign.upstream_returned": Message(
        "{what} is the unchanged upstream gradient.",
        "Multiply it by the local derivative of the operation.",
        "What does this operation do to a small change in its input?",
        "The chain rule multiplies: input gradient = upstream gradient × local derivative. The second factor is "
        "missing.",
    ),
    "sign.negative": Message(
        "{what} has the wrong sign everywhere.",
        "Every number is correct except for a factor of -1.",
        "Work out one number by hand. Does your result have the same sign?",
        "Every number is correct except for a factor of -1. Either a subtraction is reversed, or a minus sign is "
        "missing from the derivative.",
    ),
    "sign.rows_inverse": Message(
        "{what} is too small by a factor of N, the number of rows.",
        "Check for a mean over the rows where a sum is needed.",
        "How does the result change if the batch has twice as many rows?",
        "The upstream gradient already includes any averaging that the loss does. Sum over the rows. A mean divides by "
        "N a second time.",
    ),
    "sign.rows": Message(
        "{what} is too large by a factor of N, the number of rows.",
        "A division by the number of rows is missing.",
        "How does the result change if the batch has twice as many rows?",
        "The statement asks for a mean over the rows, but the code computes the sum. Divide by N exactly once.",
    ),
    "sign.size_inverse": Message(
        "{what} is too small by a factor equal to the number of elements in the upstream gradient.",
        "Check for a mean over all elements where a sum is needed.",
        "How does the result change if the array has twice as many elements?",
        "The upstream gradient already includes any averaging that the loss does. A mean over all elements divides by "
        "their number a second time.",
    ),
    "sign.size": Message(
        "{what} is too large by a factor equal to the number of elements.",
        "A division by the number of elements is missing.",
        "How does the result change if the array has twice as many elements?",
        "The statement asks for a mean over all elements, but the code computes the sum. Divide by the number of "
        "elements exactly once.",
    ),
    "sign.factor": Message(
        "{what} is {factor} times the correct value everywhere.",
        "The formula has the right form. Look for a factor that is wrong.",
        "Is the ratio of your numbers to the expected ones the same everywhere?",
        "Every number is {factor} times the correct one, so no term is missing. A factor is missing, applied twice or "
        "taken from the wrong place. Check every mean, every factor of 1/2 and every scale factor.",
    ),
    "sign.transposed": Message(
        "{what} is the transpose of what it should be.",
        "A gradient has the same shape as its variable. Swap the order of the factors.",
        "Which axis of the result corresponds to which axis of the variable?",
        "For a product, (A B)ᵀ = Bᵀ Aᵀ. To transpose the result, transpose both factors and swap their order.",
    ),
    "sign.unsummed": Message(
        "{what} is not summed over axis {axis}.",
        "A value that is broadcast along an axis receives the sum of the gradients along that axis.",
        "How many times does forward use each value?",
        "A value that is broadcast along axis {axis} contributes to every entry along that axis, so the gradients of "
        "all its uses add up. Sum over axis {axis}.",
    ),
    "sign.keepdims": Message(
        "{what} has the right numbers in the wrong shape: {got} instead of {expected}.",
        "Look for an extra or missing keepdims=True or reshape.",
        "What shape should the result have, and which operation changes it?",
        "The numbers are correct, but their shape is {got} instead of {expected}. A sum with keepdims=True keeps an "
        "axis of length 1. A sum without it drops the axis.",
    ),
    "sign.upstream_ignored": Message(
        "{what} does not depend on the upstream gradient.",
        "The local derivative is correct. Multiply it by the upstream gradient.",
        "What should the result be when the upstream gradient is zero?",
        "backward returns the local derivative, as if the upstream gradient were 1 everywhere. The chain rule "
        "multiplies the local derivative by the upstream gradient.",
    ),
    "sign.stale": Message(
        "{what} belongs to an earlier call.",
        "A value is stored in the first call but not replaced in the next one.",
        "If forward is called twice, which input does backward use?",
        "Every call to forward must store what backward needs. Here, the first call stores it, and no later call "
        "replaces it.",
    ),
    "sign.accumulated": Message(
        "{what} accumulates across calls.",
        "Each call to backward must replace the gradient, not add to it.",
        "What remains from the first call when the second one starts?",
        "Each call to backward must overwrite the gradient from the previous call. Here, the second call adds its "
        "gradient to that of the first.",
    ),
    "sign.second_backward": Message(
        "A second call to backward after the same forward pass gives a wrong result.",
        "In backward, do not change or remove what forward saved.",
        "Which of the values saved by forward have changed after the first call to backward?",
        "The first call to backward after forward is correct, but the second is not, so backward changes what forward "
        "saved. Every call to backward must compute the gradient for its own grad_output, in new arrays.",
    ),
    "sign.result_overwritten": Message(
        "{what} changes in a later call.",
        "Return a new array from every call.",
        "Which arrays does your code modify in place?",
        "The array was correct when it was returned, but a later call modified it. The caller still holds that array, "
        "so its numbers change too. Return a new array from every call, and do not modify what you have returned.",
    ),
    "sign.mode_of_backward": Message(
        "backward uses the current mode instead of the mode of the latest forward pass.",
        "Save the mode in forward, and use the saved mode in backward.",
        "What happens if the mode is switched between forward and backward?",
        "The gradient belongs to the latest forward pass, so the mode of that pass determines the formula, even if the "
        "mode is switched before backward. Save that mode in forward.",
    ),
    "sign.negative_side": Message(
        "{what} is correct where x > 0 and wrong where x < 0.",
        "Check the branch for negative inputs.",
        "What should the result be for one negative input?",
        "Every number is correct where x > 0. The code separates the two cases, but the branch for negative inputs "
        "does not follow the formula.",
    ),
    "sign.positive_side": Message(
        "{what} is correct where x < 0 and wrong where x > 0.",
        "Check the branch for positive inputs.",
        "What should the result be for one positive input?",
        "Every number is correct where x < 0. The code separates the two cases, but the branch for positive inputs "
        "does not follow the formula.",
    ),
    "sign.step_factor": Message(
        "The first step is {factor} times as long as it should be.",
        "The direction is correct. Look for a wrong factor in the step or in one of the running means.",
        "How long is the first step, and how long should it be?",
        "The parameters move in the right direction, but {factor} times as far as they should. A factor in the step, a "
        "bias correction or a weight of a running mean is missing or applied twice.",
    ),
    "sign.step_sign": Message(
        "The step goes uphill.",
        "Subtract the step from the parameters.",
        "Does the loss decrease after the step?",
        "Gradient descent moves against the gradient: new = old - step.",
    ),
    "sign.not_moving": Message(
        "The parameters do not change.",
        "Is the new value computed but not returned?",
        "What does a call to step return?",
        "step returned the caller's parameters unchanged. It must return new arrays.",
    ),
}
