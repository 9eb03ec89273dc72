"""nbgrader: `nbgrader autograde` in a course folder with one assignment."""

from __future__ import annotations

import ast
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.peers import environment
from bench.peers.handwritten import CHECK_NAMES, CHECKS
from bench.peers.interface import Submission
from exercises import load

ASSIGNMENT = "linear"
SUBMISSION_CELL = "submission"
POINTS = """
    SELECT sum(grade.auto_score)
    FROM grade
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    GROUP BY submitted_assignment.student_id
"""


class NbGrader:
    """`nbgrader autograde` for a class of `batch` students; it runs each notebook in a Jupyter kernel."""

    lacks = "a sandbox, a named mistake"

    def __init__(self, folder: Path, batch: int) -> None:
        self._environment = environment.find("nbgrader")
        self.batch = batch
        students = "one student" if batch == 1 else f"{batch} students in one command"
        self.name = f"nbgrader {self._environment.version}, `nbgrader autograde`, {students}"
        self._folder = folder
        source = folder / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        source.parent.mkdir(parents=True)
        source.write_text(json.dumps(notebook(load(ASSIGNMENT).starter)))
        self._environment.prepare("nbgrader", "generate_assignment", ASSIGNMENT, folder=folder)
        released = folder / "release" / ASSIGNMENT / source.name
        self._released: dict[str, Any] = json.loads(released.read_text())

    def accepts(self, submission: Submission) -> bool:
        """Grade the copies of all students with one command."""
        for number in range(self.batch):
            handed_in = self._folder / "submitted" / f"student{number}" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
            handed_in.parent.mkdir(parents=True, exist_ok=True)
            handed_in.write_text(json.dumps(self._with_answer(submission.source)))
        done = self._environment.run("nbgrader", "autograde", ASSIGNMENT, "--force", folder=self._folder)
        if done.returncode != 0:
            raise environment.failure(done)
        points = self._points()
        if len(points) != self.batch or len(set(points)) != 1:
            raise RuntimeError(f"{self.batch} copies of one submission got the points {points}")
        return points[0] == len(CHECK_NAMES)

    def _with_answer(self, source: str) -> dict[str, Any]:
        cells = [
            {**cell, "source": source} if cell["metadata"]["nbgrader"]["grade_id"] == SUBMISSION_CELL else cell
            for cell in self._released["cells"]
        ]
        return {**self._released, "cells": cells}

    def _points(self) -> Sequence[float]:
        with closing(sqlite3.connect(self._folder / "gradebook.db")) as database:
            return [points for (points,) in database.execute(POINTS)]


def notebook(answer: str) -> dict[str, Any]:
    """Return an instructor's notebook: a cell for the answer and a locked cell for each check, worth one point."""
    cells = [_cell(SUBMISSION_CELL, answer, solution=True), _cell("tools", _source_without(CHECK_NAMES))]
    for name in CHECK_NAMES:
        cells.append(_cell(name, f"{_source_of(name)}\n\n\n{name}(Linear)", points=1))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}


def _cell(grade_id: str, source: str, *, solution: bool = False, points: int | None = None) -> dict[str, Any]:
    role: dict[str, Any] = {
        "grade_id": grade_id, "schema_version": 3, "cell_type": "code", "task": False,
        "solution": solution, "locked": not solution, "grade": points is not None,
    }  # fmt: skip
    if points is not None:
        role["points"] = points
    return {
        "cell_type": "code", "execution_count": None, "metadata": {"nbgrader": role}, "outputs": [], "source": source,
    }  # fmt: skip


def _source_of(name: str) -> str:
    text = CHECKS.read_text()
    found = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name)
    return ast.get_source_segment(text, found) or ""


def _source_without(names: Sequence[str]) -> str:
    text = CHECKS.read_text()
    for name in names:
        text = text.replace(_source_of(name), "")
    return text
