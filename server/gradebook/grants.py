"""The page of extensions: who has later dates, and granting them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request, url_for
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.models import User
from server.accounts.sessions import me
from server.core.request import db
from server.courses import membership, permissions
from server.courses.layout import render
from server.courses.models import Assignment, Course, Enrollment, Extension, Role, Section
from server.courses.permissions import Right
from server.gradebook.blueprint import blueprint
from server.scores import extensions
from server.scores.errors import ScoreRefused, UnusableDates
from server.scores.overrides import MAX_REASON_CHARS
from server.text.times import as_typed, typed


@blueprint.get("/extensions")
def extension_list(course_slug: str) -> str:
    """The extensions in force; the form is filled from the address."""
    standing = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    return _page(standing, request.args)


@blueprint.post("/extensions")
def grant_extension(course_slug: str) -> Response | tuple[str, int]:
    """Extend an assignment for a student or a section."""
    standing = permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)
    try:
        whom = _whom(standing.course, request.form)
        assignment = _assignment(standing.course, request.form.get("assignment", ""))
        closes = request.form.get("closes_at", "").strip()
        changed = extensions.grant(
            db(),
            standing.course,
            me(),
            assignment,
            user_id=whom.user_id,
            section_id=whom.section_id,
            due_at=_moment(request.form.get("due_at", ""), standing.course),
            closes_at=_moment(closes, standing.course) if closes else None,
            reason=request.form.get("reason", ""),
        )
    except ScoreRefused as error:
        db().rollback()
        return _page(standing, request.form, problem=str(error)), 422
    db().commit()
    flash(f"{assignment.title} is extended for {whom.name}. {_changed(changed)}")
    return redirect(url_for("gradebook.extension_list", course_slug=course_slug), 303)


@blueprint.post("/extensions/<int:extension_id>/revoke")
def revoke_extension(course_slug: str, extension_id: int) -> Response:
    """Take an extension back."""
    standing = permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)
    query = select(Extension).join(Assignment, Assignment.id == Extension.assignment_id)
    found = db().scalar(query.where(Extension.id == extension_id, Assignment.course_id == standing.course.id))
    if found is None:
        raise NotFound
    changed = extensions.revoke(db(), standing.course, me(), found)
    db().commit()
    flash(f"The extension is revoked. {_changed(changed)}")
    return redirect(url_for("gradebook.extension_list", course_slug=course_slug), 303)


@dataclass(frozen=True, slots=True)
class _Whom:
    name: str
    user_id: int | None = None
    section_id: int | None = None


def _whom(course: Course, form: MultiDict[str, str]) -> _Whom:
    email, section = form.get("email", "").strip(), form.get("section", "").strip()
    if bool(email) == bool(section):
        raise ScoreRefused("Give either the e-mail address of a student or a section.")
    if section:
        found = db().get(Section, int(section)) if section.isdecimal() and len(section) < 9 else None
        if found is None or found.course_id != course.id:
            raise ScoreRefused("This course has no such section.")
        return _Whom(f"section {found.name}", section_id=found.id)
    query = select(User).join(Enrollment, Enrollment.user_id == User.id)
    query = query.where(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, membership.enrolled())
    student = db().scalar(query.where(func.lower(User.email) == email.lower()))
    if student is None:
        raise ScoreRefused(f"No student of this course has the address “{email[:100]}”.")
    return _Whom(student.name, user_id=student.id)


def _assignment(course: Course, text: str) -> Assignment:
    found = db().get(Assignment, int(text)) if text.isdecimal() and len(text) < 9 else None
    if found is None or found.course_id != course.id:
        raise ScoreRefused("Choose one of the course's assignments.")
    return found


def _moment(text: str, course: Course) -> datetime:
    try:
        return typed(text, course.timezone)
    except ValueError as error:
        raise UnusableDates(str(error)) from None


def _changed(count: int) -> str:
    return "No score changed." if count == 0 else f"{count} score{'' if count == 1 else 's'} changed."


def _page(standing: permissions.Access, given: MultiDict[str, str], problem: str = "") -> str:
    course = standing.course
    assignments = db().scalars(
        select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.position)
    )
    sections = db().scalars(select(Section).where(Section.course_id == course.id).order_by(Section.name)).all()
    return render(
        "gradebook/extensions.html",
        standing,
        granted=extensions.list_extensions(db(), course),
        assignments=[(one, as_typed(one.due_at, course.timezone)) for one in assignments],
        sections=sections,
        typed=given,
        problem=problem,
        max_reason=MAX_REASON_CHARS,
        may_grant=standing.may(Right.CHANGE_SCORES),
    )
