"""Restore submissions and gradings; submissions that waited to be graded are queued again."""

from __future__ import annotations

import hashlib
import secrets
from array import array
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from grader.report import Report, Verdict
from server.archive import files
from server.archive.reader import batches
from server.archive.restore_context import RestoreContext
from server.archive.rows import GradingRow, SubmissionRow
from server.core.db import utcnow
from server.courses.catalog import current_version
from server.submissions.models import Grading, Job, JobState, Lane, Submission
from server.worker.finish import storable

SUBMISSIONS_AT_A_TIME = 200
GRADINGS_AT_A_TIME = 100
FINISHED = {JobState.GRADED: False, JobState.NOT_GRADABLE: True}  # whether the current grading says so


class RestoreWork:
    """Restore the submissions, and then their gradings."""

    def __init__(self, context: RestoreContext) -> None:
        self._context = context
        self._current = array("q")  # the number of each submission's current grading; 0 for none
        self._of = array("q")  # the number of each grading's submission
        self._not_gradable = bytearray()  # of each grading
        self._open: list[tuple[int, JobState]] = []  # number and state of what has no result
        self._finished = bytearray()  # of each submission: 1 not gradable, 2 graded, 0 neither

    def run(self) -> None:
        """Restore all of them.

        Raises:
            ValueError: if the archive is wrong.
        """
        archive = self._context.archive
        seen: set[str] = set()
        for some in archive.batches(
            files.SUBMISSIONS, archive.rows(files.SUBMISSIONS, SubmissionRow), SUBMISSIONS_AT_A_TIME
        ):
            self._submissions(some, seen)
        for rows in archive.batches(files.GRADINGS, archive.rows(files.GRADINGS, GradingRow), GRADINGS_AT_A_TIME):
            self._gradings(rows)
        names = archive.names()
        archive.place = files.SUBMISSIONS
        if sum(map(bool, map(files.SOURCE.fullmatch, names))) != len(seen):
            raise ValueError("the archive contains code that does not belong to any submission")
        archive.place = files.GRADINGS
        if sum(map(bool, map(files.REPORT.fullmatch, names))) != len(self._of):
            raise ValueError("the archive contains reports that do not belong to any grading")
        self._set_current_gradings()
        self._queue_unfinished()

    def _submissions(self, some: list[SubmissionRow], seen: set[str]) -> None:
        context = self._context
        ids = [one.public_id for one in some]
        query = select(Submission.public_id).where(Submission.public_id.in_(ids))
        context.renewed |= {taken: secrets.token_hex(12) for taken in context.session.scalars(query)}
        rows = []
        for offset, one in enumerate(some):
            context.archive.place = f"{files.SUBMISSIONS}, line {one.submission}"
            name = files.source_name(one.public_id)
            context.submission.require_next(one.submission, offset)
            if one.public_id in seen:
                raise ValueError(f"the submission {one.public_id} appears twice")
            seen.add(one.public_id)
            rows.append(self._row(one, _text(context.archive.read(name))))
            self._current.append(one.grading or 0)
            self._finished.append(0 if one.state not in FINISHED else 1 if FINISHED[one.state] else 2)
            if one.state not in FINISHED:
                self._open.append((one.submission, one.state))
            context.exercise_of.append(one.exercise)
            context.runs.append(0)
        context.submission.add(context.insert(Submission.id, rows))

    def _row(self, one: SubmissionRow, source: str) -> dict[str, Any]:
        context = self._context
        return {
            "public_id": context.renewed.get(one.public_id, one.public_id),
            "user_id": context.person.get(one.person),
            "assignment_exercise_id": context.exercise.get(one.exercise),
            "purpose": one.purpose,
            "source": source,
            "source_sha256": hashlib.sha256(source.encode()).hexdigest(),
            "client_key": f"archive-{secrets.token_hex(16)}",
            "seed": one.seed,
            "received_at": one.received_at,
            "is_late": one.is_late,
            "state": one.state,
        }

    def _gradings(self, some: list[GradingRow]) -> None:
        context = self._context
        jobs, rows = [], []
        for offset, one in enumerate(some):
            context.archive.place = f"{files.GRADINGS}, line {one.grading}"
            context.grading.require_next(one.grading, offset)
            submission_id = context.submission.get(one.submission)
            report = _report(context.archive.json(files.report_name(one.grading)), one)
            context.runs[one.submission - 1] += 1
            self._of.append(one.submission)
            self._not_gradable.append(one.verdict is Verdict.CE)
            jobs.append(
                {
                    "submission_id": submission_id,
                    "exercise_version": one.exercise_version,
                    "run": context.runs[one.submission - 1],
                    "state": JobState.NOT_GRADABLE if one.verdict is Verdict.CE else JobState.GRADED,
                    "created_at": one.created_at,
                    "finished_at": one.created_at,
                }
            )
            rows.append(
                {
                    "submission_id": submission_id,
                    "verdict": one.verdict.value,
                    "points": one.points,
                    "max_points": one.max_points,
                    "exercise_version": one.exercise_version,
                    "exercise_hash": one.exercise_hash,
                    "seed": one.seed,
                    "report": report,
                    "created_at": one.created_at,
                }
            )
        ids = context.insert(Job.id, jobs)
        rows = [{**row, "job_id": job_id} for row, job_id in zip(rows, ids, strict=True)]
        context.grading.add(context.insert(Grading.id, rows))

    def _set_current_gradings(self) -> None:
        context = self._context
        context.archive.place = files.SUBMISSIONS
        pairs = enumerate(zip(self._current, self._finished, strict=True), start=1)
        for some in batches(pairs, 1000):
            rows = []
            for number, (grading, finished) in some:
                if not grading and finished:
                    raise ValueError(f"submission {number} is finished but has no grading")
                if not grading:
                    continue
                grading_id = context.grading.get(grading)
                if self._of[grading - 1] != number:
                    raise ValueError(
                        f"submission {number} has the grading {grading}, which belongs to another submission"
                    )
                if finished and (finished == 1) != bool(self._not_gradable[grading - 1]):
                    raise ValueError(f"submission {number} and its grading {grading} contradict each other")
                rows.append({"id": context.submission.get(number), "grading_id": grading_id})
            if rows:
                context.session.execute(update(Submission), rows)

    def _queue_unfinished(self) -> None:
        context, now = self._context, utcnow()
        versions = {slug: current_version(slug) for slug in context.slugs}
        for some in batches(self._open, 500):
            rows = []
            for number, state in some:
                context.runs[number - 1] += 1
                rows.append(
                    job_row(
                        state,
                        submission_id=context.submission.get(number),
                        exercise_version=versions[context.slug_of(number)],
                        run=context.runs[number - 1],
                        created_at=now,
                    )
                )
                context.waiting += state in {JobState.QUEUED, JobState.RUNNING}
            context.session.execute(insert(Job), rows)


