"""Archives that somebody has tampered with: each is refused with a sentence, and nothing of it is stored."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
import zipfile
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from server import schema
from server.accounts.models import User
from server.archive import files
from server.archive.errors import ArchiveError, ScoreMismatch
from server.core.db import Base, make_engine, make_sessions
from server.courses.models import Course
from server.submissions.models import Submission
from tests.server.archive.course import Filled, changed, contents, exported, fill, imported, packed

Sessions = sessionmaker[Session]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive that would be taken."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('good') / 'good.db'}")
    schema.upgrade(engine)
    with make_sessions(engine)() as session:
        fill(session)
    data = exported(make_sessions(engine))
    engine.dispose()
    return data


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sessions]:
    """An empty database, which stays empty through all these tests."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('empty') / 'empty.db'}")
    schema.upgrade(engine)
    yield make_sessions(engine)
    engine.dispose()


def refused(empty: Sessions, data: bytes) -> str:
    """The sentence; and the database is as empty as before."""
    with pytest.raises(ArchiveError) as error:
        imported(empty, data)
    with empty() as session:
        for table in Base.metadata.tables.values():
            assert session.scalar(select(func.count()).select_from(table)) == 0, table.name
    return str(error.value)


def with_member(data: bytes, name: str, body: bytes = b"x", mode: int = stat.S_IFREG | 0o600) -> bytes:
    """The archive with one more member."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo("x" * len(name))
        member.filename = name  # as it is: the constructor would put some names right
        member.external_attr = mode << 16
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("/etc/passwd", "The archive contains a file with the absolute path '/etc/passwd'."),
        ("C:evil", "The archive contains a file with the absolute path 'C:evil'."),
        (
            "submissions/../../evil.py",
            "The archive contains the path 'submissions/../../evil.py', which points outside the archive.",
        ),
        (
            "..\\evil.py",
            r"The archive contains a file named '..\\evil.py', but names must not contain backslashes or NUL "
            "characters.",
        ),
        ("notes.txt", "The archive contains 'notes.txt', which is not part of a course archive."),
        ("submissions/a/b.py", "The archive contains 'submissions/a/b.py', which is not part of a course archive."),
        ("reports/0.json", "The archive contains 'reports/0.json', which is not part of a course archive."),
        ("Course.json", "The archive contains 'Course.json', which is not part of a course archive."),
    ],
)
def test_a_name_that_an_export_does_not_write_is_refused(empty: Sessions, good: bytes, name: str, sentence: str):
    assert refused(empty, with_member(good, name)) == sentence


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFCHR])
def test_a_link_a_folder_and_a_device_are_refused(empty: Sessions, good: bytes, kind: int):
    sentence = refused(empty, with_member(good, "submissions/ff.py", b"/etc/passwd", kind | 0o777))
    assert sentence == (
        "The archive contains 'submissions/ff.py', which is not a regular file but a link, a folder, or a device."
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(empty: Sessions, good: bytes):
    assert refused(empty, with_member(good, "people.csv")) == "The archive contains 'people.csv' twice."


def test_a_file_beside_the_manifest_and_one_that_is_missing_are_refused(empty: Sessions, good: bytes):
    added = refused(empty, with_member(good, "submissions/ff.py"))
    assert added == "submissions/ff.py is in the archive but not in the manifest."
    files = contents(good)
    gone = next(name for name in files if name.startswith("reports/"))
    del files[gone]
    assert refused(empty, packed(files, with_manifest=False)) == (
        f"'{gone}' is in the manifest but not in the archive."
    )
    del files["audit.jsonl"]
    assert refused(empty, packed(files)) == "The archive has no audit.jsonl."


def test_a_changed_byte_is_noticed_before_anything_is_believed(empty: Sessions, good: bytes):
    files = contents(good)
    files["course.json"] = files["course.json"].replace(b"Deep learning", b"Deep Learning")
    assert refused(empty, packed(files, with_manifest=False)) == (
        "course.json is not the file that was exported: its SHA-256 differs from the one in the manifest."
    )


def test_what_is_no_zip_or_cut_off_is_refused(empty: Sessions, good: bytes):
    assert refused(empty, b"PK") == "This is not a ZIP file, or it is damaged."
    assert refused(empty, good[: len(good) // 2]) == "This is not a ZIP file, or it is damaged."
    at = good.index(b"people.csv") + 30
    broken = good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]
    assert refused(empty, broken).startswith("people.csv is damaged: ")


def test_too_many_files_and_too_many_bytes_are_refused(empty: Sessions, good: bytes, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patched:
        patched.setattr(files, "MAX_FILES", 10)
        assert refused(empty, good) == f"The archive contains {len(contents(good))} files, but at most 10 are allowed."
    with monkeypatch.context() as patched:
        patched.setattr(files, "MAX_BYTES", 1000)
        assert "the limit is 1,000." in refused(empty, good)


def test_a_file_that_is_too_large_and_one_that_unpacks_to_far_too_much_are_refused(empty: Sessions, good: bytes):
    large = with_member(good, "submissions/ff.py", b"x" * (files.MAX_SOURCE_BYTES + 1))
    assert refused(empty, large) == "submissions/ff.py is 1,048,577 bytes unpacked, but the limit is 1,048,576."
    bomb = with_member(good, "reports/999.json", b"0" * (files.MAX_REPORT_BYTES - 1))
    assert re.fullmatch(
        r"reports/999\.json unpacks to [\d,]+ times its compressed size, but the limit is 200 times\.",
        refused(empty, bomb),
    )


def test_a_size_that_lies_does_not_unpack_more_than_it_says(empty: Sessions, good: bytes):
    data = bytearray(with_member(good, "reports/999.json", b"0" * 5_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        member = archive.getinfo("reports/999.json")
    size = member.file_size.to_bytes(4, "little")
    directory = data.rindex(b"reports/999.json") - 46
    data[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    assert size not in data[directory : directory + 46]
    files = contents(good)
    sentence = refused(empty, bytes(data))
    assert sentence in {
        "reports/999.json is in the archive but not in the manifest.",
        "reports/999.json is damaged: Bad CRC-32 for file 'reports/999.json'.",
    }
    assert "reports/999.json" not in files


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("version", 3, "The archive has version 3, but this program reads versions 1 and 2."),
        ("version", True, "The archive has version True, but this program reads versions 1 and 2."),
        ("format", "other", "The format of the archive is 'other', but this program reads 'chainrule-course'."),
        ("files", [], "manifest.json: files: input should be a valid dictionary (found [])."),
        (
            "files",
            {"course.json": {"size": 1}},
            "manifest.json: course.json: sha256: field required (found {'size': 1}).",
        ),
        ("more", 1, "manifest.json: more: extra inputs are not permitted (found 1)."),
    ],
)
def test_a_manifest_of_another_kind_is_refused(empty: Sessions, good: bytes, field: str, value: object, sentence: str):
    files = contents(good)
    manifest = json.loads(files["manifest.json"])
    manifest[field] = value
    files["manifest.json"] = json.dumps(manifest).encode()
    assert refused(empty, packed(files, with_manifest=False)) == sentence


def swap(before: bytes, after: bytes, count: int = 1) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(before, after, count)


PERSON = b"1,ada@example.org,Ada Lovelace,student"

TAMPERED = [
    ("course.json", swap(b"{", b"[", 1), "course.json: invalid JSON"),
    ("course.json", swap(b'"grace_days": 1', b'"grace_days": -1'), "course.json: grace_days: input should be greater"),
    ("course.json", swap(b"Europe/Berlin", b"Europe/Atlantis"), "timezone: 'Europe/Atlantis' is not a time zone"),
    ("course.json", swap(b'"slug": "linear"', b'"slug": "knitting"'), "this installation has no exercise 'knitting'"),
    ("course.json", swap(b'"slug": "linear"', b'"slug": "relu"'), "the exercise 'relu' appears twice"),
    ("course.json", swap(b'"slug": "dl"', b'"slug": "new"'), "The short name 'new' is not allowed"),
    ("course.json", swap(b'"slug": "dl"', b'"slug": "../dl"'), "course.json: slug: string should match pattern"),
    ("course.json", swap(b'"person": 4', b'"person": 99'), "course.json: there is no person 99 in the archive"),
    ("people.csv", swap(b"student", b"admin"), "people.csv, row 1: role: input should be"),
    ("people.csv", swap(b"person,email", b"email,person"), "people.csv, row 1: the columns should be person, email"),
    ("people.csv", swap(PERSON, b"7" + PERSON[1:]), "people.csv, lines 1 to 6: person 1 is expected here, not 7"),
    ("people.csv", swap(b"ben@example.org", b"ADA@example.org"), "the address 'ada@example.org' appears twice"),
    ("people.csv", swap(b"ben@example.org", b"ben"), "“ben” is not an email address"),
    ("people.csv", swap(b"Red", b"Green"), "in section 'Green', which the course does not have"),
    ("submissions.jsonl", swap(b'"seed":2026', b'"seed":NaN,"x":2026'), "submissions.jsonl, line 1: "),
    ("submissions.jsonl", swap(b'"state":"graded"', b'"state":"perfect"'), "line 1: state: input should be"),
    ("submissions.jsonl", swap(b'"state":"graded"', b'"state":"not_gradable"'), "contradict each other"),
    ("submissions.jsonl", swap(b'"grading":2', b'"grading":3'), "the grading 3, which belongs to another submission"),
    ("submissions.jsonl", swap(b'"grading":2', b'"grading":null'), "submission 1 is finished but has no grading"),
    ("submissions.jsonl", swap(b'"exercise":1', b'"exercise":9'), "there is no exercise 9 in the archive"),
    ("submissions.jsonl", lambda data: data + b"x" * 2_000_000, "line 13: it is longer than 1,048,576 bytes"),
    ("submissions.jsonl", lambda data: b"".join(data.splitlines(True)[:-1]), "code that does not belong to any"),
    ("gradings.jsonl", swap(b'"points":70', b'"points":71'), "its line in gradings.jsonl says PAC with 71 of 100"),
    ("gradings.jsonl", lambda data: b"".join(data.splitlines(True)[:-1]), "reports that do not belong to any"),
    ("reports/1.json", swap(b"{", b"["), "reports/1.json: "),
    ("reports/1.json", swap(b'"checks"', b'"chicks"'), "reports/1.json: it is not a report: KeyError: 'checks'"),
    ("reports/1.json", lambda data: b"[" * 100_000, "reports/1.json: "),
    ("reports/1.json", swap(b'"message":"', b'"message":"\\u0000'), "a value that the database cannot store"),
    ("overrides.jsonl", swap(b'"person":3', b'"person":5'), "the archive has no score for person 5 on exercise 1"),
    ("comments.jsonl", swap(b'"submission":1', b'"submission":99'), "there is no submission 99 in the archive"),
    ("regrades.jsonl", swap(b'"kind":"item"', b'"kind":"thing"'), "kind: must be one of set, item (found 'thing')"),
    ("regrades.jsonl", swap(b'"new_grading":2', b'"new_grading":77'), "there is no grading 77 in the archive"),
    ("audit.jsonl", swap(b'"event":1', b'"event":2'), "event 1 is expected here, not 2"),
    ("history.jsonl", swap(b'"at":"2026', b'"at":"0001'), "history.jsonl, line 1: at: the year is not between"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "words"), TAMPERED, ids=[f"{i}-{one[0]}" for i, one in enumerate(TAMPERED)])
def test_what_no_export_writes_is_refused_with_its_place(
    empty: Sessions, good: bytes, name: str, change: Callable[[bytes], bytes], words: str
):
    assert words in refused(empty, changed(good, name, change))


def test_scores_that_do_not_follow_from_the_gradings_are_named(empty: Sessions, good: bytes):
    rows = list(csv.reader(io.StringIO(contents(good)["scores.csv"].decode())))
    points = rows[0].index("points")
    assert rows[1][points] == "100"
    rows[1][points] = "99"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    sentence = refused(empty, changed(good, "scores.csv", lambda _data: out.getvalue().encode()))
    assert sentence.splitlines() == [
        "The scores computed from the gradings and overrides in the archive differ from the archived scores, so "
        "nothing was imported:",
        "Ada Lovelace <ada@example.org>, linear: points 99 in the archive, 100 here",
    ]


def test_a_score_that_the_archive_leaves_out_is_named(empty: Sessions, good: bytes):
    files = contents(good)
    lines = files["scores.csv"].splitlines(keepends=True)
    gone = next(line for line in lines if b"ada@example.org" in line and b"linear" in line)
    files["scores.csv"] = b"".join(line for line in lines if line != gone)
    sentence = refused(empty, packed(files))
    assert sentence.endswith("Ada Lovelace <ada@example.org>, linear: no score in the archive, 100 here")


def test_a_refusal_at_the_very_end_leaves_nothing_behind(filled: Filled, sessions: Sessions, elsewhere: Sessions):
    data = changed(exported(sessions), "audit.jsonl", lambda data: data + b"{}\n")
    with pytest.raises(ArchiveError, match=r"^audit\.jsonl, line \d+: event: field required"):
        imported(elsewhere, data)
    with elsewhere() as session:
        for model in (Course, User, Submission):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_differing_scores_leave_nothing_behind_on_either_database(
    filled: Filled, sessions: Sessions, elsewhere: Sessions
):
    data = changed(exported(sessions), "overrides.jsonl", swap(b'"points":42', b'"points":43'))
    with pytest.raises(ScoreMismatch) as error:
        imported(elsewhere, data)
    assert error.value.lines == [
        "=HYPERLINK(1) <ben@example.org>, linear: points 42 in the archive, 43 here; "
        "override_points 42 in the archive, 43 here"
    ]
    with elsewhere() as session:
        assert session.scalar(select(func.count(Course.id))) == 0
