"""The words for the data of an entry of the audit log, apart from snapshots before and after an edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.course_admin.audit_names import Names
from server.course_admin.snapshots import DATES, LABELS, moment
from server.regrades.forms import WHICH
from server.text.times import local

LONG = 120  # characters of one value that are shown

_ELSEWHERE = frozenset({"before", "after", "title"})  # shown as changes, or as the subject
_LABELS = {
    "create": "accounts created",
    "decision": "score",
    "drop": "people removed",
    "email": "for",
    "enrol": "people enrolled",
    "error": "lines with errors",
    "how": "with",
    "jobs": "waiting gradings canceled",
    "left_alone": "people left unchanged",
    "links": "links",
    "readmit": "people re-admitted",
    "reverted": "people changed back",
    "source": "copied from",
    "unchanged": "people unchanged",
    "update": "people updated",
    "which": "attempts",
}
_HOW = {"code": "the join code", "invitation": "an invitation"}


def details(data: Mapping[str, Any], timezone: str, names: Names) -> list[str]:
    """Describe the data of an entry, one line each; dates are in the zone of the course."""
    found = []
    for name, value in data.items():
        if name not in _ELSEWHERE and (words := _words(name, value, data, timezone, names)):
            found.append(words)
    return found


def _words(name: str, value: Any, data: Mapping[str, Any], timezone: str, names: Names) -> str:
    if name.endswith("_from"):
        what = name.removesuffix("_from")
        return f"{_label(what)}: {short(value or 'none')} → {short(data.get(f'{what}_to') or 'none')}"
    if name.endswith("_to"):
        what = name.removesuffix("_to")
        return "" if f"{what}_from" in data else f"new {_label(what)}: {short(value or 'none')}"
    if name == "scores":
        return f"{value} score{'' if value == 1 else 's'} changed" if value else ""
    if name == "undoes":
        return "undo"
    if name == "never_lower":
        return "scores that would have been lowered were left unchanged" if value else ""
    if name == "override":
        was = names.get(f"override:{value}")
        return f"undone: {was}" if was else ""
    if value is None or value == "":
        return ""
    return f"{_label(name)}: {_value(name, value, timezone)}"


def _label(name: str) -> str:
    return _LABELS.get(name) or LABELS.get(name) or name.replace("_", " ")


def _value(name: str, value: Any, timezone: str) -> str:
    if name in DATES:
        at = moment(value)
        return local(at, timezone) if at else "–"
    if name == "which":
        return WHICH.get(value, short(value))
    if name == "how":
        return _HOW.get(value, short(value))
    return short(value)


def short(value: object) -> str:
    """Return a value as text of bounded length."""
    text = str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…"
