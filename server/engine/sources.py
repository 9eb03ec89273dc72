"""The Python sources that run in the browser, as one archive whose address contains a hash of its contents."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from exercises import catalog
from grader.version import engine_version
from server.engine.student_files import ROOT, student_files

_LEFT_OUT = ("grader/cli/", "grader/sandbox/host/", "grader/sandbox/linux/")
"""Parts of the student package that need a terminal, a network or processes."""

_PAGES = (
    "server/__init__.py",
    "server/engine/__init__.py",
    "server/engine/panel.py",
    "server/submissions/__init__.py",
    "server/submissions/report_labels.py",
    "server/submissions/results.py",
    "server/templates/courses/_browser_result.html",
    "server/templates/courses/_report.html",
)
"""What draws a report as the result panel shows it."""

_LIBRARIES = ("jinja2", "markupsafe")
"""Pure Python that the panel needs, taken from this installation."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can hold


@lru_cache(maxsize=1)
def sources_version() -> str:
    """Return the hash in the address of the archive."""
    digest = hashlib.sha256()
    for name, data in _contents().items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def sources() -> bytes:
    """Return the archive. The same contents give the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for name, data in _contents().items():
            zipped.writestr(zipfile.ZipInfo(name, _EARLIEST), data, zipfile.ZIP_DEFLATED, 9)
    return archive.getvalue()


def is_bundled(slug: str) -> bool:
    """Return whether the archive contains an exercise; those that a course has added are not public."""
    return catalog().folders[slug].parent == ROOT / "exercises"


def _contents() -> Mapping[str, bytes]:
    named = dict(sorted(_files()))
    return {**{name: path.read_bytes() for name, path in named.items()}, **_metadata()}


def _files() -> Iterator[tuple[str, Path]]:
    yield from ((name, path) for name, path in student_files() if not name.startswith(_LEFT_OUT))
    yield from ((name, ROOT / name) for name in _PAGES)
    for library in _LIBRARIES:
        found = importlib.util.find_spec(library)
        if found is None or found.origin is None:
            raise RuntimeError(f"{library} is not installed")
        folder = Path(found.origin).parent
        yield from ((f"{library}/{path.name}", path) for path in folder.glob("*.py"))


def _metadata() -> Mapping[str, bytes]:
    """Return what makes the archive known to `importlib.metadata`, so that its engine has the server's version."""
    version = engine_version()
    text = f"Metadata-Version: 2.1\nName: chainrule\nVersion: {version}\n"
    return {f"chainrule-{version}.dist-info/METADATA": text.encode()}
