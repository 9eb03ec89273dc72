"""Set up the content security policy, security headers, and trust in reverse proxies."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response as PlainResponse

from server.core.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

API_PREFIX = "/api/"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_app(app: Flask) -> None:
    """Set up the security of `app`."""
    settings: Settings = app.extensions["chainrule.settings"]
    app.wsgi_app = _HostGuard(app.wsgi_app)  # type: ignore[method-assign]  # inside the proxies, which name the host
    if settings.behind_proxies:
        hops = settings.behind_proxies
        # Read only the values that our own proxies appended, and ignore what a client sent before them.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.config.update(
        PERMANENT_SESSION_LIFETIME=14 * 24 * 3600,  # counted from the login; see `server.accounts.sessions`
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    app.before_request(_refuse_other_hosts)
    app.after_request(_add_headers)
    if settings.env == "production":
        app.after_request(_require_https)
    app.context_processor(lambda: {"csp_nonce": csp_nonce})


class _HostGuard:
    """Answers 400 where the host of a request is not a name: Flask would fail before any handler of errors."""

    def __init__(self, wsgi_app: WSGIApplication) -> None:
        self._wsgi_app = wsgi_app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            environ.get("HTTP_HOST", "").partition(":")[0].encode("idna").decode("idna")
        except UnicodeError:
            return PlainResponse("The Host header of the request is not a valid host name.\n", 400)(
                environ, start_response
            )
        return self._wsgi_app(environ, start_response)


def _refuse_other_hosts() -> None:
    """Refuse a request whose Host header names another site; allow the names of this machine for health checks.

    This prevents DNS rebinding: another site can point its own name at the address of this machine, and a visitor's
    browser then sends its requests here. So it could use a server that only this machine can reach, such as the demo,
    whose passwords are public. Flask's TRUSTED_HOSTS does the same but cannot show an error page.
    """
    settings: Settings = current_app.extensions["chainrule.settings"]
    host, hint = urlsplit(settings.public_url).hostname, ""
    if host is None and settings.env == "development" and settings.is_local:
        host, hint = settings.host, " If it should, set CHAINRULE_PUBLIC_URL to the site's URL with this host name."
    if host is not None and not _is_one_of(request.host, [host, "127.0.0.1", "localhost", "::1"]):
        raise BadRequest(f"The host name in the URL does not belong to this site.{hint}")


def _is_one_of(requested: str, names: Collection[str]) -> bool:
    """Return whether the host of a request, with or without a port, is one of these names or addresses."""
    if requested.startswith("["):  # an IPv6 address, which Werkzeug would refuse
        return requested[1:].partition("]")[0] in names
    return host_is_trusted(requested, names)


def csp_nonce() -> str:
    """Return the nonce for the scripts and styles of this response."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _policy() -> str:
    nonce = f"'nonce-{csp_nonce()}'"
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {nonce}",
            f"style-src 'self' {nonce}",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
            "form-action 'self'",
        )
    )


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _policy())
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        # Points and code must not stay in the cache of a shared computer after logout.
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _require_https(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
