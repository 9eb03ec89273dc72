"""The settings: one frozen object, and the only code that reads the environment."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from grader.sandbox.types import MAX_SOURCE_BYTES
from grader.version import UNKNOWN, engine_version


class Settings(BaseSettings):
    """The settings of an installation; each field is read from ``CHAINRULE_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="CHAINRULE_", frozen=True, extra="ignore", populate_by_name=True)

    env: Literal["development", "production"] = Field(
        "development", description="production requires a secret key and sends Secure cookies"
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="signs sessions and links; at least 32 characters in production"
    )
    host: str = Field("127.0.0.1", description="address that the embedded platform listens on")
    port: int = Field(
        8000,
        ge=1,
        le=65535,
        validation_alias=AliasChoices("CHAINRULE_PORT", "PORT"),
        description="port that the embedded platform listens on; PORT also sets it",
    )
    state_dir: Path = Field(Path(".state"), description="where the embedded platform keeps its database and sockets")
    database_url: str = Field("", description="SQLAlchemy URL; if empty, SQLite in the state directory")
    redis_url: str = Field("", description="Redis or Valkey URL; if empty, the Unix socket of the embedded broker")
    sandbox_floor: Literal["T1", "T2", "T3", "T4"] = Field(
        "T2", description="the weakest sandbox tier in which a worker may grade"
    )
    exercises_dir: Path | None = Field(
        None,
        description="a folder with a course's own exercises and their catalog.toml; if empty, only the built-in ones",
    )
    workers: int = Field(2, ge=1, le=64, description="number of grading processes per worker")
    lease_s: float = Field(60.0, gt=0, description="seconds without a heartbeat after which a job is requeued")
    heartbeat_s: float = Field(20.0, gt=0, description="seconds between heartbeats while a submission is graded")
    reconcile_s: float = Field(5.0, gt=0, description="seconds between rounds of the reconciler")
    max_claims: int = Field(5, ge=1, description="how many times a job is tried before it is quarantined")
    max_source_bytes: int = Field(
        MAX_SOURCE_BYTES, ge=1, le=MAX_SOURCE_BYTES, description="size limit of a submission, in bytes"
    )
    checks_per_minute: int = Field(30, ge=1, description="checks that a student may run per minute")
    submissions_per_minute: int = Field(12, ge=1, description="graded submissions that a student may make per minute")
    source_mb_per_day: int = Field(64, ge=1, description="megabytes of code that a student may send per day")
    behind_proxies: int | None = Field(
        None,
        ge=0,
        description="number of trusted reverse proxies that set X-Forwarded-For; 0 if there are none",
    )
    session_cookie_secure: bool = Field(False, description="send cookies over HTTPS only; always on in production")
    reads_per_minute: int = Field(
        300, ge=1, description="API reads that a user may make per minute; other API requests have the same limit"
    )
    second_factor: Literal["optional", "staff"] = Field(
        "optional",
        description="who must use two-factor authentication: nobody (optional), or instructors, assistants and admins",
    )
    log_format: Literal["console", "json"] = Field("console", description="the format of log lines")
    public_url: str = Field(
        "", description="the public URL of the site, such as https://dl.example.org; links in emails start with it"
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="smtp://user:password@host:587 (STARTTLS), smtps://host (TLS), smtp://host?tls=none, or empty",
    )
    mail_from: str = Field("Chainrule <chainrule@localhost>", description="the sender of emails")

    @field_validator("exercises_dir", "behind_proxies", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @model_validator(mode="after")
    def _beat_within_the_lease(self) -> Self:
        if self.heartbeat_s * 2 > self.lease_s:
            raise ValueError(
                f"CHAINRULE_HEARTBEAT_S is {self.heartbeat_s:g} and CHAINRULE_LEASE_S is {self.lease_s:g}, "
                "but a lease must last at least two heartbeats"
            )
        return self

    @model_validator(mode="after")
    def _know_how_to_mail(self) -> Self:
        address, url = urlsplit(self.public_url), urlsplit(self.smtp_url.get_secret_value())
        if self.public_url and (address.scheme not in {"http", "https"} or not address.netloc or address.query):
            raise ValueError(f"CHAINRULE_PUBLIC_URL is {self.public_url!r}, but it must have the form https://host")
        if url.geturl() and (url.scheme not in {"smtp", "smtps"} or not url.hostname):
            raise ValueError("CHAINRULE_SMTP_URL must have the form smtp://user:password@host:587 or smtps://host")
        if url.geturl() and not self.public_url:
            # The host in a request can be forged, and a link in an email must not lead to it.
            raise ValueError(
                "CHAINRULE_SMTP_URL is set, so CHAINRULE_PUBLIC_URL must be set too, because links in emails "
                "start with it"
            )
        return self

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if self.env != "production":
            return self
        secret = self.secret_key.get_secret_value()
        if len(secret) < 32:
            raise ValueError(
                "CHAINRULE_SECRET_KEY must be set to at least 32 random characters in production. "
                'To generate them, run: python -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        if engine_version() == UNKNOWN:
            raise ValueError(
                "Chainrule is not installed as a package, so gradings could not record its version. "
                "Install it with: pip install --no-deps ."
            )
        if self.sandbox_floor in {"T3", "T4"}:
            raise ValueError(f"CHAINRULE_SANDBOX_FLOOR is {self.sandbox_floor}, but production allows only T1 and T2")
        return self

    @property
    def database(self) -> str:
        """Return the SQLAlchemy URL to use."""
        return self.database_url or f"sqlite:///{self.state_dir.absolute() / 'chainrule.db'}"

    @property
    def is_local(self) -> bool:
        """Return whether only this machine can reach the embedded platform."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def redis(self) -> str:
        """Return the redis-py URL to use."""
        return self.redis_url or f"unix://{self.state_dir.absolute() / 'valkey.sock'}?db=0"

    @property
    def broker(self) -> str:
        """Return the Celery broker URL to use: the same instance in the notation of kombu."""
        if self.redis.startswith("unix://"):
            path = self.redis.removeprefix("unix://").partition("?")[0]
            return f"redis+socket://{path}?virtual_host=0"
        return self.redis
