"""The class of the guide's pictures: invented people in one fixed week, graded by the real grader."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

import exercises
from grader.report import Report, Verdict
from server.accounts.models import User
from server.accounts.users import create_user
from server.core.settings import Settings
from server.course_admin import copying
from server.courses import announcements
from server.courses.items import items_of
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    AttemptPolicy,
    Course,
    Enrollment,
    LatePolicy,
    Role,
    Section,
)
from server.demo.seed import Reports
from server.regrades import creation
from server.regrades.models import Which
from server.scores import comments, extensions, overrides
from server.scores.models import ScoreChange
from server.similarity import runs
from server.similarity.task import run_next_comparison
from server.submissions.models import Lane, Purpose, Submission
from server.submissions.submit import accept
from server.worker import sandboxed
from server.worker.claims import claim_next
from server.worker.finish import finish

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
SEED = 20261126
TITLE = "Foundations of Deep Learning"
PASSWORD = "a guide with pictures"
NAMES = (
    "Aiko Tanaka", "Amara Nwosu", "Anton Berg", "Beatriz Sousa", "Carl Engström", "Chloé Martin", "Dario Conti",
    "Elif Kaya", "Emil Nowak", "Farid Rahimi", "Greta Lind", "Hana Suzuki", "Ivo Petrov", "Jana Novotná",
    "Jonas Weber", "Kofi Mensah", "Lea Moreau", "Lin Chen", "Mira Lindqvist", "Nina Kovač", "Omar Farouk",
    "Priya Raman", "Rosa Jiménez", "Sam Okafor", "Tariq Haddad", "Uma Iyer", "Viktor Holm", "Yusuf Demir",
)  # fmt: skip
# Letters are attempts: a right, w and v the first known mistakes, s the starter as it came.
HABITS = ("a", "a", "a", "wa", "wa", "wa", "va", "wva", "wwa", "w", "ws", "wwvw", "")
UNITS = (("Activations", ("sigmoid", "tanh", "relu")), ("Layers", ("linear", "batch_norm")), ("Losses", ("mse_loss",)))
OWN_SOLUTIONS = {
    "hana": """import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        y = np.zeros((len(x), len(self.bias)))
        for n in range(len(x)):
            y[n] = self.weight @ x[n] + self.bias
        return y

    def backward(self, grad_output):
        self.grad_weight = np.zeros_like(self.weight)
        for n in range(len(self.x)):
            self.grad_weight += np.outer(grad_output[n], self.x[n])
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
""",
    "viktor": """import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def backward(self, upstream):
        # one outer product for each row of the batch
        self.grad_weight = np.zeros_like(self.weight)
        for row in range(len(self.inputs)):
            self.grad_weight += np.outer(upstream[row], self.inputs[row])
        self.grad_bias = upstream.sum(axis=0)
        return np.dot(upstream, self.weight)

    def forward(self, x):
        self.inputs = x
        out = np.zeros((len(x), len(self.bias)))
        for row in range(len(x)):
            out[row] = self.weight @ x[row] + self.bias
        return out
""",
}


@dataclass
class PictureClass:
    """What the pictures are of: ids by email's first part, and by exercise; `names` are those in addresses."""

    course_id: int
    people: dict[str, int]
    items: dict[str, int]
    names: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedAttempt:
    user_id: int
    slug: str
    source: str
    at: datetime


def short(name: str) -> str:
    """The first part of the address of somebody."""
    return name.split()[0].lower().replace("é", "e")


def build(sessions: sessionmaker[Session], settings: Settings) -> PictureClass:
    """Fill an empty database."""
    with sessions() as session:
        made = _enroll(session)
    grader = sandboxed.open_grader(settings)
    try:
        reports = Reports(grader)
        for number, attempt in enumerate(sorted(_attempts(made), key=lambda one: one.at)):
            _replay(sessions, made, attempt, reports, number)
        _act(sessions, made)
        run_next_comparison(sessions)
        regrade = _regrade(sessions, made, reports)
    finally:
        grader.close()
    with sessions() as session:
        units = {unit.title.lower(): unit.id for unit in session.query(Assignment)}
    made.names = made.people | units | {"regrade": regrade}
    return made


