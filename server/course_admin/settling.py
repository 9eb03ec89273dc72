"""How a page makes an edit: what it would change is shown first, and made once it was seen."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from server.accounts.sessions import actor
from server.core.request import db
from server.course_admin import audit_page, editing
from server.course_admin.editing import Edit
from server.courses.catalog import titles
from server.courses.layout import render
from server.courses.permissions import Access

SHOWN_CHANGES = 100
OUTDATED = (
    "Somebody else has changed this since you opened the page. What you typed is still here: compare it with the audit "
    "log, and save again to put yours in its place."
)
STEPS = frozenset({"csrf_token", "shown", "step"})


def settle(
    access: Access, edit: Edit, *, done: str, said: str, title: str, notes: Sequence[str] = ()
) -> ResponseReturnValue:
    """Make the edit and go to `done`, or show which scores it would change; commits.

    The page that shows them sends the same form again with the digest of what was shown: should other scores change by
    then, they are shown again.

    Args:
        access: of whoever edits.
        edit: what is to be done.
        done: address of the page after it.
        said: what is said there.
        title: of the page that asks.
        notes: what else is to be said.

    Raises:
        CourseAdminError: if the edit is refused.
    """
    course = access.course
    if edit.before == edit.after:
        flash("Nothing was changed: everything is as it was.")
        return redirect(done, 303)
    found = editing.look(db(), course, edit)
    if found.changes and request.form.get("shown") != found.digest:
        details = audit_page.changed(course, edit.before, edit.after) if edit.before and edit.after else []
        return render(
            "building/preview.html",
            access,
            title=title,
            preview=found,
            shown_changes=found.changes[:SHOWN_CHANGES],
            details=details,
            notes=notes,
            titles=titles([change.slug for change in found.changes[:SHOWN_CHANGES]]),
            sent=[pair for pair in request.form.items(multi=True) if pair[0] not in STEPS],
        )
    changed = editing.apply(db(), course, actor(), edit)
    db().commit()
    scores = f" {changed} score{' has' if changed == 1 else 's have'} changed." if changed else ""
    flash(f"{said}{scores}")
    for note in notes:
        flash(note)
    return redirect(done, 303)


def wants_form() -> bool:
    """Whether the page that shows the changes leads back to the form."""
    return request.form.get("step") == "edit"
