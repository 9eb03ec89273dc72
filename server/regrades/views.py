"""The pages of regrades: start one, follow its progress, review its score changes, apply and undo it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import Blueprint, Flask, flash, redirect, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.models import User
from server.accounts.sessions import me
from server.core import confirm
from server.core.errors import Refused
from server.core.fields import errors_of
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.items import Item, items_of
from server.courses.layout import render
from server.courses.models import Course
from server.courses.permissions import Right
from server.regrades import changes, creation, lifecycle
from server.regrades.changes import Key, ScoreDifference
from server.regrades.errors import RegradeDiffers, RegradeOutdated, RegradeRefused
from server.regrades.forms import DIRECTIONS, WHICH, ApplyForm, ChangesFilterForm, RegradeForm
from server.regrades.models import RegradeSet, SetState, Which
from server.regrades.outdated import outdated_exercises
from server.scores.overrides import MAX_REASON_CHARS
from server.submissions import visibility
from server.submissions.intake import current_intake
from server.submissions.models import Lane

PAGE_SIZE = 100
TICKETS_AT_ONCE = 50  # the reconciler publishes the rest
blueprint = Blueprint("regrades", __name__, url_prefix="/courses/<course_slug>/regrades")


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """List the regrades of the course, with the form for a new one; the query string fills it in."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    return _index(access, RegradeForm.filled_from_query())


@blueprint.post("")
def start(course_slug: str) -> Response | tuple[str, int]:
    """Start a regrade of an exercise, an assignment or one submission."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    form = RegradeForm()
    if not form.validate_on_submit():
        return _index(access, form, errors_of(form)[0]), 422
    which = Which(form.which.data)
    try:
        chosen = _chosen(access.course, form, which)
        regrade = creation.create_regrade(
            db(), access.course, me(), chosen, title=form.title.data, reason=form.reason.data, which=which
        )
    except Refused as error:
        db().rollback()
        return _index(access, form, str(error)), 422
    db().commit()
    for _ in range(min(len(chosen), TICKETS_AT_ONCE)):
        if not current_intake().tickets.publish(Lane.BATCH):
            break  # the broker is down: the reconciler publishes them later
    submissions = "1 submission" if len(chosen) == 1 else f"{len(chosen)} submissions"
    flash(f"Regrading {submissions} for the preview. No scores have changed yet.")
    return _to(course_slug, regrade.id)


@blueprint.get("/<int:set_id>")
def show(course_slug: str, set_id: int) -> str:
    """Show the progress of a regrade, and the score changes that it would make or has made."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    return _page(access, _found(access, set_id))


@blueprint.post("/<int:set_id>/apply")
def apply(course_slug: str, set_id: int) -> Response | tuple[str, int]:
    """Apply all of a regrade, or what was chosen."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    regrade = _found(access, set_id)
    form = ApplyForm()
    try:
        done = lifecycle.apply(
            db(),
            regrade,
            me(),
            keys=_keys(regrade, form),
            never_lower=form.never_lower.data,
            shown=confirm.sent_digest(),
        )
    except RegradeDiffers as error:
        return _ask_again(access, regrade, error.changes), 200
    except RegradeRefused as error:
        return _refused(access, set_id, error)
    db().commit()
    flash(f"The regrade was applied, and {_scores(done.scores)}.{_skipped(done.skipped)}")
    return _to(course_slug, set_id)


@blueprint.post("/<int:set_id>/undo")
def undo(course_slug: str, set_id: int) -> Response | tuple[str, int]:
    """Undo a regrade."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    try:
        done = lifecycle.undo(db(), _found(access, set_id), me(), shown=confirm.sent_digest())
    except RegradeRefused as error:
        return _refused(access, set_id, error)
    db().commit()
    flash(f"The regrade was undone, and {_scores(done.scores)}.{_skipped(done.skipped)}")
    return _to(course_slug, set_id)


