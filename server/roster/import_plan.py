"""Preview a roster import: what each line would do, without doing any of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from server.accounts import addresses
from server.accounts.errors import UnusableEmail, UnusableName
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.core import confirm
from server.courses.models import Course, Enrollment, Role, Section
from server.roster.account_visibility import members_without_access, people_known_to
from server.roster.enrollments import require_confirmed
from server.roster.errors import RosterError
from server.roster.roster_file import Line, Table, read
from server.roster.sections import check_name

MAX_EMAILS_PER_QUERY = 500  # every database accepts this many addresses in one query
_UNCONFIRMED = "the address is not confirmed, so the account cannot open the course until its owner confirms it"
ACTION_LABELS = {"enrol": "enroll", "drop": "remove"}  # of those that are shown under another name


class Action(StrEnum):
    """What happens to a person."""

    CREATE = "create"  # an account is created and enrolled
    ENROLL = "enrol"  # a person who has an account is enrolled
    READMIT = "re-admit"  # a removed person comes back
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DROP = "drop"
    ERROR = "error"

    @property
    def label(self) -> str:
        """Return what people read; the values are kept in the database."""
        return ACTION_LABELS.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one person.

    Attributes:
        number: of the line in the file; None for a person who is not in it.
        role: after the import; None for an error and for a removal.
        section: its name after the import; "" for none.
        user_id: None for a new person.
        note: which fields change, or what is wrong.
        is_misnamed: whether the file has another name for a member of the course, which the import does not change.
        shown: what its preview says instead, if that must not tell whether the person has an account.
    """

    number: int | None
    action: Action
    email: str
    name: str
    role: Role | None = None
    section: str = ""
    user_id: int | None = None
    note: str = ""
    is_misnamed: bool = False
    shown: Step | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    The preview and the digest say the same of people outside the course whether they have an account or not, unless the
    staff who import may know them: see `server.roster.account_visibility`.

    Attributes:
        new_sections: names of sections that it would create.
        unread: how many lines have no address that can be read; it is not known whom they mean.
    """

    table: Table
    steps: tuple[Step, ...]
    new_sections: tuple[str, ...]
    drop_missing: bool
    unread: int = 0
    counts: Mapping[Action, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", _count(self.steps))

    @property
    def shown_steps(self) -> tuple[Step, ...]:
        """Return what the preview says of each person."""
        return tuple(step.shown or step for step in self.steps)

    @property
    def shown_counts(self) -> Mapping[Action, int]:
        """Return how many people there are for each action in the preview."""
        return _count(self.shown_steps)

    @property
    def hides_accounts(self) -> bool:
        """Return whether the preview does not tell which people have an account."""
        return any(step.shown for step in self.steps)

    @property
    def changes(self) -> int:
        """Return how many people it would change."""
        return len(self.steps) - self.counts[Action.UNCHANGED] - self.counts[Action.ERROR]

    @property
    def good_lines(self) -> int:
        """Return how many lines of the file can be applied."""
        return len(self.table.lines) - self.counts[Action.ERROR]

    @property
    def digest(self) -> str:
        """Return a hash of everything it would do: plans with equal hashes do the same."""
        steps = [
            (s.number, s.action, s.email.lower(), s.name, s.role, s.section.casefold(), s.user_id, s.note)
            for s in self.shown_steps
        ]
        return confirm.digest([steps, self.new_sections, self.drop_missing])


def _count(steps: Sequence[Step]) -> dict[Action, int]:
    counted = Counter(step.action for step in steps)
    return {action: counted[action] for action in Action}


def plan_import(session: Session, actor: User | None, course: Course, text: str, *, drop_missing: bool) -> Plan:
    """Return what importing `text` would do now.

    Args:
        session: the database session.
        actor: who imports; None from the command line.
        course: the course whose roster changes.
        text: the file.
        drop_missing: whether to remove students who are not in it.

    Raises:
        UnreadableRoster: if it is not a roster.
    """
    table = read(text)
    return _Planner(session, actor, course, table).plan(drop_missing)


class _Planner:
    def __init__(self, session: Session, actor: User | None, course: Course, table: Table) -> None:
        self._table = table
        enrollments = session.scalars(
            select(Enrollment)
            .join(Enrollment.user)
            .where(Enrollment.course_id == course.id)
            .options(contains_eager(Enrollment.user))
            .order_by(func.lower(User.name), User.id)
            .execution_options(populate_existing=True)
        )
        self._here = {enrollment.user.email.lower(): enrollment for enrollment in enrollments}
        sections = session.scalars(select(Section).where(Section.course_id == course.id))
        self._sections = {section.id: section.name for section in sections}
        self._spelling = {name.casefold(): name for name in self._sections.values()}
        self._new_sections: list[str] = []
        self._first: dict[str, int] = {}
        self._strangers = _users(session, self._unknown())
        self._knows_all = actor is None or actor.is_admin
        self._known_to_actor = people_known_to(session, actor, [user.id for user in self._strangers.values()])
        self._without_access = members_without_access(session, course.id)

    def _unknown(self) -> list[str]:
        emails = (line.cells.get("email", "").lower() for line in self._table.lines)
        return sorted({email for email in emails if email.isascii() and email not in self._here} - {""})

    def plan(self, drop_missing: bool) -> Plan:
        steps = [self._step(line) for line in self._table.lines]
        if drop_missing:
            steps += self._missing()
        unread = sum(step.action is Action.ERROR and step.email.lower() not in self._first for step in steps)
        return Plan(self._table, tuple(steps), tuple(self._new_sections), drop_missing, unread)

    def _step(self, line: Line) -> Step:
        email, name = line.cells.get("email", ""), " ".join(line.cells.get("name", "").split())
        try:
            email = addresses.check_address(email)
            first = self._first.setdefault(email.lower(), line.number)
            if first != line.number:
                raise RosterError(f"Line {first} has the same address. Each person may have only one line.")
            if line.problem:
                raise RosterError(f"The line {line.problem}.")
            role = _role(line.cells.get("role", ""))
            section = line.cells.get("section", "")
            section = check_name(section) if section else ""
            return self._outcome(line.number, email, name, role, section)
        except (RosterError, UnusableEmail, UnusableName) as error:
            return Step(line.number, Action.ERROR, email, name, note=str(error))

    def _outcome(self, number: int, email: str, name: str, role: Role | None, section: str) -> Step:
        enrollment = self._here.get(email.lower())
        if enrollment is not None:
            return self._known(number, enrollment, name, role, section)
        user = self._strangers.get(email.lower())
        is_hidden = not self._knows_all and (user is None or user.id not in self._known_to_actor)
        if user is None or is_hidden:
            addresses.check_name(name)
        if user is not None:
            # Of people whom the staff may not know, this tells that the account is unconfirmed. The rule is worth it.
            require_confirmed(user, role or Role.STUDENT)
        section = self._spell(section)
        role = role or Role.STUDENT
        shown = Step(number, Action.ENROLL, email, name, role, section) if is_hidden else None
        if user is None:
            return Step(number, Action.CREATE, email, name, role, section, shown=shown)
        notes = [_keeps(user, name), _UNCONFIRMED if _is_unproven(user) else ""]
        note = "; ".join(filter(None, notes))
        return Step(number, Action.ENROLL, user.email, user.name, role, section, user.id, note, shown=shown)

    def _known(self, number: int, enrollment: Enrollment, name: str, role: Role | None, section: str) -> Step:
        """Plan a person who is or was in the course; an empty cell changes nothing."""
        before = self._sections.get(enrollment.section_id or 0, "")
        new_role = role or enrollment.role
        if enrollment.role is Role.INSTRUCTOR and new_role is not Role.INSTRUCTOR and enrollment.dropped_at is None:
            raise RosterError("An import cannot demote an instructor. Change the role on the person's page.")
        if new_role is not enrollment.role:
            require_confirmed(enrollment.user, new_role)
        after = self._spell(section) if section else before
        notes = [f"role: {enrollment.role.value} → {new_role.value}"] if new_role is not enrollment.role else []
        notes += [f"section: {before or 'none'} → {after}"] if after != before else []
        is_back = enrollment.dropped_at is not None
        action = Action.READMIT if is_back else Action.UPDATE if notes else Action.UNCHANGED
        notes += [f"re-admitted as {new_role.with_article}"] if is_back and new_role is enrollment.role else []
        user = enrollment.user
        keeps = _keeps(user, name)
        notes += [keeps] if keeps else []
        notes += [_UNCONFIRMED] if _is_unproven(user) and (is_back or user.id in self._without_access) else []
        note, is_misnamed = "; ".join(notes), bool(keeps)
        return Step(number, action, user.email, user.name, new_role, after, user.id, note, is_misnamed)

    def _spell(self, section: str) -> str:
        """The section's name as the course, or the file's first line with it, spells it."""
        if section and section.casefold() not in self._spelling:
            self._spelling[section.casefold()] = section
            self._new_sections.append(section)
        return self._spelling.get(section.casefold(), "")

    def _missing(self) -> Iterable[Step]:
        """Yield students whose address is on no line, good or bad. An import never removes staff."""
        for email, enrollment in self._here.items():
            if enrollment.role is Role.STUDENT and enrollment.dropped_at is None and email not in self._first:
                user = enrollment.user
                section = self._sections.get(enrollment.section_id or 0, "")
                note = "is not in the file; the work is kept"
                yield Step(None, Action.DROP, user.email, user.name, None, section, user.id, note)


def _users(session: Session, emails: Sequence[str]) -> dict[str, User]:
    found: dict[str, User] = {}
    for start in range(0, len(emails), MAX_EMAILS_PER_QUERY):
        query = select(User).where(func.lower(User.email).in_(emails[start : start + MAX_EMAILS_PER_QUERY]))
        found |= {user.email.lower(): user for user in session.scalars(query)}
    return found


def _role(text: str) -> Role | None:
    if not text:
        return None
    try:
        return Role(text.lower())
    except ValueError:
        allowed = ", ".join(Role)
        raise RosterError(f"“{text}” is not a role. Use one of {allowed}.") from None


def _is_unproven(user: User) -> bool:
    """Return whether someone holds the account who has not shown that the address is theirs."""
    return user.is_unconfirmed and user.password_hash != UNUSABLE


def _keeps(user: User, name: str) -> str:
    return f"keeps the name “{user.name}”" if name and name != user.name else ""
