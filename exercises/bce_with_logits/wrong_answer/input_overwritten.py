"""Title: forward writes probabilities into the caller's array of logits.
Nudge: What does the prediction contain after forward?
Hint: Slice assignment and out= change the array that was passed in; write into a new one.
Explanation: prediction[...] = σ(prediction) replaces the caller's logits. Whoever uses them after the loss, to count
    right answers for example, finds other numbers.
Stage: properties
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        loss = np.mean(np.logaddexp(0.0, prediction) - target * prediction)
        self.prediction = prediction.copy()
        prediction[...] = np.exp(-np.logaddexp(0.0, -prediction))
        return loss

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