@blueprint.post("/<int:set_id>/cancel")
def cancel(course_slug: str, set_id: int) -> Response | tuple[str, int]:
    """Cancel a regrade before it is applied."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    try:
        removed = lifecycle.cancel(db(), _found(access, set_id), me())
    except RegradeRefused as error:
        return _refused(access, set_id, error)
    db().commit()
    gradings = "1 waiting grading" if removed == 1 else f"{removed} waiting gradings"
    flash(f"The regrade was canceled, which removed {gradings}. No scores have changed.")
    return _to(course_slug, set_id)


def _found(access: permissions.Access, set_id: int) -> RegradeSet:
    found = db().get(RegradeSet, set_id)
    if found is None or found.course_id != access.course.id:
        raise NotFound
    return found


def _chosen(course: Course, form: RegradeForm, which: Which) -> list[creation.ChosenSubmission]:
    if public_id := (form.submission.data or "").strip():
        submission = visibility.submission(db(), me(), public_id)
        if submission.exercise.assignment.course_id != course.id:
            raise NotFound
        return [creation.choose_submission(submission)]
    kind, _, value = (form.scope.data or "").partition(":")
    items = items_of(db(), course)
    some = [one for one in items if _in_scope(one, kind, value)]
    if not some:
        raise RegradeRefused("Choose an exercise or an assignment in the course.")
    return creation.choose_attempts(db(), course, some, which)


def _in_scope(one: Item, kind: str, value: str) -> bool:
    return (kind == "exercise" and one.item.slug == value) or (kind == "assignment" and str(one.assignment.id) == value)


def _keys(regrade: RegradeSet, form: ApplyForm) -> Collection[Key] | None:
    """Return the chosen students and exercises; None for all."""
    if not form.validate():
        raise RegradeRefused(errors_of(form)[0])
    if form.what.data == "all":
        return None
    if form.what.data == "shown":
        matches = form.to_filter().matches
        shown = [change for change in changes.list_changes(db(), regrade) if matches(change) and not change.is_applied]
        return {(change.user_id, change.item.id) for change in shown}
    keys = form.keys()
    if not keys:
        raise RegradeRefused("Select the scores to change, or apply all of them.")
    return keys


def _ask_again(access: permissions.Access, regrade: RegradeSet, found: Sequence[ScoreDifference]) -> str:
    """Show what the choice would change, where that is not what the page of the regrade shows."""
    new = [change for change in found if not change.is_applied]
    return render(
        "regrades/confirm.html",
        access,
        regrade=regrade,
        changes=new,
        shown=new[:PAGE_SIZE],
        digest=changes.digest(found),
        sent=confirm.fields_to_send_again(),
        titles=titles(sorted({change.item.slug for change in new})),
    )


def _refused(access: permissions.Access, set_id: int, error: RegradeRefused) -> tuple[str, int]:
    """Answer with the regrade as it is now, and why nothing was done."""
    db().rollback()
    regrade = _found(access, set_id)
    if isinstance(error, RegradeOutdated):
        return _page(access, regrade, is_outdated=True), 409
    return _page(access, regrade, str(error)), 409


def _scores(count: int) -> str:
    return "no scores changed" if count == 0 else f"{count} score{'' if count == 1 else 's'} changed"


def _skipped(count: int) -> str:
    if not count:
        return ""
    if count == 1:
        return " 1 submission was skipped because it was graded again after the regrade started."
    return f" {count} submissions were skipped because they were graded again after the regrade started."


def _to(course_slug: str, set_id: int) -> Response:
    return redirect(url_for("regrades.show", course_slug=course_slug, set_id=set_id), 303)


def _index(access: permissions.Access, form: RegradeForm, problem: str = "") -> str:
    course = access.course
    items = items_of(db(), course)
    query = select(RegradeSet, User.name).join(User, User.id == RegradeSet.created_by)
    sets = db().execute(query.where(RegradeSet.course_id == course.id).order_by(RegradeSet.id.desc()).limit(50)).all()
    return render(
        "regrades/index.html",
        access,
        sets=[(found, name, changes.progress(db(), found)) for found, name in sets],
        items=items,
        assignments=list({one.assignment.id: one.assignment for one in items}.values()),
        outdated=outdated_exercises(db(), items).values(),
        titles=titles([one.item.slug for one in items]),
        which=WHICH,
        form=form,
        problem=problem,
        max_title=creation.MAX_TITLE_CHARS,
        max_reason=MAX_REASON_CHARS,
    )


def _page(access: permissions.Access, regrade: RegradeSet, problem: str = "", *, is_outdated: bool = False) -> str:
    progress = changes.progress(db(), regrade)
    found = changes.list_changes(db(), regrade) if regrade.state is not SetState.CANCELED else []
    view = ChangesFilterForm.from_query().to_filter()
    matching = [change for change in found if view.matches(change)]
    shown = matching[(view.page - 1) * PAGE_SIZE : view.page * PAGE_SIZE]
    return render(
        "regrades/show.html",
        access,
        regrade=regrade,
        author=db().get_one(User, regrade.created_by),
        progress=progress,
        changes=found,
        digest=changes.digest(found),
        is_outdated=is_outdated,
        matching=len(matching),
        pages=max(1, -(-len(matching) // PAGE_SIZE)),
        shown=shown,
        why=changes.reasons(db(), regrade, shown),
        view=view,
        skipped=changes.count_skipped(db(), regrade),
        titles=titles(sorted({change.item.slug for change in found})),
        which=WHICH,
        directions=DIRECTIONS,
        problem=problem,
    )
