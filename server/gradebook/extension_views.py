"""The page of extensions: list, grant and revoke them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, url_for
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.models import User
from server.accounts.sessions import me
from server.core.fields import MAX_ID, errors_of
from server.core.request import db
from server.courses import membership, permissions
from server.courses.layout import render
from server.courses.models import Assignment, Course, Enrollment, Extension, Role, Section
from server.courses.permissions import Right
from server.gradebook.blueprint import blueprint
from server.gradebook.forms import ExtensionForm
from server.scores import extensions
from server.scores.errors import ScoreRefused
from server.scores.overrides import MAX_REASON_CHARS
from server.text.numbers import whole
from server.text.times import as_typed


@blueprint.get("/extensions")
def extension_list(course_slug: str) -> str:
    """List the current extensions; the query string fills in the form."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    return _page(access, ExtensionForm.filled_from_query())


@blueprint.post("/extensions")
def grant_extension(course_slug: str) -> Response | tuple[str, int]:
    """Extend an assignment for a student or a section."""
    access = permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)
    form = ExtensionForm()
    if not form.validate_on_submit():
        return _page(access, form, problem=errors_of(form)[0]), 422
    zone = access.course.timezone
    try:
        grantee = _grantee(access.course, form)
        assignment = _assignment(access.course, form.assignment.data or "")
        due_at = form.due_at.moment(zone, None)
        if due_at is None:
            raise ScoreRefused("Enter the new due date.")
        changed = extensions.grant(
            db(),
            access.course,
            me(),
            assignment,
            user_id=grantee.user_id,
            section_id=grantee.section_id,
            due_at=due_at,
            closes_at=form.closes_at.moment(zone, None),
            reason=form.reason.data or "",
        )
    except ScoreRefused as error:
        db().rollback()
        return _page(access, form, problem=str(error)), 422
    db().commit()
    flash(f"The due date of “{assignment.title}” was extended for {grantee.name}. {_changed(changed)}")
    return redirect(url_for("gradebook.extension_list", course_slug=course_slug), 303)


@blueprint.post("/extensions/<int:extension_id>/revoke")
def revoke_extension(course_slug: str, extension_id: int) -> Response:
    """Revoke an extension."""
    access = permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)
    query = select(Extension).join(Assignment, Assignment.id == Extension.assignment_id)
    found = db().scalar(query.where(Extension.id == extension_id, Assignment.course_id == access.course.id))
    if found is None:
        raise NotFound
    changed = extensions.revoke(db(), access.course, me(), found)
    db().commit()
    flash(f"The extension was revoked. {_changed(changed)}")
    return redirect(url_for("gradebook.extension_list", course_slug=course_slug), 303)


@dataclass(frozen=True, slots=True)
class _Grantee:
    name: str
    user_id: int | None = None
    section_id: int | None = None


def _grantee(course: Course, form: ExtensionForm) -> _Grantee:
    email, section = (form.email.data or "").strip(), (form.section.data or "").strip()
    if bool(email) == bool(section):
        raise ScoreRefused("Enter a student's email address or choose a section, not both.")
    if section:
        found = db().get(Section, whole(section, 1, MAX_ID) or 0)
        if found is None or found.course_id != course.id:
            raise ScoreRefused("Choose a section in this course.")
        return _Grantee(f"section {found.name}", section_id=found.id)
    query = select(User).join(Enrollment, Enrollment.user_id == User.id)
    query = query.where(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, membership.is_enrolled())
    student = db().scalar(query.where(func.lower(User.email) == email.lower()))
    if student is None:
        raise ScoreRefused(f"No student in this course has the address “{email[:100]}”.")
    return _Grantee(student.name, user_id=student.id)


def _assignment(course: Course, text: str) -> Assignment:
    found = db().get(Assignment, whole(text, 1, MAX_ID) or 0)
    if found is None or found.course_id != course.id:
        raise ScoreRefused("Choose an assignment in this course.")
    return found


def _changed(count: int) -> str:
    return "No scores changed." if count == 0 else f"{count} score{'' if count == 1 else 's'} changed."


def _page(access: permissions.Access, form: ExtensionForm, problem: str = "") -> str:
    course = access.course
    assignments = db().scalars(
        select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.position)
    )
    sections = db().scalars(select(Section).where(Section.course_id == course.id).order_by(Section.name)).all()
    return render(
        "gradebook/extensions.html",
        access,
        granted=extensions.list_extensions(db(), course),
        assignments=[(one, as_typed(one.due_at, course.timezone)) for one in assignments],
        sections=sections,
        form=form,
        problem=problem,
        max_reason=MAX_REASON_CHARS,
        may_grant=access.may(Right.CHANGE_SCORES),
    )
