"""The pages of regrades: beginning one, its progress and what it would change, applying and undoing it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, Flask, flash, redirect, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.models import User
from server.accounts.sessions import me
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.items import Item, items_of
from server.courses.layout import render
from server.courses.models import Course
from server.courses.permissions import Right
from server.regrades import actions, begin, diff
from server.regrades.diff import Change, Direction, Key
from server.regrades.errors import RegradeRefused
from server.regrades.models import RegradeSet, SetState, Which
from server.regrades.stale import stale
from server.scores.errors import ScoreRefused
from server.scores.overrides import MAX_REASON_CHARS
from server.submissions import visibility
from server.submissions.intake import current_intake
from server.submissions.models import Lane

PAGE_SIZE = 100
TICKETS_AT_ONCE = 50  # the reconciler publishes the rest
WHICH = {
    Which.COUNTING: "the attempt that counts",
    Which.BEST: "the best attempt",
    Which.LAST: "the last attempt",
    Which.ALL: "all attempts",
}
blueprint = Blueprint("regrades", __name__, url_prefix="/courses/<course_slug>/regrades")


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)


@dataclass(frozen=True, slots=True)
class View:
    """Which changes a page shows, as the address says it."""

    direction: Direction = Direction.ALL
    exercise: str = ""
    name: str = ""
    page: int = 1

    def takes(self, change: Change) -> bool:
        """Whether it is among them."""
        in_direction = {Direction.ALL: True, Direction.UP: change.by > 0, Direction.DOWN: change.by < 0}
        return (
            in_direction[self.direction]
            and self.exercise in ("", change.item.slug)
            and self.name.lower() in change.name.lower()
        )


@blueprint.get("")
def index(course_slug: str) -> str:
    """The regrades of the course, and the form for another one."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    return _index(access, request.args)


@blueprint.post("")
def start(course_slug: str) -> Response | tuple[str, int]:
    """Begin a regrade of an exercise, an assignment or one submission."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    form = request.form
    try:
        which = _which(form.get("which", ""))
        chosen = _chosen(access.course, form, which)
        made = begin.begin(
            db(), access.course, me(), chosen,
            title=form.get("title", ""), reason=form.get("reason", ""), which=which,
        )  # fmt: skip
    except (RegradeRefused, ScoreRefused) as error:
        db().rollback()
        return _index(access, form, str(error)), 422
    db().commit()
    for _ in range(min(len(chosen), TICKETS_AT_ONCE)):
        if not current_intake().tickets.publish(Lane.BATCH):
            break  # the broker is away: the reconciler publishes them when it is back
    flash(f"{len(chosen)} submission{'' if len(chosen) == 1 else 's'} are graded aside. Nothing has changed yet.")
    return _to(course_slug, made.id)


@blueprint.get("/<int:set_id>")
def show(course_slug: str, set_id: int) -> str:
    """How far a regrade is, and what it would change or has changed."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    return _page(access, _found(access, set_id))


@blueprint.post("/<int:set_id>/apply")
def apply(course_slug: str, set_id: int) -> Response | tuple[str, int]:
    """Put all of it in force, or what was chosen."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    regrade = _found(access, set_id)
    try:
        keys = _keys(regrade, request.form)
        done = actions.apply(db(), regrade, me(), keys=keys, never_lower=request.form.get("never_lower") == "1")
    except RegradeRefused as error:
        db().rollback()
        return _page(access, _found(access, set_id), str(error)), 409
    db().commit()
    flash(f"Applied: {_scores(done.scores)}.{_left(done.left_alone)}")
    return _to(course_slug, set_id)


@blueprint.post("/<int:set_id>/undo")
def undo(course_slug: str, set_id: int) -> Response | tuple[str, int]:
    """Take it back."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    try:
        done = actions.undo(db(), _found(access, set_id), me())
    except RegradeRefused as error:
        db().rollback()
        return _page(access, _found(access, set_id), str(error)), 409
    db().commit()
    flash(f"Undone: {_scores(done.scores)}.{_left(done.left_alone)}")
    return _to(course_slug, set_id)


@blueprint.post("/<int:set_id>/cancel")
def cancel(course_slug: str, set_id: int) -> Response | tuple[str, int]:
    """Give it up before it is applied."""
    access = permissions.require(db(), me(), course_slug, Right.REGRADE)
    try:
        gone = actions.cancel(db(), _found(access, set_id), me())
    except RegradeRefused as error:
        db().rollback()
        return _page(access, _found(access, set_id), str(error)), 409
    db().commit()
    flash(f"Cancelled; {gone} gradings that waited are gone. No score has changed.")
    return _to(course_slug, set_id)


