"""Grade and run a student's code in their own browser, under Python compiled to WebAssembly.

The functions take and return JSON data, so that a page can call them in a worker. They also run under CPython. The
browser is the sandbox here, and the only one who could be deceived is its owner: no result of this package counts.
"""

MOST_CELL_BYTES = 16_384
"""The size of the largest cell that is run, and saved with a draft."""
