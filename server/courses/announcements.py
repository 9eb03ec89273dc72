"""Announcements: said, changed, withdrawn and shown again. Callers commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import Announcement, Course
from server.text.markdown import render

ON_COURSE_PAGE = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """An announcement with its text as HTML."""

    announcement: Announcement
    html: Markup


def recent(session: Session, course: Course) -> tuple[list[Shown], int]:
    """The newest ones for the course page, and how many there are in all."""
    in_force = Announcement.course_id == course.id, Announcement.withdrawn_at.is_(None)
    found = session.scalars(_newest().where(*in_force).limit(ON_COURSE_PAGE)).all()
    count = len(found)
    if count == ON_COURSE_PAGE:
        count = session.scalar(select(func.count()).select_from(Announcement).where(*in_force)) or 0
    return _shown(found), count


def listing(session: Session, course: Course, *, with_withdrawn: bool) -> list[Shown]:
    """All of a course, newest first."""
    query = _newest().where(Announcement.course_id == course.id)
    if not with_withdrawn:
        query = query.where(Announcement.withdrawn_at.is_(None))
    return _shown(session.scalars(query).all())


def find(session: Session, course: Course, announcement_id: int) -> Announcement | None:
    """The announcement of this course with this id, withdrawn or not."""
    query = select(Announcement).where(Announcement.course_id == course.id, Announcement.id == announcement_id)
    return session.scalar(query)


def announce(session: Session, course: Course, author: User, title: str, text: str) -> Announcement:
    """Say something to everybody in the course."""
    said = Announcement(course_id=course.id, author_id=author.id, title=title, text=text)
    session.add(said)
    session.flush()
    _record(session, author, "announcement.made", said, title=title)
    return said


def change(session: Session, editor: User, said: Announcement, title: str, text: str) -> None:
    """Say it otherwise; the audit log keeps how it was."""
    if (said.title, said.text) == (title, text):
        return
    before, after = {"title": said.title, "text": said.text}, {"title": title, "text": text}
    said.title, said.text, said.edited_at = title, text, utcnow()
    _record(session, editor, "announcement.changed", said, before=before, after=after)


def withdraw(session: Session, editor: User, said: Announcement) -> None:
    """Show it to students no more."""
    if said.withdrawn_at is None:
        said.withdrawn_at = utcnow()
        _record(session, editor, "announcement.withdrawn", said, title=said.title)


def restore(session: Session, editor: User, said: Announcement) -> None:
    """Show a withdrawn one again."""
    if said.withdrawn_at is not None:
        said.withdrawn_at = None
        _record(session, editor, "announcement.restored", said, title=said.title)


def _newest() -> Select[Announcement]:
    return select(Announcement).options(joinedload(Announcement.author)).order_by(Announcement.id.desc())


def rendered(text: str) -> Markup | None:
    """The text as HTML; None where it holds a formula that cannot be shown."""
    try:
        return render(text)
    except Exception:  # noqa: BLE001 - the reader of formulas fails in many ways, and no page may fall with it
        return None


def _shown(found: Sequence[Announcement]) -> list[Shown]:
    # What could be shown once is shown as it was written, should a later version not read it any more.
    return [Shown(one, rendered(one.text) or Markup("<pre>{}</pre>").format(one.text)) for one in found]


def _record(session: Session, actor: User, action: str, said: Announcement, **data: object) -> None:
    record(session, actor, action, subject=f"announcement:{said.id}", course_id=said.course_id, **data)
