"""Submissions and gradings, back from an archive; what waited waits again, with a job."""

from __future__ import annotations

import hashlib
import secrets
from array import array
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from grader.report import Report, Verdict
from server.archive import layout
from server.archive.incoming import Incoming
from server.archive.reader import portions
from server.archive.rows import GradingRow, SubmissionRow
from server.core.db import utcnow
from server.courses.catalog import current_version
from server.submissions.models import Grading, Job, JobState, Lane, Submission
from server.worker.finish import storable

SUBMISSIONS_AT_A_TIME = 200
GRADINGS_AT_A_TIME = 100
FINISHED = {JobState.GRADED: False, JobState.NOT_GRADABLE: True}  # whether the grading in force says so


class Work:
    """Restores the submissions and then their gradings."""

    def __init__(self, found: Incoming) -> None:
        self._found = found
        self._in_force = array("q")  # the number of each submission's grading in force; 0 for none
        self._of = array("q")  # the number of each grading's submission
        self._not_gradable = bytearray()  # of each grading
        self._open: list[tuple[int, JobState]] = []  # number and state of what has no result
        self._finished = bytearray()  # of each submission: 1 not gradable, 2 graded, 0 neither

    def run(self) -> None:
        """Restore all of them.

        Raises:
            ValueError: if the archive is wrong.
        """
        archive = self._found.archive
        seen: set[str] = set()
        for some in archive.portions(
            layout.SUBMISSIONS, archive.rows(layout.SUBMISSIONS, SubmissionRow), SUBMISSIONS_AT_A_TIME
        ):
            self._submissions(some, seen)
        for rows in archive.portions(layout.GRADINGS, archive.rows(layout.GRADINGS, GradingRow), GRADINGS_AT_A_TIME):
            self._gradings(rows)
        names = archive.names()
        archive.place = layout.SUBMISSIONS
        if sum(map(bool, map(layout.SOURCE.fullmatch, names))) != len(seen):
            raise ValueError("there is code in the archive that belongs to no submission")
        archive.place = layout.GRADINGS
        if sum(map(bool, map(layout.REPORT.fullmatch, names))) != len(self._of):
            raise ValueError("there are reports in the archive that belong to no grading")
        self._put_in_force()
        self._wait()

    def _submissions(self, some: list[SubmissionRow], seen: set[str]) -> None:
        found = self._found
        ids = [one.public_id for one in some]
        query = select(Submission.public_id).where(Submission.public_id.in_(ids))
        found.renewed |= {taken: secrets.token_hex(12) for taken in found.session.scalars(query)}
        rows = []
        for offset, one in enumerate(some):
            found.archive.place = f"{layout.SUBMISSIONS}, line {one.submission}"
            name = layout.source_name(one.public_id)
            found.submission.require_next(one.submission, offset)
            if one.public_id in seen:
                raise ValueError(f"the submission {one.public_id} is there twice")
            seen.add(one.public_id)
            rows.append(self._row(one, _text(found.archive.read(name))))
            self._in_force.append(one.grading or 0)
            self._finished.append(0 if one.state not in FINISHED else 1 if FINISHED[one.state] else 2)
            if one.state not in FINISHED:
                self._open.append((one.submission, one.state))
            found.exercise_of.append(one.exercise)
            found.runs.append(0)
        found.submission.add(found.insert(Submission.id, rows))

    def _row(self, one: SubmissionRow, source: str) -> dict[str, Any]:
        found = self._found
        return {
            "public_id": found.renewed.get(one.public_id, one.public_id),
            "user_id": found.person.get(one.person),
            "assignment_exercise_id": found.exercise.get(one.exercise),
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
        found = self._found
        jobs, rows = [], []
        for offset, one in enumerate(some):
            found.archive.place = f"{layout.GRADINGS}, line {one.grading}"
            found.grading.require_next(one.grading, offset)
            submission_id = found.submission.get(one.submission)
            report = _report(found.archive.json(layout.report_name(one.grading)), one)
            found.runs[one.submission - 1] += 1
            self._of.append(one.submission)
            self._not_gradable.append(one.verdict is Verdict.CE)
            jobs.append(
                {
                    "submission_id": submission_id,
                    "exercise_version": one.exercise_version,
                    "run": found.runs[one.submission - 1],
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
        ids = found.insert(Job.id, jobs)
        rows = [{**row, "job_id": job_id} for row, job_id in zip(rows, ids, strict=True)]
        found.grading.add(found.insert(Grading.id, rows))

    def _put_in_force(self) -> None:
        found = self._found
        found.archive.place = layout.SUBMISSIONS
        pairs = enumerate(zip(self._in_force, self._finished, strict=True), start=1)
        for some in portions(pairs, 1000):
            rows = []
            for number, (grading, finished) in some:
                if not grading and finished:
                    raise ValueError(f"submission {number} is finished and has no grading")
                if not grading:
                    continue
                grading_id = found.grading.get(grading)
                if self._of[grading - 1] != number:
                    raise ValueError(f"submission {number} has the grading {grading}, which is another's")
                if finished and (finished == 1) != bool(self._not_gradable[grading - 1]):
                    raise ValueError(f"submission {number} and its grading {grading} say different things of it")
                rows.append({"id": found.submission.get(number), "grading_id": grading_id})
            if rows:
                found.session.execute(update(Submission), rows)

    def _wait(self) -> None:
        found, now = self._found, utcnow()
        versions = {slug: current_version(slug) for slug in found.slugs}
        for some in portions(self._open, 500):
            rows = []
            for number, state in some:
                found.runs[number - 1] += 1
                rows.append(
                    job_row(
                        state,
                        submission_id=found.submission.get(number),
                        exercise_version=versions[found.slug_of(number)],
                        run=found.runs[number - 1],
                        created_at=now,
                    )
                )
                found.waiting += state in {JobState.QUEUED, JobState.RUNNING}
            found.session.execute(insert(Job), rows)


def job_row(state: JobState, *, lane: Lane = Lane.INTERACTIVE, **values: Any) -> dict[str, Any]:
    """A job without a result, of whatever waits, is stuck or was replaced.

    One that was running runs nowhere any more: its lease is over, so the reconciler gives it back at once.
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
        raise ValueError("there is a character in it that is no text")
    return text


def _report(report: Any, row: GradingRow) -> Mapping[str, Any]:
    """A report that every page can show, and that says what its grading says."""
    if not isinstance(report, dict):
        raise ValueError("it is no report")
    try:
        read = Report.from_json(report)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is no report: {type(error).__name__}: {error}") from error
    if storable(report) != report:
        raise ValueError("there is something in it that no database stores")
    if (read.verdict, read.points, read.max_points) != (row.verdict, row.points, row.max_points):
        raise ValueError(
            f"it says {read.verdict} with {read.points} of {read.max_points} points, and its line in "
            f"{layout.GRADINGS} {row.verdict} with {row.points} of {row.max_points}"
        )
    return report
