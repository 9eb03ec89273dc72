"""The pages of attempts load a bounded amount, however much was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, insert
from sqlalchemy.orm import Session

from server.submissions.attempts import PAGE_SIZE
from server.submissions.models import Grading, Job, JobState, Purpose, Submission
from tests.server import reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor

COUNT = 1000
SOURCE_BYTES = 20_000
PAGE = "/courses/dl/exercises/linear/attempts"


@pytest.fixture
def many(session: Session, room: Classroom) -> None:
    """A thousand graded attempts of Ada at one exercise, numbered from 1."""
    report = reports.raises()
    numbers = range(1, COUNT + 1)
    session.execute(
        insert(Submission),
        [
            {
                "id": number,
                "public_id": f"{number:024x}",
                "user_id": room.ada.id,
                "assignment_exercise_id": room.items["linear"].id,
                "purpose": Purpose.SUBMIT,
                "source": f"# {number}\n".ljust(SOURCE_BYTES, "x"),
                "source_sha256": "0" * 64,
                "client_key": str(number),
                "seed": 1,
                "state": JobState.GRADED,
                "grading_id": number,
            }
            for number in numbers
        ],
    )
    session.execute(insert(Job), [{"id": n, "submission_id": n, "exercise_version": 1} for n in numbers])
    grading = {
        "verdict": report["verdict"],
        "points": report["points"],
        "max_points": report["max_points"],
        "exercise_hash": "0" * 64,
        "seed": 1,
        "report": report,
    }
    session.execute(insert(Grading), [{"id": n, "submission_id": n, "job_id": n, **grading} for n in numbers])
    session.commit()


@contextmanager
def loaded(engine: Engine) -> Iterator[list[int]]:
    """The sizes of all texts that SQLite hands over meanwhile, in bytes."""
    sizes: list[int] = []

    def read(data: bytes) -> str:
        sizes.append(len(data))
        return data.decode()

    def checkout(connection: Any, *_: object) -> None:
        connection.text_factory = read

    engine.dispose()
    event.listen(engine, "checkout", checkout)
    yield sizes
    event.remove(engine, "checkout", checkout)


def numbers_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'\?attempt=[0-9a-f]+"[^>]*>(\d+)<', page)]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("who", ["ada", "ines"])
def test_a_thousand_attempts_load_no_more_than_two_sources_and_a_page_of_rows(app: Flask, visit, room, who: str):
    visitor: Visitor = visit(who)
    path = PAGE if who == "ada" else f"/courses/dl/gradebook/{room.ada.id}/linear"
    with loaded(app.extensions["chainrule.engine"]) as sizes:
        answer = visitor.get(path)
    assert answer.status_code == 200
    assert sum(size >= SOURCE_BYTES for size in sizes) == 2
    assert sum(sizes) < 2 * SOURCE_BYTES + 100_000
    assert numbers_on(answer.text) == list(range(COUNT, COUNT - PAGE_SIZE, -1))


@pytest.mark.slow
@pytest.mark.usefixtures("many")
def test_each_attempt_is_on_one_page_and_a_page_shows_its_newest(visit):
    ada: Visitor = visit("ada")
    pages = [numbers_on(ada.get(f"{PAGE}?page={number}").text) for number in range(1, COUNT // PAGE_SIZE + 1)]
    assert [number for page in pages for number in page] == list(range(COUNT, 0, -1))
    assert "What changed since submission 949" in ada.get(f"{PAGE}?page=2").text
    assert numbers_on(ada.get(f"{PAGE}?page=99").text) == pages[-1]


@pytest.mark.usefixtures("many")
def test_an_attempt_is_shown_on_its_page_with_the_one_before(visit):
    page = visit("ada").get(f"{PAGE}?attempt={951:024x}").text
    assert numbers_on(page) == list(range(COUNT, 950, -1))
    assert "What changed since submission 950" in page
