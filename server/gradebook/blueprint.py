"""The blueprint of the gradebook's pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("gradebook", __name__, url_prefix="/courses/<course_slug>/gradebook")
