"""Each job has one place: CSV, what people send and ask for, and the lines of a source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server"
READERS = {
    "core/csrf.py": {"get_data"},  # reads all of a body before a view does
    "core/confirm.py": {"form"},  # the fields that a confirmation repeats, whatever they are called
    "core/filter_forms.py": {"args"},
    # Flask-WTF reads the forms themselves. A draft and what is sent to the API are JSON, for pydantic models.
    "core/json_bodies.py": {"get_data"},
}
CONTENT = {"args", "data", "files", "form", "get_data", "get_json", "json", "stream", "values"}


@pytest.mark.slow
def test_the_csv_module_is_used_in_one_place() -> None:
    assert [str(path) for path, tree in modules() if "csv" in imported(tree)] == ["text/csv.py"]


@pytest.mark.slow
def test_what_is_sent_is_read_by_forms() -> None:
    found = {str(path): names for path, tree in modules() if (names := set(read_of_request(tree)))}
    assert found == READERS


@pytest.mark.slow
def test_forms_are_page_forms_or_filter_forms() -> None:
    bases = {"core/page_forms.py", "core/filter_forms.py"}
    direct = [str(path) for path, tree in modules() if {"flask_wtf.FlaskForm", "wtforms.Form"} & set(imported(tree))]
    assert set(direct) == bases


def test_lines_are_split_as_python_numbers_them() -> None:
    others = {"grader/sandbox/linux", "grader/sandbox/host", "server/supervisor"}  # read no sources
    found = [
        str(path.relative_to(ROOT))
        for package in ("reference", "exercises", "grader", "playground", "server")
        for path in (ROOT / package).rglob("*.py")
        if ".splitlines(" in path.read_text() and str(path.parent.relative_to(ROOT)) not in others
    ]
    assert found == [], "use exercises.source_lines"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from flask import request\nrequest.form['a']", ["form"]),
        ("import flask\nflask.request.args.get('a')", ["args"]),
        ("from flask import request as asked\nasked.get_json()", ["get_json"]),
        ("from flask import request\nrequest.method", []),
        ("other.form", []),
    ],
)
def test_a_read_of_the_request_is_found_however_it_is_written(source: str, names: list[str]) -> None:
    assert list(read_of_request(ast.parse(source))) == names


@pytest.mark.parametrize("source", ["import csv", "from csv import reader", "def f():\n    import csv as c"])
def test_an_import_of_the_csv_module_is_found_wherever_it_is(source: str) -> None:
    assert "csv" in imported(ast.parse(source))
    assert "csv" not in imported(ast.parse("from server.text import csv"))


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SERVER.rglob("*.py")):
        yield path.relative_to(SERVER), ast.parse(path.read_text())


def imported(tree: ast.Module) -> set[str]:
    """The modules that a file imports, and the names that it imports from them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def read_of_request(tree: ast.Module) -> Iterator[str]:
    """The attributes of Flask's request with what was sent that a file reads."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        for alias in node.names
        if alias.name == "request"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CONTENT:
            owner = node.value
            is_request = isinstance(owner, ast.Name) and owner.id in names
            is_qualified = isinstance(owner, ast.Attribute) and ast.unparse(owner) == "flask.request"
            if is_request or is_qualified:
                yield node.attr