def _enroll(session: Session) -> PictureClass:
    ines = create_user(session, email="ines@example.org", name="Ines Arslan", password=PASSWORD)
    course = copying.create_empty(
        session, slug="foundations", title=TITLE, term="Winter 2026/27", timezone="Europe/Berlin"
    )  # fmt: skip
    course.grace_days, course.join_code = 3, "K7MQ4RXD"
    copying.take_over(session, course, ines, None)
    sections = [Section(course_id=course.id, name=name) for name in ("Mon", "Wed")]
    people = [User(email=f"{short(name)}@example.org", name=name, password_hash="!") for name in NAMES]
    session.add_all([*sections, *people])
    session.flush()
    for number, person in enumerate(people):
        enrollment = Enrollment(course_id=course.id, user_id=person.id, role=Role.STUDENT)
        enrollment.section_id, enrollment.created_at = sections[number % 2].id, NOW - timedelta(days=40)
        session.add(enrollment)
    dates = (
        {"due_at": _berlin(18), "late_policy": LatePolicy.PERCENT, "late_cap": 50, "weight": 30},
        {"due_at": _berlin(30), "late_policy": LatePolicy.GRACE, "weight": 45, "attempt_policy": AttemptPolicy.LAST},
        {"opens_at": _berlin(22), "due_at": _berlin(30) + timedelta(days=7), "weight": 25},
    )
    items = {}
    for position, ((title, slugs), more) in enumerate(zip(UNITS, dates, strict=True)):
        unit = Assignment(course=course, position=position, title=title, **more)
        for place, slug in enumerate(slugs):
            items[slug] = AssignmentExercise(assignment=unit, slug=slug, position=place)
        session.add(unit)
    session.commit()
    ids = {person.email.partition("@")[0]: person.id for person in (*people, ines)}
    return PictureClass(course.id, ids, {slug: item.id for slug, item in items.items()})


def _berlin(day: int) -> datetime:
    return datetime(2026, 11, day, 22, 59, tzinfo=UTC)


def _attempts(made: PictureClass) -> Iterator[PlannedAttempt]:
    chance = random.Random(SEED)  # the same class at every run
    for name in NAMES:
        begins = {
            "Activations": datetime(2026, 11, 12, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(10_500)),
            "Layers": datetime(2026, 11, 20, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(6000)),
            "Losses": datetime(2026, 11, 24, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(2500)),
        }
        for title, slugs in UNITS:
            moment = begins[title]
            for slug in slugs:
                letters = chance.choice(HABITS) if title != "Losses" or chance.random() < 0.4 else ""
                if slug == "linear":
                    letters = "a" if short(name) in OWN_SOLUTIONS else letters.rstrip("wvs")
                for letter in letters:
                    moment += timedelta(minutes=chance.randrange(8, 160))
                    moment += timedelta(hours=8 if moment.hour < 7 else 0)
                    if moment < NOW:
                        yield PlannedAttempt(made.people[short(name)], slug, _source(slug, letter, short(name)), moment)


def _source(slug: str, letter: str, who: str) -> str:
    exercise = exercises.load(slug)
    if slug == "linear" and letter == "a" and who in OWN_SOLUTIONS:
        return OWN_SOLUTIONS[who]
    wrong = [item.source for item in exercise.wrong_answers]
    return {"a": exercise.accepted[0].source, "w": wrong[0], "v": wrong[2], "s": exercise.starter}[letter]


