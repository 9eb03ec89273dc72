"""Whose address an account has, and what the holder of an unconfirmed account may enter. docs/security.md has the rule.

An address is confirmed when its owner has set the password by a link that the server mailed to it, or that an operator
or an administrator made, or has opened a link that was mailed to it as the new address of their account. Whoever holds
an account with an unconfirmed address may enter only the courses that vouch for them: those they joined themselves, and
those whose staff gave them the password link.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, insert, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.expression import true

from server.accounts.models import User, VouchedCourse
from server.core.db import insert_into

_VIEWED = "viewed user"  # a key of `Session.info`


def confirm(user: User) -> None:
    """Note that the holder of the account has shown that the address is theirs."""
    user.is_unconfirmed = False


def vouch(session: Session, user: User, course_id: int) -> None:
    """Let the present holder of the account enter a course, whether the address is confirmed or not."""
    row = insert_into(session, VouchedCourse).values(user_id=user.id, course_id=course_id)
    session.execute(row.on_conflict_do_nothing())


def end_vouching(session: Session, user_ids: Collection[int], course_id: int) -> None:
    """Note that a course no longer vouches for those who hold these accounts: it has removed them."""
    gone = VouchedCourse.user_id.in_(user_ids), VouchedCourse.course_id == course_id
    session.execute(delete(VouchedCourse).where(*gone))


def hand_over(session: Session, user: User, course_ids: Collection[int]) -> None:
    """Note that somebody else may hold the account now: whoever got a link from the staff of these courses."""
    user.is_unconfirmed = True
    session.execute(delete(VouchedCourse).where(VouchedCourse.user_id == user.id))
    if course_ids:
        session.execute(insert(VouchedCourse), [{"user_id": user.id, "course_id": one} for one in sorted(course_ids)])


def view_as(session: Session, user: User) -> None:
    """Let staff read a course in this session as a student sees it who has not entered it yet."""
    session.info[_VIEWED] = user.id


def holder_may_enter(
    session: Session, user: User, course_id: InstrumentedAttribute[int] | ColumnElement[int]
) -> ColumnElement[bool]:
    """Return the condition that the present holder of the account may enter a course that `user` is enrolled in."""
    if not user.is_unconfirmed or session.info.get(_VIEWED) == user.id:
        return true()
    return _is_vouched(user.id, course_id)


def is_open(user_id: InstrumentedAttribute[int], course_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition that a member can enter a course, for queries about many members."""
    unconfirmed = select(User.id).where(User.id == user_id, User.is_unconfirmed).exists()
    return or_(~unconfirmed, _is_vouched(user_id, course_id))


def _is_vouched(
    user_id: InstrumentedAttribute[int] | int, course_id: InstrumentedAttribute[int] | ColumnElement[int]
) -> ColumnElement[bool]:
    found = select(VouchedCourse.user_id).where(VouchedCourse.user_id == user_id, VouchedCourse.course_id == course_id)
    return found.exists()
