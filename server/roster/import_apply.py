"""Apply a roster import as it was previewed, in a few dozen statements for a class of any size."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from server.accounts import confirmation
from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.core.db import utcnow
from server.courses.models import Course, Enrollment, RosterImport, Section
from server.roster.enrollments import update_entered, update_moved
from server.roster.import_plan import Action, Plan, Step, plan_import
from server.roster.roster_file import normalize
from server.scores import counts as score_counts
from server.scores.locks import lock_class

State = dict[str, Any]


def apply_import(
    session: Session, actor: User | None, course: Course, text: str, *, drop_missing: bool, digest: str | None
) -> tuple[Plan, RosterImport | None]:
    """Import a roster if the import would still do what was shown.

    Args:
        session: the database session.
        actor: who imports; None from the command line.
        course: the course whose roster changes.
        text: the file.
        drop_missing: whether to remove students who are not in it.
        digest: the digest of the plan that was shown; None to apply the current plan.

    Returns:
        The current plan and the import; if the plan differs from the one shown, None, and nothing was done.

    Raises:
        UnreadableRoster: if it is not a roster.
    """
    lock_class(session, course.id)
    found = plan_import(session, actor, course, text, drop_missing=drop_missing)
    if digest is not None and found.digest != digest:
        return found, None
    return found, _Import(session, actor, course).run(found, text)


class _Import:
    def __init__(self, session: Session, actor: User | None, course: Course) -> None:
        self._session, self._actor, self._course = session, actor, course
        self._now = utcnow()

    def run(self, found: Plan, text: str) -> RosterImport:
        sections, made = self._sections(found.new_sections)
        accounts = self._accounts([step for step in found.steps if step.action is Action.CREATE])
        people = self._enroll(found, sections, accounts) + self._change(found, sections)
        entered = [step.user_id for step in found.steps if step.action in {Action.ENROLL, Action.READMIT}]
        known = [user_id for user_id in entered if user_id is not None]
        update_entered(self._session, self._course.id, known, self._actor, "enrolled by a roster import")
        done = RosterImport(
            course_id=self._course.id,
            actor_id=self._actor.id if self._actor else None,
            at=self._now,
            text_sha256=hashlib.sha256(normalize(text).encode()).hexdigest(),
            lines=len(found.table.lines),
            errors=found.counts[Action.ERROR],
            changes={
                "sections": made,
                "accounts": sorted(accounts.values()),
                "people": people,
                "listed": [step.user_id for step in found.steps if step.user_id and step.number],
            },
        )
        self._session.add(done)
        self._session.flush()
        score_counts.rebuild(self._session, self._course.id)
        counts = {action.value.replace("-", ""): count for action, count in found.counts.items() if count}
        subject = f"roster_import:{done.id}"
        record(self._session, self._actor, "roster.imported", subject=subject, course_id=self._course.id, **counts)
        return done

    def _sections(self, names: tuple[str, ...]) -> tuple[dict[str, int], list[int]]:
        """Create sections; return the ids of all sections by case-folded name, and of the new ones."""
        if names:
            self._session.execute(insert(Section), [{"course_id": self._course.id, "name": name} for name in names])
        query = select(Section.name, Section.id).where(Section.course_id == self._course.id)
        ids = {name.casefold(): section_id for name, section_id in self._session.execute(query)}
        return ids, [ids[name.casefold()] for name in names]

    def _accounts(self, steps: list[Step]) -> dict[str, int]:
        """Create accounts without a password; return their ids by lower-case address."""
        if not steps:
            return {}
        rows = [
            {"email": step.email, "name": step.name, "password_hash": UNUSABLE, "is_unconfirmed": True}
            for step in steps
        ]
        made = self._session.execute(insert(User).returning(User.email, User.id), rows)
        return {email.lower(): user_id for email, user_id in made}

    def _enroll(self, found: Plan, sections: dict[str, int], accounts: dict[str, int]) -> list[State]:
        rows, changes = [], []
        for step in found.steps:
            if step.action not in {Action.CREATE, Action.ENROLL}:
                continue
            user_id = step.user_id or accounts[step.email.lower()]
            after = {"role": step.role, "section_id": sections.get(step.section.casefold())}
            rows.append({"course_id": self._course.id, "user_id": user_id, "created_at": self._now, **after})
            changes.append(_change(user_id, step.action, None, state(after["role"], after["section_id"], None)))
        if rows:
            self._session.execute(insert(Enrollment), rows)
        return changes

    def _change(self, found: Plan, sections: dict[str, int]) -> list[State]:
        query = select(Enrollment).where(Enrollment.course_id == self._course.id)
        here = {enrollment.user_id: enrollment for enrollment in self._session.scalars(query)}
        rows, changes, moved, back = [], [], [], []
        for step in found.steps:
            if step.action not in {Action.UPDATE, Action.READMIT, Action.DROP} or step.user_id is None:
                continue
            enrollment = here[step.user_id]
            before = state_of(enrollment)
            row: State = {"role": enrollment.role, "section_id": enrollment.section_id, "dropped_at": self._now}
            if step.action is not Action.DROP:
                row |= {"role": step.role, "section_id": sections.get(step.section.casefold()), "dropped_at": None}
            rows.append({"id": enrollment.id, **row})
            changes.append(_change(step.user_id, step.action, before, state(**row)))
            if step.action is Action.READMIT:
                back.append(step.user_id)
            if row["section_id"] != enrollment.section_id:
                moved.append(step.user_id)
        # Not when they are removed: undoing the import then lets them in as before.
        confirmation.end_vouching(self._session, back, self._course.id)
        if rows:
            self._session.execute(update(Enrollment), rows)
            self._session.expire_all()
        update_moved(self._session, self._course.id, moved, self._actor)
        return changes


def state(role: Any, section_id: Any, dropped_at: datetime | None) -> State:
    """Return the state of an enrollment as it is stored in JSON."""
    return {
        "role": str(role.value),
        "section_id": section_id,
        "dropped_at": dropped_at.isoformat() if dropped_at else None,
    }


def state_of(enrollment: Enrollment) -> State:
    """Return the current state of an enrollment as it is stored in JSON."""
    return state(enrollment.role, enrollment.section_id, enrollment.dropped_at)


def _change(user_id: int, action: Action, before: State | None, after: State) -> State:
    return {"user_id": user_id, "action": action.value, "before": before, "after": after}
