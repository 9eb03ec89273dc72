"""The forms of the gradebook; the rules about points, reasons and comments are those of `server.scores`."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField

from server.core.fields import Moment


class OverrideForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Points for a student, or an excuse."""

    points = StringField("Points")
    reason = StringField("Reason")
    excuse = StringField("Excuse")


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A comment on an attempt, or on a line of it."""

    attempt = StringField("Attempt")
    line = StringField("Line")
    text = StringField("Comment")


class ExtensionForm(FlaskForm):  # type: ignore[misc]
    """Later dates of an assignment, for a student or a section."""

    assignment = StringField("Assignment")
    email = StringField("Student's email address")
    section = StringField("Section")
    due_at = Moment("New due date", latest_year=2200)
    closes_at = Moment("Closes", latest_year=2200)
    reason = StringField("Reason")


class UploadForm(FlaskForm):  # type: ignore[misc]
    """An edited file of scores, or one that was shown, to be applied."""

    file = FileField("CSV or Excel file")
    kept = StringField("The file, as it was shown")
    reason = StringField("Reason")
