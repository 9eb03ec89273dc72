"""The announcements of a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import Announcement, Course
from server.text.markdown import render
from server.text.markdown_limits import find_excess

ON_COURSE_PAGE = 3
PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class RenderedAnnouncement:
    """An announcement with its text as HTML."""

    announcement: Announcement
    html: Markup


def recent(session: Session, course: Course) -> tuple[list[RenderedAnnouncement], int]:
    """Return the newest announcements for the course page, and how many there are in all."""
    current = Announcement.course_id == course.id, Announcement.withdrawn_at.is_(None)
    found = session.scalars(_newest().where(*current).limit(ON_COURSE_PAGE)).all()
    count = len(found)
    if count == ON_COURSE_PAGE:
        count = session.scalar(select(func.count()).select_from(Announcement).where(*current)) or 0
    return _shown(found), count


def listing(
    session: Session, course: Course, *, with_withdrawn: bool, page: int = 1
) -> tuple[list[RenderedAnnouncement], int]:
    """Return a page of the announcements of a course, newest first, and how many pages there are."""
    which = [Announcement.course_id == course.id]
    if not with_withdrawn:
        which.append(Announcement.withdrawn_at.is_(None))
    count = session.scalar(select(func.count()).select_from(Announcement).where(*which)) or 0
    pages = max(1, -(-count // PAGE_SIZE))
    query = _newest().where(*which).limit(PAGE_SIZE).offset((min(page, pages) - 1) * PAGE_SIZE)
    return _shown(session.scalars(query).all()), pages


def find(session: Session, course: Course, announcement_id: int) -> Announcement | None:
    """Return the announcement of this course with this id, withdrawn or not."""
    query = select(Announcement).where(Announcement.course_id == course.id, Announcement.id == announcement_id)
    return session.scalar(query)


def announce(session: Session, course: Course, author: User, title: str, text: str) -> Announcement:
    """Publish an announcement to everybody in the course."""
    announcement = Announcement(course_id=course.id, author_id=author.id, title=title, text=text)
    session.add(announcement)
    session.flush()
    _record(session, author, "announcement.made", announcement, title=title)
    return announcement


def change(session: Session, editor: User, announcement: Announcement, title: str, text: str) -> None:
    """Change the title and text; the audit log keeps the previous ones."""
    if (announcement.title, announcement.text) == (title, text):
        return
    before, after = {"title": announcement.title, "text": announcement.text}, {"title": title, "text": text}
    announcement.title, announcement.text, announcement.edited_at = title, text, utcnow()
    _record(session, editor, "announcement.changed", announcement, before=before, after=after)


def withdraw(session: Session, editor: User, announcement: Announcement) -> None:
    """Hide an announcement from students."""
    if announcement.withdrawn_at is None:
        announcement.withdrawn_at = utcnow()
        _record(session, editor, "announcement.withdrawn", announcement, title=announcement.title)


def restore(session: Session, editor: User, announcement: Announcement) -> None:
    """Show a withdrawn announcement again."""
    if announcement.withdrawn_at is not None:
        announcement.withdrawn_at = None
        _record(session, editor, "announcement.restored", announcement, title=announcement.title)


def _newest() -> Select[Announcement]:
    return select(Announcement).options(joinedload(Announcement.author)).order_by(Announcement.id.desc())


@lru_cache(maxsize=128)
def rendered(text: str) -> Markup | None:
    """Return the text as HTML, or None if it has too much of something or a formula that cannot be rendered."""
    if find_excess(text) is not None:
        return None
    try:
        return render(text)
    except Exception:  # noqa: BLE001 - the formula parser fails in many ways, and no page may fail with it
        return None


def _shown(found: Sequence[Announcement]) -> list[RenderedAnnouncement]:
    # A later version may be unable to render what an earlier one accepted: the text is then shown as typed.
    return [RenderedAnnouncement(one, rendered(one.text) or Markup("<pre>{}</pre>").format(one.text)) for one in found]


def _record(session: Session, actor: User, action: str, announcement: Announcement, **data: object) -> None:
    record(session, actor, action, subject=f"announcement:{announcement.id}", course_id=announcement.course_id, **data)
