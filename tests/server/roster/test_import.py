"""Dry run, import and undo, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.confirmation import vouch
from server.accounts.models import AuditEvent, User
from server.accounts.passwords import UNUSABLE
from server.core.db import utcnow
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role, RosterImport, Section
from server.roster.import_apply import apply_import
from server.roster.import_history import undo_import
from server.roster.import_plan import Action, Plan, Step, plan_import
from server.submissions.models import Draft

HERE = (
    ("ada", Role.STUDENT, "Monday"),
    ("ben", Role.STUDENT, None),
    ("amy", Role.ASSISTANT, None),
    ("ines", Role.INSTRUCTOR, None),
)


@pytest.fixture
def course(sessions: sessionmaker[Session]) -> Course:
    """Ada (of Monday) and Ben are students, Amy assists, Ines teaches, Cleo has left; Zoe has an account only."""
    with sessions() as session:
        course, other = Course(slug="dl", title="DL"), Course(slug="other", title="Other")
        session.add_all([course, other])
        session.flush()
        monday = Section(course_id=course.id, name="Monday")
        session.add_all([monday, Section(course_id=other.id, name="Friday")])
        session.flush()
        for name, role, section in (*HERE, ("cleo", Role.STUDENT, None), ("zoe", None, None)):
            user = User(email=f"{name}@x.org", name=name.title(), password_hash="-")
            session.add(user)
            session.flush()
            if role:
                left = utcnow() - timedelta(days=3) if name == "cleo" else None
                section_id = monday.id if section else None
                session.add(
                    Enrollment(course_id=course.id, user_id=user.id, role=role, section_id=section_id, dropped_at=left)
                )
        session.commit()
        return course


def user(session: Session, name: str) -> User:
    return session.scalars(select(User).where(User.email == f"{name}@x.org")).one()


def enrollment(session: Session, course: Course, name: str) -> Enrollment | None:
    query = select(Enrollment).where(Enrollment.course_id == course.id, Enrollment.user_id == user(session, name).id)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def dry(session: Session, course: Course, *lines: str, header: str = "email,name,section,role", drop: bool = False):
    return plan_import(session, None, course, "\n".join([header, *lines]), drop_missing=drop)


def only(found: Plan) -> Step:
    (step,) = found.steps
    return step


def do(session: Session, course: Course, *lines: str, header: str = "email,name,section,role", drop: bool = False):
    text = "\n".join([header, *lines])
    teacher = user(session, "ines")
    digest = plan_import(session, teacher, course, text, drop_missing=drop).digest
    found, done = apply_import(session, teacher, course, text, drop_missing=drop, digest=digest)
    session.commit()
    assert done is not None
    return found, done


def test_each_line_says_what_would_happen_to_whom(sessions, course) -> None:
    with sessions() as session:
        found = dry(
            session,
            course,
            "new@x.org,New Person,Tuesday,",
            "ZOE@x.org,Zoe Z.,monday,assistant",
            "cleo@x.org,Cleo,,",
            "ada@x.org,Ada,TUESDAY,",
            "ben@x.org,Ben,,student",
            "amy@x.org,Amy,,instructor",
        )
        found_steps = [(s.number, s.action, s.email, s.role, s.section, s.note) for s in found.steps]
        assert found_steps == [
            (2, Action.CREATE, "new@x.org", Role.STUDENT, "Tuesday", ""),
            (3, Action.ENROLL, "zoe@x.org", Role.ASSISTANT, "Monday", "keeps the name “Zoe”"),
            (4, Action.READMIT, "cleo@x.org", Role.STUDENT, "", "re-admitted as a student"),
            (5, Action.UPDATE, "ada@x.org", Role.STUDENT, "Tuesday", "section: Monday → Tuesday"),
            (6, Action.UNCHANGED, "ben@x.org", Role.STUDENT, "", ""),
            (7, Action.UPDATE, "amy@x.org", Role.INSTRUCTOR, "", "role: assistant → instructor"),
        ]
        assert found.new_sections == ("Tuesday",)
        assert found.changes == 5


def test_the_preview_does_not_tell_who_has_an_account_outside_the_course(sessions, course) -> None:
    with sessions() as session:
        ines = user(session, "ines")
        text = "email,name\nZOE@x.org,Anyone\nnew@x.org,Anyone\nzoe@x.org,\nnobody@x.org,\n"
        found = plan_import(session, ines, course, text, drop_missing=False)
        seen = [(s.action, s.name, s.email, s.user_id, s.note) for s in found.shown_steps[:2]]
        assert seen == [
            (Action.ENROLL, "Anyone", "ZOE@x.org", None, ""),
            (Action.ENROLL, "Anyone", "new@x.org", None, ""),
        ]
        assert found.shown_counts[Action.CREATE] == 0
        assert found.hides_accounts
        nameless = plan_import(session, ines, course, "email,name\nzoe@x.org,\nnobody@x.org,\n", drop_missing=False)
        assert [(s.action, "name is empty" in s.note) for s in nameless.shown_steps] == [(Action.ERROR, True)] * 2
        session.add(User(email="new@x.org", name="Now There", password_hash="-"))
        session.flush()
        again = plan_import(session, ines, course, text, drop_missing=False)
        assert (again.shown_steps, again.digest) == (found.shown_steps, found.digest)
        assert [step.action for step in again.steps[:2]] == [Action.ENROLL] * 2  # what applying it does


def test_the_preview_names_accounts_of_people_whom_the_staff_know(sessions, course) -> None:
    with sessions() as session:
        ines, other = user(session, "ines"), session.scalars(select(Course).filter_by(slug="other")).one()
        root = User(email="root@x.org", name="Root", password_hash="-", is_admin=True)
        own = Enrollment(course_id=other.id, user_id=ines.id, role=Role.STUDENT)
        theirs = Enrollment(course_id=other.id, user_id=user(session, "zoe").id, role=Role.STUDENT)
        session.add_all([root, own, theirs])
        session.flush()

        def name_shown_to(actor: User | None) -> str:
            found = plan_import(session, actor, course, "email,name\nzoe@x.org,Anyone\n", drop_missing=False)
            return found.shown_steps[0].name

        assert name_shown_to(ines) == "Anyone"  # a fellow student
        assert (name_shown_to(root), name_shown_to(None)) == ("Zoe", "Zoe")
        own.role = Role.ASSISTANT
        session.flush()
        assert name_shown_to(ines) == "Zoe"


def test_an_account_that_cannot_open_the_course_yet_is_said_to_be_unconfirmed(sessions, course) -> None:
    with sessions() as session:
        for name, password in (("zoe", "-"), ("ada", "-"), ("cleo", "-"), ("ben", UNUSABLE)):
            user(session, name).is_unconfirmed, user(session, name).password_hash = True, password
        session.flush()
        found = dry(
            session, course, *(f"{name}@x.org,{name.title()},," for name in ("zoe", "ada", "cleo", "ben", "amy"))
        )
        said = [step.email.split("@")[0] for step in found.steps if "the address is not confirmed" in step.note]
        assert said == ["zoe", "ada", "cleo"]  # nobody holds Ben's account, and Amy's address is confirmed
        vouch(session, user(session, "ada"), course.id)
        vouch(session, user(session, "cleo"), course.id)  # ends when she is re-admitted
        found = dry(session, course, "ada@x.org,Ada,,", "cleo@x.org,Cleo,,")
        assert ["not confirmed" in step.note for step in found.steps] == [False, True]


def test_an_empty_or_missing_section_and_role_leave_things_as_they_are(sessions, course) -> None:
    with sessions() as session:
        assert only(dry(session, course, "ada@x.org,Ada,,")).action is Action.UNCHANGED
        assert only(dry(session, course, "amy@x.org,Amy", header="email,name")).action is Action.UNCHANGED


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nobody,N,,", "“nobody” is not an email address. Use the form"),
        ("a b@x.org,N,,", "is not an email address"),
        ("jörg@x.org,N,,", "is not an email address"),
        (",N,,", "is not an email address"),
        ("new@x.org,,,", "The name is empty"),
        ("new@x.org,N,,tutor", "“tutor” is not a role. Use one of student, assistant, instructor."),
        (f"new@x.org,{'N' * 201},,", "201 characters, but at most 200"),
        (f"new@x.org,N,{'S' * 61},", "61 characters, but at most 60"),
        ("new@x.org,N\u202e,,", "invisible"),
        ("new@x.org,N", "has 2 cells, but the first line has 4"),
        ("ines@x.org,Ines,,student", "An import cannot demote an instructor"),
    ],
)
def test_a_bad_line_says_why_and_what_is_allowed(sessions, course, line: str, said: str) -> None:
    with sessions() as session:
        found = dry(session, course, line, "good@x.org,Good,,")
        assert [step.action for step in found.steps] == [Action.ERROR, Action.CREATE]
        assert said in found.steps[0].note
        assert found.good_lines == 1


def test_an_address_that_stands_twice_names_the_first_line(sessions, course) -> None:
    with sessions() as session:
        found = dry(session, course, "new@x.org,One,,", "NEW@X.org,Two,,")
        assert found.steps[0].action is Action.CREATE
        assert found.steps[1].note == "Line 2 has the same address. Each person may have only one line."


def test_dropping_spares_staff_and_whoever_stands_on_a_bad_line(sessions, course) -> None:
    with sessions() as session:
        found = dry(session, course, "ada@x.org,Ada,,nonsense", "x,X,,", drop=True)
        dropped = [step.email for step in found.steps if step.action is Action.DROP]
        assert dropped == ["ben@x.org"]  # not Ada, on a bad line; not Amy and Ines, who are staff
        assert found.unread == 1


def test_applying_does_what_was_shown_and_records_it(sessions, course) -> None:
    with sessions() as session:
        found, done = do(
            session, course, "new@x.org,New,Tuesday,", "zoe@x.org,Z,,", "cleo@x.org,,,", "ada@x.org,,Tuesday,assistant",
            "broken", drop=True,
        )  # fmt: skip
        tuesday = session.scalars(select(Section).where(Section.name == "Tuesday")).one()
        new = enrollment(session, course, "new")
        assert (new.role, new.section_id, new.user.password_hash) == (Role.STUDENT, tuesday.id, UNUSABLE)
        assert (new.user.is_active, new.user.is_admin) == (True, False)
        assert user(session, "zoe").name == "Zoe"
        assert enrollment(session, course, "zoe").role is Role.STUDENT
        assert enrollment(session, course, "cleo").dropped_at is None
        ada = enrollment(session, course, "ada")
        assert (ada.role, ada.section_id) == (Role.ASSISTANT, tuesday.id)
        assert enrollment(session, course, "ben").dropped_at is not None
        assert (done.lines, done.errors, len(done.text_sha256)) == (5, 1, 64)
        audit = session.scalars(select(AuditEvent).where(AuditEvent.action == "roster.imported")).one()
        assert audit.course_id == course.id
        assert audit.data == {"create": 1, "enrol": 1, "readmit": 1, "update": 1, "drop": 1, "error": 1}
        assert found.counts[Action.ERROR] == 1


def test_the_same_import_again_changes_nothing(sessions, course) -> None:
    with sessions() as session:
        lines = ("new@x.org,New,Tuesday,", "zoe@x.org,Zoe,,", "cleo@x.org,,,")
        do(session, course, *lines)
        assert {step.action for step in dry(session, course, *lines).steps} == {Action.UNCHANGED}


def test_nothing_is_done_when_the_course_changed_since_the_dry_run(sessions, course) -> None:
    text = "email,name\nzoe@x.org,Zoe\n"
    with sessions() as session:
        digest = plan_import(session, user(session, "ines"), course, text, drop_missing=False).digest
    with sessions() as session:
        session.add(Enrollment(course_id=course.id, user_id=user(session, "zoe").id, role=Role.STUDENT))
        session.commit()
    with sessions() as session:
        found, done = apply_import(session, user(session, "ines"), course, text, drop_missing=False, digest=digest)
        assert done is None
        assert only(found).action is Action.UNCHANGED
        assert session.scalar(select(func.count()).select_from(RosterImport)) == 0


def test_the_digest_tells_apart_whether_people_are_dropped(sessions, course) -> None:
    with sessions() as session:
        lines = ("ada@x.org,Ada,,", "ben@x.org,Ben,,")
        assert dry(session, course, *lines).digest != dry(session, course, *lines, drop=True).digest
        assert dry(session, course, *lines).digest == dry(session, course, *lines).digest


def test_undoing_brings_everything_back(sessions, course) -> None:
    with sessions() as session:
        left_at = enrollment(session, course, "cleo").dropped_at
        _, done = do(
            session, course, "new@x.org,New,Tuesday,", "cleo@x.org,,,", "ada@x.org,,Tuesday,assistant", drop=True
        )
        undone = undo_import(session, user(session, "ines"), course, done)
        session.commit()
        assert [len(undone.reverted), len(undone.left_alone)] == [4, 0]
        assert enrollment(session, course, "new") is None
        assert user(session, "new").name == "New"  # the account stays
        assert enrollment(session, course, "cleo").dropped_at == left_at
        ada = enrollment(session, course, "ada")
        assert (ada.role, ada.section.name) == (Role.STUDENT, "Monday")
        assert enrollment(session, course, "ben").dropped_at is None
        assert [s.name for s in session.scalars(select(Section).where(Section.course_id == course.id))] == ["Monday"]
        assert undo_import(session, user(session, "ines"), course, done) is None  # not twice


def test_undoing_leaves_alone_what_changed_since(sessions, course) -> None:
    with sessions() as session:
        _, done = do(session, course, "new@x.org,New,,", "zoe@x.org,Zoe,,", "ada@x.org,,,assistant", "cleo@x.org,,,")
        unit = Assignment(course_id=course.id, position=0, title="A")
        session.add(unit)
        session.flush()
        item = AssignmentExercise(assignment_id=unit.id, slug="relu", position=0)
        session.add(item)
        session.flush()
        session.add(Draft(user_id=user(session, "new").id, assignment_exercise_id=item.id, source="x"))
        enrollment(session, course, "ada").role = Role.INSTRUCTOR
        session.delete(enrollment(session, course, "cleo"))
        session.commit()
        undone = undo_import(session, user(session, "ines"), course, done)
        session.commit()
        assert {r.user.name: r.why_not for r in undone.left_alone} == {
            "New": "has work or an extension in the course",
            "Ada": "changed since the import",
            "Cleo": "no longer in the course",
        }
        assert enrollment(session, course, "new") is not None
        assert enrollment(session, course, "ada").role is Role.INSTRUCTOR
        assert enrollment(session, course, "zoe") is None


def test_undoing_does_not_take_the_last_instructor(sessions, course) -> None:
    with sessions() as session:
        _, done = do(session, course, "amy@x.org,,,instructor")
        enrollment(session, course, "ines").role = Role.ASSISTANT
        session.commit()
        undone = undo_import(session, user(session, "ines"), course, done)
        session.commit()
        assert undone.reverted == []
        assert enrollment(session, course, "amy").role is Role.INSTRUCTOR


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.slow
def test_five_thousand_lines_take_a_few_dozen_statements(engine, sessions, course) -> None:
    lines = [f"s{n}@x.org,Student {n},Group {n % 40},student" for n in range(5000)]
    with sessions() as session, statements(engine) as seen:
        _, done = do(session, course, *lines, drop=True)
        assert len(done.changes["accounts"]) == 5000
        assert len(seen) < 100
    with sessions() as session, statements(engine) as seen:
        done = session.get_one(RosterImport, done.id)
        undo_import(session, user(session, "ines"), course, done)
        session.commit()
        assert len(seen) < 60
        assert session.scalar(select(func.count()).where(Enrollment.course_id == course.id)) == len(HERE) + 1
