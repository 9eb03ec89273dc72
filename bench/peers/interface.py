"""What a grader in the comparison is."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Submission(NamedTuple):
    """A file to grade.

    Attributes:
        source: the text of the file.
        is_correct: whether it deserves full points.
    """

    source: str
    is_correct: bool


class Grader(Protocol):
    """A way to grade submissions to `linear`.

    Attributes:
        name: how it is called in the table, with its version.
        lacks: what it does not do.
        batch: how many copies of the submission one call of `accepts` grades.
    """

    name: str
    lacks: str
    batch: int

    def accepts(self, submission: Submission) -> bool:
        """Grade a submission, and return whether it got full points.

        Raises:
            UnavailableError: if the grader itself failed.
        """
