"""Send the files of the engine in the browser: to everybody, compressed, and to be kept for good."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, request, send_file, url_for
from werkzeug.exceptions import NotFound

from server.accounts.sessions import public
from server.engine.assets import WORKER, assets, assets_version
from server.engine.sources import sources, sources_version

blueprint = Blueprint("engine", __name__, url_prefix="/engine")
FOR_GOOD_S = 365 * 24 * 3600
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""The policy of the worker alone: only there may WebAssembly be compiled. Pages keep theirs."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a page finds the worker and the Python sources."""

    worker: str
    sources: str


def init_app(app: Flask) -> None:
    """Register the files in `app`."""
    app.register_blueprint(blueprint)
    app.context_processor(lambda: {"engine_addresses": addresses})


def addresses() -> Addresses:
    """Return the addresses of the current files."""
    return Addresses(
        worker=url_for("engine.asset", version=assets_version(), name=WORKER),
        sources=url_for("engine.python_sources", version=sources_version()),
    )


@blueprint.get("/<version>/<name>")
@public
def asset(version: str, name: str) -> Response:
    """Send one file of the interpreter, or the worker."""
    found = assets().get(name)
    if found is None or version != assets_version():
        raise NotFound
    if found.is_compressed and not request.accept_encodings.quality("gzip"):
        response = Response(found.plain(), mimetype=found.mimetype)
    else:
        response = send_file(found.path, mimetype=found.mimetype)
        if found.is_compressed:
            response.headers["Content-Encoding"] = "gzip"
    if found.is_compressed:
        response.vary.add("Accept-Encoding")
    if name == WORKER:
        response.headers["Content-Security-Policy"] = WORKER_POLICY
    return _kept_for_good(response)


@blueprint.get("/<version>/sources.zip")
@public
def python_sources(version: str) -> Response:
    """Send the Python sources."""
    if version != sources_version():
        raise NotFound
    return _kept_for_good(Response(sources(), mimetype="application/zip"))


def _kept_for_good(response: Response) -> Response:
    response.cache_control.no_cache = None  # as `send_file` sets it
    response.cache_control.public = True
    response.cache_control.max_age = FOR_GOOD_S
    response.cache_control.immutable = True
    return response
