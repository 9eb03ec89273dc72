"""The exercise ``logistic_neuron``: a folder that proves itself."""