def job_row(state: JobState, *, lane: Lane = Lane.INTERACTIVE, **values: Any) -> dict[str, Any]:
    """Return the row of a job without a result.

    A job that was running gets an expired lease, so that the reconciler requeues it at once.
    """
    is_running = state is JobState.RUNNING
    is_over = state not in {JobState.QUEUED, JobState.RUNNING}
    return {
        **values,
        "state": state,
        "lane": lane,
        "attempt": 1 if is_running else 0,
        "token": secrets.token_hex(16) if is_running else None,
        "lease_until": values["created_at"] if is_running else None,
        "finished_at": values["created_at"] if is_over else None,
        "error": "not graded when the course was exported" if state is JobState.ERROR else None,
    }


def _text(source: bytes) -> str:
    text = source.decode()
    if "\0" in text:
        raise ValueError("it contains an invalid character")
    return text


def _report(report: Any, row: GradingRow) -> Mapping[str, Any]:
    """Return the report if every page can show it and it agrees with its grading."""
    if not isinstance(report, dict):
        raise ValueError("it is not a report")
    try:
        read = Report.from_json(report)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is not a report: {type(error).__name__}: {error}") from error
    if storable(report) != report:
        raise ValueError("it contains a value that the database cannot store")
    if (read.verdict, read.points, read.max_points) != (row.verdict, row.points, row.max_points):
        raise ValueError(
            f"it says {read.verdict} with {read.points} of {read.max_points} points, but its line in "
            f"{files.GRADINGS} says {row.verdict} with {row.points} of {row.max_points}"
        )
    return report
