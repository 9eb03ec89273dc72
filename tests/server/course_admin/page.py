"""Forms as a browser fills them in: with what the page shows, but for what is typed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
        elif tag == "select":
            self._select = values["name"]
        elif tag == "option" and self._select and "selected" in values:
            self.forms[-1].append((self._select, values["value"]))
        elif tag == "textarea":
            self._area = values["name"]
            self.forms[-1].append((self._area, ""))
        elif tag == "input" and "name" in values and _is_sent(values):
            self.forms[-1].append((values["name"], values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][-1] = (self._area, data.removeprefix("\n"))


def _is_sent(values: dict[str, str]) -> bool:
    return "disabled" not in values and (values.get("type") != "checkbox" or "checked" in values)


def read(session: Session, query: Select[Any]) -> list[Any]:
    """What the database holds now; the transaction ends at once: an open one would keep the pages from writing."""
    session.commit()
    session.expire_all()
    found = list(session.scalars(query))
    session.commit()
    return found


def filled(page: str, having: str, **typed: str | list[str]) -> dict[str, list[str]]:
    """The fields of the form on `page` that has the field `having`, with what is `typed` in their place."""
    parser = _Fields()
    parser.feed(page)
    form = next(form for form in parser.forms if any(name == having for name, _value in form))
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    for name, value in typed.items():
        fields[name.replace("__", "-")] = [value] if isinstance(value, str) else value
    return fields
