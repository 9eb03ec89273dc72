"""The files of Python in the browser: public, kept for good, compressed, and under a policy of their own."""

from __future__ import annotations

import gzip

import pytest

from server.engine.assets import assets, assets_version
from server.engine.sources import sources, sources_version
from server.engine.views import WORKER_POLICY
from tests.server.browser import Site, make_site, site

__all__ = ["make_site", "site"]

MOST_TRANSFERRED = 10_000_000


@pytest.fixture
def folder() -> str:
    return f"/engine/{assets_version()}"


def test_whoever_is_not_logged_in_gets_every_file_and_may_keep_it(site: Site, folder: str) -> None:
    client = site.app.test_client()
    for address in (*(f"{folder}/{name}" for name in assets()), f"/engine/{sources_version()}/sources.zip"):
        with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200, address
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "Set-Cookie" not in answer.headers


def test_a_cold_start_transfers_at_most_ten_megabytes(site: Site, folder: str) -> None:
    client = site.app.test_client()
    total = len(sources())
    for name in assets():
        with client.get(f"{folder}/{name}", headers={"Accept-Encoding": "gzip"}) as answer:
            total += len(answer.data)
    assert 5_000_000 < total <= MOST_TRANSFERRED


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("engine-worker.js", "text/javascript"),
        ("pyodide.mjs", "text/javascript"),
        ("pyodide.asm.wasm", "application/wasm"),
        ("pyodide-lock.json", "application/json"),
    ],
)
def test_browsers_learn_what_a_file_is(site: Site, folder: str, name: str, mimetype: str) -> None:
    with site.app.test_client().get(f"{folder}/{name}") as answer:
        assert answer.mimetype == mimetype


def test_compressed_files_are_unpacked_for_clients_that_cannot(site: Site, folder: str) -> None:
    client = site.app.test_client()
    with client.get(f"{folder}/pyodide.asm.wasm", headers={"Accept-Encoding": "gzip"}) as answer:
        packed = answer.data
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["Vary"]
    with client.get(f"{folder}/pyodide.asm.wasm", headers={"Accept-Encoding": "identity"}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert answer.data == gzip.decompress(packed)
        assert answer.data.startswith(b"\0asm")


@pytest.mark.parametrize(
    "path", ["/engine/0000000000000000/pyodide.mjs", "/engine/0000000000000000/sources.zip", "{folder}/nothing.js"]
)
def test_an_old_or_unknown_address_is_not_found_and_not_kept(site: Site, folder: str, path: str) -> None:
    answer = site.app.test_client().get(path.format(folder=folder))
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_the_worker_may_compile_webassembly(site: Site, folder: str) -> None:
    client = site.app.test_client()
    for address in ("/login", f"{folder}/pyodide.mjs", f"/engine/{sources_version()}/sources.zip"):
        with client.get(address) as answer:
            assert "unsafe" not in answer.headers["Content-Security-Policy"], address
    with client.get(f"{folder}/engine-worker.js") as answer:
        assert answer.headers["Content-Security-Policy"] == WORKER_POLICY
    assert WORKER_POLICY.split("; ") == [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
    ]


def test_the_exercise_page_names_the_current_files(site: Site, folder: str) -> None:
    page = site.log_in(site.world.ada).get("/courses/dl/exercises/linear").text
    assert f'data-engine-worker="{folder}/engine-worker.js"' in page
    assert f'data-engine-sources="/engine/{sources_version()}/sources.zip"' in page
