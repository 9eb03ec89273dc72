"""What is checked of an archive before anything in it is believed: the list of its files, its manifest, every hash."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from typing import Annotated, Any

import pydantic_core
from pydantic import Field, ValidationError

from server.archive import layout
from server.archive.errors import ArchiveError, explain
from server.archive.fields import Hex, Row

BLOCK = 256 * 1024
ENCRYPTED = 0x1
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)  # what zipfile raises


class FileRow(Row):
    """A file in the manifest's list."""

    sha256: Hex
    size: Annotated[int, Field(ge=0)]


class Manifest(Row):
    """What an archive says of itself."""

    format: str
    version: int
    program: str
    exported_at: str
    course: str
    files: dict[str, Any]  # FileRow each: there may be very many, so they are looked at one by one


def check_members(archive: zipfile.ZipFile) -> None:
    """Refuse names that lead elsewhere, what is no part of an archive, and more than is taken."""
    members = archive.infolist()
    if len(members) > layout.MAX_FILES:
        raise ArchiveError(f"The archive holds {len(members):,} files; at most {layout.MAX_FILES:,} are taken.")
    seen = set()
    total = 0
    for member in members:
        name = member.orig_filename
        if name in seen:
            raise ArchiveError(f"The archive holds {name[:80]!r} twice.")
        seen.add(name)
        _check_member(member, name)
        total += member.file_size
    if total > layout.MAX_BYTES:
        raise ArchiveError(f"Unpacked, the archive has {total:,} bytes; at most {layout.MAX_BYTES:,} are taken.")
    for name in (layout.MANIFEST, *layout.TABLES):
        if name not in seen:
            raise ArchiveError(f"The archive has no {name}.")


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    shown = repr(name[:80])
    if "\\" in name or "\0" in name:
        raise ArchiveError(f"The archive holds a file named {shown}; backslashes and the like are not allowed.")
    if name.startswith("/") or name[1:2] == ":":
        raise ArchiveError(f"The archive holds a file with the absolute path {shown}.")
    if ".." in name.split("/"):
        raise ArchiveError(f"The archive holds the path {shown}, which leads out of it.")
    mode = member.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise ArchiveError(f"The archive holds {shown}, which is no ordinary file but a link, a folder or a device.")
    most = layout.most_bytes(name)
    if most is None:
        raise ArchiveError(f"The archive holds {shown}, which is no part of an archive of a course.")
    if member.flag_bits & ENCRYPTED:
        raise ArchiveError(f"{name} is encrypted.")
    if member.compress_type not in PACKINGS:
        raise ArchiveError(f"{name} is packed in a way that is not read here; only stored and deflated files are.")
    if member.file_size > most:
        raise ArchiveError(f"{name} has {member.file_size:,} bytes unpacked; at most {most:,} are taken.")
    packed = max(member.compress_size, 1)
    if member.file_size > max(layout.RATIO_FROM_BYTES, layout.MAX_RATIO * packed):
        raise ArchiveError(
            f"{name} unpacks to {member.file_size // packed:,} times its size; at most {layout.MAX_RATIO} are taken."
        )


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, if it is one of this version."""
    data = read(archive, layout.MANIFEST)
    try:
        head = pydantic_core.from_json(data)
    except ValueError as error:
        raise ArchiveError(f"{layout.MANIFEST} is not JSON that can be read: {error}.") from error
    found = (head.get("format"), head.get("version")) if isinstance(head, dict) else (None, None)
    if found[0] != layout.FORMAT:
        raise ArchiveError(f"The format of the archive is {found[0]!r:.60}; this program reads {layout.FORMAT!r}.")
    if type(found[1]) is not int or found[1] != layout.VERSION:
        raise ArchiveError(f"The archive has version {found[1]!r:.40}; this program reads version {layout.VERSION}.")
    try:
        return Manifest.model_validate(head)
    except ValidationError as error:
        raise ArchiveError(f"{layout.MANIFEST}: {explain(error)}.") from error


def check_hashes(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Refuse files that are not those of the manifest."""
    there = set(archive.namelist()) - {layout.MANIFEST}
    for name in manifest.files:
        if name not in there:
            raise ArchiveError(f"{name[:80]!r} stands in the manifest and is not in the archive.")
    for member in archive.infolist():
        name = member.filename
        if name == layout.MANIFEST:
            continue
        wanted = manifest.files.get(name)
        if wanted is None:
            raise ArchiveError(f"{name} is in the archive and does not stand in the manifest.")
        try:
            listed = FileRow.model_validate(wanted)
        except ValidationError as error:
            raise ArchiveError(f"{layout.MANIFEST}: {name}: {explain(error)}.") from error
        digest = hashlib.sha256()
        try:
            with archive.open(member) as file:
                while block := file.read(BLOCK):
                    digest.update(block)
        except BROKEN as error:
            raise ArchiveError(f"{name} is broken: {error}.") from error
        if member.file_size != listed.size or digest.hexdigest() != listed.sha256:
            raise ArchiveError(f"{name} is not the file that was exported: its SHA-256 is not that of the manifest.")


def read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A whole file of the archive."""
    try:
        return archive.read(name)
    except KeyError:
        raise ArchiveError(f"The archive has no {name}.") from None
    except BROKEN as error:
        raise ArchiveError(f"{name} is broken: {error}.") from error
