"""Pages of the assignments of a course: list, form, order, deletion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Flask, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from server.accounts.sessions import me
from server.core import confirm
from server.core.request import db
from server.course_admin import assignments, audit_page, editing, snapshots
from server.course_admin.assignment_form import (
    ATTEMPT_LABELS,
    FEEDBACK_LABELS,
    LATE_LABELS,
    AssignmentForm,
    MoveForm,
    Pick,
    filled,
    picks,
    read_picks,
    worthless_notes,
)
from server.course_admin.edit_confirmation import FORM_OUTDATED, confirm_or_apply
from server.course_admin.errors import BelowOverrides, CourseAdminError
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.layout import render
from server.courses.models import Assignment
from server.courses.permissions import Right

blueprint = Blueprint("assignments", __name__, url_prefix="/courses/<course_slug>/assignments")


def init_app(app: Flask) -> None:
    """Register these pages with `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """List the assignments in order, with their dates and policies."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ASSIGNMENTS)
    found = assignments.listing(db(), access.course)
    return render(
        "course_admin/assignments.html",
        access,
        assignments=found,
        titles=titles([item.slug for one in found for item in one.exercises]),
        late_labels=LATE_LABELS,
        attempt_labels=ATTEMPT_LABELS,
        feedback_labels=FEEDBACK_LABELS,
    )


@blueprint.get("/new")
def new(course_slug: str) -> str:
    """Show the form for a new assignment."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ASSIGNMENTS)
    form = AssignmentForm(zone_name=access.course.timezone)
    return _page(access, form, picks(None, assignments.places(db(), access.course)))


@blueprint.post("/new")
def create(course_slug: str) -> ResponseReturnValue:
    """Add an assignment at the end."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ASSIGNMENTS)
    return _save(access, None)


@blueprint.get("/<int:assignment_id>")
def edit(course_slug: str, assignment_id: int) -> str:
    """Show the form to edit an assignment."""
    access, assignment = _found(course_slug, assignment_id)
    values = snapshots.of_assignment(assignment)
    zone = access.course.timezone
    form = AssignmentForm(data=filled(values, zone), zone_name=zone)
    return _page(access, form, _picks(access, assignment), assignment)


@blueprint.post("/<int:assignment_id>")
def change(course_slug: str, assignment_id: int) -> ResponseReturnValue:
    """Change an assignment; first show which scores would change."""
    return _save(*_found(course_slug, assignment_id))


@blueprint.post("/<int:assignment_id>/move")
def move(course_slug: str, assignment_id: int) -> ResponseReturnValue:
    """Move an assignment up or down by one place."""
    access, assignment = _found(course_slug, assignment_id)
    form = MoveForm()
    if not form.validate_on_submit():
        raise BadRequest(form.direction.errors[0])
    direction = form.direction.data
    return confirm_or_apply(
        access,
        editing.move_assignment(db(), access.course, assignment, -1 if direction == "up" else 1),
        next_url=url_for(".index", course_slug=course_slug),
        message=f"{assignment.title} has been moved {direction}.",
        title=f"Move {assignment.title}",
    )


@blueprint.get("/<int:assignment_id>/delete")
def ask_delete(course_slug: str, assignment_id: int) -> str:
    """Ask before deleting an assignment, or say why it cannot be deleted."""
    access, assignment = _found(course_slug, assignment_id)
    return _delete_page(access, assignment, assignments.why_not_deleted(db(), assignment))


@blueprint.post("/<int:assignment_id>/delete")
def delete(course_slug: str, assignment_id: int) -> ResponseReturnValue:
    """Delete an unused assignment; the audit log can restore it."""
    access, assignment = _found(course_slug, assignment_id)
    if (reason := assignments.why_not_deleted(db(), assignment)) is not None:
        return _delete_page(access, assignment, reason), 422
    return confirm_or_apply(
        access,
        editing.delete_assignment(db(), assignment),
        next_url=url_for(".index", course_slug=course_slug),
        message=f"{assignment.title} has been deleted. You can restore it from the audit log.",
        title=f"Delete {assignment.title}",
    )


def _save(access: permissions.Access, assignment: Assignment | None) -> ResponseReturnValue:
    course = access.course
    before = snapshots.of_assignment(assignment) if assignment else None
    form, units = AssignmentForm(zone_name=course.timezone, before=before), _picks(access, assignment)
    chosen = read_picks(units)
    if confirm.wants_form():
        return _page(access, form, units, assignment)
    good = form.validate_on_submit()
    if not good or chosen is None:
        return _page(access, form, units, assignment), 422
    if before is not None and form.version.data != confirm.digest(before):
        return _page(access, form, units, assignment, FORM_OUTDATED), 422
    after = {**form.values(), "exercises": chosen}
    try:
        return confirm_or_apply(
            access,
            editing.change_assignment(db(), assignment, after)
            if assignment
            else editing.add_assignment(db(), course, after),
            next_url=url_for(".index", course_slug=course.slug),
            message=f"{after['title']} has been saved.",
            title=after["title"],
            notes=[
                *form.notes(),
                *worthless_notes(chosen),
                *assignments.weight_notes(db(), course, assignment, after["weight"]),
            ],
        )
    except CourseAdminError as error:
        db().rollback()
        overridden = error.slug if isinstance(error, BelowOverrides) else None
        return _page(access, form, units, assignment, str(error), overridden), 422


def _found(course_slug: str, assignment_id: int) -> tuple[permissions.Access, Assignment]:
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ASSIGNMENTS)
    assignment = assignments.find(db(), access.course, assignment_id)
    if assignment is None:
        raise NotFound
    return access, assignment


def _picks(access: permissions.Access, assignment: Assignment | None) -> dict[str, list[Pick]]:
    values = snapshots.of_assignment(assignment) if assignment else None
    units = picks(values, assignments.places(db(), access.course, assignment))
    used = assignments.in_use(db(), assignment.exercises) if assignment else {}
    for unit in units.values():
        for pick in unit:
            pick.kept = used.get(pick.slug)
    return units


def _page(
    access: permissions.Access,
    form: AssignmentForm,
    units: Mapping[str, Sequence[Pick]],
    assignment: Assignment | None = None,
    error: str | None = None,
    overridden: str | None = None,
) -> str:
    more: dict[str, Any] = {"version": "", "last": None, "details": [], "overridden": overridden}
    if assignment is not None:
        values = snapshots.of_assignment(assignment)
        more["version"] = confirm.digest(values)
        last = editing.last_undoable(db(), access.course, f"assignment:{assignment.id}", values)
        if last is not None:
            more["last"] = last
            more["details"] = audit_page.changed(access.course, last.data["before"], last.data["after"])
    return render(
        "course_admin/assignment.html", access, form=form, units=units, assignment=assignment, error=error, **more
    )


def _delete_page(access: permissions.Access, assignment: Assignment, reason: str | None) -> str:
    names = titles([item.slug for item in assignment.exercises])
    return render("course_admin/delete.html", access, assignment=assignment, reason=reason, titles=names)
