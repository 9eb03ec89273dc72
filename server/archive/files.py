"""The files of an archive: their names, how much of each is read, and the checks before any is trusted."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from typing import Annotated, Any

import pydantic_core
from pydantic import Field, ValidationError

from server.archive.errors import ArchiveError, explain
from server.archive.rows import Hex, Row

FORMAT = "chainrule-course"
VERSION = 2
WHOLE_POINTS = 1  # the version whose scores were rounded to whole points, before the penalty and after it

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

# The limits of an import. A class of a thousand with twenty exercises and ten attempts has 400,000 files, 2 GB in all.
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
    """Return the name of the file with a submission's code."""
    return f"submissions/{public_id}.py"


def report_name(number: int) -> str:
    """Return the name of the file with a grading's report."""
    return f"reports/{number}.json"


def most_bytes(name: str) -> int | None:
    """Return how large a file of this name may be; None if an archive has no such file."""
    if name == MANIFEST:
        return MAX_MANIFEST_BYTES
    if name == COURSE:
        return MAX_COURSE_BYTES
    if name in TABLES:
        return MAX_TABLE_BYTES
    if SOURCE.fullmatch(name):
        return MAX_SOURCE_BYTES
    return MAX_REPORT_BYTES if REPORT.fullmatch(name) else None


BLOCK = 256 * 1024
ENCRYPTED = 0x1
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)  # what zipfile raises


class FileRow(Row):
    """A file in the manifest's list."""

    sha256: Hex
    size: Annotated[int, Field(ge=0)]


class Manifest(Row):
    """The manifest of an archive."""

    format: str
    version: int
    program: str
    exported_at: str
    course: str
    files: dict[str, Any]  # FileRow each: there may be very many, so they are looked at one by one


def check_members(archive: zipfile.ZipFile) -> None:
    """Refuse names that lead elsewhere, files that do not belong to an archive, and files that are too large.

    Raises:
        ArchiveError: says which file, and what is allowed.
    """
    members = archive.infolist()
    if len(members) > MAX_FILES:
        raise ArchiveError(f"The archive contains {len(members):,} files, but at most {MAX_FILES:,} are allowed.")
    seen = set()
    total = 0
    for member in members:
        name = member.orig_filename
        if name in seen:
            raise ArchiveError(f"The archive contains {name[:80]!r} twice.")
        seen.add(name)
        _check_member(member, name)
        total += member.file_size
    if total > MAX_BYTES:
        raise ArchiveError(f"Unpacked, the archive is {total:,} bytes, but the limit is {MAX_BYTES:,}.")
    for name in (MANIFEST, *TABLES):
        if name not in seen:
            raise ArchiveError(f"The archive has no {name}.")


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    shown = repr(name[:80])
    if "\\" in name or "\0" in name:
        raise ArchiveError(
            f"The archive contains a file named {shown}, but names must not contain backslashes or NUL characters."
        )
    if name.startswith("/") or name[1:2] == ":":
        raise ArchiveError(f"The archive contains a file with the absolute path {shown}.")
    if ".." in name.split("/"):
        raise ArchiveError(f"The archive contains the path {shown}, which points outside the archive.")
    mode = member.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise ArchiveError(
            f"The archive contains {shown}, which is not a regular file but a link, a folder, or a device."
        )
    most = most_bytes(name)
    if most is None:
        raise ArchiveError(f"The archive contains {shown}, which is not part of a course archive.")
    if member.flag_bits & ENCRYPTED:
        raise ArchiveError(f"{name} is encrypted.")
    if member.compress_type not in PACKINGS:
        raise ArchiveError(
            f"{name} uses an unsupported compression method. Only stored and deflated files can be read."
        )
    if member.file_size > most:
        raise ArchiveError(f"{name} is {member.file_size:,} bytes unpacked, but the limit is {most:,}.")
    packed = max(member.compress_size, 1)
    if member.file_size > max(RATIO_FROM_BYTES, MAX_RATIO * packed):
        raise ArchiveError(
            f"{name} unpacks to {member.file_size // packed:,} times its compressed size, but the limit is "
            f"{MAX_RATIO} times."
        )


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest.

    Raises:
        ArchiveError: if it cannot be read or is of another version.
    """
    data = read(archive, MANIFEST)
    try:
        head = pydantic_core.from_json(data)
    except ValueError as error:
        raise ArchiveError(f"{MANIFEST} is not valid JSON: {error}.") from error
    found = (head.get("format"), head.get("version")) if isinstance(head, dict) else (None, None)
    if found[0] != FORMAT:
        raise ArchiveError(f"The format of the archive is {found[0]!r:.60}, but this program reads {FORMAT!r}.")
    if type(found[1]) is not int or found[1] not in (WHOLE_POINTS, VERSION):
        raise ArchiveError(
            f"The archive has version {found[1]!r:.40}, but this program reads versions {WHOLE_POINTS} and {VERSION}."
        )
    try:
        return Manifest.model_validate(head)
    except ValidationError as error:
        raise ArchiveError(f"{MANIFEST}: {explain(error)}.") from error


def check_hashes(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Refuse files whose hashes differ from the manifest.

    Raises:
        ArchiveError: says which file.
    """
    there = set(archive.namelist()) - {MANIFEST}
    for name in manifest.files:
        if name not in there:
            raise ArchiveError(f"{name[:80]!r} is in the manifest but not in the archive.")
    for member in archive.infolist():
        name = member.filename
        if name == MANIFEST:
            continue
        wanted = manifest.files.get(name)
        if wanted is None:
            raise ArchiveError(f"{name} is in the archive but not in the manifest.")
        try:
            listed = FileRow.model_validate(wanted)
        except ValidationError as error:
            raise ArchiveError(f"{MANIFEST}: {name}: {explain(error)}.") from error
        digest = hashlib.sha256()
        try:
            with archive.open(member) as file:
                while block := file.read(BLOCK):
                    digest.update(block)
        except BROKEN as error:
            raise ArchiveError(f"{name} is damaged: {error}.") from error
        if member.file_size != listed.size or digest.hexdigest() != listed.sha256:
            raise ArchiveError(
                f"{name} is not the file that was exported: its SHA-256 differs from the one in the manifest."
            )


def read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a whole file of the archive.

    Raises:
        ArchiveError: if it is missing or broken.
    """
    try:
        return archive.read(name)
    except KeyError:
        raise ArchiveError(f"The archive has no {name}.") from None
    except BROKEN as error:
        raise ArchiveError(f"{name} is damaged: {error}.") from error
