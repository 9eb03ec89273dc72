"""The files of Python in the browser: the vendored interpreter with NumPy, and our worker.

Their address contains a hash of all of them, so a browser may keep them for good and an update reaches it at once.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"
WORKER = "engine-worker.js"
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".whl": "application/octet-stream",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file.

    Attributes:
        path: the file on disk.
        mimetype: what it is, without compression.
        is_compressed: whether the file on disk is compressed with gzip.
    """

    path: Path
    mimetype: str
    is_compressed: bool

    def plain(self) -> bytes:
        """Return the content without compression."""
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.is_compressed else data


@lru_cache(maxsize=1)
def assets() -> Mapping[str, Asset]:
    """Return the files by the names under which they are sent."""
    paths = [STATIC / "js" / WORKER, *sorted((STATIC / "vendor" / "pyodide").iterdir())]
    return {path.name.removesuffix(".gz"): _asset(path) for path in paths}


@lru_cache(maxsize=1)
def assets_version() -> str:
    """Return the hash in the address of the files."""
    digest = hashlib.sha256()
    for name, asset in assets().items():
        data = asset.path.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def _asset(path: Path) -> Asset:
    is_compressed = path.suffix == ".gz"
    name = path.name.removesuffix(".gz")
    return Asset(path, _TYPES[Path(name).suffix], is_compressed)