def _replay(
    sessions: sessionmaker[Session], made: PictureClass, attempt: PlannedAttempt, reports: Reports, number: int
) -> None:
    with sessions() as session:
        user, item = (
            session.get_one(User, attempt.user_id),
            session.get_one(AssignmentExercise, made.items[attempt.slug]),
        )
        accepted = accept(
            session, user, item, attempt.source, client_key=f"picture-{number}", purpose=Purpose.SUBMIT,
            received_at=attempt.at, seed=SEED,
        )  # fmt: skip
        claim = claim_next(session, Lane.INTERACTIVE, worker="pictures", lease_s=60)
        assert claim is not None
    report = reports(claim)
    with sessions() as session:
        assert finish(session, claim, report) is not None
        changes = update(ScoreChange).where(ScoreChange.submission_id == accepted.submission.id)
        session.execute(changes.values(at=attempt.at + timedelta(seconds=1)))
        session.commit()


def _act(sessions: sessionmaker[Session], made: PictureClass) -> None:
    """What the staff did."""
    with sessions() as session:
        course, ines = session.get_one(Course, made.course_id), session.get_one(User, made.people["ines"])
        layers = session.get_one(AssignmentExercise, made.items["linear"]).assignment
        activations = session.get_one(AssignmentExercise, made.items["relu"]).assignment
        wed = session.query(Section).filter_by(name="Wed").one()
        extensions.grant(
            session, course, ines, activations, user_id=made.people["emil"], section_id=None,
            due_at=activations.due_at + timedelta(days=5), closes_at=None, reason="In hospital until the 20th.",
        )  # fmt: skip
        extensions.grant(
            session, course, ines, layers, user_id=None, section_id=wed.id,
            due_at=layers.due_at + timedelta(days=2), closes_at=None, reason="The class on the 25th was canceled.",
        )  # fmt: skip
        relu, tanh = (session.get_one(AssignmentExercise, made.items[slug]) for slug in ("relu", "tanh"))
        for who, item, points, why in (
            ("amara", relu, 85, "Explained the edge at 0 in the office hour."),
            ("jonas", tanh, None, "Ill; agreed with the examination office."),
        ):
            overrides.override(session, course, ines, [overrides.NewOverride(made.people[who], item, points)], why)
        announcements.announce(
            session, course, ines, "Layers is due two days later for Wednesday's class",
            "The room was locked on the 25th. What you derived there, $\\frac{\\partial L}{\\partial W} = "
            "\\delta^\\top x$, is all that *Linear* needs.",
        )  # fmt: skip
        last = session.query(Submission).filter_by(user_id=made.people["amara"], assignment_exercise_id=relu.id)
        comments.add_comment(
            session, ines, last.order_by(Submission.id.desc()).first(), "", "Nearly: what does it give at 0?"
        )
        session.commit()
        runs.request_run(session, ines, course, session.get_one(AssignmentExercise, made.items["linear"]))


def _regrade(sessions: sessionmaker[Session], made: PictureClass, reports: Reports) -> int:
    """Grade one exercise again as a preview, as if a check of its gradient had been too hard."""
    with sessions() as session:
        course, ines = session.get_one(Course, made.course_id), session.get_one(User, made.people["ines"])
        items = [one for one in items_of(session, course) if one.item.slug == "tanh"]
        chosen = creation.choose_attempts(session, course, items, Which.COUNTING)
        made_set = creation.create_regrade(
            session, course, ines, chosen, title="Tanh, wider tolerance",
            reason="One check was stricter than the statement says.", which=Which.COUNTING,
        )  # fmt: skip
        session.commit()
        number = made_set.id
    while True:
        with sessions() as session:
            claim = claim_next(session, Lane.BATCH, worker="pictures", lease_s=60)
        if claim is None:
            return number
        report = _milder(reports(claim))
        with sessions() as session:
            assert finish(session, claim, report) is not None


def _milder(report: Report) -> Report:
    """The report with its first wrong answer taken as right."""
    wrong = next((check for check in report.checks if check.verdict is Verdict.WA), None)
    if wrong is None:
        return report
    right = replace(wrong, verdict=Verdict.AC, points=wrong.max_points)
    checks = tuple(right if check is wrong else check for check in report.checks)
    return replace(report, checks=checks, points=report.points + wrong.max_points - wrong.points)
