"""What an archive is made of: the names of its files, and how much of each is read."""

from __future__ import annotations

import re

FORMAT = "chainrule-course"
VERSION = 1

MANIFEST = "manifest.json"
COURSE = "course.json"
PEOPLE = "people.csv"
SUBMISSIONS = "submissions.jsonl"
GRADINGS = "gradings.jsonl"
SCORES = "scores.csv"
HISTORY = "history.jsonl"
OVERRIDES = "overrides.jsonl"
COMMENTS = "comments.jsonl"
REGRADES = "regrades.jsonl"
AUDIT = "audit.jsonl"
TABLES = (COURSE, PEOPLE, SUBMISSIONS, GRADINGS, SCORES, HISTORY, OVERRIDES, COMMENTS, REGRADES, AUDIT)

SOURCE = re.compile(r"submissions/([0-9A-Za-z_-]{1,32})\.py")
REPORT = re.compile(r"reports/([1-9][0-9]{0,9})\.json")

# What an import takes. A class of a thousand with twenty exercises and ten attempts has 400,000 files of 2 GB in all.
MAX_FILES = 1_000_000
MAX_BYTES = 16 * 2**30  # unpacked, all together
MAX_SOURCE_BYTES = 2**20
MAX_REPORT_BYTES = 8 * 2**20
MAX_COURSE_BYTES = 32 * 2**20
MAX_MANIFEST_BYTES = 256 * 2**20
MAX_TABLE_BYTES = 2 * 2**30  # is read line by line
MAX_LINE_BYTES = 2**20
MAX_RATIO = (
    200  # unpacked to packed, in a file of a size that matters; text packs to a tenth, long tables to a fiftieth
)
RATIO_FROM_BYTES = 4 * 2**20


def source_name(public_id: str) -> str:
    """Where the code of a submission stands."""
    return f"submissions/{public_id}.py"


def report_name(number: int) -> str:
    """Where the report of a grading stands."""
    return f"reports/{number}.json"


def most_bytes(name: str) -> int | None:
    """How large a file of this name may be; None where an archive has no such file."""
    if name == MANIFEST:
        return MAX_MANIFEST_BYTES
    if name == COURSE:
        return MAX_COURSE_BYTES
    if name in TABLES:
        return MAX_TABLE_BYTES
    if SOURCE.fullmatch(name):
        return MAX_SOURCE_BYTES
    return MAX_REPORT_BYTES if REPORT.fullmatch(name) else None