def _found(access: permissions.Access, set_id: int) -> RegradeSet:
    found = db().get(RegradeSet, set_id)
    if found is None or found.course_id != access.course.id:
        raise NotFound
    return found


def _which(text: str) -> Which:
    if text not in list(Which):
        raise RegradeRefused(f"Choose which attempts: {', '.join(WHICH.values())}.")
    return Which(text)


def _chosen(course: Course, form: MultiDict[str, str], which: Which) -> list[begin.Chosen]:
    if public_id := form.get("submission", "").strip():
        submission = visibility.submission(db(), me(), public_id)
        if submission.exercise.assignment.course_id != course.id:
            raise NotFound
        return [begin.one(submission)]
    kind, _, value = form.get("scope", "").partition(":")
    items = items_of(db(), course)
    some = [one for one in items if _is_meant(one, kind, value)]
    if not some:
        raise RegradeRefused("Choose an exercise or an assignment of the course.")
    return begin.choose(db(), course, some, which)


def _is_meant(one: Item, kind: str, value: str) -> bool:
    return (kind == "exercise" and one.item.slug == value) or (kind == "assignment" and str(one.assignment.id) == value)


def _keys(regrade: RegradeSet, form: MultiDict[str, str]) -> Collection[Key] | None:
    """The students and exercises that are meant; None for all."""
    what = form.get("what", "all")
    if what == "all":
        return None
    if what == "shown":
        view = _view(form)
        shown = [change for change in diff.changes(db(), regrade) if view.takes(change) and not change.is_applied]
        return {(change.user_id, change.item.id) for change in shown}
    keys = set()
    for text in form.getlist("key"):
        user, _, item = text.partition("-")
        if user.isdecimal() and item.isdecimal():
            keys.add((int(user), int(item)))
    if not keys:
        raise RegradeRefused("Tick the scores that are to change, or apply all of them.")
    return keys


def _view(args: MultiDict[str, str]) -> View:
    direction = args.get("direction", "")
    page = args.get("page", "1")
    return View(
        direction=Direction(direction) if direction in list(Direction) else Direction.ALL,
        exercise=args.get("exercise", "")[:60],
        name=args.get("name", "").strip()[:100],
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) > 0 else 1,
    )


def _scores(count: int) -> str:
    return "no score changed" if count == 0 else f"{count} score{'' if count == 1 else 's'} changed"


def _left(count: int) -> str:
    if not count:
        return ""
    return f" {count} submission{' was' if count == 1 else 's were'} graded otherwise since, and left alone."


def _to(course_slug: str, set_id: int) -> Response:
    return redirect(url_for("regrades.show", course_slug=course_slug, set_id=set_id), 303)


def _index(access: permissions.Access, typed: MultiDict[str, str], problem: str = "") -> str:
    course = access.course
    items = items_of(db(), course)
    query = select(RegradeSet, User.name).join(User, User.id == RegradeSet.created_by)
    sets = db().execute(query.where(RegradeSet.course_id == course.id).order_by(RegradeSet.id.desc()).limit(50)).all()
    return render(
        "regrades/index.html",
        access,
        sets=[(found, name, diff.progress(db(), found)) for found, name in sets],
        items=items,
        assignments=list({one.assignment.id: one.assignment for one in items}.values()),
        stale=stale(db(), items).values(),
        titles=titles([one.item.slug for one in items]),
        which=WHICH,
        typed=typed,
        problem=problem,
        max_title=begin.MAX_TITLE_CHARS,
        max_reason=MAX_REASON_CHARS,
    )


def _page(access: permissions.Access, regrade: RegradeSet, problem: str = "") -> str:
    progress = diff.progress(db(), regrade)
    found = diff.changes(db(), regrade) if regrade.state is not SetState.CANCELLED else []
    view = _view(request.args)
    matching = [change for change in found if view.takes(change)]
    shown = matching[(view.page - 1) * PAGE_SIZE : view.page * PAGE_SIZE]
    return render(
        "regrades/show.html",
        access,
        regrade=regrade,
        author=db().get_one(User, regrade.created_by),
        progress=progress,
        changes=found,
        matching=len(matching),
        pages=max(1, -(-len(matching) // PAGE_SIZE)),
        shown=shown,
        why=diff.reasons(db(), regrade, shown),
        view=view,
        stale=diff.stale(db(), regrade),
        titles=titles(sorted({change.item.slug for change in found})),
        which=WHICH,
        problem=problem,
    )
