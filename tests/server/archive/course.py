"""A course with something of everything that an archive holds, and archives to look into and to tamper with."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.archive import export
from server.archive.restore import Imported, import_course
from server.course_admin import assignments, editing, snapshots
from server.courses import announcements
from server.courses.models import (
    Announcement,
    Assignment,
    AssignmentExercise,
    AttemptPolicy,
    Course,
    Enrollment,
    Extension,
    FeedbackTime,
    LatePolicy,
    Role,
    Section,
)
from server.regrades.models import RegradeItem, RegradeSet, SetState, Which
from server.scores import overrides, scoring
from server.scores.models import LineComment
from server.submissions.models import Grading, Job, JobState, Lane, Purpose, Submission
from tests.server import classroom, reports

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DUE = NOW - timedelta(days=3)
PEOPLE = {
    "ada": "Ada Lovelace",
    "ben": "=HYPERLINK(1)",
    "cleo": "'t Hooft",
    "ines": "Ines Ahlers",
    "amy": "Amy <b>Assistant</b>",
    "rosa": "Rosa Root",
}


@dataclass
class Filled:
    """What `fill` made."""

    course: Course
    people: dict[str, User]
    linear: AssignmentExercise
    relu: AssignmentExercise
    twice: Submission
    waiting: Submission
    running: Submission


def fill(session: Session) -> Filled:
    """Make the course; commits. Other rows come first, so that no id is what its number in an archive will be."""
    noise(session)
    people = {
        short: User(email=f"{short}@example.org", name=name, password_hash=f"secret-hash-of-{short}")
        for short, name in PEOPLE.items()
    }
    people["rosa"].is_admin = True
    course = Course(
        slug="dl", title="Deep learning", term="Winter", timezone="Europe/Berlin", grace_days=1, join_code="SECRETCODE",
        help_steps=2,
    )  # fmt: skip
    session.add_all([*people.values(), course])
    session.flush()
    blue, red = Section(course_id=course.id, name="Red"), Section(course_id=course.id, name="Blue")
    session.add_all([blue, red])
    session.flush()
    for short, role, section in (
        ("ada", Role.STUDENT, blue.id), ("ben", Role.STUDENT, red.id), ("cleo", Role.STUDENT, None),
        ("ines", Role.INSTRUCTOR, None), ("amy", Role.ASSISTANT, None),
    ):  # fmt: skip
        session.add(
            Enrollment(
                course_id=course.id, user_id=people[short].id, role=role, section_id=section, created_at=NOW,
                dropped_at=NOW if short == "cleo" else None,
            )
        )  # fmt: skip
    layers = Assignment(
        course_id=course.id, position=1, title="Layers", due_at=DUE, closes_at=NOW + timedelta(days=90), weight=2,
        late_policy=LatePolicy.GRACE, late_percent=20, late_cap=50, attempt_limit=9,
        opens_at=DUE - timedelta(days=14), cooldown_s=60, help_steps=1,
    )  # fmt: skip
    bends = Assignment(
        course_id=course.id, position=0, title="Bends", weight=1, attempt_policy=AttemptPolicy.LAST,
        feedback=FeedbackTime.AFTER_DUE,
    )  # fmt: skip
    session.add_all([layers, bends])
    session.flush()
    linear = AssignmentExercise(assignment_id=layers.id, slug="linear", position=0)
    relu = AssignmentExercise(assignment_id=bends.id, slug="relu", position=0, max_points=50)
    session.add_all([linear, relu])
    session.flush()
    session.commit()
    filled = _work(session, course, people, linear, relu)
    _decisions(session, filled, layers, blue)
    _regrade(session, filled)
    _audit(session, filled, layers)
    session.commit()
    for kind in (User, Course, AssignmentExercise, Submission):
        session.scalars(select(kind)).all()  # an edit has expired the rows, and tests read them without this session
    return filled


def noise(session: Session) -> None:
    """Another course and its people: none of it belongs into the archive."""
    for number in range(7):
        session.add(User(email=f"noise{number}@example.org", name="Noise", password_hash="-"))
    other = Course(slug="noise", title="Noise")
    session.add(other)
    session.flush()
    session.add_all([Section(course_id=other.id, name="Noise"), Section(course_id=other.id, name="More noise")])
    unit = Assignment(course_id=other.id, position=0, title="Noise")
    session.add(unit)
    session.flush()
    item = AssignmentExercise(assignment_id=unit.id, slug="linear", position=0)
    session.add(item)
    user = session.scalars(select(User)).first()
    assert user is not None
    session.add(Announcement(course_id=other.id, title="Noise", text="Noise", author_id=user.id))
    session.flush()
    record(session, user, "noise.made", subject="course:1", course_id=other.id)
    classroom.submit(session, user, item, reports.accepted(), source="noise = True\n")


def _work(
    session: Session, course: Course, people: dict[str, User], linear: AssignmentExercise, relu: AssignmentExercise
) -> Filled:
    late, in_time = DUE + timedelta(days=1, hours=3), DUE - timedelta(hours=1)
    twice = classroom.submit(session, people["ada"], linear, reports.unsummed_bias(), received_at=in_time)
    classroom.grade(session, twice, reports.accepted())
    session.get_one(Grading, twice.grading_id).exercise_version = 2
    scoring.recompute(session, course.id, [people["ada"].id], scoring.Cause("regraded"))
    late_work = classroom.submit(session, people["ben"], linear, reports.accepted(), received_at=late)
    late_work.is_late = True
    classroom.submit(session, people["ben"], relu, reports.does_not_load(), source="def broken(:\n", received_at=NOW)
    for _ in range(3):
        classroom.submit(session, people["cleo"], linear, reports.unsummed_bias(), received_at=in_time)
    better = {**reports.unsummed_bias(), "points": 90}
    classroom.submit(session, people["cleo"], linear, better, received_at=late)  # uses the grace day
    classroom.submit(session, people["ada"], relu, reports.accepted(), purpose=Purpose.CHECK, received_at=NOW)
    waiting = classroom.submit(session, people["ada"], relu, source="# σ = 1\r\n\tx = '🙂'\n", received_at=NOW)
    session.add(Job(submission_id=waiting.id, exercise_version=1))
    running = classroom.submit(session, people["ben"], relu, received_at=NOW, state=JobState.RUNNING)
    session.add(Job(submission_id=running.id, exercise_version=1, state=JobState.RUNNING, token="t", worker="w"))
    for state in (JobState.SUPERSEDED, JobState.ERROR):
        stopped = classroom.submit(session, people["cleo"], relu, received_at=NOW, state=state)
        session.add(Job(submission_id=stopped.id, exercise_version=1, state=state))
    session.commit()
    return Filled(course, people, linear, relu, twice, waiting, running)


def _decisions(session: Session, filled: Filled, layers: Assignment, section: Section) -> None:
    ines, people = filled.people["ines"], filled.people
    overrides.override(
        session, filled.course, ines, [overrides.NewOverride(people["ben"].id, filled.linear, 42)], "oral"
    )
    overrides.override(
        session, filled.course, ines, [overrides.NewOverride(people["ada"].id, filled.relu, None)], "ill"
    )
    overrides.override(
        session, filled.course, ines, [overrides.NewOverride(people["cleo"].id, filled.relu, 7)], "a slip"
    )
    overrides.undo(session, filled.course, people["rosa"], people["cleo"].id, filled.relu)
    for user_id, section_id in ((people["cleo"].id, None), (None, section.id)):
        session.add(
            Extension(
                assignment_id=layers.id, user_id=user_id, section_id=section_id, due_at=DUE + timedelta(days=2),
                closes_at=DUE + timedelta(days=99), reason="ill", granted_by=ines.id, granted_at=NOW,
                revoked_at=NOW if user_id else None,
            )
        )  # fmt: skip
    session.add(LineComment(submission_id=filled.twice.id, line=3, body="<i>Look</i>\nhere", author_id=ines.id, at=NOW))
    session.add(
        LineComment(submission_id=filled.twice.id, line=None, body="Gone", author_id=ines.id, at=NOW, deleted_at=NOW)
    )
    session.flush()


def _regrade(session: Session, filled: Filled) -> None:
    """One set that was applied to Ada's submission, and one that still grades Ben's."""
    gradings = session.scalars(select(Grading).filter_by(submission_id=filled.twice.id).order_by(Grading.id)).all()
    applied = _set(session, filled, "Bias", SetState.APPLIED, ended_at=NOW)
    item = RegradeItem(set_id=applied.id, submission_id=filled.twice.id, old_grading_id=gradings[0].id, applied_at=NOW)
    item.new_grading_id = gradings[1].id
    session.add(item)
    session.flush()
    session.execute(update(Job).where(Job.id == gradings[1].job_id).values(regrade_item_id=item.id))
    cause = scoring.Cause("regraded", actor_id=filled.people["ines"].id, is_regrade=True)
    score = session.scalars(
        select(scoring.Score).filter_by(user_id=filled.people["ada"].id, assignment_exercise_id=filled.linear.id)
    ).one()
    score.points = 70  # as it was before
    session.flush()
    assert scoring.recompute(session, filled.course.id, [filled.people["ada"].id], cause) == 1
    going = _set(session, filled, "Everything", SetState.GRADING)
    late = session.scalars(
        select(Submission).filter_by(user_id=filled.people["ben"].id, assignment_exercise_id=filled.linear.id)
    ).one()
    _undone(session, late, _set(session, filled, "A slip", SetState.UNDONE, ended_at=NOW))
    other = RegradeItem(set_id=going.id, submission_id=late.id, old_grading_id=late.grading_id)
    session.add(other)
    session.flush()
    session.add(
        Job(submission_id=late.id, exercise_version=1, run=2, regrade_item_id=other.id, lane=Lane.BATCH)
    )  # fmt: skip


def _undone(session: Session, submission: Submission, regrade: RegradeSet) -> None:
    """A regrade that was undone: its grading is kept, and the previous one is current."""
    item = RegradeItem(set_id=regrade.id, submission_id=submission.id, old_grading_id=submission.grading_id)
    session.add(item)
    session.flush()
    job = Job(submission_id=submission.id, exercise_version=1, run=3, regrade_item_id=item.id, state=JobState.GRADED)
    session.add(job)
    session.flush()
    graded = Grading(
        submission_id=submission.id, job_id=job.id, verdict="PAC", points=70, max_points=100, exercise_hash="1" * 64,
        seed=3, report=reports.unsummed_bias(),
    )  # fmt: skip
    session.add(graded)
    session.flush()
    item.new_grading_id, item.applied_at, item.undone_at = graded.id, NOW, NOW + timedelta(hours=1)


def _set(session: Session, filled: Filled, title: str, state: SetState, ended_at: datetime | None = None) -> RegradeSet:
    made = RegradeSet(
        course_id=filled.course.id, title=title, reason="a check was wrong", which=Which.COUNTING, state=state,
        created_by=filled.people["ines"].id, created_at=NOW, ended_at=ended_at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _audit(session: Session, filled: Filled, layers: Assignment) -> None:
    course, ines = filled.course, filled.people["ines"]
    told = announcements.announce(session, course, ines, "Hello", "Welcome *all*.")
    told.edited_at, told.withdrawn_at = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    values = {**snapshots.of_assignment(layers), "title": "The layers"}
    editing.apply(session, course, ines, editing.change_assignment(session, layers, values))
    values = {**snapshots.of_assignment(layers), "title": "Gone", "exercises": []}
    gone = assignments.add(session, course, values)
    editing.apply(session, course, ines, editing.delete_assignment(session, gone))
    event = record(session, ines, "assignment.added", subject=f"assignment:{layers.id}", course_id=course.id)
    session.flush()
    record(
        session, ines, "assignment.deleted", subject=f"assignment:{gone.id}", course_id=course.id, undoes=event.id
    )  # fmt: skip
    subject = f"submission:{filled.twice.public_id}"
    record(session, None, "job.looked_at", subject=subject, course_id=course.id, note='=1+1 "ü"')


def exported(factory: sessionmaker[Session], slug: str = "dl", now: datetime = NOW) -> bytes:
    """The archive of a course."""
    file = io.BytesIO()
    with export.snapshot(factory) as session:
        export.write(session, session.scalars(select(Course).filter_by(slug=slug)).one(), file, now)
    return file.getvalue()


def imported(factory: sessionmaker[Session], data: bytes, slug: str | None = None) -> Imported:
    """What an import of the archive brings."""
    with factory() as session:
        done = import_course(session, io.BytesIO(data), slug)
        session.commit()
        return done


def contents(data: bytes) -> dict[str, bytes]:
    """The files of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], *, with_manifest: bool = True) -> bytes:
    """An archive of these files, whose manifest is right about them."""
    manifest = json.loads(files["manifest.json"])
    if with_manifest:
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, data in files.items()
            if name != "manifest.json"
        }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, json.dumps(manifest) if name == "manifest.json" else data)
    return out.getvalue()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one of its files changed, and a manifest that hides it."""
    files = contents(data)
    before = files[name]
    files[name] = change(before)
    assert files[name] != before
    return packed(files)


__all__ = ["UNUSABLE", "Filled", "changed", "contents", "exported", "fill", "imported", "noise", "packed"]
