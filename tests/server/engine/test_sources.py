"""What leaves the server for the browser: enough to grade, and nothing that solves an exercise."""

from __future__ import annotations

import io
import zipfile

import pytest

from exercises import catalog, load
from grader.version import engine_version
from server.engine.sources import is_bundled, sources, sources_version
from server.engine.student_files import PACKAGES, SOLUTIONS, student_files


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(sources()))


def test_no_accepted_solution_and_no_known_mistake_is_in_it(archive: zipfile.ZipFile) -> None:
    assert [name for name in archive.namelist() if not SOLUTIONS.isdisjoint(name.split("/"))] == []
    contents = {archive.read(name) for name in archive.namelist()}
    for slug in catalog().slugs:
        exercise = load(slug)
        solutions = [*exercise.accepted, *exercise.wrong_answers]
        assert contents.isdisjoint(one.source.encode() for one in solutions), slug


def test_the_student_package_has_the_same_files(archive: zipfile.ZipFile) -> None:
    for_students = {name for name, _ in student_files()}
    ours = {name for name in archive.namelist() if name.startswith(tuple(f"{one}/" for one in PACKAGES))}
    assert ours < for_students
    left_out = {name.split("/")[1] for name in for_students - ours}
    assert left_out == {"cli", "sandbox"}
    assert {"reference/tensor.py", "exercises/linear/spec.py", "grader/judge.py"} <= ours


def test_no_file_of_a_cache_is_in_it(archive: zipfile.ZipFile) -> None:
    assert [name for name in archive.namelist() if "__pycache__" in name or name.endswith(".pyc")] == []


def test_the_same_contents_give_the_same_archive() -> None:
    first, version = sources(), sources_version()
    sources.cache_clear()
    sources_version.cache_clear()
    assert (sources(), sources_version()) == (first, version)


def test_it_carries_the_version_of_the_server(archive: zipfile.ZipFile) -> None:
    (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    assert f"\nVersion: {engine_version()}\n" in archive.read(metadata).decode()


def test_the_exercises_of_the_catalog_are_in_it() -> None:
    assert all(is_bundled(slug) for slug in catalog().slugs)
