"""Apply an edit from a page: first show which scores and totals it would change, then make it once confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from server.accounts.models import AuditEvent
from server.accounts.sessions import actor
from server.core import confirm
from server.core.request import db
from server.course_admin import audit_page, editing
from server.course_admin.editing import Edit
from server.courses.catalog import titles
from server.courses.layout import render
from server.courses.permissions import Access

SHOWN_CHANGES = 100
FORM_OUTDATED = (
    "Someone else changed this after you opened the page. Your entries are still here. Compare them with the audit "
    "log, and save again to overwrite the other changes."
)


def confirm_or_apply(
    access: Access,
    edit: Edit,
    *,
    next_url: str,
    message: str,
    title: str,
    notes: Sequence[str] = (),
    undoes: AuditEvent | None = None,
) -> ResponseReturnValue:
    """Show which scores and totals the edit would change, or make it if that was confirmed. Commits.

    Args:
        access: the access of the person to the course.
        edit: the change to make.
        next_url: where to go once it is made.
        message: the message to show there.
        title: the title of the preview page.
        notes: further messages for the preview and for the page after it.
        undoes: the entry of the audit log that the edit undoes, if any.

    Raises:
        CourseAdminError: if the edit is refused.
    """
    course = access.course
    if edit.before == edit.after:
        flash("No changes to save.")
        return redirect(next_url, 303)
    preview = editing.preview_changes(db(), course, edit)
    if not preview.is_empty and not confirm.was_shown(preview.digest):
        details = audit_page.changed(course, edit.before, edit.after) if edit.before and edit.after else []
        page = render(
            "course_admin/preview.html",
            access,
            title=title,
            preview=preview,
            shown_changes=preview.changes[:SHOWN_CHANGES],
            shown_totals=preview.totals[:SHOWN_CHANGES],
            details=details,
            notes=notes,
            titles=titles([change.slug for change in preview.changes[:SHOWN_CHANGES]]),
            sent=confirm.fields_to_send_again(),
            is_outdated=confirm.is_outdated(),
        )
        return page, confirm.status()
    editing.apply(db(), course, actor(), edit, undoes)
    db().commit()
    changed = len(preview.changes)  # as shown: scores of people who are no students now are recomputed, but not counted
    scores = f" {changed} score{' has' if changed == 1 else 's have'} changed." if changed else ""
    flash(f"{message}{scores}")
    for note in notes:
        flash(note)
    return redirect(next_url, 303)
